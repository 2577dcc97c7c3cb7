"""A decision is visible if and only if its moment has come, whatever the order of acts and clocks."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from rebond.errors import BadInput
from rebond.web.calls.models import Call
from rebond.web.deliberations import queries, services
from rebond.web.deliberations.models import Decision
from tests.web.deliberations.scenes import MOTIVE, SENTENCE, decide, deliberated
from tests.web.world import DAY, NOW, World

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)
COMMITTEE = {"kind": "committee"}
PEOPLE = ("national", "national_second", "national_admin")

STEPS = st.lists(
    st.tuples(
        st.sampled_from(
            ["propose", "confirm", "cancel", "close", "review", "withdraw", "move", "look", "stop"]
        ),
        st.sampled_from(PEOPLE),
        st.integers(0, 60),
    ),
    min_size=4,
    max_size=14,
)


class Sitting:
    """Acts of people at moments, and beside them a plain account of what ought to be seen."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.now = NOW
        self.call = world.calls["closed"]
        self.dossier = world.dossiers["a_filed"]
        self.confirmed: list[tuple[int, Any]] = []

    def act(self, verb: str, who: str, hours: int) -> None:
        self.now += hours * HOUR
        self.call.refresh_from_db()
        try:
            with transaction.atomic():
                self._do(verb, self.world.actor(who), hours)
        except BadInput:
            pass

    def _do(self, verb: str, actor: Any, hours: int) -> None:
        last = Decision.objects.filter(dossier=self.dossier, cancelled_at=None).last()
        if verb == "propose":
            services.propose(
                actor, self.dossier, "retained", COMMITTEE, SENTENCE, "", None, self.now
            )
        elif verb == "confirm" and last:
            services.confirm(actor, last, self.now)
            self.confirmed.append((last.number, self.now))
        elif verb == "cancel" and last:
            services.cancel(actor, last, self.now)
        elif verb == "close":
            services.close(actor, self.call, self.now)
        elif verb == "review":
            services.review(
                actor,
                self.dossier,
                "not_retained",
                COMMITTEE,
                SENTENCE,
                "",
                MOTIVE,
                None,
                self.now,
            )
        elif verb == "withdraw":
            services.withdraw(actor, self.dossier, SENTENCE, "", MOTIVE, self.now)
        elif verb == "move":
            Call.objects.filter(pk=self.call.pk).update(results_at=self.now + hours * HOUR)
        elif verb == "stop" and hours > 55:
            Call.objects.filter(pk=self.call.pk).update(cancelled_at=self.now)

    def expected(self, at: Any) -> int | None:
        call = Call.objects.get(pk=self.call.pk)
        if call.deliberated_at is None or call.results_at is None:
            return None
        if at < call.deliberated_at or at < call.results_at:
            return None
        if call.cancelled_at is not None and call.cancelled_at < call.results_at:
            return None
        numbers = [number for number, moment in self.confirmed if moment <= at]
        return max(numbers, default=None)


@settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(steps=STEPS, clocks=st.lists(st.integers(-50, 1200), min_size=3, max_size=6))
def test_a_decision_is_visible_if_and_only_if_its_moment_has_come(
    world: World, steps: list[tuple[str, str, int]], clocks: list[int]
) -> None:
    savepoint = transaction.savepoint()
    try:
        sitting = Sitting(world)
        Decision.objects.none()
        decide(world, world.dossiers["b_filed"], at=NOW - DAY)
        for verb, who, hours in steps:
            sitting.act(verb, who, hours)
        for hours in clocks:
            at = NOW + hours * HOUR
            found = queries.visible_decision(sitting.dossier, at)
            assert (found.number if found else None) == sitting.expected(at)
            many = queries.visible_decisions([sitting.dossier], at)
            assert many.get(sitting.dossier.pk) == found
            assert all(one.confirmed_at for one in queries.visible_acts(at))
            is_out = queries.results_are_out(Call.objects.get(pk=sitting.call.pk), at)
            assert queries.published(at).filter(pk=sitting.call.pk).exists() == is_out
    finally:
        transaction.savepoint_rollback(savepoint)
        sitting.call.refresh_from_db()


def test_a_deliberation_runs_from_proposal_to_results(world: World) -> None:
    sitting = Sitting(world)
    decide(world, world.dossiers["b_filed"], at=NOW - DAY)
    results_at = sitting.call.results_at
    assert results_at is not None
    for verb, who in (
        ("propose", "national"),
        ("confirm", "national_second"),
        ("close", "national"),
    ):
        assert queries.visible_decision(sitting.dossier, results_at) is None
        sitting.act(verb, who, 1)
    assert queries.visible_decision(sitting.dossier, results_at - HOUR) is None
    assert queries.visible_decision(sitting.dossier, results_at) is not None


def test_those_who_may_read_a_decision_whole(world: World) -> None:
    deliberated(world, results_at=NOW)
    who_reads = {
        persona: set(
            queries.readable(world.actor(persona), NOW).values_list("reference", flat=True)
        )
        for persona in world.memberships
    }
    both = {"D-AFILED", "D-BFILED"}
    readers = {key: value for key, value in who_reads.items() if value}
    own = {"D-AFILED"}
    assert readers == {
        "epci_a": own,
        "epci_a_second": own,
        "epci_a_reader": own,
        "epci_a_admin": own,
        "epci_b": {"D-BFILED"},
        "prefecture_1": own,
        "prefecture_2": {"D-BFILED"},
        "national": both,
        "national_second": both,
        "national_admin": both,
    }
    assert not queries.readable(world.actor("epci_a"), NOW - HOUR).exists()


def test_progress_counts_each_dossier_once(world: World) -> None:
    call = world.calls["closed"]
    progress = queries.progress(call)
    assert (progress.dossiers, progress.confirmed, progress.to_propose) == (2, 0, 2)
    decide(world, world.dossiers["a_filed"])
    decide(world, world.dossiers["b_filed"], is_confirmed=False)
    progress = queries.progress(call)
    assert (progress.confirmed, progress.proposed, progress.to_propose) == (1, 1, 0)
    assert progress.by_outcome == {"retained": 1}
    decide(world, world.dossiers["a_filed"], "not_retained", act="review", number=2)
    assert queries.progress(call).by_outcome == {"not_retained": 1}
