"""Awards."""

from __future__ import annotations

import datetime
from typing import Any

import pytest
from pydantic import ValidationError

from rebond.programme.awards import Award, MonthlyAmount, Quota
from rebond.programme.dated import value_on

WORDS = {"fr": "x", "en": "x"}
UNKNOWN = {"status": "unknown", "looked_for": WORDS}
DAY = datetime.date(2031, 3, 1)


def award(**more: Any) -> Award:
    """Read a grant."""
    return Award.model_validate(
        {"id": "a", "kind": "grant", "title": WORDS, "description": WORDS, "beneficiary": "epci", "sources": ("Q",),
         "amount": ({"value": {"kind": "fixed", "cents": 400_000}, "valid_from": DAY},), **more}
    )  # fmt: skip


def test_a_grant_has_a_dated_amount_in_cents() -> None:
    read = award()
    assert read.amount is not None
    held = value_on(read.amount, DAY)
    assert held.value is not None
    assert held.value.kind == "fixed"
    assert held.value.cents == 400_000


def test_a_grant_without_amount_is_refused_but_an_unknown_amount_is_not() -> None:
    with pytest.raises(ValidationError, match="no amount"):
        award(amount=None)
    read = award(amount=({"value": UNKNOWN, "valid_from": DAY},))
    assert read.amount is not None
    assert value_on(read.amount, DAY).certainty == "unknown"


def funders(*shares: Any) -> tuple[dict[str, Any], ...]:
    """Write funders with their shares."""
    return tuple(
        {"actor": f"actor_{number}", "share": share} for number, share in enumerate(shares)
    )


@pytest.mark.parametrize("shares", [(1,), ("1/2", "1/2"), (UNKNOWN, UNKNOWN), ("1/2", UNKNOWN), ()])
def test_known_shares_of_funders_sum_to_one(shares: tuple[Any, ...]) -> None:
    assert len(award(funders=funders(*shares)).funders) == len(shares)


@pytest.mark.parametrize("shares", [("1/2",), ("1/2", "1/3"), ("2/3", "2/3"), (1, 1, UNKNOWN)])
def test_shares_of_funders_that_do_not_sum_to_one_are_refused(shares: tuple[Any, ...]) -> None:
    with pytest.raises(ValidationError, match="not 1"):
        award(funders=funders(*shares))


MONTHLY = {
    "kind": "monthly",
    "least_cents": 1000,
    "greatest_cents": 10_000,
    "most_months": 12,
    "ceiling_cents": 120_000,
    "paid": "at_once",
}


def test_a_monthly_amount_reaches_its_ceiling() -> None:
    assert MonthlyAmount.model_validate(MONTHLY).ceiling_cents == 120_000


@pytest.mark.parametrize(
    "more", [{"ceiling_cents": 120_001}, {"least_cents": 10_001}, {"most_months": 0}]
)
def test_a_monthly_amount_that_contradicts_itself_is_refused(more: dict[str, int]) -> None:
    with pytest.raises(ValidationError):
        MonthlyAmount.model_validate({**MONTHLY, **more})


def test_a_quota_may_be_a_goal_a_limit_or_nobody_knows() -> None:
    base = {"unit": WORDS, "count": ({"value": 1000, "valid_from": DAY},)}
    for is_limit in (True, False, UNKNOWN):
        assert Quota.model_validate({**base, "is_limit": is_limit}).unit.fr == "x"
