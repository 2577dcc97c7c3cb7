"""One case, one aid, one day."""

from __future__ import annotations

import datetime
from typing import Any

import pytest

from rebond.aid import answer
from rebond.aid.errors import UnknownFact, UnusableFact
from rebond.aid.evaluating import aid_digest
from rebond.aid.last_read import LastRead
from rebond.aid.loading import shipped_aid

VTE, HOUSING = shipped_aid("aide_vte"), shipped_aid("aide_logement_vte")
MET: dict[str, Any] = {
    "dans_ti_2020": True,
    "taille_entreprise": "pme",
    "siege_en_france": True,
    "situation_jeune": "alternance",
    "niveau_jeune": "bac3",
    "mission_de_transformation": True,
    "contrat": "cdi",
    "charte_signee": True,
}
END_OF_2023 = datetime.date(2023, 12, 31)


def test_a_yes_names_its_amount_its_rules_and_the_digest_of_the_aid() -> None:
    found = answer(VTE, MET, on=END_OF_2023)
    assert found.sentence.fr == (
        "Oui\u202f: 4\u202f000\u00a0€, si les règles lues pour la dernière fois entre le 20 juillet 2020 et "
        "décembre 2021 valent encore."
    )
    assert found.last_read == LastRead("2020-07-20", "2021-12")
    assert [step.id for step in found.steps] == [step.id for step in found.deciding]
    assert found.aid_digest == aid_digest(VTE)
    assert found.missing == ()


def test_a_no_by_a_rule_last_read_earlier_says_so_unless_one_that_is_shown_refuses_too() -> None:
    day = datetime.date(2026, 11, 22)
    presumed = answer(VTE, {**MET, "taille_entreprise": "grande"}, on=day)
    assert presumed.sentence.en == "No, if the rule last read in December 2021 still holds."
    shown = answer(VTE, {**MET, "taille_entreprise": "grande", "dans_ti_2020": False}, on=day)
    assert (shown.last_read, shown.sentence.fr) == (None, "Non.")


def test_a_no_asks_for_nothing_more_and_pays_nothing() -> None:
    found = answer(VTE, {"dans_ti_2020": False}, on=END_OF_2023)
    assert (found.answer, found.amount.high, found.missing) == ("no", 0, ())
    assert [step.id for step in found.deciding] == ["implantation_en_ti"]


def test_what_is_missing_is_what_could_still_decide() -> None:
    found = answer(VTE, {**MET, "contrat": None, "niveau_jeune": None}, on=END_OF_2023)
    assert found.missing == ("niveau_jeune", "contrat")


def test_a_rule_first_read_later_is_told_as_a_supposition() -> None:
    found = answer(VTE, MET, on=datetime.date(2020, 7, 20))
    assert (found.answer, found.supposed) == ("unknown", "yes")
    assert found.sentence.en.endswith("if the rules read later already held on 20 July 2020, yes.")


def test_no_amount_is_promised_before_one_is_known() -> None:
    found = answer(VTE, MET, on=datetime.date(2020, 7, 19))
    assert (found.answer, found.amount.high) == ("unknown", None)
    assert "montant en vigueur le 19 juillet 2020" in found.sentence.fr


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("est_vte", 1),
        ("est_vte", "oui"),
        ("contrat_logement", "stage"),
        ("loyer_mensuel", -1),
        ("loyer_mensuel", 1.5),
        ("loyer_mensuel", True),
        ("loyer_mensuel", 10**13),
        ("logement_mois", 0),
        ("logement_mois", 13),
    ],
)
def test_a_fact_that_cannot_be_meant_is_refused_by_name(name: str, value: Any) -> None:
    with pytest.raises(UnusableFact) as refused:
        answer(HOUSING, {name: value}, on=END_OF_2023)
    assert refused.value.fact == name


def test_a_fact_that_the_aid_does_not_ask_is_refused() -> None:
    with pytest.raises(UnknownFact):
        answer(HOUSING, {"age": 25}, on=END_OF_2023)
