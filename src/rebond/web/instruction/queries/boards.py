"""The board of a préfecture or of a manager: its dossiers by deadline, and how many wait for what."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Any

from django.db.models import Count, DateTimeField, Exists, F, Min, OuterRef, Q, QuerySet, Value
from django.db.models.functions import Coalesce

from rebond.texts import Text
from rebond.web.accounts.actors import Actor
from rebond.web.accounts.kinds import MANAGERS
from rebond.web.accounts.models import Membership
from rebond.web.calls.models import Call
from rebond.web.committee.recusal import recused_dossiers
from rebond.web.dossiers.models import CorrectionRequest, Dossier, DossierPlace
from rebond.web.instruction.models import OpinionRequest
from rebond.web.instruction.paging import Cursor

PAGE = 40
NEVER = datetime(9999, 1, 1, tzinfo=UTC)
WAITING = OpinionRequest.State.WAITING
STATES: dict[str, Text] = {
    "a-examiner": Text("à examiner", "to examine"),
    "en-cours": Text("tous ceux à l’examen", "all those under examination"),
    "avis-attendus": Text("avis attendus", "opinions awaited"),
    "avis-en-retard": Text("avis en retard", "opinions late"),
    "correction": Text("correction demandée", "correction asked"),
    "classes": Text("classés", "placed on the list"),
    "ecartes": Text("non transmis", "not sent on"),
    "transmis": Text("liste transmise", "list sent"),
    "retires": Text("retirés", "withdrawn"),
    "tous": Text("tous", "all"),
}
"""States that the board can show, first the one shown unasked."""


@dataclass(frozen=True, slots=True)
class Filters:
    """What the board shows."""

    call: str = ""
    state: str = "a-examiner"
    eligibility: str = ""
    departement: str = ""
    is_mine: bool = False


@dataclass(frozen=True, slots=True)
class Awaited:
    """Opinions of one dossier."""

    waiting: int = 0
    late: int = 0
    given: int = 0
    next_due: datetime | None = None


@dataclass(frozen=True, slots=True)
class BoardRow:
    """One dossier as the board shows it."""

    dossier: Dossier
    opinions: Awaited
    assigned_to: str
    position: int | None
    is_placed: bool
    is_sent: bool
    correction_due: datetime | None
    deadline: datetime | None


@dataclass(frozen=True, slots=True)
class Counts:
    """What waits, over everything the actor examines."""

    to_examine: int
    late: int
    corrections: int
    mine: int
    next_deadline: datetime | None


@dataclass(frozen=True, slots=True)
class Board:
    """One page of dossiers."""

    rows: tuple[BoardRow, ...]
    following: str
    counts: Counts
    calls: tuple[Call, ...]


def aside(actor: Actor) -> QuerySet[Dossier]:
    """Return the dossiers in whose examination a person has no part: his applicants', those of an interest."""
    theirs = Membership.objects.in_force().filter(user=actor.user_id).values("organisation")
    return Dossier.objects.filter(
        Q(organisation__in=theirs) | Q(pk__in=recused_dossiers(actor).values("pk"))
    ).order_by()


def visible(actor: Actor) -> QuerySet[Dossier]:
    """Return the dossiers whose examination the actor reads: his organisation's, or those of its calls.

    Never one from which he stands aside.
    """
    found = Dossier.objects.exclude(state=Dossier.State.DRAFT).exclude(
        pk__in=aside(actor).values("pk")
    )
    if actor.kind in MANAGERS:
        return found.filter(call__manager=actor.organisation_id, instruction__isnull=False)
    mine = found.filter(instruction__organisation=actor.organisation_id)
    return mine if actor.is_everywhere else mine.filter(region_code__in=actor.codes("region"))


def board(actor: Actor, asked: Filters, now: datetime, *, after: str = "") -> Board:
    """Return one page of the board, soonest deadline first (seven queries)."""
    found = filtered(visible(actor), actor, asked, now).annotate(
        deadline=Coalesce(
            "call__shortlists_due_at",
            "call__committee_at",
            "call__results_at",
            Value(NEVER),
            output_field=DateTimeField(),
        )
    )
    cursor = Cursor.read(after)
    if cursor is not None:
        found = found.filter(Q(deadline__gt=cursor.at) | Q(deadline=cursor.at, pk__gt=cursor.key))
    keys = list(found.order_by("deadline", "pk").values_list("pk", "deadline")[: PAGE + 1])
    page, rest = keys[:PAGE], keys[PAGE:]
    following = Cursor(page[-1][1], page[-1][0]).written() if rest else ""
    return Board(_rows(page, now), following, counts(actor, now), calls(actor))


def filtered(
    found: QuerySet[Dossier], actor: Actor, asked: Filters, now: datetime
) -> QuerySet[Dossier]:
    """Narrow dossiers to what was asked."""
    if asked.call:
        found = found.filter(call__reference=asked.call)
    if asked.eligibility:
        found = found.filter(eligibility=asked.eligibility)
    if asked.departement:
        places = DossierPlace.objects.filter(
            dossier=OuterRef("pk"), kind="departement", code=asked.departement
        )
        found = found.filter(Exists(places))
    if asked.is_mine:
        found = found.filter(instruction__assigned_to=actor.membership_id)
    return found.filter(_state(asked.state, now))


def is_open() -> Q:
    """Return the condition of a dossier still under examination."""
    return Q(
        state__in=[Dossier.State.FILED, Dossier.State.CORRECTION],
        call__deliberated_at=None,
        call__cancelled_at=None,
    ) & Q(shortlist_entry__shortlist__sent_at=None)


def counts(actor: Actor, now: datetime) -> Counts:
    """Return how many dossiers and opinions wait for this organisation (three queries)."""
    mine = visible(actor).filter(is_open(), instruction__organisation=actor.organisation_id)
    filed = Q(state=Dossier.State.FILED, shortlist_entry=None)
    found = mine.aggregate(
        to_examine=Count("pk", filter=filed),
        corrections=Count("pk", filter=Q(state=Dossier.State.CORRECTION)),
        mine=Count("pk", filter=filed & Q(instruction__assigned_to=actor.membership_id)),
        next_deadline=Min("call__shortlists_due_at", filter=filed),
    )
    late = _late_requests(now).filter(
        dossier__instruction__organisation=actor.organisation_id,
        dossier__state__in=[Dossier.State.FILED, Dossier.State.CORRECTION],
        dossier__call__in=list(_open_calls()),
    )
    return Counts(late=late.count(), **found)


def _open_calls() -> QuerySet[Call, int]:
    """Return the keys of the calls still under examination; few, so read first rather than joined."""
    return Call.objects.filter(
        deliberated_at=None, cancelled_at=None, opens_at__isnull=False
    ).values_list("pk", flat=True)


def calls(actor: Actor) -> tuple[Call, ...]:
    """Return the calls that have dossiers on this board."""
    found = visible(actor).filter(call=OuterRef("pk")).order_by()
    return tuple(Call.objects.filter(Exists(found)))


def _late_requests(now: datetime) -> QuerySet[OpinionRequest]:
    return OpinionRequest.objects.filter(state=WAITING, due_at__lt=now)


def _state(name: str, now: datetime) -> Q:
    waiting = OpinionRequest.objects.filter(dossier=OuterRef("pk"), state=WAITING)
    entry = Q(shortlist_entry__isnull=False)
    conditions: dict[str, Q] = {
        "a-examiner": is_open() & Q(state=Dossier.State.FILED, shortlist_entry=None),
        "avis-attendus": is_open() & Q(Exists(waiting)),
        "avis-en-retard": is_open() & Q(Exists(waiting.filter(due_at__lt=now))),
        "correction": is_open() & Q(state=Dossier.State.CORRECTION),
        "classes": is_open() & Q(shortlist_entry__position__isnull=False),
        "ecartes": is_open() & entry & Q(shortlist_entry__position=None),
        "transmis": Q(shortlist_entry__shortlist__sent_at__isnull=False),
        "retires": Q(state=Dossier.State.WITHDRAWN),
        "tous": Q(),
    }
    return conditions.get(name, is_open())


def _rows(page: Iterable[tuple[int, datetime]], now: datetime) -> tuple[BoardRow, ...]:
    deadlines = dict(page)
    found = (
        Dossier.objects.filter(pk__in=deadlines)
        .select_related(
            "call", "organisation", "instruction__assigned_to__user", "shortlist_entry__shortlist"
        )
        .in_bulk()
    )
    opinions = awaited(deadlines, now)
    corrections = dict(
        CorrectionRequest.objects.filter(dossier__in=deadlines, answered_at=None)
        .order_by("asked_at")
        .values_list("dossier_id", "due_at")
    )
    return tuple(
        _row(found[key], opinions.get(key, Awaited()), corrections.get(key), deadlines[key])
        for key in deadlines
    )


def _row(
    dossier: Dossier, opinions: Awaited, correction_due: datetime | None, deadline: datetime
) -> BoardRow:
    entry = getattr(dossier, "shortlist_entry", None)
    assigned: Membership | None = dossier.instruction.assigned_to
    return BoardRow(
        dossier=dossier,
        opinions=opinions,
        assigned_to=str(assigned.user) if assigned is not None else "",
        position=entry.position if entry is not None else None,
        is_placed=entry is not None,
        is_sent=entry is not None and entry.shortlist.sent_at is not None,
        correction_due=correction_due if dossier.state == Dossier.State.CORRECTION else None,
        deadline=None if deadline >= NEVER else deadline,
    )


def awaited(dossiers: Iterable[int], now: datetime) -> dict[int, Awaited]:
    """Return how many opinions of each dossier are awaited, late and given (one query)."""
    waits = Q(state=WAITING)
    rows: Iterable[dict[str, Any]] = (
        OpinionRequest.objects.filter(dossier__in=list(dossiers))
        .order_by()
        .values("dossier_id")
        .annotate(
            waiting=Count("pk", filter=waits),
            late=Count("pk", filter=waits & Q(due_at__lt=now)),
            given=Count("pk", filter=Q(state=OpinionRequest.State.GIVEN)),
            next_due=Min(F("due_at"), filter=waits),
        )
    )
    return {
        row["dossier_id"]: replace(
            Awaited(), **{name: row[name] for name in ("waiting", "late", "given", "next_due")}
        )
        for row in rows
    }
