"""Sentences that only the whole run can say: where a known site would stand among the candidates."""

from __future__ import annotations

from typing import Any

import pytest

from rebond.record import Record
from rebond.texts import day_text, percent


@pytest.fixture(scope="module")
def references(shipped: Record) -> list[dict[str, Any]]:
    return [one for one in shipped.body["candidates"] if one["role"] == "reference"]


def test_the_sentence_says_the_figures_of_the_decision(
    shipped: Record, references: list[dict[str, Any]]
) -> None:
    k = shipped.body["parameters"]["k"]
    for one in references:
        label = one["history"]["labels"][0]
        for lang in ("fr", "en"):
            said = one["reason"][lang]
            assert percent(one["chance"], lang, digits=1) in said
            assert f" {k} " in said
            assert str(label["wave"]) in said
            assert day_text(label["announced_on"]).of(lang) in said
            assert "149" in said


def test_a_site_that_would_join_is_not_told_like_one_that_would_not(
    references: list[dict[str, Any]],
) -> None:
    joining = {one["portfolio"]["chosen"]: one["reason"]["en"] for one in references}
    assert set(joining) == {True, False}
    assert "it would be in the portfolio" in joining[True]
    assert "it would not be in the portfolio" in joining[False]


def test_a_chance_is_said_of_draws_and_not_of_weightings_alone(
    references: list[dict[str, Any]],
) -> None:
    for one in references:
        assert (
            "des tirages (pondération admissible, faits dans leurs bornes)" in one["reason"]["fr"]
        )
        assert (
            "of the draws (admissible weighting, facts within their bounds)" in one["reason"]["en"]
        )
