"""Labels folded from events: later corrections win, days of effect decide, a withdrawal ends promises."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rebond.web.labels.folding import State, effects, state_on

FIRST = date(2030, 1, 1)
DAY = timedelta(days=1)


@dataclass(frozen=True)
class Event:
    number: int
    kind: str
    on: date
    review_on: date | None = None
    ends_on: date | None = None
    corrects: int | None = None
    stands_as: str = ""


def day(n: int) -> date:
    return FIRST + n * DAY


GRANT = Event(1, "granted", day(10), review_on=day(100), ends_on=day(200))


def test_nothing_is_before_the_day_of_effect() -> None:
    assert state_on([GRANT], day(9)).code == State.NONE
    granted = state_on([GRANT], day(10))
    assert (granted.code, granted.granted_on, granted.review_on) == (
        State.GRANTED,
        day(10),
        day(100),
    )


@pytest.mark.parametrize(
    ("kind", "code", "review_on"),
    [
        ("suspended", State.SUSPENDED, day(100)),
        ("withdrawn", State.WITHDRAWN, None),
        ("expired", State.EXPIRED, None),
    ],
)
def test_an_act_changes_the_state_from_its_day(
    kind: str, code: State, review_on: date | None
) -> None:
    events = [GRANT, Event(2, kind, day(50))]
    assert state_on(events, day(49)).code == State.GRANTED
    after = state_on(events, day(50))
    assert (after.code, after.since, after.review_on) == (code, day(50), review_on)
    assert after.granted_on == day(10)


def test_a_review_keeps_the_state_and_promises_the_next_one_anew() -> None:
    events = [GRANT, Event(2, "suspended", day(20)), Event(3, "reviewed", day(30))]
    after = state_on(events, day(30))
    assert (after.code, after.since, after.review_on, after.ends_on) == (
        State.SUSPENDED,
        day(20),
        None,
        day(200),
    )
    longer = [*events, Event(4, "reviewed", day(40), review_on=day(300), ends_on=day(400))]
    assert state_on(longer, day(40)).ends_on == day(400)


def test_days_of_effect_decide_and_not_the_order_of_recording() -> None:
    late = [
        GRANT,
        Event(2, "reinstated", day(60)),
        Event(3, "suspended", day(40)),
    ]
    assert state_on(late, day(50)).code == State.SUSPENDED
    again = state_on(late, day(60))
    assert (again.code, again.words.fr, again.since) == (State.GRANTED, "rétabli", day(60))


def test_two_events_of_one_day_take_effect_as_recorded() -> None:
    events = [GRANT, Event(2, "suspended", day(40)), Event(3, "withdrawn", day(40))]
    assert state_on(events, day(40)).code == State.WITHDRAWN
    other = [GRANT, Event(2, "withdrawn", day(40)), Event(3, "suspended", day(40))]
    assert state_on(other, day(40)).code == State.WITHDRAWN


def test_a_later_correction_wins_whatever_its_own_day() -> None:
    withdrawn = Event(2, "withdrawn", day(50))
    first = Event(3, "corrected", day(60), corrects=2, stands_as="suspended")
    second = Event(4, "corrected", day(55), corrects=2, stands_as="")
    of_first = Event(5, "corrected", day(70), corrects=3, stands_as="withdrawn")
    assert state_on([GRANT, withdrawn, first], day(90)).code == State.SUSPENDED
    assert state_on([GRANT, withdrawn, first], day(55)).code == State.GRANTED
    assert state_on([GRANT, withdrawn, first, second], day(90)).code == State.GRANTED
    corrected = state_on([GRANT, withdrawn, first, second, of_first], day(90))
    assert (corrected.code, corrected.since, corrected.is_corrected) == (
        State.WITHDRAWN,
        day(70),
        True,
    )


def test_a_grant_struck_out_leaves_no_label() -> None:
    struck = [GRANT, Event(2, "corrected", day(10), corrects=1)]
    for n in (5, 10, 300):
        assert state_on(struck, day(n)).code == State.CORRECTED


def test_an_end_that_is_past_is_told_until_somebody_records_it() -> None:
    assert not state_on([GRANT], day(200)).is_past_end(day(200))
    assert state_on([GRANT], day(201)).is_past_end(day(201))
    expired = [GRANT, Event(2, "expired", day(200))]
    assert not state_on(expired, day(201)).is_past_end(day(201))
    assert state_on([GRANT], day(101)).is_review_late(day(101))


KINDS = ("granted", "reviewed", "suspended", "reinstated", "withdrawn", "expired", "corrected")


@st.composite
def histories(draw: st.DrawFn) -> list[Event]:
    count = draw(st.integers(1, 8))
    found = []
    for number in range(1, count + 1):
        kind = draw(st.sampled_from(KINDS)) if number > 1 else "granted"
        found.append(
            Event(
                number,
                kind,
                day(draw(st.integers(0, 30))),
                review_on=draw(st.none() | st.integers(31, 60).map(day)),
                corrects=draw(st.integers(1, number - 1)) if kind == "corrected" else None,
                stands_as=draw(st.sampled_from(("", *KINDS[:-1]))) if kind == "corrected" else "",
            )
        )
    return found


@given(histories(), st.randoms(use_true_random=False), st.integers(-1, 31))
def test_the_order_in_which_events_are_given_changes_nothing(
    events: list[Event], random: object, n: int
) -> None:
    shuffled = list(events)
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    assert state_on(shuffled, day(n)) == state_on(events, day(n))


@given(histories(), st.integers(0, 30))
def test_what_takes_effect_later_does_not_change_an_earlier_day(
    events: list[Event], n: int
) -> None:
    later = Event(len(events) + 1, "withdrawn", day(n) + DAY)
    before, after = state_on(events, day(n)), state_on([*events, later], day(n))
    assert before == after


@given(histories())
def test_striking_out_an_event_is_as_if_it_never_was(events: list[Event]) -> None:
    last = len(events) + 1
    added = Event(last, "suspended", day(15))
    struck = Event(last + 1, "corrected", day(20), corrects=last)
    left = effects(events)
    assert effects([*events, added, struck]) == left


@given(histories(), st.integers(0, 40))
def test_only_standing_labels_promise_anything(events: list[Event], n: int) -> None:
    state = state_on(events, day(n))
    if not state.is_standing:
        assert state.review_on is None
        assert state.ends_on is None
