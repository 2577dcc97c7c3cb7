"""Questions, answers, results and the search: what is public of them leaves, and nothing else."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.db.models import F
from django.test import Client

from rebond.opendata import Snapshot
from rebond.opendata.reference import LICENCES
from rebond.parliament.published import DOCUMENT
from rebond.web.accounts.models import Membership, Organisation
from rebond.web.labels.models import Label
from rebond.web.monitoring.models import Observation
from rebond.web.publishing.cells import checked
from rebond.web.publishing.datasets import datasets
from rebond.web.questions import loading
from rebond.web.questions.models import Answer, Question
from rebond.web.sites.models import Site
from tests.web.monitoring.monitoring_world import YEAR, observed
from tests.web.publishing.test_api import V1, refused
from tests.web.questions import scenes
from tests.web.world import NOW, World

OURS = ("questions", "answers", "answer-evidence")


def made_real() -> None:
    """Let the organisations of the world be real: what fictitious people write leaves nowhere."""
    Organisation.objects.update(is_fictitious=False)
    Question.objects.update(is_fictitious=False)


def held(name: str) -> dict[str, Any]:
    dataset = datasets()[name]
    return {row.id: row.values for row, _cells, _shape in checked(dataset, dataset.rows(NOW))}


def test_published_questions_leave_with_their_clock_and_published_answers_with_their_proofs(
    world: World,
) -> None:
    made_real()
    scenes.taken(world, 912)
    scenes.drafted(world, 913)
    answer = scenes.published(world, 914)
    questions = held("questions")
    assert set(questions) == {"an-16-912", "an-16-913", "an-16-914"}
    asked = questions["an-16-914"]
    assert (asked["answers"], questions["an-16-913"]["answers"]) == (1, 0)
    assert asked["territories"] == scenes.TERRITORY
    assert questions["an-16-912"]["territories"] is None
    assert asked["state"] == "running" or asked["state"] == "near"
    assert asked["due_on"] > NOW.date()
    assert asked["days_taken"] is None
    blocks, proofs = held("answers"), held("answer-evidence")
    assert {one["question"] for one in blocks.values()} == {"an-16-914"}
    assert len(blocks) == answer.blocks.count() == 2
    known = {one["id"] for one in proofs.values()}
    named = {name for one in blocks.values() for name in (one["proofs"] or "").split("|")}
    assert named - {""} <= known
    assert named - {""}
    page = Client().get(f"{V1}answer-evidence?question=an-16-914&limit=2").json()
    assert page["total"] == len(proofs)
    content = b"".join(Client().get("/donnees/answers.jsonl").streaming_content).decode()
    for name in ("drafted_by", "read_by", "remark"):
        assert name not in content


def test_questions_and_answers_are_asked_for_by_each_territory_that_they_name(
    world: World,
) -> None:
    made_real()
    loading.load(NOW)
    scenes.taken(world, 912)
    scenes.published(world, 914)
    real = Question.objects.get(number=31804)
    real.subjects.create(kind="territory", code="commune:14366")
    said = held("questions")
    assert said["an-15-31804"]["subjects_confirmed"] is False, "read in the text, by nobody"
    assert said["an-16-914"]["subjects_confirmed"] is True
    assert said["an-15-31804"]["source_url"] == real.source_url
    # The real one leaves also where the demonstration took it in.
    Question.objects.filter(pk=real.pk).update(taken_by=Membership.objects.first())
    Organisation.objects.update(is_fictitious=True)
    assert set(held("questions")) >= {"an-15-31804"}
    Organisation.objects.update(is_fictitious=False)

    def found(name: str, column: str, **asked: str) -> set[str]:
        page = Client().get(f"{V1}{name}", asked).json()
        return {row[column] for row in page["items"]}

    by = found("questions", "reference", territories=scenes.TERRITORY)
    assert by == {"an-15-31804", "an-16-914"}
    assert found("questions", "reference", territories="commune:14366") == {"an-15-31804"}
    assert found("questions", "reference", territories="commune:1436") == set()
    assert found("questions", "reference", territories="") == {"an-16-912"}
    assert found("answers", "question", territories=scenes.TERRITORY) == {"an-16-914"}
    assert found("answers", "question", territories="commune:14366") == set()


def test_the_licence_of_the_texts_is_said_as_in_the_catalogue_of_the_package() -> None:
    shipped = Snapshot.shared().catalogue.documents[DOCUMENT]
    assert shipped.licence == "LicenseRef-licence-ouverte"
    said = datasets()["questions"].description
    for lang, words in (("fr", "version non établie"), ("en", "version not established")):
        assert words in getattr(LICENCES[shipped.licence], lang)
        assert words in getattr(said, lang)


def test_what_is_not_published_yet_or_fictitious_stays_and_stamps_move(world: World) -> None:
    made_real()
    scenes.submitted(world, 914)
    assert held("answers") == held("answer-evidence") == {}
    before = datasets()["answers"].stamp(NOW)
    scenes.published(world, 914)
    assert held("answers")
    marks = {name: datasets()[name].stamp(NOW) for name in OURS}
    Question.objects.update(published_on=F("published_on") + timedelta(days=400))
    Question.objects.update(changed_at=NOW + timedelta(seconds=1))
    for name in OURS:
        assert held(name) == {}, name
        assert datasets()[name].stamp(NOW) != marks[name]
    Question.objects.update(published_on=NOW.date(), is_fictitious=True)
    assert [held(name) for name in OURS] == [{}, {}, {}]
    assert before not in marks.values()


def test_what_fictitious_people_wrote_of_a_real_question_never_leaves(world: World) -> None:
    loading.load(NOW)
    answer = scenes.published(world, 914)
    assert answer.is_fictitious
    assert [set(held(name)) for name in OURS] == [{"an-15-31804"}, set(), set()]
    made_real()
    answer = Answer.objects.get(pk=answer.pk)
    assert not answer.is_fictitious
    assert held("answers")
    assert held("questions")["an-16-914"]["answers"] == 1
    # One hand is enough: the team that read it second, then the one that confirmed what it is about.
    other = Organisation.objects.exclude(pk=answer.drafted_by.organisation_id).first()
    assert other is not None
    Organisation.objects.filter(pk=other.pk).update(is_fictitious=True)
    stranger = Membership.objects.filter(organisation=other).first()
    Question.objects.update(confirmed_by=stranger)
    answer.question.subjects.create(kind="territory", code="commune:75056")
    said = held("questions")["an-16-914"]
    assert (said["subjects_confirmed"], said["territories"]) == (False, scenes.TERRITORY)
    assert said["answers"] == 1
    answer.hands.add(stranger)
    assert held("answers") == held("answer-evidence") == {}
    assert held("questions")["an-16-914"]["answers"] == 0


def test_results_leave_with_their_data_state_and_small_sums_stay_secret(
    world: World, settings: Any
) -> None:
    settings.LEAST_COUNT = 3
    sites = list(Site.objects.order_by("pk")[:3])
    assert len(sites) == 3
    Site.objects.update(manager=None)  # each tells of itself
    for one in sites:
        Label.objects.get_or_create(
            site=one,
            programme_id="pack_rebond_2020",
            measure_id="site_cle_en_main",
            wave="2",
            defaults={"reference": f"L-{one.pk}"},
        )
    before = datasets()["outcomes"].stamp(NOW)
    for value, site in zip((10, 20, 30), sites, strict=True):
        observed(world, site, value)
        observed(world, site, 100 * value, quantity="investment")
    observed(world, sites[0], 12, basis=Observation.Basis.CHECKED)
    assert datasets()["outcomes"].stamp(NOW) != before
    outcomes = held("outcomes")
    jobs = outcomes[f"emplois/{YEAR}"]
    assert (jobs["declared"], jobs["declared_subjects"], jobs["is_declared_secret"]) == (
        60,
        3,
        False,
    )
    assert (jobs["checked"], jobs["is_checked_secret"]) == (None, False)  # not told before 1 July
    july = {row.id: row for row in datasets()["outcomes"].rows(NOW + timedelta(days=30))}
    later = july[f"emplois/{YEAR}"].values
    assert (later["checked"], later["checked_subjects"], later["is_checked_secret"]) == (
        None,
        None,
        True,
    )
    assert outcomes[f"investissements/{YEAR}"]["declared"] == 60
    indicators = held("outcome-indicators")
    assert indicators["emplois"]["state"] == "value"
    missing = indicators["industrie_hors_agglomerations"]
    assert (missing["state"], missing["value"]) == ("missing", None)
    assert missing["would_fill_fr"]
    assert "is_fictitious" not in jobs
    Site.objects.update(is_fictitious=True)
    assert held("outcomes") == {}


def test_the_search_answers_the_query_of_its_page_with_reasons(world: World) -> None:
    client, public = Client(), world.sites["public"]
    told = client.get(f"{V1}search?puissance=10&rail=5&rail_p=2").json()
    assert told["address"].endswith("/sites/?puissance=10&rail=5&rail_p=2")
    found = {one["site"]: one for one in told["items"]}
    assert world.sites["private"].identifier not in found
    hit = found[public.identifier]
    power = next(one for one in hit["reasons"] if one["field"] == "puissance")
    assert (power["is_must"], power["met"]) == (True, True)
    assert power["value"]["fr"].startswith("12")
    assert told["total"] == len(told["items"]) >= 1
    assert told["next"] is None
    assert (
        client.get(f"{V1}search?rail=5&puissance=10&rail_p=2").json()["address"] == told["address"]
    )
    for wrong in ("lot=beaucoup", "region=99", "cadre=1,2", "pret=hier", "page=2", "cursor=x"):
        refused(client.get(f"{V1}search?{wrong}"), 400)


def test_every_commune_has_its_facts_and_an_unknown_one_is_empty(
    db: None, monkeypatch: Any
) -> None:
    from rebond.territory import PlaceKey
    from rebond.web.publishing import rows_facts

    codes = ("14366", "97501")
    few = [PlaceKey("commune", code) for code in codes]
    monkeypatch.setattr(rows_facts, "commune_keys", lambda: few)
    rows = held("commune-facts")
    assert set(rows) == set(codes)
    assert rows["14366"]["freight_station_km"] >= 0
    assert rows["14366"]["epci_code"] == "200069532"
    assert "vocational_schools" not in rows["14366"]
    assert "freight_station_km" not in rows["97501"]
    # What an incomplete list gives is told apart from what is measured.
    assert rows["14366"]["upper_bounds"] == "cluster_seat_km|port_km"
    assert set((rows["97501"].get("upper_bounds") or "").split("|")) <= {"", "port_km"}


def test_a_fact_that_is_a_bound_says_so_and_starts_at_nothing(db: None, monkeypatch: Any) -> None:
    from rebond.territory import PlaceKey
    from rebond.web.publishing import rows_facts

    key = "territoire_industrie:1:ti-2805"
    monkeypatch.setattr(rows_facts, "above_the_commune", lambda: [PlaceKey.parse(key)])
    rows = held("facts")
    port, road = rows[f"{key}/port_km"], rows[f"{key}/road_axis_km"]
    assert (port["is_upper_bound"], port["low"]) == (True, 0)
    assert port["high"] >= port["value"] > 0
    assert (road["is_upper_bound"], road["low"] > 0) == (False, True)
