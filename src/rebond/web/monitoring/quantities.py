"""The quantities that are followed: their names, how they are read and written."""

from __future__ import annotations

from decimal import Decimal, InvalidOperation

from rebond.texts import NO_BREAK_SPACE, Text, number
from rebond.web.monitoring.errors import NotAnAmount
from rebond.web.monitoring.models import Observation

Quantity = Observation.Quantity
CENTS = 100
MOST = 10**15

LABELS: dict[str, Text] = {
    Quantity.JOBS: Text("Emplois présents au 31 décembre", "Jobs present on 31 December"),
    Quantity.INVESTMENT: Text(
        "Investissements réalisés dans l’année, en euros", "Investment made in the year, in euros"
    ),
    Quantity.RELOCATIONS: Text(
        "Productions relocalisées dans l’année", "Productions relocated in the year"
    ),
}
UNITS: dict[str, Text] = {
    Quantity.JOBS: Text("emplois", "jobs"),
    Quantity.INVESTMENT: Text("€", "€"),
    Quantity.RELOCATIONS: Text("productions", "productions"),
}
SHORT: dict[str, Text] = {
    Quantity.JOBS: Text("Emplois", "Jobs"),
    Quantity.INVESTMENT: Text("Investissements", "Investment"),
    Quantity.RELOCATIONS: Text("Relocalisations", "Relocations"),
}


def read(quantity: str, typed: str) -> int | None:
    """Return a number as it is kept, amounts in cents; None for an empty cell: not known, never zero.

    Raises
    ------
    NotAnAmount
    """
    plain = "".join(typed.replace("€", "").split()).replace(",", ".")
    if not plain:
        return None
    try:
        value = Decimal(plain)
    except InvalidOperation:
        raise NotAnAmount(LABELS[quantity], typed) from None
    kept = value * CENTS if quantity == Quantity.INVESTMENT else value
    if not kept.is_finite() or not 0 <= kept <= MOST or kept != int(kept):
        raise NotAnAmount(LABELS[quantity], typed)
    return int(kept)


def written(quantity: str, value: float) -> Text:
    """Write a number with its unit, amounts from cents."""
    shown = value / CENTS if quantity == Quantity.INVESTMENT else value
    unit = UNITS[quantity]
    return Text(
        f"{number(shown, 'fr')}{NO_BREAK_SPACE}{unit.fr}",
        f"€{number(shown, 'en')}"
        if quantity == Quantity.INVESTMENT
        else f"{number(shown, 'en')}{NO_BREAK_SPACE}{unit.en}",
    )
