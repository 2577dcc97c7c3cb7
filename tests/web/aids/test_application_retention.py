"""Personal facts go after their time, or with the person; what was decided stays."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest

from rebond.web.accounts import personal
from rebond.web.accounts.services.people import erase_person
from rebond.web.aids import application_retention, applying
from rebond.web.aids.application_telling import headline
from rebond.web.aids.reservations import of
from tests.web import aids_world
from tests.web.aids.applications import file, file_housing, funds, grant
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


def test_a_person_downloads_what_is_held_and_takes_it_away(world: World) -> None:
    young = world.users["young"]
    home, firm = file_housing(world), file(world)
    held = personal.exported(young)["aid_applications"]["applications"]
    assert [one["reference"] for one in held] == [home.reference]
    assert held[0]["facts"]["loyer_mensuel"] == int(RENT)
    erase_person(young, by=None, now=NOW)
    home.refresh_from_db()
    firm.refresh_from_db()
    assert home.facts == {}
    assert "niveau_jeune" not in firm.facts
