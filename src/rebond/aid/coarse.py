"""Numbers told less exactly without changing any answer: only their side of each threshold is kept."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from rebond.aid.amounts import Amount, Monthly, Sum, When, amounts
from rebond.aid.firm_size import THRESHOLDS
from rebond.aid.model import Aid
from rebond.aid.rules import AtLeast, AtMost, Leaf, Rule, leaves, periods_of
from rebond.programme.dated import Period
from rebond.programme.policy_model import NotApplicable, Unknown


@dataclass(frozen=True, slots=True)
class _Read:
    """How the aids read one number: `cuts` part it after each value; between `least` and `greatest` it counts."""

    cuts: tuple[int, ...]
    least: int | None = None
    greatest: int | None = None


def coarse(aids: Iterable[Aid], fact: str, value: int) -> int:
    """Return another value of a number to which every aid answers alike, on every day.

    Parameters
    ----------
    aids : iterable of Aid
    fact : str
        Name of a number or of an amount.
    value : int
        At least 0; cents when the fact is money.

    Returns
    -------
    int
        The greatest value on the same side of all thresholds, or one past the last of them. What is borne each
        month stays as it is between its bounds, where each euro counts, and is cut at them elsewhere.
    """
    read = _read_by(aids, fact)
    if read.greatest is not None and read.least is not None:
        if read.cuts:
            return value
        return 0 if value < read.least else min(value, read.greatest)
    return _beside(read.cuts, value)


def coarse_size(figure: str, value: int) -> int:
    """Return another headcount, turnover or balance sheet of the same size classes."""
    cuts = [getattr(row, figure) - (figure == "headcount") for row in THRESHOLDS]
    return _beside(tuple(sorted(set(cuts))), value)


def _beside(cuts: tuple[int, ...], value: int) -> int:
    above = [cut for cut in cuts if cut >= value]
    if above:
        return above[0]
    return cuts[-1] + 1 if cuts else 0


def _read_by(aids: Iterable[Aid], fact: str) -> _Read:
    found = list(aids)
    rules = [rule for aid in found for rule in (aid.eligibility, *_rules(aid.amount))]
    cuts = {cut for rule in rules for leaf in leaves(rule) for cut in _cuts(leaf, fact)}
    bounds = [
        one
        for aid in found
        for one in amounts(aid.amount)
        if isinstance(one, Monthly) and one.fact == fact
    ]
    least = [cents for one in bounds for cents in _known(one.least)]
    greatest = [cents for one in bounds for cents in _known(one.greatest)]
    return _Read(
        tuple(sorted(cuts)),
        min(least, default=0) if bounds else None,
        max(greatest, default=None) if bounds else None,
    )


def _rules(node: Amount) -> tuple[Rule, ...]:
    if isinstance(node, Sum):
        return tuple(rule for part in node.of for rule in _rules(part))
    if isinstance(node, When):
        return (node.rule, *_rules(node.then), *_rules(node.otherwise))
    return ()


def _cuts(leaf: Leaf, fact: str) -> set[int]:
    if not isinstance(leaf, AtMost | AtLeast) or leaf.fact != fact:
        return set()
    below = isinstance(leaf, AtLeast)
    return {int(value) - below for value in _known(periods_of(leaf))}


def _known(periods: tuple[Period[int], ...] | tuple[Period[float], ...]) -> list[int]:
    return [
        int(period.value)
        for period in periods
        if not isinstance(period.value, Unknown | NotApplicable)
    ]
