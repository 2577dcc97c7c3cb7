"""The tree of amounts of an aid, in integer cents, with bounds where something is not known."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from typing import Annotated, Literal

from pydantic import Discriminator, Field

from rebond.aid.candidates import candidates_on
from rebond.aid.rules import Facts, Rule, evaluate
from rebond.programme.dated import InOrder, Period
from rebond.programme.policy_model import Bilingual, Cents, Count, PolicyModel, Slug, SourceId
from rebond.texts import Text, money, verbatim


class Fixed(PolicyModel):
    """The same amount for everyone."""

    kind: Literal["fixed"]
    title: Bilingual
    cents: Annotated[tuple[Period[Cents], ...], InOrder]
    """The amount, dated."""
    sources: tuple[SourceId, ...] = ()
    award: Slug | None = Field(default=None, exclude=True)
    """The award of the measure that it was read from: which fund pays it; no part of the rule or its digest."""


class Ceiling(PolicyModel):
    """At most this amount; how much of it is granted is not a rule that is known."""

    kind: Literal["ceiling"]
    title: Bilingual
    cents: Annotated[tuple[Period[Cents], ...], InOrder]
    """The greatest amount, dated."""
    sources: tuple[SourceId, ...] = ()
    award: Slug | None = Field(default=None, exclude=True)
    """The award of the measure that it was read from: which fund pays it; no part of the rule or its digest."""


class Monthly(PolicyModel):
    """What is borne each month, between two bounds, for some months at most and up to a total."""

    kind: Literal["monthly"]
    title: Bilingual
    fact: Slug
    """Money borne each month, in cents."""
    months: Slug
    """Number of months."""
    least: Annotated[tuple[Period[Cents], ...], InOrder]
    """Under it, nothing is paid for the month."""
    greatest: Annotated[tuple[Period[Cents], ...], InOrder]
    """Beyond it, no more is paid for the month."""
    most_months: Annotated[tuple[Period[Count], ...], InOrder]
    total: Annotated[tuple[Period[Cents], ...], InOrder]
    """Greatest total."""
    sources: tuple[SourceId, ...] = ()
    award: Slug | None = Field(default=None, exclude=True)
    """The award of the measure that it was read from: which fund pays it; no part of the rule or its digest."""


class FromAward(PolicyModel):
    """An award of the measure, which declares the amount; replaced by it when the aid is read."""

    kind: Literal["award"]
    award: Slug
    fact: Slug | None = None
    """Of a monthly award: what is borne each month."""
    months: Slug | None = None
    """Of a monthly award: how many months."""


class When(PolicyModel):
    """One amount where a rule holds, another where it does not."""

    kind: Literal["when"]
    rule: Rule
    then: Amount
    otherwise: Amount


class Sum(PolicyModel):
    """Amounts added."""

    kind: Literal["sum"]
    of: tuple[Amount, ...] = Field(min_length=1)


Amount = Annotated[Fixed | Ceiling | Monthly | FromAward | When | Sum, Discriminator("kind")]
"""How much."""
When.model_rebuild()
Sum.model_rebuild()


@dataclass(frozen=True, slots=True)
class AmountStep:
    """One line of the computation: what it is, and how it comes to its bounds."""

    title: Text
    words: Text
    low: int
    high: int | None


@dataclass(frozen=True, slots=True)
class AmountBounds:
    """An amount in cents; `low` and `high` differ where something is not known.

    Parameters
    ----------
    low : int
        At least 0.
    high : int or None
        None when nothing bounds it.
    steps : tuple of AmountStep
    missing : tuple of str
        Facts that would narrow it.
    presumed : tuple of Period
        The dated amounts that are presumed to hold still: no source shows them on the day, nor their end.
    """

    low: int
    high: int | None
    steps: tuple[AmountStep, ...] = ()
    missing: tuple[str, ...] = ()
    presumed: tuple[Period[int], ...] = ()

    @property
    def is_exact(self) -> bool:
        """Return whether the amount is one number."""
        return self.low == self.high


def amount_of(node: Amount, facts: Facts, *, on: datetime.date) -> AmountBounds:
    """Compute an amount for one case, under the parameters of a day.

    Parameters
    ----------
    node : Amount
    facts : mapping of str to object
        Money in cents, numbers of months as integers; both at least 0.
    on : datetime.date

    Returns
    -------
    AmountBounds
    """
    if isinstance(node, Sum):
        return _sum([amount_of(part, facts, on=on) for part in node.of])
    if isinstance(node, When):
        found = evaluate(node.rule, facts, on=on)
        if found.answer == "yes":
            return amount_of(node.then, facts, on=on)
        if found.answer == "no":
            return amount_of(node.otherwise, facts, on=on)
        missing = tuple(step.fact for step in found.steps if step.is_missing)
        branches = [amount_of(part, facts, on=on) for part in (node.then, node.otherwise)]
        return _either(branches, missing)
    if isinstance(node, Monthly):
        return _monthly(node, facts, on)
    assert not isinstance(node, FromAward)  # noqa: S101 - `loading` has put the amount in its place
    low, high = bounds(node.cents, on)
    low = 0 if isinstance(node, Ceiling) else low
    words = euros(low, high)
    step = AmountStep(node.title, words, low, high)
    return AmountBounds(low, high, (step,), presumed=_presumed(on, node.cents))


def amounts(node: Amount) -> tuple[Fixed | Ceiling | Monthly, ...]:
    """Return the amounts of a tree, from left to right; those of a measure once `loading` has read them."""
    if isinstance(node, Sum):
        return tuple(leaf for part in node.of for leaf in amounts(part))
    if isinstance(node, When):
        return (*amounts(node.then), *amounts(node.otherwise))
    return () if isinstance(node, FromAward) else (node,)


def bounds(periods: tuple[Period[int], ...], on: datetime.date) -> tuple[int, int | None]:
    """Return the least and the greatest that a dated amount may have been; (0, None) when nothing tells.

    Days outside every known period are among those of which nothing tells: a list of amounts is silent there.
    """
    rule = candidates_on(periods, on)
    if not rule.is_sure or not rule.values:
        return 0, None
    return min(rule.values), max(rule.values)


def _presumed(on: datetime.date, *dated: tuple[Period[int], ...]) -> tuple[Period[int], ...]:
    found = [candidates_on(periods, on) for periods in dated]
    return tuple(period for one in found if one.standing == "presumed" for period in one.periods)


def _monthly(node: Monthly, facts: Facts, on: datetime.date) -> AmountBounds:
    least, greatest = bounds(node.least, on), bounds(node.greatest, on)
    most, total = bounds(node.most_months, on), bounds(node.total, on)
    borne, months = facts.get(node.fact), facts.get(node.months)
    missing = tuple(
        name for name, value in ((node.fact, borne), (node.months, months)) if value is None
    )
    low: int = 0
    high: int | None = None
    if greatest[1] is not None and most[1] is not None and total[1] is not None:
        # Where a bound is not established, nothing that the case says bounds the amount.
        month = greatest[1] if borne is None else min(borne, greatest[1])
        counted = most[1] if months is None else min(months, most[1])
        high = 0 if borne is not None and borne < least[0] else min(month * counted, total[1])
        if borne is not None and months is not None and least[1] is not None and borne >= least[1]:
            low = min(min(borne, greatest[0]) * min(months, most[0]), total[0])
    words = Text(
        "{borne} par mois, {months} mois comptés au plus {most}, de {least} à {greatest} par mois, "
        "{total} en tout\u202f: {result}",
        "{borne} a month, {months} months counted at most {most}, from {least} to {greatest} a month, "
        "{total} in all: {result}",
    ).filled(
        borne=_money(borne),
        months=_count(months),
        most=_count(most[1]),
        least=_money(least[0]),
        greatest=_money(greatest[1]),
        total=_money(total[1]),
        result=euros(low, high),
    )
    return AmountBounds(
        low,
        high,
        (AmountStep(node.title, words, low, high),),
        missing,
        _presumed(on, node.least, node.greatest, node.most_months, node.total),
    )


def _sum(parts: list[AmountBounds]) -> AmountBounds:
    highs = [part.high for part in parts]
    high = None if None in highs else sum(one for one in highs if one is not None)
    return AmountBounds(
        sum(part.low for part in parts),
        high,
        tuple(step for part in parts for step in part.steps),
        tuple(dict.fromkeys(name for part in parts for name in part.missing)),
        tuple(period for part in parts for period in part.presumed),
    )


def _either(parts: list[AmountBounds], missing: tuple[str, ...]) -> AmountBounds:
    highs = [part.high for part in parts]
    high = None if None in highs else max(one for one in highs if one is not None)
    named = (*missing, *(name for part in parts for name in part.missing))
    return AmountBounds(
        min(part.low for part in parts),
        high,
        tuple(step for part in parts for step in part.steps),
        tuple(dict.fromkeys(named)),
        tuple(period for part in parts for period in part.presumed),
    )


def euros(low: int, high: int | None) -> Text:
    """Return bounds in words."""
    if high is None:
        return Text("au moins {low}", "at least {low}").filled(low=_money(low))
    if low == high:
        return _money(low)
    if low == 0:
        return Text("{high} au plus", "at most {high}").filled(high=_money(high))
    return Text("de {low} à {high}", "from {low} to {high}").filled(
        low=_money(low), high=_money(high)
    )


def _money(cents: int | None) -> Text:
    if cents is None:
        return Text("montant inconnu", "unknown amount")
    return money(cents)


def _count(value: int | None) -> Text:
    return Text("inconnu", "unknown") if value is None else verbatim(value)
