"""The worker: jobs one after the other, what comes back, and a killed worker's job taken up by another."""

from __future__ import annotations

import os
import signal
import sqlite3
import subprocess
import sys
import textwrap
import time
from collections.abc import Callable
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from rebond.errors import BadInput
from rebond.texts import Text
from rebond.web.jobs import registry, services, worker
from rebond.web.jobs.models import LEASE, Job, Period

NOW = datetime(2026, 1, 15, 12, tzinfo=UTC)
ROOT = Path(__file__).resolve().parents[3]
PATIENCE = 120.0


@pytest.fixture(autouse=True)
def known(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let a test register what the next one does not see."""
    monkeypatch.setattr(registry, "_kinds", {})
    monkeypatch.setattr(registry, "_periodic", {})


def clock() -> datetime:
    return NOW


@pytest.mark.django_db
def test_a_job_is_done_with_its_parameters_and_its_result_kept() -> None:
    def double(
        parameters: dict[str, Any], report: registry.Progress, now: datetime
    ) -> dict[str, Any]:
        report(1, 2)
        assert now == NOW
        return {"n": 2 * parameters["n"]}

    registry.register("double", double)
    services.ask("double", {"n": 21}, now=NOW)
    assert worker.work_once("w1", clock)
    job = Job.objects.get()
    assert (job.state, job.result, job.finished_at) == (Job.State.DONE, {"n": 42}, NOW)
    assert not worker.work_once("w1", clock)


@pytest.mark.django_db
def test_what_stops_a_job_is_kept_in_words_and_the_next_one_is_done() -> None:
    def refuse(*_given: Any) -> dict[str, Any]:
        raise BadInput(Text("raison", "reason"))

    def fall(*_given: Any) -> dict[str, Any]:
        raise ZeroDivisionError

    registry.register("refuse", refuse)
    registry.register("fall", fall)
    for n, kind in enumerate(("refuse", "fall", "unheard-of")):
        services.ask(kind, {}, now=NOW + timedelta(seconds=n))
        assert worker.work_once("w1", clock)
    errors = dict(Job.objects.values_list("kind", "error_en"))
    assert errors["refuse"] == "reason"
    assert "by our fault" in errors["fall"]
    assert "The work “unheard-of” is unknown." in errors["unheard-of"]
    assert set(Job.objects.values_list("state", flat=True)) == {Job.State.FAILED}


@pytest.mark.django_db
def test_a_worker_whose_job_was_taken_over_stops_and_writes_nothing() -> None:
    moments = iter([NOW, NOW, NOW, *[NOW + 2 * LEASE] * 9])

    def slow(_parameters: Any, report: registry.Progress, _now: datetime) -> dict[str, Any]:
        assert services.claim("w2", now=NOW + 2 * LEASE) is not None
        report(5, 10)
        raise AssertionError("the first worker went on")

    registry.register("slow", slow)
    services.ask("slow", {}, now=NOW)
    assert worker.work_once("w1", lambda: next(moments))
    job = Job.objects.get()
    assert (job.worker, job.state, job.done) == ("w2", Job.State.RUNNING, 0)


@pytest.mark.django_db
def test_what_comes_back_runs_once_a_period_and_a_failure_does_not_stop_the_others() -> None:
    ran: list[datetime] = []

    def fall(_now: datetime) -> None:
        raise ZeroDivisionError

    def run(now: datetime) -> None:
        ran.append(now)

    registry.every(10, fall)
    registry.every(10, run)
    for name, minutes in (("w1", 0), ("w2", 0), ("w1", 5), ("w2", 10)):
        moment = NOW + timedelta(minutes=minutes)
        worker.run_periods(name, lambda moment=moment: moment)  # type: ignore[misc]
    assert ran == [NOW, NOW + timedelta(minutes=10)]
    assert sorted(Period.objects.values_list("error", flat=True))[-1] == "ZeroDivisionError: "


# A worker in a process of its own, on a clock that the test moves: the lease ends when it says so.
PROCESS = textwrap.dedent(
    """
    import sys, time
    from datetime import UTC, datetime, timedelta
    from pathlib import Path
    import django
    django.setup()
    from django.db import connection
    from rebond.web.jobs import registry, worker

    folder, name = Path(sys.argv[1]), sys.argv[2]

    def write(parameters, report, now):
        for step in range(3):
            report(step, 3)
            (folder / f"{name}.at-{step}").touch()
            while name == "w1" and step == 1:
                time.sleep(0.05)
        # The effect is keyed by the job's question: writing it twice is writing it once.
        (folder / "effect").write_text(f"{parameters['n']} by {name}")
        with (folder / "effects").open("a") as stream:
            stream.write(name + "\\n")
        return {"by": name}

    registry.register("write", write)

    def clock():
        late = (folder / "lease-is-over").exists()
        return datetime(2026, 1, 15, 12, tzinfo=UTC) + timedelta(minutes=2 if late else 0)

    if name == "ask":
        from django.core.management import call_command
        from rebond.web.jobs import services
        with connection.schema_editor() as editor:
            from rebond.web.jobs.models import Job, Period
            editor.create_model(Job)
            editor.create_model(Period)
        services.ask("write", {"n": 7}, now=clock())
    else:
        (folder / f"{name}.ready").touch()
        while not worker.work_once(name, clock):
            (folder / f"{name}.idle").touch()
            time.sleep(0.05)
    """
)


def until(found: Callable[[], bool]) -> None:
    """Wait for a sign of another process, not for a length of time."""
    end = time.monotonic() + PATIENCE
    while not found():
        assert time.monotonic() < end, "the other process gave no sign"
        time.sleep(0.02)


def test_a_killed_worker_s_job_is_taken_up_after_its_lease_and_done_once(tmp_path: Path) -> None:
    file = tmp_path / "jobs.sqlite3"
    environment = {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "rebond.web.settings",
        "REBOND_VAR": str(tmp_path),
        "DATABASE_URL": f"sqlite:///{file}",
    }

    def start(name: str) -> subprocess.Popen[bytes]:
        command = [sys.executable, "-c", PROCESS, str(tmp_path), name]
        return subprocess.Popen(command, env=environment, cwd=ROOT)

    assert start("ask").wait(PATIENCE) == 0
    first = start("w1")
    second: subprocess.Popen[bytes] | None = None
    try:
        until((tmp_path / "w1.at-1").exists)
        first.send_signal(signal.SIGKILL)
        first.wait(PATIENCE)
        second = start("w2")
        until((tmp_path / "w2.idle").exists)  # it looked, and the lease still held
        assert not (tmp_path / "effects").exists()
        (tmp_path / "lease-is-over").touch()
        assert second.wait(PATIENCE) == 0
    finally:
        for process in (first, second):
            if process is not None and process.poll() is None:
                process.kill()
                process.wait()
    assert (tmp_path / "effects").read_text() == "w2\n"
    with closing(sqlite3.connect(file)) as database:
        rows = database.execute("SELECT state, worker, attempts, result FROM jobs_job").fetchall()
    assert rows == [("done", "w2", 2, '{"by": "w2"}')]
