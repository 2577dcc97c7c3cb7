"""What waits for a person in cases: cases at risk for who leads them, lines assigned for everyone."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, time

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from rebond.web.accounts.actors import Actor
from rebond.web.cases import board, queries
from rebond.web.cases.models import Item
from rebond.web.cases.permissions import PREFECTURES, RUNNING
from rebond.web.clock import today
from rebond.web.desk.piles import SHOWN, Pile, Task, source
from rebond.web.theme import writing

_OPEN = (Item.State.TO_DO, Item.State.UNDER_WAY, Item.State.BLOCKED)


@source
def leader(actor: Actor, now: datetime) -> Iterator[Pile]:
    """Give the cases that a préfecture leads and whose risk is grave."""
    if actor.kind not in PREFECTURES:
        return
    rows = board.every(actor, board.Asked(), now)
    graves = [
        row
        for row in rows
        if row.case.lead_id == actor.organisation_id and row.risk.level >= board.GRAVE
    ]
    yield Pile(
        "projets-a-risque",
        _("Projets à risque"),
        tuple(
            Task(
                row.case.title,
                writing.words(row.risk.reasons[0].text),
                reverse("case", args=[row.case.reference]),
            )
            for row in graves[:SHOWN]
        ),
        len(graves),
        late=sum(row.risk.level > board.GRAVE for row in graves),
        address=reverse("cases"),
    )


@source
def assigned(actor: Actor, now: datetime) -> Iterator[Pile]:
    """Give the tasks and procedures of cases that are assigned to the organisation."""
    mine = (
        queries.items(actor)
        .filter(
            assigned_to=actor.organisation_id,
            state__in=_OPEN,
            kind__in=(Item.Kind.TASK, Item.Kind.PROCEDURE),
            case__state__in=RUNNING,
            done_on=None,
        )
        .select_related("case")
        .defer("case__plan", "text", "legal_why")
    )
    day = today(now)
    ordered = sorted(mine, key=lambda one: (_due(one) is None, _due(one) or day, one.pk))
    if not ordered:
        return
    yield Pile(
        "projets-confies",
        _("Projets : ce qui vous est confié"),
        tuple(
            Task(
                one.title,
                one.case.title,
                reverse("case-line", args=[one.case.reference, one.reference]),
                _end_of(_due(one)),
            )
            for one in ordered[:SHOWN]
        ),
        len(ordered),
        late=sum((due := _due(one)) is not None and due < day for one in ordered),
        address=reverse("cases"),
    )


def _due(item: Item) -> date | None:
    """Return the day by which a line is awaited: the promised one, or the law's when it comes first."""
    days = [day for day in (item.promised_on, item.legal_on) if day is not None]
    return min(days, default=None)


def _end_of(day: date | None) -> datetime | None:
    return None if day is None else timezone.make_aware(datetime.combine(day, time(23, 59)))
