"""Choices of a call are read strictly, with the place of what cannot be read."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from rebond.programme.call_choices import (
    ChoicesInvalid,
    read_choices,
)

FICTITIOUS = Path(__file__).parents[1] / "programmes" / "iles_de_brume_2031"
SITE, TRAINING = "site_cle_en_main", "formation"


@pytest.mark.parametrize(
    ("choices", "key"),
    [
        ({"selecton": {"k": 3}}, "selecton"),
        ({"selection": {"k": 0}}, "selection.k"),
        ({"selection": {"k": True}}, "selection.k"),
        ({"gates": {"x": {"eliminate": True}}}, "gates.x.eliminate"),
        ({"gates": {"x": {"threshold": {"value": 1}}}}, "gates.x.threshold.valid_from"),
        ({"weights": {"intervals": {"a": [0.6, 0.2]}}}, "weights.intervals.a"),
        ({"applicants": {"types": ["epcy"]}}, "applicants.types[0]"),
        ({"calendar": {"opens": "1031-01-01"}}, "calendar.opens"),
    ],
)
def test_a_choice_that_cannot_be_read_is_refused_with_its_place(choices: Any, key: str) -> None:
    with pytest.raises(ChoicesInvalid) as caught:
        read_choices(choices)
    assert key in [one.key for one in caught.value.problems]


@pytest.mark.parametrize("value", ["{", "[]", '"x"', "1" * 300_000, '{"selection": {"k": NaN}}'])
def test_hostile_text_is_refused_in_words(value: str) -> None:
    with pytest.raises(ChoicesInvalid):
        read_choices(value)


def test_numbers_that_are_not_finite_are_refused() -> None:
    with pytest.raises(ChoicesInvalid):
        read_choices({"selection": {"minimum_distance_km": float("inf")}})


def test_decimals_of_weights_are_read_as_written() -> None:
    choices = read_choices({"weights": {"intervals": {"a": [0.1, "1/3"], "b": "0.25"}}})
    assert choices.as_json()["weights"]["intervals"] == {"a": ["1/10", "1/3"], "b": ["1/4", "1/4"]}
