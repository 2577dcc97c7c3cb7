"""Interests declared, and what they close: one reading that queries, services and pages all go by.

An interest belongs to a person, not to a seat: it follows him under another role, and after his seat ends.
Whoever acts for an applicant of a call, or did since the call opened, or filed for it, stands aside from every
dossier of that call: leaving an organisation does not undo what one wrote for it.
"""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Exists, OuterRef, Q, QuerySet

from rebond.web.accounts.actors import Actor
from rebond.web.accounts.models import Membership
from rebond.web.calls.models import Call
from rebond.web.committee.models import Declaration, Seat
from rebond.web.dossiers.models import Dossier, Filing

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
        is_applicant=applications(actor.user_id).filter(call=call.pk).exists(),
    )


def is_recused(actor: Actor, dossier: Dossier) -> bool:
    """Whether a person of the committee, or of the call's manager, stands aside from a dossier."""
    return recused_dossiers(actor).filter(pk=dossier.pk).exists()


def has_declared(actor: Actor, dossier: Dossier) -> bool:
    """Whether a person has declared an interest or none on a dossier."""
    return Declaration.objects.filter(
        dossier=dossier.pk, seat__membership__user=actor.user_id
    ).exists()


def interests(actor: Actor) -> QuerySet[Declaration]:
    """Return the declarations by which a person stands aside today: the last on a dossier, under any seat."""
    mine = Declaration.objects.filter(seat__membership__user=actor.user_id).order_by()
    later = mine.filter(dossier=OuterRef("dossier")).filter(
        Q(declared_at__gt=OuterRef("declared_at"))
        | Q(declared_at=OuterRef("declared_at"), pk__gt=OuterRef("pk"))
    )
    return mine.filter(has_interest=True).exclude(Exists(later))


def recused_dossiers(actor: Actor) -> QuerySet[Dossier]:
    """Return every dossier from which an actor stands aside, in any call, for lists that must leave them out."""
    sits = Seat.objects.filter(membership__user=actor.user_id).order_by().values("call")
    applies = applications(actor.user_id).values("call")
    return Dossier.objects.filter(
        Q(pk__in=interests(actor).values("dossier"))
        | (Q(call__in=sits) | Q(call__manager=actor.organisation_id)) & Q(call__in=applies)
    ).order_by()


def applications(user_id: int) -> QuerySet[Dossier]:
    """Return the dossiers filed by a person, or by organisations that he acts for or did since the call opened."""
    acted = Membership.objects.filter(user=user_id, organisation=OuterRef("organisation")).filter(
        Q(ended_at=None) | Q(ended_at__gte=OuterRef("call__opens_at"))
    )
    theirs = Membership.objects.filter(user=user_id).order_by().values("organisation")
    filed = Filing.objects.filter(filed_by__user=user_id).order_by().values("dossier")
    return Dossier.objects.filter(
        Q(organisation__in=theirs) & Q(Exists(acted)) | Q(pk__in=filed), state__in=APPLIED
    ).order_by()
