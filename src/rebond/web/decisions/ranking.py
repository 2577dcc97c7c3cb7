"""Ranking the candidates again under other weights, with the engine's own arithmetic."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from rebond.evaluation import weighted_sum
from rebond.web.decisions.rows import Candidate, Decision

WHOLE = 100
NEARLY = 1e-9


@dataclass(frozen=True, slots=True)
class Ranked:
    """A candidate with its score and its rank under the chosen weights."""

    candidate: Candidate
    score: float
    rank: int


def normalised(raw: Sequence[int]) -> list[float]:
    """Return weights that sum to one; the total of whole numbers is exact."""
    total = sum(raw)
    return [value / total for value in raw]


def hundredths(weights: Sequence[float]) -> tuple[int, ...]:
    """Return weights that sum to one as whole hundredths that sum to a hundred (largest remainders)."""
    exact = [WHOLE * weight for weight in weights]
    found = [math.floor(one + NEARLY) for one in exact]
    # Remainders are compared to nine digits, so that the browser, which does the same, agrees.
    left = sorted(range(len(exact)), key=lambda i: (-round(exact[i] - found[i], 9), i))
    for i in left[: max(0, WHOLE - sum(found))]:
        found[i] += 1
    return tuple(found)


def shown_weights(decision: Decision) -> tuple[int, ...]:
    """Return the published weights as the sliders show them, in whole hundredths."""
    return hundredths(decision.central)


def ranked(decision: Decision, weights: Sequence[float]) -> tuple[Ranked, ...]:
    """Return the candidates in the order of their score; ties share the better rank."""
    candidates = decision.candidates
    if not candidates:
        return ()
    values = np.array(
        [[one.criteria[c.id].mid for c in decision.criteria] for one in candidates], dtype=float
    )
    result = weighted_sum(values, weights)
    scores, ranks = result.scores.tolist(), result.ranks.tolist()
    order = sorted(range(len(candidates)), key=lambda i: (-scores[i], candidates[i].id))
    return tuple(Ranked(candidates[i], scores[i], ranks[i]) for i in order)


def published_values(decision: Decision) -> Mapping[str, object]:
    """Return what the browser needs to rank by itself: criteria, and each candidate's scores on them."""
    return {
        "criteria": [c.id for c in decision.criteria],
        "weights": decision.central,
        "rows": [
            [one.id, [one.criteria[c.id].mid for c in decision.criteria]]
            for one in decision.candidates
        ],
    }
