"""The addresses of this app, how to reach them in the test world, and who may open each."""

from __future__ import annotations

from typing import Any

from rebond.web.deliberations.cautions import cautions
from tests.web.deliberations.scenes import ENGLISH, MOTIVE, SENTENCE, decide, proposal, published
from tests.web.doors import Door
from tests.web.world import NOW, World

NATIONAL = frozenset({"national", "national_second", "national_admin"})
MANAGERS = NATIONAL | {"cnam"}
OF_A = frozenset({"epci_a", "epci_a_second", "epci_a_reader", "epci_a_admin"})


def closed(_world: World) -> list[Any]:
    return ["essai-closed"]


def out(world: World) -> list[Any]:
    return [published(world).reference]


def a_decided(world: World) -> list[Any]:
    published(world)
    return [world.dossiers["a_filed"].reference]


def a_of_closed(world: World) -> list[Any]:
    return ["essai-closed", world.dossiers["a_filed"].reference]


def a_of_published(world: World) -> list[Any]:
    return [published(world).reference, world.dossiers["a_filed"].reference]


def all_decided(world: World) -> list[Any]:
    for dossier in ("a_filed", "b_filed"):
        decide(world, world.dossiers[dossier])
    return closed(world)


def all_read(world: World) -> dict[str, Any]:
    return {"lu": [one.kind for one in cautions(world.calls["closed"], NOW)]}


def a_review(world: World) -> dict[str, Any]:
    return {
        "act": "review",
        "outcome": "not_retained",
        "sentence_fr": SENTENCE,
        "sentence_en": ENGLISH,
        "motive": MOTIVE,
    }


def one_chosen(world: World) -> dict[str, Any]:
    return {
        "chosen": str(world.dossiers["a_filed"].pk),
        "outcome": "not_retained",
        "sentence_fr": SENTENCE,
    }


DOORS: dict[str, Door | tuple[Door, ...]] = {
    "deliberations": Door(MANAGERS),
    "deliberation": Door(NATIONAL, closed),
    "deliberation-propose": Door(NATIONAL, closed, "POST", one_chosen, is_page=False),
    "deliberation-confirm": (
        Door(NATIONAL, closed),
        Door(
            NATIONAL,
            closed,
            "POST",
            lambda world: {"chosen": str(proposal(world).pk)},
            is_page=False,
            idle=frozenset({"national"}),
            note="who proposed does not confirm",
        ),
    ),
    "deliberation-close": (
        Door(NATIONAL, closed),
        Door(NATIONAL, all_decided, "POST", all_read, is_page=False),
    ),
    "deliberation-cancel": Door(
        NATIONAL,
        lambda world: ["essai-closed", proposal(world).pk],
        "POST",
        is_page=False,
    ),
    "deliberation-dossier": (
        Door(NATIONAL, a_of_closed),
        Door(NATIONAL, a_of_closed, "POST", one_chosen, is_page=False),
    ),
    "deliberation-act": (
        Door(NATIONAL, a_of_published),
        Door(NATIONAL, a_of_published, "POST", a_review, is_page=False),
    ),
    "dossier-decision": Door(OF_A | NATIONAL | {"prefecture_1"}, a_decided),
    "dossier-decision-letter": Door(OF_A | NATIONAL | {"prefecture_1"}, a_decided, is_page=False),
    "call-results": Door(arguments=out),
    "call-results-csv": Door(arguments=out, is_page=False),
    "call-results-json": Door(arguments=out, is_page=False),
    "call-results-record": Door(
        frozenset(),
        out,
        is_page=False,
        note="the policy of the test world keeps the evaluation's file back: 404 for everyone",
    ),
}
