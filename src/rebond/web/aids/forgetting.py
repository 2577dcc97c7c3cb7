"""What goes when a person is erased: the profile, what waits, and what the person told for an aid."""

from __future__ import annotations

from datetime import datetime

from rebond.web.accounts.models import User
from rebond.web.aids import application_retention, leaving, profiles, signed_facts, telling
from rebond.web.aids.contracts import Side, State, held, over, write
from rebond.web.aids.models import Profile, Recruitment


def forget(user: User, now: datetime) -> None:
    """Erase the profile and refuse what waits; a labelled contract stays, under the pseudonym."""
    waiting = Recruitment.objects.filter(person=user, state__in=[State.PROPOSED, State.SIGNED])
    refused = []
    # All of them are locked before the first fund is, the funds in their order, and the journal last.
    mine = [held(one) for one in waiting.order_by("offer_id", "pk")]
    Recruitment.objects.filter(person=user).update(**signed_facts.EMPTY)
    leaving.lock_funds(user)
    for locked in mine:
        if locked.state not in {State.PROPOSED, State.SIGNED}:
            continue
        over(locked, State.DECLINED, now, declined_by=Side.PERSON, contract_key="", person_key="")
        refused.append(locked)
    left = leaving.leave(user, now)
    application_retention.forget(user, now)
    leaving.tell_left(left, now)
    if Profile.objects.filter(user=user).exists():
        profiles.erase(user, now=now)
    for locked in refused:
        write(None, "aids.refused", locked, now, side=str(Side.PERSON))
        telling.tell_firm(locked, telling.REFUSED, now)
