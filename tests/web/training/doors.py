"""Who may open the addresses of the calls for training."""

from __future__ import annotations

from typing import Any

from rebond.web.training.models import Laureate
from tests.web.doors import Door
from tests.web.training.scenes import DID, admitted, decision, past
from tests.web.world import World

MANAGERS = frozenset({"national", "national_second", "national_admin", "cnam"})


def the_laureate(world: World) -> list[Any]:
    known = Laureate.objects.filter(dossier__reference="D-FORMATION").first()
    return [(known or admitted(world)).reference]


def a_past_one(_world: World) -> list[Any]:
    return [past().reference]


DOORS: dict[str, Door | tuple[Door, ...]] = {
    "training": (Door(), Door(query="?q=Lisieux")),
    "training-need": Door(arguments=lambda _world: ["territoire_industrie:1:ti-2805"]),
    "laureates": Door(),
    "laureates-export": Door(is_page=False),
    "laureate": (
        Door(arguments=the_laureate),
        Door(arguments=a_past_one),
        Door(
            frozenset({"epci_a", "epci_a_second", "epci_a_admin"}),
            the_laureate,
            "POST",
            lambda _world: {
                "act": "step",
                "kind": "opening",
                "on": "2031-06-01",
                "sentence": DID,
            },
            is_page=False,
        ),
    ),
    "laureates-to-admit": (
        Door(MANAGERS, lambda world: decision(world) and []),
        Door(
            frozenset({"cnam"}),
            lambda world: decision(world) and [],
            "POST",
            lambda world: {"decision": decision(world).pk},
            is_page=False,
        ),
    ),
}
