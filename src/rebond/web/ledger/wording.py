"""Amounts and acts in words."""

from __future__ import annotations

from rebond.texts import NARROW_NO_BREAK_SPACE, NO_BREAK_SPACE, Text, number

DAYS = "days"


def amount_text(amount: int, unit: str) -> Text:
    """Write an amount to the cent, or in days.

    Examples
    --------
    >>> amount_text(400005, "cents").en
    '€4,000.05'
    >>> amount_text(-3, "days").en
    '−3 days'
    """
    sign, size = ("−" if amount < 0 else ""), abs(amount)
    if unit == DAYS:
        fr, en = number(size, "fr"), number(size, "en")
        one = size == 1
        return Text(
            f"{sign}{fr}{NO_BREAK_SPACE}jour{'' if size <= 1 else 's'}",
            f"{sign}{en} day{'' if one else 's'}",
        )
    # In whole numbers to the end: a float holds no cents beyond fifteen digits.
    whole, cents = divmod(size, 100)
    fr = f"{whole:,}".replace(",", NARROW_NO_BREAK_SPACE)
    return Text(f"{sign}{fr},{cents:02d}{NO_BREAK_SPACE}€", f"{sign}€{whole:,}.{cents:02d}")
