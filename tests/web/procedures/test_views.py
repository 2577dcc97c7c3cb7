from __future__ import annotations

import re

import pytest
from django.test import Client

from rebond.procedure.law_book import shipped_law


def body(client: Client, path: str) -> str:
    response = client.get(path)
    assert response.status_code == 200, path
    return response.content.decode()


@pytest.mark.parametrize("prefix", ["", "/en"])
def test_every_version_of_every_procedure_has_its_page(prefix: str, client: Client) -> None:
    for procedure in shipped_law().procedures.values():
        for version in procedure.versions:
            text = body(client, f"{prefix}/procedures/{procedure.id}/{version.id}/")
            title = procedure.title.en if prefix else procedure.title.fr
            assert title.split(" (")[0].split("\u202f")[0] in re.sub(
                r"<abbr[^>]*>|</abbr>", "", text
            )
            other = procedure.title.fr if prefix else procedure.title.en
            if procedure.title.fr != procedure.title.en:
                assert f"<title>{other}" not in text


def test_each_source_cited_on_a_page_is_listed_on_it(client: Client) -> None:
    for name in shipped_law().procedures:
        text = body(client, f"/procedures/{name}/")
        anchors = set(re.findall(r'id="(source-[A-Z]\d+)"', text))
        assert set(re.findall(r'href="#(source-[A-Z]\d+)"', text)) <= anchors


def test_the_list_leads_to_each_procedure_and_its_sources(client: Client) -> None:
    text = body(client, "/procedures/")
    for name in shipped_law().procedures:
        assert f'href="/procedures/{name}/"' in text
    assert 'href="/procedures/permis_de_construire/#source-S41"' in text
    assert 'title="plan local d’urbanisme"' in text
    assert "non établi" in text


def test_a_page_says_what_the_law_says_and_does_not(client: Client) -> None:
    text = body(client, "/en/procedures/permis_de_construire/")
    for words in (
        "3 months",
        "tacit permit",
        "R*423-23",
        "is not added to",
        "Looked for",
        "since 1\u00a0October 2007",
        "label is not a permit",
    ):
        assert words in text, words


def test_the_form_answers_with_a_date_and_a_trace(client: Client) -> None:
    text = body(
        client, "/procedures/permis_de_construire/?complete=2020-03-01&cas=abf&au=2020-06-30"
    )
    assert "1er\u00a0juillet 2020" in text
    assert 'value="abf" checked' in text
    assert "de quantième à quantième" in text
    assert "dans 1\u00a0jour" in text


def test_the_days_decide_which_law_applies(client: Client) -> None:
    path = "/procedures/autorisation_environnementale/?filed={0}&complete={0}"
    before, after = (body(client, path.format(day)) for day in ("2024-10-21", "2024-10-22"))
    assert "aucune date" in before
    assert "12\u00a0avril 2025" in after
    named = path.replace("environnementale/", "environnementale/2024-10/")
    assert "celle que fixent ces jours" in body(client, named.format("2024-10-21"))


def test_errors_are_in_the_language_of_the_page(client: Client) -> None:
    query = "?complete=2020-03-01&decided=2020-01-01"
    assert "précède" in body(client, f"/procedures/permis_de_construire/{query}")
    english = body(client, f"/en/procedures/permis_de_construire/{query}")
    assert "précède" not in english
    assert "always comes before" in english


def test_the_question_is_kept_when_the_language_changes(client: Client) -> None:
    text = body(client, "/procedures/permis_de_construire/?complete=2020-03-01&cas=abf")
    assert 'href="/en/procedures/permis_de_construire/?complete=2020-03-01&amp;cas=abf"' in text


@pytest.mark.parametrize(
    "path",
    [
        "/procedures/permis_de_rever/",
        "/procedures/permis_de_construire/1800/",
        "/procedures/..%2f/",
    ],
)
def test_what_does_not_exist_is_not_found(path: str, client: Client) -> None:
    assert client.get(path).status_code == 404


@pytest.mark.parametrize("value", ["<script>alert(1)</script>", "%00", "9" * 4000, "{{ 7*7 }}"])
def test_hostile_days_are_words_not_markup(value: str, client: Client) -> None:
    for name in ("complete", "cas", "au", "suspended"):
        text = body(client, f"/procedures/permis_de_construire/?{name}={value}")
        assert "<script>alert(1)" not in text


def test_the_page_tells_the_law_that_the_answer_follows(client: Client) -> None:
    before = client.get(
        "/procedures/autorisation_environnementale/?filed=2024-10-21&complete=2024-10-21"
    )
    after = client.get(
        "/procedures/autorisation_environnementale/?filed=2024-10-22&complete=2024-10-22"
    )
    assert before.context["law"].version.id == before.context["form"].answer.version
    assert after.context["law"].version.id == after.context["form"].answer.version
    assert before.context["law"].version.id != after.context["law"].version.id
