"""What really happened beside what the run says, in a région whose list of sites is complete.

This compares; it never tunes. A grid that was adjusted until the known sites came first would prove
nothing, on a list that is partial and uneven.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from itertools import combinations
from math import comb
from typing import Any

MOST_SPLITS = 2_000_000


@dataclass(frozen=True, slots=True)
class Hindsight:
    """Territories that held a labelled site beside those of the same région that held none.

    Parameters
    ----------
    with_site, without_site : tuple of (name, expected rank, chance)
        By rising expected rank.
    outside : tuple of str
        Labelled sites of the région that stand in no candidate.
    unlocated : int
        Rows of the région that name no commune, which nothing can place.
    auc : float or None
        Chance that a territory with a site, taken at random, is ranked better than one without, ties
        counting one half: 0.5 when ranks say nothing. None when one of the two groups is empty.
    splits : int
        Ways of naming as many territories as hold a site.
    p_value : float or None
        Share of those ways whose AUC is at least as far above 0.5: the exact permutation test.
    low, high : float or None
        AUC between which 90 % of those ways fall.
    auc_range : tuple of two floats, or None
        Smallest and largest AUC, were the sites that nothing places in other territories of the région.
    """

    with_site: tuple[tuple[str, float, float], ...]
    without_site: tuple[tuple[str, float, float], ...]
    outside: tuple[str, ...]
    unlocated: int
    auc: float | None
    splits: int
    p_value: float | None
    low: float | None
    high: float | None
    auc_range: tuple[float, float] | None


def hindsight(
    body: Mapping[str, Any],
    region_code: str,
    waves: Collection[int],
    *,
    unlocated: int = 0,
    also: Collection[str] = (),
) -> Hindsight:
    """Compare the territories of one région that held a labelled site with the others.

    Parameters
    ----------
    body : mapping
        A decision on territories, with known labelled sites as references.
    region_code : str
        A région whose list is complete for `waves`; elsewhere an absence means nothing.
    waves : collection of int
    unlocated : int, default 0
        Rows of the région that name no commune.
    also : collection of str
        Territories to count as holders too: another reading of a row that names no commune.

    Returns
    -------
    Hindsight

    Raises
    ------
    ValueError
        When the région has so many territories that the test would not be exact.

    References
    ----------
    Mann, H. B., Whitney, D. R. (1947). On a test of whether one of two random variables is
    stochastically larger than the other. Annals of Mathematical Statistics 18.
    """
    territories = [
        one
        for one in body["candidates"]
        if one["role"] == "candidate" and one["region_code"] == region_code
    ]
    holders = {
        one["id"]
        for one in territories
        if one["id"] in also or any(label["wave"] in waves for label in one["history"]["labels"])
    }
    placed = {
        label["site"]
        for one in body["candidates"]
        if one["role"] == "candidate"
        for label in one["history"]["labels"]
    }
    outside = tuple(
        one["name"]
        for one in body["candidates"]
        if one["role"] == "reference"
        and one["region_code"] == region_code
        and one["history"]["labels"][0]["wave"] in waves
        and one["id"] not in placed
    )
    ranked = sorted(territories, key=lambda one: (one["expected_rank"], one["id"]))
    ranks = [one["expected_rank"] for one in ranked]
    held = [position for position, one in enumerate(ranked) if one["id"] in holders]
    groups = [
        tuple(
            (one["name"], one["expected_rank"], one["chance"])
            for one in ranked
            if (one["id"] in holders) is is_holder
        )
        for is_holder in (True, False)
    ]
    splits = comb(len(ranked), len(held))
    if not held or len(held) == len(ranked):
        return Hindsight(
            groups[0], groups[1], outside, unlocated, None, splits, None, None, None, None
        )
    if splits > MOST_SPLITS:
        raise ValueError(f"{splits} splits are more than {MOST_SPLITS}")
    found = _auc(ranks, held)
    all_ways = sorted(_auc(ranks, chosen) for chosen in combinations(range(len(ranks)), len(held)))
    as_far = sum(value >= found - 1e-12 for value in all_ways)
    return Hindsight(
        groups[0],
        groups[1],
        outside,
        unlocated,
        found,
        splits,
        as_far / splits,
        all_ways[int(0.05 * (splits - 1))],
        all_ways[int(0.95 * (splits - 1))],
        _auc_range(ranks, held, unlocated),
    )


def _auc_range(ranks: list[float], held: list[int], unlocated: int) -> tuple[float, float]:
    """Return the extreme AUCs when up to `unlocated` more territories held a site."""
    others = [position for position in range(len(ranks)) if position not in held]
    found = [
        _auc(ranks, [*held, *more])
        for count in range(min(unlocated, len(others) - 1) + 1)
        for more in combinations(others, count)
    ]
    return min(found), max(found)


def _auc(ranks: list[float], held: Collection[int]) -> float:
    """Return the share of pairs in which the holder has the better (smaller) rank."""
    chosen = set(held)
    others = [rank for position, rank in enumerate(ranks) if position not in chosen]
    wins = sum(
        (ranks[position] < other) + (ranks[position] == other) / 2
        for position in chosen
        for other in others
    )
    return wins / (len(chosen) * len(others))
