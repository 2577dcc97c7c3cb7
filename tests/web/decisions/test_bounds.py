"""Bounds and orderings on weights, each fault in words."""

from __future__ import annotations

import pytest
from django.utils import translation

from rebond.web.decisions.bounds import read_bounds
from rebond.web.decisions.rows import Decision


@pytest.fixture(autouse=True)
def french() -> None:
    translation.activate("fr")


def test_an_untouched_form_states_nothing(decision: Decision) -> None:
    assert read_bounds({}, decision).parameters == {"weights": {}, "orderings": []}


def test_bounds_and_orderings_are_read(decision: Decision) -> None:
    form = {"min_acces": "10", "max_acces": "40", "rang_tissu": "1", "rang_services": "2"}
    assert read_bounds(form, decision).parameters == {
        "weights": {"acces": [10, 40]},
        "orderings": [["tissu", "services"]],
    }


def test_equal_orders_say_nothing_of_each_other(decision: Decision) -> None:
    form = {"rang_tissu": "1", "rang_services": "1", "rang_acces": "3"}
    parameters = read_bounds(form, decision).parameters
    assert parameters is not None
    assert parameters["orderings"] == [["tissu", "acces"], ["services", "acces"]]


@pytest.mark.parametrize("value", ["x", "-5", "101", "4.5", "", "9" * 50])
def test_a_bound_that_is_no_percentage_is_named_at_its_row(decision: Decision, value: str) -> None:
    found = read_bounds({"min_acces": value}, decision)
    assert found.parameters is None
    assert [bool(row.fault) for row in found.rows] == [False, False, True, False, False]


def test_reversed_bounds_are_said(decision: Decision) -> None:
    found = read_bounds({"min_acces": "60", "max_acces": "20"}, decision)
    assert "dépasse" in found.rows[2].fault


def test_minimums_above_a_hundred_are_refused(decision: Decision) -> None:
    found = read_bounds({f"min_{c.id}": "30" for c in decision.criteria}, decision)
    assert found.parameters is None
    assert "150" in found.faults[0]


def test_maximums_below_a_hundred_are_refused(decision: Decision) -> None:
    found = read_bounds({f"max_{c.id}": "10" for c in decision.criteria}, decision)
    assert "50" in found.faults[0]


def test_bounds_that_contradict_an_order_are_refused(decision: Decision) -> None:
    form = {"max_tissu": "10", "min_services": "20", "rang_tissu": "1", "rang_services": "2"}
    found = read_bounds(form, decision)
    assert found.parameters is None
    assert "Tissu de sous-traitants" in found.faults[0]


def test_an_order_that_does_not_exist_is_refused(decision: Decision) -> None:
    assert read_bounds({"rang_acces": "9"}, decision).rows[2].fault
