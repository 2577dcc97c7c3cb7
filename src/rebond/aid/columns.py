"""Many cases at once, on arrays: the same answers as `evaluating`, for simulations of cost.

Each condition is two masks, «surely» and «possibly»; what is in the second alone is unknown. Cases are answered by
blocks, each in a few passes over its columns.
"""

from __future__ import annotations

import datetime
import functools
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

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
Mask = BoolArray | np.bool_
Money = MoneyArray | np.int64
BLOCK = 65_536
"""Cases answered at a time, so that what is computed on the way stays in the processor's cache."""
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

    def part(self, rows: slice) -> FactColumn:
        """Return some of the cases, without copying them."""
        return FactColumn(self.values[rows], None if self.is_known is None else self.is_known[rows])


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
    """Where a rule surely holds and where it possibly does.

    Both are the same object where nothing is unknown, so that the second is computed only when it differs; both
    have shape () where the answer is the same in every case.
    """

    sure: Mask
    possible: Mask

    @classmethod
    def everywhere(cls, *, holds: bool) -> _Truth:
        same = np.bool_(holds)
        return cls(same, same)

    @classmethod
    def of(cls, parts: Sequence[_Truth], join: np.ufunc) -> _Truth:
        """Join the truths of parts by `logical_and` or `logical_or`."""
        sure = _joined([part.sure for part in parts], join)
        if all(part.possible is part.sure for part in parts):
            return cls(sure, sure)
        return cls(sure, _joined([part.possible for part in parts], join))

    def reversed(self) -> _Truth:
        """Return the truth of the contrary."""
        possible = ~self.sure
        return _Truth(possible if self.possible is self.sure else ~self.possible, possible)


_UNKNOWN = _Truth(np.False_, np.True_)


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
        _check_shape(name, column, count)
    said = Answers(np.empty(count, np.int8), np.empty(count, np.int64), np.empty(count, np.int64))
    for start in range(0, count, BLOCK):
        block = slice(start, start + BLOCK)
        part = {name: column.part(block) for name, column in facts.items()}
        for name, column in part.items():
            _check_values(name, column)
        _Reading(aid, part, on, suppose=suppose).write(
            Answers(said.answers[block], said.low[block], said.high[block])
        )
    return said


def _check_shape(name: str, column: FactColumn, count: int) -> None:
    shapes = {column.values.shape}
    if column.is_known is not None:
        shapes.add(column.is_known.shape)
    if shapes != {(count,)}:
        raise UnusableFact(name, shapes, Text(f"{count} valeurs", f"{count} values"))


def _check_values(name: str, column: FactColumn) -> None:
    values = column.values if column.is_known is None else column.values[column.is_known]
    if values.dtype != np.bool_ and len(values) and (least := int(values.min())) < 0:
        raise UnusableFact(name, least, Text("zéro ou plus", "zero or more"))


class _Reading:
    """One aid over a block of cases on one day."""

    def __init__(
        self, aid: Aid, facts: Mapping[str, FactColumn], on: datetime.date, *, suppose: bool
    ) -> None:
        self.aid = aid
        self.facts = facts
        self.on = on
        self.suppose = suppose

    def write(self, into: Answers) -> None:
        """Write the answers of the block where they belong."""
        truth = self.truth(self.aid.eligibility)
        low, high = self.amount(self.aid.amount)
        is_told = truth.sure & (high != UNBOUNDED)
        # Sure is a part of possible: 2 − 1 is yes, 2 − 0 unknown, 0 no.
        np.subtract(truth.possible * np.int8(UNKNOWN), is_told, out=into.answers, dtype=np.int8)
        np.multiply(low, truth.possible, out=into.low)
        np.multiply(high, truth.possible, out=into.high)

    def truth(self, rule: Rule, *, absent: bool = True) -> _Truth:
        """Return where a rule surely and possibly holds; `absent`: what one not in force counts as."""
        if isinstance(rule, AllOf | AnyOf | NoneOf):
            below = not absent if isinstance(rule, NoneOf) else absent
            parts = [self.truth(part, absent=below) for part in rule.of]
            if isinstance(rule, AllOf):
                return _Truth.of(parts, np.logical_and)
            some = _Truth.of(parts, np.logical_or)
            return some if isinstance(rule, AnyOf) else some.reversed()
        assert not isinstance(rule, FromGate)  # noqa: S101 - `loading` has put the condition in its place
        return self._leaf(rule, absent=absent)

    def _leaf(self, leaf: Leaf, *, absent: bool) -> _Truth:
        rule = candidates_on(periods_of(leaf), self.on)
        if rule.standing in {"none", "after"}:
            return _Truth.everywhere(holds=absent)
        column = self.facts.get(leaf.fact)
        is_sure = rule.is_sure or (self.suppose and rule.standing == "before")
        if column is None or not is_sure or not rule.values:
            return _UNKNOWN
        met = [self._met(leaf, column.values, wanted) for wanted in rule.values]
        sure = _joined(met, np.logical_and)
        possible = sure if len(met) == 1 else _joined(met, np.logical_or)
        if not leaf.decides and not self.suppose:
            possible = np.True_
        if column.is_known is not None:
            sure, possible = sure & column.is_known, possible | ~column.is_known
        return _Truth(sure, possible)

    def _met(self, leaf: Leaf, values: NDArray[np.int64] | BoolArray, wanted: object) -> BoolArray:
        if isinstance(leaf, OneOf):
            options = [option.id for option in self.aid.fact(leaf.fact).options]
            accepted = np.array([one in wanted for one in options], dtype=np.bool_)  # type: ignore[operator]
            return accepted.take(values, mode="clip")
        if isinstance(leaf, Stated):
            return np.asarray(values if wanted is True else values == wanted, dtype=np.bool_)
        # Whole values meet a bound where they meet it made whole, and are not turned into floats.
        threshold = Fraction(wanted)  # type: ignore[call-overload]
        if isinstance(leaf, AtLeast):
            return np.asarray(values >= math.ceil(threshold), dtype=np.bool_)
        return np.asarray(values <= math.floor(threshold), dtype=np.bool_)

    def amount(self, node: Amount) -> tuple[Money, Money]:
        """Return the bounds of an amount, of shape () where they are the same in every case."""
        if isinstance(node, Sum):
            lows, highs = zip(*(self.amount(part) for part in node.of), strict=True)
            is_open = _joined([high == UNBOUNDED for high in highs], np.logical_or)
            total = sum(np.where(high == UNBOUNDED, 0, high) for high in highs)
            return sum(lows, np.int64(0)), np.where(is_open, UNBOUNDED, total)
        if isinstance(node, When):
            truth = self.truth(node.rule)
            then, otherwise = self.amount(node.then), self.amount(node.otherwise)
            low = np.minimum(then[0], otherwise[0])
            high = np.maximum(then[1], otherwise[1])
            choices = [truth.sure, ~truth.possible]
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
        return np.int64(low_cents), np.int64(UNBOUNDED if high_cents is None else high_cents)

    def _monthly(self, node: Monthly) -> tuple[Money, Money]:
        least, greatest = bounds(node.least, self.on), bounds(node.greatest, self.on)
        most, total = bounds(node.most_months, self.on), bounds(node.total, self.on)
        ends = (greatest[1], most[1], total[1])
        if None in ends:
            return np.int64(0), np.int64(UNBOUNDED)
        most_a_month, most_counted, most_in_all = (end or 0 for end in ends)
        borne, is_borne = self._numbers(node.fact)
        months, is_counted = self._numbers(node.months)
        paid = np.minimum(borne, greatest[0]) * np.minimum(months, most[0])
        is_sure = is_borne & is_counted & (borne >= (UNBOUNDED if least[1] is None else least[1]))
        low = np.minimum(paid, total[0]) * is_sure
        month = np.where(is_borne, np.minimum(borne, most_a_month), most_a_month)
        counted = np.where(is_counted, np.minimum(months, most_counted), most_counted)
        high = np.minimum(month * counted, most_in_all)
        return low, high * ~(is_borne & (borne < least[0]))

    def _numbers(self, name: str) -> tuple[Money, Mask]:
        column = self.facts.get(name)
        if column is None:
            return np.int64(0), np.False_
        if column.is_known is None:
            return column.values.astype(np.int64, copy=False), np.True_
        return np.where(column.is_known, column.values, 0).astype(np.int64), column.is_known


def _joined(masks: Sequence[Mask], join: np.ufunc) -> Mask:
    return functools.reduce(join, masks)
