"""Who may open the addresses of needs and the search of sites."""

from __future__ import annotations

from tests.web.doors import Door

DOORS: dict[str, Door | tuple[Door, ...]] = {
    "site-map": Door(),
    "map-points": Door(is_page=False),
}
