"""A recalculation on the shipped programme, from the form to a sealed file that verifies."""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from rebond.errors import RebondError
from rebond.pipeline import verify_record
from rebond.record import read_record
from rebond.web.decisions import queries, running, services
from rebond.web.jobs import services as jobs
from rebond.web.jobs import worker
from rebond.web.jobs.models import Job
from rebond.web.theme.datasets import snapshot
from tests.web.conftest import DRAWS, NOW


@pytest.fixture
def code(platform: Path, shipped: bytes, settings: Any) -> str:
    settings.RECALCULATION_DRAWS = DRAWS
    (platform / "livre.json").write_bytes(shipped)
    return read_record(shipped).decision_id


def code_of(job: Job) -> str:
    return str(job.result["code"])


def clock() -> datetime:
    return NOW


@pytest.mark.django_db
def test_bounds_asked_in_the_form_lead_to_a_new_verifiable_decision(
    client: Client, code: str, platform: Path
) -> None:
    decision = queries.stored_by_code(code)
    assert decision is not None
    first = decision.decision.criteria[0].id
    answer = client.post(f"/decisions/{code}/recalculer/", {f"min_{first}": "60"})
    assert answer.status_code == 302
    page = client.get(answer.headers["Location"])
    assert "Le calcul attend son tour." in page.content.decode()

    assert worker.work_once("w1", clock)
    job = Job.objects.get()
    assert (job.state, job.done, job.total) == (Job.State.DONE, DRAWS, DRAWS)
    assert client.get(f"/calculs/{job.id}/etat/").json()["url"] == f"/decisions/{code_of(job)}/"
    assert client.get(f"/calculs/{job.id}/").status_code == 302

    result = client.get(f"/decisions/{code_of(job)}/").content.decode()
    assert "Évaluation recalculée" in result
    recalculated = queries.stored_by_code(job.result["code"])
    assert recalculated is not None
    assert recalculated.decision.has_stated_weights
    assert recalculated.decision.central[0] >= 0.6
    verify_record(read_record(recalculated.path), snapshot())
    current = queries.current()
    assert current is not None
    assert current.code == code
    assert not worker.work_once("w1", clock)


@pytest.mark.django_db
def test_a_decision_that_is_gone_fails_in_words(client: Client) -> None:
    services.ask("0" * 12, {"weights": {}, "orderings": []}, now=NOW)
    assert worker.work_once("w1", clock)
    job = Job.objects.get()
    assert job.state == Job.State.FAILED
    text = client.get(f"/calculs/{job.id}/").content.decode()
    assert "n’est plus publiée ici" in text
    english = client.get(f"/en/calculs/{job.id}/").content.decode()
    assert "is no longer published here" in english


@pytest.mark.django_db
def test_weights_that_the_engine_refuses_fail_in_words(code: str, client: Client) -> None:
    stored = queries.stored_by_code(code)
    assert stored is not None
    names = [c.id for c in stored.decision.criteria]
    impossible = {"weights": {name: [50, 100] for name in names}, "orderings": []}
    services.ask(code, impossible, now=NOW)
    assert worker.work_once("w1", clock)
    assert Job.objects.get().state == Job.State.FAILED
    assert Job.objects.get().error_en


def test_data_of_another_state_are_refused(code: str) -> None:
    stored = queries.stored_by_code(code)
    assert stored is not None
    body = dict(read_record(stored.path).body)
    with pytest.raises(running.OtherSnapshot) as caught:
        running.refuse_other_snapshot({**body, "snapshot": {"digest": "sha256:0", "tables": {}}})
    assert "rebond evaluate" in caught.value.message("fr")


@pytest.mark.django_db
def test_a_worker_that_lost_its_lease_writes_nothing(code: str, platform: Path) -> None:
    services.ask(code, {"weights": {}, "orderings": []}, now=NOW)
    moments = iter([NOW + timedelta(minutes=n) for n in range(1000)])

    def hurried() -> datetime:
        moment = next(moments)
        if moment == NOW + timedelta(minutes=3):
            jobs.claim("w2", now=moment)
        return moment

    assert worker.work_once("w1", hurried)
    job = Job.objects.get()
    assert job.worker == "w2"
    assert job.state == Job.State.RUNNING
    assert not (platform / queries.RECALCULATIONS).exists()


@pytest.mark.django_db
def test_bad_bounds_come_back_with_their_fault_and_start_nothing(client: Client, code: str) -> None:
    stored = queries.stored_by_code(code)
    assert stored is not None
    first = stored.decision.criteria[0].id
    answer = client.post(f"/decisions/{code}/recalculer/", {f"min_{first}": "beaucoup"})
    text = answer.content.decode()
    assert answer.status_code == 422
    assert 'aria-invalid="true"' in text
    assert 'value="beaucoup"' in text
    assert not Job.objects.exists()


@pytest.mark.django_db
def test_a_full_queue_is_said_and_the_choices_stay(
    client: Client, code: str, settings: Any
) -> None:
    settings.QUEUE_LIMIT = 0
    stored = queries.stored_by_code(code)
    assert stored is not None
    first = stored.decision.criteria[0].id
    answer = client.post(f"/decisions/{code}/recalculer/", {f"min_{first}": "12"})
    assert answer.status_code == 503
    assert 'value="12"' in answer.content.decode()


@pytest.mark.django_db
def test_a_form_from_elsewhere_is_refused_in_words(code: str) -> None:
    strict = Client(enforce_csrf_checks=True)
    answer = strict.post(f"/decisions/{code}/recalculer/", {})
    assert answer.status_code == 403
    assert "Rien n’a été calculé" in answer.content.decode()


def test_errors_are_said_in_both_languages() -> None:
    for error in (
        running.DecisionGone("a" * 12),
        running.OtherSnapshot("a", "b"),
        jobs.LostLease(),
    ):
        assert isinstance(error, RebondError)
        assert error.what.fr != error.what.en
