"""Pages of calls: what a visitor reads, and what a manager does without a developer."""

from __future__ import annotations

import json
from datetime import timedelta
from fractions import Fraction
from html import unescape
from typing import Any
from urllib.parse import urlencode

import pytest
from django.conf import settings as django_settings
from django.test import Client

from rebond.canonical import digest_bytes
from rebond.evidence.catalogue import load_indicators
from rebond.programme import load_programme
from rebond.texts import Text
from rebond.web.accounts.models import Organisation
from rebond.web.calls import services
from rebond.web.calls.models import Call, Revision
from rebond.web.journal.models import Entry
from tests.web.calls.test_services import CHOICES, TITLES, WHY
from tests.web.world import DAY, NOW, World, make_world

pytestmark = pytest.mark.django_db


@pytest.fixture
def world(settings: Any) -> World:
    settings.CLOCK = lambda: NOW
    return make_world(NOW)


def client_of(world: World, persona: str) -> Client:
    client = Client()
    client.force_login(world.users[persona], backend=django_settings.AUTHENTICATION_BACKENDS[0])
    return client


def text_of(client: Client, address: str, status: int = 200) -> str:
    response = client.get(address)
    assert response.status_code == status, address
    return " ".join(response.content.decode().replace("\u202f", " ").replace("\xa0", " ").split())


def test_the_list_shows_open_calls_first_and_no_draft(world: World) -> None:
    page = text_of(Client(), "/appels/")
    assert "2 appels sont ouverts" in page
    assert page.index("essai-open") < page.index("essai-closed")
    assert "essai-draft" not in page
    assert "fictif" in page
    assert "Fictitious call open" in text_of(Client(), "/en/appels/")


def test_a_list_of_many_calls_asks_as_often_as_one_of_few(
    world: World, django_assert_max_num_queries: Any
) -> None:
    with django_assert_max_num_queries(4):
        Client().get("/appels/")
    policy = world.calls["open"].revisions.get()
    manager = Organisation.objects.get(slug="equipe-nationale")
    for number in range(30):
        call = Call.objects.create(
            reference=f"beaucoup-{number}",
            manager=manager,
            programme_id="p",
            measure_id="site_cle_en_main",
            title_fr="Beaucoup",
            title_en="Many",
            opens_at=NOW - DAY,
            closes_at=NOW + DAY,
            created_at=NOW,
        )
        Revision.objects.create(
            call=call,
            number=1,
            policy=policy.policy,
            policy_digest=policy.policy_digest,
            created_at=NOW,
            published_at=NOW,
        )
    with django_assert_max_num_queries(4):
        page = text_of(Client(), "/appels/")
    assert page.count("Beaucoup") == 30


@pytest.mark.parametrize("prefix", ["", "/en"])
@pytest.mark.parametrize("call", ["open", "closed", "training"])
def test_a_call_tells_its_rules_before_anybody_starts(world: World, prefix: str, call: str) -> None:
    page = text_of(Client(), f"{prefix}/appels/essai-{call}/")
    revision = world.calls[call].revisions.get()
    assert revision.policy_digest in page
    for gate in revision.measure.gates:
        assert gate.requirement.en[:20] in page or gate.requirement.fr[:20] in page.replace(
            "&#x27;", "’"
        )


@pytest.mark.parametrize("prefix", ["", "/en"])
def test_a_visitor_reads_the_criteria_and_what_documents_them(world: World, prefix: str) -> None:
    """Before any account: each criterion by its title, each of its indicators by the title that it declares."""
    page = unescape(text_of(Client(), f"{prefix}/appels/essai-open/"))
    part = page[page.index('id="criteres"') : page.index('id="formulaire"')]
    rows = part.split("<tr>")[2:]
    grid = world.calls["open"].revisions.get().measure.grid
    declared = load_indicators()
    assert len(rows) == len(grid.criteria) == 5

    def shown(said: Text) -> str:
        written = said.en if prefix else said.fr
        return " ".join(written.replace("\u202f", " ").replace("\xa0", " ").split())

    for criterion, row in zip(grid.criteria, rows, strict=True):
        assert f"<strong>{shown(criterion.title)}</strong>" in row
        for one in criterion.indicators:
            assert shown(declared[one.indicator].title) in row


def test_the_page_of_a_call_asks_the_same_number_of_questions_whatever_its_history(
    world: World, django_assert_num_queries: Any
) -> None:
    call, actor = world.calls["open"], world.actor("national")
    client = Client()
    client.get("/appels/essai-open/")
    with django_assert_num_queries(5):
        client.get("/appels/essai-open/")
    for number in range(1, 31):
        call = Call.objects.get(pk=call.pk)
        services.move_date(
            actor, call, "closes", call.closes_at + timedelta(minutes=number), WHY, NOW
        )
    with django_assert_num_queries(5):
        page = text_of(client, "/appels/essai-open/")
    assert page.count(WHY) == 30


def test_the_policy_downloaded_is_the_one_frozen(world: World) -> None:
    response = Client().get("/appels/essai-open/politique/1.json")
    assert digest_bytes(response.content) == load_programme("pack_rebond_2020").digest
    assert "attachment" in response["Content-Disposition"]
    for number in ("2", "0", "99999999999999999999999999"):
        assert Client().get(f"/appels/essai-open/politique/{number}.json").status_code == 404


@pytest.mark.parametrize("reference", ["essai-draft", "nope", "x" * 300])
def test_a_call_that_is_not_public_does_not_exist_for_visitors(
    world: World, reference: str
) -> None:
    for path in ("", "suis-je-concerne/", "revisions/", "politique/1.json"):
        assert Client().get(f"/appels/{reference}/{path}").status_code == 404


def concerned(call: str, **asked: str) -> str:
    query = urlencode({name.replace("__", "-"): value for name, value in asked.items()})
    return text_of(Client(), f"/appels/essai-{call}/suis-je-concerne/?{query}")


def test_a_commune_in_neither_list_is_told_at_once(world: World) -> None:
    page = concerned("training", commune="75056")
    assert "<strong>Non</strong>" in page
    assert "Dans aucun de ces périmètres" in page
    page = concerned("training", commune="Lisieux")
    assert "<strong>Oui</strong>, vous pouvez candidater" in page
    assert "Ce que l’appel regarde sans éliminer" in page


def test_an_applicant_that_may_not_apply_is_told(world: World) -> None:
    assert "<strong>Non</strong>" in concerned("open", candidat="region")
    page = concerned("open", candidat="epci")
    assert "la seule condition qui élimine, « Qui peut candidater », est remplie" in page


def test_a_rule_that_excludes_and_is_open_is_named_and_no_other(world: World) -> None:
    page = concerned("open", commune="Lisieux")
    answer = page[page.index('class="answer"') :].split("</p>")[0]
    assert "Une condition qui élimine reste à vérifier" in answer
    assert answer.count("<strong>") == 1
    assert "Qui peut candidater" in answer


def test_a_name_that_no_commune_bears_is_told_with_the_nearest(world: World) -> None:
    page = concerned("open", commune="Trifouilly")
    assert "Aucune commune ne s’appelle « Trifouilly »" in page
    assert "Plusieurs communes portent ce nom" not in page
    assert page.count("?commune=") >= 1


def test_a_wrong_number_keeps_the_rest_of_the_answer(world: World) -> None:
    page = concerned("open", candidat="epci", **{"f-surface_brute_ha": "abc"})
    assert "<strong>Oui</strong>" in page
    assert 'id="f-surface_brute_ha-faute"' in page
    assert 'value="abc"' in page


def test_a_name_that_several_communes_bear_is_asked_back_with_what_was_given(
    world: World,
) -> None:
    page = concerned("open", commune="Saint-Denis", candidat="epci")
    assert "Plusieurs communes portent ce nom" in page
    assert "?commune=93066&amp;candidat=epci" in page


def test_a_former_code_means_its_successor(world: World) -> None:
    from rebond.web.territories.places import atlas

    former, successor = next(iter(atlas().gazetteer.compositions.codes.former.items()))
    assert successor in concerned("training", commune=former)
    assert "Paris" in concerned("training", commune="75116")


@pytest.mark.parametrize(
    "asked",
    [
        {"commune": "zzzzqqqq"},
        {"commune": "\x00" * 20},
        {"commune": "a" * 5000},
        {"commune": "<script>alert(1)</script>"},
        {"candidat": "pirate"},
        {"f-surface_brute_ha": "1e400"},
        {"f-surface_brute_ha": "nan"},
        {"f-surface_brute_ha": "<b>"},
        {"f-viabilise": "peut-être"},
        {"f-nope": "1"},
    ],
)
def test_hostile_questions_are_answered_in_words(world: World, asked: dict[str, str]) -> None:
    for call in ("open", "training"):
        response = Client().get(f"/appels/essai-{call}/suis-je-concerne/", asked)
        assert response.status_code == 200
        assert b"<script>alert" not in response.content


def test_a_chosen_threshold_decides_the_preview(world: World) -> None:
    actor = world.actor("national")
    call = services.prepare(
        actor,
        "pack_rebond_2020",
        "site_cle_en_main",
        reference="essai-seuil",
        titles=TITLES,
        now=NOW,
    )
    services.save_choices(actor, call, CHOICES, {}, NOW)
    dates = {"opens": NOW - DAY, "closes": NOW + DAY}
    services.set_dates(actor, call, dates, "Calendrier de départ.", NOW)
    services.publish(actor, call, "", NOW)
    page = concerned("seuil", candidat="epci", f__surface_brute_ha="20,5")
    assert "<strong>Non</strong>" in page
    assert "20,50 hectares ; il faut au moins 30" in page


def test_the_preview_answers_in_under_three_hundred_milliseconds(world: World) -> None:
    import time

    concerned("training", commune="Lisieux")
    start = time.perf_counter()
    concerned("training", commune="Lens", candidat="epci")
    assert time.perf_counter() - start < 0.3


def test_the_button_to_start_says_what_stands_in_the_way(world: World) -> None:
    address = "/appels/essai-open/"
    assert "Se connecter pour commencer" in text_of(Client(), address)
    assert "n’agissez pour aucune" in text_of(client_of(world, "nobody"), address)
    assert "n’est pas de celles" in text_of(client_of(world, "dreal_1"), address)
    assert "permet de lire" in text_of(client_of(world, "epci_a_reader"), address)
    assert "Commencer un dossier" in text_of(client_of(world, "epci_a"), address)
    assert "commencer un dossier" not in text_of(Client(), "/appels/essai-closed/").lower()


def test_a_national_agent_opens_a_call_from_nothing(world: World) -> None:
    client = client_of(world, "national")
    response = client.post(
        "/administration/appels/nouveau/",
        {
            "mesure": "pack_rebond_2020/site_cle_en_main",
            "code": "site-2031-1",
            "titre-fr": "Sites 2031",
            "titre-en": "Sites 2031",
        },
    )
    assert response.url == "/administration/appels/site-2031-1/choix/"
    choices = {
        "c:gates.surface_minimale.eliminates": "oui",
        "c:gates.surface_minimale.threshold": "30,5",
        "c:gates.surface_minimale.threshold:from": "2031-06-01",
        "c:selection.k": "20",
        "c:selection.covered_regions_min": "0",
        "c:quota.count": "20",
        "c:quota.count:from": "2031-06-01",
        "c:weights.intervals:transport:low": "10",
        "c:weights.intervals:transport:high": "40",
        "c:weights.orderings:0:heavier": "workforce",
        "c:weights.orderings:0:lighter": "clusters",
    }
    assert client.post("/administration/appels/site-2031-1/choix/", choices).status_code == 302
    page = text_of(client, "/administration/appels/site-2031-1/choix/")
    assert 'value="30.5"' in page
    revision = Revision.objects.get(call__reference="site-2031-1")
    low, high = revision.measure.grid.weight_bounds()[2]
    assert (low, high) == (Fraction(1, 10), Fraction(2, 5))
    settings = {
        "has_regional_stage": "oui",
        "public_reviews": "non",
        "shortlist_min": "5",
        "shortlist_max": "10",
        "opinion_days": "30",
        "correction_days": "15",
        "grace_hours": "12",
        "draws": "2000",
        "critere-1-fr": "Maturité",
        "critere-1-en": "Maturity",
    }
    assert client.post("/administration/appels/site-2031-1/reglages/", settings).status_code == 302
    dates = {
        "jour-opens": "2031-06-03",
        "heure-opens": "09:00",
        "jour-closes": "2031-07-31",
        "heure-closes": "23:59",
        "jour-results": "2031-12-01",
        "heure-results": "10:00",
        "motif": "Calendrier de départ.",
    }
    assert client.post("/administration/appels/site-2031-1/dates/", dates).status_code == 302
    page = text_of(client, "/administration/appels/site-2031-1/publier/")
    promised = page.partition("sha256:")[2][:64]
    response = client.post("/administration/appels/site-2031-1/publier/", {"motif": ""})
    assert response.url == "/appels/site-2031-1/"
    revision = Revision.objects.get(call__reference="site-2031-1")
    assert revision.policy_digest == f"sha256:{promised}"
    assert revision.settings["shortlist_max"] == 10
    assert revision.settings["k"] == 20
    assert revision.settings["review_criteria"][0]["title_en"] == "Maturity"
    page = text_of(Client(), "/appels/site-2031-1/")
    assert "31 juillet 2031, 23 h 59" in page
    assert "≥ 30,50 hectares" in page


def test_a_fault_keeps_everything_typed_and_saves_nothing(world: World) -> None:
    client = client_of(world, "national")
    before = Entry.objects.count()
    typed = {"c:selection.k": "douze", "c:gates.viabilise.eliminates": "oui"}
    page = client.post("/administration/appels/essai-draft/choix/", typed).content.decode()
    assert "« douze »" in page.replace("\xa0", " ")
    assert 'value="douze"' in page
    stated = {"c:selection.k": "12"}
    page = client.post("/administration/appels/essai-draft/choix/", stated).content.decode()
    assert "covered_regions_min" in page
    assert 'value="12"' in page
    refused = {"opinion_days": "zéro"}
    page = client.post("/administration/appels/essai-draft/reglages/", refused).content.decode()
    assert "zéro" in page
    assert Entry.objects.count() == before


def test_a_date_moved_on_a_stale_page_is_refused(world: World) -> None:
    client = client_of(world, "national")
    call = world.calls["open"]
    shown = {"vu-closes": call.closes_at.isoformat()}
    services.move_date(world.actor("national_second"), call, "closes", NOW + 60 * DAY, WHY, NOW)
    moved = {**shown, "jour-closes": "2031-07-15", "heure-closes": "12:00", "motif": WHY}
    page = client.post("/administration/appels/essai-open/dates/", moved).content.decode()
    assert "a été déplacée" in page
    assert 'value="2031-07-15"' in page


def test_a_day_that_is_none_and_an_hour_that_the_clocks_skip_are_told(world: World) -> None:
    client = client_of(world, "national")
    for day, hour in (("2031-02-30", "10:00"), ("hier", "10:00"), ("2032-03-28", "02:30")):
        asked = {"jour-results": day, "heure-results": hour, "motif": WHY}
        response = client.post("/administration/appels/essai-open/dates/", asked)
        assert response.status_code == 200
        assert b"form-error" in response.content


def test_two_revisions_are_compared_in_words(world: World) -> None:
    actor, call = world.actor("national"), world.calls["open"]
    services.new_revision(actor, call, WHY, NOW)
    choices = {"gates": {"viabilise": {"eliminates": True}}}
    services.save_choices(actor, call, choices, {"opinion_days": 45}, NOW)
    services.publish(actor, call, WHY, NOW)
    page = text_of(Client(), "/appels/essai-open/revisions/")
    assert "Terrain viabilisé" in page
    assert "non décidé" in page
    assert "45" in page
    assert WHY in page
    for query in ("?de=9&a=9", "?de=x&a=%00", "?de=2&a=1"):
        assert Client().get(f"/appels/essai-open/revisions/{query}").status_code == 200


def test_the_form_of_a_call_is_told_with_its_files(world: World) -> None:
    page = text_of(Client(), "/appels/essai-training/")
    assert "Personne à joindre" in page
    assert "donnée personnelle, jamais publiée" in page
    assert "PDF" in page


def test_a_frozen_policy_is_json(world: World) -> None:
    content = Client().get("/appels/essai-training/politique/1.json").content
    assert json.loads(content)["id"] == world.calls["training"].programme_id
