"""Who may open each address: one table an app, gathered here, so that a new view cannot be forgotten."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from importlib import import_module
from typing import Any

from tests.web.world import EVERYONE, World

APPS = (
    "accounts",
    "journal",
    "notices",
    "jobs",
    "calls",
    "dossiers",
    "instruction",
    "committee",
    "deliberations",
    "sites",
    "labels",
    "needs",
    "enquiries",
    "cases",
    "ledger",
    "aids",
    "training",
    "questions",
    "monitoring",
    "publishing",
    "legal",
    "territories",
    "desk",
)


@dataclass(frozen=True)
class Door:
    """One address of the platform, tried by every persona of the test world.

    `arguments` gives the arguments of the address; `allowed` names the personas that may open it: every
    other one must get 302 to the sign-in page, 403 or 404, never 200 and never a change. A door that writes
    has `method="POST"` and `data` with which each allowed persona really changes something, but those in
    `idle`: the form of these is shown again, and `note` says why. An act on oneself (`is_own`) is open to
    readers too. A page (`is_page`) is read by people: it is checked in both languages and in the browser.
    """

    allowed: frozenset[str] = EVERYONE
    arguments: Callable[[World], list[Any]] = lambda _world: []
    method: str = "GET"
    data: Callable[[World], Mapping[str, Any]] = lambda _world: {}
    query: str = ""
    is_page: bool = True
    redirects: bool = False
    idle: frozenset[str] = frozenset()
    is_own: bool = False
    is_json: bool = False
    note: str = field(default="", compare=False)


def all_doors() -> dict[str, tuple[Door, ...]]:
    """Return every declared door by the name of its address; one name may have several (GET and POST)."""
    doors: dict[str, tuple[Door, ...]] = {}
    for app in APPS:
        declared = import_module(f"tests.web.{app}.doors").DOORS
        for name, one in declared.items():
            doors[name] = one if isinstance(one, tuple) else (one,)
    return doors
