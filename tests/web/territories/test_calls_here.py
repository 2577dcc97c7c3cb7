"""Calls run here, at a place: nothing is public early, nor against the rule of publication, to anybody."""

from __future__ import annotations

import io
from collections.abc import Iterator
from typing import Any

import pytest
from django.db import connection, transaction
from django.test import Client
from pypdf import PdfReader

from rebond.territory import PlaceKey
from rebond.web.calls.models import Call
from rebond.web.deliberations import states
from rebond.web.deliberations.models import Decision
from rebond.web.dossiers.models import Dossier, DossierPlace
from rebond.web.journal import triggers
from rebond.web.labels.models import Label, LabelEvent
from rebond.web.sites.labelled import load
from rebond.web.sites.models import Consent, Site, SitePlace
from rebond.web.territories.comparing import compare
from rebond.web.territories.ground import ground_of
from rebond.web.territories.sites_here import sites_here
from rebond.web.territories.standing import standings
from rebond.web.territories.standing_rows import MeasureStanding, Standing
from tests.web.deliberations.scenes import deliberated
from tests.web.deliberations.test_results import publish
from tests.web.world import CAST, DAY, NOW, World, make_world

pytestmark = pytest.mark.django_db
LISIEUX, LENS, CAEN = (PlaceKey("commune", code) for code in ("14366", "62498", "14118"))
LABEL = "site_cle_en_main"


@pytest.fixture(scope="module")
def made(django_db_setup: None, django_db_blocker: Any) -> Iterator[World]:
    with django_db_blocker.unblock(), transaction.atomic():
        yield make_world(NOW)
        transaction.set_rollback(True)


@pytest.fixture
def world(made: World, db: None, settings: Any) -> World:
    settings.CLOCK = lambda: NOW
    return made


def row(
    key: PlaceKey, call: str = "", *, measure: str = LABEL, is_fictitious: bool = False, **more: Any
) -> MeasureStanding:
    found = [
        one
        for one in standings(key, more.pop("actor", None), more.pop("now", NOW), **more)
        if one.call == call
        and (call or (one.measure == measure and one.is_fictitious == is_fictitious))
    ]
    assert len(found) == 1
    return found[0]


def said(key: PlaceKey, actor: Any = None, now: Any = NOW) -> str:
    return repr(standings(key, actor, now))


def text_of(client: Client, path: str, status: int = 200) -> str:
    response = client.get(path)
    assert response.status_code == status, path
    return response.content.decode()


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
    states.forget()
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


@pytest.mark.parametrize("name", ["a_filed", "b_filed"])
def test_a_dossier_without_a_commune_keeps_everyone_from_being_said_never_proposed(
    world: World, name: str
) -> None:
    """Nothing establishes what it touches, were it retained or not."""
    publish(world, retained=["place"], others=["place"])
    deliberated(world, results_at=NOW)
    assert row(CAEN, "essai-closed").standing == Standing.NEVER_PROPOSED
    DossierPlace.objects.filter(dossier=world.dossiers[name], kind="commune").delete()
    caen = row(CAEN, "essai-closed")
    assert caen.standing == Standing.NOT_PUBLIC
    assert "rien n’établit ce qu’il touche" in caen.sentence.fr


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
    assert row(LISIEUX).standing == Standing.NOT_ESTABLISHED
    assert row(LISIEUX, is_fictitious=True).standing == Standing.LABELLED
    Consent.objects.filter(site=world.sites["public"]).update(withdrawn_at=NOW)
    assert not any(one.is_fictitious and not one.call for one in standings(LISIEUX, None, NOW))
    Consent.objects.filter(site=world.sites["public"]).update(withdrawn_at=None)
    Site.objects.filter(pk=world.sites["public"].pk).update(visibility="private")
    for persona in CAST:
        assert "Parc fictif public" not in said(LISIEUX, world.actor(persona)), persona


def test_what_is_fictitious_never_stands_in_a_row_of_the_real(world: World) -> None:
    """A real label and a fictitious one at one place: two rows, and each holds its own alone."""
    load(NOW)
    sites = {one: Site.objects.get(name=one) for one in ("Novaparc", "Friche Saint-Louis Sucre")}
    for name in ("commune", "epci", "departement", "region"):
        SitePlace.objects.filter(site=world.sites["public"], kind=name).update(
            code=sites["Novaparc"].places.get(kind=name).code
        )
    beauvais = PlaceKey("commune", "60057")
    rows = [one for one in standings(beauvais, None, NOW) if one.measure == LABEL and not one.call]
    assert [one.is_fictitious for one in rows] == [False, True]
    real, fictitious = rows
    assert "Novaparc" in repr(real)
    assert "Parc fictif public" not in repr(real)
    assert "Parc fictif public" in fictitious.sentence.fr
    assert "Novaparc" not in repr(fictitious)
    assert "(fictif)" in fictitious.title.fr
    compared = compare([LISIEUX, beauvais], NOW, None, NOW.date())
    line = next(one for one in compared.measures if one.is_fictitious and not one.call)
    assert line.cells[0] is None
    assert line.cells[1] == fictitious
    # A decision of a demonstration call makes no real label of a real site.
    call = deliberated(world, results_at=NOW)
    label = Label.objects.create(
        reference="E-ESSAI",
        site=sites["Friche Saint-Louis Sucre"],
        programme_id="pack_rebond_2020",
        measure_id=LABEL,
        wave="essai",
        title_fr="Label fictif",
        title_en="Fictitious label",
    )
    LabelEvent.objects.create(
        label=label,
        number=1,
        kind="granted",
        on=NOW.date(),
        decision=Decision.objects.filter(call=call).first(),
        recorded_at=NOW,
    )
    cagny = PlaceKey("commune", "14119")
    assert row(cagny).standing == Standing.NOT_ESTABLISHED
    assert row(cagny, is_fictitious=True).standing == Standing.LABELLED


def test_with_labels_of_the_demonstration_alone_the_real_sentence_stays(world: World) -> None:
    load(NOW)
    lisieux = row(LISIEUX)
    assert lisieux.standing == Standing.NOT_ESTABLISHED
    assert "19 des 66" in lisieux.sentence.fr
    assert row(LISIEUX, is_fictitious=True).standing == Standing.LABELLED


def test_a_site_is_not_hidden_behind_those_that_nobody_may_place_here(world: World) -> None:
    """Sixty sites whose managers alone place them here come before it by name."""
    delivery = world.sites["public"].delivery
    elsewhere = {"name": "Parc d’ailleurs", "communes": ["62498"]}
    sites = Site.objects.bulk_create(
        Site(
            identifier=f"14366_A{number}",
            name=f"A {number}",
            delivery=delivery,
            public_pages=elsewhere,
            visibility="public",
            is_fictitious=True,
            changed_at=NOW,
        )
        for number in range(60)
    )
    SitePlace.objects.bulk_create(
        SitePlace(site=one, kind="commune", code="14366") for one in sites
    )
    found = sites_here(ground_of(LISIEUX))
    assert [one.name for one in found.rows] == ["Parc fictif public"]
    assert not found.has_more


def test_queries_are_as_many_for_many_dossiers(
    world: World, django_assert_num_queries: Any
) -> None:
    call = deliberated(world, results_at=NOW)
    standings(LISIEUX, None, NOW)
    with django_assert_num_queries(12) as before:
        standings(LISIEUX, None, NOW)
    _many(world, call, 30)
    states.forget()
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


def test_what_is_public_is_the_same_for_all_and_one_s_own_is_not_cached(
    world: World, client: Client, settings: Any
) -> None:
    page = text_of(client, "/territoires/commune:14366/")
    assert "D-AFILED" not in page
    assert "Parc fictif public" in page
    assert "Parc fictif private" not in page
    client.force_login(world.users["epci_a"], backend=settings.AUTHENTICATION_BACKENDS[0])
    response = client.get("/territoires/commune:14366/")
    assert "private" in response["Cache-Control"]
    assert "/dossiers/D-AFILED/" in response.content.decode()
    sheet = client.get("/territoires/commune:14366/fiche.pdf").content
    text = "".join(page.extract_text() for page in PdfReader(io.BytesIO(sheet)).pages)
    assert "a_filed" not in text, "what is printed is what everyone may read"


def test_a_region_asks_no_more_queries_than_a_commune(
    world: World, client: Client, django_assert_max_num_queries: Any
) -> None:
    for key in ("commune:14366", "region:28"):
        client.get(f"/territoires/{key}/")
        with django_assert_max_num_queries(12):
            client.get(f"/territoires/{key}/")
