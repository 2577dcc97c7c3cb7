"""Recalculations as rows: one question one row, one worker at a time, a dead worker replaced."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from rebond.errors import BadInput
from rebond.texts import Text
from rebond.web.decisions import queries, services
from rebond.web.decisions.models import LEASE, Job

pytestmark = pytest.mark.django_db

NOW = datetime(2026, 1, 15, 12, tzinfo=UTC)
QUESTION: dict[str, Any] = {"weights": {"acces": [10, 40]}, "orderings": []}


def test_the_same_question_gets_the_same_row() -> None:
    first = services.ask("0" * 12, QUESTION, now=NOW)
    again = services.ask("0" * 12, QUESTION, now=NOW + timedelta(hours=1))
    other = services.ask("1" * 12, QUESTION, now=NOW)
    assert first.pk == again.pk != other.pk


def test_a_full_queue_is_said_and_known_questions_still_answered(settings: Any) -> None:
    settings.QUEUE_LIMIT = 1
    first = services.ask("0" * 12, QUESTION, now=NOW)
    with pytest.raises(services.QueueFull) as caught:
        services.ask("1" * 12, QUESTION, now=NOW)
    assert "rien n’a été perdu" in caught.value.message("fr")
    assert services.ask("0" * 12, QUESTION, now=NOW).pk == first.pk


def test_the_oldest_waiting_job_is_taken_first() -> None:
    services.ask("1" * 12, QUESTION, now=NOW + timedelta(seconds=1))
    old = services.ask("0" * 12, QUESTION, now=NOW)
    taken = services.claim("w1", now=NOW)
    assert taken is not None
    assert taken.pk == old.pk
    assert taken.state == Job.State.RUNNING


def test_a_job_held_by_a_living_worker_is_not_taken() -> None:
    services.ask("0" * 12, QUESTION, now=NOW)
    assert services.claim("w1", now=NOW) is not None
    assert services.claim("w2", now=NOW + LEASE / 2) is None


def test_a_job_whose_worker_fell_silent_is_taken_over_and_the_first_one_learns_it() -> None:
    services.ask("0" * 12, QUESTION, now=NOW)
    first = services.claim("w1", now=NOW)
    later = NOW + LEASE * 2
    second = services.claim("w2", now=later)
    assert first is not None
    assert second is not None
    assert not services.report(first, 5, 10, now=later)
    assert services.report(second, 5, 10, now=later)
    services.finish(first, "a" * 12, now=later)
    assert Job.objects.get().state == Job.State.RUNNING


def test_progress_renews_the_lease() -> None:
    services.ask("0" * 12, QUESTION, now=NOW)
    job = services.claim("w1", now=NOW)
    assert job is not None
    services.report(job, 40, 100, now=NOW + LEASE * 0.9)
    assert services.claim("w2", now=NOW + LEASE * 1.5) is None
    job.refresh_from_db()
    assert (job.done, job.total) == (40, 100)


def test_a_job_that_kills_its_workers_is_given_up() -> None:
    services.ask("0" * 12, QUESTION, now=NOW)
    for attempt in range(services.MOST_ATTEMPTS):
        assert services.claim(f"w{attempt}", now=NOW + LEASE * 2 * attempt) is not None
    assert services.claim("w9", now=NOW + LEASE * 20) is None
    job = Job.objects.get()
    assert job.state == Job.State.FAILED
    assert job.error_fr
    assert job.error_en


def test_a_failure_keeps_its_reason_in_both_languages_and_can_be_asked_again() -> None:
    services.ask("0" * 12, QUESTION, now=NOW)
    job = services.claim("w1", now=NOW)
    assert job is not None
    services.fail(job, BadInput(Text("raison", "reason")), now=NOW)
    job.refresh_from_db()
    assert (job.error_fr, job.error_en) == ("raison", "reason")
    again = services.ask("0" * 12, QUESTION, now=NOW)
    assert again.pk == job.pk
    assert again.state == Job.State.WAITING
    assert again.attempts == 0


def finished(code: str, result: str, at: datetime) -> Job:
    services.ask(code, QUESTION, now=at)
    job = services.claim("w1", now=at)
    assert job is not None
    services.finish(job, result, now=at)
    return job


def result_file(code: str) -> Path:
    path = queries.recalculation_path(code)
    path.parent.mkdir(exist_ok=True)
    path.write_bytes(b"{}")
    return path


def test_the_oldest_results_go_beyond_the_number_kept(settings: Any) -> None:
    settings.KEPT_RECALCULATIONS = 2
    paths = [result_file(f"{n}" * 12) for n in range(3)]
    jobs = [
        finished(f"{n}" * 12, f"{n}" * 12, NOW + timedelta(minutes=n)) for n in range(len(paths))
    ]
    assert set(Job.objects.values_list("pk", flat=True)) == {jobs[1].pk, jobs[2].pk}
    assert [path.exists() for path in paths] == [False, True, True]


def test_a_result_that_a_kept_job_names_stays(settings: Any) -> None:
    settings.KEPT_RECALCULATIONS = 1
    path = result_file("a" * 12)
    finished("0" * 12, "a" * 12, NOW)
    finished("1" * 12, "a" * 12, NOW + timedelta(minutes=1))
    assert Job.objects.count() == 1
    assert path.exists()


def test_a_job_done_whose_result_is_gone_is_asked_anew() -> None:
    done = finished("0" * 12, "b" * 12, NOW)
    again = services.ask("0" * 12, QUESTION, now=NOW + timedelta(hours=1))
    assert again.pk == done.pk
    assert again.state == Job.State.WAITING
    assert again.result_code == ""
