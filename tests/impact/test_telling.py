"""The answer never says more than the data carry."""

from __future__ import annotations

import json

from rebond.impact import Options, compare
from rebond.impact.synthetic import Design, invent
from rebond.impact.telling import answer_of, as_json, signed
from rebond.texts import Text

UNIT = Text("emplois", "jobs")
FAST = Options(draws=99)


def test_an_effect_is_told_with_its_interval_and_its_condition() -> None:
    said = answer_of(compare(invent(Design(units=400, effect=3.0), 21), FAST), UNIT)
    assert "jobs (95%" in said.en
    assert "only if the assumptions hold" in said.en
    assert "emplois" in said.fr
    assert "+" in said.fr


def test_no_effect_is_told_as_no_evidence_not_as_evidence_of_none() -> None:
    said = answer_of(compare(invent(Design(units=400), 21), FAST), UNIT)
    assert said.en.startswith("No effect is established")
    assert "not evidence of none" in said.en


def test_where_no_claim_can_be_made_no_number_is_told() -> None:
    said = answer_of(compare(invent(Design(units=12, effect=50.0), 3), FAST), UNIT)
    assert said.en.startswith("No claim can be made")
    assert not any(letter.isdigit() for letter in said.en + said.fr)


def test_a_single_pair_does_not_have_an_interval() -> None:
    found = compare(invent(Design(units=8), 5), FAST)
    assert json.loads(json.dumps(as_json(found), allow_nan=False))["strength"] == "none"


def test_the_json_holds_everything_and_no_number_that_is_none() -> None:
    written = as_json(compare(invent(Design(units=80, effect=1.0), 9), FAST))
    again = json.loads(json.dumps(written, allow_nan=False))
    assert len(again["assumptions"]) == 6
    assert again["parameters"]["seed"] == 0
    assert again["estimate"]["count"] == again["complete_pairs"]
    assert {one["fact"] for one in again["balance"]} == {"access", "workforce", "area"}


def test_a_difference_has_its_sign_and_a_true_minus() -> None:
    assert signed(-1.25, 1) == Text("−1,2", "−1.2")
    assert signed(0.04, 1).en == "0.0"
    assert signed(2.0, 0).fr == "+2"
