"""A number told less exactly: every answer and amount stays, on every day."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rebond.aid.cases import shipped_cases
from rebond.aid.coarse import coarse, coarse_size
from rebond.aid.evaluating import answer
from rebond.aid.firm_size import MILLION, size_classes
from rebond.aid.loading import shipped_aid, shipped_aids

HOUSING = shipped_aid("aide_logement_vte")
USUAL: dict[str, Any] = next(
    dict(file.usual) for _name, file in shipped_cases() if file.aid == HOUSING.id
)
EDGES = [0, 1, 999, 1000, 1001, 9999, 10_000, 10_001, 307_884, 307_885, 10**8]
MONEY = st.one_of(st.sampled_from(EDGES), st.integers(0, 10**8))
DAYS = st.sampled_from([date(2020, 9, 1), date(2020, 12, 31), date(2021, 1, 1), date(2024, 6, 1)])


@settings(deadline=None, max_examples=60)
@given(pay=MONEY, rent=MONEY, months=st.integers(1, 12), on=DAYS)
def test_every_answer_and_amount_stays(pay: int, rent: int, months: int, on: date) -> None:
    exact = {**USUAL, "salaire_brut_mensuel": pay, "loyer_mensuel": rent, "logement_mois": months}
    told = dict(exact)
    for name in ("salaire_brut_mensuel", "loyer_mensuel"):
        told[name] = coarse(shipped_aids(), name, exact[name])
    before, after = (answer(HOUSING, facts, on=on) for facts in (exact, told))
    assert (after.answer, after.supposed) == (before.answer, before.supposed)
    assert (after.amount.low, after.amount.high) == (before.amount.low, before.amount.high)


@pytest.mark.parametrize(
    ("fact", "value", "told"),
    [
        ("salaire_brut_mensuel", 0, 307_884),
        ("salaire_brut_mensuel", 307_884, 307_884),
        ("salaire_brut_mensuel", 307_885, 307_885),
        ("salaire_brut_mensuel", 900_000, 307_885),
        ("loyer_mensuel", 999, 0),
        ("loyer_mensuel", 4_250, 4_250),
        ("loyer_mensuel", 60_000, 10_000),
    ],
)
def test_only_the_side_of_the_threshold_is_told(fact: str, value: int, told: int) -> None:
    assert coarse(shipped_aids(), fact, value) == told


def test_a_number_that_no_rule_reads_tells_nothing() -> None:
    assert coarse(shipped_aids(), "age", 31) == 0


@given(
    headcount=st.integers(0, 10_000),
    turnover=st.integers(0, 3_000 * MILLION),
    balance=st.integers(0, 3_000 * MILLION),
)
def test_a_firm_stays_in_its_size_classes(headcount: int, turnover: int, balance: int) -> None:
    told = [
        coarse_size(name, value)
        for name, value in (("headcount", headcount), ("turnover", turnover), ("balance", balance))
    ]
    assert size_classes(*told) == size_classes(headcount, turnover, balance)
    assert size_classes(told[0], None, None) == size_classes(headcount, None, None)


def test_a_headcount_is_told_by_the_end_of_its_class() -> None:
    assert [coarse_size("headcount", one) for one in (0, 9, 10, 249, 250, 9_000)] == [
        9,
        9,
        49,
        249,
        4_999,
        5_000,
    ]
