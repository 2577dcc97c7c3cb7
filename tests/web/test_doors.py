"""Every persona tries every address: those not named are refused, and what they tried changes nothing."""

from __future__ import annotations

from typing import Any

import pytest
from django.conf import settings as django_settings
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from django.utils import translation

from rebond.web.journal.models import Entry
from tests.web.addresses import OTHERS, PAGES
from tests.web.doors import Door, all_doors
from tests.web.world import NOW, PERSONAS, VISITOR, World, make_world

pytestmark = pytest.mark.django_db

TRIED = [(name, door) for name, doors in sorted(all_doors().items()) for door in doors]
REFUSED = {302, 403, 404}


@pytest.fixture
def world(db: None, settings: Any) -> World:
    settings.CLOCK = lambda: NOW
    return make_world(NOW)


def patterns(resolver: URLResolver) -> list[URLPattern]:
    found: list[URLPattern] = []
    for one in resolver.url_patterns:
        found += [one] if isinstance(one, URLPattern) else patterns(one)
    return found


def test_each_address_of_the_configuration_is_tried_here_or_among_the_public_pages() -> None:
    names = {one.name for one in patterns(get_resolver())}
    assert names == set(PAGES) | set(OTHERS) | set(all_doors())


def test_each_view_declares_who_may_open_it() -> None:
    declared = {one.name: hasattr(one.callback, "access") for one in patterns(get_resolver())}
    public = set(PAGES) | set(OTHERS)
    assert [
        name for name, is_declared in declared.items() if not is_declared and name not in public
    ] == []


def address(name: str, door: Door, world: World) -> str:
    with translation.override("fr"):
        return reverse(name, args=door.arguments(world)) + door.query


def opened(name: str, door: Door, world: World, persona: str) -> Any:
    client = Client()
    if persona != VISITOR:
        client.force_login(world.users[persona], backend=django_settings.AUTHENTICATION_BACKENDS[0])
    call = client.post if door.method == "POST" else client.get
    return call(address(name, door, world), dict(door.data(world)))


@pytest.mark.parametrize(("name", "door"), TRIED, ids=[f"{n}-{d.method}" for n, d in TRIED])
def test_only_those_named_may_open_an_address(name: str, door: Door, world: World) -> None:
    for persona in sorted(PERSONAS - door.allowed):
        before = Entry.objects.count()
        response = opened(name, door, world, persona)
        assert response.status_code in REFUSED, (persona, response.status_code)
        if response.status_code == 302:
            assert "/compte/" in response.url, (persona, response.url)
        assert Entry.objects.count() == before, persona
    for persona in sorted(door.allowed):
        response = opened(name, door, world, persona)
        if door.method == "GET":
            assert response.status_code == (302 if door.redirects else 200), persona
        else:
            assert response.status_code not in {403, 404}, persona
            assert response.status_code < 500, persona
