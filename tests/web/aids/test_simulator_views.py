"""The pages of the simulator: whatever is told, an answer; nothing lost, nothing kept, nobody in the address."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest
from django.test import Client

from tests.web.world import NOW

PAGE, FILE = "/aides/simulateur/", "/aides/simulateur/resultat.json"
TOLD = {
    "commune": "Lisieux",
    "contrat": "cdi",
    "siren": "200069532",
    "taille": "pme",
    "salaire": "2 345,67",
    "loyer": "612",
    "mois": "12",
    "vte": "oui",
    "prive": "oui",
    "autre_dossier": "non",
    "jour": "2020-09-01",
}
HOSTILE = (
    "commune=%00",
    "commune=%FF%FE&salaire=%F0%9F%92%A9",
    "salaire=-1",
    "salaire=" + "9" * 400,
    "loyer=1e999",
    "mois=" + "٣",
    "jour=0000-00-00",
    "jour=9999-12-31",
    "taille=%27%20OR%201%3D1--",
    "niveau=<script>alert(1)</script>",
    "commune=" + "A" * 5000,
    "commune={place.__class__}",
    "&".join(f"commune={code}" for code in range(200)),
    "%=%&=&&&",
    "commune[]=1&contrat=cdi&contrat=cdd",
)


@pytest.fixture(autouse=True)
def clock(settings: Any) -> None:
    settings.CLOCK = lambda: NOW


def words(response: Any) -> str:
    assert response.status_code == 200
    return str(response.content.decode())


def test_a_form_is_answered_in_place_and_its_link_gives_the_same_answers(client: Client) -> None:
    response = client.post(PAGE, TOLD)
    page = words(response)
    said = "Oui\u202f: 1\u202f200\u00a0€, si la règle lue pour la dernière fois le 20 juillet 2020 vaut encore."
    assert said in page
    assert "2\u202f345,67\u00a0€" in page
    assert "no-store" in response.headers["Cache-Control"]
    (link,) = set(re.findall(r'href="/aides/simulateur/(\?[^"]*)"', page))
    for private in ("200069532", "2345", "2 345", "612", "siren"):
        assert private not in link
    assert "Ce qui a été dit" in page
    again = words(client.get(PAGE + link.replace("&amp;", "&")))
    assert said in again
    assert "Ce qui a été dit" not in again
    assert "non gardé par le lien, qui met à sa place 3\u202f078,84\u00a0€" in again
    assert "200069532" not in again


def test_nothing_typed_is_lost_and_each_fault_stands_beside_its_field(client: Client) -> None:
    typed = {
        **TOLD,
        "siren": "200069533",
        "salaire": "-5",
        "commune": "Saint-Denis",
        "jour": "hier",
    }
    for prefix, said in (("", "n’est pas compris"), ("/en", "is not understood")):
        page = words(client.post(prefix + PAGE, typed))
        assert page.count('aria-invalid="true"') == 4
        for key in ("siren", "salaire", "commune", "jour"):
            assert f'id="faute-{key}"' in page
            assert f'value="{typed[key]}"' in page
            assert f'href="#{key}"' in page
        (faults,) = re.findall(r'<div class="form-error" role="alert">.*?</div>', page, re.DOTALL)
        assert said in faults
        assert "Saint-Denis (Seine-Saint-Denis, 93066)" in faults
        assert re.search(r'id="commune-2"\s+name="commune"', page)
        assert "97411" in page
        assert said in page
        assert re.search(r'name="vte"\s+value="oui"\s+checked', page)


@pytest.mark.parametrize("query", HOSTILE)
def test_a_hostile_query_is_answered(query: str, client: Client) -> None:
    for prefix in ("", "/en"):
        page = words(client.get(f"{prefix}{PAGE}?{query}"))
        assert "<script>alert" not in page
        assert client.get(f"{prefix}{FILE}?{query}").status_code == 200
    response = client.post(PAGE, query, content_type="application/x-www-form-urlencoded")
    assert response.status_code == 200


def test_an_address_with_a_siren_leads_to_one_without(client: Client) -> None:
    response = client.get(f"{PAGE}?siren=200069532&commune=14366")
    assert response.status_code == 302
    assert "siren" not in response.url
    assert "commune=14366" in response.url


def test_the_other_language_keeps_what_was_told(client: Client) -> None:
    page = words(client.post(PAGE, TOLD))
    assert re.search(r'href="/en/aides/simulateur/\?commune=14366', page)
    english = words(client.get("/en" + PAGE + "?commune=14366&contrat=cdi&jour=2020-09-01"))
    assert "Lisieux (Calvados, 14366)" in english
    assert "the day is not established" in english
    assert "Annoncé" not in english


def test_the_file_is_that_of_the_page(client: Client) -> None:
    response = client.get(f"{FILE}?commune=14366&contrat=cdi&jour=2020-09-01")
    content = json.loads(response.content)
    assert content["digest"].startswith("sha256:")
    assert "attachment" in response.headers["Content-Disposition"]
    assert content["address"].endswith("?commune=14366&contrat=cdi&jour=2020-09-01")


def test_a_first_visit_asks_and_answers_nothing(client: Client) -> None:
    page = words(client.get(PAGE))
    assert "aid-result" not in page
    assert f'value="{NOW:%Y-%m-%d}"' in page


def test_the_aids_lead_to_the_simulator_and_so_does_their_measure(client: Client) -> None:
    assert 'href="/aides/simulateur/"' in words(client.get("/aides/"))
    programme = words(client.get("/programmes/pack_rebond_2020/"))
    assert programme.count('href="/aides/simulateur/"') == 1
    assert 'href="/aides/"' in programme


def test_a_day_that_is_not_understood_is_answered_by_the_rules_of_no_day(client: Client) -> None:
    for prefix, said in (("", "les règles d’aucun jour"), ("/en", "Corrigez|Correct")):
        page = words(client.get(f"{prefix}{PAGE}?commune=14366&contrat=cdi&jour=9999-12-31"))
        assert re.search(said, page)
        assert 'href="#jour"' in page
        assert "aid-results" not in page
        assert 'value="9999-12-31"' in page
    kept = client.get(f"{FILE}?commune=14366&jour=9999-12-31").json()
    assert (kept["on"], kept["answers"]) == (None, [])


def test_a_code_of_no_commune_is_told_in_a_visitor_s_words(client: Client) -> None:
    for prefix, said in (("", "n’a ni n’a eu le code INSEE"), ("/en", "has or had the INSEE code")):
        page = words(client.get(f"{prefix}{PAGE}?commune=99999"))
        assert said in page
        assert "rebond territory" not in page
        assert "rebond territory" not in words(client.get(f"{prefix}{PAGE}?commune=Zzyzx"))
