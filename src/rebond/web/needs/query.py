"""An investor's need and its address: the same need always makes the same address, and comes back from it.

Anything unreadable is said beside its field and left out of the need; nothing typed is lost.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Literal, Protocol, cast
from urllib.parse import urlencode

from rebond.matching import Box
from rebond.texts import Text, number
from rebond.web.needs import activities
from rebond.web.needs.fields import FIELDS, IMPORTANCES, ON_SITE, Field
from rebond.web.needs.places import departements, regions

LONGEST = 200
MOST_PAIRS = 120
MOST_PLACES = 40
USUAL_CHANCE = 80
LEAST_CHANCE, MOST_CHANCE = 5, 95
FIRST_YEAR, LAST_YEAR = 2020, 2100
WEIGHT, CHANCE, BOX, UNKNOWN, PAGE = "_p", "chance", "cadre", "inconnus", "page"

Value = float | str | date | tuple[str, ...]


class Values(Protocol):
    """What is read of a query: Django's QueryDict, or the like."""

    def getlist(self, key: str) -> list[str]: ...


@dataclass(frozen=True, slots=True)
class Wanted:
    """One thing asked, as a must (importance 0) or as a wish."""

    key: str
    value: Value
    importance: Literal[0, 1, 2, 3] = 0
    chance: int = 0
    """Per cent of chance asked of a date; 0 for other fields."""

    @property
    def field(self) -> Field:
        """Return what is asked."""
        return FIELDS[self.key]

    @property
    def is_must(self) -> bool:
        """Whether a site without it is left out."""
        return self.importance == 0


@dataclass(frozen=True, slots=True)
class InvestorNeed:
    """What an investor looks for; `faults` and `typed` only serve to show the form again."""

    wanted: tuple[Wanted, ...] = ()
    with_unknown: bool = True
    box: Box | None = None
    faults: Mapping[str, Text] = field(default_factory=dict, compare=False)
    typed: Mapping[str, tuple[str, ...]] = field(default_factory=dict, compare=False)

    @property
    def musts(self) -> tuple[Wanted, ...]:
        """Return what a site must have."""
        return tuple(one for one in self.wanted if one.is_must)

    @property
    def wishes(self) -> tuple[Wanted, ...]:
        """Return what would be good to have."""
        return tuple(one for one in self.wanted if not one.is_must)

    @property
    def is_empty(self) -> bool:
        """Whether nothing is asked."""
        return not self.wanted and self.box is None


def read(values: Values) -> InvestorNeed:
    """Read a need from a query."""
    faults: dict[str, Text] = {}
    typed: dict[str, tuple[str, ...]] = {}
    wanted = []
    for asked in FIELDS.values():
        found = _field(asked, values, faults, typed)
        if found is not None:
            wanted.append(found)
    return InvestorNeed(
        tuple(wanted), _one(values, UNKNOWN) != "non", _box(values, faults), faults, typed
    )


def pairs(need: InvestorNeed) -> list[tuple[str, str]]:
    """Return a need as the pairs of its address, in the order of the fields."""
    written: list[tuple[str, str]] = []
    for one in need.wanted:
        parts = one.value if isinstance(one.value, tuple) else (_text(one.value),)
        written += [(one.key, part) for part in parts]
        if one.chance:
            written.append((CHANCE, str(one.chance)))
        if one.importance:
            written.append((one.key + WEIGHT, str(one.importance)))
    if need.box is not None:
        ends = (need.box.west, need.box.south, need.box.east, need.box.north)
        written.append((BOX, ",".join(_text(round(end, 4)) for end in ends)))
    if not need.with_unknown:
        written.append((UNKNOWN, "non"))
    return written


def to_query(need: InvestorNeed, **more: object) -> str:
    """Return the canonical query string of a need, with what else is asked of the page."""
    added = [(key, str(value)) for key, value in more.items() if value not in (None, "")]
    return urlencode([*pairs(need), *added], safe=",")


def _field(
    asked: Field,
    values: Values,
    faults: dict[str, Text],
    typed: dict[str, tuple[str, ...]],
) -> Wanted | None:
    written = tuple(_clean(one) for one in values.getlist(asked.key)[:MOST_PLACES])
    written = tuple(one for one in written if one)
    level = _one(values, asked.key + WEIGHT)
    chance = _one(values, CHANCE) if asked.kind == "ready" else ""
    typed[asked.key], typed[asked.key + WEIGHT] = written, (level,)
    if asked.kind == "ready":
        typed[CHANCE] = (chance,)
    if not written:
        return None
    value = _value(asked, written)
    if isinstance(value, Text):
        faults[asked.key] = value
        return None
    percent = 0
    if asked.kind == "ready":
        percent = _percent(chance)
        if not percent:
            faults[asked.key] = Text(
                f"« {chance} » : donnez une chance de {LEAST_CHANCE} à {MOST_CHANCE} %.",
                f"“{chance}”: give a chance from {LEAST_CHANCE} to {MOST_CHANCE}%.",
            )
            return None
    if level not in {one for one, _words in IMPORTANCES}:
        faults[asked.key] = Text(
            f"Importance « {level} » : laissez vide, ou choisissez 1, 2 ou 3.",
            f"Importance “{level}”: leave it empty, or choose 1, 2 or 3.",
        )
        return None
    return Wanted(asked.key, value, cast("Literal[0, 1, 2, 3]", int(level or 0)), percent)


def _value(asked: Field, written: Sequence[str]) -> Value | Text:  # noqa: PLR0911 - one a kind
    """Read what was typed in one field; a Text says what is wrong."""
    first = written[0]
    match asked.kind:
        case "number":
            return _number(asked, first)
        case "distance":
            if asked.on_site is not None and first == ON_SITE:
                return ON_SITE
            return _number(asked, first)
        case "choice":
            return _choice(first, [value for value, _words in asked.choices])
        case "activity":
            code = first.upper()
            if activities.section_of(code) is None:
                return Text(
                    f"« {first} » n’est ni une section (A à U) ni une division (01 à 99) de la NAF.",
                    f"“{first}” is neither a section (A to U) nor a division (01 to 99) of NACE.",
                )
            return code
        case "ready":
            return _day(first)
        case "places":
            return _places(asked.key, written)


def _number(asked: Field, text: str) -> float | Text:
    plain = text.replace(" ", "").replace("\u00a0", "").replace("\u202f", "").replace(",", ".")
    try:
        found = Decimal(plain) if plain.isascii() and len(plain) <= 12 else Decimal("nan")  # noqa: PLR2004
    except InvalidOperation:
        found = Decimal("nan")
    value = round(float(found), 2)
    if not math.isfinite(value) or not asked.least <= value <= asked.most:
        unit = f"\u00a0{asked.unit}" if asked.unit else ""
        digits = 0 if asked.least >= 1 else 1
        (low_fr, low_en), (high_fr, high_en) = (
            (number(end, "fr", digits=shown), number(end, "en", digits=shown))
            for end, shown in ((asked.least, digits), (asked.most, 0))
        )
        return Text(
            f"« {text} » : donnez un nombre de {low_fr} à {high_fr}{unit}.",
            f"“{text}”: give a number from {low_en} to {high_en}{unit}.",
        )
    return value


def _choice(text: str, known: Sequence[str]) -> str | Text:
    if text in known:
        return text
    return Text(
        f"« {text} » n’existe pas ; choix : {', '.join(known)}.",
        f"“{text}” does not exist; choices: {', '.join(known)}.",
    )


def _day(text: str) -> date | Text:
    try:
        day = date.fromisoformat(text)
    except ValueError:
        day = None
    if day is None or not FIRST_YEAR <= day.year <= LAST_YEAR:
        return Text(
            f"« {text} » n’est pas une date de {FIRST_YEAR} à {LAST_YEAR} (année-mois-jour).",
            f"“{text}” is not a date from {FIRST_YEAR} to {LAST_YEAR} (year-month-day).",
        )
    return day


def _percent(text: str) -> int:
    if not text:
        return USUAL_CHANCE
    is_number = text.isascii() and text.isdigit() and len(text) <= 3  # noqa: PLR2004
    percent = int(text) if is_number else 0
    return percent if LEAST_CHANCE <= percent <= MOST_CHANCE else 0


def _places(key: str, written: Sequence[str]) -> tuple[str, ...] | Text:
    known = regions() if key == "region" else departements()
    codes = {code.upper() for one in written for code in one.replace(",", " ").split()}
    strangers = sorted(codes - set(known))
    if strangers or len(codes) > MOST_PLACES:
        names = ", ".join(strangers[:5]) or f"{len(codes)}"
        return Text(f"Codes inconnus : {names}.", f"Unknown codes: {names}.")
    return tuple(sorted(codes))


def _box(values: Values, faults: dict[str, Text]) -> Box | None:
    text = _one(values, BOX)
    if not text:
        return None
    try:
        west, south, east, north = (round(float(part), 4) for part in text.split(","))
    except (ValueError, OverflowError):
        west = south = east = north = math.nan
    is_box = -180 <= west < east <= 180 and -90 <= south < north <= 90  # noqa: PLR2004 - degrees
    if not is_box:
        faults[BOX] = Text(
            "Le cadre de la carte n’est pas lisible (ouest, sud, est, nord en degrés) ; il est ignoré.",
            "The frame of the map cannot be read (west, south, east, north in degrees); it is left out.",
        )
        return None
    return Box(west, south, east, north)


def _one(values: Values, key: str) -> str:
    """Return the last value given under a key, as Django does."""
    found = values.getlist(key)
    return _clean(found[-1]) if found else ""


def _clean(text: str) -> str:
    """Return a text without control characters, cut where no honest value is that long."""
    return " ".join("".join(c if c.isprintable() else " " for c in text[:LONGEST]).split())


def _text(value: Value) -> str:
    if isinstance(value, float):
        return f"{value:.4f}".rstrip("0").rstrip(".")
    return value.isoformat() if isinstance(value, date) else str(value)
