"""What applicants and the public read, and what nobody reads before the moment."""

from __future__ import annotations

import io
import re
from datetime import timedelta
from typing import Any

import pytest
from django.conf import settings as django_settings
from django.template import engines
from django.test import Client, RequestFactory
from django.urls import NoReverseMatch, reverse
from django.utils import translation
from pypdf import PdfReader

from rebond.web.calls.models import Call, Revision
from rebond.web.deliberations import reasons, records
from rebond.web.dossiers.models import Dossier
from tests.web.deliberations.scenes import (
    ENGLISH,
    HIDDEN_WORD,
    SENTENCE,
    add_dossiers,
    decide,
    deliberated,
    evaluate,
)
from tests.web.doors import all_doors
from tests.web.world import DAY, NOW, VISITOR, World

pytestmark = pytest.mark.django_db
OF_PUBLIC_PAGES = ("epci_b", "recused", VISITOR)
"""Whose decision it is, who reads of it for the committee, and anybody."""
READERS = ("epci_a", "epci_b", "prefecture_1", "dreal_2", "member", "recused", "cnam", VISITOR)


def client(world: World, persona: str) -> Client:
    # A page of another app that breaks shows nothing; its own tests tell that it breaks.
    found = Client(raise_request_exception=False)
    if persona != VISITOR:
        found.force_login(world.users[persona], backend=django_settings.AUTHENTICATION_BACKENDS[0])
    return found


def page(world: World, persona: str, name: str, *arguments: str, query: str = "") -> Any:
    with translation.override("fr"):
        address = reverse(name, args=arguments)
    return client(world, persona).get(address + query)


def content_of(response: Any) -> bytes:
    """Return what a response says; closing it would close the connection that the test stands on."""
    if not response.streaming:
        return bytes(response.content)
    said = b"".join(response.streaming_content)
    if hasattr(response, "file_to_stream"):
        response.file_to_stream.close()
    return said


def addresses(world: World, persona: str) -> list[str]:
    """Return every address that a reader may get; test_doors tries that the others say nothing to him."""
    found = []
    with translation.override("fr"):
        for name, doors in all_doors().items():
            for door in doors:
                if door.method != "GET" or name.startswith("deliberation"):
                    continue
                if persona not in door.allowed or (
                    VISITOR in door.allowed and persona not in OF_PUBLIC_PAGES
                ):
                    continue
                try:
                    found.append(reverse(name, args=door.arguments(world)) + door.query)
                except NoReverseMatch:
                    continue
        for reference in ("D-AFILED", "D-BFILED"):
            found.append(reverse("dossier-decision", args=[reference]))
            found.append(reverse("dossier-decision-letter", args=[reference]))
    return found


def test_no_address_shows_a_decision_before_its_day_but_to_those_who_deliberate(
    world: World,
) -> None:
    deliberated(world, results_at=NOW + timedelta(seconds=1))
    world.dossiers["b_filed"].refresh_from_db()
    for persona in READERS:
        reader = client(world, persona)
        asked = [one for one in addresses(world, persona) if "/compte/" not in one]
        assert len(asked) > 10
        for one in asked:
            response = reader.get(one)
            if response.status_code != 200:
                continue
            said = content_of(response).decode(errors="replace")
            assert HIDDEN_WORD not in said, (persona, one)
            assert "0,432" not in said, (persona, one)
            assert "sous la coupure" not in said, (persona, one)


@pytest.mark.parametrize("persona", ["epci_a", "epci_b", "prefecture_1", "national", VISITOR])
def test_the_page_of_a_decision_does_not_exist_before_its_day(world: World, persona: str) -> None:
    deliberated(world, results_at=NOW + timedelta(seconds=1))
    for name in ("dossier-decision", "dossier-decision-letter"):
        assert page(world, persona, name, "D-BFILED").status_code in {302, 404}
    for name in ("call-results", "call-results-csv", "call-results-json"):
        assert page(world, persona, name, "essai-closed").status_code == 404


def test_a_neighbour_never_reads_the_decision_of_another(world: World) -> None:
    deliberated(world, results_at=NOW)
    assert page(world, "epci_b", "dossier-decision", "D-BFILED").status_code == 200
    for persona in ("epci_a", "prefecture_1", "cnam", "dreal_2", "member", "investor"):
        assert page(world, persona, "dossier-decision", "D-BFILED").status_code == 404


@pytest.fixture
def ranked(world: World) -> World:
    """Twenty dossiers under an official evaluation, decided as it says, results out."""
    dossiers = add_dossiers(world, world.calls["closed"], 20)
    official = evaluate(world, world.calls["closed"], dossiers)
    for one in dossiers:
        says = reasons.from_evaluation(official, one)
        outcome = says.outcome or "not_retained"
        reason = says.reason or {"kind": "committee"}
        sentence = says.sentence.fr if says.sentence else SENTENCE
        decide(
            world,
            one,
            outcome,
            at=NOW - 3 * DAY,
            reason=reason,
            sentence=sentence,
            sentence_en=says.sentence.en if says.sentence else ENGLISH,
            evaluation=official,
        )
    deliberated(world, results_at=NOW - DAY)
    return world


def refused(world: World) -> str:
    official = records.official(world.calls["closed"])
    assert official is not None
    return next(
        reference
        for reference, one in records.read(official).by_dossier.items()
        if one.status == "below_cut" and reference.endswith(("0", "2", "4", "6", "8"))
    )


def test_the_refused_reads_answer_reasons_changes_law_and_ways(ranked: World) -> None:
    said = page(ranked, "epci_a", "dossier-decision", refused(ranked)).content.decode()
    assert "n’est pas retenu" in said
    for part in (
        "Ce qui l’aurait changé",
        "1. Le degré et le mode de contribution du traitement",
        "2. Les données traitées et leurs sources",
        "3. Les paramètres et leur pondération, appliqués à ce cas",
        "4. Les opérations effectuées",
        "R311-3-1-1",
        "CADA",
        "Recours gracieux",
        # Results on 1 June 2031: two months and, as both ends are not counted, one day more.
        "1er\u00a0août 2031",
        "2\u00a0août 2031",
    ):
        assert part in said, part


def test_the_days_follow_the_day_on_which_one_acts(ranked: World) -> None:
    reference = refused(ranked)
    said = page(ranked, "epci_a", "dossier-decision", reference, query="?le=2031-07-31")
    assert "30\u00a0septembre 2031" in said.content.decode()
    for hostile in ("0001-01-01", "9999-12-31", "x", "2031-02-30"):
        answered = page(ranked, "epci_a", "dossier-decision", reference, query=f"?le={hostile}")
        assert answered.status_code == 200


def test_the_letter_says_the_same_in_both_languages(ranked: World) -> None:
    reference = refused(ranked)
    for language, words in (("fr", "Comment contester"), ("en", "Décision")):
        with translation.override(language):
            address = reverse("dossier-decision-letter", args=[reference])
        answered = client(ranked, "epci_a").get(address)
        assert answered["Content-Type"] == "application/pdf"
        assert "attachment" in answered["Content-Disposition"]
        text = "".join(one.extract_text() for one in PdfReader(io.BytesIO(answered.content)).pages)
        assert reference in text
        assert words in text or language == "en"
        assert "R421-1" in text


def test_without_an_evaluation_the_four_things_are_said_honestly(world: World) -> None:
    deliberated(world, results_at=NOW)
    said = page(world, "epci_a", "dossier-decision", "D-AFILED").content.decode()
    assert "Aucun calcul n’a classé ce dossier" in said
    assert "4. Les opérations effectuées" in said
    assert "Contribution" not in said


def test_the_law_s_block_says_that_no_condition_reads_a_person_s_data_where_none_does(
    world: World,
) -> None:
    deliberated(world, results_at=NOW)
    said = page(world, "epci_a", "dossier-decision", "D-AFILED").content.decode()
    assert "Aucune donnée sur une personne n’entre dans le calcul des conditions" in said
    assert "données sur une personne :" not in said
    with translation.override("en"):
        address = reverse("dossier-decision", args=["D-AFILED"])
    english = client(world, "epci_a").get(address).content.decode()
    law = english[english.index('id="droit"') :]
    assert "Fictitious call closed" in law
    assert "Appel fictif closed" not in law


def test_the_law_s_block_names_the_person_s_data_that_the_conditions_of_a_contract_read(
    world: World,
) -> None:
    Call.objects.filter(pk=world.calls["closed"].pk).update(measure_id="vte")
    deliberated(world, results_at=NOW)
    said = page(world, "epci_a", "dossier-decision", "D-AFILED").content.decode()
    assert "Aucune donnée sur une personne" not in said
    law = said[said.index('id="droit"') : said.index('id="contester"')]
    named = re.findall(r"<li>(.*?)</li>", law)
    assert named == ["Situation", "Niveau de diplôme atteint ou préparé"]


def test_the_region_and_the_opinions_stay_back_unless_the_call_says_so(world: World) -> None:
    deliberated(world, results_at=NOW)
    said = page(world, "epci_a", "dossier-decision", "D-AFILED").content.decode()
    assert "Premier de la liste fictive" not in said
    first = world.calls["closed"].revisions.get()
    open_one = Revision.objects.create(
        call=first.call,
        number=2,
        policy=first.policy,
        policy_digest=first.policy_digest,
        settings={"public_reviews": True},
        created_at=NOW - 60 * DAY,
        published_at=NOW - 60 * DAY,
    )
    Dossier.objects.filter(reference="D-AFILED").update(revision=open_one)
    said = page(world, "epci_a", "dossier-decision", "D-AFILED").content.decode()
    assert "Premier de la liste fictive" in said


def test_a_hostile_sentence_is_shown_as_text(world: World) -> None:
    hostile = "<script>alert('x')</script> {{ settings.SECRET_KEY }} {% now 'Y' %} " + SENTENCE
    decide(world, world.dossiers["a_filed"], sentence=hostile, at=NOW - 3 * DAY)
    decide(world, world.dossiers["b_filed"], at=NOW - 3 * DAY)
    type(world.calls["closed"]).objects.filter(reference="essai-closed").update(
        deliberated_at=NOW - 2 * DAY, results_at=NOW
    )
    said = page(world, "epci_a", "dossier-decision", "D-AFILED").content.decode()
    assert "<script>alert" not in said
    assert "&lt;script&gt;" in said
    assert "{{ settings.SECRET_KEY }}" in said
    letter = page(world, "epci_a", "dossier-decision-letter", "D-AFILED")
    assert letter.content.startswith(b"%PDF")


def test_a_french_sentence_is_marked_on_the_english_page(world: World) -> None:
    deliberated(world, results_at=NOW)
    with translation.override("en"):
        address = reverse("dossier-decision", args=["D-AFILED"])
    said = client(world, "epci_a").get(address).content.decode()
    assert f'lang="fr">{SENTENCE}' in said


def test_the_public_reads_the_results(world: World) -> None:
    deliberated(world, results_at=NOW)
    said = page(world, VISITOR, "call-results", "essai-closed").content.decode()
    assert "1 dossier est retenu sur 2 déposés" in said
    assert "Site fictif a_filed" in said
    for word in (HIDDEN_WORD, "b_filed", "D-BFILED", "epci-b", "national"):
        assert word not in said
    assert "Le fichier de l’évaluation n’est pas public" in said


def block(world: World, persona: str, tag: str, **values: Any) -> str:
    request = RequestFactory().get("/")
    request.user = world.users[persona]
    request.session = {}
    template = engines["django"].from_string(f"{{% load deliberations_blocks %}}{{% {tag} %}}")
    return str(template.render(values, request))


def test_the_blocks_show_nothing_before_the_moment(world: World) -> None:
    dossier = world.dossiers["b_filed"]
    call = deliberated(world, results_at=NOW + DAY)
    for persona in ("epci_b", "national", "dreal_2"):
        said = block(world, persona, "decision_block dossier", dossier=dossier)
        assert said.strip() == ""
    assert "rien n’en est visible avant" in block(world, "epci_b", "results_block call", call=call)
    later = {"dossier": dossier, "now": NOW + DAY}
    assert "n’est pas retenu" in block(world, "epci_b", "decision_block dossier", **later)
    assert "n’est pas retenu" in block(world, "epci_b", "deliberations_block dossier", **later)
    assert block(world, "dreal_2", "decision_block dossier", **later).strip() == ""


def test_the_pages_ask_the_same_number_of_queries_however_many_dossiers(
    world: World, django_assert_max_num_queries: Any
) -> None:
    dossiers = add_dossiers(world, world.calls["closed"], 300)
    for one in dossiers:
        decide(world, one, "not_retained", at=NOW - 3 * DAY)
    deliberated(world, results_at=NOW)
    with django_assert_max_num_queries(22):
        assert page(world, VISITOR, "call-results", "essai-closed").status_code == 200
    with django_assert_max_num_queries(34):
        assert page(world, "epci_a", "dossier-decision", "D-N00002").status_code == 200


def test_an_ineligible_applicant_reads_what_would_have_changed_it(world: World) -> None:
    deliberated(world, results_at=NOW - DAY)
    one = world.dossiers["a_filed"]
    gate = one.revision.measure.gates[0]
    title = {"fr": gate.title.fr, "en": gate.title.en}
    reason = {"kind": "gate", "gate": gate.id, "title": title, "established": "filing"}
    decide(world, one, "ineligible", reason=reason, number=2, act="review", visible_from=NOW - DAY)
    shown = page(world, "epci_a", "dossier-decision", one.reference)
    text = shown.content.decode()
    assert shown.status_code == 200
    assert "Ce qui l’aurait changé" in text
    assert "rien ne dit qu’il aurait été retenu" in text
    assert "Proposée par" in text
    assert "Tribunal compétent" in text
    early = page(world, "epci_a", "dossier-decision", one.reference, query="?le=2020-01-01")
    assert "ce jour est passé" in early.content.decode()
