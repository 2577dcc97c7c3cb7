"""What the address of a territory page asks: a place, by key or as people type it, and a day."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from rebond.errors import RebondError
from rebond.territory import Found, PlaceKey
from rebond.texts import Text, day_text, verbatim
from rebond.web.territories.places import atlas

DAY_NAMES = ("date", "jour")
CHARTER = date(1943, 1, 1)
"""First day that can be asked: codes of communes are those of the official register, begun then."""
ISO_DAY = re.compile(r"(\d{4})-(\d{2})-(\d{2})", re.ASCII)
FRENCH_DAY = re.compile(r"(\d{1,2})/(\d{1,2})/(\d{4})", re.ASCII)


class DayUnreadable(RebondError):
    """The day asked for is not a day."""

    def __init__(self, asked: str) -> None:
        self.asked = asked
        super().__init__(
            Text("« {asked} » n’est pas une date.", "“{asked}” is not a date.").filled(asked=asked),
            why=Text(
                "La page montre le territoire un jour donné.",
                "The page shows the territory on a given day.",
            ),
            cure=Text(
                "Écrivez-la comme 2020-07-20 ou 20/07/2020.",
                "Write it as 2020-07-20 or 20/07/2020.",
            ),
        )


class DayOutOfRange(RebondError):
    """The day asked for is to come, or before any register."""

    def __init__(self, asked: date, today: date) -> None:
        self.asked = asked
        super().__init__(
            Text("Rien n’est connu du {day}.", "Nothing is known of {day}.").filled(
                day=day_text(asked)
            ),
            why=Text(
                "Le registre va du {first} à aujourd’hui, {last}.",
                "The record goes from {first} to today, {last}.",
            ).filled(first=day_text(CHARTER), last=day_text(today)),
            cure=Text("Demandez un jour de cette période.", "Ask for a day of that period."),
        )


class PlaceUnknown(RebondError):
    """No place answers to what was typed."""

    def __init__(self, asked: str, near: tuple[str, ...]) -> None:
        self.asked = asked
        self.near = near
        super().__init__(
            Text(
                "Aucun territoire ne répond à « {asked} ».", "No territory answers to “{asked}”."
            ).filled(asked=asked),
            why=Text(
                "Ce n’est ni un code de commune, d’intercommunalité, de département ou de région, ni un nom connu.",
                "It is neither the code of a commune, an inter-municipal body, a département or a région, nor a known name.",
            ),
            cure=Text("Les plus proches : {near}.", "The nearest: {near}.").filled(
                near=verbatim(", ".join(near))
            )
            if near
            else Text("Cherchez-le par son nom.", "Look for it by name."),
        )


@dataclass(frozen=True, slots=True)
class Asked:
    """A day, or None for today."""

    day: date | None

    @property
    def query(self) -> str:
        """The end of addresses that keep the day."""
        return f"?date={self.day.isoformat()}" if self.day else ""


def day_asked(query: Mapping[str, str], today: date) -> Asked:
    """Read the day of an address (``date`` or ``jour``).

    Raises
    ------
    DayUnreadable, DayOutOfRange
    """
    written = next((query[name].strip() for name in DAY_NAMES if query.get(name, "").strip()), "")
    if not written:
        return Asked(None)
    french, iso = FRENCH_DAY.fullmatch(written), ISO_DAY.fullmatch(written)
    if french is None and iso is None:
        raise DayUnreadable(written[:40])
    try:
        # `date.fromisoformat` would take weeks and days without hyphens too: one day would have several addresses.
        day = date(*map(int, iso.groups() if iso else reversed(french.groups())))
    except ValueError:
        raise DayUnreadable(written[:40]) from None
    if not CHARTER <= day <= today:
        raise DayOutOfRange(day, today)
    return Asked(None if day == today else day)


def found_for(written: str) -> Found:
    """Return the places that a key, a code or a name means.

    Raises
    ------
    PlaceUnknown
        When nothing answers, or only approximately.
    """
    try:
        found = atlas().find(written, limit=40)
    except RebondError:
        raise PlaceUnknown(written[:80], ()) from None
    if not found.matches or found.is_approximate:
        near = tuple(match.place.label for match in found.matches[:5]) or found.suggestions[:5]
        raise PlaceUnknown(written[:80], near)
    return found


def key_of(written: str) -> PlaceKey | None:
    """Return the key that an address writes in full; None for a short form.

    Raises
    ------
    PlaceUnknown
        When it has the form of a key and names nothing.
    """
    if ":" not in written:
        return None
    try:
        key = PlaceKey.parse(written)
        if key.kind == "commune" and atlas().resolve_commune(key.code).via == "arrondissement":
            return PlaceKey("arrondissement", key.code)
        atlas().place(key)
    except (RebondError, ValueError):
        raise PlaceUnknown(written[:80], ()) from None
    return key
