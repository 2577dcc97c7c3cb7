"""The addresses of this app, how to reach them in the test world, and who may open each."""

from __future__ import annotations

from tests.web.doors import Door
from tests.web.world import World

NATIONAL = frozenset({"national", "national_second", "national_admin"})
MANAGERS = NATIONAL | {"cnam"}
REASON = "Un motif assez long pour être lu."


def _open(world: World) -> list[str]:
    return [world.calls["open"].reference]


def _draft(world: World) -> list[str]:
    return [world.calls["draft"].reference]


def _training(world: World) -> list[str]:
    return [world.calls["training"].reference]


def _post(arguments: object, allowed: frozenset[str] = NATIONAL) -> Door:
    return Door(
        allowed,
        arguments,  # type: ignore[arg-type]
        method="POST",
        data=lambda _world: {"motif": REASON},
    )


DOORS: dict[str, Door | tuple[Door, ...]] = {
    "calls": Door(),
    "call-page": Door(arguments=_open),
    "call-concerned": Door(arguments=_open, query="?commune=14366&candidat=epci"),
    "call-revisions": Door(arguments=_open),
    "call-policy": Door(arguments=lambda world: [*_open(world), 1], is_page=False),
    "calls-admin": Door(MANAGERS),
    "call-new": (
        Door(MANAGERS),
        Door(
            MANAGERS,
            method="POST",
            data=lambda _world: {"mesure": "pack_rebond_2020/formation", "code": "porte-2031"},
        ),
    ),
    "call-edit": (
        Door(NATIONAL, _draft),
        Door(MANAGERS, _training, note="an operator opens its own call"),
        _post(_draft),
    ),
    "call-settings": (Door(NATIONAL, _draft), _post(_draft)),
    "call-dates": (Door(NATIONAL, _open), _post(_open)),
    "call-preview": Door(NATIONAL, _draft),
    "call-publish": (Door(NATIONAL, _draft), _post(_draft)),
    "call-new-revision": (Door(NATIONAL, _open), _post(_open)),
    "call-cancel": (Door(NATIONAL, _draft), _post(_open)),
}
