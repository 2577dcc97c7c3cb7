"""Candidates are checked once, with what is wrong named; their scores become integers."""

from __future__ import annotations

from typing import Any

import pytest

from rebond.selection import ExactlyK, FixedIn, MinimumDistance, pose
from rebond.selection.errors import (
    DuplicateCandidate,
    LengthsDiffer,
    NoCandidates,
    NotANumber,
    ScoresTooLarge,
    UnknownCandidate,
)
from rebond.selection.problem import check_rules
from rebond.texts import Text


def test_scores_become_integers_of_a_millionth() -> None:
    problem = pose([0.1, 1 / 3, -0.25])
    assert problem.units.tolist() == [100_000, 333_333, -250_000]
    assert problem.score(333_333) == pytest.approx(0.333333)
    assert problem.ids == ("0", "1", "2")


def test_a_missing_group_value_is_no_value() -> None:
    grouping = pose([1, 2, 3], {"region": ["B", None, ""]}).groups["region"]
    assert grouping.values == ("B",)
    assert grouping.codes.tolist() == [0, -1, -1]


def test_the_columns_cannot_be_changed_afterwards() -> None:
    problem = pose([0.1, 0.2], costs_cents=[1, 2], lon=[0, 1], lat=[0, 1])
    for column in (problem.units, problem.costs_cents, problem.lon, problem.selectable):
        assert column is not None
        with pytest.raises(ValueError, match="read-only"):
            column[0] = 1


@pytest.mark.parametrize(
    ("arguments", "error"),
    [
        ({"scores": []}, NoCandidates),
        ({"ids": ["a"]}, LengthsDiffer),
        ({"names": ["a"]}, LengthsDiffer),
        ({"groups": {"region": ["A"]}}, LengthsDiffer),
        ({"costs_cents": [1]}, LengthsDiffer),
        ({"lon": [1.0], "lat": [1.0, 2.0]}, LengthsDiffer),
        ({"selectable": [True]}, LengthsDiffer),
        ({"ids": ["a", "a"]}, DuplicateCandidate),
        ({"scores": [0.1, float("inf")]}, NotANumber),
        ({"costs_cents": [1, -5]}, NotANumber),
        ({"costs_cents": [1, 0.5]}, NotANumber),
        ({"costs_cents": [1, True]}, NotANumber),
    ],
)
def test_what_does_not_fit_is_refused(arguments: dict[str, Any], error: type[Exception]) -> None:
    with pytest.raises(error):
        pose(**{"scores": [0.1, 0.2], **arguments})


def test_a_score_set_aside_may_be_missing() -> None:
    problem = pose([float("nan"), 0.2], selectable=[False, True])
    assert check_rules(problem, [ExactlyK(1)]) == 1


def test_scores_that_would_not_add_up_exactly_are_refused() -> None:
    with pytest.raises(ScoresTooLarge, match="add up exactly"):
        check_rules(pose([1e10, 1.0]), [ExactlyK(1)])


def test_an_unknown_candidate_in_a_rule_is_named_with_those_close() -> None:
    problem = pose([0.1, 0.2], ids=["ti-2805", "ti-1"])
    with pytest.raises(UnknownCandidate, match="ti-2805") as caught:
        check_rules(problem, [ExactlyK(1), FixedIn("ti-2806", Text("m", "r"))])
    assert caught.value.candidate == "ti-2806"


def test_the_digest_follows_every_input_but_not_the_names() -> None:
    base: dict[str, Any] = {
        "scores": [0.1, 0.2],
        "groups": {"region": ["A", None]},
        "costs_cents": [1, None],
        "lon": [0.0, float("nan")],
        "lat": [0.0, 1.0],
    }
    digest = pose(**base).digest()
    assert pose(**base, names=["x", "y"]).digest() == digest
    for change in (
        {"scores": [0.1, 0.3]},
        {"groups": {"region": ["A", "A"]}},
        {"costs_cents": [1, 2]},
        {"lon": [0.0, 1.0]},
        {"selectable": [True, False]},
        {"ids": ["a", "b"]},
    ):
        assert pose(**{**base, **change}).digest() != digest


def test_one_set_aside_needs_no_coordinates() -> None:
    problem = pose([0.1, 0.2], lon=[1.0, float("nan")], lat=[1, 1], selectable=[True, False])
    assert check_rules(problem, [ExactlyK(1), MinimumDistance(5)]) == 1
