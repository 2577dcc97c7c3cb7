"""The addresses of this app, how to reach them in the test world, and who may open each."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from rebond.canonical import digest
from rebond.web.calls.models import Call
from tests.web.doors import Door
from tests.web.world import MEMBERS, NOW, World

IN = frozenset({"member", "recused", "national", "national_second", "national_admin"})
"""Those who sit in the committee of the closed call, and those who run it."""
MANAGERS = frozenset({"national", "national_second", "national_admin"})


def of(call: str, dossier: str = "") -> Callable[[World], list[Any]]:
    def arguments(world: World) -> list[Any]:
        given = [world.calls[call].reference]
        return [*given, world.dossiers[dossier].reference] if dossier else given

    return arguments


COMPUTED: dict[str, tuple[Any, dict[str, Any]]] = {}
"""The record of each question, by its digest: computing it takes longer than opening its page many times."""


def evaluation(world: World) -> list[Any]:
    """Return the address of an official evaluation, made once in the world that is being tried."""
    from rebond.web.committee import asking, evaluating
    from rebond.web.committee.models import Evaluation

    call = world.calls["closed"]
    made = Evaluation.objects.first()
    if made is None:  # row by row: a service would leave an act in the journal that the doors count
        parameters = asking.frozen_parameters(
            world.actor("national"), call, "official", {"draws": 100}, NOW
        )
        made = Evaluation(
            call=call,
            purpose="official",
            state="done",
            parameters=parameters,
            asked_by=world.memberships["national"],
            asked_at=NOW,
            finished_at=NOW,
        )
        asked = digest(parameters)
        if asked not in COMPUTED:
            COMPUTED[asked] = evaluating.computed(made, lambda _done, _total: None, NOW)
        record, used = COMPUTED[asked]
        made.record, made.record_digest = record.to_bytes(), record.digest
        made.parameters = {**parameters, **used}
        made.save()
    return [call.reference, made.pk]


def after_another(world: World) -> list[Any]:
    """Return the address of the draft call, another one being deliberated: its dossiers are the past ones."""
    Call.objects.filter(reference=world.calls["closed"].reference).update(deliberated_at=NOW)
    return [world.calls["draft"].reference]


def seat(world: World) -> list[Any]:
    return [world.calls["closed"].reference, world.seats["member"].pk]


def declared(world: World) -> dict[str, Any]:
    return {f"reponse_{world.dossiers['b_filed'].reference}": "aucun"}


DOORS: dict[str, Door | tuple[Door, ...]] = {
    "committees": Door(MEMBERS),
    "committee": Door(IN, of("closed")),
    "committee-declarations": (
        Door(IN, of("closed")),
        Door(
            frozenset({"member", "recused", "national"}), of("closed"), method="POST", data=declared
        ),
    ),
    "committee-comparison": Door(IN, of("closed")),
    "committee-comparison-csv": Door(IN, of("closed"), is_page=False),
    "committee-members": Door(MANAGERS, of("closed")),
    "committee-appoint": Door(
        MANAGERS,
        of("closed"),
        method="POST",
        data=lambda _world: {"email": "dreal_1@exemple.invalid"},
    ),
    "committee-end-seat": Door(MANAGERS, seat, method="POST"),
    "committee-trial": (
        Door(IN - {"recused"}, of("closed")),
        Door(IN - {"recused"}, of("closed"), method="POST", data=lambda _world: {"k": "1"}),
    ),
    "committee-official": Door(MANAGERS, of("closed"), method="POST"),
    "committee-simulation": (
        Door(MANAGERS, of("draft")),
        Door(MANAGERS, after_another, method="POST", data=lambda _world: {"k": "1"}),
    ),
    "committee-evaluation": Door(IN, evaluation),
    "committee-evaluation-state": Door(IN, evaluation, is_page=False),
    "committee-record": Door(IN - {"recused"}, evaluation, is_page=False),
    "committee-dossier": Door(IN, of("closed", "a_filed")),
    "committee-review": Door(
        frozenset({"member", "national"}),
        of("closed", "a_filed"),
        method="POST",
        data=lambda _world: {"ensemble_mot": "Lu.", "acte": "enregistrer"},
    ),
}
