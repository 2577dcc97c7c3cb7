"""What waits for each role, by deadline, late things counted."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from rebond.web.committee.models import Declaration, Seat
from rebond.web.deliberations.models import Decision
from rebond.web.desk import piles
from rebond.web.desk.piles import Pile, Task
from rebond.web.dossiers.models import CorrectionRequest, Dossier
from rebond.web.instruction.models import OpinionRequest, Shortlist, ShortlistEntry
from tests.web.world import CAST, DAY, NOW, World, make_world

pytestmark = pytest.mark.django_db


@pytest.fixture
def world(settings: Any) -> World:
    settings.CLOCK = lambda: NOW
    return make_world(NOW)


def waiting(world: World, persona: str, now: Any = NOW) -> dict[str, Pile]:
    return {pile.code: pile for pile in piles.waiting(world.actor(persona), now)}


def test_an_applicant_has_its_drafts_until_the_call_closes(world: World) -> None:
    found = waiting(world, "epci_a")
    assert [task.title for task in found["brouillons"].tasks] == ["Site fictif a_draft"]
    assert found["brouillons"].tasks[0].due == world.calls["open"].closes_at
    assert "brouillons" not in waiting(world, "epci_a", world.calls["open"].closes_at)


def test_a_correction_asked_for_comes_first_and_is_late_after_its_day(world: World) -> None:
    dossier = world.dossiers["a_filed"]
    Dossier.objects.filter(pk=dossier.pk).update(state=Dossier.State.CORRECTION)
    CorrectionRequest.objects.create(
        dossier=dossier,
        sentence="Précisez la surface.",
        asked_by=world.memberships["prefecture_1"],
        asked_at=NOW,
        due_at=NOW + 3 * DAY,
    )
    to_come = [one for one, pile in waiting(world, "epci_a").items() if not pile.late]
    assert to_come[0] == "corrections"  # after what is late already: last year's results
    assert waiting(world, "epci_a")["corrections"].late == 0
    assert waiting(world, "epci_a", NOW + 4 * DAY)["corrections"].late == 1
    assert waiting(world, "prefecture_1", NOW + 4 * DAY)["corrections-en-retard"].total == 1
    assert "corrections" not in waiting(world, "epci_b")


def test_a_service_has_its_opinions_and_the_region_learns_of_the_late_ones(world: World) -> None:
    request = world.requests["a_filed"]
    assert waiting(world, "dreal_1")["avis"].tasks[0].address == reverse(
        "opinion", args=[request.pk]
    )
    after = request.due_at + timedelta(hours=1)
    assert waiting(world, "dreal_1", after)["avis"].late == 1
    assert waiting(world, "prefecture_1", after)["avis-en-retard"].total == 1
    OpinionRequest.objects.filter(pk=request.pk).update(state=OpinionRequest.State.GIVEN)
    assert "avis" not in waiting(world, "dreal_1")
    assert "avis-en-retard" not in waiting(world, "prefecture_1", after)


def test_a_region_has_the_dossiers_that_stand_nowhere_in_its_list(world: World) -> None:
    assert "a-classer" not in waiting(world, "prefecture_1")
    ShortlistEntry.objects.filter(dossier=world.dossiers["a_filed"]).delete()
    Shortlist.objects.filter(region_code="28").update(sent_at=None)
    assert waiting(world, "prefecture_1")["a-classer"].total == 1
    assert "a-classer" not in waiting(world, "prefecture_2")


def test_a_member_has_reviews_to_make_except_where_recused(world: World) -> None:
    titles = [task.title for task in waiting(world, "member")["comite"].tasks]
    assert titles == ["Évaluer 2 dossiers"]
    assert "1" in waiting(world, "recused")["comite"].tasks[0].title
    Declaration.objects.filter(seat=world.seats["member"]).delete()
    assert len(waiting(world, "member")["comite"].tasks) == 2


def test_a_published_call_without_a_committee_asks_its_manager_to_name_one(world: World) -> None:
    found = waiting(world, "national")["comites-a-nommer"]
    assert [(task.title, task.where) for task in found.tasks] == [
        ("Nommer le comité", "Appel fictif open")
    ]
    call = world.calls["open"]
    assert (found.tasks[0].due, found.late) == (call.closes_at, 0)
    assert found.tasks[0].address == "/comite/essai-open/membres/"
    assert waiting(world, "national", call.closes_at + DAY)["comites-a-nommer"].late == 1
    assert waiting(world, "cnam")["comites-a-nommer"].total == 1
    assert "comites-a-nommer" not in waiting(world, "prefecture_1")
    # Members who score nothing, and no day for them to sit: nobody to name.
    one = call.revisions.get()
    one.pk, one.number, one.settings = None, 2, {"review_criteria": []}
    one.save()
    assert "comites-a-nommer" not in waiting(world, "national")
    call.committee_at = call.closes_at + 30 * DAY
    call.save()
    assert waiting(world, "national")["comites-a-nommer"].total == 1
    Seat.objects.create(call=call, membership=world.memberships["member"], appointed_at=NOW)
    assert "comites-a-nommer" not in waiting(world, "national")


def decide(world: World, name: str, persona: str) -> Decision:
    return Decision.objects.create(
        call=world.calls["closed"],
        dossier=world.dossiers[name],
        outcome=Decision.Outcome.DEFERRED,
        sentence="Phrase fictive.",
        proposed_by=world.memberships[persona],
        proposed_at=NOW,
    )


def test_a_proposal_waits_for_another_person(world: World) -> None:
    before = waiting(world, "national")["deliberations"].tasks
    assert [task.title[0] for task in before] == ["2"]
    decide(world, "a_filed", "national")
    mine = [task.title for task in waiting(world, "national")["deliberations"].tasks]
    theirs = [task.title for task in waiting(world, "national_second")["deliberations"].tasks]
    assert len(mine) == 1
    assert len(theirs) == 2
    assert any("confirmer" in title for title in theirs)


def test_a_result_stands_on_the_desk_from_its_day_and_not_before(world: World) -> None:
    call = world.calls["closed"]
    type(call).objects.filter(pk=call.pk).update(deliberated_at=NOW)
    before = call.results_at - timedelta(seconds=1)
    assert "resultats" not in waiting(world, "epci_a", before)
    assert waiting(world, "epci_a", call.results_at)["resultats"].total == 1


def test_a_task_is_soon_a_week_before_and_late_afterwards() -> None:
    task = Task("", "", "", NOW)
    assert task.tone(NOW - 8 * DAY) == ""
    assert task.tone(NOW - 7 * DAY) == "soon"
    assert task.tone(NOW + timedelta(seconds=1)) == "late"


@pytest.mark.parametrize("persona", sorted(CAST))
def test_every_desk_opens_in_both_languages_with_few_queries(world: World, persona: str) -> None:
    client = Client()
    client.force_login(world.users[persona])
    for prefix in ("", "/en"):
        with CaptureQueriesContext(connection) as asked:
            assert client.get(f"{prefix}/bureau/").status_code == 200
        assert len(asked) <= 40, persona


def test_somebody_without_an_organisation_is_told_how_to_get_one(world: World) -> None:
    client = Client()
    client.force_login(world.users["nobody"])
    assert (
        "Vous n’agissez encore pour aucune organisation." in client.get("/bureau/").content.decode()
    )
