"""What someone told the simulator: read once from a form or an address, and written back as an address.

What cannot be read is said beside its field and counts as unknown; nothing typed is lost. An address never holds
the SIREN number, and amounts only as far as they move an answer (see `rebond.aid.coarse`).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Protocol
from urllib.parse import urlencode

from rebond.aid.coarse import coarse, coarse_size
from rebond.aid.errors import UnusableFact
from rebond.aid.firm_size import SizeClass, kind_of, size_classes
from rebond.aid.typed import read_fact
from rebond.texts import Text, number
from rebond.web.accounts.siren import is_siren
from rebond.web.aids import simulator_place as places
from rebond.web.aids.simulator_fields import (
    CONTRACT,
    CONTRACT_FACTS,
    DAY,
    FIGURES,
    NO,
    PLACE,
    SIREN,
    SIZE,
    SIZE_FACT,
    YES,
    Field,
    aids,
    fields,
)

LONGEST = 120
FIRST_YEAR, LAST_YEAR = 2015, 2100
CENTS = 100
MOST_CENTS = 10**8
"""Of pay and rent a month."""
MOST_FIGURE = 10**15
"""Of a firm's figures: cents, or people."""


class Values(Protocol):
    """What is read of a form or a query: Django's QueryDict, or the like."""

    def getlist(self, key: str) -> list[str]: ...


@dataclass(frozen=True, slots=True)
class Told:
    """What was understood of a simulation.

    Parameters
    ----------
    on : date
        Filing day.
    values : mapping of str to object
        By key of field: money in cents, yes or no as a bool, a choice by its id.
    place : Read, optional
        What was understood of the commune.
    has_siren : bool
        Whether a number with a right key was given; the number itself is nowhere.
    sizes : tuple of SizeClass
        Classes that the figures leave; empty without any figure.
    faults : mapping of str to Text
        What is wrong, by key.
    typed : mapping of str to str
        As typed, by key.
    is_asked : bool
        Whether anything was asked at all.
    """

    on: date
    values: Mapping[str, Any]
    place: places.Read | None = None
    has_siren: bool = False
    sizes: tuple[SizeClass, ...] = ()
    faults: Mapping[str, Text] = field(default_factory=dict)
    typed: Mapping[str, str] = field(default_factory=dict)
    is_asked: bool = False


def read(given: Values, today: date) -> Told:
    """Read what was given; the filing day is today unless it says another."""
    typed = {key: _last(given, key) for key in fields()}
    faults: dict[str, Text] = {}
    values: dict[str, Any] = {}
    for one in fields().values():
        written = typed[one.key]
        if not written:
            continue
        found = read_answer(one, written)
        if isinstance(found, Text):
            faults[one.key] = found
        elif found is not None:
            values[one.key] = found
    place = places.read(typed[PLACE]) if typed[PLACE] else None
    if place is not None and place.fault is not None:
        faults[PLACE] = place.fault
    elif place is not None and place.place is not None:
        values[PLACE] = place.place.key.code
    sizes = _sizes(values)
    if (clash := _clash(values, sizes)) is not None:
        faults[SIZE] = clash
        values.pop(SIZE)
    has_siren = values.pop(SIREN, "") != ""
    on = values.pop(DAY, today)
    is_asked = any(given.getlist(key) for key in fields())
    return Told(on, values, place, has_siren, sizes, faults, typed, is_asked)


def facts(told: Told) -> dict[str, Any]:
    """Return every fact of the aids that a simulation tells."""
    found: dict[str, Any] = {}
    for one in fields().values():
        value = told.values.get(one.key)
        if one.key == CONTRACT and value is not None:
            found |= CONTRACT_FACTS[value]
        elif one.spec is not None and one.key not in FIGURES:
            found[one.facts[0]] = value
    if found.get(SIZE_FACT) is None and told.sizes:
        found[SIZE_FACT] = kind_of(told.sizes)
    if told.place is not None and told.place.place is not None:
        found |= {one.fact: one.answer for one in places.insides(told.place.place, told.on)}
    return {name: value for name, value in found.items() if value is not None}


def pairs(told: Told) -> list[tuple[str, str]]:
    """Return what an address may hold of a simulation, in the order of the fields."""
    written: list[tuple[str, str]] = []
    for one in fields().values():
        if one.key == DAY:
            written.append((DAY, told.on.isoformat()))
        elif (value := told.values.get(one.key)) is not None:
            written.append((one.key, _as_text(one, value)))
    return written


def to_query(told: Told) -> str:
    """Return the query string of a simulation: the same answers, and nothing about anyone."""
    return urlencode(pairs(told))


def shown(one: Field, value: Any) -> Text:
    """Return a value as a reader reads it."""
    if one.kind == "yes_no":
        return Text("oui", "yes") if value else Text("non", "no")
    if one.kind == "choice":
        return dict(one.options)[value]
    if one.kind == "money":
        return money(value)
    return Text(str(value), str(value))


def money(cents: int) -> Text:
    """Return an amount in words."""
    digits = 2 if cents % CENTS else 0
    fr, en = number(cents / CENTS, "fr", digits=digits), number(cents / CENTS, "en", digits=digits)
    return Text(f"{fr}\u00a0€", f"€{en}")


def _as_text(one: Field, value: Any) -> str:
    if one.kind == "yes_no":
        return YES if value else NO
    if one.kind in {"number", "money"}:
        figure = FIGURES.get(one.key)
        told = coarse_size(figure, value) if figure else coarse(aids(), one.facts[0], value)
        if one.kind == "number":
            # A count of months moves the amount one by one: it is no threshold and stays as it is.
            return str(told if figure else value)
        return f"{told // CENTS}.{told % CENTS:02d}" if told % CENTS else str(told // CENTS)
    return str(value)


def read_answer(one: Field, written: str) -> Any:  # noqa: PLR0911 - one a kind
    """Read what was typed in one field; a Text says what is wrong."""
    match one.kind:
        case "commune":
            return None
        case "siren":
            return _siren(written)
        case "day":
            return _day(written)
        case "yes_no" if written in {YES, NO}:
            return written == YES
        case "yes_no":
            return _not_offered(written)
        case "choice":
            known = {code for code, _words in one.options}
            return written if written in known else _not_offered(written)
        case _:
            return _number(one, written)


def _number(one: Field, written: str) -> int | Text | None:
    assert one.spec is not None  # noqa: S101 - every number of `fields` says what it is
    try:
        value = read_fact(one.spec, written)
    except UnusableFact as error:
        return _refused(written, error.why or Text("", ""))
    if value is None:
        return None
    least = int(one.spec.least)
    usual = MOST_FIGURE if one.key in FIGURES else MOST_CENTS
    most = usual if one.spec.greatest is None else int(one.spec.greatest)
    if least <= value <= most:
        return int(value)
    is_money = one.kind == "money"
    low, high = (
        (money(end) if is_money else Text(number(end, "fr"), number(end, "en")))
        for end in (least, most)
    )
    bounds = Text("Attendu\u202f: de {low} à {high}.", "Expected: from {low} to {high}.")
    return _refused(written, bounds.filled(low=low, high=high))


def _siren(written: str) -> str | Text:
    bare = "".join(written.split())
    if is_siren(bare):
        return bare
    return Text(
        "Ce n’est pas un numéro SIREN\u202f: il a neuf chiffres, dont le dernier est une clé. Vérifiez-le, ou laissez vide.",
        "This is not a SIREN number: it has nine digits, the last of which is a key. Check it, or leave it empty.",
    )


def _day(written: str) -> date | Text:
    try:
        day = date.fromisoformat(written)
    except ValueError:
        day = None
    if day is not None and FIRST_YEAR <= day.year <= LAST_YEAR:
        return day
    return _refused(
        written,
        Text(
            f"Attendu\u202f: une date de {FIRST_YEAR} à {LAST_YEAR}, année-mois-jour.",
            f"Expected: a date from {FIRST_YEAR} to {LAST_YEAR}, year-month-day.",
        ),
    )


def _not_offered(written: str) -> Text:
    return _refused(written, Text("Choisissez une des réponses.", "Choose one of the answers."))


def _refused(written: str, why: Text) -> Text:
    return Text(
        f"«\u00a0{written}\u00a0» n’est pas compris. {why.fr}",
        f"“{written}” is not understood. {why.en}",
    )


def _sizes(values: Mapping[str, Any]) -> tuple[SizeClass, ...]:
    figures = {name: values.get(key) for key, name in FIGURES.items()}
    return size_classes(**figures) if any(one is not None for one in figures.values()) else ()


def _clash(values: Mapping[str, Any], sizes: tuple[SizeClass, ...]) -> Text | None:
    """Return what is wrong when the class told is none of those that the figures leave."""
    said = values.get(SIZE)
    left = {kind_of((size,)) for size in sizes}
    if said is None or not left or said in left:
        return None
    names = dict(fields()[SIZE].options)
    possible = [words for code, words in names.items() if code in left]
    return Text(
        "Vos chiffres disent autre chose\u00a0: {left}. Corrigez l’un ou l’autre, ou laissez-les dire.",
        "Your figures say otherwise: {left}. Correct one or the other, or let the figures tell.",
    ).filled(
        left=Text(" / ".join(one.fr for one in possible), " / ".join(one.en for one in possible))
    )


def _last(given: Values, key: str) -> str:
    """Return the last thing given under a key that is not empty: a proposal that is chosen stands after its field."""
    found = [_clean(one) for one in given.getlist(key)]
    return next((one for one in reversed(found) if one), "")


def _clean(text: str) -> str:
    """Return a text without control characters, cut where no honest value is that long."""
    return " ".join(
        "".join(c if c.isprintable() or c.isspace() else " " for c in text[:LONGEST]).split()
    )
