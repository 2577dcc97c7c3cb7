"""Weights of a grid: fixed, within intervals, ordered, or unknown; and whether any weighting meets them."""

from __future__ import annotations

from fractions import Fraction
from graphlib import CycleError, TopologicalSorter
from typing import TYPE_CHECKING

from rebond.programme.complaints import Complaint, KeyPath, listed, quoted
from rebond.programme.errors import ProblemKind
from rebond.texts import Text

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from rebond.programme.grids import Ordering, WeightInterval

ZERO = Fraction(0)
ONE = Fraction(1)


def decimal_text(share: Fraction) -> str:
    """Write a share in the shortest exact way: ``0.25``, else ``1/3``.

    Examples
    --------
    >>> decimal_text(Fraction(1, 4)), decimal_text(Fraction(1, 3))
    ('0.25', '1/3')
    """
    denominator = share.denominator
    for prime in (2, 5):
        while denominator % prime == 0:
            denominator //= prime
    if denominator != 1:
        return str(share)
    return f"{float(share):g}"


def weight_complaints(
    intervals: Mapping[str, WeightInterval],
    orderings: Sequence[Ordering],
    criteria: Sequence[str],
) -> list[Complaint]:
    """Return why no weighting can meet the intervals and the orderings, if none can.

    Parameters
    ----------
    intervals : mapping of criterion to WeightInterval
        Empty when weights are unknown; a criterion left out may weigh anything.
    orderings : sequence of Ordering
    criteria : sequence of str
        Every criterion of the grid.

    Returns
    -------
    list of Complaint
        Paths are relative to the grid.

    Notes
    -----
    Bounds are carried along the orderings: the lighter criterion's lower bound lifts the heavier one's,
    the heavier one's upper bound lowers the lighter one's. The lowered and lifted bounds themselves meet
    the orderings, and so does every mixture of the two; a weighting of sum one therefore exists exactly
    when no lower bound passes its upper bound, the lower ones sum to at most one and the upper ones to
    at least one. All in rationals.
    """
    cycle = _cycle(orderings)
    if cycle:
        return [_cyclic(cycle, orderings)]
    lows = {name: intervals[name].low if name in intervals else ZERO for name in criteria}
    highs = {name: intervals[name].high if name in intervals else ONE for name in criteria}
    complaints = _sum_complaints(lows, highs)
    if complaints:
        return complaints
    _carry(lows, highs, orderings)
    crossed = [name for name in criteria if lows[name] > highs[name]]
    if crossed:
        # One contradiction crosses the bounds of every criterion on its chain: the first tells it.
        return [_crossed(crossed[0], lows[crossed[0]], highs[crossed[0]])]
    return _sum_complaints(lows, highs, with_orderings=True)


def _carry(
    lows: dict[str, Fraction], highs: dict[str, Fraction], orderings: Sequence[Ordering]
) -> None:
    # Without a cycle, a chain has at most as many links as there are orderings.
    for _ in orderings:
        for one in orderings:
            lows[one.heavier] = max(lows[one.heavier], lows[one.lighter])
            highs[one.lighter] = min(highs[one.lighter], highs[one.heavier])


def _sum_complaints(
    lows: Mapping[str, Fraction], highs: Mapping[str, Fraction], *, with_orderings: bool = False
) -> list[Complaint]:
    after = (
        Text(" compte tenu de l’ordre", " once the orderings are counted")
        if with_orderings
        else Text("", "")
    )
    low_sum, high_sum = sum(lows.values(), ZERO), sum(highs.values(), ZERO)
    at: KeyPath = ("orderings",) if with_orderings else ("weights",)
    if low_sum > ONE:
        shown = decimal_text(low_sum)
        return [
            Complaint(
                ProblemKind.WEIGHTS,
                at,
                Text(
                    f"les bornes basses{after.fr} font {shown}, plus que 1",
                    f"the lower bounds{after.en} sum to {shown}, more than 1",
                ),
                Text(
                    "Baissez une borne basse ou un poids fixe.",
                    "Lower a lower bound or a fixed weight.",
                ),
            )
        ]
    if high_sum < ONE:
        shown = decimal_text(high_sum)
        return [
            Complaint(
                ProblemKind.WEIGHTS,
                at,
                Text(
                    f"les bornes hautes{after.fr} font {shown}, moins que 1",
                    f"the upper bounds{after.en} sum to {shown}, less than 1",
                ),
                Text(
                    "Relevez une borne haute ou un poids fixe.",
                    "Raise an upper bound or a fixed weight.",
                ),
            )
        ]
    return []


def _crossed(name: str, low: Fraction, high: Fraction) -> Complaint:
    low_text, high_text = decimal_text(low), decimal_text(high)
    return Complaint(
        ProblemKind.ORDERINGS,
        ("orderings",),
        Text(
            f"l’ordre et les bornes se contredisent\u202f: {quoted(name).fr} pèserait au moins {low_text} et au plus {high_text}",
            f"orderings and bounds contradict each other: {quoted(name).en} would weigh at least {low_text} and at most {high_text}",
        ),
        Text("Retirez un ordre ou élargissez une borne.", "Remove an ordering or widen a bound."),
    )


def _cycle(orderings: Sequence[Ordering]) -> list[str]:
    """Return a chain of criteria, heavier first, that comes back to its start; empty without one."""
    sorter: TopologicalSorter[str] = TopologicalSorter()
    for one in orderings:
        sorter.add(one.heavier, one.lighter)
    try:
        sorter.prepare()
    except CycleError as error:
        chain: list[str] = error.args[1]
        return chain[::-1]
    return []


def _cyclic(cycle: Sequence[str], orderings: Sequence[Ordering]) -> Complaint:
    last = next(
        position
        for position, one in enumerate(orderings)
        if (one.heavier, one.lighter) == (cycle[-2], cycle[-1])
    )
    chain = listed([" ≥ ".join(cycle)])
    return Complaint(
        ProblemKind.ORDERINGS,
        ("orderings", last),
        Text(
            "l’ordre des poids tourne en rond\u202f: {chain}",
            "the orderings of weights go round: {chain}",
        ).filled(chain=chain),
        Text("Retirez l’un de ces ordres.", "Remove one of these orderings."),
    )
