"""From a need to ranked sites: three-valued conditions, scores with bounds, classes counted."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from rebond.matching.columns import UNKNOWN_CODE, SiteColumns
from rebond.matching.errors import UnusableCondition
from rebond.matching.needs import RAMP, AtLeast, AtMost, Condition, Need, OneOf, Wish
from rebond.texts import Text

VERSION = "1.0.0"

BoolArray = NDArray[np.bool_]
RowArray = NDArray[np.int64]
ScoreArray = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Matches:
    """The sites that answer a need, best first.

    Parameters
    ----------
    rows : array, shape (shown,), int64
        Rows of the sites, in order: those that meet every must before those of which a must is not known;
        inside each, by the lower bound of the score, then by the upper one, then by row.
    is_sure : array, shape (shown,), bool
        Whether every must is known to be met.
    low, high : array, shape (shown,), float64 in [0, 1]
        Score with every unknown wish counted as not met, and as met; 1 when nothing is wished.
    sure, unsure : int
        How many sites there are in all of either sort.
    facets : mapping of column to counts by code, unknown last
        Among all matching sites.
    """

    rows: RowArray
    is_sure: BoolArray
    low: ScoreArray
    high: ScoreArray
    sure: int
    unsure: int
    facets: dict[str, NDArray[np.int64]]


def search(
    sites: SiteColumns, need: Need, *, first: int = 20, facets: Sequence[str] = ()
) -> Matches:
    """Find and rank the sites that answer a need.

    Parameters
    ----------
    sites : SiteColumns
    need : Need
    first : int, default 20
        How many sites to return, from 1.
    facets : sequence of str
        Columns of codes to count among all matching sites.

    Returns
    -------
    Matches

    Raises
    ------
    UnknownColumn, UnusableCondition
    """
    rows, is_sure = matching_rows(sites, need)
    low, high = scores(sites, need.wishes, rows)
    order = _first(is_sure, low, high, first)
    return Matches(
        rows[order],
        is_sure[order],
        low[order],
        high[order],
        int(is_sure.sum()),
        int(len(rows) - is_sure.sum()),
        {name: _counts(sites, name, rows) for name in facets},
    )


def matching_rows(sites: SiteColumns, need: Need) -> tuple[RowArray, BoolArray]:
    """Return the rows that fail no must, and whether each is known to meet them all.

    Notes
    -----
    Each condition is looked at only on the rows that the ones before it left, so that a narrow box or a rare
    condition makes the rest quick.
    """
    rows: RowArray | None = None
    if need.box is not None:
        inside = (
            (sites.lon >= np.float32(need.box.west))
            & (sites.lon <= np.float32(need.box.east))
            & (sites.lat >= np.float32(need.box.south))
            & (sites.lat <= np.float32(need.box.north))
        )
        rows = np.flatnonzero(inside)
    if rows is None:
        rows = np.arange(len(sites), dtype=np.int64)
    is_sure = np.ones(len(rows), dtype=bool)
    for condition in need.musts:
        met, unknown = _answers(sites, condition, rows)
        kept = met | unknown if need.with_unknown else met
        rows, is_sure = rows[kept], is_sure[kept] & met[kept]
    return rows, is_sure


def scores(
    sites: SiteColumns, wishes: Sequence[Wish], rows: RowArray
) -> tuple[ScoreArray, ScoreArray]:
    """Return the bounds of the score of some rows, each in [0, 1]."""
    low = np.zeros(len(rows))
    high = np.zeros(len(rows))
    total = sum(wish.importance for wish in wishes)
    if not total:
        return np.ones(len(rows)), np.ones(len(rows))
    for wish in wishes:
        met = satisfaction(sites, wish.condition, rows)
        unknown = np.isnan(met)
        low += wish.importance * np.where(unknown, 0.0, met)
        high += wish.importance * np.where(unknown, 1.0, met)
    return low / total, high / total


def satisfaction(sites: SiteColumns, condition: Condition, rows: RowArray) -> ScoreArray:
    """Return how far a condition is met on some rows, from 0 to 1; NaN where it is not known."""
    if isinstance(condition, OneOf):
        met, unknown = _answers(sites, condition, rows)
        return np.where(unknown, np.nan, met.astype(np.float64))
    values = sites.number(condition.column)[rows].astype(np.float64)
    wanted, end = float(np.float32(condition.value)), ramp_end(condition)
    if wanted == end:
        met = values >= wanted if isinstance(condition, AtLeast) else values <= wanted
        return np.where(np.isnan(values), np.nan, met.astype(np.float64))
    ramp: ScoreArray = np.clip((values - end) / (wanted - end), 0.0, 1.0)
    return ramp


def ramp_end(condition: AtLeast | AtMost) -> float:
    """Return the value at which a wish is no longer met at all; its own value when there is no ramp.

    A ramp needs room on the right side: where nothing is wanted, or less, a quantity is met or not.
    """
    wanted = float(np.float32(condition.value))
    if wanted <= 0:
        return wanted
    return wanted / RAMP if isinstance(condition, AtLeast) else wanted * RAMP


def _answers(
    sites: SiteColumns, condition: Condition, rows: RowArray
) -> tuple[BoolArray, BoolArray]:
    """Return where a condition is known to be met, and where it is not known."""
    if isinstance(condition, OneOf):
        codes = sites.code(condition.column)[rows]
        return accepted_codes(sites, condition)[codes], codes == UNKNOWN_CODE
    values = sites.number(condition.column)[rows]
    threshold = np.float32(condition.value)
    met = values >= threshold if isinstance(condition, AtLeast) else values <= threshold
    return met, np.isnan(values)


def accepted_codes(sites: SiteColumns, condition: OneOf) -> BoolArray:
    """Return which of the 256 codes a condition accepts; the unknown one is not among them."""
    names = sites.code_names.get(condition.column, ())
    strangers = sorted(condition.names - set(names))
    sites.code(condition.column)
    if strangers:
        why = Text(
            f"choix inconnus : {', '.join(strangers)} ; connus : {', '.join(names)}.",
            f"unknown choices: {', '.join(strangers)}; known: {', '.join(names)}.",
        )
        raise UnusableCondition(condition.column, why)
    accepted = np.zeros(256, dtype=bool)
    accepted[[code for code, name in enumerate(names) if name in condition.names]] = True
    return accepted


def _first(is_sure: BoolArray, low: ScoreArray, high: ScoreArray, first: int) -> RowArray:
    """Return the positions of the first rows in the order of `Matches`, without sorting the others."""
    # One number that sorts like (sure, low): low is at most 1, so that a sure row is always above.
    rank = low + 2.0 * is_sure
    if len(rank) > first:
        cut = np.partition(rank, len(rank) - first)[len(rank) - first]
        near = np.flatnonzero(rank >= cut)
    else:
        near = np.arange(len(rank), dtype=np.int64)
    order = np.lexsort((near, -high[near], -rank[near]))
    return near[order[:first]].astype(np.int64)


def _counts(sites: SiteColumns, name: str, rows: RowArray) -> NDArray[np.int64]:
    """Count codes among some rows; the last count is of the unknown."""
    codes = sites.code(name)[rows]
    known = len(sites.code_names.get(name, ()))
    counted = np.bincount(codes, minlength=256)
    return np.append(counted[:known], counted[UNKNOWN_CODE]).astype(np.int64)


def answer(sites: SiteColumns, condition: Condition, row: int) -> bool | None:
    """Return whether one site meets a condition; None when it is not known."""
    met, unknown = _answers(sites, condition, np.array([row]))
    return None if unknown[0] else bool(met[0])


__all__ = [
    "VERSION",
    "AtMost",
    "Matches",
    "answer",
    "matching_rows",
    "satisfaction",
    "scores",
    "search",
]
