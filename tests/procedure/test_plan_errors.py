from __future__ import annotations

import pytest

from rebond.errors import RebondError
from rebond.procedure import plan_errors
from rebond.texts import Text

SAMPLES: list[RebondError] = [
    plan_errors.UnknownStep("permi", ["permis"]),
    plan_errors.GraphHasCycle(["a", "b"], "graph.yaml"),
    plan_errors.BadDistribution("uniform", (1.0, 0.0), Text("désordre", "disorder")),
    plan_errors.BadSimulation("draws", 0, Text("plus", "more")),
    plan_errors.NoBudgetSolution("Infeasible"),
    plan_errors.UnknownExample("carnet", ["le_carnet"]),
    plan_errors.PlanUnwritable("no such font"),
]


@pytest.mark.parametrize("error", SAMPLES, ids=lambda error: type(error).__name__)
def test_each_error_says_what_and_how_to_repair_in_both_languages(error: RebondError) -> None:
    assert error.cure is not None
    for lang in ("fr", "en"):
        assert error.what.of(lang) in error.message(lang)  # type: ignore[arg-type]
        assert error.cure.of(lang) in error.message(lang)  # type: ignore[arg-type]
    assert error.exit_code == 2


def test_a_cycle_is_written_as_a_round_trip() -> None:
    assert "a → b → a" in SAMPLES[1].message("fr")


def test_data_are_attributes() -> None:
    error = plan_errors.UnknownStep("permi", ["permis"], "site.yaml:4")
    assert (error.asked, error.known, error.where) == ("permi", ("permis",), "site.yaml:4")
