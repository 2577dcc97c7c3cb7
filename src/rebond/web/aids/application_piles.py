"""What waits on the desk: applications and proofs to examine, sums to decide, facts and proofs to give."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from rebond.aid import shipped_aids
from rebond.web.accounts.actors import Actor
from rebond.web.aids.application_permissions import examines
from rebond.web.aids.models import Application
from rebond.web.clock import today
from rebond.web.desk.piles import Pile, Task, first, source
from rebond.web.theme import writing

State = Application.State
LIGHT = ("reference", "aid_id", "state")


@source
def to_examine(actor: Actor, _now: datetime) -> Iterator[Pile]:
    """Give what the operator has to do."""
    if not actor.may_write or actor.is_national or not examines(actor):
        return
    mine = Application.objects.filter(operator=actor.organisation_id)
    ready = mine.filter(asked=[]).filter(Q(state=State.RESERVED) | Q(state=State.FILED))
    yield from _pile("aides-a-examiner", _("Demandes d’aide à examiner"), ready)
    proofs = mine.filter(state=State.GRANTED, proof_accepted_at=None).exclude(proof="")
    yield from _pile("justificatifs", _("Justificatifs à examiner"), proofs)
    broken = mine.filter(state=State.RECOVERING, due_back_set_at=None)
    yield from _pile("contrats-rompus", _("Contrats rompus : dire ce qui est à rendre"), broken)


@source
def to_tell(actor: Actor, now: datetime) -> Iterator[Pile]:
    """Give what the firm has to tell or to prove."""
    if not actor.may_write:
        return
    mine = Application.objects.filter(firm=actor.organisation_id)
    asked = mine.filter(state__in=(State.FILED, State.RESERVED, State.WAITING)).exclude(asked=[])
    yield from _pile("faits-demandes", _("Faits demandés pour une aide"), asked)
    due = mine.filter(state=State.GRANTED, proof="", proof_due_on__lte=today(now))
    yield from _pile("a-justifier", _("Contrats aidés à justifier"), due)


def _pile(code: str, title: str, rows: QuerySet[Application]) -> Iterator[Pile]:
    shown, count = first(rows.only(*LIGHT).order_by("filed_at", "pk"))
    if not shown:
        return
    titles = {one.id: one.title for one in shipped_aids()}
    yield Pile(
        code,
        title,
        tuple(
            Task(
                writing.words(titles.get(one.aid_id, one.aid_id)),
                one.reference,
                reverse("aid-application", args=[one.reference]),
            )
            for one in shown
        ),
        count,
        address=reverse("aid-applications"),
    )
