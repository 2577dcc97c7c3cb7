"""What every command checks once it holds the dossier's lock."""

from __future__ import annotations

from datetime import datetime

from django.core.exceptions import PermissionDenied

from rebond.programme.answers import places as fields_of
from rebond.programme.forms import Form
from rebond.texts import Text
from rebond.web.accounts.actors import Actor
from rebond.web.calls.models import Call, Revision
from rebond.web.calls.stages import stage_text
from rebond.web.dossiers.errors import (
    CallNotOpen,
    CorrectionLapsed,
    DeliberationBegun,
    NotEditable,
)
from rebond.web.dossiers.models import CorrectionRequest, Dossier
from rebond.web.dossiers.permissions import may_edit


def held(dossier: Dossier) -> Dossier:
    """Lock the row and return it as it stands now, whatever the caller had read."""
    return (
        Dossier.objects.select_for_update(of=("self",))
        .select_related("call", "revision__call", "organisation")
        .get(pk=dossier.pk)
    )


def held_by(actor: Actor, dossier: Dossier) -> Dossier:
    """Lock a dossier that the actor's own organisation may change."""
    one = held(dossier)
    if not may_edit(actor, one):
        raise PermissionDenied
    return one


def form_of(revision: Revision) -> Form:
    """Return the form of a revision."""
    form = revision.measure.form
    if form is None:
        raise NotEditable(Text("Cette mesure n’a pas de formulaire.", "This measure has no form."))
    return form


def open_request(dossier: Dossier) -> CorrectionRequest | None:
    """Return the correction request that waits for its answer."""
    return (
        CorrectionRequest.objects.filter(dossier=dossier, answered_at=None)
        .order_by("-asked_at", "-pk")
        .first()
    )


def refuse_settled(dossier: Dossier, now: datetime) -> None:
    """Refuse to change what is filed once it is decided upon, or its call cancelled or deliberated.

    A proposal counts: whoever confirms it must read what its author read.
    """
    from rebond.web.deliberations.models import Decision  # noqa: PLC0415 - it reads dossiers too

    call = dossier.call
    if call.cancelled_at is not None:
        raise CallNotOpen(call.reference, label_of(call.stage(now)))
    standing = Decision.objects.filter(dossier=dossier, cancelled_at=None)
    if call.deliberated_at is not None or standing.exists():
        raise DeliberationBegun


def fields_open(dossier: Dossier, now: datetime) -> frozenset[str] | None:
    """Return the ids of the fields that may be changed at a moment; None for all, empty for none."""
    if dossier.state == Dossier.State.DRAFT:
        return None if dossier.call.stage(now) == Call.Stage.OPEN else frozenset()
    if dossier.state != Dossier.State.CORRECTION:
        return frozenset()
    request = open_request(dossier)
    if request is None or now >= request.due_at:
        return frozenset()
    return spread(form_of(dossier.revision), request.fields)


def spread(form: Form, fields: list[str]) -> frozenset[str]:
    """Return fields with everything that stands inside them."""
    asked = set(fields)
    return frozenset(
        name
        for name, placed in fields_of(form).items()
        if any(one.id in asked for one in placed.line)
    )


def require_open(dossier: Dossier, field: str, path: str, now: datetime) -> None:
    """Refuse a change that the state, the call's dates or the correction request do not allow."""
    allowed = fields_open(dossier, now)
    if allowed is None or field in allowed:
        return
    if dossier.state == Dossier.State.DRAFT:
        raise CallNotOpen(
            dossier.call.reference, label_of(dossier.call.stage(now)), dossier.call.closes_at
        )
    if dossier.state == Dossier.State.CORRECTION:
        request = open_request(dossier)
        if request is not None and now >= request.due_at:
            raise CorrectionLapsed(request.due_at)
        raise NotEditable(
            Text(
                "La demande de correction ne porte pas sur lui.",
                "The correction request is not about it.",
            ),
            path,
        )
    raise NotEditable(
        Text("Le dossier est {state}.", "The dossier is {state}.").filled(
            state=label_of(dossier.State(dossier.state))
        ),
        path,
    )


STATES: dict[str, Text] = {
    Dossier.State.DRAFT: Text("un brouillon", "a draft"),
    Dossier.State.FILED: Text("déposé", "filed"),
    Dossier.State.CORRECTION: Text("à corriger", "to be corrected"),
    Dossier.State.WITHDRAWN: Text("retiré", "withdrawn"),
}


def label_of(choice: Call.Stage | Dossier.State) -> Text:
    """Return a stage of a call or a state of a dossier in words."""
    return stage_text(choice) if isinstance(choice, Call.Stage) else STATES[choice]
