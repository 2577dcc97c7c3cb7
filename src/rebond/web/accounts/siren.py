"""The key of a SIREN number."""

from __future__ import annotations

LENGTH = 9


def is_siren(written: str) -> bool:
    """Return whether nine digits agree with Luhn's key.

    Examples
    --------
    >>> is_siren("200069532"), is_siren("200069533")
    (True, False)
    """
    if len(written) != LENGTH or not (written.isascii() and written.isdigit()):
        return False
    total = 0
    for position, digit in enumerate(reversed(written)):
        value = int(digit) * (1 + position % 2)
        total += value - 9 if value > 9 else value  # noqa: PLR2004 - two digits add up
    return total % 10 == 0
