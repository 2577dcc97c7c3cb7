"""What waits on the desk: answers to sign for the firm, recruitments to label for who examines."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext as _

from rebond.web.accounts.actors import Actor
from rebond.web.aids import permissions, recruit_queries
from rebond.web.aids.models import Recruitment
from rebond.web.desk.piles import Pile, Task, first, source


@source
def to_sign(actor: Actor, _now: datetime) -> Iterator[Pile]:
    """Give the answers whose charter the firm has not signed."""
    if not permissions.may_offer(actor):
        return
    found = Recruitment.objects.filter(
        offer__organisation=actor.organisation_id,
        state=Recruitment.State.PROPOSED,
        answered_at__isnull=False,
        firm_signed_at=None,
    )
    rows, total = first(found.select_related("offer").order_by("answered_at", "pk"))
    yield _pile("chartes-a-signer", _("Chartes à signer"), rows, total)


@source
def to_label(actor: Actor, _now: datetime) -> Iterator[Pile]:
    """Give the recruitments that both have signed and nobody has labelled."""
    if not (permissions.labels(actor) and actor.may_write):
        return
    mine = recruit_queries.labelled_by(actor.kind)
    found = Recruitment.objects.filter(mine, state=Recruitment.State.SIGNED)
    rows, total = first(found.select_related("offer").order_by("created_at", "pk"))
    yield _pile("recrutements-a-labelliser", _("Recrutements à labelliser"), rows, total)


def _pile(code: str, title: str, rows: list[Recruitment], total: int) -> Pile:
    tasks = tuple(
        Task(one.offer.title, one.reference, reverse("recruitment", args=[one.reference]))
        for one in rows
    )
    return Pile(code, title, tasks, total, address=reverse("recruitments"))
