"""Who examines a dossier: the préfecture of its région, or the call's manager."""

from __future__ import annotations

from rebond.web.accounts.kinds import Kind
from rebond.web.accounts.models import Organisation, Scope
from rebond.web.calls.models import Call
from rebond.web.dossiers.models import Dossier


def has_regional_stage(call: Call) -> bool:
    """Whether régions examine and shortlist before the national committee reads."""
    settings = call.revision.settings if call.revision is not None else {}
    return bool(settings.get("has_regional_stage", True))


def prefecture_of(region_code: str) -> Organisation | None:
    """Return the préfecture of a région; None when it has no account here."""
    if not region_code:
        return None
    scopes = Scope.objects.filter(kind="region", code=region_code)
    return (
        Organisation.objects.filter(
            kind=Kind.PREFECTURE_REGION, closed_at=None, pk__in=scopes.values("organisation")
        )
        .order_by("pk")
        .first()
    )


def examiner_of(dossier: Dossier) -> Organisation:
    """Return the organisation that examines a dossier."""
    if has_regional_stage(dossier.call):
        return prefecture_of(dossier.region_code) or dossier.call.manager
    return dossier.call.manager
