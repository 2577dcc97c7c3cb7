from __future__ import annotations

import time

import pytest

from rebond.pipeline import Request, evaluate_to_record
from rebond.programme import shipped_programmes
from rebond.web.calls.models import Revision
from rebond.web.clock import today
from rebond.web.dossiers import queries, services
from rebond.web.dossiers.assessment import Assessment, assess
from rebond.web.dossiers.evidence import entered
from rebond.web.dossiers.models import Dossier
from rebond.web.theme.datasets import snapshot
from tests.web.dossiers.drafts import filled
from tests.web.world import NOW, World

pytestmark = pytest.mark.django_db


def read(one: Dossier) -> Assessment:
    one = Dossier.objects.select_related("revision__call", "organisation").get(pk=one.pk)
    return assess(one, queries.answers_of(one), NOW)


def test_a_draft_is_scored_by_criterion_with_what_is_missing(world: World) -> None:
    found = read(filled(world))
    assert found.place == "point"
    assert [one.id for one in found.criteria] == [
        "subcontractors",
        "suppliers",
        "transport",
        "workforce",
        "clusters",
    ]
    assert sum(one.weight for one in found.criteria) == pytest.approx(1)
    assert 0 <= found.low <= found.score <= found.high <= 1
    assert found.score == pytest.approx(
        sum(one.weight * one.mid for one in found.criteria), abs=1e-5
    )
    gains = [one.gap for one in found.gaps]
    assert gains == sorted(gains, reverse=True)
    for one in found.criteria:
        assert (one.low < one.high) or one.documented > 0
    assert found.problems == ()
    assert {row.answer for row in found.gates} == {"yes", "no", "unknown"}


def test_it_is_the_score_of_the_evaluation_itself(world: World) -> None:
    """The same dossier evaluated beside another gives the same score, so the applicant is told no other."""
    one = filled(world)
    found = read(one)
    draft = Dossier.objects.get(pk=one.pk)
    row = entered(draft, queries.answers_of(draft), draft.revision.measure).rows[0]
    request = Request(
        programme=shipped_programmes()[0],
        own_rows=[row, {"name": "Autre", "insee": "62498"}],
        measure="site_cle_en_main",
        k=1,
        covered_regions_min=0,
        draws=200,
        as_of=today(NOW),
    )
    record = evaluate_to_record(request, snapshot(), produced_at=NOW)
    (scored,) = [each["score"] for each in record.body["candidates"] if each["id"] == "own:1"]
    assert (scored["low"], scored["mid"], scored["high"]) == pytest.approx(
        (found.low, found.score, found.high), abs=1e-6
    )


def test_a_draft_without_place_has_no_score_rather_than_zero(world: World) -> None:
    one = services.start(world.actor("epci_a"), world.calls["open"], now=NOW)
    found = read(one)
    assert (found.has_grid, found.place, found.score, found.criteria) == (True, "", None, ())
    assert found.problems


def test_weights_that_the_call_states_are_those_applied(world: World) -> None:
    one = filled(world)
    call = world.calls["open"]
    row = Revision.objects.get(call=call)
    later = Revision.objects.create(
        call=call,
        number=2,
        policy=row.policy,
        policy_digest=row.policy_digest,
        settings={"weights": {"intervals": {"transport": [0.8, 0.8]}, "orderings": []}},
        created_at=NOW,
        published_at=NOW,
    )
    Dossier.objects.filter(pk=one.pk).update(revision=later)
    weights = {each.id: each.weight for each in read(one).criteria}
    assert weights["transport"] == pytest.approx(0.8)
    assert sum(weights.values()) == pytest.approx(1, abs=1e-5)


def test_a_measure_without_grid_has_gates_and_missing_answers_only(world: World) -> None:
    actor = world.actor("commune_c")
    one = services.start(actor, world.calls["training"], now=NOW)
    services.save_answer(actor, one, "commune_implantation", "14366", 0, NOW)
    found = read(one)
    assert (found.has_grid, found.score) == (False, None)
    assert {row.id: row.answer for row in found.gates}["territoire_admis"] == "yes"
    services.save_answer(actor, one, "commune_implantation", "75056", 1, NOW)
    assert read(one).answer == "no"


def test_it_answers_within_a_second(world: World) -> None:
    one = filled(world)
    read(one)
    services.save_answer(
        world.actor("epci_a"),
        one,
        "site_emprise",
        {"type": "Point", "coordinates": [0.2391, 49.1472]},
        1,
        NOW,
    )
    start = time.perf_counter()
    read(one)
    assert time.perf_counter() - start < 1
