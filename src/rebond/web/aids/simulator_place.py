"""From the commune of a post to whether it stands in a perimeter on a day, and what leaves that open."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache

from rebond.aid.loading import IN_PERIMETER
from rebond.errors import RebondError
from rebond.opendata.tables import period_notes
from rebond.programme.applicants import Perimeter
from rebond.territory import Place, PlaceKey
from rebond.territory.communes import Via
from rebond.territory.former import FormerName
from rebond.texts import Text, day_text
from rebond.web.aids.simulator_fields import aids
from rebond.web.programmes.queries import perimeter_title, programme
from rebond.web.territories.places import atlas

COMMUNE = "commune"
MOST_PROPOSED = 8
_KEYED = re.compile(r"(?:\[commune:|\([^()]*, )([0-9][0-9AB][0-9]{3})[\])]$")
"""What the proposals write: « Lisieux [commune:14366] », « Lisieux (Calvados, 14366) »."""


@dataclass(frozen=True, slots=True)
class Read:
    """What was understood of a commune: the place, or what is wrong and which ones may be meant.

    `former` is the name or code of former times that was given.
    """

    place: Place | None = None
    via: Via = "current"
    former: FormerName | None = None
    fault: Text | None = None
    proposed: tuple[Place, ...] = ()


@dataclass(frozen=True, slots=True)
class Inside:
    """Whether a commune is in a perimeter on a day.

    Parameters
    ----------
    fact : str
    answer : bool or None
        None when two lists differ and nothing says which one holds.
    title : Text
        The perimeter.
    names : tuple of str
        Territories that hold the commune.
    words : Text
        The finding in one sentence.
    note : Text, optional
        What the register says of its own dates.
    """

    fact: str
    answer: bool | None
    title: Text
    names: tuple[str, ...]
    words: Text
    note: Text | None


def read(written: str) -> Read:
    """Read a commune typed as a name, a code of today or of before, or taken from the proposals."""
    keyed = _KEYED.search(written)
    asked = keyed[1] if keyed else written
    try:
        if asked[:1].isdigit():
            found = atlas().resolve_commune(asked.upper())
            place = atlas().place(PlaceKey(COMMUNE, str(found.code)))
            known = atlas().former_names.by_code.get(found.asked, ())
            was = known[-1] if known and found.via == "former_commune" else None
            return Read(place, found.via, was)
        matches = atlas().find(asked, kinds={COMMUNE}, limit=MOST_PROPOSED)
    except RebondError:
        return Read(fault=_no_code(asked) if asked[:1].isdigit() else _none(asked))
    if not matches.matches:
        return Read(fault=_none(asked))
    if not matches.is_approximate and not matches.is_ambiguous:
        first = matches.matches[0]
        return Read(first.place, first.via, first.former)
    proposed = tuple(one.place for one in matches.best)[:MOST_PROPOSED]
    return Read(
        fault=_none(asked) if matches.is_approximate else _several(asked), proposed=proposed
    )


def _none(asked: str) -> Text:
    return Text(
        "Aucune commune ne s’appelle « {asked} ». Donnez son nom ou son code INSEE.",
        "No commune is called “{asked}”. Give its name or its INSEE code.",
    ).filled(asked=asked)


def _no_code(asked: str) -> Text:
    return Text(
        "Aucune commune n’a ni n’a eu le code INSEE « {asked} » ; un code postal en est un autre. Donnez son code "
        "INSEE ou son nom.",
        "No commune has or had the INSEE code “{asked}”; a postcode is another one. Give its INSEE code or its name.",
    ).filled(asked=asked)


def _several(asked: str) -> Text:
    return Text(
        "Plusieurs communes s’appellent « {asked} ». Choisissez la vôtre.",
        "Several communes are called “{asked}”. Choose yours.",
    ).filled(asked=asked)


def insides(place: Place, on: date) -> tuple[Inside, ...]:
    """Return whether a commune is in each perimeter that the aids ask about, on a day."""
    return tuple(_inside(place, fact, one, on) for fact, one in _asked().items())


@cache
def _asked() -> Mapping[str, Perimeter]:
    found: dict[str, Perimeter] = {}
    for aid in aids():
        declared = programme(aid.measure.programme) if aid.measure is not None else None
        known = {one.id: one for one in declared.perimeters} if declared is not None else {}
        for name in aid.read:
            perimeter = known.get(name.removeprefix(IN_PERIMETER))
            if name.startswith(IN_PERIMETER) and perimeter is not None:
                found[name] = perimeter
    return found


def _inside(place: Place, fact: str, asked: Perimeter, on: date) -> Inside:
    """Hold a commune against the list that the rule names, and the later ones in force on the day.

    The list of the rule has no established end. Once a later list is in force, a commune that only one of the
    two holds is neither in nor out: nothing tells which list counts.
    """
    held = [
        one
        for one in atlas().perimeters_of(place.key.code, on)
        if one.key.kind == asked.perimeter and one.in_force(on) is not False
    ]
    phases = {one.key.phase for one in held}
    later = [
        phase
        for phase in atlas().phases(asked.perimeter)
        if phase > asked.phase and _has_begun(asked.perimeter, phase, on)
    ]
    said = {phase in phases for phase in (asked.phase, *later)}
    answer = said.pop() if len(said) == 1 else None
    names = tuple(f"{one.name}" for one in held)
    words = _words(place.name, asked, names, on, answer=answer)
    note = period_notes.in_both(held[0].source_note) if held else None
    return Inside(fact, answer, _short(asked), names, words, note)


def _short(asked: Perimeter) -> Text:
    """Return the name of a perimeter without its phase, which stands after the comma."""
    title = perimeter_title(asked.perimeter, asked.phase)
    return Text(title.fr.partition(",")[0], title.en.partition(",")[0])


def _has_begun(kind: str, phase: str, on: date) -> bool:
    first = _first_day(kind, phase)
    return first is not None and first <= on


@cache
def _first_day(kind: str, phase: str) -> date | None:
    days = (one.valid_from for one in atlas().places(kind, phase))
    return min((day for day in days if day is not None), default=None)


def _words(
    name: str, asked: Perimeter, names: tuple[str, ...], on: date, *, answer: bool | None
) -> Text:
    short = _short(asked)
    if answer is None:
        words = Text(
            "{short}, le {day}\u00a0: non établi. Une seule des listes en cours nomme {name} ({listed}), et rien ne "
            "dit laquelle compte.",
            "{short}, on {day}: not established. Only one of the current lists names {name} ({listed}), and nothing "
            "tells which one counts.",
        )
    elif answer:
        words = Text(
            "{short}, le {day}\u00a0: oui, {name} y est ({listed}).",
            "{short}, on {day}: yes, {name} is in it ({listed}).",
        )
    else:
        words = Text(
            "{short}, le {day}\u00a0: non, {name} n’y est pas.",
            "{short}, on {day}: no, {name} is not in it.",
        )
    listed = ", ".join(dict.fromkeys(names))
    return words.filled(short=short, name=name, day=day_text(on), listed=listed)
