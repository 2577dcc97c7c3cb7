"""An answer for machines, and the standing and dates of rules in words."""

from __future__ import annotations

import json
from datetime import date
from typing import Any

import pytest

from rebond.aid.evaluating import answer
from rebond.aid.loading import shipped_aid
from rebond.aid.reporting import answer_json, applied_text, dates_text, met, standing_text
from rebond.aid.rules import leaves, periods_of
from rebond.canonical import canonical_bytes

HOUSING = shipped_aid("aide_logement_vte")
FIRM = shipped_aid("aide_vte")


def test_an_answer_is_json_with_its_version_and_digest() -> None:
    found = answer(HOUSING, {"est_vte": True}, on=date(2020, 9, 1))
    written = json.loads(canonical_bytes(answer_json(found)))
    assert written["aid"] == "aide_logement_vte"
    assert written["aid_digest"].startswith("sha256:")
    assert written["answer"] == "unknown"
    assert written["amount"] == {"low_cents": 0, "high_cents": 120_000}
    assert {"salaire_brut_mensuel", "loyer_mensuel"} <= set(written["missing"])


def test_a_condition_that_must_not_hold_is_met_when_it_does_not() -> None:
    said = {
        is_open: next(
            met(step)
            for step in answer(
                HOUSING, {"autre_dossier_ouvert": is_open}, on=date(2020, 9, 1)
            ).steps
            if step.id == "autre_dossier"
        )
        for is_open in (True, False, None)
    }
    assert said == {True: "no", False: "yes", None: "unknown"}


@pytest.mark.parametrize(
    ("facts", "words"),
    [
        ({}, "non renseigné"),
        ({"charte_signee": False}, "lue plus tard\u202f: rien ne l’établit ce jour-là"),
    ],
)
def test_the_standing_of_a_rule_is_said(facts: dict[str, Any], words: str) -> None:
    steps = answer(FIRM, facts, on=date(2021, 12, 31)).steps
    told = standing_text(next(step for step in steps if step.id == "charte_signee"))
    assert told is not None
    assert told.fr == words


def test_an_established_rule_needs_no_word() -> None:
    steps = answer(FIRM, {"taille_entreprise": "pme"}, on=date(2020, 9, 1)).steps
    assert standing_text(next(step for step in steps if step.id == "taille")) is None


def test_the_dates_of_a_rule_are_those_of_its_sources() -> None:
    periods = {leaf.id: periods_of(leaf) for leaf in leaves(FIRM.eligibility)}
    periods |= {leaf.id: periods_of(leaf) for leaf in leaves(HOUSING.eligibility)}
    read = {name: [dates_text(one).fr for one in found] for name, found in periods.items()}
    assert read["taille"] == ["depuis le 20 juillet 2020, lue en décembre 2021, fin non établie"]
    assert read["niveau_de_diplome"] == [
        "lue en décembre 2021, fin non établie",
        "lue en 2023, fin non établie",
    ]
    assert read["implantation_en_ti"] == ["sans date dans ses sources"]
    assert read["salaire"][0] == "depuis le 1er janvier 2020, jusqu’au 31 décembre 2020"
    assert dates_text(periods["niveau_de_diplome"][1]).en == "read in 2023, end not established"


@pytest.mark.parametrize(
    ("day", "said"),
    [
        (date(2020, 9, 1), "first version read: Bac + 2, "),
        (date(2022, 6, 1), "one of the two: Bac + 2, "),
        (date(2021, 12, 31), "applied on that day: Bac + 2, "),
        (date(2026, 11, 22), "applied on that day: Bac + 3, "),
    ],
)
def test_a_value_is_called_applied_only_where_it_is_established_or_presumed(
    day: date, said: str
) -> None:
    steps = {one.id: one for one in answer(FIRM, {}, on=day).steps}
    words = applied_text(FIRM, steps["niveau_de_diplome"])
    assert words is not None
    assert words.en.startswith(said)
    assert applied_text(FIRM, steps["charte_signee"]) is None
