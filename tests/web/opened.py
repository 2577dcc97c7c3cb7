"""Every page of the doors, opened as two people who see much of it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from django.conf import settings
from django.test import Client
from django.urls import reverse
from django.utils import translation

from tests.web.doors import Door, all_doors
from tests.web.test_urls import Words
from tests.web.world import VISITOR, World

FROM_ABOVE = (
    "national_admin",
    "national",
    "prefecture_1",
    "epci_a",
    "dreal_1",
    "member",
    "cnam",
    "epci_a_admin",
    VISITOR,
)
"""Those who see most first: the team that runs the calls, then who examines, then who applies."""
FROM_BELOW = (
    "epci_a",
    "dreal_1",
    "member",
    "prefecture_1",
    "cnam",
    "epci_a_admin",
    "national",
    "national_admin",
    VISITOR,
)
"""Those who apply first, then services and members, the national team last."""
OPENINGS = (("fr", FROM_ABOVE), ("en", FROM_ABOVE), ("en", FROM_BELOW))
"""In English, where texts are forgotten, by both; in French by those who see most."""


@dataclass(frozen=True)
class Opened:
    """A page as one persona got it."""

    door: str
    persona: str
    language: str
    path: str
    status: int
    text: str
    headers: dict[str, str] = field(repr=False)

    @cached_property
    def visible(self) -> str:
        """Return the words of the page, read once."""
        return Words(self.text).joined()

    def __str__(self) -> str:
        return f"{self.door} ({self.persona}, {self.language})"


def persona_of(door: Door, order: Sequence[str]) -> str:
    """Return the first persona of an order that may open a door."""
    return next(one for one in (*order, *sorted(door.allowed)) if one in door.allowed)


def readable() -> Iterator[tuple[str, Door]]:
    """Return the doors that people read; those that need published results come after the others.

    The addresses of deliberations publish the results of the closed call in the world they are given.
    """
    doors = [(name, door) for name, doors in all_doors().items() for door in doors]
    pages = [one for one in doors if one[1].method == "GET" and one[1].is_page and one[1].allowed]
    yield from sorted(pages, key=lambda one: is_late(*one))


def is_late(name: str, door: Door) -> bool:
    """Say whether the address of a door publishes results."""
    return door.arguments.__name__ in {"out", "a_decided", "a_of_published"} or name == "journal"


def written() -> Iterator[tuple[str, Door]]:
    """Return the doors that write and somebody may write through."""
    for name, doors in all_doors().items():
        yield from ((name, door) for door in doors if door.method == "POST" and door.allowed)


def path_of(name: str, door: Door, world: World, language: str = "fr") -> str:
    """Return the address of a door in a language."""
    with translation.override(language):
        return reverse(name, args=door.arguments(world)) + door.query


class Clients:
    """One client a persona, signed in once."""

    def __init__(self, world: World, **options: Any) -> None:
        self.world, self.options = world, options
        self.made: dict[str, Client] = {}

    def of(self, persona: str) -> Client:
        """Return the client of a persona."""
        if persona not in self.made:
            self.made[persona] = Client(**self.options)
            if persona != VISITOR:
                self.made[persona].force_login(
                    self.world.users[persona], backend=settings.AUTHENTICATION_BACKENDS[0]
                )
        return self.made[persona]


def open_all(world: World) -> list[Opened]:
    """Open every page in both languages, each time as somebody who sees much of it."""
    clients = Clients(world)
    found: dict[tuple[str, str], Opened] = {}
    for name, door in readable():
        for language, order in OPENINGS:
            persona = persona_of(door, order)
            path = path_of(name, door, world, language)
            if (path, persona) in found:
                continue
            answer = clients.of(persona).get(path)
            text, headers = answer.content.decode(), dict(answer.headers)
            found[path, persona] = Opened(
                name, persona, language, path, answer.status_code, text, headers
            )
    return list(found.values())
