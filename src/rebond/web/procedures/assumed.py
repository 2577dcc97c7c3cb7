"""The assumptions of a plan as fields of a form: as supposed, as changed, or wrongly typed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from rebond.procedure.assumptions import Days
from rebond.procedure.distributions import LONGEST_DAYS

if TYPE_CHECKING:
    from rebond.procedure.assumptions import Assumption

LOW, MODE, HIGH, CHANCE = "low", "mode", "high", "chance"
PARTS = (LOW, MODE, HIGH)
HUNDRED = 100


@dataclass(frozen=True, slots=True)
class Field:
    """One assumption, its value as written in the form, and the value put instead of it."""

    assumption: Assumption
    originals: tuple[str, ...]
    values: tuple[str, ...]
    change: Days | float | None = None
    fault: str = ""

    @property
    def is_chance(self) -> bool:
        """Return whether it is a chance, not a duration."""
        return self.assumption.duration is None

    @property
    def is_changed(self) -> bool:
        """Return whether the visitor put another value."""
        return self.change is not None

    @property
    def name(self) -> str:
        """Return the name of its first field."""
        return f"h.{self.assumption.name}"

    @property
    def parts(self) -> tuple[tuple[str, str, str], ...]:
        """Return the part, value and original of each field."""
        names = (CHANCE,) if self.is_chance else PARTS
        return tuple(zip(names, self.values, self.originals, strict=True))


def fields_of(assumptions: Sequence[Assumption], typed: Mapping[str, str]) -> tuple[Field, ...]:
    """Return each assumption with what was typed for it."""
    return tuple(_field(one, typed) for one in assumptions)


def changes_of(fields: Sequence[Field]) -> dict[str, Days | float]:
    """Return the values put instead of those supposed, by name."""
    return {one.assumption.name: one.change for one in fields if one.change is not None}


def _field(one: Assumption, typed: Mapping[str, str]) -> Field:
    originals = _originals(one)
    names = (CHANCE,) if one.duration is None else PARTS
    values = tuple(
        typed.get(f"{one.name}.{part}", original)
        for part, original in zip(names, originals, strict=True)
    )
    field = Field(one, originals, values)
    if values == originals:
        return field
    try:
        numbers = [float(value.replace(",", ".")) for value in values]
    except ValueError:
        return replace(field, fault=_("Écrivez des nombres."))
    if one.duration is None:
        return _chance(field, numbers[0])
    return _days(field, numbers)


def _chance(field: Field, percent: float) -> Field:
    if not 0 <= percent <= HUNDRED:
        return replace(field, fault=_("Une chance va de 0 à 100 %%.") % {})
    return replace(field, change=percent / HUNDRED)


def _days(field: Field, numbers: Sequence[float]) -> Field:
    low, mode, high = numbers
    if not 0 <= low <= mode <= high <= LONGEST_DAYS:
        return replace(
            field, fault=_("Les jours vont en croissant : au moins, le plus souvent, au plus.")
        )
    duration = field.assumption.duration
    kind = "pert" if duration is not None and duration.kind == "pert" else "triangular"
    return replace(field, change=Days(low, mode, high, kind))


def _originals(one: Assumption) -> tuple[str, ...]:
    if one.duration is None:
        return (f"{HUNDRED * (one.chance or 0):g}",)
    return tuple(f"{getattr(one.duration, part):g}" for part in PARTS)
