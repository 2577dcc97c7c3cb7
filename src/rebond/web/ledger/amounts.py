"""Whole cents or days: read, checked and divided among funders, never a fraction lost."""

from __future__ import annotations

import re
from collections.abc import Sequence
from fractions import Fraction

from rebond.texts import Text
from rebond.web.ledger.errors import AmountUnfit

GREATEST = 10**15
"""In cents or days, for one movement: ten thousand billion euros; a fund holds at most a thousand of them."""
FULLEST = 1000 * GREATEST
WRITTEN = re.compile(r"(\d{1,13})(?:[.,](\d{1,2}))?")
SPACES = str.maketrans("", "", " \u00a0\u202f€")


def whole(amount: object, *, least: int = 1) -> int:
    """Return an amount that is a whole number in the range that the ledger takes.

    Raises
    ------
    AmountUnfit
    """
    if isinstance(amount, bool) or not isinstance(amount, int):
        raise AmountUnfit(
            Text(
                "« {found} » n’est pas un nombre entier de centimes ou de jours.",
                "“{found}” is not a whole number of cents or days.",
            ).filled(found=str(amount)[:40])
        )
    if amount < least:
        raise AmountUnfit(
            Text(
                "le montant {found} est plus petit que {least}.",
                "the amount {found} is less than {least}.",
            ).filled(found=amount, least=least)
        )
    if amount > GREATEST:
        raise AmountUnfit(
            Text(
                "le montant {found} dépasse le plus grand qu’un mouvement peut porter, {most}.",
                "the amount {found} is beyond the greatest that one movement can bear, {most}.",
            ).filled(found=amount if amount < 10**30 else "…", most=GREATEST)
        )
    return amount


def read(written: str, unit: str) -> int:
    """Read what a person typed: euros and cents, or whole days.

    Raises
    ------
    AmountUnfit
    """
    plain = written.translate(SPACES)
    found = WRITTEN.fullmatch(plain) if plain.isascii() else None
    if unit == "days" and (found is None or found[2]):
        raise AmountUnfit(
            Text(
                "« {found} » n’est pas un nombre entier de jours.",
                "“{found}” is not a whole number of days.",
            ).filled(found=written[:40]),
            Text("Écrivez un nombre de jours, comme 12.", "Write a number of days, such as 12."),
        )
    if found is None:
        raise AmountUnfit(
            Text(
                "« {found} » n’est pas une somme en euros, avec deux décimales au plus.",
                "“{found}” is not a sum in euros, with two decimals at most.",
            ).filled(found=written[:40]),
            Text(
                "Écrivez une somme positive, comme 1 234,56.",
                "Write a positive sum, such as 1 234,56 or 1234.56.",
            ),
        )
    if unit == "days":
        return whole(int(found[1]))
    return whole(int(found[1]) * 100 + int((found[2] or "").ljust(2, "0")))


def split(amount: int, shares: Sequence[Fraction]) -> list[int]:
    """Divide an amount by shares that make one, the remainder unit by unit to the largest fractions.

    Equal fractions are served in the order of the shares.

    Examples
    --------
    >>> split(100, [Fraction(1, 3)] * 3)
    [34, 33, 33]
    """
    exact = [amount * share for share in shares]
    parts = [one.numerator // one.denominator for one in exact]
    order = sorted(range(len(parts)), key=lambda at: (parts[at] - exact[at], at))
    for at in order[: amount - sum(parts)]:
        parts[at] += 1
    return parts


def split_within(amount: int, shares: Sequence[Fraction], most: Sequence[int]) -> list[int]:
    """Divide in the same way, giving nobody more than `most`; what does not fit goes to the next with room.

    `amount` is at most the sum of `most`.
    """
    parts = [min(part, limit) for part, limit in zip(split(amount, shares), most, strict=True)]
    rest = amount - sum(parts)
    for at, limit in enumerate(most):
        more = min(rest, limit - parts[at])
        parts[at] += more
        rest -= more
    return parts
