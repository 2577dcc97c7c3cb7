"""Who may open the addresses of results."""

from __future__ import annotations

from typing import Any

from tests.web.doors import Door
from tests.web.world import World

NATIONAL = frozenset({"national", "national_second", "national_admin"})
EPCI_A = frozenset({"epci_a", "epci_a_second", "epci_a_admin"})
APPLICANTS = EPCI_A | {"epci_a_reader", "epci_b", "commune_c", "firm"}
FOLLOWERS = APPLICANTS | NATIONAL | {"prefecture_1", "prefecture_2", "sous_prefet"}
"""Those who have something to declare or to check."""
OF_THE_SITE = EPCI_A | NATIONAL | {"epci_a_reader", "prefecture_1", "sous_prefet"}
"""The manager of the site, the State services of its territory, the national team."""


def a_site(world: World) -> list[Any]:
    return ["site", world.sites["public"].identifier]


def numbers(_world: World) -> dict[str, Any]:
    return {
        "year": "2030",
        "jobs": "120",
        "source": "Déclaration fictive",
        "stated_on": "2031-01-15",
    }


DOORS: dict[str, Door | tuple[Door, ...]] = {
    "results": Door(),
    "results-csv": Door(is_page=False),
    "indicator": Door(arguments=lambda _world: ["emplois"]),
    "results-comparison": Door(),
    "follow-ups": Door(FOLLOWERS),
    "follow-up": (
        Door(OF_THE_SITE, a_site),
        Door(OF_THE_SITE - {"epci_a_reader"}, a_site, "POST", numbers, is_page=False),
    ),
    "stats": Door(),
}
