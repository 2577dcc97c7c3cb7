"""Who may open the addresses of labels."""

from __future__ import annotations

from typing import Any

from tests.web.deliberations.scenes import published
from tests.web.doors import Door
from tests.web.world import World

NATIONAL = frozenset({"national", "national_second", "national_admin"})
WHY = "Une raison fictive, assez longue pour dire ce qui a décidé."


def a_label(world: World) -> list[Any]:
    return [world.labels["public"].reference]


def a_decision(world: World) -> list[Any]:
    published(world)
    return [world.dossiers["a_filed"].decisions.latest("pk").pk]


def a_grant(_world: World) -> dict[str, Any]:
    return {
        "site": "",
        "wave": "fictive",
        "title_fr": "Label fictif",
        "title_en": "Fictitious label",
        "on": "2031-06-01",
        "reason": WHY,
    }


DOORS: dict[str, Door | tuple[Door, ...]] = {
    "labelled-sites": Door(),
    "labelled-sites-csv": Door(is_page=False),
    "labels": Door(NATIONAL),
    "labels-grantable": Door(NATIONAL, lambda world: a_decision(world)[:0]),
    "label": (
        Door(NATIONAL, a_label),
        Door(
            NATIONAL,
            a_label,
            "POST",
            lambda _world: {"act": "suspend", "on": "2031-06-02", "reason": WHY},
            is_page=False,
        ),
    ),
    "label-grant": (
        Door(NATIONAL, a_decision),
        Door(NATIONAL, a_decision, "POST", a_grant, is_page=False),
    ),
}
