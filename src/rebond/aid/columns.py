"""Many cases at once, on arrays: the same answers as `evaluating`, for simulations of cost.

Each condition is two masks, «surely yes» and «surely no»; what is in neither is unknown. A day's parameters are read
once, so the work is a few passes over the columns.
"""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from rebond.aid.amounts import Amount, Ceiling, Fixed, FromAward, Monthly, Sum, When, bounds
from rebond.aid.candidates import candidates_on
from rebond.aid.errors import UnknownFact, UnusableFact
from rebond.aid.model import Aid
from rebond.aid.rules import (
    AllOf,
    AnyOf,
    AtLeast,
    FromGate,
    Leaf,
    NoneOf,
    OneOf,
    Rule,
    Stated,
    periods_of,
)
from rebond.texts import Text

BoolArray = NDArray[np.bool_]
MoneyArray = NDArray[np.int64]
UNBOUNDED = np.iinfo(np.int64).max
"""An upper bound that nothing tells."""
NO, YES, UNKNOWN = 0, 1, 2


@dataclass(frozen=True, slots=True)
class FactColumn:
    """One fact of many cases.

    Parameters
    ----------
    values : array, shape (n,)
        int64 for numbers and money in cents; bool for yes or no; the option's position for a choice.
    is_known : array of bool, shape (n,), optional
        All known when left out.
    """

    values: NDArray[np.int64] | BoolArray
    is_known: BoolArray | None = None


@dataclass(frozen=True, slots=True)
class Answers:
    """The answers of an aid to many cases.

    Parameters
    ----------
    answers : array, shape (n,), int8
        0 no, 1 yes, 2 cannot say yet.
    low, high : array, shape (n,), int64
        Bounds of the amount in cents; 0 where the answer is no; `UNBOUNDED` where nothing tells.
    """

    answers: NDArray[np.int8]
    low: MoneyArray
    high: MoneyArray

    def cost(self) -> tuple[int, int | None]:
        """Return the bounds of the total: only sure cases at their least, every possible one at its greatest."""
        sure = int(self.low[self.answers == YES].sum())
        possible = self.high[self.answers != NO]
        return sure, None if bool((possible == UNBOUNDED).any()) else int(possible.sum())


@dataclass(frozen=True, slots=True)
class _Truth:
    yes: BoolArray
    no: BoolArray


def answers(
    aid: Aid,
    facts: Mapping[str, FactColumn],
    *,
    count: int,
    on: datetime.date,
    suppose: bool = False,
) -> Answers:
    """Answer many cases under the parameters of one day.

    Parameters
    ----------
    aid : Aid
    facts : mapping of str to FactColumn
        A fact that is left out is unknown in every case.
    count : int
        How many cases.
    on : datetime.date
    suppose : bool, default False
        Give what `Answer.supposed` is: rules first read later are supposed to have held already, and each
        condition to refuse those who fail it.

    Returns
    -------
    Answers
        For each case the same answer and bounds as `rebond.aid.evaluating.answer`.

    Raises
    ------
    UnknownFact, UnusableFact
    """
    known = {fact.id for fact in aid.facts}
    for name, column in facts.items():
        if name not in known:
            raise UnknownFact(name, sorted(known))
        _check(name, column, count)
    reading = _Reading(aid, facts, count, on, suppose=suppose)
    truth = reading.truth(aid.eligibility)
    low, high = reading.amount(aid.amount)
    said = np.full(count, UNKNOWN, dtype=np.int8)
    said[truth.yes & (high != UNBOUNDED)] = YES
    said[truth.no] = NO
    low[truth.no] = 0
    high[truth.no] = 0
    return Answers(said, low, high)


def _check(name: str, column: FactColumn, count: int) -> None:
    shapes = {column.values.shape}
    if column.is_known is not None:
        shapes.add(column.is_known.shape)
    if shapes != {(count,)}:
        raise UnusableFact(name, shapes, Text(f"{count} valeurs", f"{count} values"))
    values = column.values if column.is_known is None else column.values[column.is_known]
    if values.dtype != np.bool_ and len(values) and bool((values < 0).any()):
        raise UnusableFact(name, int(values.min()), Text("zéro ou plus", "zero or more"))


class _Reading:
    """One aid over one set of columns on one day."""

    def __init__(
        self,
        aid: Aid,
        facts: Mapping[str, FactColumn],
        count: int,
        on: datetime.date,
        *,
        suppose: bool,
    ) -> None:
        self.aid = aid
        self.facts = facts
        self.count = count
        self.on = on
        self.suppose = suppose

    def truth(self, rule: Rule, *, absent: bool = True) -> _Truth:
        """Return where a rule surely holds and surely does not; `absent`: what one not in force counts as."""
        if isinstance(rule, AllOf | AnyOf | NoneOf):
            below = not absent if isinstance(rule, NoneOf) else absent
            parts = [self.truth(part, absent=below) for part in rule.of]
            if isinstance(rule, AllOf):
                return _Truth(_all(one.yes for one in parts), _any(one.no for one in parts))
            some = _Truth(_any(one.yes for one in parts), _all(one.no for one in parts))
            return some if isinstance(rule, AnyOf) else _Truth(some.no, some.yes)
        assert not isinstance(rule, FromGate)  # noqa: S101 - `loading` has put the condition in its place
        return self._leaf(rule, absent=absent)

    def _leaf(self, leaf: Leaf, *, absent: bool) -> _Truth:
        rule = candidates_on(periods_of(leaf), self.on)
        if rule.standing in {"none", "after"}:
            in_force = _Truth(self._all_true(), ~self._all_true())
            return in_force if absent else _Truth(in_force.no, in_force.yes)
        column = self.facts.get(leaf.fact)
        is_sure = rule.is_sure or (self.suppose and rule.standing == "before")
        if column is None or not is_sure or not rule.values:
            return _Truth(~self._all_true(), ~self._all_true())
        met = [self._met(leaf, column, wanted) for wanted in rule.values]
        yes, no = _all(met), _all(~one for one in met)
        if not leaf.decides and not self.suppose:
            no = np.zeros_like(no)
        if column.is_known is not None:
            yes, no = yes & column.is_known, no & column.is_known
        return _Truth(yes, no)

    def _met(self, leaf: Leaf, column: FactColumn, wanted: object) -> BoolArray:
        if isinstance(leaf, OneOf):
            options = [option.id for option in self.aid.fact(leaf.fact).options]
            accepted = np.array([one in wanted for one in options], dtype=np.bool_)  # type: ignore[operator]
            taken: BoolArray = accepted[np.clip(column.values, 0, len(options) - 1)]
            return taken
        if isinstance(leaf, Stated):
            return np.asarray(column.values == wanted, dtype=np.bool_)
        threshold = float(wanted)  # type: ignore[arg-type]
        met = (
            column.values >= threshold if isinstance(leaf, AtLeast) else column.values <= threshold
        )
        return np.asarray(met, dtype=np.bool_)

    def amount(self, node: Amount) -> tuple[MoneyArray, MoneyArray]:
        """Return the bounds of an amount."""
        if isinstance(node, Sum):
            lows, highs = zip(*(self.amount(part) for part in node.of), strict=True)
            is_open = _any(high == UNBOUNDED for high in highs)
            total = np.sum([np.where(high == UNBOUNDED, 0, high) for high in highs], axis=0)
            return np.sum(lows, axis=0), np.where(is_open, UNBOUNDED, total)
        if isinstance(node, When):
            truth = self.truth(node.rule)
            then, otherwise = self.amount(node.then), self.amount(node.otherwise)
            low = np.minimum(then[0], otherwise[0])
            high = np.maximum(then[1], otherwise[1])
            choices = [truth.yes, truth.no]
            return (
                np.select(choices, [then[0], otherwise[0]], low),
                np.select(choices, [then[1], otherwise[1]], high),
            )
        if isinstance(node, Monthly):
            return self._monthly(node)
        assert not isinstance(node, FromAward)  # noqa: S101 - `loading` has put the amount in its place
        low_cents, high_cents = bounds(node.cents, self.on)
        if isinstance(node, Ceiling):
            low_cents = 0
        assert isinstance(node, Fixed | Ceiling)  # noqa: S101 - every kind of amount is above
        return self._filled(low_cents), self._filled(
            UNBOUNDED if high_cents is None else high_cents
        )

    def _monthly(self, node: Monthly) -> tuple[MoneyArray, MoneyArray]:
        least, greatest = bounds(node.least, self.on), bounds(node.greatest, self.on)
        most, total = bounds(node.most_months, self.on), bounds(node.total, self.on)
        ends = (greatest[1], most[1], total[1])
        if None in ends:
            return self._filled(0), self._filled(UNBOUNDED)
        most_a_month, most_counted, most_in_all = (end or 0 for end in ends)
        borne, is_borne = self._numbers(node.fact)
        months, is_counted = self._numbers(node.months)
        paid = np.minimum(borne, greatest[0]) * np.minimum(months, most[0])
        is_sure = is_borne & is_counted & (borne >= (UNBOUNDED if least[1] is None else least[1]))
        low = np.where(is_sure, np.minimum(paid, total[0]), 0)
        month = np.where(is_borne, np.minimum(borne, most_a_month), most_a_month)
        counted = np.where(is_counted, np.minimum(months, most_counted), most_counted)
        high = np.minimum(month * counted, most_in_all)
        return low, np.where(is_borne & (borne < least[0]), 0, high)

    def _numbers(self, name: str) -> tuple[MoneyArray, BoolArray]:
        column = self.facts.get(name)
        if column is None:
            return self._filled(0), ~self._all_true()
        is_known = self._all_true() if column.is_known is None else column.is_known
        return np.where(is_known, column.values, 0).astype(np.int64), is_known

    def _all_true(self) -> BoolArray:
        return np.ones(self.count, dtype=np.bool_)

    def _filled(self, value: int) -> MoneyArray:
        return np.full(self.count, value, dtype=np.int64)


def _all(masks: object) -> BoolArray:
    return np.asarray(np.logical_and.reduce(list(masks)), dtype=np.bool_)  # type: ignore[call-overload]


def _any(masks: object) -> BoolArray:
    return np.asarray(np.logical_or.reduce(list(masks)), dtype=np.bool_)  # type: ignore[call-overload]
