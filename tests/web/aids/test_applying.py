"""Applying: the rules of the day frozen, one application however often it is sent, no double aid, nothing half done."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied

from rebond.aid.errors import UnknownAid, UnknownFact, UnusableFact
from rebond.aid.loading import shipped_aid
from rebond.web.accounts.services import register_siren
from rebond.web.aids import (
    application_queries,
    applying,
    recruit_queries,
    recruiting,
    reservations,
)
from rebond.web.aids.application_errors import (
    AlreadyAided,
    FactFixed,
    NoFundOpen,
    NotEligible,
    RecruitmentUnfit,
)
from rebond.web.aids.contract_errors import PayerUnknown
from rebond.web.aids.models import Application, Entitlement, Offer, Recruitment
from rebond.web.aids.signed_facts import Agreed
from rebond.web.journal.models import Entry
from rebond.web.ledger import services
from rebond.web.ledger.checking import differences
from rebond.web.ledger.models import Reservation
from tests.web import aids_world
from tests.web.aids.applications import (
    FIRM_AID,
    FIRM_FACTS,
    HOUSING,
    PERSON_AID,
    PERSON_FACTS,
    file,
    file_housing,
    funds,
    grant,
    recruitments,
)
from tests.web.ledger.funds import AID, WHY, vte
from tests.web.world import NOW, World, make_cast

pytestmark = pytest.mark.django_db
State = Application.State


@pytest.fixture
def world(db: None) -> World:
    made = make_cast(NOW)
    aids_world.fill(made, NOW)
    return made


def nothing_kept() -> bool:
    rows = Application.objects.count(), Entitlement.objects.count(), Reservation.objects.count()
    return rows == (0, 0, 0) and not Entry.objects.filter(act__startswith="aids.").exists()


def test_the_firm_applies_and_its_aid_is_reserved_at_once(world: World) -> None:
    fund, _housing = funds(world)
    made = file(world)
    assert (made.state, made.operator.slug, made.siren) == ("reserved", "bpi", aids_world.SIREN)
    assert made.answer["answer"] == "yes"
    assert made.answer["amount"] == {"low_cents": AID, "high_cents": AID}
    # What the offer, the profile, the charter and the place tell was not asked again.
    assert made.facts == FIRM_FACTS | {
        "dans_ti_2020": True,
        "situation_jeune": "diplome_moins_de_deux_ans",
        "niveau_jeune": "bac3",
        "contrat": "cdd_douze_mois",
        "charte_signee": True,
    }
    one = reservations.of(made)
    assert one is not None
    assert (one.amount, one.state, one.fund_id) == (AID, "reserved", fund.pk)
    assert one.territory_kind.startswith("territoire_industrie")
    entry = Entry.objects.get(act="aids.apply")
    assert entry.object_reference == made.reference
    assert differences() == []


def test_the_same_application_twenty_times_is_one(world: World) -> None:
    fund, _housing = funds(world)
    assert len({file(world).pk for _ in range(20)}) == 1
    fund.refresh_from_db()
    assert (fund.reserved, fund.places_left) == (AID, 9)
    assert Entry.objects.filter(act="aids.apply").count() == 1
    # The contract, the person by name and birth date, the person by account, the firm.
    assert Entitlement.objects.count() == 4
    assert differences() == []


def test_the_young_person_applies_to_another_operator_under_rules_that_are_not_established(
    world: World,
) -> None:
    funds(world)
    made = file_housing(world)
    assert (made.operator.slug, made.firm, made.person) == (
        "action-logement",
        None,
        world.users["young"],
    )
    # The ceiling of pay has no established value after 2020: it cannot be said, and 900 euros are set aside.
    assert (made.answer["answer"], made.answer["open"]) == ("unknown", ["salaire"])
    one = reservations.of(made)
    assert one is not None
    assert (one.amount, made.state) == (HOUSING, State.RESERVED)
    assert made.facts["contrat_logement"] == "cdd"
    assert made.facts["est_vte"] is True


def test_an_application_without_a_fact_is_filed_and_says_which_is_missing(world: World) -> None:
    funds(world)
    made = file(world, taille_entreprise=None)
    assert (made.state, made.answer["missing"]) == (State.FILED, ["taille_entreprise"])
    assert reservations.of(made) is None
    told = applying.tell(world.actor("firm"), made, {"taille_entreprise": "eti"}, NOW)
    assert (told.state, told.answer["answer"]) == (State.RESERVED, "yes")
    with pytest.raises(FactFixed):
        applying.tell(world.actor("firm"), told, {"taille_entreprise": "pme"}, NOW)
    with pytest.raises(FactFixed):
        applying.tell(world.actor("firm"), told, {"niveau_jeune": "bac5"}, NOW)
    assert differences() == []


def test_the_rules_answer_no_with_the_rule_that_decides_and_nothing_is_kept(world: World) -> None:
    funds(world)
    with pytest.raises(NotEligible) as refused:
        file(world, taille_entreprise="grande")
    assert "PME" in refused.value.message("fr")
    with pytest.raises(NotEligible, match="charter"):
        applying.apply(
            world.actor("firm"), world.recruitments["proposed"], FIRM_AID, FIRM_FACTS, NOW
        )
    # The housing aid asks for a labelled recruitment: the label itself is a fact, which nobody types.
    signed = Recruitment.objects.filter(pk=world.recruitments["labelled"].pk)
    signed.update(state=Recruitment.State.SIGNED)
    with pytest.raises(NotEligible):
        file_housing(world)
    assert nothing_kept()


@pytest.mark.parametrize(
    ("facts", "error"),
    [
        ({"loyer_mensuel": -1}, UnusableFact),
        ({"loyer_mensuel": 10**18}, UnusableFact),
        ({"loyer_mensuel": "cent"}, UnusableFact),
        ({"logement_mois": 13}, UnusableFact),
        ({"logement_mois": True}, UnusableFact),
        ({"日本": 1}, UnknownFact),
        ({"est_vte": False}, FactFixed),
        ({"salaire_brut_mensuel": 1}, FactFixed),
    ],
)
def test_bad_input_is_refused_in_words_and_changes_nothing(
    world: World, facts: dict[str, Any], error: type[Exception]
) -> None:
    funds(world)
    with pytest.raises(error):
        file_housing(world, **facts)
    assert nothing_kept()


def test_rents_at_and_under_the_floor_and_no_rent_at_all(world: World) -> None:
    funds(world)
    made = file_housing(world, loyer_mensuel=999)
    # Under ten euros a month nothing is paid: nothing is set aside either.
    assert (made.state, reservations.of(made)) == (State.FILED, None)
    applying.withdraw(world.users["young"], made, NOW)
    again = file_housing(world, loyer_mensuel=None)
    assert again.answer["missing"] == ["loyer_mensuel"]
    told = applying.tell(world.users["young"], again, {"loyer_mensuel": 1000}, NOW)
    one = reservations.of(told)
    assert one is not None
    assert one.amount == 9 * 1000


def test_no_fund_of_the_year_no_application(world: World) -> None:
    fund = vte(world)
    with pytest.raises(NoFundOpen, match="2031"):
        file_housing(world)
    later = NOW + timedelta(days=365)
    with pytest.raises(NoFundOpen, match="2032"):
        applying.apply(
            world.actor("firm"), world.recruitments["labelled"], FIRM_AID, FIRM_FACTS, later
        )
    services.close_fund(world.actor("national"), fund, WHY, NOW)
    with pytest.raises(NoFundOpen):
        file(world)
    vte(world, reference="vte-reel", is_fictitious=False)
    with pytest.raises(NoFundOpen):
        file(world)
    assert nothing_kept()


def test_who_may_apply(world: World) -> None:
    funds(world)
    one = world.recruitments["labelled"]
    for by in (world.users["young"], world.actor("national"), world.actor("recused")):
        with pytest.raises(PermissionDenied):
            applying.apply(by, one, FIRM_AID, FIRM_FACTS, NOW)
    for by in (world.actor("firm"), world.users["nobody"]):
        with pytest.raises(PermissionDenied):
            applying.apply(by, one, PERSON_AID, PERSON_FACTS, NOW)
    with pytest.raises(UnknownAid):
        applying.apply(world.actor("firm"), one, "inconnue", {}, NOW)
    assert nothing_kept()


def test_a_recruitment_that_is_over_gets_nothing(world: World) -> None:
    funds(world)
    Recruitment.objects.update(state=Recruitment.State.BROKEN, broken_on=date(2031, 6, 1))
    with pytest.raises(RecruitmentUnfit, match="R-LABELLISE"):
        file(world)
    assert nothing_kept()


def test_the_same_person_typed_twice_has_the_aid_once(world: World) -> None:
    funds(world)
    first = file(world)
    (other,) = recruitments(world, 1, person_key=world.recruitments["labelled"].person_key)
    firm = world.actor("firm")
    with pytest.raises(AlreadyAided, match=first.reference) as refused:
        file(world, other)
    said = refused.value.message("fr") + refused.value.message("en")
    assert refused.value.kind == "person"
    assert "that we assume" in said
    assert world.users["young"].name not in said
    assert "retirez-la" in said
    ((_aid, _standing, obstacle),) = application_queries.offered(firm, other, NOW.date())
    assert str(obstacle) == str(refused.value)
    grant(world, first)
    ((_aid, _standing, decided),) = application_queries.offered(firm, other, NOW.date())
    assert decided is not None
    assert "Une autre personne recrutée" in decided.message("fr")


def test_a_place_that_is_given_back_is_free_again(world: World) -> None:
    funds(world)
    first = file(world)
    (other,) = recruitments(world, 1, person_key=world.recruitments["labelled"].person_key)
    applying.withdraw(world.actor("firm"), first, NOW)
    ((_aid, _standing, obstacle),) = application_queries.offered(
        world.actor("firm"), other, NOW.date()
    )
    assert obstacle is None
    assert file(world, other).state == State.RESERVED
    assert differences() == []


def test_one_account_under_another_name_or_birth_date_has_the_aid_once(world: World) -> None:
    funds(world)
    young, other = world.users["young"], world.recruitments["answered"]
    agreed = Agreed("bac3", "diplome_moins_de_deux_ans")
    recruiting.sign_charter(
        young, other, now=NOW, name="Zoé Autrement", born_on="2009-02-03", agreed=agreed
    )
    recruiting.sign_charter(world.actor("firm"), other, now=NOW)
    other.refresh_from_db()
    assert other.person_key != world.recruitments["labelled"].person_key
    assert world.recruitments["labelled"] in recruit_queries.others_of(other)
    first = file(world)
    with pytest.raises(AlreadyAided, match=first.reference) as refused:
        file(world, other)
    assert refused.value.kind == "person"
    applying.withdraw(world.actor("firm"), first, NOW)
    assert file(world, other).state == State.RESERVED
    assert differences() == []


def test_another_firm_is_told_no_reference_of_a_person_s_earlier_aid(world: World) -> None:
    funds(world)
    first = file(world)
    (other,) = recruitments(world, 1, person_key=world.recruitments["labelled"].person_key)
    elsewhere = world.organisations["investisseur"]
    other.offer.organisation = elsewhere
    other.offer.save(update_fields=["organisation"])
    actor = replace(world.actor("firm"), organisation_id=elsewhere.pk)
    with pytest.raises(AlreadyAided) as refused:
        applying.apply(actor, other, FIRM_AID, FIRM_FACTS, NOW)
    said = refused.value.message("fr") + refused.value.message("en")
    assert first.reference not in said
    assert "Cette personne a déjà demandé cette aide." in said


def test_facts_are_those_of_the_signature_and_of_the_contract_s_days(world: World) -> None:
    funds(world)
    one, profile = world.recruitments["labelled"], world.profiles["young"]
    # The profile of the day is nobody's business.
    profile.level, profile.consented_at = "bac5", None
    profile.save()
    made = file(world)
    assert made.facts["niveau_jeune"] == "bac3"
    applying.withdraw(world.actor("firm"), made, NOW)
    Recruitment.objects.filter(pk=one.pk).update(ends_on=date(2031, 11, 30))
    with pytest.raises(NotEligible):
        file(world)
    Recruitment.objects.filter(pk=one.pk).update(
        ends_on=date(2032, 8, 31), graduated_on=date(2020, 7, 1)
    )
    again = file(world)
    assert (again.state, again.answer["missing"]) == (State.FILED, ["situation_jeune"])


def test_an_aid_that_nothing_pays_here_is_not_offered(world: World) -> None:
    funds(world)
    firm, one = world.actor("firm"), world.recruitments["labelled"]
    offered = application_queries.offered(firm, one, NOW.date())
    assert [(aid.id, obstacle) for aid, _standing, obstacle in offered] == [(FIRM_AID, None)]
    assert [aid.id for aid in application_queries.unpaid(firm, one)] == ["aide_vte_vert"]
    with pytest.raises(PayerUnknown, match="nothing says who pays it here"):
        applying.apply(firm, one, "aide_vte_vert", {"mission_de_transition": True}, NOW)
    assert nothing_kept()


def test_a_renamed_firm_is_known_by_its_siren(world: World) -> None:
    funds(world)
    made = list(recruitments(world, 3))
    for one in made:
        one.offer.siren = aids_world.SIREN
        one.offer.save(update_fields=["siren"])
    first, _second = file(world, made[0]), file(world, made[1])
    world.organisations["entreprise"].name = "Un autre nom"
    world.organisations["entreprise"].save()
    with pytest.raises(AlreadyAided, match=first.reference) as refused:
        file(world, made[2])
    assert refused.value.kind == "firm"
    assert "2 times" in refused.value.message("en")
    # Another year leaves other places.
    later = NOW + timedelta(days=365)
    vte(world, reference="vte-2032", year=2032)
    assert applying.apply(world.actor("firm"), made[2], FIRM_AID, FIRM_FACTS, later).pk
    assert Entitlement.objects.filter(kind="firm").count() == 3


def test_a_corrected_siren_gives_no_place_back_and_the_registered_one_counts(world: World) -> None:
    funds(world)
    made = list(recruitments(world, 3))
    Offer.objects.update(siren=aids_world.SIREN)
    for one in made:
        one.offer.refresh_from_db()
    first, _second = file(world, made[0]), file(world, made[1])
    firm = world.organisations["entreprise"]
    register_siren(world.actor("national_admin"), firm, "732 829 320", "Saisi de travers.", now=NOW)
    with pytest.raises(AlreadyAided, match=first.reference):
        file(world, made[2])
    later = NOW + timedelta(days=365)
    vte(world, reference="vte-2032", year=2032)
    told = applying.apply(world.actor("firm"), made[2], FIRM_AID, FIRM_FACTS, later)
    assert (first.siren, told.siren) == (aids_world.SIREN, "732829320")


def test_the_last_places_then_the_waiting_list_in_its_written_order(world: World) -> None:
    fund, _housing = funds(world, places=1)
    made = list(recruitments(world, 3))
    filed = [file(world, one) for one in made]
    assert [one.state for one in filed] == [State.RESERVED, State.WAITING, State.WAITING]
    waiting = [reservations.of(one) for one in filed[1:]]
    assert [reservations.place_in_line(one) for one in waiting if one] == [1, 2]
    applying.withdraw(world.actor("firm"), filed[0], NOW)
    for one in filed:
        one.refresh_from_db()
    assert [one.state for one in filed] == [State.WITHDRAWN, State.RESERVED, State.WAITING]
    fund.refresh_from_db()
    assert (fund.places_left, fund.waiting) == (0, 1)
    assert differences() == []


def test_a_fact_that_changes_the_amount_asks_for_another_reservation(world: World) -> None:
    funds(world)
    made = file_housing(world)
    Application.objects.filter(pk=made.pk).update(asked=[{"fact": "logement_mois", "words": WHY}])
    told = applying.tell(world.users["young"], made, {"logement_mois": 4}, NOW)
    states = [(one.amount, one.state) for one in reservations.all_of(told).order_by("pk")]
    assert states == [(HOUSING, "cancelled"), (40_000, "reserved")]
    assert (told.state, told.asked) == (State.RESERVED, [])
    assert differences() == []


def test_the_rules_of_the_filing_day_hold_whatever_they_become(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    funds(world)
    made = file(world, taille_entreprise=None)
    changed = shipped_aid(FIRM_AID).model_dump(mode="json")
    text = str(changed)
    assert "400000" in text
    monkeypatch.setattr(applying, "shipped_aid", lambda _name: pytest.fail("the rules of today"))
    told = applying.tell(world.actor("firm"), made, {"taille_entreprise": "pme"}, NOW)
    assert told.answer["aid_digest"] == made.aid_digest
    assert told.answer["on"] == "2031-06-02"
    # Told years later, the day of filing still rules, even by a clock that went back.
    assert applying.ruling.ruling(told).answer.on == date(2031, 6, 2)
