"""The pages: who reads a name and when, what is kept of a form that was refused, and how many questions a list asks."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from rebond.web.aids import recruiting
from rebond.web.aids.models import Offer, Profile, Recruitment
from rebond.web.desk import piles
from tests.web import aids_world
from tests.web.world import NOBODY, NOW, YOUNG, World, make_cast

pytestmark = pytest.mark.django_db
NAME, EMAIL = "young (fictif)", "young@exemple.invalid"


@pytest.fixture
def world(db: None, settings: Any) -> World:
    settings.CLOCK = lambda: NOW
    made = make_cast(NOW)
    aids_world.fill(made, NOW)
    return made


@pytest.fixture
def sign_in(world: World, settings: Any) -> Callable[[str], Client]:
    def signed(persona: str) -> Client:
        client = Client()
        client.force_login(world.users[persona], backend=settings.AUTHENTICATION_BACKENDS[0])
        return client

    return signed


def text(client: Client, address: str) -> str:
    response = client.get(address)
    assert response.status_code == 200, address
    return response.content.decode()


def test_a_firm_reads_a_name_only_once_the_person_has_answered(
    world: World, sign_in: Callable[[str], Client]
) -> None:
    firm, page = sign_in("firm"), "/aides/recrutements/R-PROPOSE/"
    found = text(firm, "/aides/offres/O-OPEN/profils/")
    assert "J-FICTIF" in found
    for shown in (found, text(firm, page), text(firm, "/aides/recrutements/")):
        assert NAME not in shown
        assert EMAIL not in shown
    recruiting.accept(world.users[YOUNG], world.recruitments["proposed"], now=NOW)
    shown = text(firm, page)
    assert NAME in shown
    assert EMAIL in shown
    # Another firm’s people, and who labels before both have signed, do not know that it exists.
    for persona in ("recused", "national", "member", "action_logement", NOBODY):
        assert sign_in(persona).get(page).status_code == 404


def test_who_examines_is_told_of_the_same_person_s_other_recruitments(
    world: World, sign_in: Callable[[str], Client]
) -> None:
    page = "/aides/recrutements/R-SIGNE/"
    assert "R-LABELLISE" in text(sign_in("recused"), page)
    assert "R-LABELLISE" not in text(sign_in("firm"), page)


def test_a_refused_form_keeps_what_was_typed_and_says_why_in_the_page_s_language(
    world: World, sign_in: Callable[[str], Client]
) -> None:
    typed = {"title": "Titre <gardé>", "siren": "900000002", "skills": ["robotique"]}
    response = sign_in("firm").post("/en/aides/offres/nouvelle/", typed)
    shown = response.content.decode()
    assert response.status_code == 400
    assert "Titre &lt;gardé&gt;" in shown
    assert "does not agree with its key" in shown
    assert 'value="robotique" checked' in " ".join(shown.split())
    assert Offer.objects.filter(title=typed["title"]).count() == 0
    refused = sign_in(YOUNG).post(
        "/aides/recrutements/R-REPONDU/",
        {"acte": "signer", "name": "Zoé", "born_on": "2030-01-01"},
    )
    assert refused.status_code == 400
    assert 'value="Zoé"' in refused.content.decode()
    assert Recruitment.objects.get(reference="R-REPONDU").person_signed_at is None


def test_an_act_that_is_none_changes_nothing(
    world: World, sign_in: Callable[[str], Client]
) -> None:
    for act in ("", "effacer", "labelliser²"):
        response = sign_in("firm").post("/aides/recrutements/R-SIGNE/", {"acte": act})
        assert response.status_code == 302
    assert Recruitment.objects.get(reference="R-SIGNE").state == "signed"


def test_lists_ask_as_many_questions_for_three_rows_as_for_thirty(
    world: World,
    sign_in: Callable[[str], Client],
    django_assert_num_queries: Any,
) -> None:
    firm, visitor = sign_in("firm"), Client()
    addresses = [
        (visitor, "/aides/offres/"),
        (visitor, "/aides/offres/?ou=14366"),
        (firm, "/aides/offres/nos-offres/"),
        (firm, "/aides/recrutements/"),
        (sign_in(YOUNG), "/aides/profil/"),
    ]
    counts = []
    for client, address in addresses:
        text(client, address)
        with CaptureQueriesContext(connection) as asked:
            text(client, address)
        counts.append(len(asked))
    like = world.offers["open"]
    for number in range(30):
        like.pk, like.reference = None, f"O-{number}"
        like.save(force_insert=True)
        Recruitment.objects.create(
            reference=f"R-{number}", offer=like, person=world.users[YOUNG], created_at=NOW
        )
    for (client, address), count in zip(addresses, counts, strict=True):
        with django_assert_num_queries(count):
            text(client, address)


def test_the_desk_tells_what_waits_and_the_ways_on(
    world: World, sign_in: Callable[[str], Client]
) -> None:
    codes = {one.code: one.total for one in piles.waiting(world.actor("firm"), NOW)}
    assert codes["chartes-a-signer"] == 1
    codes = {one.code: one.total for one in piles.waiting(world.actor("recused"), NOW)}
    assert codes["recrutements-a-labelliser"] == 1
    assert "/aides/offres/nos-offres/" in text(sign_in("firm"), "/bureau/")
    assert "/aides/recrutements/" in text(sign_in("recused"), "/bureau/")
    assert "/aides/profil/" in text(sign_in(YOUNG), "/bureau/")
    everyone = text(Client(), "/aides/")
    assert "/aides/offres/" in everyone
    assert "/aides/profil/" in everyone


def test_a_young_person_is_led_to_the_profile_and_told_where_recruitments_are(
    world: World, sign_in: Callable[[str], Client]
) -> None:
    client = sign_in(YOUNG)
    assert client.get("/compte/arrivee/").headers["Location"] == "/aides/profil/"
    assert "Mes recrutements" in text(client, "/aides/profil/")
    refused = client.get("/aides/recrutements/")
    assert refused.status_code == 403
    said = refused.content.decode().partition("<main")[2]
    assert "Demandez à la vôtre" not in said
    assert 'href="/aides/profil/"' in said
    assert sign_in(NOBODY).get("/compte/arrivee/").headers["Location"] == "/compte/"


def test_the_data_of_a_person_is_a_file(world: World, sign_in: Callable[[str], Client]) -> None:
    response = sign_in(YOUNG).get("/aides/profil/mes-donnees.json")
    held = response.json()
    assert held["profile"]["reference"] == "J-FICTIF"
    assert {one["reference"] for one in held["recruitments"]} >= {"R-LABELLISE", "R-PROPOSE"}
    assert sign_in(NOBODY).get("/aides/profil/mes-donnees.json").json() == {
        "profile": None,
        "recruitments": [],
    }


def test_a_firm_reads_the_profile_given_with_the_answer_and_no_name_once_refused(
    world: World, sign_in: Callable[[str], Client]
) -> None:
    firm, page, given = sign_in("firm"), "/aides/recrutements/R-REPONDU/", "première mission près"
    shown = text(firm, page)
    assert "Bac + 3" in shown
    assert given in shown
    # Withdrawn, it is read no more; given with one's own answer, it is read whoever else reads it or not.
    Profile.objects.update(consented_at=None)
    assert given not in text(firm, page)
    Recruitment.objects.filter(reference="R-REPONDU").update(proposed_by="person")
    assert given in text(firm, page)
    assert given not in text(firm, "/aides/recrutements/R-LABELLISE/")
    recruiting.refuse(world.users[YOUNG], world.recruitments["answered"], now=NOW)
    shown = text(firm, page)
    for gone in (NAME, EMAIL, given):
        assert gone not in shown
    assert NAME in text(sign_in(YOUNG), page)


def test_what_aids_will_read_is_shown_and_agreed_to_with_the_signature(
    world: World, sign_in: Callable[[str], Client]
) -> None:
    young, page = sign_in(YOUNG), "/aides/recrutements/R-REPONDU/"
    form = " ".join(text(young, page).split())
    assert '<option value="bac3" selected>' in form
    assert 'value="2030-07-01"' in form
    typed = {"acte": "signer", "name": "Zoé", "born_on": "2009-02-03", "level": "bac5"}
    wrong = {"situation": "diplome_moins_de_deux_ans", "graduated_on": "2020-07-01"}
    refused = young.post(page, typed | wrong)
    kept = " ".join(refused.content.decode().split())
    assert refused.status_code == 400
    assert '<option value="bac5" selected>' in kept
    assert 'value="2020-07-01"' in kept
    # Left empty, it is not taken from the profile either.
    assert young.post(page, typed | {"situation": "", "graduated_on": ""}).status_code == 302
    one = Recruitment.objects.get(reference="R-REPONDU")
    assert (one.level, one.situation, one.graduated_on) == ("bac5", "", None)
    assert "dit en signant" in text(sign_in("firm"), page)


def test_a_profile_is_told_which_point_the_nearest_missions_miss(
    world: World, sign_in: Callable[[str], Client]
) -> None:
    Profile.objects.update(skills=["soudage"])
    client = sign_in(YOUNG)
    shown = text(client, "/aides/profil/")
    assert "un seul point manque" in shown
    assert "Missions qui conviennent" not in shown
    assert 'href="/aides/offres/O-OPEN/"' in shown
    assert "Élargissez" not in shown
    # At two points from each, the page says so; without any offer too.
    Profile.objects.update(places=[["commune", "62498"]], range_km=10)
    shown = text(client, "/aides/profil/")
    assert "deux points au moins manquent" in shown
    assert "O-OPEN" not in shown
    Offer.objects.update(state=Offer.State.CLOSED)
    assert "Aucune mission n’est ouverte" in text(client, "/aides/profil/")
