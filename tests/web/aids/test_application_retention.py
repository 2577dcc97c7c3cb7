"""Personal facts go after their time, or with the person; what was decided stays."""

from __future__ import annotations

import json
from datetime import date, timedelta

import pytest

from rebond.web.accounts import personal
from rebond.web.accounts.services.people import erase_person
from rebond.web.aids import (
    application_retention,
    applying,
    instructing,
    proving,
    recovering,
    signed_facts,
)
from rebond.web.aids.application_errors import FactsErased
from rebond.web.aids.application_telling import headline
from rebond.web.aids.models import Recruitment
from rebond.web.aids.reservations import of
from tests.web import aids_world
from tests.web.aids.applications import LATER, file, file_housing, funds, grant, pay, prove
from tests.web.ledger.funds import WHY
from tests.web.world import NOW, World, make_cast

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
RENT = "42050"


@pytest.fixture
def world(db: None) -> World:
    made = make_cast(NOW)
    aids_world.fill(made, NOW)
    funds(made)
    return made


def test_facts_go_five_years_after_the_decision_and_the_answer_stays(world: World) -> None:
    firm, home = grant(world, file(world)), grant(world, file_housing(world))
    assert application_retention.erase_old(NOW + 5 * 365 * DAY) == 0
    later = NOW + (5 * 365 + 1) * DAY
    assert application_retention.erase_old(later) == 2
    assert application_retention.erase_old(later) == 0
    for one in (firm, home):
        one.refresh_from_db()
        assert one.erased_at == later
        assert [step["met"] for step in one.answer["steps"]]
    assert home.facts == {}
    said = json.dumps(home.answer, ensure_ascii=False)
    assert RENT not in said
    assert "420,5" not in said
    assert (home.amount, home.answer["amount"]["high_cents"]) == (90_000, 90_000)
    # What is told of the young person goes; what is told of the firm stays.
    assert firm.facts["taille_entreprise"] == "pme"
    assert "niveau_jeune" not in firm.facts
    assert headline(home, of(home)).fr


def test_what_came_to_nothing_goes_after_a_year(world: World) -> None:
    home = file_housing(world)
    applying.withdraw(world.users["young"], home, NOW)
    assert application_retention.erase_old(NOW + 365 * DAY) == 0
    assert application_retention.erase_old(NOW + 366 * DAY) == 1


def test_the_year_counts_from_the_refusal_and_what_is_owed_is_kept(world: World) -> None:
    refused, owed = file(world), file_housing(world)
    later = NOW + 366 * DAY
    instructing.refuse(world.actor("recused"), refused, WHY, later)
    assert application_retention.erase_old(later + 365 * DAY) == 0
    assert application_retention.erase_old(later + 366 * DAY) == 1
    pay(world, prove(world, grant(world, owed)))
    recovering.contract_broken(owed.recruitment, date(2032, 1, 31), LATER)
    assert application_retention.erase_old(NOW + 6 * 365 * DAY) == 0
    recovering.decide(world.actor("action_logement"), owed, 0, WHY, LATER)
    assert application_retention.erase_old(NOW + 6 * 365 * DAY) == 1


def test_a_person_downloads_what_is_held_and_takes_it_away(world: World) -> None:
    young = world.users["young"]
    home, firm = file_housing(world), file(world)
    held = personal.exported(young)["aid_applications"]["applications"]
    assert [one["reference"] for one in held] == [home.reference, firm.reference]
    assert held[0]["facts"]["loyer_mensuel"] == int(RENT)
    assert {"asked", "settled", "broken_on", "due_back_cents", "proof"} <= set(held[0])
    # Of the firm's application: what it holds about the person, not what the firm says of itself.
    assert held[1]["facts"] == {
        "niveau_jeune": "bac3",
        "situation_jeune": "diplome_moins_de_deux_ans",
    }
    signed = personal.exported(young)["aids"]["recruitments"]
    told = next(one for one in signed if one["reference"] == home.recruitment.reference)
    assert (told["level"], told["graduated_on"]) == ("bac3", "2030-07-01")
    erase_person(young, by=None, now=NOW)
    home.refresh_from_db()
    firm.refresh_from_db()
    kept = Recruitment.objects.get(pk=home.recruitment_id)
    assert (kept.level, kept.situation, kept.graduated_on) == ("", "", None)
    assert home.facts == {}
    assert "niveau_jeune" not in firm.facts


def test_erased_facts_are_not_told_again(world: World) -> None:
    made, firm = file(world, taille_entreprise=None), world.actor("firm")
    application_retention.forget(world.users["young"], NOW)
    made.refresh_from_db()
    assert made.facts.get("niveau_jeune") is None
    again = {"niveau_jeune": "bac3", "situation_jeune": "diplome_moins_de_deux_ans"}
    with pytest.raises(FactsErased, match=made.reference):
        applying.tell(firm, made, again, NOW)
    # What the firm says of itself it may still tell.
    assert applying.tell(firm, made, {"taille_entreprise": "pme"}, NOW).facts["taille_entreprise"]
    made.refresh_from_db()
    assert "niveau_jeune" not in made.facts


def test_a_proof_named_after_an_erasure_is_erased_in_its_turn(world: World) -> None:
    made = grant(world, file(world))
    application_retention.forget(world.users["young"], NOW)
    proving.give(world.actor("firm"), made, "bulletin fictif", LATER.date(), LATER)
    assert application_retention.erase_old(LATER + 6 * 365 * DAY) == 1
    made.refresh_from_db()
    assert made.proof == ""


def test_what_the_signature_told_goes_five_years_after_the_label_or_one_after_the_signature(
    world: World,
) -> None:
    labelled, signed = world.recruitments["labelled"], world.recruitments["signed"]
    for now, gone in (
        (signed.person_signed_at + 365 * DAY, 0),
        (signed.person_signed_at + 366 * DAY, 1),
        (labelled.labelled_at + 5 * 365 * DAY, 0),
        (labelled.labelled_at + (5 * 365 + 1) * DAY, 1),
    ):
        assert signed_facts.erase_old(now) == gone
    assert not Recruitment.objects.exclude(level="", situation="", graduated_on=None).exists()
