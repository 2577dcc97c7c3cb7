"""Recalculations as jobs: one question one row, results kept in a bounded number."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from rebond.web.decisions import queries, services
from rebond.web.jobs import services as jobs
from rebond.web.jobs.models import Job

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("platform")]

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


def finished(code: str, result: str, at: datetime) -> Job:
    services.ask(code, QUESTION, now=at)
    job = jobs.claim("w1", now=at)
    assert job is not None
    jobs.finish(job, {"code": result}, now=at)
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
    assert again.result == {}
