"""The addresses of this app, how to reach them in the test world, and who may open each."""

from __future__ import annotations

from collections.abc import Callable

from rebond.web.calls import services
from tests.web.doors import Door
from tests.web.world import NOW, World

NATIONAL = frozenset({"national", "national_second", "national_admin"})
MANAGERS = NATIONAL | {"cnam"}
REASON = "Un motif assez long pour être lu."


def _open(world: World) -> list[str]:
    return [world.calls["open"].reference]


def _draft(world: World) -> list[str]:
    return [world.calls["draft"].reference]


def _training(world: World) -> list[str]:
    return [world.calls["training"].reference]


def _revised(world: World) -> list[str]:
    """Return the address of the open call, of which a second revision waits."""
    services.new_revision(world.actor("national"), world.calls["open"], REASON, NOW)
    return _open(world)


def _post(
    arguments: Callable[[World], list[str]],
    allowed: frozenset[str] = NATIONAL,
    **typed: str,
) -> Door:
    return Door(allowed, arguments, method="POST", data=lambda _world: {"motif": REASON, **typed})


SETTINGS = {
    "has_regional_stage": "oui",
    "public_reviews": "non",
    "shortlist_min": "5",
    "shortlist_max": "10",
    "opinion_days": "30",
    "correction_days": "15",
    "grace_hours": "12",
    "draws": "2000",
    "critere-1-fr": "Maturité",
    "critere-1-en": "Maturity",
}
LATER = {"jour-closes": "2031-07-31", "heure-closes": "23:59"}


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
            data=lambda _world: {
                "mesure": "pack_rebond_2020/formation",
                "code": "porte-2031",
                "titre-fr": "Appel fictif",
                "titre-en": "Fictitious call",
            },
        ),
    ),
    "call-edit": (
        Door(NATIONAL, _draft),
        Door(MANAGERS, _training, note="an operator opens its own call"),
        _post(_draft),
    ),
    "call-settings": (Door(NATIONAL, _draft), _post(_draft, **SETTINGS)),
    "call-dates": (Door(NATIONAL, _open), _post(_open, **LATER)),
    "call-preview": Door(NATIONAL, _draft),
    "call-publish": (Door(NATIONAL, _draft), _post(_revised)),
    "call-new-revision": (Door(NATIONAL, _open), _post(_open)),
    "call-cancel": (Door(NATIONAL, _draft), _post(_open)),
}
