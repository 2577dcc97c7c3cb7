"""The list of acts: narrowed, page by page, people by name only for those who may know."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.conf import settings as django_settings
from django.test import Client

from rebond.web.accounts.models import User
from rebond.web.journal import queries, services
from tests.web.world import NOW, World, make_world

pytestmark = pytest.mark.django_db

DAY = timedelta(days=1)


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


def act(world: World, persona: str | None, reference: str, days: int = 0) -> None:
    actor = world.actor(persona) if persona else None
    services.append(actor, "jobs.restart", ("dossier", reference), {}, now=NOW + days * DAY)


def references(world: World, **asked: Any) -> list[str]:
    found = queries.acts(world.actor("national"), queries.Asked(**asked))
    return [row.object_reference for row in found.rows]


def test_each_filter_narrows_and_the_newest_comes_first(world: World) -> None:
    act(world, "epci_a", "D-1", 0)
    act(world, "epci_b", "D-2", 1)
    act(world, None, "D-3", 2)
    day = NOW.date()
    assert references(world) == ["D-3", "D-2", "D-1"]
    assert references(world, organisation="epci-b") == ["D-2"]
    assert references(world, reference="D-1", object_type="dossier") == ["D-1"]
    assert references(world, act="jobs.restart", object_type="call") == []
    assert references(world, since=day + DAY) == ["D-3", "D-2"]
    assert references(world, until=day + DAY) == ["D-2", "D-1"]
    assert references(world, since=day + DAY, until=day + DAY) == ["D-2"]
    assert references(world, since=day + 9 * DAY) == []


def test_pages_follow_each_other_without_loss(world: World, national: Client) -> None:
    for number in range(queries.PAGE + 3):
        act(world, "epci_a", f"D-{number}")
    first = national.get("/journal/actes/?organisation=epci-a").content.decode()
    assert first.count('<th scope="row">') == queries.PAGE
    older = first.split('rel="next" href="')[1].split('"')[0].replace("&amp;", "&")
    second = national.get(f"/journal/actes/{older}").content.decode()
    assert second.count('<th scope="row">') == 3
    assert "organisation=epci-a" in older


@pytest.mark.parametrize(
    "query",
    [
        "acte=%00",
        "depuis=hier",
        "avant=-1",
        "avant=x",
        "depuis=0001-01-01",
        "jusqu_au=9999-12-31",
        "organisation=<script>",
        "reference=%27;DROP",
    ],
)
def test_a_filter_that_cannot_be_read_breaks_nothing(national: Client, query: str) -> None:
    response = national.get(f"/journal/actes/?{query}")
    assert response.status_code == 200
    assert b"<script>alert" not in response.content


@pytest.mark.parametrize("count", [3, 30])
def test_a_page_asks_the_same_number_of_questions_whatever_its_length(
    world: World, national: Client, django_assert_max_num_queries: Any, count: int
) -> None:
    for number in range(count):
        act(world, ["epci_a", "epci_b", "prefecture_1"][number % 3], f"D-{number}")
    with django_assert_max_num_queries(11):
        national.get("/journal/actes/")


def test_people_are_named_to_their_organisation_and_the_national_team_only(world: World) -> None:
    act(world, "epci_a", "D-1")
    act(world, None, "D-1")

    def names(persona: str | None) -> list[str | None]:
        actor = world.actor(persona) if persona else None
        found = queries.history("dossier", "D-1", actor=actor)
        return [row.person.fr if row.person else None for row in found]

    assert names("epci_a_second") == names("national") == ["epci_a (fictif)", "la plateforme"]
    assert names("epci_b") == names(None) == [None, "la plateforme"]
    User.objects.filter(pk=world.users["epci_a"].pk).update(erased_at=NOW, name="x")
    assert names("national") == ["personne effacée", "la plateforme"]


def test_the_history_of_an_object_is_its_own_oldest_first_in_words(world: World) -> None:
    act(world, "epci_a", "D-1")
    act(world, "epci_a", "D-2")
    act(world, "epci_b", "D-1", 1)
    found = queries.history("dossier", "D-1")
    assert [row.number for row in found] == [1, 3]
    assert found[0].words.fr == "travail relancé"
    assert found[0].organisation == "epci-a (fictif)"
