"""Who examines a dossier: the préfecture of its région, or the call's manager."""

from __future__ import annotations

from rebond.web.accounts.kinds import Kind
from rebond.web.accounts.models import Organisation, Scope
from rebond.web.calls.models import Call, Revision
from rebond.web.calls.settings import CallSettings
from rebond.web.dossiers.models import Dossier
from rebond.web.instruction.models import Instruction


def choices_of(call: Call) -> CallSettings:
    """Return the choices in force of a call, without reading its policy, which settles none of ours."""
    revisions = Revision.objects.filter(call=call, published_at__isnull=False)
    stated = revisions.order_by("-number").values_list("settings", flat=True).first()
    return CallSettings.from_json({"has_regional_stage": True, **(stated or {})})


def has_regional_stage(call: Call) -> bool:
    """Whether régions examine and shortlist before the national committee reads."""
    return choices_of(call).has_regional_stage


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
    return examiner(dossier.call, dossier.region_code, but=dossier)


def examiner(call: Call, region_code: str, *, but: Dossier | None = None) -> Organisation:
    """Return the one organisation that examines a call's dossiers of a région.

    It is whoever has begun (on another dossier than `but`); else the préfecture; else, where it has no account or the call has no regional
    stage, the call's manager. A préfecture that joins later takes over by an act (`hand_over`), not by surprise.
    """
    if not has_regional_stage(call):
        return call.manager
    begun = (
        Instruction.objects.filter(
            dossier__call=call, dossier__region_code=region_code, organisation__closed_at=None
        )
        .exclude(dossier=but)
        .select_related("organisation")
        .order_by("pk")
        .first()
    )
    if begun is not None:
        return begun.organisation
    return prefecture_of(region_code) or call.manager
