"""Facts of every candidate are frozen once, when its decision is published, as of that day."""

from __future__ import annotations

import pytest
from django.db import DatabaseError, transaction

from rebond.impact.baseline import Baseline as FrozenBaseline
from rebond.impact.baseline import BaselineFact
from rebond.texts import Text
from rebond.web.deliberations import publication
from rebond.web.deliberations.models import Decision
from rebond.web.jobs.models import Job
from rebond.web.journal.models import Entry
from rebond.web.monitoring import freezing
from rebond.web.monitoring.models import Baseline, Observation
from tests.web.deliberations.scenes import decide, deliberated
from tests.web.monitoring.monitoring_world import observed
from tests.web.world import DAY, NOW, World


def run(world: World, now: object = NOW) -> int:
    job = Job.objects.of_kind(freezing.JOB).latest("pk")
    found = freezing.run_job(job.parameters, lambda _done, _total: None, now)  # type: ignore[arg-type]
    return int(found["frozen"])


def test_before_the_results_nothing_is_frozen_and_after_them_everyone_once(world: World) -> None:
    call = deliberated(world, results_at=NOW + DAY)
    publication.announce(NOW)
    assert not Job.objects.of_kind(freezing.JOB).exists()
    assert freezing.freeze_call(call, NOW) == 0
    later = NOW + 2 * DAY
    publication.announce(later)
    assert run(world, later) == 2
    assert run(world, later) == 0
    assert Entry.objects.filter(act="monitoring.freeze").count() == 1
    rows = {one.dossier.reference: one for one in Baseline.objects.select_related("dossier")}
    assert rows["D-AFILED"].is_retained
    assert not rows["D-BFILED"].is_retained
    for one in rows.values():
        assert one.decided_on == (NOW + DAY).date()  # the day of publication, not of the job
        assert one.content["facts"], "the grid's indicators"
        assert {fact["status"] for fact in one.content["facts"]} <= {
            "known",
            "missing",
            "not_applicable",
        }
        assert any(fact["status"] == "known" for fact in one.content["facts"])
        assert all(
            (fact["value"] is None) is (fact["status"] != "known") for fact in one.content["facts"]
        )


def test_the_digest_is_that_of_the_content(world: World) -> None:
    call = deliberated(world, results_at=NOW - DAY)
    freezing.freeze_call(call, NOW)
    one = Baseline.objects.first()
    assert one is not None
    again = FrozenBaseline(
        one.content["candidate"],
        one.decided_on,
        one.is_retained,
        tuple(
            BaselineFact(
                fact["indicator"],
                fact["status"],
                fact["value"],
                fact["dataset"],
                Text(**fact["vintage"]),
            )
            for fact in one.content["facts"]
        ),
    )
    assert again.digest == one.digest
    assert again.as_json() == one.content


def test_a_later_act_is_frozen_beside_the_first_which_stays(world: World) -> None:
    call = deliberated(world, results_at=NOW - DAY)
    freezing.freeze_call(call, NOW)
    before = dict(Baseline.objects.values_list("decision", "digest"))
    dossier = world.dossiers["b_filed"]
    decide(world, dossier, "retained", act="review", number=2, visible_from=NOW + DAY)
    later = NOW + 2 * DAY
    assert freezing.freeze_call(call, later) == 1
    kept = list(Baseline.objects.filter(dossier=dossier).order_by("decided_on"))
    assert [one.is_retained for one in kept] == [False, True]
    assert {
        key: value
        for key, value in Baseline.objects.values_list("decision", "digest")
        if key in before
    } == before


def test_a_decision_withdrawn_before_it_was_frozen_leaves_no_baseline(world: World) -> None:
    call = deliberated(world, results_at=NOW - DAY)
    none = Decision.Outcome.NONE
    decide(world, world.dossiers["a_filed"], none, act="withdrawal", number=2, visible_from=NOW)
    assert freezing.freeze_call(call, NOW) == 1
    assert Baseline.objects.get().dossier == world.dossiers["b_filed"]


def test_the_database_refuses_to_change_what_was_frozen_or_said(world: World) -> None:
    call = deliberated(world, results_at=NOW - DAY)
    freezing.freeze_call(call, NOW)
    observed(world, world.sites["public"], 120)
    for rows, change in (
        (Baseline.objects, {"is_retained": False}),
        (Observation.objects, {"value": 0}),
    ):
        for act in (lambda rows=rows, change=change: rows.update(**change), rows.all().delete):
            with pytest.raises(DatabaseError), transaction.atomic():
                act()
