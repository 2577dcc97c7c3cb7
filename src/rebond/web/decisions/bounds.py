"""The form of a recalculation: bounds and orderings on weights, read with each fault in words."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from django.utils.translation import gettext as _

from rebond.web.decisions.rows import Criterion, Decision
from rebond.web.theme import writing

WHOLE = 100


@dataclass(frozen=True, slots=True)
class BoundRow:
    """One criterion's bounds and importance as typed, with what is wrong with them."""

    criterion: Criterion
    low: str
    high: str
    importance: str
    fault: str


@dataclass(frozen=True, slots=True)
class Bounds:
    """The whole form; `parameters` is None when something is wrong."""

    rows: tuple[BoundRow, ...]
    faults: tuple[str, ...]
    parameters: dict[str, Any] | None
    importances: tuple[str, ...]


def read_bounds(values: Mapping[str, str], decision: Decision) -> Bounds:
    """Read bounds in whole percent and ranks of importance."""
    count = len(decision.criteria)
    importances = tuple(str(n) for n in range(1, count + 1))
    rows = tuple(_row(values, criterion, importances) for criterion in decision.criteria)
    faults: list[str] = []
    if not any(row.fault for row in rows):
        faults += _contradictions(rows)
    is_sound = not faults and not any(row.fault for row in rows)
    return Bounds(rows, tuple(faults), _parameters(rows) if is_sound else None, importances)


def _row(values: Mapping[str, str], criterion: Criterion, importances: tuple[str, ...]) -> BoundRow:
    low = values.get(f"min_{criterion.id}", "0").strip()[:8]
    high = values.get(f"max_{criterion.id}", str(WHOLE)).strip()[:8]
    importance = values.get(f"rang_{criterion.id}", "").strip()[:8]
    return BoundRow(criterion, low, high, importance, _fault(low, high, importance, importances))


def _fault(low: str, high: str, importance: str, importances: tuple[str, ...]) -> str:
    for text in (low, high):
        if not _is_percent(text):
            return _("« %(value)s » n’est pas un nombre entier de 0 à 100.") % {"value": text}
    if int(low) > int(high):
        return _("Le minimum, %(low)s %%, dépasse le maximum, %(high)s %%.") % {
            "low": low,
            "high": high,
        }
    if importance and importance not in importances:
        return _("« %(value)s » n’est pas un ordre d’importance.") % {"value": importance}
    return ""


def _is_percent(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) <= len(str(WHOLE)) and int(text) <= WHOLE


def _contradictions(rows: tuple[BoundRow, ...]) -> list[str]:
    faults = []
    least = sum(int(row.low) for row in rows)
    most = sum(int(row.high) for row in rows)
    if least > WHOLE:
        faults.append(
            _("Les minimums font %(sum)s %% : aucun jeu de poids n’y répond. Baissez-en un.")
            % {"sum": least}
        )
    if most < WHOLE:
        faults.append(
            _(
                "Les maximums font %(sum)s %% : le total de 100 %% est hors d’atteinte. Relevez-en un."
            )
            % {"sum": most}
        )
    for heavier, lighter in _orderings(rows):
        if int(heavier.high) < int(lighter.low):
            faults.append(
                _(
                    "« %(heavier)s » devrait peser au moins autant que « %(lighter)s », mais ses bornes l’en empêchent."
                )
                % {
                    "heavier": writing.words(heavier.criterion.title),
                    "lighter": writing.words(lighter.criterion.title),
                }
            )
    return faults


def _orderings(rows: tuple[BoundRow, ...]) -> list[tuple[BoundRow, BoundRow]]:
    """Return the pairs (heavier, lighter) of neighbouring ranks; equal ranks say nothing of each other."""
    levels: dict[int, list[BoundRow]] = {}
    for row in rows:
        if row.importance:
            levels.setdefault(int(row.importance), []).append(row)
    ordered = [levels[level] for level in sorted(levels)]
    return [
        (heavier, lighter)
        for above, below in pairwise(ordered)
        for heavier in above
        for lighter in below
    ]


def _parameters(rows: tuple[BoundRow, ...]) -> dict[str, Any]:
    return {
        "weights": {
            row.criterion.id: [int(row.low), int(row.high)]
            for row in rows
            if (row.low, row.high) != ("0", str(WHOLE))
        },
        "orderings": [
            [heavier.criterion.id, lighter.criterion.id] for heavier, lighter in _orderings(rows)
        ],
    }
