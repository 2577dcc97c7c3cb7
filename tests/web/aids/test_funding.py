"""Which fund pays an aid: of its award, its operator, its year and its place; never one of another kind of money."""

from __future__ import annotations

from datetime import date

import pytest

from rebond.aid.loading import shipped_aid
from rebond.web.aids import funding
from rebond.web.aids.application_errors import NoFundOpen
from rebond.web.aids.contract_errors import PayerUnknown
from rebond.web.ledger import services
from tests.web import aids_world
from tests.web.aids.applications import FIRM_AID, PERSON_AID, housing
from tests.web.ledger.funds import WHY, vte
from tests.web.world import NOW, make_cast

pytestmark = pytest.mark.django_db
ON, HERE = date(2031, 6, 2), aids_world.COMMUNE


def test_a_fund_of_the_place_comes_before_that_of_the_country_and_a_closed_one_never() -> None:
    world = make_cast(NOW)
    aid = shipped_aid(FIRM_AID)
    country = vte(world)
    housing(world)
    found = {"is_fictitious": True}
    assert funding.fund_for(aid, HERE, ON, **found) == country
    region = vte(world, reference="vte-region", place=("region", "28"))
    elsewhere = vte(world, reference="vte-ailleurs", place=("region", "32"))
    assert funding.fund_for(aid, HERE, ON, **found) == region
    assert funding.fund_for(aid, "62498", ON, **found) == elsewhere
    services.close_fund(world.actor("national"), region, WHY, NOW)
    assert funding.fund_for(aid, HERE, ON, **found) == country
    for day, fictitious in ((date(2032, 1, 1), True), (ON, False)):
        with pytest.raises(NoFundOpen):
            funding.fund_for(aid, HERE, day, is_fictitious=fictitious)
    assert funding.fund_for(shipped_aid(PERSON_AID), HERE, ON, **found).award_id == "aide_logement"
    with pytest.raises(PayerUnknown):
        funding.fund_for(shipped_aid("aide_vte_vert"), HERE, ON, **found)


def test_a_commune_that_nobody_knows_is_in_no_territory_but_the_country() -> None:
    aid = shipped_aid(FIRM_AID)
    assert funding.territory_of(aid, "99999") == ("", "")
    assert ("pays", "FR") in funding.places_of("99999")
    kind, code = funding.territory_of(aid, HERE)
    assert kind.startswith("territoire_industrie")
    assert code
    assert {("region", "28"), ("departement", "14")} <= funding.places_of(HERE)
