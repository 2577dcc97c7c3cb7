"""Where a territory stands: what is public is said, what is not is not, and nothing is guessed."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.db import connection

from rebond.territory import PlaceKey
from rebond.web.calls.models import Call
from rebond.web.deliberations.models import Decision
from rebond.web.dossiers.models import Dossier, DossierPlace
from rebond.web.journal import triggers
from rebond.web.sites.labelled import load
from rebond.web.sites.models import Consent, Site
from rebond.web.territories import calls_here
from rebond.web.territories.standing import standings
from rebond.web.territories.standing_rows import MeasureStanding, Standing
from rebond.web.training.models import Laureate
from tests.web.deliberations.scenes import deliberated
from tests.web.deliberations.test_results import publish
from tests.web.world import CAST, DAY, NOW, World, make_world

pytestmark = pytest.mark.django_db
LISIEUX, LENS, CAEN = (PlaceKey("commune", code) for code in ("14366", "62498", "14118"))
LABEL = "site_cle_en_main"


@pytest.fixture
def world(db: None, settings: Any) -> World:
    settings.CLOCK = lambda: NOW
    return make_world(NOW)


def row(key: PlaceKey, call: str = "", *, measure: str = LABEL, **more: Any) -> MeasureStanding:
    found = [
        one
        for one in standings(key, more.pop("actor", None), more.pop("now", NOW), **more)
        if one.call == call and (call or one.measure == measure)
    ]
    assert len(found) == 1
    return found[0]


def said(key: PlaceKey, actor: Any = None, now: Any = NOW) -> str:
    return repr(standings(key, actor, now))


def test_the_real_programme_is_not_established_unless_a_label_is_known(db: None) -> None:
    load(NOW)
    lisieux = row(LISIEUX)
    assert lisieux.standing == Standing.NOT_ESTABLISHED
    assert "19 des 66 sites annoncés le 20 juillet 2020" in lisieux.sentence.fr
    hambach = row(PlaceKey("commune", "57289"))
    assert hambach.standing == Standing.LABELLED
    assert hambach.on == date(2020, 1, 20)
    assert "Europôle" in hambach.sentence.en
    assert hambach.proofs[0].source == "labelled_sites"


def test_a_list_known_whole_for_a_region_says_that_none_stands_there(db: None) -> None:
    """Hauts-de-France is whole for the wave of July 2020; a commune without a site there is told so."""
    load(NOW)
    lens = row(LENS)
    assert lens.standing == Standing.NOT_ESTABLISHED
    assert "la liste est complète pour sa région" in lens.sentence.fr
    assert "complète" not in row(LISIEUX).sentence.fr


def test_a_site_without_commune_is_told_to_its_departement_and_never_placed(db: None) -> None:
    load(NOW)
    achenheim = row(PlaceKey("commune", "67001"))
    assert achenheim.standing == Standing.NOT_ESTABLISHED
    assert "Axioparc" in achenheim.sentence.fr
    assert row(PlaceKey("departement", "67")).standing == Standing.LABELLED


def test_open_measures_choose_nobody_and_say_to_whom_they_are_open(db: None) -> None:
    inside, outside = row(LISIEUX, measure="vte"), row(PlaceKey("commune", "75056"), measure="vte")
    assert {inside.standing, outside.standing} == {Standing.NO_CALL}
    assert "par Lisieux Industrie" in inside.sentence.fr
    assert "n’en fait pas partie" in outside.sentence.fr


def test_a_day_before_the_programme_knows_neither_it_nor_a_later_label(db: None) -> None:
    load(NOW)
    early = row(PlaceKey("commune", "57289"), day=date(2020, 1, 19))
    assert early.standing == Standing.NO_CALL
    assert "n’était pas encore annoncé" in early.sentence.fr
    assert row(PlaceKey("commune", "57289"), day=date(2020, 1, 20)).standing == Standing.LABELLED


def test_a_laureate_of_training_is_retained(db: None) -> None:
    Laureate.objects.create(
        reference="L-1",
        call_name="AMI 1 (2019)",
        place_kind="commune",
        place_code="14366",
        name="Lisieux",
        retained_on=date(2019, 6, 1),
    )
    assert row(LISIEUX, measure="formation").standing == Standing.RETAINED
    assert row(PlaceKey("region", "28"), measure="formation").standing == Standing.RETAINED
    assert row(CAEN, measure="formation").standing == Standing.NOT_ESTABLISHED


def test_an_arrondissement_has_what_its_commune_has_and_says_so(db: None) -> None:
    words = row(PlaceKey("arrondissement", "75116")).sentence.fr
    assert "Paris, non par arrondissement" in words


def test_nothing_tells_two_places_apart_before_the_results(world: World) -> None:
    """A dossier touches Lisieux, none touches Caen: nobody without a right reads a difference."""
    for persona in (None, "epci_b", "dreal_2", "investor", "parliament", "firm"):
        actor = world.actor(persona) if persona else None
        there, elsewhere = (row(key, "essai-closed", actor=actor) for key in (LISIEUX, CAEN))
        assert (there.standing, there.sentence) == (elsewhere.standing, elsewhere.sentence)
        assert there.standing == Standing.NOT_PUBLIC
    assert row(LISIEUX, "essai-open").standing == Standing.OPEN


def test_no_persona_reads_a_dossier_that_is_not_his_to_read(world: World) -> None:
    """Every persona, before and after the results; drafts never, others' dossiers never."""
    dossiers = ("a_draft", "b_draft", "a_filed", "b_filed")
    secret = {one: {f"Site fictif {one}", world.dossiers[one].reference} for one in dossiers}
    for persona in CAST:
        actor = world.actor(persona)
        text = said(LISIEUX, actor) + said(LENS, actor)
        mine = {"a_filed"} if persona.startswith("epci_a") else set()
        mine = {"b_filed"} if persona == "epci_b" else mine
        for name, words in secret.items():
            assert any(one in text for one in words) == (name in mine), (persona, name)
    deliberated(world, results_at=NOW)
    calls_here._agreed.cache_clear()
    text = said(LISIEUX) + said(LENS)
    assert "Site fictif a_filed" in text, "its place and name are public once retained"
    assert not any(one in text for one in secret["b_filed"] | secret["a_draft"] | secret["b_draft"])
    assert world.dossiers["a_filed"].reference not in text
    assert "CA fictive" not in text


def test_results_say_retained_with_its_place_and_nothing_of_the_others(world: World) -> None:
    deliberated(world, results_at=NOW)
    assert row(LISIEUX, "essai-closed").standing == Standing.RETAINED
    lens, caen = row(LENS, "essai-closed"), row(CAEN, "essai-closed")
    assert lens.standing == caen.standing == Standing.NOT_PUBLIC
    assert lens.sentence.fr.replace("Lens", "Caen") == caen.sentence.fr
    assert row(LISIEUX, "essai-closed", now=NOW - DAY).standing == Standing.NOT_PUBLIC
    own = row(LENS, "essai-closed", actor=world.actor("epci_b"))
    assert (own.standing, own.is_own) == (Standing.BELOW_CUT, True)
    assert world.dossiers["b_filed"].reference in own.proofs[1].address


@pytest.mark.parametrize("others", [["place", "name", "outcome", "reason", "applicant"], ["place"]])
def test_a_rule_that_opens_places_tells_who_proposed_and_who_never_did(
    world: World, others: list[str]
) -> None:
    publish(world, retained=["name", "place", "applicant"], others=others)
    deliberated(world, results_at=NOW)
    lens = row(LENS, "essai-closed")
    assert row(CAEN, "essai-closed").standing == Standing.NEVER_PROPOSED
    if "outcome" in others:
        assert lens.standing == Standing.BELOW_CUT
        assert world.organisations["epci-b"].name in lens.sentence.fr
        assert "rang dans l’évaluation" in lens.sentence.fr
    else:
        assert lens.standing == Standing.NOT_RETAINED
        assert "b_filed" not in lens.sentence.fr


def test_a_withdrawn_dossier_keeps_everyone_from_being_said_never_proposed(world: World) -> None:
    publish(world, retained=["place"], others=["place"])
    deliberated(world, results_at=NOW)
    Dossier.objects.filter(pk=world.dossiers["b_filed"].pk).update(state="withdrawn")
    assert row(CAEN, "essai-closed").standing == Standing.NOT_PUBLIC
    assert row(LENS, "essai-closed").standing == Standing.NOT_PUBLIC


def test_decisions_that_left_the_journal_are_not_shown(world: World) -> None:
    call = deliberated(world, results_at=NOW)
    triggers.remove(connection)
    Decision.objects.filter(call=call, outcome="below_cut").update(outcome="retained")
    triggers.install(connection)
    for key in (LISIEUX, LENS, CAEN):
        found = row(key, "essai-closed")
        assert found.standing == Standing.NOT_PUBLIC
        assert "journal" in found.sentence.fr


def test_a_private_site_and_one_without_consent_give_no_label(world: World) -> None:
    assert row(LISIEUX).standing == Standing.LABELLED
    assert row(LISIEUX).is_fictitious
    Consent.objects.filter(site=world.sites["public"]).update(withdrawn_at=NOW)
    assert row(LISIEUX).standing == Standing.NOT_ESTABLISHED
    Consent.objects.filter(site=world.sites["public"]).update(withdrawn_at=None)
    Site.objects.filter(pk=world.sites["public"].pk).update(visibility="private")
    for persona in CAST:
        assert "Parc fictif public" not in said(LISIEUX, world.actor(persona)), persona


def test_queries_are_as_many_for_many_dossiers(
    world: World, django_assert_num_queries: Any
) -> None:
    call = deliberated(world, results_at=NOW)
    standings(LISIEUX, None, NOW)
    with django_assert_num_queries(12) as before:
        standings(LISIEUX, None, NOW)
    _many(world, call, 30)
    calls_here._agreed.cache_clear()
    standings(LISIEUX, None, NOW)
    with django_assert_num_queries(len(before)):
        standings(LISIEUX, None, NOW)


def _many(world: World, call: Call, count: int) -> None:
    first = world.dossiers["a_filed"]
    for number in range(count):
        one = Dossier.objects.create(
            reference=f"D-M{number}",
            call=call,
            revision=first.revision,
            organisation=first.organisation,
            title=f"Site fictif {number}",
            state=Dossier.State.FILED,
            region_code="28",
            commune_code="14366",
            created_at=NOW - 50 * DAY,
            saved_at=NOW - 21 * DAY,
            filed_at=NOW - 21 * DAY,
        )
        DossierPlace.objects.create(dossier=one, kind="commune", code="14366")
