"""What the aids would cost: what a page asks of `rebond.pipeline.aid_cost`, and its answer by territory and région."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any
from urllib.parse import urlencode

from rebond.aid.loading import shipped_aid
from rebond.errors import RebondError
from rebond.pipeline.aid_cost import (
    DEFAULTS,
    FIRM_AID,
    FIRST_DAY,
    LAST_DAY,
    SHARES,
    TWELVE_MONTHS,
    AidCost,
    TerritoryCost,
    aid_cost,
)
from rebond.programme import Programme
from rebond.territory import Place, PlaceKey
from rebond.texts import Text, day_text, number
from rebond.web.programmes.queries import programme
from rebond.web.territories.places import atlas
from rebond.web.theme.datasets import snapshot

DAY, SEED = "jour", "graine"
MOST_RECRUITMENTS, MOST_SEED, LONGEST = 100_000, 2**31, 20
"""A page computes while one waits; beyond these bounds, `rebond aid cost` does."""
TOPS: Mapping[str, float] = {
    "recruitments": MOST_RECRUITMENTS,
    "months_low": TWELVE_MONTHS,
    "rent_low": 10_000,
    "rent_high": 10_000,
}
WHOLE = frozenset({"recruitments", "months_low"})
UNITS: Mapping[str, Text] = {
    "recruitments": Text("recrutements", "recruitments"),
    "months_low": Text("mois", "months"),
    "rent_low": Text("€ par mois", "€ a month"),
    "rent_high": Text("€ par mois", "€ a month"),
    **dict.fromkeys(sorted(SHARES), Text("de 0 à 1", "from 0 to 1")),
}
PERIMETER, PHASE = "territoire_industrie", "1"


@dataclass(frozen=True, slots=True)
class Field:
    """One assumption in the form, as typed."""

    name: str
    words: Text
    unit: Text
    typed: str
    is_announced: bool
    fault: Text | None = None


@dataclass(frozen=True, slots=True)
class Asked:
    """What an address asks; with a fault nothing is computed."""

    on: date
    day_typed: str
    day_fault: Text | None
    seed: int
    fields: tuple[Field, ...]
    changes: tuple[tuple[str, float], ...]

    @property
    def is_sound(self) -> bool:
        """Whether everything typed was understood."""
        return self.day_fault is None and not any(one.fault for one in self.fields)

    @property
    def query(self) -> str:
        """Return the address that asks the same, in one way."""
        pairs = [(DAY, self.on.isoformat())]
        pairs += [(name, f"{value:.12g}") for name, value in self.changes]
        return urlencode(pairs + ([(SEED, str(self.seed))] if self.seed else []))

    @property
    def command(self) -> str:
        """Return the command that computes the same."""
        parts = [f"rebond aid cost --on {self.on.isoformat()}"]
        parts += [f"--suppose {name}={value:.12g}" for name, value in self.changes]
        return " ".join(parts + ([f"--seed {self.seed}"] if self.seed else []))


@dataclass(frozen=True, slots=True)
class RegionCost:
    """What the territories of one région would receive."""

    code: str
    name: str
    territories: int
    recruitments: int
    firm_cents: int
    housing_cents: int

    @property
    def total_cents(self) -> int:
        """Both aids."""
        return self.firm_cents + self.housing_cents


@dataclass(frozen=True, slots=True)
class Row:
    """What one territory would receive, and the région of most of its inhabitants."""

    cost: TerritoryCost
    key: str
    region_code: str
    region_name: str

    @property
    def total_cents(self) -> int:
        """Both aids."""
        return self.cost.firm_cents + self.cost.housing_cents


def policy() -> Programme | None:
    """Return the programme whose measure the aid to the firm belongs to."""
    named = shipped_aid(FIRM_AID).measure
    return programme(named.programme) if named is not None else None


def default_day() -> date:
    """Return the day on which the programme was announced."""
    found = policy()
    said = found.announced_on if found is not None else None
    return said if isinstance(said, date) else FIRST_DAY


def read(given: Mapping[str, Any]) -> Asked:
    """Read what a form or an address says; what cannot be read is a fault, and what is absent a default."""
    typed_day = str(given.get(DAY, "")).strip()[:LONGEST]
    on, day_fault = _day(typed_day)
    fields, changes = [], []
    for one in DEFAULTS:
        typed = str(given.get(one.name, "")).strip()[:LONGEST]
        value, fault = _number(one.name, typed) if typed else (one.value, None)
        if value != one.value:
            changes.append((one.name, value))
        is_announced = one.basis == "announced" and value == one.value
        shown = typed or f"{one.value:g}"
        fields.append(Field(one.name, one.words, UNITS[one.name], shown, is_announced, fault))
    made = Asked(
        on, typed_day or on.isoformat(), day_fault, _seed(given), tuple(fields), tuple(changes)
    )
    return _ordered(made)


def _day(typed: str) -> tuple[date, Text | None]:
    default = default_day()
    if not typed:
        return default, None
    try:
        found = date.fromisoformat(typed)
    except ValueError:
        found = None
    if found is None or not FIRST_DAY <= found <= LAST_DAY:
        return default, Text(
            "Écrivez un jour, comme 2020-09-01, du {first} au {last}.",
            "Write a day, such as 2020-09-01, from {first} to {last}.",
        ).filled(first=day_text(FIRST_DAY), last=day_text(LAST_DAY))
    return found, None


def _number(name: str, typed: str) -> tuple[float, Text | None]:
    top = 1 if name in SHARES else TOPS[name]
    try:
        value = float("".join(typed.replace(",", ".").split()))
    except ValueError:
        value = math.nan
    is_whole = name not in WHOLE or (math.isfinite(value) and value.is_integer())
    if typed.isascii() and math.isfinite(value) and 0 <= value <= top and is_whole:
        return value, None
    kind = (
        Text("un nombre entier", "a whole number")
        if name in WHOLE
        else Text("un nombre", "a number")
    )
    most = Text(number(top, "fr"), number(top, "en"))
    return math.nan, Text("Écrivez {kind} de 0 à {top}.", "Write {kind} from 0 to {top}.").filled(
        kind=kind, top=most
    )


def _seed(given: Mapping[str, Any]) -> int:
    typed = str(given.get(SEED, "")).strip()[:LONGEST]
    return int(typed) % MOST_SEED if typed.isascii() and typed.isdigit() else 0


def _ordered(asked: Asked) -> Asked:
    """Mark the lowest rent when it is above the highest: the engine would refuse it."""
    values = {one.name: one.value for one in DEFAULTS} | dict(asked.changes)
    if not asked.is_sound or values["rent_low"] <= values["rent_high"]:
        return asked
    fault = Text(
        "Le loyer le plus bas dépasse le plus haut.", "The lowest rent is above the highest."
    )
    fields = tuple(
        Field(one.name, one.words, one.unit, one.typed, one.is_announced, fault)
        if one.name == "rent_low"
        else one
        for one in asked.fields
    )
    return Asked(asked.on, asked.day_typed, None, asked.seed, fields, asked.changes)


def cost(asked: Asked) -> AidCost:
    """Return the cost; the same question is computed once."""
    return _cost(asked.on, asked.changes, asked.seed)


@lru_cache(maxsize=64)
def _cost(on: date, changes: tuple[tuple[str, float], ...], seed: int) -> AidCost:
    return aid_cost(
        snapshot(),
        atlas(),
        on=on,
        changes=dict(changes),
        seed=seed,
        perimeter=PERIMETER,
        phase=PHASE,
    )


def rows(found: AidCost) -> tuple[Row, ...]:
    """Return the territories with their région, the dearest first."""
    made = [Row(one, str(key), *_region(key)) for one, key in _keyed(found)]
    return tuple(sorted(made, key=lambda row: (-row.total_cents, row.cost.id)))


def by_region(found: AidCost) -> tuple[RegionCost, ...]:
    """Return the régions, the dearest first; they add up to the whole."""
    sums: dict[tuple[str, str], list[int]] = {}
    for row in rows(found):
        one = sums.setdefault((row.region_code, row.region_name), [0, 0, 0, 0])
        parts = (1, row.cost.recruitments, row.cost.firm_cents, row.cost.housing_cents)
        one[:] = [before + part for before, part in zip(one, parts, strict=True)]
    made = [RegionCost(code, name, *values) for (code, name), values in sums.items()]
    return tuple(sorted(made, key=lambda one: (-one.total_cents, one.code)))


def _keyed(found: AidCost) -> Iterator[tuple[TerritoryCost, PlaceKey]]:
    for one in found.territories:
        yield one, PlaceKey(PERIMETER, one.id, PHASE)


@lru_cache(maxsize=1024)
def _region(key: PlaceKey) -> tuple[str, str]:
    try:
        place: Place = atlas().region_of(key)
    except RebondError:  # pragma: no cover - each shipped territory has a région
        return "", ""
    return place.key.code, place.name


COLUMNS = (
    "territory", "name", "region_code", "region_name", "jobs", "recruitments", "firm_cents",
    "housing_cents",
)  # fmt: skip


def table(found: AidCost) -> list[dict[str, Any]]:
    """Return the territories as rows of a file, in the order of `rebond aid cost`."""
    return [
        dict(
            zip(
                COLUMNS,
                (
                    one.id,
                    one.name,
                    *_region(key),
                    one.jobs,
                    one.recruitments,
                    one.firm_cents,
                    one.housing_cents,
                ),
                strict=True,
            )
        )
        for one, key in _keyed(found)
    ]
