"""Choices in an address: read, or said to be unreadable while the default stands in."""

from __future__ import annotations

import pytest
from django.utils import translation

from rebond.web.decisions.asking import asked, folded, weight_field
from rebond.web.decisions.rows import Decision


@pytest.fixture(autouse=True)
def french() -> None:
    translation.activate("fr")


def test_without_choices_the_published_weights_hold(decision: Decision) -> None:
    found = asked({}, decision)
    assert found.weights == decision.central
    assert not found.has_own_weights
    assert (found.sort, found.is_descending, found.faults) == ("rang", False, ())


def test_weights_are_brought_to_a_sum_of_one(decision: Decision) -> None:
    fields = {weight_field(c.id): "10" for c in decision.criteria}
    assert asked(fields, decision).weights == (0.2,) * 5


@pytest.mark.parametrize("value", ["beaucoup", "-1", "101", "1.5", "", "1e2", "٣", "NaN"])
def test_a_weight_that_is_no_whole_number_is_said_in_words(decision: Decision, value: str) -> None:
    found = asked({weight_field("acces"): value}, decision)
    assert found.weights == decision.central
    assert len(found.faults) == 1
    assert "Accès et réseaux" in found.faults[0]
    assert "0 à 100" in found.faults[0]


def test_weights_that_are_all_zero_are_refused_in_words(decision: Decision) -> None:
    found = asked({weight_field(c.id): "0" for c in decision.criteria}, decision)
    assert found.weights == decision.central
    assert "zéro" in found.faults[0]


def test_an_unknown_choice_is_ignored_and_said(decision: Decision) -> None:
    found = asked({"region": "XX", "statut": "perdu", "tri": "couleur"}, decision)
    assert (found.region, found.status, found.sort) == ("", "", "rang")
    assert len(found.faults) == 3


def test_a_minus_turns_the_order_round(decision: Decision) -> None:
    found = asked({"tri": "-chance"}, decision)
    assert (found.sort, found.is_descending, found.sort_value) == ("chance", True, "-chance")


def test_filters_hold_together(decision: Decision) -> None:
    one = decision.candidates[0]
    found = asked({"region": one.region_code, "nom": "D'EXEMPLE"}, decision)
    kept = [c for c in decision.candidates if found.keeps(c)]
    assert kept
    assert {c.region_code for c in kept} == {one.region_code}


def test_an_address_carries_the_choices(decision: Decision) -> None:
    found = asked({weight_field("acces"): "40", "region": "F1"}, decision)
    assert "region=F1" in found.address(decision)
    assert "poids_acces=40" in found.address(decision)
    assert asked({}, decision).address(decision) == ""


def test_names_are_compared_without_accents_case_nor_typographic_apostrophes() -> None:
    assert folded("L’Été") == folded("l'ete")
