"""What a recruitment tells of an aid's facts, and what is left to ask."""

from __future__ import annotations

from datetime import date

import pytest

from rebond.aid.loading import shipped_aid
from rebond.web.aids import filing_facts
from tests.web import aids_world
from tests.web.aids.applications import FIRM_AID, PERSON_AID
from tests.web.world import NOW, World, make_cast

pytestmark = pytest.mark.django_db
ON = date(2031, 6, 2)


@pytest.fixture
def world(db: None) -> World:
    made = make_cast(NOW)
    aids_world.fill(made, NOW)
    return made


def test_who_labels_and_signs_tells_what_a_form_does_not_ask(world: World) -> None:
    aid, one = shipped_aid(PERSON_AID), world.recruitments["labelled"]
    known = filing_facts.known(aid, one, ON)
    assert known == {
        "est_vte": True,
        "contrat_logement": "cdd",
        "salaire_brut_mensuel": 210_000,
    }
    one.state, one.offer.monthly_pay = "signed", None
    known = filing_facts.known(aid, one, ON)
    assert known["est_vte"] is False
    asked = [each.id for each in filing_facts.asked(aid, known)]
    assert "salaire_brut_mensuel" in asked
    assert "est_vte" not in asked


def test_days_and_diploma_correct_what_names_say(world: World) -> None:
    aid, one = shipped_aid(FIRM_AID), world.recruitments["labelled"]
    assert filing_facts.known(aid, one, ON)["contrat"] == "cdd_douze_mois"
    one.ends_on = date(2032, 8, 30)
    assert filing_facts.known(aid, one, ON)["contrat"] == "autre"
    one.ends_on = None
    assert "contrat" not in filing_facts.known(aid, one, ON)
    assert filing_facts.known(aid, one, date(2032, 6, 30))["situation_jeune"]
    late = filing_facts.known(aid, one, date(2032, 7, 1))
    assert "situation_jeune" not in late
    assert late["niveau_jeune"] == "bac3"
    assert {each.id for each in filing_facts.asked(aid, late)} >= {"situation_jeune", "contrat"}


def test_an_operator_may_ask_again_for_what_people_told_and_not_for_what_is_established(
    world: World,
) -> None:
    aid, one = shipped_aid(FIRM_AID), world.recruitments["labelled"]
    known = filing_facts.known(aid, one, ON)
    again = {each.id for each in filing_facts.askable(aid, known)} - {
        each.id for each in filing_facts.asked(aid, known)
    }
    assert again == {"contrat", "niveau_jeune", "situation_jeune"}
    assert {"charte_signee", "dans_ti_2020"} <= set(known)
