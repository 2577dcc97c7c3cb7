"""What the atlas answers with: places, members, compositions, shares."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Literal

from rebond.territory.columns import IntArray
from rebond.territory.keys import ARRONDISSEMENT, COMMUNE, PlaceKey, kind_text
from rebond.texts import Text

CompositionSource = Literal["register", "members", "dated_list"]
"""Where a composition comes from: the register of communes, the members of a perimeter resolved on
that register, or a list given commune by commune for a date."""


@dataclass(frozen=True, slots=True)
class Place:
    """A place and what the register says of it; None where it does not say.

    Parameters
    ----------
    key : PlaceKey
    name : str
    nature : str
        Legal type of an EPCI; empty elsewhere.
    departement_code, departement_name, region_code, region_name : str, optional
        Of a place that covers several, the one with the largest known share of its population.
    population : float, optional
        Inhabitants; None where missing, also when that of one commune of a perimeter is missing.
    lon, lat : float, optional
        WGS84 degrees: centre of a commune, or mean of the communes' centres weighted by population.
    parents : tuple of PlaceKey
        The places of other kinds that a commune or arrondissement belongs to.
    valid_from, valid_to : date, optional
        First and last day of a perimeter; None when not established.
    source_note : str
        What establishes the dates of a perimeter, or what is missing.
    other_names : tuple of str
        Names that a perimeter has in dated lists and that are not its name.
    """

    key: PlaceKey
    name: str
    nature: str = ""
    departement_code: str | None = None
    departement_name: str | None = None
    region_code: str | None = None
    region_name: str | None = None
    population: float | None = None
    lon: float | None = None
    lat: float | None = None
    parents: tuple[PlaceKey, ...] = ()
    valid_from: dt.date | None = None
    valid_to: dt.date | None = None
    source_note: str = ""
    other_names: tuple[str, ...] = ()

    @property
    def kind(self) -> str:
        """Return the kind of the place."""
        return self.key.kind

    @property
    def label(self) -> str:
        """Return the name with what tells it from its homonyms: the département and the code."""
        if self.key.is_perimeter:
            return f"{self.name} ({self.key.kind}, phase {self.key.phase}, {self.key.code})"
        if self.key.kind in (COMMUNE, ARRONDISSEMENT) and self.departement_name:
            return f"{self.name} ({self.departement_name}, {self.key.code})"
        return f"{self.name} ({self.key.code})"

    def in_force(self, as_of: dt.date) -> bool | None:
        """Return whether the place is in force on a day; None when its dates do not tell.

        A place of the register has no dates of its own and is in force. A perimeter is out of force
        before a known first day and after a known last day; between the two, it is in force only when
        both are known.
        """
        if not self.key.is_perimeter:
            return True
        return in_force(self.valid_from, self.valid_to, as_of)

    def standing(self, as_of: dt.date) -> Text:
        """Return in words whether the place is in force on a day."""
        state = self.in_force(as_of)
        kind = kind_text(self.kind)
        first = Text("inconnue", "unknown") if self.valid_from is None else _iso(self.valid_from)
        last = Text("inconnue", "unknown") if self.valid_to is None else _iso(self.valid_to)
        verdict = _VERDICTS[state].filled(day=_iso(as_of))
        if not self.key.is_perimeter:
            return Text("{kind} du référentiel.", "{kind} of the register.").filled(kind=kind)
        return Text(
            "{verdict} (premier jour : {first} ; dernier jour : {last}).",
            "{verdict} (first day: {first}; last day: {last}).",
        ).filled(verdict=verdict, first=first, last=last)


_VERDICTS = {
    True: Text("En vigueur le {day}", "In force on {day}"),
    False: Text("Pas en vigueur le {day}", "Not in force on {day}"),
    None: Text(
        "On ne sait pas si ce périmètre était en vigueur le {day}",
        "Whether this perimeter was in force on {day} is not established",
    ),
}


def _iso(day: dt.date) -> Text:
    return Text(day.isoformat(), day.isoformat())


def in_force(valid_from: dt.date | None, valid_to: dt.date | None, as_of: dt.date) -> bool | None:
    """Return whether a period holds a day; None when an unknown bound leaves it open.

    Examples
    --------
    >>> in_force(None, dt.date(2022, 12, 31), dt.date(2023, 1, 1))
    False
    >>> in_force(None, dt.date(2022, 12, 31), dt.date(2020, 7, 20)) is None
    True
    """
    if valid_from is not None and as_of < valid_from:
        return False
    if valid_to is not None and as_of > valid_to:
        return False
    return None if valid_from is None or valid_to is None else True


@dataclass(frozen=True, slots=True)
class Member:
    """One member of a place: an EPCI, an EPT or a commune of a perimeter, a commune of the others."""

    key: PlaceKey
    name: str


@dataclass(frozen=True, slots=True)
class Composition:
    """The communes of a place, and where that list comes from.

    Parameters
    ----------
    key : PlaceKey
    rows : array, int64
        Ascending rows of `Atlas.communes`, read-only.
    source : {"register", "members", "dated_list"}
    vintage : Text
        State of the world that the list describes.
    as_of : date, optional
        The day asked for; None for the latest state known.
    in_force : bool, optional
        Whether the place is in force on that day; None when not established or no day was asked for.
    """

    key: PlaceKey
    rows: IntArray
    source: CompositionSource
    vintage: Text
    as_of: dt.date | None = None
    in_force: bool | None = None

    @property
    def note(self) -> Text:
        """Return in one sentence how the list was made."""
        return _NOTES[self.source].filled(vintage=self.vintage)


_NOTES = {
    "register": Text(
        "Communes du référentiel ({vintage}) ; la composition à une date antérieure n’est pas connue.",
        "Communes of the register ({vintage}); the composition at an earlier date is not known.",
    ),
    "members": Text(
        "Membres du périmètre répartis en communes sur le référentiel ({vintage}).",
        "Members of the perimeter resolved to communes on the register ({vintage}).",
    ),
    "dated_list": Text(
        "Liste de communes de l’époque ({vintage}), ramenée aux communes d’aujourd’hui.",
        "List of communes of the time ({vintage}), carried to the communes of today.",
    ),
}


@dataclass(frozen=True, slots=True)
class Shares:
    """How the known population of a place divides between régions or départements.

    Parameters
    ----------
    codes : tuple of str
        By falling share, ties by code.
    shares : tuple of float
        In [0, 1], summing to 1; empty when no population is known.
    communes_without_population : int
        Communes that count in no share.
    """

    codes: tuple[str, ...]
    shares: tuple[float, ...]
    communes_without_population: int
