"""A person's notices: theirs only, page by page, marked as read when they say so."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest
from django.conf import settings as django_settings
from django.test import Client

from rebond.web.accounts.models import User
from rebond.web.notices import queries, services
from rebond.web.notices.models import Notice
from tests.web.world import World, make_world

pytestmark = pytest.mark.django_db

NOW = datetime(2031, 6, 2, 9, tzinfo=UTC)


@pytest.fixture
def world(db: None, settings: Any) -> World:
    settings.CLOCK = lambda: NOW
    return make_world(NOW)


def tell(user: User, count: int) -> None:
    for n in range(count):
        services.tell(
            [user.pk], "essai", ("dossier", "D"), address=f"/dossiers/D-{n}/", facts={}, now=NOW
        )


def signed_in(world: World, persona: str) -> Client:
    client = Client()
    client.force_login(world.users[persona], backend=django_settings.AUTHENTICATION_BACKENDS[0])
    return client


def test_each_person_reads_their_own_newest_first_and_page_by_page(world: World) -> None:
    tell(world.users["epci_a"], queries.PAGE + 2)
    tell(world.users["epci_b"], 1)
    client = signed_in(world, "epci_a")
    first = client.get("/bureau/avis/").content.decode()
    assert first.count('href="/dossiers/D-') == queries.PAGE
    assert 'href="/dossiers/D-26/"' in first
    older = first.split("?avant=")[1].split('"')[0]
    second = client.get(f"/bureau/avis/?avant={older}").content.decode()
    assert second.count('href="/dossiers/D-') == 2
    assert 'href="/en/dossiers/D-26/"' in client.get("/en/bureau/avis/").content.decode()


def test_one_notice_then_all_that_were_shown_are_marked_as_read(world: World) -> None:
    user = world.users["epci_a"]
    tell(user, 3)
    client = signed_in(world, "epci_a")
    keys = sorted(Notice.objects.values_list("pk", flat=True))
    assert client.post(f"/bureau/avis/{keys[0]}/lu/").status_code == 302
    assert queries.unread(user.pk) == 2
    client.post("/bureau/avis/lus/", {"jusqu_a": str(keys[1])})
    assert list(Notice.objects.filter(read_at=None).values_list("pk", flat=True)) == [keys[2]]


@pytest.mark.parametrize("asked", ["", "x", "-1", "٣", "9" * 40])
def test_a_number_that_is_none_changes_nothing(world: World, asked: str) -> None:
    tell(world.users["epci_a"], 1)
    client = signed_in(world, "epci_a")
    assert client.post("/bureau/avis/lus/", {"jusqu_a": asked}).status_code == 302
    assert client.get(f"/bureau/avis/?avant={asked}").status_code == 200
    assert queries.unread(world.users["epci_a"].pk) == 1


def test_another_person_s_notice_is_not_there(world: World) -> None:
    tell(world.users["epci_b"], 1)
    key = Notice.objects.get().pk
    assert signed_in(world, "epci_a").post(f"/bureau/avis/{key}/lu/").status_code == 404
    assert queries.unread(world.users["epci_b"].pk) == 1


@pytest.mark.parametrize("count", [3, 30])
def test_a_page_asks_the_same_number_of_questions_whatever_its_length(
    world: World, django_assert_max_num_queries: Any, count: int
) -> None:
    tell(world.users["epci_a"], count)
    client = signed_in(world, "epci_a")
    with django_assert_max_num_queries(9):
        client.get("/bureau/avis/")
