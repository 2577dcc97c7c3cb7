"""What a reader finds on the pages of an evaluation."""

from __future__ import annotations

import html
import re

import pytest
from django.test import Client

from rebond.web.decisions import listing
from rebond.web.decisions.rows import Decision


def page(client: Client, decision: Decision, path: str = "", prefix: str = "") -> str:
    response = client.get(f"{prefix}/decisions/{decision.code}/{path}")
    assert response.status_code == 200
    return response.content.decode()


def test_the_answer_comes_first_with_its_number_and_its_uncertainty(
    client: Client, decision: Decision
) -> None:
    one = next(c for c in decision.candidates if 0.1 < c.chance < 0.9 and not c.labels)
    text = page(client, decision, f"{one.id}/")
    answer = re.search(r'<p class="answer">(.*?)</p>', text, re.S)
    assert answer is not None
    plain = re.sub(r"<[^>]+>", "", answer.group(1))
    assert one.name in plain
    assert f"{100 * one.chance:.0f}\u202f%" in plain
    assert f"du {one.rank.low}e au {one.rank.high}e rang" in plain
    assert "rien n’établit qu’un site y ait été proposé" in plain
    assert text.index('class="answer"') < text.index("<h2")


def test_who_is_never_among_the_first_is_told_so(client: Client, decision: Decision) -> None:
    never = next(c for c in decision.candidates if c.chance == 0)
    text = page(client, decision, f"{never.id}/")
    assert "<strong>aucun</strong>" in text
    assert f"jamais premier dans les {decision.draws} tirages" in text


def test_a_known_label_is_told_and_linked(client: Client, decision: Decision) -> None:
    labelled = decision.candidates[2]
    text = page(client, decision, f"{labelled.id}/")
    assert "un site y a été labellisé le 20\u00a0juillet 2020" in text
    assert 'href="https://exemple.invalid/annonce"' in text


def test_each_territory_page_carries_the_four_items_of_the_law(
    client: Client, decision: Decision
) -> None:
    for one in decision.everyone[::7]:
        text = page(client, decision, f"{one.id}/")
        for number in range(1, 5):
            assert re.search(rf"<h3>{number}\. ", text)
        assert "R311-3-1-2" in text
        assert "Un mois de silence vaut refus" in text
        assert "CADA" in text


def test_a_missing_fact_is_said_with_what_would_fill_it(client: Client, decision: Decision) -> None:
    text = page(client, decision, f"{decision.candidates[0].id}/")
    assert "non établi" in text
    assert "Annuaire de l’éducation (fictif)" in text


def test_not_applicable_is_not_missing(client: Client, decision: Decision) -> None:
    assert "sans objet" in page(client, decision, f"{decision.candidates[3].id}/")
    assert "sans objet" not in page(client, decision, f"{decision.candidates[4].id}/")


def test_the_retrospective_caution_stands_on_every_page_of_the_evaluation(
    client: Client, decision: Decision
) -> None:
    for path in ("", f"{decision.candidates[0].id}/", f"{decision.references[0].id}/"):
        assert "Exercice rétrospectif" in page(client, decision, path)
        assert "A retrospective exercise" in page(client, decision, path, "/en")


def test_a_reference_is_never_said_to_be_first_or_not(client: Client, decision: Decision) -> None:
    text = page(client, decision, f"{decision.references[0].id}/")
    assert "Comparé seul aux 60 candidats" in text
    assert "jamais premier" not in text
    assert "Ce qui l’aurait changé" not in text


def test_each_status_is_a_word_and_a_sign(client: Client, decision: Decision) -> None:
    text = page(client, decision, "candidats/")
    for word in (
        "retenu par ce calcul",
        "sous la coupure",
        "écarté par une règle",
        "reporté",
        "non éligible",
        "jamais proposé",
    ):
        assert re.search(rf'<svg class="sign".*?</svg><span>{word}</span>', text), word


def test_the_candidates_that_are_not_shown_are_all_on_the_page_that_the_list_leads_to(
    client: Client, decision: Decision
) -> None:
    asked = "?poids_tissu=70&statut=retained&tri=-chance"
    for query in ("", asked):
        text = page(client, decision, query)
        shown = re.findall(r'<tr role="row" data-id="([^"]+)"', text)
        assert len(shown) == listing.FIRST
        assert text.count('data-key="rang"') == 1
        count = len(client.get(f"/decisions/{decision.code}/{query}").context["rows"])
        assert f"Les {count - listing.FIRST} candidats suivants" in text
        more = re.search(r'href="([^"]+)"\s+data-more', text)
        assert more is not None
        whole = client.get(html.unescape(more.group(1))).content.decode()
        found = re.findall(r'<tr role="row" data-id="([^"]+)"', whole)
        assert len(set(found)) == len(found) == count
        assert found[: listing.FIRST] == shown
        assert "data-more" not in whole
        assert ('value="70"' in whole) == bool(query)


def test_the_land_under_maps_is_sent_once_a_year(client: Client, decision: Decision) -> None:
    text = page(client, decision)
    address = re.search(r'<image href="([^"]+)"', text)
    assert address is not None
    sent = client.get(address.group(1))
    assert sent["Content-Type"] == "image/svg+xml"
    assert "immutable" in sent["Cache-Control"]
    assert 'class="land"' in sent.content.decode()
    assert 'class="land"' not in text
    assert client.get("/decisions/fond.svg?v=autre")["Cache-Control"] == "no-cache"


def test_faults_in_an_address_are_said_on_the_page(client: Client, decision: Decision) -> None:
    text = page(client, decision, "?poids_acces=beaucoup&region=nulle")
    assert text.count('class="form-error"') == 2


def test_an_own_weighting_ranks_the_list_again(client: Client, decision: Decision) -> None:
    only = "?" + "&".join(
        f"poids_{c.id}={100 if c.id == 'acces' else 0}" for c in decision.criteria
    )
    text = page(client, decision, only)
    best = max(decision.candidates, key=lambda one: one.criteria["acces"].mid)
    first = re.search(r'<tr role="row"\s+data-id="([^"]+)"', text)
    assert first is not None
    assert first.group(1) == best.id


def test_the_page_says_how_to_verify_the_file(client: Client, decision: Decision) -> None:
    text = page(client, decision)
    assert f"rebond verify rebond-{decision.code}.json" in text
    assert decision.digest in text


@pytest.mark.parametrize("candidate", ["territoire_industrie:1:absent", "x", "a" * 160])
def test_an_unknown_candidate_is_not_found(
    client: Client, decision: Decision, candidate: str
) -> None:
    assert client.get(f"/decisions/{decision.code}/{candidate}/").status_code == 404


def test_a_page_changes_nothing(client: Client, decision: Decision) -> None:
    assert client.delete(f"/decisions/{decision.code}/recalculer/").status_code == 405


def test_an_ineligible_candidate_is_told_of_its_gate_first(
    client: Client, decision: Decision
) -> None:
    one = next(c for c in decision.candidates if c.status == "ineligible")
    text = page(client, decision, f"{one.id}/")
    answer = text.split('<p class="answer">')[1].split("</p>")[0]
    assert "Surface d’au moins 30 ha" in answer
    assert "n’aurait suffi" not in text


def test_where_a_site_was_labelled_one_was_proposed(client: Client, decision: Decision) -> None:
    one = next(c for c in decision.candidates if c.labels)
    text = page(client, decision, f"{one.id}/")
    assert "Un site y a-t-il été proposé" not in text
    assert "il y en a donc eu un de proposé" in text


def test_a_composition_of_another_date_is_remarked(client: Client, decision: Decision) -> None:
    remark = "La liste des communes de ce territoire n’est pas celle du"
    other = next(c for c in decision.candidates if c.composition and not c.composition.in_force)
    same = next(c for c in decision.candidates if c.composition and c.composition.in_force)
    assert remark in page(client, decision, f"{other.id}/")
    assert remark not in page(client, decision, f"{same.id}/")
