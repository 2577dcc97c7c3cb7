"""The size class of a firm: micro, small, medium, intermediate (ETI) or large.

Sources: recommendation 2003/361/EC of 6 May 2003, annex, article 2 (micro, small and medium-sized enterprises);
décret n° 2008-1354 of 18 December 2008, article 3 (ETI and large firms). Headcount, turnover and balance sheet are
those of the group (linked and partner enterprises, annex, article 3); a class changes only after two financial years
in a row beyond a threshold (annex, article 4), which a single year's figures cannot tell.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from rebond.aid.errors import UnusableFact
from rebond.aid.rules import join
from rebond.programme.gates import Answer
from rebond.texts import Text

SizeClass = Literal["micro", "petite", "moyenne", "eti", "grande"]
MILLION = 100_000_000
"""A million euros in cents."""


@dataclass(frozen=True, slots=True)
class Thresholds:
    """Under which headcount, and up to which turnover or balance sheet, a firm is in a class.

    Parameters
    ----------
    size : SizeClass
    headcount : int
        The headcount stays below it.
    turnover, balance : int
        Cents; one of the two is not exceeded.
    source : Text
    """

    size: SizeClass
    headcount: int
    turnover: int
    balance: int
    source: Text


_EU = Text(
    "recommandation 2003/361/CE, annexe, article 2", "recommendation 2003/361/EC, annex, article 2"
)
THRESHOLDS: tuple[Thresholds, ...] = (
    Thresholds("micro", 10, 2 * MILLION, 2 * MILLION, _EU),
    Thresholds("petite", 50, 10 * MILLION, 10 * MILLION, _EU),
    Thresholds("moyenne", 250, 50 * MILLION, 43 * MILLION, _EU),
    Thresholds(
        "eti",
        5_000,
        1_500 * MILLION,
        2_000 * MILLION,
        Text("décret n° 2008-1354, article 3", "décret no. 2008-1354, article 3"),
    ),
)
"""From the smallest class; a firm that is in none of them is large."""
PME: frozenset[SizeClass] = frozenset({"micro", "petite", "moyenne"})


def size_classes(
    headcount: int | None, turnover: int | None, balance: int | None
) -> tuple[SizeClass, ...]:
    """Return the classes that a firm may be in, from the smallest; one when the figures settle it.

    Parameters
    ----------
    headcount : int or None
        Annual work units of the group; None is unknown.
    turnover, balance : int or None
        Cents, of the group; None is unknown.

    Returns
    -------
    tuple of SizeClass

    Raises
    ------
    UnusableFact
        For a negative figure.

    Examples
    --------
    >>> size_classes(249, 60 * MILLION, 43 * MILLION)
    ('moyenne',)
    >>> size_classes(249, 60 * MILLION, None)
    ('moyenne', 'eti')
    """
    for name, value in (("headcount", headcount), ("turnover", turnover), ("balance", balance)):
        if value is not None and value < 0:
            raise UnusableFact(name, value, Text("zéro ou plus", "zero or more"))
    possible: list[SizeClass] = []
    for row in THRESHOLDS:
        is_light = join(
            [_stays_at(turnover, row.turnover), _stays_at(balance, row.balance)], decides="yes"
        )
        said = join([_stays_at(headcount, row.headcount - 1), is_light], decides="no")
        if said != "no":
            possible.append(row.size)
        if said == "yes":
            return tuple(possible)
    return (*possible, "grande")


def kind_of(sizes: tuple[SizeClass, ...]) -> Literal["pme", "eti", "grande"] | None:
    """Return the option of the measure's form that the classes make; None when they do not settle it."""
    kinds = {"pme" if size in PME else size for size in sizes}
    only = kinds.pop()
    if kinds:
        return None
    return only  # type: ignore[return-value]


def _stays_at(value: int | None, most: int) -> Answer:
    if value is None:
        return "unknown"
    return "yes" if value <= most else "no"
