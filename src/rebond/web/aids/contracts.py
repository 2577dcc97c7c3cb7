"""From a signed charter to the end of the contract: the operator's label, an early break, the planned end."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction

from rebond.texts import Text
from rebond.web.accounts.actors import Actor
from rebond.web.aids import checking, offers, permissions, recovering, signed_facts, telling
from rebond.web.aids.models import Offer, Recruitment
from rebond.web.aids.recruiting_errors import (
    BreakAfterEnd,
    DayPast,
    DayUnfit,
    NoPlannedEnd,
    NotInThatState,
    OfferNotOpen,
    SentenceTooShort,
    UnknownChoice,
)
from rebond.web.aids.wording import BREAKS, OFFER_STATES, RECRUITMENT_STATES
from rebond.web.clock import today
from rebond.web.journal.services import append

LEAST_SENTENCE, SENTENCE = 20, 2000
BROKEN_ON, REASON = Text("Jour de la rupture", "Day of the break"), Text("Cause", "Cause")
ENDED_ON = Text("Fin du contrat", "End of the contract")
WHY = Text("Motif", "Reason")
State, Side = Recruitment.State, Recruitment.Side


def held(recruitment: Recruitment) -> Recruitment:
    """Lock an offer, then one of its recruitments, and return the latter as it stands now."""
    Offer.objects.select_for_update().get(pk=recruitment.offer_id)
    return (
        Recruitment.objects.select_for_update(of=("self",))
        .select_related("offer__organisation", "person", "charter")
        .get(pk=recruitment.pk)
    )


def require_state(recruitment: Recruitment, *states: str) -> None:
    """Refuse what does not apply to where a recruitment stands.

    Raises
    ------
    NotInThatState
    """
    if recruitment.state not in states:
        raise NotInThatState(RECRUITMENT_STATES[recruitment.state])


def label(
    actor: Actor, recruitment: Recruitment, *, now: datetime, sentence: str = ""
) -> Recruitment:
    """Label a recruitment whose charter both have signed; the offer is then filled.

    Raises
    ------
    RebondError
        When both have not signed, or the offer's post is already filled.
    """
    said = checking.text("sentence", WHY, sentence, SENTENCE, is_required=False)
    with transaction.atomic():
        one = _examined(actor, recruitment)
        require_state(one, State.SIGNED)
        offer = one.offer
        if offer.state == Offer.State.FILLED:
            raise OfferNotOpen(OFFER_STATES[offer.state])
        one.state, one.labelled_at, one.sentence = State.LABELLED, now, said
        one.labelled_by_id = actor.membership_id
        one.save(update_fields=["state", "labelled_at", "labelled_by", "sentence"])
        offer.state = Offer.State.FILLED
        offer.save(update_fields=["state"])
        offers.decline_waiting(offer, now=now, but=one.pk)
        write(actor, "aids.labelled", one, now)
        telling.tell_person(one, telling.LABELLED, now)
        telling.tell_firm(one, telling.LABELLED, now)
    return one


def decline(actor: Actor, recruitment: Recruitment, *, sentence: str, now: datetime) -> Recruitment:
    """Refuse the label, with a reason that both read."""
    said = checking.text("sentence", WHY, sentence, SENTENCE)
    if len(said) < LEAST_SENTENCE:
        raise SentenceTooShort(len(said), LEAST_SENTENCE)
    with transaction.atomic():
        one = _examined(actor, recruitment)
        require_state(one, State.SIGNED)
        over(one, State.DECLINED, now, declined_by=Side.OPERATOR, sentence=said, contract_key="")
        write(actor, "aids.declined", one, now)
        telling.tell_person(one, telling.DECLINED, now)
        telling.tell_firm(one, telling.DECLINED, now)
    return one


def break_contract(
    actor: Actor, recruitment: Recruitment, *, on: str | date, reason: str, now: datetime
) -> Recruitment:
    """Tell that a labelled contract broke before its end; what is owed back is asked for in the same act.

    Parameters
    ----------
    actor : Actor
        Of the firm, or of who examines.
    recruitment : Recruitment
    on : date, or str as ``2031-10-01``
        Last day of the contract: the eve of its first day at the earliest (it never began), or the day of the
        label if that is earlier; today at the latest; before its planned end.
    reason : str
        One of `Recruitment.Break`.
    now : datetime

    Raises
    ------
    RebondError
        When the contract is not running, or the day cannot be.
    """
    if reason not in BREAKS:
        raise UnknownChoice("reason", REASON, reason)
    day = _past_day("on", BROKEN_ON, on, now)
    with transaction.atomic():
        one = _told(actor, recruitment)
        if day < (first := _first_to_break(one, today(now))):
            raise DayUnfit("on", BROKEN_ON, day.isoformat(), first, today(now))
        if one.ends_on is not None and day >= one.ends_on:
            raise BreakAfterEnd("on", day, one.ends_on)
        over(one, State.BROKEN, now, broken_on=day, broken_reason=reason)
        write(actor, "aids.broken", one, now)
        telling.tell_person(one, telling.BROKEN, now)
        telling.tell_firm(one, telling.BROKEN, now)
        telling.tell_examiners(one, telling.BROKEN, now)
    return one


def end(actor: Actor, recruitment: Recruitment, *, now: datetime) -> Recruitment:
    """Tell that a labelled contract reached its planned last day."""
    with transaction.atomic():
        one = _told(actor, recruitment)
        if one.ends_on is None:
            raise NoPlannedEnd("on")
        if one.ends_on > today(now):
            raise DayPast("on", ENDED_ON, one.ends_on, is_future=True)
        over(one, State.ENDED, now)
        write(actor, "aids.ended", one, now)
        telling.tell_person(one, telling.ENDED, now)
        telling.tell_firm(one, telling.ENDED, now)
    return one


def over(recruitment: Recruitment, state: str, now: datetime, **values: Any) -> None:
    """Close a recruitment in a state, with what else changes, and its applications unless it ran to its end.

    Funds are locked before the journal, here as everywhere: the act writes its row afterwards.
    """
    changed = {"state": state, "closed_at": now} | values
    if state == State.DECLINED:
        changed |= signed_facts.EMPTY
    for name, value in changed.items():
        setattr(recruitment, name, value)
    recruitment.save(update_fields=[*changed])
    if state == State.BROKEN:
        recovering.contract_broken(recruitment, values["broken_on"], now)
    elif state != State.ENDED:
        recovering.given_up(recruitment, now)


def write(
    actor: Actor | None, act: str, recruitment: Recruitment, now: datetime, **more: Any
) -> None:
    """Write the act of somebody on a recruitment in the journal; a young person's names nobody."""
    content = {"offer": recruitment.offer.reference, "state": recruitment.state} | more
    append(actor, act, ("recruitment", recruitment.reference), content, now=now)


def _examined(actor: Actor, recruitment: Recruitment) -> Recruitment:
    one = held(recruitment)
    if not permissions.may_label(actor, one):
        raise PermissionDenied
    return one


def _told(actor: Actor, recruitment: Recruitment) -> Recruitment:
    one = held(recruitment)
    if not permissions.may_tell_end(actor, one):
        raise PermissionDenied
    require_state(one, State.LABELLED)
    return one


def _first_to_break(recruitment: Recruitment, last: date) -> date:
    """Return the earliest day on which a contract can have broken: the eve of its first one, when it never ran."""
    days = [last]
    if recruitment.starts_on is not None:
        days.append(recruitment.starts_on - timedelta(days=1))
    if recruitment.labelled_at is not None:
        days.append(today(recruitment.labelled_at))
    return min(days)


def _past_day(field: str, label_of: Text, written: str | date, now: datetime) -> date:
    day = checking.day(field, label_of, written, is_required=True)
    assert day is not None  # noqa: S101 - an empty one is refused
    if day > today(now):
        raise DayPast(field, label_of, day, is_future=True)
    return day
