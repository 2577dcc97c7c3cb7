"""Facts as people type them."""

from __future__ import annotations

import pytest

from rebond.aid.errors import UnknownFact, UnusableFact
from rebond.aid.loading import shipped_aid
from rebond.aid.typed import read_typed

HOUSING = shipped_aid("aide_logement_vte")


@pytest.mark.parametrize(
    ("written", "cents"),
    [("600", 60_000), ("600,50", 60_050), ("1 060.5 €", 106_050), ("€99.99", 9_999), ("0", 0)],
)
def test_euros_are_read_as_either_language_writes_them(written: str, cents: int) -> None:
    assert read_typed(HOUSING, {"loyer_mensuel": written}) == {"loyer_mensuel": cents}


@pytest.mark.parametrize(("written", "value"), [("oui", True), ("No", False), ("FAUX", False)])
def test_yes_and_no_are_read_in_both_languages(written: str, value: bool) -> None:
    assert read_typed(HOUSING, {"est_vte": written}) == {"est_vte": value}


@pytest.mark.parametrize("written", ["", " ", "?", "inconnu", "Unknown"])
def test_what_is_not_known_is_left_out(written: str) -> None:
    assert read_typed(HOUSING, {"loyer_mensuel": written, "est_vte": written}) == {}


@pytest.mark.parametrize(
    ("name", "written"),
    [
        ("loyer_mensuel", "600,505"),
        ("loyer_mensuel", "-1"),
        ("loyer_mensuel", "beaucoup"),
        ("loyer_mensuel", "9" * 40),
        ("loyer_mensuel", "1e5"),
        ("loyer_mensuel", "٣"),
        ("logement_mois", "13"),
        ("logement_mois", "2,5"),
        ("est_vte", "peut-être"),
        ("contrat_logement", "stage"),
    ],
)
def test_what_cannot_be_meant_is_refused_by_name(name: str, written: str) -> None:
    with pytest.raises(UnusableFact) as refused:
        read_typed(HOUSING, {name: written})
    assert refused.value.fact == name


def test_a_fact_that_no_rule_reads_is_named() -> None:
    with pytest.raises(UnknownFact, match="loyer_mensuel"):
        read_typed(HOUSING, {"loyer_mensuell": "600"})
