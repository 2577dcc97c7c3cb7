"""Every persona tries every address: those not named are refused, and what they tried changes nothing."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings as django_settings
from django.db import connection, transaction
from django.http import HttpRequest, HttpResponse
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from django.utils import translation

from rebond.web import urls
from rebond.web.accounts.kinds import Role
from rebond.web.accounts.models import Membership, User
from tests.web.addresses import OTHERS, PAGES
from tests.web.doors import Door, all_doors
from tests.web.opened import FROM_ABOVE, persona_of, readable
from tests.web.world import (
    CAST,
    NOBODY,
    NOW,
    PERSONAS,
    SIGNED_IN,
    VISITOR,
    YOUNG,
    World,
    make_world,
)

pytestmark = [pytest.mark.django_db, pytest.mark.long(70)]

TRIED = [(name, door) for name, doors in sorted(all_doors().items()) for door in doors]
WRITING = [(name, door) for name, door in TRIED if door.method == "POST"]
# An act on oneself is open whatever the role, and to a person without organisation.
OF_A_ROLE = [one for one in WRITING if NOBODY not in one[1].allowed and not one[1].is_own]
BEHIND_A_ROLE = [
    (name, door) for name, door in TRIED if NOBODY not in door.allowed and not door.is_own
]
OPEN_TO_ALL = sorted(name for name, door in TRIED if door.allowed == PERSONAS)
REFUSED = {302, 403, 404}
WROTE = re.compile(r'\s*(INSERT INTO|UPDATE|DELETE FROM)\s+"?(\w+)')
# On PostgreSQL, where acts are tried again for what they ask of the database: those who may do what everyone
# may, by all that an account can lack or have. Who may is tried of each persona, without it.
EACH_KIND = {VISITOR, NOBODY, YOUNG, "epci_a", "epci_a_reader", "epci_a_admin", "firm", "national"}
# A visit's own rows, which a refusal may touch.
OF_A_VISIT = {"django_session", "cache"}


def ids(doors: list[tuple[str, Door]]) -> list[str]:
    return [f"{name}-{door.method}" for name, door in doors]


@dataclass
class Scene:
    """The world, made once, and the cookies of those signed in; what a visit changes is taken back."""

    world: World
    cookies: dict[str, str] = field(default_factory=dict)
    client: Client = field(default_factory=Client)
    """Of everyone in turn: a client of its own loads the middleware anew."""

    def address(self, name: str, door: Door) -> str:
        """Make what the door needs, and return its address."""
        with translation.override("fr"):
            return reverse(name, args=door.arguments(self.world)) + door.query

    def visit(self, address: str, door: Door, persona: str) -> tuple[Any, set[str]]:
        """Open an address as a persona, and return the answer and the tables that it wrote to."""
        client = self.client
        client.cookies.clear()
        if persona != VISITOR:
            client.cookies[django_settings.SESSION_COOKIE_NAME] = self.cookies[persona]
        data = dict(door.data(self.world))
        with writes() as tables:
            if door.method != "POST":
                response = client.get(address, data)
            elif door.is_json:
                response = client.post(address, data, content_type="application/json")
            else:
                response = client.post(address, data)
        return response, tables - OF_A_VISIT


@contextmanager
def writes() -> Iterator[set[str]]:
    """Collect the tables of which statements change a row, were it only to be taken back."""
    tables: set[str] = set()

    def look(execute: Callable[..., Any], sql: str, values: Any, many: bool, context: Any) -> Any:
        done = execute(sql, values, many, context)
        found = WROTE.match(sql)
        # SQLite counts the rows of an insertion only once they are read.
        if found and (found[1] == "INSERT INTO" or context["cursor"].rowcount != 0):
            tables.add(found[2])
        return done

    with connection.execute_wrapper(look):
        yield tables


@contextmanager
def taken_back() -> Iterator[None]:
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


@contextmanager
def refused_in_a_word() -> Iterator[None]:
    """Refuse without drawing the page that says so, which takes longer than to refuse."""
    with pytest.MonkeyPatch.context() as patch:
        for status in (403, 404):
            patch.setattr(urls, f"handler{status}", partial(in_a_word, status=status))
        yield


def in_a_word(request: HttpRequest, exception: Exception, *, status: int) -> HttpResponse:
    return HttpResponse(status=status)


@pytest.fixture(scope="module")
def made(django_db_setup: None, django_db_blocker: Any) -> Iterator[Scene]:
    """Make the world and sign everyone in, once."""
    with django_db_blocker.unblock(), taken_back():
        scene = Scene(make_world(NOW))
        for persona in (*CAST, NOBODY, YOUNG):
            client = Client()
            client.force_login(
                scene.world.users[persona], backend=django_settings.AUTHENTICATION_BACKENDS[0]
            )
            scene.cookies[persona] = client.cookies[django_settings.SESSION_COOKIE_NAME].value
        yield scene


@pytest.fixture
def scene(made: Scene, settings: Any, tmp_path: Path) -> Scene:
    settings.CLOCK = lambda: NOW
    settings.FILES_FOLDER = tmp_path / "files"
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    return made


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


def assert_refused(response: Any, tables: set[str], who: str) -> None:
    assert response.status_code in REFUSED, (who, response.status_code)
    if response.status_code == 302:
        assert "/compte/" in response.url, (who, response.url)
    assert tables == set(), (who, tables)


IN_TURN = 5
IS_EXPLORED = os.environ.get("REBOND_DOORS") == "all"


def opening(name: str, door: Door) -> frozenset[str]:
    """Return those as whom a page is opened: of one open to all, the visitor and some in turn, others on the next.

    A page that everyone may open refuses nobody, and each persona opens a fifth of them. `make explore` opens
    each as everyone.
    """
    if door.allowed != PERSONAS or IS_EXPLORED:
        return door.allowed
    first, others = OPEN_TO_ALL.index(name) * IN_TURN, sorted(PERSONAS - {VISITOR})
    return frozenset({VISITOR} | {others[(first + one) % len(others)] for one in range(IN_TURN)})


def test_pages_open_to_all_are_opened_by_everyone_in_turn() -> None:
    doors = [(name, door) for name, door in TRIED if door.allowed == PERSONAS]
    opened = [persona for name, door in doors for persona in opening(name, door)]
    assert {persona for persona in PERSONAS if opened.count(persona) >= 5} == PERSONAS


@pytest.mark.parametrize(("name", "door"), TRIED, ids=ids(TRIED))
def test_only_those_named_may_open_an_address(name: str, door: Door, scene: Scene) -> None:
    """One of those refused gets the whole page that says so, another one at the next address.

    `make explore` draws it for all of them.
    """
    address = scene.address(name, door)
    refused = sorted(PERSONAS - door.allowed)
    for turn, persona in enumerate(refused, TRIED.index((name, door))):
        is_drawn = IS_EXPLORED or turn % len(refused) == 0
        with taken_back(), nullcontext() if is_drawn else refused_in_a_word():
            response, tables = scene.visit(address, door, persona)
        assert_refused(response, tables, persona)
    if door.method == "GET":
        for persona in sorted(opening(name, door)):
            with taken_back():
                response, _tables = scene.visit(address, door, persona)
            assert response.status_code == (302 if door.redirects else 200), persona


def acting(door: Door) -> frozenset[str]:
    """Return those as whom an act is tried: on PostgreSQL, of what everyone may, some who act and some who do not."""
    if connection.vendor != "postgresql" or not door.allowed >= SIGNED_IN:
        return door.allowed
    groups = (door.allowed - door.idle, door.allowed & door.idle)
    return frozenset().union(*(group & EACH_KIND or group for group in groups))


@pytest.mark.parametrize(("name", "door"), WRITING, ids=ids(WRITING))
def test_an_act_tried_here_is_one_that_acts_when_it_is_allowed(
    name: str, door: Door, scene: Scene
) -> None:
    """A form that fails for everyone would hide a check that is missing."""
    address = scene.address(name, door)
    for persona in sorted(acting(door)):
        with taken_back():
            response, tables = scene.visit(address, door, persona)
        said = (persona, response.status_code, tables)
        if persona in door.idle:
            assert door.note, name
            assert response.status_code in {200, 302, 400, 422}, said
            assert tables == set(), said
        else:
            assert response.status_code in {200, 302}, said
            assert tables, said


@pytest.mark.skipif(connection.vendor == "sqlite", reason="test_pages.py opens them all")
def test_each_page_asks_the_database_what_it_understands(scene: Scene) -> None:
    opened = {}
    for name, door in readable():
        persona = persona_of(door, FROM_ABOVE)
        with taken_back():
            response, _tables = scene.visit(scene.address(name, door), door, persona)
        opened[f"{name} ({persona})"] = response.status_code
    assert {name: status for name, status in opened.items() if status != 200} == {}


@pytest.mark.parametrize(("name", "door"), OF_A_ROLE, ids=ids(OF_A_ROLE))
def test_a_reader_of_an_allowed_organisation_changes_nothing(
    name: str, door: Door, scene: Scene
) -> None:
    address = scene.address(name, door)
    for persona in sorted(door.allowed & set(CAST)):
        with taken_back():
            Membership.objects.filter(pk=scene.world.memberships[persona].pk).update(
                role=Role.READER
            )
            response, tables = scene.visit(address, door, persona)
        assert_refused(response, tables, persona)


@pytest.mark.parametrize(("name", "door"), BEHIND_A_ROLE, ids=ids(BEHIND_A_ROLE))
def test_a_person_who_has_left_opens_nothing(name: str, door: Door, scene: Scene) -> None:
    address = scene.address(name, door)
    for persona in sorted(door.allowed & set(CAST))[:1]:
        membership, user = scene.world.memberships[persona], scene.world.users[persona]
        with taken_back():
            Membership.objects.filter(pk=membership.pk).update(ended_at=NOW)
            response, tables = scene.visit(address, door, persona)
        assert_refused(response, tables, persona)
        with taken_back():
            User.objects.filter(pk=user.pk).update(is_active=False)
            response, tables = scene.visit(address, door, persona)
        assert_refused(response, tables, persona)
