"""Who may open the addresses of the registry of sites."""

from __future__ import annotations

from typing import Any

from tests.web.doors import Door
from tests.web.sites.registry_doors import REGISTRY_DOORS
from tests.web.world import PERSONAS, World


def the_public_site(world: World) -> list[Any]:
    return [world.sites["public"].identifier]


DOORS: dict[str, Door | tuple[Door, ...]] = {
    **REGISTRY_DOORS,
    "site-page": Door(arguments=the_public_site),
    "site-sheet": Door(arguments=the_public_site, is_page=False),
    "site-report-error": (
        Door(arguments=the_public_site),
        Door(
            frozenset(PERSONAS),
            the_public_site,
            "POST",
            lambda _world: {"sentence": "La puissance électrique écrite ici est fausse."},
            is_page=False,
        ),
    ),
    "site-shape": Door(arguments=lambda world: [world.sites["public"].identifier], is_page=False),
}
