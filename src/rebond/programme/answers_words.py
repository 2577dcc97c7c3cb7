"""An answer as people read it."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from typing import Any

from rebond.programme.answers_geometry import SHAPE_TEXTS
from rebond.texts import NARROW_NO_BREAK_SPACE, NO_BREAK_SPACE, Text, day_text, number, verbatim

_CENTS = 100
_SHAPES = {"Point": "point", "LineString": "line", "Polygon": "polygon"}


def in_words(field: Any, value: Any, *, commune_name: Callable[[str], str] | None = None) -> Text:
    """Write a value as each language writes it.

    Parameters
    ----------
    field : FormField
    value : JSON value
        As kept; None is written as an empty text, for the page to say that the answer is missing.
    commune_name : callable, optional
        Gives the name of a commune from its code.

    Returns
    -------
    Text

    Examples
    --------
    >>> from rebond.programme.forms import BooleanField
    >>> in_words(BooleanField(id="a", type="boolean", label={"fr": "A", "en": "A"}), False).fr
    'non'
    """
    if value is None:
        return Text("", "")
    writer = _WRITERS.get(field.type)
    if field.type == "commune":
        return _communes(value, commune_name)
    return writer(field, value) if writer else verbatim(value)


def _number(field: Any, value: Any) -> Text:
    digits = getattr(field, "digits", 0)
    unit = field.unit or Text("", "")
    plain = Decimal(str(value))
    return Text(
        f"{number(float(plain), 'fr', digits=digits)}{NO_BREAK_SPACE}{unit.fr}".strip(),
        f"{number(float(plain), 'en', digits=digits)} {unit.en}".strip(),
    )


def _money(_field: Any, value: Any) -> Text:
    digits = 2 if value % _CENTS else 0
    return Text(
        f"{number(value / _CENTS, 'fr', digits=digits)}{NO_BREAK_SPACE}€",
        f"€{number(value / _CENTS, 'en', digits=digits)}",
    )


def _option(field: Any, value: Any) -> Text:
    labels = {option.id: option.label for option in field.options}
    chosen = [
        labels.get(one, verbatim(one)) for one in (value if isinstance(value, list) else [value])
    ]
    return Text(", ".join(one.fr for one in chosen), ", ".join(one.en for one in chosen))


def _siren(_field: Any, value: Any) -> Text:
    return verbatim(NARROW_NO_BREAK_SPACE.join((value[:3], value[3:6], value[6:])))


def _communes(value: Any, name: Callable[[str], str] | None) -> Text:
    return verbatim(", ".join(f"{name(code)} ({code})" if name else code for code in value))


def _geometry(_field: Any, value: Any) -> Text:
    kind = str(value["type"])
    shape = SHAPE_TEXTS[_SHAPES[kind.removeprefix("Multi")]]
    lon, lat = _first(value["coordinates"])
    at = Text(
        f"{number(lat, 'fr', digits=5)}{NO_BREAK_SPACE}N, {number(lon, 'fr', digits=5)}{NO_BREAK_SPACE}E",
        f"{lat:.5f} N, {lon:.5f} E",
    )
    count = _count(value["coordinates"])
    if count == 1:
        return Text("{shape} {at}", "{shape} {at}").filled(shape=shape, at=at)
    parts = len(value["coordinates"]) if kind.startswith("Multi") else 1
    said = Text(
        "{shape}, {count} points, le premier {at}", "{shape}, {count} points, the first {at}"
    )
    if parts > 1:
        said = Text(
            "{shape}, {parts} parties, {count} points, le premier {at}",
            "{shape}, {parts} parts, {count} points, the first {at}",
        )
    return said.filled(shape=shape, parts=parts, count=count, at=at)


def _count(coordinates: Any) -> int:
    if coordinates and isinstance(coordinates[0], (int, float)):
        return 1
    return sum(map(_count, coordinates))


def _first(coordinates: Any) -> tuple[float, float]:
    while not isinstance(coordinates[0], (int, float)):
        coordinates = coordinates[0]
    return coordinates[0], coordinates[1]


_WRITERS: dict[str, Callable[[Any, Any], Text]] = {
    "integer": _number,
    "decimal": _number,
    "money": _money,
    "date": lambda _field, value: day_text(value),
    "choice": _option,
    "multi_choice": _option,
    "boolean": lambda _field, value: Text("oui", "yes") if value else Text("non", "no"),
    "siren": _siren,
    "geometry": _geometry,
}
