"""On arrays, each case gets the answer and the bounds that it gets alone."""

from __future__ import annotations

import datetime
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rebond.aid import Aid, answer, shipped_aids
from rebond.aid.columns import BLOCK, UNBOUNDED, FactColumn, answers
from rebond.aid.errors import UnknownFact, UnusableFact
from rebond.aid.model import FactSpec

AIDS = shipped_aids()
CODES = {"no": 0, "yes": 1, "unknown": 2}
DAYS = st.dates(datetime.date(2019, 6, 1), datetime.date(2025, 6, 1))


def value_of(aid: Aid, name: str) -> st.SearchStrategy[Any]:
    fact = aid.fact(name)
    if fact.kind == "yes_no":
        return st.booleans() | st.none()
    if fact.kind == "choice":
        return st.sampled_from([option.id for option in fact.options]) | st.none()
    if fact.kind == "money":
        edges = st.sampled_from([0, 999, 1000, 10_000, 10_001, 307_884, 307_885])
        return edges | st.integers(0, 10**7) | st.none()
    return st.integers(int(fact.least), int(fact.greatest or 40)) | st.none()


@st.composite
def cases(draw: st.DrawFn) -> tuple[Aid, list[dict[str, Any]], datetime.date]:
    aid = draw(st.sampled_from(AIDS))
    one = st.fixed_dictionaries({name: value_of(aid, name) for name in aid.read})
    return aid, draw(st.lists(one, min_size=1, max_size=12)), draw(DAYS)


def _values(fact: FactSpec, rng: np.random.Generator) -> list[Any]:
    """Seven values of a fact."""
    if fact.kind == "yes_no":
        return [bool(one) for one in rng.random(7) < 0.8]
    if fact.kind == "choice":
        return [fact.options[int(place)].id for place in rng.integers(0, len(fact.options), 7)]
    return [int(one) for one in rng.integers(1, 12 if fact.kind == "number" else 400_000, 7)]


def column(aid: Aid, name: str, rows: list[dict[str, Any]]) -> FactColumn:
    fact = aid.fact(name)
    given_values = [row[name] for row in rows]
    is_known = np.array([value is not None for value in given_values])
    if fact.kind == "yes_no":
        return FactColumn(np.array([bool(value) for value in given_values]), is_known)
    if fact.kind == "choice":
        places = {option.id: place for place, option in enumerate(fact.options)}
        return FactColumn(np.array([places.get(v, 0) for v in given_values], np.int64), is_known)
    return FactColumn(np.array([value or 0 for value in given_values], np.int64), is_known)


@given(cases())
@settings(max_examples=60, deadline=None)
def test_many_cases_get_what_each_gets_alone(
    case: tuple[Aid, list[dict[str, Any]], datetime.date],
) -> None:
    aid, rows, day = case
    columns = {name: column(aid, name, rows) for name in aid.read}
    found = answers(aid, columns, count=len(rows), on=day)
    supposed = answers(aid, columns, count=len(rows), on=day, suppose=True)
    for place, row in enumerate(rows):
        alone = answer(aid, row, on=day)
        high = UNBOUNDED if alone.amount.high is None else alone.amount.high
        assert found.answers[place] == CODES[alone.answer]
        assert supposed.answers[place] == CODES[alone.supposed]
        assert (found.low[place], found.high[place]) == (alone.amount.low, high)


def test_cases_answered_in_another_block_get_the_same_answers() -> None:
    aid = next(one for one in AIDS if one.id == "aide_logement_vte")
    day = datetime.date(2020, 9, 1)
    rng = np.random.default_rng(20200720)
    few = {
        name: column(
            aid,
            name,
            [
                {name: None if rng.random() < 0.2 else value}
                for value in _values(aid.fact(name), rng)
            ],
        )
        for name in aid.read
    }
    turns = BLOCK // 7 + 1
    many = {
        name: FactColumn(np.tile(of.values, turns), np.tile(of.is_known, turns))
        for name, of in few.items()
        if of.is_known is not None
    }
    alone = answers(aid, few, count=7, on=day, suppose=True)
    found = answers(aid, many, count=7 * turns, on=day, suppose=True)
    assert len(found.answers) > BLOCK
    assert len(set(alone.answers)) > 1
    np.testing.assert_array_equal(found.answers, np.tile(alone.answers, turns))
    np.testing.assert_array_equal(found.low, np.tile(alone.low, turns))
    np.testing.assert_array_equal(found.high, np.tile(alone.high, turns))


def test_a_negative_number_is_refused_in_any_block() -> None:
    aid = next(one for one in AIDS if one.id == "aide_logement_vte")
    pay = np.full(BLOCK + 1, 200_000)
    pay[-1] = -1
    with pytest.raises(UnusableFact, match="salaire_brut_mensuel"):
        answers(
            aid,
            {"salaire_brut_mensuel": FactColumn(pay)},
            count=BLOCK + 1,
            on=datetime.date(2020, 9, 1),
        )


def test_the_cost_counts_sure_cases_below_and_possible_ones_above() -> None:
    aid = next(one for one in AIDS if one.id == "aide_logement_vte")
    rows: list[dict[str, object]] = [
        {"employeur_prive_non_agricole": True},
        {"employeur_prive_non_agricole": False},
        {"employeur_prive_non_agricole": None},
    ]
    shared: dict[str, object] = {
        "est_vte": True,
        "contrat_logement": "cdi",
        "salaire_brut_mensuel": 200_000,
        "autre_dossier_ouvert": False,
        "loyer_mensuel": 5_000,
        "logement_mois": 12,
    }
    full = [shared | row for row in rows]
    columns = {name: column(aid, name, full) for name in aid.read}
    found = answers(aid, columns, count=3, on=datetime.date(2020, 9, 1))
    assert found.cost() == (60_000, 120_000)


def test_columns_that_cannot_be_meant_are_refused() -> None:
    aid = AIDS[0]
    with pytest.raises(UnknownFact):
        answers(
            aid, {"age": FactColumn(np.zeros(2, np.int64))}, count=2, on=datetime.date(2020, 9, 1)
        )
    money = next(fact.id for fact in aid.facts if fact.kind == "money")
    for values in (np.zeros(3, np.int64), np.array([-1, 0])):
        with pytest.raises(UnusableFact):
            answers(aid, {money: FactColumn(values)}, count=2, on=datetime.date(2020, 9, 1))
