"""What people find on the pages: forms that keep what was typed, both languages, a constant cost."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from rebond.record import read_record
from rebond.web.committee import evaluating, results, services
from rebond.web.committee.models import Declaration, Evaluation, Seat
from rebond.web.deliberations.models import Decision
from rebond.web.dossiers.models import Dossier, Filing
from rebond.web.instruction.models import ShortlistEntry
from rebond.web.jobs.models import Job
from rebond.web.journal.models import Entry
from tests.web.committee.conftest import DRAWS
from tests.web.world import DAY, NOW, World

pytestmark = pytest.mark.django_db
People = Callable[[str], Client]
BASE = "/comite/essai-closed/"


def more_dossiers(world: World, count: int) -> None:
    """Put more dossiers before the committee, declared and reviewed by two members."""
    like = world.dossiers["b_filed"]
    shortlist = like.shortlist_entry.shortlist
    start = Dossier.objects.count()
    for number in range(start, start + count):
        one = Dossier.objects.create(
            reference=f"D-PLUS{number}",
            call=like.call,
            revision=like.revision,
            organisation=like.organisation,
            title=f"Dossier fictif {number}",
            state="filed",
            region_code=like.region_code,
            commune_code=like.commune_code,
            eligibility="yes",
            created_at=NOW,
            saved_at=NOW,
            filed_at=NOW,
        )
        Filing.objects.create(
            dossier=one,
            number=1,
            revision=like.revision,
            answers={"site_communes": [like.commune_code]},
            files=[],
            digest="sha256:" + "0" * 64,
            filed_by=world.memberships["epci_b"],
            filed_at=NOW,
        )
        ShortlistEntry.objects.create(
            shortlist=shortlist, dossier=one, position=number, sentence="Phrase."
        )
        for persona in ("member", "national"):
            Declaration.objects.create(
                seat=world.seats[persona], dossier=one, has_interest=False, declared_at=NOW
            )
            services.submit_review(
                world.actor(persona), one, services.Written({"transport": "5"}), now=NOW
            )


READ = (
    ("member", ""),
    ("member", "declarations/"),
    ("member", "comparaison/"),
    ("member", "comparaison.csv"),
    ("member", "D-BFILED/"),
    ("national", "membres/"),
    ("national", "et-si/"),
)


def test_the_number_of_queries_does_not_grow(world: World, as_person: People) -> None:
    more_dossiers(world, 3)

    def cost(persona: str, path: str) -> int:
        client = as_person(persona)
        client.get(BASE + path)
        with CaptureQueriesContext(connection) as seen:
            assert client.get(BASE + path).status_code == 200
        return len(seen)

    few = {read: cost(*read) for read in READ}
    more_dossiers(world, 27)
    assert {read: cost(*read) for read in READ} == few


def test_an_evaluation_costs_the_same_whatever_its_size(world: World, as_person: People) -> None:
    client, costs = as_person("national"), []
    for count in (3, 12):
        more_dossiers(world, count)
        made = services.ask_evaluation(
            world.actor("national"), world.calls["closed"], "official", {"draws": 100}, now=NOW
        )
        evaluating.run(made.pk, lambda _done, _total: None, NOW)
        results._read.cache_clear()
        with CaptureQueriesContext(connection) as seen:
            assert client.get(f"{BASE}evaluation/{made.pk}/").status_code == 200
        costs.append(len(seen))
    assert costs[0] == costs[1]


def test_long_lists_come_by_pages(world: World, as_person: People) -> None:
    more_dossiers(world, 55)
    client = as_person("member")
    first, second = (client.get(f"{BASE}?page={n}").content.decode() for n in (1, 2))
    assert first.count("/comite/essai-closed/D-") == 50
    assert second.count("/comite/essai-closed/D-") == 7
    for hostile in ("0", "-1", "x", "9" * 30, "١"):
        assert client.get(f"{BASE}?page={hostile}").status_code == 200


def test_declarations_in_bulk_leave_answers_and_refuse_an_unexplained_interest(
    world: World, as_person: People
) -> None:
    Declaration.objects.filter(seat=world.seats["member"]).delete()
    client, address = as_person("member"), f"{BASE}declarations/"
    answer = client.post(address, {"reponse_D-AFILED": "interet", "reste": "aucun"})
    assert answer.status_code == 422
    assert "dites en une phrase" in answer.content.decode()
    assert not Declaration.objects.filter(seat=world.seats["member"]).exists()
    answer = client.post(
        address, {"reponse_D-AFILED": "interet", "phrase_D-AFILED": "Un lien", "reste": "aucun"}
    )
    assert answer.status_code == 302
    said = Declaration.objects.filter(seat=world.seats["member"])
    assert dict(said.values_list("dossier__reference", "has_interest")) == {
        "D-AFILED": True,
        "D-BFILED": False,
    }
    assert Entry.objects.filter(act="committee.declare").count() == 1
    empty = client.post(address, {"reste": "aucun"})
    assert empty.status_code == 422


def test_what_is_hostile_is_shown_as_text(world: World, as_person: People) -> None:
    Dossier.objects.update(title='<script>alert("x")</script>\x07=1+1')
    made = services.ask_evaluation(
        world.actor("national"), world.calls["closed"], "official", {"draws": 100}, now=NOW
    )
    done = evaluating.run(made.pk, lambda _done, _total: None, NOW)
    assert done.state == Evaluation.State.DONE, done.error_fr
    client = as_person("national")
    for path in (
        "",
        "D-AFILED/",
        "declarations/",
        "comparaison/",
        f"evaluation/{made.pk}/",
        "membres/",
    ):
        assert "<script>alert" not in client.get(BASE + path).content.decode()


def test_a_trial_goes_from_the_form_to_its_page(world: World, as_person: People) -> None:
    client = as_person("member")
    refused = client.post(f"{BASE}et-si/", {"min_transport": "80", "min_clusters": "40", "k": "x"})
    assert refused.status_code == 422
    assert "Les minimums font 120" in refused.content.decode()
    too_many = client.post(f"{BASE}et-si/", {"k": "3"})
    assert "rien à départager" in too_many.content.decode()
    answer = client.post(f"{BASE}et-si/", {"min_transport": "40", "k": "1", "note": "Plus de rail"})
    assert answer.status_code == 302
    waiting = client.get(answer.url)
    assert "data-job=" in waiting.content.decode()
    state = client.get(f"{answer.url}etat/").json()
    assert (state["state"], state["url"]) == ("waiting", "")
    made = Evaluation.objects.get()
    assert made.parameters["weights"]["intervals"] == {"transport": [0.4, 1.0]}
    evaluating.run(made.pk, lambda _done, _total: None, NOW)
    assert client.get(f"{answer.url}etat/").json()["url"] == answer.url
    page = client.get(answer.url).content.decode()
    assert "Plus de rail" in page
    assert "n’entre pas au journal" in page
    assert not Entry.objects.exists()


def test_a_failure_is_told_in_the_language_of_the_page(world: World, as_person: People) -> None:
    made = services.ask_evaluation(
        world.actor("member"),
        world.calls["closed"],
        "trial",
        {"k": 1, "rules": {"covered_regions_min": 2}},
        now=NOW,
    )
    evaluating.run(made.pk, lambda _done, _total: None, NOW)
    client = as_person("member")
    french = client.get(f"{BASE}evaluation/{made.pk}/").content.decode()
    english = client.get(f"/en{BASE}evaluation/{made.pk}/").content.decode()
    assert "régions" in french[french.index("form-error") :]
    assert "regions" in english[english.index("form-error") :].replace("é", "e")
    assert client.get(f"{BASE}evaluation/{made.pk}/fichier/").status_code == 404


def test_a_job_given_up_is_told_although_the_evaluation_waits(
    world: World, as_person: People
) -> None:
    made = services.ask_evaluation(
        world.actor("member"), world.calls["closed"], "trial", {"k": 1}, now=NOW
    )
    Job.objects.update(state="failed", error_fr="Interrompu trois fois.", error_en="Three times.")
    text = as_person("member").get(f"{BASE}evaluation/{made.pk}/").content.decode()
    assert "Interrompu trois fois." in text


def test_a_simulation_stands_beside_what_was_decided(world: World, as_person: People) -> None:
    past, client = world.calls["closed"], as_person("national")
    empty = client.get("/comite/essai-draft/simulation/").content.decode()
    assert "Aucun appel passé" in empty
    past.deliberated_at = NOW - DAY
    past.save()
    Decision.objects.create(
        call=past,
        dossier=world.dossiers["a_filed"],
        outcome="retained",
        sentence="Retenu.",
        proposed_by=world.memberships["national"],
        proposed_at=NOW - DAY,
        confirmed_by=world.memberships["national_second"],
        confirmed_at=NOW - DAY,
    )
    intervals = {"transport": [0.4, 0.6], "workforce": [0.0, 0.1]}
    world.calls["draft"].revisions.update(settings={"weights": {"intervals": intervals}})
    form = client.get("/comite/essai-draft/simulation/").content.decode()
    typed = dict(re.findall(r'name="((?:min|max)_\w+)"[^>]*?value="(\d+)"', form))
    assert (typed["min_transport"], typed["max_transport"]) == ("40", "60")
    answer = client.post(
        "/comite/essai-draft/simulation/", {"appel": [past.reference], "k": "1", **typed}
    )
    assert answer.status_code == 302
    made = Evaluation.objects.get()
    assert (made.purpose, made.parameters["calls"]) == ("simulation", ["essai-closed"])
    evaluating.run(made.pk, lambda _done, _total: None, NOW)
    made.refresh_from_db()
    # The weights of the draft rank the dossiers of the past call, whose own revision states none.
    applied = read_record(bytes(made.record)).body
    stated = applied["parameters"]["weights"]["intervals"]
    assert {name: stated[name] for name in intervals} == intervals
    assert 0.4 <= applied["weights"]["transport"] <= 0.6
    assert applied["weights"]["workforce"] <= 0.1
    page = client.get(answer.url).content.decode()
    assert "Décidé alors" in page
    assert "non établi" in page[page.index("Décidé alors") :]
    assert client.get("/comite/essai-closed/simulation/").content.decode().count("déjà") == 0
    assert as_person("member").get(answer.url).status_code == 404


def test_the_manager_appoints_from_the_page(world: World, as_person: People) -> None:
    client = as_person("national")
    refused = client.post(f"{BASE}membres/nommer/", {"email": "epci_a@exemple.invalid"})
    assert refused.status_code == 422
    assert "a déposé un dossier" in refused.content.decode()
    assert "epci_a@exemple.invalid" in refused.content.decode()
    done = client.post(
        f"{BASE}membres/nommer/", {"email": "dreal_2@exemple.invalid", "preside": "oui"}
    )
    assert done.status_code == 302
    seat = Seat.objects.get(membership=world.memberships["dreal_2"])
    assert seat.is_chair
    assert client.post(f"{BASE}membres/{seat.pk}/fin/").status_code == 302
    again = client.post(f"{BASE}membres/{seat.pk}/fin/")
    assert again.status_code == 422
    elsewhere = client.post(f"/comite/essai-open/membres/{seat.pk}/fin/")
    assert elsewhere.status_code == 404


def test_a_measure_without_grid_says_it_on_its_pages(world: World, as_person: People) -> None:
    client = as_person("cnam")
    for path in ("", "et-si/"):
        assert (
            "n’a pas de grille mesurée"
            in client.get(f"/comite/essai-training/{path}").content.decode()
        )


def test_the_record_is_downloaded_as_it_was_sealed(
    world: World, as_person: People, official: Any
) -> None:
    answer = as_person("member").get(f"{BASE}evaluation/{official.pk}/fichier/")
    assert answer.content == bytes(official.record)
    assert answer["Content-Disposition"].startswith("attachment")
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert official.parameters["draws"] == DRAWS
