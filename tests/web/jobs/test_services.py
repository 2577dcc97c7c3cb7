"""Jobs as rows: one question one row, one worker at a time, a dead worker replaced."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from django.core.exceptions import PermissionDenied

from rebond.errors import BadInput
from rebond.texts import Text
from rebond.web.jobs import registry, services
from rebond.web.jobs.models import LEASE, Job, Period
from rebond.web.journal.models import Entry
from tests.web.world import World, make_world

pytestmark = pytest.mark.django_db

NOW = datetime(2026, 1, 15, 12, tzinfo=UTC)
HOUR = timedelta(hours=1)


@pytest.fixture
def kinds(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let a test register kinds that the next one does not see."""
    monkeypatch.setattr(registry, "_kinds", dict(registry._kinds))


def test_the_same_question_gets_the_same_row() -> None:
    first = services.ask("essai", {"n": 0}, now=NOW)
    again = services.ask("essai", {"n": 0}, now=NOW + HOUR)
    other = services.ask("essai", {"n": 1}, now=NOW)
    elsewhere = services.ask("autre", {"n": 0}, now=NOW)
    assert first.pk == again.pk
    assert len({first.pk, other.pk, elsewhere.pk}) == 3


def test_a_question_asked_for_each_time_gets_a_row_each_time() -> None:
    keys = {services.ask("essai", {"n": 0}, now=NOW, unique=False).pk for _ in range(3)}
    assert len(keys) == 3


def test_a_question_that_is_done_is_not_asked_anew_unless_its_result_is_gone(kinds: None) -> None:
    is_kept = True
    registry.register("essai", lambda *_: {}, is_current=lambda _job: is_kept)
    services.ask("essai", {"n": 0}, now=NOW)
    job = services.claim("w1", now=NOW)
    assert job is not None
    services.finish(job, {"x": 1}, now=NOW)
    assert services.ask("essai", {"n": 0}, now=NOW + HOUR).state == Job.State.DONE
    is_kept = False
    again = services.ask("essai", {"n": 0}, now=NOW + HOUR)
    assert (again.pk, again.state, again.result) == (job.pk, Job.State.WAITING, {})


def test_a_full_queue_of_one_kind_lets_the_others_in(kinds: None) -> None:
    registry.register("essai", lambda *_: {}, most=lambda: 1)
    services.ask("essai", {"n": 0}, now=NOW)
    with pytest.raises(services.QueueFull, match="1 calculations are waiting"):
        services.ask("essai", {"n": 1}, now=NOW)
    services.ask("autre", {"n": 1}, now=NOW)


def test_the_oldest_waiting_job_is_taken_first() -> None:
    services.ask("essai", {"n": 1}, now=NOW + timedelta(seconds=1))
    old = services.ask("essai", {"n": 0}, now=NOW)
    taken = services.claim("w1", now=NOW)
    assert taken is not None
    assert taken.pk == old.pk
    assert taken.state == Job.State.RUNNING


def test_a_job_held_by_a_living_worker_is_not_taken() -> None:
    services.ask("essai", {"n": 0}, now=NOW)
    assert services.claim("w1", now=NOW) is not None
    assert services.claim("w2", now=NOW + LEASE / 2) is None


def test_a_job_whose_worker_fell_silent_is_taken_over_and_the_first_one_learns_it() -> None:
    services.ask("essai", {"n": 0}, now=NOW)
    first = services.claim("w1", now=NOW)
    later = NOW + LEASE * 2
    second = services.claim("w2", now=later)
    assert first is not None
    assert second is not None
    assert not services.report(first, 5, 10, now=later)
    assert services.report(second, 5, 10, now=later)
    services.finish(first, {"code": "a"}, now=later)
    assert Job.objects.get().state == Job.State.RUNNING


def test_progress_renews_the_lease() -> None:
    services.ask("essai", {"n": 0}, now=NOW)
    job = services.claim("w1", now=NOW)
    assert job is not None
    services.report(job, 40, 100, now=NOW + LEASE * 0.9)
    assert services.claim("w2", now=NOW + LEASE * 1.5) is None
    job.refresh_from_db()
    assert (job.done, job.total) == (40, 100)


def test_a_job_that_kills_its_workers_is_given_up() -> None:
    services.ask("essai", {"n": 0}, now=NOW)
    for attempt in range(services.MOST_ATTEMPTS):
        assert services.claim(f"w{attempt}", now=NOW + LEASE * 2 * attempt) is not None
    assert services.claim("w9", now=NOW + LEASE * 20) is None
    job = Job.objects.get()
    assert job.state == Job.State.FAILED
    assert job.error_fr
    assert job.error_en


def test_a_failure_keeps_its_reason_in_both_languages_and_can_be_asked_again() -> None:
    services.ask("essai", {"n": 0}, now=NOW)
    job = services.claim("w1", now=NOW)
    assert job is not None
    services.fail(job, BadInput(Text("raison", "reason")), now=NOW)
    job.refresh_from_db()
    assert (job.error_fr, job.error_en) == ("raison", "reason")
    again = services.ask("essai", {"n": 0}, now=NOW)
    assert again.pk == job.pk
    assert again.state == Job.State.WAITING
    assert again.attempts == 0


def test_a_period_runs_once_whoever_asks_and_again_at_the_next() -> None:
    def begins(worker: str, at: datetime) -> bool:
        return services.begin_period("essai", HOUR, worker, now=at)

    assert begins("w1", NOW)
    assert not begins("w2", NOW)
    assert not begins("w2", NOW + HOUR / 2)
    assert begins("w2", NOW + HOUR)
    services.end_period("essai", "w1", "trop tard", now=NOW + HOUR)
    assert Period.objects.get().error == ""
    services.end_period("essai", "w2", "panne", now=NOW + HOUR)
    assert Period.objects.get().error == "panne"


def test_a_period_of_a_clock_set_back_by_days_runs_all_the_same() -> None:
    assert services.begin_period("essai", HOUR, "w1", now=NOW + 100 * HOUR)
    assert services.begin_period("essai", HOUR, "w1", now=NOW)


@pytest.fixture
def world(db: None) -> World:
    return make_world(NOW)


def failed() -> Job:
    services.ask("essai", {"n": 0}, now=NOW)
    job = services.claim("w1", now=NOW)
    assert job is not None
    services.fail(job, BadInput(Text("raison", "reason")), now=NOW)
    return job


def test_a_failed_job_is_started_again_once_and_the_journal_tells_it(world: World) -> None:
    job = failed()
    again = services.restart(world.actor("national"), job.pk, now=NOW + HOUR)
    assert (again.state, again.attempts, again.error_fr) == (Job.State.WAITING, 0, "")
    entry = Entry.objects.get()
    assert (entry.act, entry.object_reference) == ("jobs.restart", str(job.pk))
    assert entry.content.value == {"kind": "essai", "error": "raison"}
    with pytest.raises(services.NotFailed, match="waits for its turn"):
        services.restart(world.actor("national_second"), job.pk, now=NOW + HOUR)
    assert Entry.objects.count() == 1


@pytest.mark.parametrize("persona", ["epci_a_admin", "prefecture_1", "cnam", "parliament"])
def test_others_than_the_national_team_start_nothing_again(world: World, persona: str) -> None:
    job = failed()
    with pytest.raises(PermissionDenied):
        services.restart(world.actor(persona), job.pk, now=NOW)
    job.refresh_from_db()
    assert job.state == Job.State.FAILED
