"""Filling the values of places from the columns of indicators."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from rebond.evidence.aggregate import HIGH, LOW, MEDIAN
from rebond.evidence.columns import Column
from rebond.evidence.distances import FloatArray, IntArray
from rebond.evidence.facts import KNOWN, MISSING, NOT_APPLICABLE, StatusArray
from rebond.evidence.layout import Layout
from rebond.texts import Text

KNOWN_SHARE_MIN = 0.9
"""A perimeter has a value when communes with at least this share of its population have one."""


@dataclass(slots=True)
class Matrix:
    """The arrays of an `Evidence` while they are being filled."""

    value: FloatArray
    low: FloatArray
    high: FloatArray
    status: StatusArray
    reason: IntArray
    covered: FloatArray

    @classmethod
    def of(cls, places: int, indicators: int) -> Matrix:
        """Return a matrix where everything is missing."""
        shape = (places, indicators)
        return cls(
            np.full(shape, np.nan),
            np.full(shape, np.nan),
            np.full(shape, np.nan),
            np.full(shape, MISSING, dtype=np.uint8),
            np.zeros(shape, dtype=np.int64),
            np.zeros(shape),
        )


def _found(name: str) -> Text:
    return Text(f"Le plus proche dans la liste\u202f: {name}.", f"Nearest in the list: {name}.")


def copy_sites(
    matrix: Matrix,
    column: int,
    rows: IntArray,
    source: Column,
    taken: IntArray,
    *,
    reasons: list[Text],
) -> None:
    """Copy values of single sites, with the name of what was found."""
    if len(rows) == 0:
        return
    matrix.value[rows, column] = source.value[taken]
    matrix.low[rows, column] = source.low[taken]
    matrix.high[rows, column] = source.high[taken]
    matrix.status[rows, column] = source.status[taken]
    matrix.covered[rows, column] = source.status[taken] == KNOWN
    remark = source.reason[taken] + (len(reasons) - 1)
    remark[source.reason[taken] == 0] = 0
    reasons.extend(source.reasons[1:])
    found = source.owner[taken]
    remark = np.where(found >= 0, found + len(reasons), remark)
    reasons.extend(_found(name) for name in source.owners)
    matrix.reason[rows, column] = remark


def summarise(
    matrix: Matrix, column: int, layout: Layout, source: Column, reasons: list[Text]
) -> None:
    """Give each perimeter the weighted median of its communes, or say why it has none."""
    rows, groups = layout.perimeter_rows, layout.groups
    if len(rows) == 0:
        return
    known = groups.share_where(source.status == KNOWN)
    without = groups.share_where(source.status == NOT_APPLICABLE)
    covered = known >= KNOWN_SHARE_MIN
    for array, values, share in (
        (matrix.value, source.value, MEDIAN),
        (matrix.low, source.low, LOW),
        (matrix.high, source.high, HIGH),
    ):
        array[rows, column] = np.where(covered, groups.quantile(values, share), np.nan)
    matrix.covered[rows, column] = known
    matrix.status[rows, column] = np.select(
        [covered, without >= KNOWN_SHARE_MIN], [KNOWN, NOT_APPLICABLE], default=MISSING
    )
    for group in np.flatnonzero(~covered).tolist():
        first = groups.member[groups.group == group]
        cause = source.reasons[int(source.reason[first].max())]
        matrix.reason[rows[group], column] = len(reasons)
        if known[group] == 0.0:
            reasons.append(cause)
            continue
        reasons.append(
            Text(
                "valeur connue pour {share}\u202f% seulement de la population du périmètre, moins que les "
                "{least}\u202f% demandés\u202f; {cause}",
                "value known for only {share}% of the perimeter's population, less than the {least}% "
                "asked for; {cause}",
            ).filled(share=int(100 * known[group]), least=f"{100 * KNOWN_SHARE_MIN:g}", cause=cause)
        )
