"""A value chosen from a day on never changes what the policy states for another day."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rebond.programme.dated import ONE_DAY, Period, check_periods, value_on
from rebond.programme.dated_choices import StatedThatDay, with_value_from
from rebond.programme.policy_model import NotApplicable, Unknown
from rebond.texts import Text

WHY = Text("Choix.", "Choice.")
START = dt.date(2030, 1, 1)
UNKNOWN = Unknown(status="unknown", looked_for=Text("Le seuil", "The threshold"))
NONE = NotApplicable(status="not_applicable", why=Text("Aucune règle", "No rule"))


@st.composite
def periods(draw: st.DrawFn) -> tuple[Period[int], ...]:
    first, found = START, []
    count = draw(st.integers(1, 4))
    for position in range(count):
        last = first + dt.timedelta(days=draw(st.integers(0, 20)))
        value = draw(st.sampled_from([1, 2, UNKNOWN, NONE]))
        is_last = position == count - 1
        end = draw(st.sampled_from([last, None, UNKNOWN])) if is_last else last
        found.append(Period[int](value=value, valid_from=first, valid_to=end))
        first = last + ONE_DAY
    return check_periods(tuple(found))


@given(before=periods(), offset=st.integers(-10, 120), value=st.integers(3, 9))
def test_a_choice_holds_from_its_day_and_leaves_stated_days_alone(
    before: tuple[Period[int], ...], offset: int, value: int
) -> None:
    day = START + dt.timedelta(days=offset)
    held = value_on(before, day)
    try:
        after = with_value_from(before, day, value, why=WHY, sources=("APPEL",))
    except StatedThatDay:
        assert held.certainty in {"established", "not_applicable"}
        return
    assert held.certainty in {"unknown", "presumed", "outside"}
    assert check_periods(after) == after
    assert value_on(after, day).value == value
    for step in range(-15, 140):
        other = START + dt.timedelta(days=step)
        was, now = value_on(before, other), value_on(after, other)
        if was.certainty in {"established", "not_applicable"}:
            assert (was.certainty, was.value) == (now.certainty, now.value)
        elif other < day:
            assert now.value is None or was.certainty == "presumed"


def test_days_of_which_the_policy_says_nothing_are_written_unknown() -> None:
    before = (Period[int](value=1, valid_from=START, valid_to=START),)
    after = with_value_from(before, dt.date(2031, 1, 1), 5, why=WHY)
    assert [isinstance(one.value, Unknown) for one in after] == [False, True, False]
    assert value_on(after, dt.date(2030, 6, 1)).certainty == "unknown"


def test_a_choice_ends_where_the_next_stated_value_begins() -> None:
    before = (
        Period[int](value=UNKNOWN, valid_from=START, valid_to=dt.date(2030, 12, 31)),
        Period[int](value=7, valid_from=dt.date(2031, 1, 1)),
    )
    after = with_value_from(before, dt.date(2030, 6, 1), 5, why=WHY)
    assert value_on(after, dt.date(2030, 12, 31)).value == 5
    assert value_on(after, dt.date(2031, 1, 1)).value == 7
    assert "Le seuil" in after[1].note.fr


def test_a_value_of_which_the_end_is_not_known_may_be_followed() -> None:
    before = (Period[int](value=50, seen_on=START, valid_to=UNKNOWN),)
    assert value_on(before, dt.date(2031, 1, 1)).certainty == "presumed"
    after = with_value_from(before, dt.date(2031, 1, 1), 5, why=WHY)
    assert value_on(after, START).value == 50
    assert value_on(after, dt.date(2031, 1, 1)).value == 5


def test_a_day_already_stated_is_refused_with_what_is_held() -> None:
    before = (Period[int](value=50, valid_from=START),)
    with pytest.raises(StatedThatDay) as caught:
        with_value_from(before, dt.date(2031, 1, 1), 5, why=WHY)
    assert caught.value.held.value == 50
