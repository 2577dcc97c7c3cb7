"""Reading committees: whose seats, which dossiers, which evaluations; the actor decides what is seen."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from rebond.errors import RebondError
from rebond.territory import PlaceKey
from rebond.web.accounts.actors import Actor
from rebond.web.accounts.kinds import MANAGERS
from rebond.web.calls.models import Call, Revision
from rebond.web.committee import choices
from rebond.web.committee.models import Declaration, Evaluation, Review, Seat
from rebond.web.committee.recusal import (
    APPLIED,
    Standing,
    has_declared,
    is_recused,
    recused_dossiers,
    standing,
)
from rebond.web.deliberations.models import Decision
from rebond.web.dossiers.models import Dossier, DossierPlace, Filing
from rebond.web.instruction.models import Opinion, OpinionRequest
from rebond.web.territories.places import atlas

__all__ = [
    "calls",
    "dossiers",
    "evaluations",
    "has_declared",
    "is_recused",
    "last_filings",
    "last_official",
    "recused_dossiers",
    "seats",
    "standing",
]

SHOWN = 50
GAVE_OPINION, IN_ITS_TERRITORY = "gave_opinion", "in_its_territory"
"""Why a member may be tied to a dossier: his organisation gave an opinion on it, or the dossier stands in its scope."""
HINTS = {
    GAVE_OPINION: _("son organisation a rendu un avis"),
    IN_ITS_TERRITORY: _("le dossier est sur son territoire"),
}
LOCAL = frozenset({"commune", "epci", "ept", "departement", "region"})


def calls(actor: Actor) -> QuerySet[Call]:
    """Return the calls in whose committee an actor sits, or that his organisation runs."""
    seated = Seat.objects.filter(call=OuterRef("pk"), membership=actor.membership_id, ended_at=None)
    mine = Q(Exists(seated))
    if actor.kind in MANAGERS:
        mine |= Q(manager=actor.organisation_id)
    return Call.objects.filter(mine)


def without_committee(organisation: int) -> list[Call]:
    """Return the published calls of a manager that a committee decides and where nobody sits; two queries.

    A committee decides where its day is set, and wherever the call does not say that members score nothing.
    """
    seated = Seat.objects.filter(call=OuterRef("pk"), ended_at=None)
    calls = list(
        Call.objects.filter(
            manager=organisation,
            deliberated_at=None,
            cancelled_at=None,
            opens_at__isnull=False,
            closes_at__isnull=False,
        )
        .exclude(Exists(seated))
        .order_by("closes_at", "pk")
    )
    published = Revision.objects.filter(call__in=calls, published_at__isnull=False)
    settings = dict(published.order_by("number").values_list("call", "settings"))
    return [
        one
        for one in calls
        if one.pk in settings
        and (one.committee_at is not None or settings[one.pk].get("review_criteria", True))
    ]


def dossiers(call: Call, now: datetime) -> QuerySet[Dossier]:
    """Return the dossiers before a committee: shortlisted by a région, or every one where there is no such stage."""
    if call.revision is None or call.closes_at is None or now < call.closes_at:
        return Dossier.objects.none()
    found = Dossier.objects.filter(call=call, state__in=APPLIED)
    if choices.current(call).has_regional_stage:
        found = found.filter(
            shortlist_entry__position__isnull=False,
            shortlist_entry__shortlist__sent_at__isnull=False,
        )
    return found.order_by("region_code", "shortlist_entry__position", "reference")


@dataclass(frozen=True, slots=True)
class Row:
    """One dossier before the committee, with where its reader stands: to declare, aside, to read, drafted, read."""

    dossier: Dossier
    state: str
    position: int | None


@dataclass(frozen=True, slots=True)
class Listing:
    """One page of the dossiers of a committee, with how many stand in each state over all of them."""

    rows: tuple[Row, ...]
    counts: dict[str, int]
    total: int
    page: int
    pages: int


def listing(call: Call, at: Standing, now: datetime, page: int = 1) -> Listing:
    """Return a page of the dossiers of a committee for one reader (three queries)."""
    reviews = {}
    if at.seat is not None:
        reviews = {one.dossier_id: one for one in Review.objects.filter(seat=at.seat)}
    keys = list(dossiers(call, now).values_list("pk", flat=True))
    states = {key: _state(key, at, reviews.get(key)) for key in keys}
    counts: dict[str, int] = {}
    for state in states.values():
        counts[state] = counts.get(state, 0) + 1
    pages = max(1, -(-len(keys) // SHOWN))
    page = min(max(page, 1), pages)
    wanted = keys[(page - 1) * SHOWN : page * SHOWN]
    found = Dossier.objects.select_related("organisation", "shortlist_entry").in_bulk(wanted)
    rows = tuple(Row(found[key], states[key], _position(found[key])) for key in wanted)
    return Listing(rows, counts, len(keys), page, pages)


def _state(key: int, at: Standing, review: Review | None) -> str:
    if at.is_recused(key):
        return "recused"
    if at.seat is None:
        return "manager"
    if key not in at.declared:
        return "undeclared"
    if review is None:
        return "unread"
    return "draft" if review.submitted_at is None else "submitted"


def _position(dossier: Dossier) -> int | None:
    entry = getattr(dossier, "shortlist_entry", None)
    return None if entry is None else entry.position


def seats(call: Call) -> QuerySet[Seat]:
    """Return the seats of a call, those in force first, with their people."""
    return (
        Seat.objects.filter(call=call)
        .select_related("membership__user", "membership__organisation")
        .annotate(
            submitted=Count(
                "reviews", Q(reviews__submitted_at__isnull=False, reviews__set_aside_at=None)
            )
        )
        .order_by("ended_at", "-is_chair", "appointed_at", "pk")
    )


def my_seats(actor: Actor) -> QuerySet[Seat]:
    """Return the seats that an actor holds, the next committee first."""
    return (
        Seat.objects.filter(membership=actor.membership_id, ended_at=None)
        .select_related("call", "call__manager")
        .order_by("call__committee_at", "pk")[:SHOWN]
    )


def managed(actor: Actor) -> QuerySet[Call]:
    """Return the calls that the actor's organisation runs and that are not over, the next committee first."""
    return Call.objects.filter(manager=actor.organisation_id, cancelled_at=None).order_by(
        "deliberated_at", "-committee_at", "-pk"
    )[:SHOWN]


def filed_count(past: Sequence[Call]) -> int:
    """Return how many dossiers past calls keep."""
    return Dossier.objects.filter(call__in=past, state__in=APPLIED).count()


def has_grid(call: Call) -> bool:
    """Whether the measure of a call weighs anything by data."""
    return choices.measure(call).grid is not None


def is_before_opening(call: Call, now: datetime) -> bool:
    """Whether a draft grid may still be tried."""
    return call.stage(now) in {Call.Stage.DRAFT, Call.Stage.ANNOUNCED}


def region_names(codes: Iterable[str]) -> dict[str, str]:
    """Return the names of régions."""
    known = {}
    for code in {code for code in codes if code}:
        try:
            known[code] = atlas().place(PlaceKey("region", code)).name
        except RebondError:
            known[code] = code
    return known


def latest_declarations(actor: Actor, call: Call) -> dict[int, Declaration]:
    """Return what a person declared last, by dossier."""
    said = Declaration.objects.filter(
        seat__call=call, seat__membership__user=actor.user_id
    ).order_by("declared_at", "pk")
    return {one.dossier_id: one for one in said}


def hints(actor: Actor, listed: Sequence[Dossier]) -> dict[int, tuple[str, ...]]:
    """Return what may tie an actor's organisation to each dossier, to remind him, never to answer for him."""
    keys = [one.pk for one in listed]
    opined = set(
        Opinion.objects.filter(
            request__service=actor.organisation_id, request__dossier__in=keys
        ).values_list("request__dossier", flat=True)
    )
    places = Q(pk__in=[])
    for kind, code in actor.scopes:
        if kind in LOCAL:
            places |= Q(kind=kind, code=code)
    near = set(
        DossierPlace.objects.filter(places, dossier__in=keys).values_list("dossier", flat=True)
    )
    pairs = ((opined, GAVE_OPINION), (near, IN_ITS_TERRITORY))
    return {key: tuple(name for found, name in pairs if key in found) for key in keys}


def declarations(call: Call) -> list[Declaration]:
    """Return every declaration of a call, the oldest first."""
    return list(
        Declaration.objects.filter(seat__call=call)
        .select_related("dossier")
        .order_by("declared_at", "pk")
    )


def evaluations(actor: Actor, call: Call, at: Standing) -> QuerySet[Evaluation]:
    """Return the evaluations of a call that an actor may open, without their files, the newest first."""
    found = Evaluation.objects.filter(call=call).defer("record")
    if not at.is_in or at.is_applicant:
        return found.none()
    seen = Q(purpose=Evaluation.Purpose.OFFICIAL)
    if at.seat is not None and at.seat.is_chair:
        seen |= Q(purpose=Evaluation.Purpose.TRIAL)
    else:
        seen |= Q(purpose=Evaluation.Purpose.TRIAL, asked_by=actor.membership_id)
    if at.is_manager and actor.may_write:
        seen |= Q(purpose=Evaluation.Purpose.SIMULATION)
    return found.filter(seen).select_related("asked_by__organisation")


def evaluation(actor: Actor, call: Call, at: Standing, key: UUID) -> Evaluation | None:
    """Return one evaluation if the actor may open it."""
    return evaluations(actor, call, at).filter(pk=key).first()


def last_official(call: Call) -> Evaluation | None:
    """Return the evaluation that decisions cite: the one confirmed decisions do, else the last official one done."""
    cites = Decision.objects.confirmed().filter(evaluation=OuterRef("pk"))
    return (
        Evaluation.objects.filter(
            call=call, purpose=Evaluation.Purpose.OFFICIAL, state=Evaluation.State.DONE
        )
        .defer("record")
        .annotate(is_cited=Exists(cites))
        .order_by("-is_cited", "-asked_at")
        .first()
    )


def last_filings(keys: list[int]) -> dict[int, Filing]:
    """Return what was filed last, by dossier (one query)."""
    newest = (
        Filing.objects.filter(dossier__in=keys).select_related("revision__call").order_by("number")
    )
    return {one.dossier_id: one for one in newest}


def opinions(dossier: Dossier) -> list[OpinionRequest]:
    """Return the opinions asked on a dossier, each with the last one given."""
    asked = list(
        OpinionRequest.objects.filter(dossier=dossier)
        .exclude(state=OpinionRequest.State.CANCELLED)
        .select_related("service")
        .order_by("asked_at", "pk")
    )
    given: dict[int, Opinion] = {
        one.request_id: one
        for one in Opinion.objects.filter(request__in=asked).order_by("given_at", "pk")
    }
    for request in asked:
        request.last_opinion = given.get(request.pk)
    return asked
