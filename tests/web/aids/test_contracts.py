"""The label and the end of a contract: in which state, by whom, and what goes with it."""

from __future__ import annotations

import pytest
from django.core.exceptions import PermissionDenied

from rebond.errors import RebondError
from rebond.web.aids import contracts
from rebond.web.aids.models import Recruitment
from rebond.web.aids.recruiting_errors import NotInThatState
from rebond.web.journal.models import Entry
from tests.web import aids_world
from tests.web.world import NOW, World, make_cast

pytestmark = pytest.mark.django_db
WHY = "La mission décrite n’est pas de transformation."


@pytest.fixture
def world(db: None) -> World:
    made = make_cast(NOW)
    aids_world.fill(made, NOW)
    return made


def test_declining_takes_away_the_contract_s_key_and_what_the_person_told(world: World) -> None:
    bank, one = world.actor("recused"), world.recruitments["signed"]
    with pytest.raises(PermissionDenied):
        contracts.decline(world.actor("firm"), one, sentence=WHY, now=NOW)
    assert one.level
    contracts.decline(bank, one, sentence=WHY, now=NOW)
    one.refresh_from_db()
    assert (one.state, one.declined_by, one.sentence) == ("declined", "operator", WHY)
    assert (one.contract_key, one.level, one.situation, one.graduated_on) == ("", "", "", None)
    with pytest.raises(NotInThatState):
        contracts.label(bank, one, now=NOW)
    assert Entry.objects.filter(act="aids.declined").count() == 1


def test_a_labelled_contract_keeps_what_was_told_until_its_time(world: World) -> None:
    one = world.recruitments["labelled"]
    contracts.break_contract(world.actor("firm"), one, on="2031-06-01", reason="trial", now=NOW)
    one.refresh_from_db()
    assert (one.state, one.level) == ("broken", "bac3")
    with pytest.raises(RebondError):
        contracts.end(world.actor("firm"), one, now=NOW)


def test_only_states_in_which_an_act_applies(world: World) -> None:
    one = contracts.held(world.recruitments["proposed"])
    contracts.require_state(one, Recruitment.State.PROPOSED)
    with pytest.raises(NotInThatState, match="proposed"):
        contracts.require_state(one, Recruitment.State.SIGNED, Recruitment.State.LABELLED)
    with pytest.raises(NotInThatState):
        contracts.end(world.actor("firm"), one, now=NOW)
    with pytest.raises(PermissionDenied):
        contracts.end(world.actor("national"), one, now=NOW)


def test_a_break_too_early_is_told_between_which_days_it_may_stand(world: World) -> None:
    one = world.recruitments["labelled"]
    with pytest.raises(RebondError) as refused:
        contracts.break_contract(world.actor("firm"), one, on="2020-01-01", reason="trial", now=NOW)
    words = refused.value.message("fr")
    assert "au 2 juin 2031" in words
    assert "Donnez un jour du" in words
    Recruitment.objects.filter(pk=one.pk).update(ends_on=None)
    with pytest.raises(RebondError, match="has no planned end"):
        contracts.end(world.actor("firm"), one, now=NOW)
