"""Pages of results: what is known, what is not, and what stays secret."""

from __future__ import annotations

import csv
import io
from typing import Any

from django.conf import settings as django_settings
from django.test import Client

from rebond.web.monitoring.models import Observation
from rebond.web.publishing.rows_outcomes import INDICATORS
from rebond.web.sites.models import Site
from tests.web.monitoring.monitoring_world import observed
from tests.web.world import NOW, World


def signed_in(world: World, persona: str) -> Client:
    client = Client()
    client.force_login(world.users[persona], backend=django_settings.AUTHENTICATION_BACKENDS[0])
    return client


def page(client: Client, path: str, status: int = 200) -> str:
    answer = client.get(path)
    assert answer.status_code == status
    return " ".join(answer.content.decode().replace("\u202f", " ").replace("\u00a0", " ").split())


def test_the_objectives_stand_with_their_indicators_and_the_state_of_their_data(
    world: World, client: Client
) -> None:
    french, english = page(client, "/resultats/"), page(client, "/en/resultats/")
    for text in ("Attirer de nouveaux investissements", "Émissions de gaz", "70 %", "71 %"):
        assert text in french
    for text in (
        "Attract new investment",
        "Share of foreign industrial investment",
        "data missing",
    ):
        assert text in english
    assert "rien n’a encore été déclaré" in french


def test_a_figure_of_context_says_who_said_it_when_and_that_it_cannot_be_computed_again(
    world: World, client: Client
) -> None:
    for name, value in (
        ("industrie_hors_agglomerations", "70"),
        ("investissements_etrangers_petites_communes", "71"),
    ):
        shown = page(client, f"/resultats/indicateurs/{name}/")
        assert f"{value} pour cent" in shown
        assert "20 juillet 2020" in shown
        assert "ne peut pas être recalculé" in shown
        assert "Non établie" in shown
    assert client.get("/resultats/indicateurs/tout-autre/").status_code == 404


def test_one_number_declared_is_not_read_by_the_public(world: World, client: Client) -> None:
    Site.objects.filter(pk=world.sites["public"].pk).update(is_fictitious=False)
    observed(world, world.sites["public"], 7_654_321)
    for path in (
        "/resultats/",
        "/resultats/indicateurs/emplois/",
        "/resultats/indicateurs.csv",
        "/resultats/comparaison/",
    ):
        shown = page(client, path)
        assert "7 654 321" not in shown
        assert "7654321" not in shown
    assert "gardé secret" in page(client, "/resultats/indicateurs/emplois/")
    mine = page(
        signed_in(world, "epci_a"), f"/resultats/suivi/site/{world.sites['public'].identifier}/"
    )
    assert "7 654 321" in mine


def test_the_file_tells_secret_and_unknown_apart(world: World, client: Client) -> None:
    Site.objects.filter(pk=world.sites["public"].pk).update(is_fictitious=False)
    observed(world, world.sites["public"], 12)
    text = client.get("/resultats/indicateurs.csv").content.decode()
    rows = {one["indicator"]: one for one in csv.DictReader(io.StringIO(text))}
    assert (rows["emplois"]["declared"], rows["emplois"]["checked"]) == ("secret", "")
    assert rows["industrie_hors_agglomerations"]["said"] == "70"
    assert rows["relocalisations"]["value"] == ""
    assert rows["vte_labellises"]["value"] == "secret"
    few = {row.id: row.values for row in INDICATORS.rows(NOW)}
    assert few["vte_labellises"]["is_value_secret"]
    assert not few["relocalisations"]["is_value_secret"]
    before = page(client, "/resultats/indicateurs/vte_labellises/").split("Avant le programme")[1]
    assert "D’après" in before.split("</dd>")[0]


def test_the_comparison_says_that_no_claim_can_be_made_and_what_is_missing(
    world: World, client: Client
) -> None:
    page(client, "/resultats/comparaison/?quantite=investment")
    shown = page(client, "/resultats/comparaison/?quantite=rien")
    assert "Aucune conclusion n’est permise aujourd’hui" in shown
    assert "elle n’a jamais été publiée" in shown
    assert "Données inventées." in shown
    assert "Évolutions parallèles" in shown


def test_a_form_that_is_refused_keeps_what_was_typed_and_changes_nothing(world: World) -> None:
    client = signed_in(world, "epci_a")
    path = f"/resultats/suivi/site/{world.sites['public'].identifier}/"
    typed = {
        "year": "2030",
        "jobs": "beaucoup",
        "source": "Source fictive",
        "stated_on": "2031-01-15",
    }
    answer = client.post(path, typed)
    text = answer.content.decode()
    assert answer.status_code == 422
    assert "« beaucoup » n’est pas un nombre" in text.replace("\u00a0", " ")
    assert 'value="beaucoup"' in text
    assert 'value="Source fictive"' in text
    for change in (
        {"year": "2031"},
        {"year": "x" * 9999},
        {"source": ""},
        {"stated_on": "hier"},
        {"source_url": "javascript:1"},
        {"source_url": "http://[", "jobs": "3"},
    ):
        assert client.post(path, typed | {"jobs": "3"} | change).status_code == 422
    assert not Observation.objects.exists()
    assert client.post(path, typed | {"jobs": "3"}).status_code == 302
    assert Observation.objects.get().value == 3


def test_lists_cost_the_same_with_more_sites(
    world: World, django_assert_max_num_queries: Any
) -> None:
    site, client = world.sites["public"], signed_in(world, "national")
    client.get("/resultats/suivi/")
    for number in range(30):
        one = Site.objects.create(
            identifier=f"14366_SITE-ECO_N{number}",
            name=f"Site {number}",
            delivery=site.delivery,
            is_fictitious=True,
            visibility="public",
            changed_at=site.changed_at,
        )
        label = world.labels["public"]
        label.pk, label.reference, label.site = None, f"E-N{number}", one
        label.save()
        observed(world, one, number)
    with django_assert_max_num_queries(24):
        client.get("/resultats/suivi/")
    with django_assert_max_num_queries(24):
        client.get("/resultats/")
    with django_assert_max_num_queries(24):
        client.get("/stats/")
