"""Opinions as each reader may see them: a service its own, those who examine or sit in the committee all."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q, QuerySet

from rebond.web.accounts.actors import Actor
from rebond.web.clock import today
from rebond.web.committee.queries import is_recused
from rebond.web.dossiers.models import Dossier
from rebond.web.instruction import permissions
from rebond.web.instruction.models import Instruction, Opinion, OpinionRequest, Shortlist
from rebond.web.instruction.paging import Cursor
from rebond.web.instruction.queries.committee import committee_sees

PAGE = 40
OPEN_DOSSIERS = Q(
    dossier__state__in=[Dossier.State.FILED, Dossier.State.CORRECTION],
    dossier__call__deliberated_at=None,
    dossier__call__cancelled_at=None,
)


@dataclass(frozen=True, slots=True)
class OpinionRow:
    """One request, the opinion that stands, those it replaced, and how the days stand."""

    request: OpinionRequest
    opinion: Opinion | None
    replaced: tuple[Opinion, ...]
    is_late: bool
    """Given after its day, or awaited beyond it."""
    days: int
    """Days to the due day; negative once past."""
    is_after_sending: bool


@dataclass(frozen=True, slots=True)
class RequestPage:
    """One page of a service's requests."""

    rows: tuple[OpinionRow, ...]
    following: str


@dataclass(frozen=True, slots=True)
class RequestCounts:
    """How many requests wait for a service."""

    waiting: int
    late: int


def opinions_of(
    actor: Actor | None, dossier: Dossier, now: datetime, *, reads_all: bool | None = None
) -> tuple[OpinionRow, ...]:
    """Return the requests of a dossier that the actor may read, with their opinions.

    The organisation that examines, the call's manager, and members of the committee who see the dossier and
    do not stand aside from it read all of them; a service reads its own; an applicant none. `reads_all` is what
    `may_read_all` says, where the caller has asked it.
    """
    if actor is None:
        return ()
    requests = dossier.opinion_requests.all()
    if reads_all is None:
        reads_all = may_read_all(actor, dossier, now)
    if not reads_all:
        if not permissions.may_open_requests(actor):
            return ()
        if permissions.acts_for(actor, dossier):
            return ()
        requests = requests.filter(service=actor.organisation_id)
    return rows_of(requests, now)


def may_read_all(actor: Actor, dossier: Dossier, now: datetime) -> bool:
    """Whether every service's opinion on a dossier is shown to the actor."""
    if permissions.acts_for(actor, dossier):
        return False
    instruction = Instruction.objects.select_related("dossier").filter(dossier=dossier).first()
    if permissions.may_read_all_opinions(actor, dossier, instruction):
        return not is_recused(actor, dossier)
    return committee_sees(actor, dossier, now)


def visible_requests(actor: Actor) -> QuerySet[OpinionRequest]:
    """Return the requests made to the actor's organisation."""
    if not permissions.may_open_requests(actor):
        return OpinionRequest.objects.none()
    return OpinionRequest.objects.filter(service=actor.organisation_id)


def waiting_requests(actor: Actor, now: datetime, *, after: str = "") -> RequestPage:
    """Return the requests that wait for the actor's organisation, late ones first."""
    found = visible_requests(actor).filter(OPEN_DOSSIERS, state=OpinionRequest.State.WAITING)
    cursor = Cursor.read(after)
    if cursor is not None:
        found = found.filter(Q(due_at__gt=cursor.at) | Q(due_at=cursor.at, pk__gt=cursor.key))
    return _page(found.order_by("due_at", "pk"), now)


def closed_requests(actor: Actor, now: datetime, *, after: str = "") -> RequestPage:
    """Return the requests answered or cancelled, last due first."""
    found = visible_requests(actor).filter(
        state__in=[OpinionRequest.State.GIVEN, OpinionRequest.State.CANCELLED]
    )
    cursor = Cursor.read(after)
    if cursor is not None:
        found = found.filter(Q(due_at__lt=cursor.at) | Q(due_at=cursor.at, pk__lt=cursor.key))
    return _page(found.order_by("-due_at", "-pk"), now)


def request_counts(actor: Actor, now: datetime) -> RequestCounts:
    """Return how many requests wait for the actor's organisation."""
    found = visible_requests(actor).filter(OPEN_DOSSIERS, state=OpinionRequest.State.WAITING)
    return RequestCounts(found.count(), found.filter(due_at__lt=now).count())


def rows_of(requests: QuerySet[OpinionRequest], now: datetime) -> tuple[OpinionRow, ...]:
    """Return requests with their opinions (three queries, however many)."""
    found = list(requests.select_related("service", "asked_by__organisation", "dossier"))
    return _written(found, now)


def _page(found: QuerySet[OpinionRequest], now: datetime) -> RequestPage:
    keys = list(found.values_list("pk", flat=True)[: PAGE + 1])
    rows = OpinionRequest.objects.select_related(
        "service", "dossier__call", "dossier__organisation", "asked_by__organisation"
    ).in_bulk(keys[:PAGE])
    page, rest = [rows[key] for key in keys[:PAGE] if key in rows], keys[PAGE:]
    following = Cursor(page[-1].due_at, page[-1].pk).written() if rest else ""
    return RequestPage(_written(page, now), following)


def _written(requests: Iterable[OpinionRequest], now: datetime) -> tuple[OpinionRow, ...]:
    requests = list(requests)
    given: dict[int, list[Opinion]] = {}
    for opinion in Opinion.objects.filter(request__in=[one.pk for one in requests]):
        given.setdefault(opinion.request_id, []).append(opinion)
    sent = _sent_lists(requests)
    rows = []
    for one in requests:
        opinions = given.get(one.pk, [])
        last = opinions[-1] if opinions else None
        is_waiting = one.state == OpinionRequest.State.WAITING
        sent_at = sent.get((one.dossier.call_id, one.dossier.region_code))
        rows.append(
            OpinionRow(
                request=one,
                opinion=last,
                replaced=tuple(reversed(opinions[:-1])),
                is_late=(opinions[0].given_at > one.due_at)
                if opinions
                else is_waiting and now > one.due_at,
                days=(today(one.due_at) - today(now)).days,
                is_after_sending=bool(last and sent_at and last.given_at > sent_at),
            )
        )
    return tuple(rows)


def _sent_lists(requests: Iterable[OpinionRequest]) -> dict[tuple[int, str], datetime]:
    calls = {one.dossier.call_id for one in requests}
    rows = Shortlist.objects.filter(call__in=calls, sent_at__isnull=False).values_list(
        "call_id", "region_code", "sent_at"
    )
    return {(call, region): at for call, region, at in rows}
