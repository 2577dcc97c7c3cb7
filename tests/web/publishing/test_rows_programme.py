"""Calls and decisions are computed when what they depend on changes, the clock included, and never besides."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from django.db import connection

from rebond.web.calls.models import Call
from rebond.web.deliberations import results, states
from rebond.web.deliberations.models import Decision
from rebond.web.dossiers.models import Dossier
from rebond.web.journal import triggers
from rebond.web.publishing import features, kept
from rebond.web.publishing.datasets import datasets
from rebond.web.publishing.errors import InPreparation
from tests.web.deliberations.scenes import decide, deliberated
from tests.web.world import NOW, World

DAY, MINUTE = timedelta(days=1), timedelta(minutes=1)


def outcomes(now: datetime) -> dict[str | None, str | None]:
    return {one.values["name"]: one.values["outcome"] for one in datasets()["decisions"].rows(now)}


def made(name: str, now: datetime) -> tuple[str, float]:
    """Ask for a file; return its name and when it was made."""
    path = kept.file_of(datasets()[name], "csv", now)
    assert path is not None
    return path.name, path.stat().st_mtime_ns


def test_a_stage_of_a_call_shows_when_its_moment_comes_and_nothing_is_computed_before(
    world: World,
) -> None:
    Call.objects.update(is_fictitious=False)
    dataset, call = datasets()["calls"], world.calls["open"]
    first = made("calls", NOW)
    assert made("calls", NOW + MINUTE) == made("calls", NOW + DAY / 2) == first
    assert call.closes_at is not None
    for at, stage in ((call.closes_at - MINUTE, "open"), (call.closes_at, "closed")):
        found = {one.id: one.values["stage"] for one in dataset.rows(at)}
        assert found[call.reference] == stage
    assert dataset.stamp(call.closes_at - MINUTE / 60) != dataset.stamp(call.closes_at)


@pytest.mark.parametrize(
    "change",
    [
        {"title_en": "Another title"},
        {"closes_at": NOW + 90 * DAY},
        {"cancelled_at": NOW},
        {"is_fictitious": True},
    ],
    ids=lambda one: next(iter(one)),
)
def test_what_changes_of_a_call_shows_at_once(world: World, change: dict[str, object]) -> None:
    Call.objects.update(is_fictitious=False)
    before = made("calls", NOW)
    Call.objects.filter(pk=world.calls["open"].pk).update(**change)
    assert made("calls", NOW)[0] != before[0]


def test_decisions_come_with_their_results_and_are_not_computed_again_while_nothing_moves(
    world: World,
) -> None:
    call = deliberated(world, results_at=NOW + MINUTE)
    Call.objects.update(is_fictitious=False)
    empty = made("decisions", NOW)
    assert outcomes(NOW) == {}
    assert made("decisions", NOW + 0.9 * MINUTE) == empty
    out = made("decisions", NOW + MINUTE)
    assert out[0] != empty[0]
    assert outcomes(NOW + MINUTE)["Site fictif a_filed"] == "retained"
    for later in (2 * MINUTE, 5 * MINUTE, DAY, 40 * DAY):
        assert made("decisions", NOW + later) == out
    call.manager.name = "Renamed"
    call.manager.save(update_fields=["name"])
    assert made("decisions", NOW + DAY) == out, "no row of a decision names the manager"


def test_a_correction_shows_on_its_day_and_a_withdrawal_at_once(world: World) -> None:
    deliberated(world, results_at=NOW - DAY)
    Call.objects.update(is_fictitious=False)
    before = made("decisions", NOW)
    dossier = world.dossiers["a_filed"]
    act = {"number": 2, "act": Decision.Act.CORRECTION, "visible_from": NOW + DAY}
    decide(world, dossier, "deferred", at=NOW, **act)
    assert made("decisions", NOW + DAY - MINUTE)[0] == before[0], "it is still kept back"
    after = made("decisions", NOW + DAY)
    assert after[0] != before[0]
    assert "retained" not in outcomes(NOW + DAY).values()
    Dossier.objects.filter(pk=dossier.pk).update(state=Dossier.State.WITHDRAWN)
    assert made("decisions", NOW + DAY)[0] != after[0]


def test_a_decision_altered_by_hand_leaves_open_data_within_minutes(world: World) -> None:
    call = deliberated(world, results_at=NOW - DAY)
    Call.objects.update(is_fictitious=False)
    before = made("decisions", NOW)
    triggers.remove(connection)
    call.decisions.filter(dossier=world.dossiers["b_filed"]).update(outcome="retained")
    later = NOW + states.MINUTES_AGREED * MINUTE
    assert made("decisions", later)[0] != before[0]
    assert outcomes(later) == {}


def test_no_file_is_made_while_the_journal_and_what_was_read_of_it_differ(world: World) -> None:
    call = deliberated(world, results_at=NOW - DAY)
    Call.objects.update(is_fictitious=False)
    assert datasets()["decisions"].stamp(NOW)
    triggers.remove(connection)
    call.decisions.filter(dossier=world.dossiers["b_filed"]).update(outcome="retained")
    results._kept.cache_clear()
    with pytest.raises(InPreparation):
        features.make(datasets()["decisions"], NOW)
    states.forget()
    assert outcomes(NOW) == {}


def test_a_stamp_reads_the_same_for_one_call_and_for_many(
    world: World, django_assert_num_queries: object
) -> None:
    deliberated(world, results_at=NOW - DAY)
    Call.objects.update(is_fictitious=False)
    calls, decisions = datasets()["calls"], datasets()["decisions"]
    decisions.stamp(NOW)
    with django_assert_num_queries(1):  # type: ignore[operator]
        calls.stamp(NOW)
    with django_assert_num_queries(6):  # type: ignore[operator]
        decisions.stamp(NOW)
    with django_assert_num_queries(2):  # type: ignore[operator]
        list(calls.rows(NOW))
