"""Who may open the addresses of the registry of sites."""

from __future__ import annotations

from tests.web.doors import Door

DOORS: dict[str, Door | tuple[Door, ...]] = {
    "site-shape": Door(arguments=lambda world: [world.sites["public"].identifier], is_page=False),
}
