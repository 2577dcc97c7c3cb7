"""Who receives an enquiry, what each of them sees, when an answer is due, which states follow: pure rules.

The page docs/reference/enquiries.md says the same in words; tests hold both to this module.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from rebond.procedure.legal_time import PARIS, next_working_day, paris_day
from rebond.web.enquiries.models import Enquiry, Recipient

WORKING_DAYS = 5
"""To answer, after the day on which the investor confirmed."""
LAST_MINUTE = time(23, 59)
DAY = timedelta(days=1)
WEEK = timedelta(days=7)
ALSACE_MOSELLE = frozenset({"57", "67", "68"})
PREFERRED = ("region", "departement", "epci", "ept", "commune", "pays")
"""Scopes of an agency, the first that holds the site first: the région's agency before a local one."""

State, Level, Rule = Enquiry.State, Enquiry.Confidentiality, Recipient.Rule
STEPS = (
    State.RECEIVED,
    State.ANSWERED,
    State.VISIT,
    State.OFFER,
    State.PERMIT_FILED,
    State.IN_OPERATION,
)
CLOSING = frozenset({State.IN_OPERATION, State.LOST})
ON_THE_SITE = frozenset(
    {State.VISIT, State.OFFER, State.PERMIT_FILED, State.IN_OPERATION, State.LOST}
)
"""States that the site's history keeps as an event."""


@dataclass(frozen=True, slots=True)
class Parties:
    """Organisations around one site, by key: what the rule chooses from."""

    manager: int | None
    agencies: Mapping[str, tuple[int, ...]]
    """Open agencies by the kind of their scope that holds the site: ``region``, ``departement``…"""
    team: tuple[int, ...]
    """The programme's national team."""


@dataclass(frozen=True, slots=True)
class Sight:
    """What a recipient reads of an enquiry beyond its site, its state, its dates and its figures."""

    identity: bool
    """Name, address, company, country."""
    content: bool
    """What the investor and those who answer wrote."""


@dataclass(frozen=True, slots=True)
class Addressee:
    """An organisation that an enquiry goes to, by which rule, and what it reads of it at first."""

    organisation: int
    rule: str
    sight: Sight


def recipients(parties: Parties, confidentiality: str) -> tuple[Addressee, ...]:
    """Return who receives an enquiry: the site's manager, its agencies, the national team, each once.

    Nobody takes the place of a manager who is not there: neither the commune nor another authority.
    """
    chosen: dict[int, str] = {}
    if parties.manager is not None:
        chosen[parties.manager] = Rule.MANAGER
    for kind in PREFERRED:
        if parties.agencies.get(kind):
            for one in parties.agencies[kind]:
                chosen.setdefault(one, Rule.AGENCY)
            break
    for one in parties.team:
        chosen.setdefault(one, Rule.NATIONAL)
    return tuple(
        Addressee(one, rule, sight(confidentiality, rule, is_revealed=False))
        for one, rule in chosen.items()
    )


def sight(confidentiality: str, rule: str, *, is_revealed: bool) -> Sight:
    """Return what a recipient reads under a level of confidentiality.

    An unknown level shows nothing: a fault shuts the door.
    """
    if confidentiality == Level.OPEN:
        return Sight(identity=True, content=True)
    if confidentiality == Level.MANAGER:
        is_manager = rule == Rule.MANAGER
        return Sight(identity=is_manager, content=is_manager)
    if confidentiality == Level.ANONYMOUS:
        return Sight(identity=is_revealed, content=True)
    return Sight(identity=False, content=False)


def may_follow(state: str, target: str) -> bool:
    """Whether a state may come after another: any later step, or lost from any; nothing follows an end.

    >>> may_follow("received", "offer"), may_follow("offer", "visit"), may_follow("offer", "lost")
    (True, False, True)
    """
    if state in CLOSING or target not in State.values:
        return False
    if target == State.LOST:
        return True
    steps = list(STEPS)
    return steps.index(State(target)) > steps.index(State(state))


def following(state: str) -> tuple[State, ...]:
    """Return the states that may come next, in their order."""
    return tuple(one for one in (*STEPS, State.LOST) if may_follow(state, one))


def working_days_after(day: date, count: int, *, alsace_moselle: bool = False) -> date:
    """Return the last of `count` working days after a day.

    >>> working_days_after(date(2031, 5, 28), 5)  # 1 June is Whit Sunday, 2 June Whit Monday
    datetime.date(2031, 6, 5)
    """
    for _each in range(count):
        day = next_working_day(day + DAY, alsace_moselle=alsace_moselle)
    return day


def answer_due(confirmed_at: datetime, departement_code: str = "") -> datetime:
    """Return until when an answer is due: the end in Paris of the fifth working day after the confirmation."""
    last = working_days_after(
        paris_day(confirmed_at),
        WORKING_DAYS,
        alsace_moselle=departement_code in ALSACE_MOSELLE,
    )
    return datetime.combine(last, LAST_MINUTE, PARIS)


def reminder_day(due_at: datetime, on: date, departement_code: str = "") -> date | None:
    """Return the day of the last reminder whose day has come; None before the first.

    The first comes on the working day before the due day, the next on the day after it, then each week.
    """
    due_on = paris_day(due_at)
    before = due_on - DAY
    while before != next_working_day(before, alsace_moselle=departement_code in ALSACE_MOSELLE):
        before -= DAY
    if on < before:
        return None
    if on <= due_on:
        return before
    return due_on + DAY + (on - due_on - DAY) // WEEK * WEEK
