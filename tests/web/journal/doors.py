"""The addresses of this app, how to reach them in the test world, and who may open each."""

from __future__ import annotations

from typing import Any

from rebond.web.journal import heads
from tests.web.doors import Door
from tests.web.world import NOW, World

NATIONAL = frozenset({"national", "national_second", "national_admin"})


def exported_day(_world: World) -> list[Any]:
    heads.export_daily(NOW)
    return [heads.exported()[0].day]


DOORS: dict[str, Door] = {
    "journal": Door(),
    "journal-acts": Door(NATIONAL),
    "journal-head": Door(arguments=exported_day, is_page=False),
}
