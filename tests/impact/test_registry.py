"""Methods of comparison: one version each, documented as the code has it (see also tests/evaluation)."""

from __future__ import annotations

from rebond.evaluation import registry as evaluation
from rebond.impact.registry import METHODS, versions


def test_names_are_unique_and_distinct_from_those_of_evaluation() -> None:
    assert len(versions()) == len(METHODS)
    assert not set(versions()) & set(evaluation.versions())
