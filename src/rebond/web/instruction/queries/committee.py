"""What the national committee sees of a dossier, and from when."""

from __future__ import annotations

from datetime import datetime

from django.db.models import Q, QuerySet

from rebond.web.accounts.actors import Actor
from rebond.web.calls.models import Call
from rebond.web.committee.models import Seat
from rebond.web.committee.queries import is_recused
from rebond.web.dossiers.models import Dossier
from rebond.web.instruction import levels
from rebond.web.instruction.models import ShortlistEntry

EXAMINED = (Dossier.State.FILED, Dossier.State.CORRECTION)


def is_seated(actor: Actor, call: Call) -> bool:
    """Whether the actor sits in the call's committee."""
    return Seat.objects.filter(call=call, membership=actor.membership_id, ended_at=None).exists()


def for_committee(call: Call, now: datetime) -> QuerySet[Dossier]:
    """Return the dossiers that the committee of a call may read: those sent, or all of them once closed.

    With a regional stage, a dossier is seen from the moment when its région sends its list, in a place of it;
    without one, from the closing of the call.
    """
    found = Dossier.objects.filter(call=call, state__in=EXAMINED)
    if levels.has_regional_stage(call):
        sent = Q(
            shortlist_entry__shortlist__sent_at__lte=now, shortlist_entry__position__isnull=False
        )
        return found.filter(sent)
    is_closed = call.closes_at is not None and now >= call.closes_at
    return found if is_closed else found.none()


def committee_sees(actor: Actor, dossier: Dossier, now: datetime) -> bool:
    """Whether a seated member, who does not stand aside, may read a dossier."""
    if not is_seated(actor, dossier.call) or is_recused(actor, dossier):
        return False
    return for_committee(dossier.call, now).filter(pk=dossier.pk).exists()


def sent_entries(call: Call, now: datetime) -> QuerySet[ShortlistEntry]:
    """Return the entries of the lists sent, région by région, in their order."""
    return (
        ShortlistEntry.objects.filter(shortlist__call=call, shortlist__sent_at__lte=now)
        .select_related("dossier__organisation", "shortlist__organisation")
        .order_by("shortlist__region_code", "position", "pk")
    )
