"""The pages of training: what everyone reads, what small counts hide, and acts by form."""

from __future__ import annotations

import csv
import html
import io
from typing import Any

import pytest
from django.conf import settings as django_settings
from django.test import Client

from rebond.web.calls.models import Call
from rebond.web.desk.piles import waiting
from rebond.web.training import history, services
from rebond.web.training.models import Laureate, PathStep
from tests.web.training.scenes import DID, admitted, decision, past, told
from tests.web.world import NOW, World, be_real

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def clock(settings: Any) -> None:
    settings.CLOCK = lambda: NOW


def signed(world: World, name: str) -> Client:
    client = Client()
    client.force_login(world.users[name], backend=django_settings.AUTHENTICATION_BACKENDS[0])
    return client


def text(client: Client, address: str) -> str:
    response = client.get(address)
    assert response.status_code == 200, address
    return response.content.decode().replace("\u202f", " ").replace("\xa0", " ")


def test_the_list_says_how_many_it_names_and_how_many_are_not_established(world: World) -> None:
    history.load(NOW)
    page = text(Client(), "/formation/laureats/")
    assert "<strong>32</strong> lauréats des deux premiers appels, sur 75" in page
    assert "12 lauréats nommés sur 20 ; les 8 autres ne sont pas établis." in page
    assert "19 lauréats nommés sur 55 ; les 36 autres ne sont pas établis." in page
    assert "Carcassonne Agglo" in page


def test_what_is_made_up_stands_after_what_is_real(world: World) -> None:
    history.load(NOW)
    one = admitted(world)
    page = text(Client(), "/formation/laureats/")
    real, made_up = page.index("Carcassonne Agglo"), page.index(f"/{one.reference}/")
    assert one.is_fictitious
    assert real < made_up
    Call.objects.filter(reference=one.call_name).update(is_fictitious=False)
    page = text(Client(), "/formation/laureats/")
    assert page.index(f"/{one.reference}/") < page.index("Carcassonne Agglo")


def test_a_page_before_loading_names_nobody_and_does_not_fail(world: World) -> None:
    assert "Aucun lauréat n’est chargé ici." in text(Client(), "/formation/laureats/")


def test_small_counts_are_told_to_those_who_follow_and_to_nobody_else(world: World) -> None:
    one, actor = admitted(world), world.actor("epci_a")
    services.record(actor, one, told("enrolled", count=4), NOW)
    address = f"/formation/laureats/{one.reference}/"
    for client in (Client(), signed(world, "epci_b"), signed(world, "investor")):
        page = text(client, address)
        assert "moins de 5" in page
        assert "4 personnes" not in page
    assert "moins de 5" in text(Client(), "/formation/laureats/")
    for name in ("epci_a", "cnam", "member", "national"):
        page = text(signed(world, name), address)
        assert "4 personnes" in page
        assert "moins de 5" not in page
    rows = csv.DictReader(io.StringIO(Client().get("/formation/laureats.csv").content.decode()))
    assert [row["enrolled"] for row in rows if row["reference"] == one.reference] == ["0-4"]
    services.record(actor, one, told("enrolled", on=NOW.date(), count=5), NOW)
    assert "5 personnes" in text(Client(), address)
    # An earlier small count stays hidden.
    assert "4 personnes" not in text(Client(), address)


def test_zero_is_kept_back_as_other_small_counts_are_and_silence_is_not_zero(world: World) -> None:
    one = admitted(world)
    page = text(Client(), f"/formation/laureats/{one.reference}/")
    assert "moins de 5" not in page
    assert "non établi" in page
    services.record(world.actor("epci_a"), one, told("completed", count=0), NOW)
    assert "moins de 5 personnes" in text(Client(), f"/formation/laureats/{one.reference}/")


def test_a_step_is_told_by_form_and_what_was_typed_is_kept_when_it_is_refused(world: World) -> None:
    one = admitted(world)
    address, client = f"/formation/laureats/{one.reference}/", signed(world, "epci_a")
    sent = {
        "act": "step",
        "kind": "enrolled",
        "on": "2031-06-01",
        "sentence": DID,
        "count": "douze",
    }
    refused = client.post(address, sent)
    assert refused.status_code == 422
    assert "douze" in refused.content.decode()
    assert DID in refused.content.decode()
    assert client.post(address, {**sent, "count": "12"}).status_code == 302
    step = PathStep.objects.get()
    assert (step.count, step.recorded_by) == (12, world.memberships["epci_a"])
    answer = {**sent, "count": "14", "answers": str(step.pk)}
    assert client.post(address, answer).status_code == 302
    assert client.post(address, answer).status_code == 422
    gone = {
        "act": "withdraw",
        "answers": str(PathStep.objects.latest("pk").pk),
        "sentence": DID,
    }
    assert client.post(address, gone).status_code == 302
    page = text(Client(), address)
    assert "ne compte plus" in page
    assert "Étape reprise" in page
    assert Client().post(address, sent).status_code in {403, 404}
    assert signed(world, "epci_b").post(address, {**sent, "count": "1"}).status_code == 403
    assert client.post(address, {"act": "autre"}).status_code == 404
    assert client.post(address, {**sent, "kind": "\x00" * 50}).status_code == 404


def test_the_operator_finds_on_the_desk_whom_to_admit_and_admits(world: World) -> None:
    made = decision(world)
    piles = {one.code: one for one in waiting(world.actor("cnam"), NOW)}
    assert piles["laureats-a-accueillir"].total == 1
    client = signed(world, "cnam")
    assert made.dossier.title in text(client, "/formation/laureats/a-accueillir/")
    for number in ("", "x", "999999"):
        assert (
            client.post("/formation/laureats/a-accueillir/", {"decision": number}).status_code
            == 404
        )
    done = client.post("/formation/laureats/a-accueillir/", {"decision": made.pk})
    one = Laureate.objects.get(dossier=made.dossier)
    assert done["Location"] == f"/formation/laureats/{one.reference}/"
    assert (
        client.post("/formation/laureats/a-accueillir/", {"decision": made.pk}).status_code == 404
    )
    assert "laureats-a-accueillir" not in {one.code for one in waiting(world.actor("cnam"), NOW)}


def test_an_organisation_is_attached_by_form(world: World) -> None:
    be_real()
    one = past()
    address, client = f"/formation/laureats/{one.reference}/", signed(world, "cnam")
    assert client.post(address, {"act": "attach", "organisation": "personne"}).status_code == 422
    assert client.post(address, {"act": "attach", "organisation": "epci-a"}).status_code == 302
    assert "Dire une étape" in text(signed(world, "epci_a"), address)


def test_the_need_of_a_place_is_found_by_name_and_says_what_is_missing(world: World) -> None:
    found = text(Client(), "/formation/?q=Lisieux")
    assert "/formation/besoin/territoire_industrie:1:ti-2805/" in found
    page = text(Client(), "/formation/besoin/territoire_industrie:1:ti-2805/")
    for words in (
        "Université de Caen Normandie",
        "maintenance industrielle",
        "Besoins en main-d’œuvre",
        "fictive",
    ):
        assert words in page, words
    for address in ("commune:99999", "nul", "territoire_industrie:9:ti-2805", "commune:1436%276"):
        assert Client().get(f"/formation/besoin/{address}/").status_code == 404
    assert Client().get("/formation/", {"q": "\x00<script>" + "é" * 500}).status_code == 200


def test_the_pages_cost_the_same_whatever_they_list(
    world: World, django_assert_num_queries: Any
) -> None:
    history.load(NOW)
    admitted(world)
    Client().get("/formation/laureats/")
    with django_assert_num_queries(3):
        Client().get("/formation/laureats/")
    Laureate.objects.bulk_create(
        Laureate(reference=f"l-{one}", call_name="AMI 1 (2019)", name=f"Fictive {one}")
        for one in range(60)
    )
    with django_assert_num_queries(3):
        Client().get("/formation/laureats/")


def test_who_writes_a_sentence_is_told_that_a_number_in_it_is_public(world: World) -> None:
    address = f"/formation/laureats/{admitted(world).reference}/"
    assert "n’y écrivez aucun nombre de personnes" in text(signed(world, "epci_a"), address)


def test_an_attachment_is_undone_by_form_where_it_was_made_by_hand(world: World) -> None:
    be_real()
    one, cnam = past(), signed(world, "cnam")
    address = f"/formation/laureats/{one.reference}/"
    services.attach(world.actor("cnam"), one, "epci-a", NOW)
    assert 'value="detach"' in text(cnam, address)
    assert 'value="detach"' not in text(signed(world, "epci_a"), address)
    assert cnam.post(address, {"act": "detach", "sentence": DID}).status_code == 302
    assert Laureate.objects.get(pk=one.pk).organisation is None


def test_laureates_of_whom_nobody_says_a_step_are_listed_by_the_page_that_names_them(
    world: World,
) -> None:
    history.load(NOW)
    page = text(Client(), "/formation/laureats/")
    assert "Pour les 18 autres, aucune étape n’est dite ici" in page
    assert "De ces 12 lauréats, aucune étape n’est dite ici" in page
    assert page.count(' lang="fr">Carcassonne Agglo</a>') == 1
    head = page.split("Carcassonne Agglo")[0].rsplit("<h3", 1)[1]
    assert "Retenus le 8 septembre 2021" in head
    assert "sup.cotesdarmor.fr" in head
    # Each is there once, and only those with a step stand in a table.
    names = {one.name for one in Laureate.objects.all()}
    assert len([one for one in names if f'lang="fr">{html.escape(one)}</a>' in page]) == 32
    assert page.count('<th scope="row">') == 2


def test_the_territories_are_led_to_in_the_language_of_the_page(world: World) -> None:
    for prefix, other in (("", "/en"), ("/en", ""), ("", "/en")):
        page = Client().get(f"{prefix}/formation/").content.decode()
        assert f'href="{prefix}/formation/besoin/territoire_industrie:1:ti-2805/"' in page
        assert f'href="{other}/formation/besoin/territoire_industrie:1:ti-2805/"' not in page
