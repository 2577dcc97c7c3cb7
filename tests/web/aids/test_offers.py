"""A firm's offers: what is refused and why, who may act, and what closing does."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.http import QueryDict

from rebond.errors import RebondError
from rebond.web.aids import offer_listing, offers, recruit_queries
from rebond.web.aids.contract_errors import FirmUnregistered
from rebond.web.aids.models import Offer, Recruitment
from rebond.web.aids.offers import Writing
from rebond.web.clock import today
from rebond.web.journal.models import Entry
from rebond.web.notices.models import Notice
from tests.web import aids_world
from tests.web.world import NOW, World, make_cast

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
WHOLE = Writing(
    title="Passer l’atelier à la commande numérique",
    mission="Auprès du dirigeant.",
    siren="900 000 001",
    skills=("soudage", "robotique", "soudage"),
    level="bac3",
    commune="Lisieux",
    contract="cdd_douze_mois",
    starts_on="2031-09-01",
    ends_on="2032-08-31",
    monthly_pay="2 100,50 €",
)


@pytest.fixture
def world(db: None) -> World:
    made = make_cast(NOW)
    aids_world.fill(made, NOW)
    return made


def test_an_offer_is_written_opened_and_closed_with_one_row_of_the_journal_each(
    world: World,
) -> None:
    firm = world.actor("firm")
    drafted = offers.draft(firm, WHOLE, now=NOW)
    assert (drafted.siren, drafted.commune_code, drafted.monthly_pay) == (
        "900000001",
        "14366",
        210_050,
    )
    assert drafted.skills == ["soudage", "robotique"]
    assert (drafted.programme_id, drafted.measure_id) == aids_world.MEASURE
    assert drafted not in recruit_queries.open_offers(NOW)
    edited = offers.edit(firm, drafted, replace(WHOLE, title="Autre titre"), now=NOW)
    opened = offers.open_offer(firm, edited, now=NOW)
    assert opened in recruit_queries.open_offers(NOW)
    # Ninety days, whole: the last second of the last day in Paris.
    assert opened.closes_at is not None
    assert opened.closes_at.isoformat() == "2031-08-31T23:59:59+02:00"
    assert offers.is_open(opened, opened.closes_at)
    assert not offers.is_open(opened, opened.closes_at + timedelta(seconds=1))
    offers.close(firm, opened, now=NOW)
    acts = list(Entry.objects.filter(object_reference=drafted.reference).order_by("number"))
    assert [one.act for one in acts] == [
        "aids.offer_drafted",
        "aids.offer_edited",
        "aids.offer_opened",
        "aids.offer_closed",
    ]


UNFIT: list[tuple[Any, ...]] = [
    ({"title": "  "}, "title"),
    ({"title": "é" * 201}, "title"),
    ({"mission": "x" * 8001}, "mission"),
    ({"siren": "900000002"}, "siren"),
    ({"siren": "000000000"}, "siren"),
    ({"siren": "９０００００００１"}, "siren"),
    ({"skills": ("inconnue",)}, "skills"),
    ({"level": "doctorat"}, "level"),
    ({"contract": "stage"}, "contract"),
    ({"commune": "Nulle-Part-sur-Rien"}, "commune"),
    ({"commune": "99999"}, "commune"),
    ({"commune": "Saint-Denis"}, "commune"),
    ({"starts_on": "2031-02-30"}, "starts_on"),
    ({"starts_on": "9999-12-31"}, "starts_on"),
    ({"ends_on": "2031-08-31"}, "ends_on"),
    ({"ends_on": "2032-08-30"}, "ends_on"),
    ({"ends_on": "2032-06-29", "contract": "alternance_dix_mois"}, "ends_on"),
    ({"contract": "cdi"}, "ends_on"),
    ({"monthly_pay": "-5"}, "monthly_pay"),
    ({"monthly_pay": "NaN"}, "monthly_pay"),
    ({"monthly_pay": "1e99"}, "monthly_pay"),
    ({"monthly_pay": "10,001"}, "monthly_pay"),
    ({"measure": "pack_rebond_2020/formation"}, "measure"),
]


def test_what_cannot_be_is_refused_with_its_field_and_nothing_is_written(world: World) -> None:
    for changed, field in UNFIT:
        before = Offer.objects.count()
        with pytest.raises(RebondError) as refused:
            offers.draft(world.actor("firm"), replace(WHOLE, **changed), now=NOW)
        assert refused.value.field == field  # type: ignore[attr-defined]
        assert refused.value.message("fr") != refused.value.message("en")
        assert Offer.objects.count() == before
        assert not Entry.objects.exists()


def test_a_firm_whose_siren_is_known_recruits_under_no_other(world: World) -> None:
    firm = world.organisations["entreprise"]
    firm.siren = "900000019"
    firm.save()
    with pytest.raises(RebondError, match="not your firm"):
        offers.draft(world.actor("firm"), WHOLE, now=NOW)
    assert offers.draft(world.actor("firm"), replace(WHOLE, siren=""), now=NOW).siren == firm.siren


def test_an_offer_opens_only_under_the_firm_s_registered_siren(world: World) -> None:
    firm = world.organisations["entreprise"]
    firm.siren = ""
    firm.save()
    drafted = offers.draft(world.actor("firm"), WHOLE, now=NOW)
    with pytest.raises(FirmUnregistered, match="not registered here"):
        offers.open_offer(world.actor("firm"), drafted, now=NOW)
    drafted.refresh_from_db()
    assert drafted.state == Offer.State.DRAFT
    unsaid = offers.draft(world.actor("firm"), replace(WHOLE, siren=""), now=NOW)
    firm.siren = drafted.siren
    firm.save()
    for one in (drafted, unsaid):  # a draft from before need not be written again
        opened = offers.open_offer(world.actor("firm"), one, now=NOW)
        assert (opened.state, opened.siren) == (Offer.State.OPEN, firm.siren)


NOT_TO_OPEN: list[tuple[Any, ...]] = [
    ({"mission": ""}, "", 0),
    ({"commune": ""}, "", 0),
    ({"contract": ""}, "", 0),
    ({"contract": "cdd_douze_mois", "ends_on": ""}, "", 0),
    ({"starts_on": "", "ends_on": ""}, "", 0),
    ({}, "", 100),
    ({}, "2031-06-01", 0),
    ({}, "2031-09-02", 0),  # the contract has begun
]


def test_an_offer_closes_with_the_first_day_of_its_contract_at_the_latest(world: World) -> None:
    firm = world.actor("firm")
    for starts_on, last in (("2031-07-01", "2031-07-01"), ("2031-09-01", "2031-08-31")):
        drafted = offers.draft(firm, replace(WHOLE, starts_on=starts_on), now=NOW)
        opened = offers.open_offer(firm, drafted, now=NOW)
        assert opened.closes_at is not None
        assert today(opened.closes_at).isoformat() == last
    drafted = offers.draft(firm, WHOLE, now=NOW)
    with pytest.raises(RebondError, match="after the first day of the contract") as refused:
        offers.open_offer(firm, drafted, closes_on="2031-09-02", now=NOW)
    assert refused.value.field == "closes_on"  # type: ignore[attr-defined]


def test_an_offer_opens_only_whole_and_to_come(world: World) -> None:
    for changed, closes_on, later in NOT_TO_OPEN:
        firm = world.actor("firm")
        drafted = offers.draft(firm, replace(WHOLE, **changed), now=NOW)
        with pytest.raises(RebondError):
            offers.open_offer(firm, drafted, closes_on=closes_on, now=NOW + later * DAY)
        drafted.refresh_from_db()
        assert drafted.state == Offer.State.DRAFT


def test_only_the_firm_s_own_people_act_and_only_once(world: World) -> None:
    opened, draft = world.offers["open"], world.offers["draft"]
    for persona in ("investor", "recused", "national", "epci_a"):
        with pytest.raises(PermissionDenied):
            offers.draft(world.actor(persona), WHOLE, now=NOW)
        with pytest.raises(PermissionDenied):
            offers.close(world.actor(persona), opened, now=NOW)
    firm = world.actor("firm")
    with pytest.raises(RebondError, match="open"):
        offers.edit(firm, opened, WHOLE, now=NOW)
    offers.open_offer(firm, draft, now=NOW)
    with pytest.raises(RebondError):
        offers.open_offer(firm, draft, now=NOW)
    offers.close(firm, opened, now=NOW)
    with pytest.raises(RebondError, match="closed"):
        offers.close(firm, opened, now=NOW)


def test_closing_declines_what_waits_and_leaves_what_both_signed(world: World) -> None:
    firm = world.actor("firm")
    offers.close(firm, world.offers["proposed"], now=NOW)
    offers.close(firm, world.offers["signed"], now=NOW)
    proposed, signed = world.recruitments["proposed"], world.recruitments["signed"]
    proposed.refresh_from_db()
    signed.refresh_from_db()
    assert (proposed.state, proposed.declined_by) == ("declined", Recruitment.Side.RULE)
    assert signed.state == Recruitment.State.SIGNED
    told = Notice.objects.filter(user=world.users["young"], kind="aids.offer_over")
    assert told.count() == 1


def listed(query: str) -> offer_listing.Listed:
    return offer_listing.listed(offer_listing.asked(QueryDict(query)), NOW)


def references(query: str) -> set[str]:
    return {offer.reference for offer, _match in listed(query).rows}


def test_the_public_list_is_narrowed_by_place_skill_level_and_day(world: World) -> None:
    everything = {"O-OPEN", "O-PROPOSED", "O-ANSWERED", "O-SIGNED"}
    assert references("") == everything
    near, far = world.offers["open"], world.offers["proposed"]
    near.skills, near.level, near.starts_on = ["robotique"], "bac5", (NOW + 20 * DAY).date()
    near.save()
    far.commune_code = "62498"
    far.save()
    assert references("competence=robotique") == {"O-OPEN"}
    assert references("niveau=bac3") == everything - {"O-OPEN"}
    assert references("des=2031-08-01") == everything - {"O-OPEN"}
    assert references("ou=Lisieux&km=20") == everything - {"O-PROPOSED"}
    assert references("ou=Pas-de-Calais") == {"O-PROPOSED"}
    found = listed("ou=Lisieux&niveau=bac3")
    assert {one.criterion for _offer, match in found.rows for one in match.reasons} == {  # type: ignore[union-attr]
        "place",
        "level",
    }
    assert (found.total, found.of_all) == (2, 4)


def test_what_cannot_be_read_in_the_list_is_told_and_left_out(world: World) -> None:
    question = offer_listing.asked(
        QueryDict("ou=Nulle-Part&des=hier&km=-3&competence=rien&niveau=rien&page=9999999999999")
    )
    assert len(question.faults) == 2
    assert not question.is_narrowed
    assert offer_listing.listed(question, NOW).total == 4
    assert offer_listing.listed(question, NOW + 200 * DAY).total == 0
