"""Reading committees: whose seats, which dossiers, which evaluations; the actor decides what is seen."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from rebond.web.accounts.actors import Actor
from rebond.web.accounts.kinds import MANAGERS
from rebond.web.calls.models import Call
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
from rebond.web.dossiers.models import Dossier, Filing
from rebond.web.instruction.models import Opinion, OpinionRequest

__all__ = [
    "calls",
    "dossiers",
    "evaluations",
    "has_declared",
    "is_recused",
    "last_filings",
    "last_official",
    "recused_dossiers",
    "rows",
    "seats",
    "standing",
]

SHOWN = 50


def calls(actor: Actor) -> QuerySet[Call]:
    """Return the calls in whose committee an actor sits, or that his organisation runs."""
    seated = Seat.objects.filter(call=OuterRef("pk"), membership=actor.membership_id, ended_at=None)
    mine = Q(Exists(seated))
    if actor.kind in MANAGERS:
        mine |= Q(manager=actor.organisation_id)
    return Call.objects.filter(mine)


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


def rows(call: Call, at: Standing, now: datetime) -> tuple[Row, ...]:
    """Return the dossiers of a committee for one reader (two queries)."""
    reviews = {}
    if at.seat is not None:
        reviews = {one.dossier_id: one for one in Review.objects.filter(seat=at.seat)}
    listed = dossiers(call, now).select_related("organisation", "shortlist_entry")
    return tuple(Row(one, _state(one, at, reviews.get(one.pk)), _position(one)) for one in listed)


def _state(dossier: Dossier, at: Standing, review: Review | None) -> str:
    if at.is_recused(dossier.pk):
        return "recused"
    if at.seat is None:
        return "manager"
    if dossier.pk not in at.declared:
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
    """Return the evaluation that decisions cite: the last official one that is done."""
    return (
        Evaluation.objects.filter(
            call=call, purpose=Evaluation.Purpose.OFFICIAL, state=Evaluation.State.DONE
        )
        .defer("record")
        .order_by("-asked_at")
        .first()
    )


def last_filings(keys: list[int]) -> dict[int, Filing]:
    """Return what was filed last, by dossier (one query)."""
    newest = Filing.objects.filter(dossier__in=keys).select_related("revision").order_by("number")
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


def gave_opinion(organisation_ids: set[int], call: Call) -> dict[int, set[int]]:
    """Return, by organisation, the dossiers of a call on which it gave an opinion."""
    found: dict[int, set[int]] = {}
    pairs = Opinion.objects.filter(
        request__service__in=organisation_ids, request__dossier__call=call
    ).values_list("request__service", "request__dossier")
    for organisation, dossier in pairs:
        found.setdefault(organisation, set()).add(dossier)
    return found
