"""Who may open the pages of territories: everyone, and each reads there what everyone may read."""

from __future__ import annotations

from tests.web.doors import Door

DOORS: dict[str, Door] = {
    "place": Door(arguments=lambda _world: ["commune:14366"]),
    "place-compare": Door(query="?lieu=commune:14366&lieu=epci:200069532"),
    "place-sheet": Door(arguments=lambda _world: ["commune:14366"], is_page=False),
}
