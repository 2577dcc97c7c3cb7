"""Amounts in cents, with bounds where something is not known."""

from __future__ import annotations

import datetime
from typing import Any

import pytest

from rebond.aid.amounts import Amount, Ceiling, Fixed, Monthly, Sum, When, amount_of, euros
from rebond.aid.rules import Stated
from rebond.programme.dated import Period
from rebond.programme.policy_model import Cents, Count
from rebond.texts import Text

DAY = datetime.date(2020, 9, 1)
START = datetime.date(2020, 7, 20)
NAME = Text("nom", "name")


def cents(value: int) -> tuple[Period[Cents], ...]:
    return (Period[Cents](value=value, valid_from=START),)


FIXED = Fixed(kind="fixed", title=NAME, cents=cents(400_000))
CEILING = Ceiling(kind="ceiling", title=NAME, cents=cents(800_000))
MONTHLY = Monthly(
    kind="monthly",
    title=NAME,
    fact="rent",
    months="months",
    least=cents(1_000),
    greatest=cents(10_000),
    most_months=(Period[Count](value=12, valid_from=START),),
    total=cents(120_000),
)


def bounds(node: Amount, on: datetime.date = DAY, **facts: Any) -> tuple[int, int | None]:
    found = amount_of(node, facts, on=on)
    return found.low, found.high


def test_a_ceiling_promises_nothing() -> None:
    assert bounds(FIXED) == (400_000, 400_000)
    assert bounds(CEILING) == (0, 800_000)


@pytest.mark.parametrize(
    ("facts", "expected"),
    [
        ({"rent": 4_000, "months": 10}, (40_000, 40_000)),
        ({"rent": 10_001, "months": 12}, (120_000, 120_000)),
        ({"rent": 999, "months": 12}, (0, 0)),
        ({"rent": 4_000, "months": 13}, (48_000, 48_000)),
        ({"rent": 4_000}, (0, 48_000)),
        ({"months": 3}, (0, 30_000)),
        ({"rent": 999}, (0, 0)),
        ({}, (0, 120_000)),
    ],
)
def test_months_of_rent_count_between_their_bounds(
    facts: dict[str, Any], expected: tuple[int, int]
) -> None:
    assert bounds(MONTHLY, **facts) == expected


def test_what_is_missing_is_named_and_narrows_the_amount() -> None:
    assert amount_of(MONTHLY, {"months": 3}, on=DAY).missing == ("rent",)
    for rent in range(0, 12_000, 250):
        low, high = bounds(MONTHLY, months=7)
        exact, same = bounds(MONTHLY, months=7, rent=rent)
        assert exact == same
        assert high is not None
        assert low <= exact <= high


def test_before_the_first_amount_known_nothing_bounds_it() -> None:
    before = START - datetime.timedelta(days=1)
    assert bounds(FIXED, before) == (0, None)
    assert bounds(MONTHLY, before, rent=4_000, months=10) == (0, None)
    assert bounds(Sum(kind="sum", of=(FIXED, CEILING)), before) == (0, None)


def test_amounts_add_and_depend_on_a_rule_known_or_not() -> None:
    inside = Stated(
        kind="stated",
        id="inside",
        title=NAME,
        fact="inside",
        must_be=(Period[bool](value=True, valid_from=START),),
    )
    both = Sum(kind="sum", of=(FIXED, CEILING))
    node = When(kind="when", rule=inside, then=both, otherwise=CEILING)
    assert bounds(node, inside=True) == (400_000, 1_200_000)
    assert bounds(node, inside=False) == (0, 800_000)
    assert bounds(node) == (0, 1_200_000)
    assert amount_of(node, {}, on=DAY).missing == ("inside",)


def test_bounds_are_written_as_each_language_writes_money() -> None:
    assert euros(120_000, 120_000) == Text("1\u202f200\u00a0€", "€1,200")
    assert euros(0, 42_550).fr == "425,50\u00a0€ au plus"
    assert euros(100, 200).en == "from €1 to €2"
    assert euros(100, None).en == "at least €1"
