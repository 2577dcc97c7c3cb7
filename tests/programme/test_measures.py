"""Measures."""

from __future__ import annotations

from typing import Any

import pytest
from pydantic import ValidationError

from rebond.programme.measures import Measure

from .test_form_checks import field
from .test_forms import BASIS, WORDS


def measure(**more: Any) -> Measure:
    """Read a measure."""
    return Measure.model_validate(
        {"id": "m", "kind": "label", "title": WORDS, "summary": WORDS, "objectives": ("o",),
         "applicants": {"types": ("epci",)}, "sources": ("Q",), **more}
    )  # fmt: skip


def stated(fact: str, name: str = "g") -> dict[str, Any]:
    """Write a gate on a statement."""
    return {
        "id": name,
        "title": WORDS,
        "requirement": WORDS,
        "eliminates": True,
        "test": {"kind": "stated", "fact": fact},
    }


FORM = {"basis": BASIS, "fields": (field("ready", "boolean"), field("cost", "money"))}


def test_the_smallest_measure_has_no_form_grid_or_selection() -> None:
    read = measure()
    assert (read.form, read.grid, read.selection, read.gates) == (None, None, None, ())


def test_a_gate_asks_a_field_of_the_form() -> None:
    assert measure(form=FORM, gates=(stated("ready"),)).gates[0].id == "g"
    with pytest.raises(ValidationError, match="form field “redy”"):
        measure(form=FORM, gates=(stated("redy"),))
    with pytest.raises(ValidationError, match="form field"):
        measure(gates=(stated("ready"),))


def test_rules_of_selection_ask_fields_of_the_form() -> None:
    budget = {"id": "b", "title": WORDS, "limit_cents": 1, "cost": "cost", "basis": BASIS}
    share = {
        "id": "s",
        "title": WORDS,
        "fact": "ready",
        "values": (True,),
        "at_least": "1/2",
        "basis": BASIS,
    }
    rules = {"k": 1, "k_basis": BASIS, "budget": budget, "shares": (share,)}
    assert measure(form=FORM, selection=rules).selection is not None
    for broken in ({"budget": {**budget, "cost": "x"}}, {"shares": ({**share, "fact": "x"},)}):
        with pytest.raises(ValidationError, match="form field “x”"):
            measure(form=FORM, selection={**rules, **broken})


def test_gates_have_their_own_names() -> None:
    with pytest.raises(ValidationError, match="already in this list"):
        measure(form=FORM, gates=(stated("ready"), stated("ready")))


def test_a_form_that_contradicts_itself_is_refused() -> None:
    twice = {"basis": BASIS, "fields": (field("a"), field("a"))}
    with pytest.raises(ValidationError, match="already in this form"):
        measure(form=twice)
