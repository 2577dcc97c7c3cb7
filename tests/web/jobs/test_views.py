"""The page of jobs: what failed first, the oldest first, started again by the national team."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.conf import settings as django_settings
from django.test import Client

from rebond.errors import BadInput
from rebond.texts import Text
from rebond.web.jobs import services
from rebond.web.jobs.models import LEASE, Job
from rebond.web.journal.models import Entry
from tests.web.world import NOW, World, make_world

pytestmark = pytest.mark.django_db

MINUTE = timedelta(minutes=1)


@pytest.fixture
def world(db: None, settings: Any) -> World:
    settings.CLOCK = lambda: NOW
    return make_world(NOW)


@pytest.fixture
def national(world: World) -> Client:
    client = Client()
    backend = django_settings.AUTHENTICATION_BACKENDS[0]
    client.force_login(world.users["national"], backend=backend)
    return client


def failed(n: int, at: timedelta) -> Job:
    services.ask("essai", {"n": n}, now=NOW - at)
    job = services.claim("w1", now=NOW - at)
    assert job is not None
    services.fail(job, BadInput(Text(f"panne {n}", f"fault {n}")), now=NOW - at)
    return job


def test_failed_jobs_come_first_the_oldest_first_with_their_reason(national: Client) -> None:
    failed(1, MINUTE)
    failed(2, 5 * MINUTE)
    text = national.get("/administration/travaux/").content.decode()
    assert "2 travaux ont échoué." in text
    assert text.index("panne 2") < text.index("panne 1")
    assert "fault 1" in national.get("/en/administration/travaux/").content.decode()


def test_a_running_job_whose_worker_is_silent_is_said(national: Client) -> None:
    services.ask("essai", {}, now=NOW - 3 * LEASE)
    services.claim("w1", now=NOW - 2 * LEASE)
    text = national.get("/administration/travaux/").content.decode()
    assert "sans nouvelles de son ouvrier" in text
    assert "ont échoué" not in text


def test_a_failed_job_is_started_again_from_the_page_once(national: Client) -> None:
    job = failed(1, MINUTE)
    address = f"/administration/travaux/{job.pk}/relancer/"
    assert national.post(address).status_code == 302
    again = national.post(address)
    assert again.status_code == 409
    assert "Ce travail n’est pas en échec" in again.content.decode()
    assert Entry.objects.count() == 1
    assert national.post(f"/administration/travaux/{uuid4()}/relancer/").status_code == 404


@pytest.mark.parametrize("count", [3, 30])
def test_the_page_asks_the_same_number_of_questions_whatever_its_length(
    national: Client, django_assert_max_num_queries: Any, count: int
) -> None:
    for n in range(count):
        failed(n, MINUTE)
    with django_assert_max_num_queries(11):
        national.get("/administration/travaux/")
