"""The evaluation page's list, findings and figure, as typed rows."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from rebond.web.decisions.asking import SORTED_DOWN_FIRST, Asked, folded, weight_field
from rebond.web.decisions.ranking import WHOLE, Ranked, hundredths, ranked
from rebond.web.decisions.rows import Candidate, Criterion, Decision
from rebond.web.theme import figures

NEARLY_ALWAYS = 0.95
HARDLY_EVER = 0.05
FIRST = 10
"""Candidates that the evaluation page shows."""
FEW = 5
"""So few more are not worth a page of their own."""


@dataclass(frozen=True, slots=True)
class Findings:
    """What the evaluation says as a whole."""

    count: int
    k: int
    nearly_always: int
    hardly_ever: int
    depends: int
    references: int
    references_in: int


@dataclass(frozen=True, slots=True)
class WeightField:
    """One slider."""

    name: str
    criterion: Criterion
    raw: int
    share: float


@dataclass(frozen=True, slots=True)
class SortHeader:
    """One column title that sorts."""

    key: str
    is_current: bool
    is_descending: bool
    next_value: str

    @property
    def aria(self) -> str:
        """The value of aria-sort."""
        if not self.is_current:
            return "none"
        return "descending" if self.is_descending else "ascending"


@dataclass(frozen=True, slots=True)
class SpreadBar:
    """One candidate in the figure that shows every chance."""

    candidate: Candidate
    x: str
    y: str
    height: str
    width: str


def findings(decision: Decision) -> Findings:
    """Count the candidates that are nearly always in, hardly ever in, and those that weights decide."""
    chances = [one.chance for one in decision.candidates if one.is_scored]
    always = sum(chance >= NEARLY_ALWAYS for chance in chances)
    hardly = sum(chance <= HARDLY_EVER for chance in chances)
    return Findings(
        count=len(chances),
        k=decision.k,
        nearly_always=always,
        hardly_ever=hardly,
        depends=len(chances) - always - hardly,
        references=len(decision.references),
        references_in=sum(one.chance > 0.5 for one in decision.references),  # noqa: PLR2004
    )


def weight_fields(decision: Decision, asked: Asked) -> tuple[WeightField, ...]:
    """Return the sliders with the weight that each stands for."""
    shares = hundredths(asked.weights)
    return tuple(
        WeightField(weight_field(c.id), c, raw, share / WHOLE)
        for c, raw, share in zip(decision.criteria, asked.raw, shares, strict=True)
    )


def first(kept: Sequence[Ranked]) -> Sequence[Ranked]:
    """Return the rows that the evaluation page shows; a short list whole."""
    return kept[:FIRST] if len(kept) > FIRST + FEW else kept


def rows(decision: Decision, asked: Asked) -> tuple[Ranked, ...]:
    """Return the candidates that the filters keep, in the order asked."""
    kept = [row for row in ranked(decision, asked.weights) if asked.keeps(row.candidate)]
    keys: dict[str, Callable[[Ranked], Any]] = {
        "rang": lambda row: row.rank,
        "nom": lambda row: folded(row.candidate.name),
        "score": lambda row: row.score,
        "chance": lambda row: row.candidate.chance,
        "intervalle": lambda row: (row.candidate.rank.median, row.candidate.rank.low),
        "fiabilite": lambda row: row.candidate.reliability,
        "statut": lambda row: row.candidate.status,
    }
    # Two stable sorts: equal rows stay in the order of their names whichever way the list runs.
    kept.sort(key=lambda row: folded(row.candidate.name))
    kept.sort(key=keys[asked.sort], reverse=asked.is_descending)
    return tuple(kept)


def sort_headers(asked: Asked, keys: Sequence[str]) -> dict[str, SortHeader]:
    """Return each column's sorting state and the order that a click asks for."""
    headers = {}
    for key in keys:
        is_current = asked.sort == key
        goes_down = not asked.is_descending if is_current else key in SORTED_DOWN_FIRST
        headers[key] = SortHeader(
            key, is_current, asked.is_descending, f"-{key}" if goes_down else key
        )
    return headers


def spread(decision: Decision) -> tuple[SpreadBar, ...]:
    """Return every candidate's chance as one bar, in falling order."""
    ordered = sorted(decision.candidates, key=lambda one: (-one.chance, one.rank.median, one.id))
    count = max(len(ordered), 1)
    step = 100 / count
    return tuple(
        SpreadBar(
            candidate=one,
            x=figures.coordinate(index * step),
            y=figures.coordinate(100 * (1 - one.chance) if one.chance > 0 else 99.4),
            height=figures.coordinate(max(100 * one.chance, 0.6)),
            width=figures.coordinate(step * 0.72),
        )
        for index, one in enumerate(ordered)
    )


def regions(decision: Decision) -> tuple[tuple[str, str], ...]:
    """Return the régions of the candidates, by name."""
    found = {one.region_code: one.region for one in decision.candidates if one.region_code}
    return tuple(sorted(found.items(), key=lambda item: folded(item[1])))


def statuses(decision: Decision) -> tuple[str, ...]:
    """Return the statuses that occur, in the order of the outcomes."""
    order = ("retained", "kept_out", "below_cut", "deferred", "ineligible", "never_proposed")
    present = {one.status for one in decision.candidates}
    return tuple(status for status in order if status in present)
