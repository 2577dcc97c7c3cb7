"""Who may open the addresses of aid applications."""

from __future__ import annotations

from typing import Any

from rebond.web.aids.models import Application
from rebond.web.ledger.models import Fund
from tests.web.aids.applications import file, file_housing, housing
from tests.web.doors import Door
from tests.web.ledger.funds import WHY, vte
from tests.web.world import SIGNED_IN, YOUNG, World

NATIONAL = frozenset({"national", "national_second", "national_admin"})
FIRM, OPERATOR = frozenset({"firm"}), frozenset({"recused"})


def _funds(world: World) -> None:
    for reference, opened in (("vte-2031", vte), ("logement-2031", housing)):
        if not Fund.objects.filter(reference=reference).exists():
            opened(world)


def new(aid: str) -> Any:
    """Return the arguments of a new application."""

    def arguments(world: World) -> list[Any]:
        _funds(world)
        return [world.recruitments["labelled"].reference, aid]

    return arguments


def filed(world: World) -> list[Any]:
    """Return the arguments of the firm's application, which lacks a fact."""
    _funds(world)
    found = Application.objects.filter(firm__isnull=False).first()
    return [(found or file(world, taille_entreprise=None)).reference]


def filed_housing(world: World) -> list[Any]:
    """Return the arguments of the young person's application."""
    _funds(world)
    found = Application.objects.filter(person__isnull=False).first()
    return [(found or file_housing(world)).reference]


def fact(name: str, value: str) -> dict[str, str]:
    """Return what a form sends of one fact."""
    return {f"fait-{name}": value}


APPLICATIONS: dict[str, Door | tuple[Door, ...]] = {
    "aid-applications": Door(SIGNED_IN),
    "aid-application-new": (
        Door(FIRM, new("aide_vte")),
        Door(
            frozenset({YOUNG}),
            new("aide_logement_vte"),
            "POST",
            lambda _world: fact("loyer_mensuel", "420,50"),
            is_page=False,
            is_own=True,
        ),
    ),
    "aid-application": (
        Door(NATIONAL | FIRM | OPERATOR, filed),
        Door(NATIONAL | {YOUNG, "action_logement"}, filed_housing),
        Door(
            FIRM,
            filed,
            "POST",
            lambda _world: {"act": "tell", **fact("taille_entreprise", "pme")},
            is_page=False,
        ),
        Door(
            OPERATOR,
            filed,
            "POST",
            lambda _world: {"act": "refuse", "reason": WHY},
            is_page=False,
        ),
    ),
}
