"""Money of the measures by territory, as the public dataset tells it: small counts are secret there and here."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import Any

from rebond.errors import RebondError
from rebond.territory import PlaceKey
from rebond.web.publishing.rows_money import MONEY
from rebond.web.territories.ground import Ground, perimeters_in
from rebond.web.territories.places import atlas

MOST_SHOWN = 12


@dataclass(frozen=True, slots=True)
class MoneyRow:
    """One fund at one territory; None where the number is kept secret."""

    territory: PlaceKey
    name: str
    programme: str
    measure: str
    year: int
    unit: str
    reservations: int | None
    committed: int | None
    paid: int | None
    is_secret: bool


def money_of(ground: Ground, now: datetime) -> tuple[MoneyRow, ...]:
    """Return the money recorded here for a place and for the perimeters that hold it or that it holds."""
    held = _table(MONEY.stamp(now), _Asked(now))
    if not held:
        return ()
    wanted = {ground.key, *perimeters_in(ground.key)}
    rows = [row for key in sorted(wanted) for row in held.get(key, ())]
    rows.sort(key=lambda row: (row.territory != ground.key, row.name, -row.year))
    return tuple(rows[:MOST_SHOWN])


class _Asked:
    """The moment of reading; equal to any other, so that the stamp alone is the key."""

    def __init__(self, now: datetime) -> None:
        self.now = now

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Asked)

    def __hash__(self) -> int:
        return 0


@lru_cache(maxsize=2)
def _table(_stamp: str, asked: _Asked) -> Mapping[PlaceKey, tuple[MoneyRow, ...]]:
    found: dict[PlaceKey, list[MoneyRow]] = {}
    for row in MONEY.rows(asked.now):
        one = _read(row.values)
        if one is not None:
            found.setdefault(one.territory, []).append(one)
    return {key: tuple(rows) for key, rows in found.items()}


def _read(values: Mapping[str, Any]) -> MoneyRow | None:
    try:
        key = PlaceKey.parse(values["territory"] or "")
        name = atlas().place(key).name
    except (RebondError, ValueError):
        return None
    return MoneyRow(
        territory=key,
        name=name,
        programme=values["programme"],
        measure=values["measure"],
        year=values["year"],
        unit=values["unit"],
        reservations=values["reservations"],
        committed=values["committed"],
        paid=values["paid"],
        is_secret=values["is_secret"],
    )
