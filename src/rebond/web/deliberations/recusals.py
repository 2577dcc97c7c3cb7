"""Dossiers in which a person declared an interest: the last declaration prevails."""

from __future__ import annotations

from django.db.models import OuterRef, Subquery

from rebond.web.accounts.actors import Actor
from rebond.web.accounts.models import Membership
from rebond.web.calls.models import Call
from rebond.web.committee.models import Declaration, Seat
from rebond.web.dossiers.models import Dossier


def recused_from(actor: Actor, call: Call) -> frozenset[int]:
    """Return the dossiers of a call in which this person declared an interest, under whichever seat."""
    mine = Membership.objects.filter(user=actor.user_id)
    last = Subquery(
        Declaration.objects.filter(
            seat__membership__in=mine, dossier=OuterRef("dossier"), seat__call=call
        )
        .order_by("-declared_at", "-pk")
        .values("pk")[:1]
    )
    declared = Declaration.objects.filter(
        seat__membership__in=mine, seat__call=call, pk=last, has_interest=True
    )
    return frozenset(declared.values_list("dossier", flat=True))


def may_read_reviews(actor: Actor, dossier: Dossier) -> bool:
    """Return whether a person may read what reviewers gave: a seated member declares on the dossier first."""
    mine = Membership.objects.filter(user=actor.user_id)
    seats = Seat.objects.filter(call=dossier.call_id, membership__in=mine, ended_at=None)
    if not seats.exists():
        return True
    last = (
        Declaration.objects.filter(seat__in=seats, dossier=dossier)
        .order_by("-declared_at", "-pk")
        .first()
    )
    return last is not None and not last.has_interest
