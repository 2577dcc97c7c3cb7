"""Interests declared, and what they close: one reading that queries, services and pages all go by.

An interest belongs to a person, not to a seat: it follows him under another role, and after his seat ends.
Whoever acts for an applicant of a call, in any organisation, stands aside from every dossier of that call.
"""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery

from rebond.web.accounts.actors import Actor
from rebond.web.accounts.models import Membership
from rebond.web.calls.models import Call
from rebond.web.committee.models import Declaration, Seat
from rebond.web.dossiers.models import Dossier

APPLIED = (Dossier.State.FILED, Dossier.State.CORRECTION)


@dataclass(frozen=True, slots=True)
class Standing:
    """Where one person stands towards one call's committee.

    `seat` is the seat in force under the membership he acts for; `declared` and `recused` are dossiers by key.
    """

    seat: Seat | None
    is_manager: bool
    declared: frozenset[int]
    recused: frozenset[int]
    is_applicant: bool = False

    @property
    def is_in(self) -> bool:
        """Whether he sits in the committee or runs the call."""
        return self.seat is not None or self.is_manager

    def is_recused(self, dossier_id: int) -> bool:
        """Whether he stands aside from a dossier."""
        return self.is_applicant or dossier_id in self.recused

    def is_open(self, dossier_id: int) -> bool:
        """Whether what the engine says of a dossier is readable: no interest, and a member has said so."""
        if not self.is_in or self.is_recused(dossier_id):
            return False
        return self.seat is None or dossier_id in self.declared


def standing(actor: Actor, call: Call) -> Standing:
    """Return where an actor stands towards a call (three queries)."""
    latest = dict(
        Declaration.objects.filter(seat__call=call.pk, seat__membership__user=actor.user_id)
        .order_by("declared_at", "pk")
        .values_list("dossier_id", "has_interest")
    )
    seat = Seat.objects.filter(call=call.pk, membership=actor.membership_id, ended_at=None).first()
    return Standing(
        seat=seat,
        is_manager=call.manager_id == actor.organisation_id,
        declared=frozenset(latest),
        recused=frozenset(key for key, has_interest in latest.items() if has_interest),
        is_applicant=_applications(actor.user_id).filter(call=call.pk).exists(),
    )


def is_recused(actor: Actor, dossier: Dossier) -> bool:
    """Whether a person of the committee, or of the call's manager, stands aside from a dossier."""
    return recused_dossiers(actor).filter(pk=dossier.pk).exists()


def has_declared(actor: Actor, dossier: Dossier) -> bool:
    """Whether a person has declared an interest or none on a dossier."""
    return Declaration.objects.filter(
        dossier=dossier.pk, seat__membership__user=actor.user_id
    ).exists()


def recused_dossiers(actor: Actor) -> QuerySet[Dossier]:
    """Return every dossier from which an actor stands aside, in any call, for lists that must leave them out."""
    latest = (
        Declaration.objects.filter(dossier=OuterRef("pk"), seat__membership__user=actor.user_id)
        .order_by("-declared_at", "-pk")
        .values("has_interest")[:1]
    )
    sits = Seat.objects.filter(call=OuterRef("call"), membership__user=actor.user_id)
    applies = _applications(actor.user_id).filter(call=OuterRef("call"))
    return (
        Dossier.objects.annotate(latest_interest=Subquery(latest))
        .filter(
            Q(latest_interest=True)
            | (Q(Exists(sits)) | Q(call__manager=actor.organisation_id)) & Q(Exists(applies))
        )
        .order_by()
    )


def _applications(user_id: int) -> QuerySet[Dossier]:
    """Return the dossiers filed by the organisations that a person acts for."""
    mine = Membership.objects.in_force().filter(user=user_id)
    return Dossier.objects.filter(
        state__in=APPLIED, organisation__in=mine.values("organisation")
    ).order_by()
