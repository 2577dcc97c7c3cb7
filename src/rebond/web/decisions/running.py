"""A recalculation: the published decision's own inputs under the visitor's weights, sealed beside it."""

from __future__ import annotations

import copy
import os
from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.conf import settings

from rebond.canonical import canonical_bytes
from rebond.errors import BadInput
from rebond.pipeline import decision_body, environment, run
from rebond.pipeline.plan import plan_again
from rebond.programme import thaw_programme
from rebond.record import read_record, sealed_record, write_record
from rebond.texts import Text
from rebond.web.decisions import queries
from rebond.web.decisions.bounds import WHOLE
from rebond.web.territories.places import atlas
from rebond.web.theme.datasets import snapshot

Progress = Callable[[int, int], None]


class DecisionGone(BadInput):
    """The decision to recalculate is no longer published."""

    def __init__(self, code: str) -> None:
        self.code = code
        super().__init__(
            Text(
                f"La décision {code} n’est plus publiée ici.",
                f"Decision {code} is no longer published here.",
            ),
            cure=Text(
                "Repartez de l’évaluation en cours.", "Start again from the current evaluation."
            ),
        )


class OtherSnapshot(BadInput):
    """The decision was made with other data than those installed here."""

    def __init__(self, stated: str, found: str) -> None:
        self.stated = stated
        self.found = found
        super().__init__(
            Text(
                f"La décision a été calculée avec les données {stated}, et celles d’ici sont {found}.",
                f"The decision was computed with data {stated}, and those here are {found}.",
            ),
            why=Text(
                "Le recalcul mêlerait deux états des données.",
                "The recalculation would mix two states of the data.",
            ),
            cure=Text(
                "Refaites d’abord la décision avec « rebond evaluate ».",
                "Make the decision again first with “rebond evaluate”.",
            ),
        )


def recalculate(
    code: str, parameters: dict[str, Any], on_progress: Progress, *, now: datetime
) -> str:
    """Compute the decision under other weights, seal it, and return its code.

    Raises
    ------
    DecisionGone, OtherSnapshot
        When the inputs are not here.
    RebondError
        What the engine refuses, such as weights that exclude each other.
    """
    stored = queries.stored_by_code(code)
    if stored is None:
        raise DecisionGone(code)
    body = asked_body(read_record(stored.path).body, parameters)
    refuse_other_snapshot(body)
    plan = plan_again(body, thaw_programme(canonical_bytes(body["policy"])), atlas())

    def report(step: str, done: int, total: int) -> None:
        if step == "chances":
            on_progress(done, total)

    result = run(plan, snapshot(), atlas(), threads=os.cpu_count() or 1, on_progress=report)
    record = sealed_record(decision_body(result, snapshot()), now, environment())
    path = queries.recalculation_path(record.decision_id)
    path.parent.mkdir(parents=True, exist_ok=True)
    write_record(path, record)
    return record.decision_id


def refuse_other_snapshot(body: dict[str, Any]) -> None:
    """Refuse to mix two states of the data.

    Raises
    ------
    OtherSnapshot
    """
    stated = body["snapshot"]["digest"]
    if stated != snapshot().digest:
        raise OtherSnapshot(stated, snapshot().digest)


def asked_body(body: dict[str, Any], parameters: dict[str, Any]) -> dict[str, Any]:
    """Return the body with the weights and the draws that were asked for."""
    asked = copy.deepcopy(body["parameters"])
    asked["draws"] = settings.RECALCULATION_DRAWS
    asked["weights"] = {
        "origin": "stated",
        "intervals": {
            name: [low / WHOLE, high / WHOLE] for name, (low, high) in parameters["weights"].items()
        },
        "orderings": parameters["orderings"],
    }
    return {**body, "parameters": asked}
