"""What open data can fill in a form, and what they say beside its questions; never written over an answer."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from rebond.errors import RebondError
from rebond.evidence import Point, load_indicators
from rebond.programme.answers import AnswerProblem, normalise, places
from rebond.territory import PlaceKey
from rebond.territory.places import Place
from rebond.texts import Text, number, verbatim
from rebond.web.clock import today
from rebond.web.dossiers.evidence import Seen, entered, seen
from rebond.web.dossiers.locking import form_of
from rebond.web.dossiers.models import Dossier
from rebond.web.territories.places import atlas

NUMBERS = frozenset({"integer", "decimal", "money"})
TEXTS = frozenset({"text", "long_text"})


@dataclass(frozen=True, slots=True)
class Offer:
    """A value that the applicant may take over: `value` is what is saved, `said` what is shown."""

    path: str
    value: Any
    said: Text
    source: Text


@dataclass(frozen=True, slots=True)
class _Read:
    """One fact or attribute of the place."""

    value: float | str | None
    title: Text
    said: Text
    source: Text


def offers(dossier: Dossier, answers: Mapping[str, Any]) -> tuple[Offer, ...]:
    """Return what can fill the blank fields that say what fills them; nothing without a place."""
    form = form_of(dossier.revision)
    wanted = {
        name: placed.field
        for name, placed in places(form).items()
        if placed.field.fills_from and not placed.lists and answers.get(name) is None
    }
    if not wanted:
        return ()
    known = _known(dossier, answers, {field.fills_from for field in wanted.values()})
    found = []
    for name, field in wanted.items():
        read = known.get(field.fills_from)
        offer = None if read is None else _offer(name, field, read)
        if offer is not None:
            found.append(offer)
    return tuple(found)


def beside(dossier: Dossier, answers: Mapping[str, Any]) -> dict[str, tuple[Seen, ...]]:
    """Return, by field that documents criteria of the grid, the facts of open data on these criteria."""
    revision = dossier.revision
    grid = revision.measure.grid
    place = _place(dossier, answers)
    if grid is None or place is None:
        return {}
    used = {
        criterion.id: [use.indicator for use in criterion.indicators] for criterion in grid.criteria
    }
    on = today(dossier.saved_at)
    facts = {one.indicator: one for one in seen(place, grid.indicators, on)}
    found: dict[str, tuple[Seen, ...]] = {}
    for name, placed in places(form_of(revision)).items():
        names = dict.fromkeys(
            indicator for one in placed.field.documents for indicator in used.get(one, ())
        )
        if names:
            found[name] = tuple(facts[one] for one in names)
    return found


def _place(dossier: Dossier, answers: Mapping[str, Any]) -> PlaceKey | Point | None:
    """Return where facts are read: the point drawn when it is near the commune named, else the commune."""
    row = next(iter(entered(dossier, answers, dossier.revision.measure).rows), None)
    if row is None:
        return None
    if "lon" in row:
        return Point(float(row["lon"]), float(row["lat"]), "")
    return PlaceKey("commune", row["insee"])


def _known(dossier: Dossier, answers: Mapping[str, Any], wanted: set[str]) -> dict[str, _Read]:
    place = _place(dossier, answers)
    if place is None:
        return {}
    known: dict[str, _Read] = {}
    catalogue = load_indicators()
    names = [one for one in sorted(wanted) if one in catalogue]
    for fact in seen(place, names, today(dossier.saved_at)) if names else ():
        if fact.value is not None:
            known[fact.indicator] = _Read(fact.value, fact.title, fact.said, _source(fact))
    commune = next(iter(entered(dossier, answers, dossier.revision.measure).rows))["insee"]
    register = atlas().place(PlaceKey("commune", commune))
    for name in wanted & ATTRIBUTES.keys():
        title, read = ATTRIBUTES[name]
        value = read(register)
        if value is not None:
            said = verbatim(value) if isinstance(value, str) else _count(value)
            known[name] = _Read(value, title, said, Text("COG, INSEE", "COG, INSEE"))
    return known


def _source(fact: Seen) -> Text:
    return Text("{source} ({vintage})", "{source} ({vintage})").filled(
        source=fact.source, vintage=fact.vintage
    )


def _count(value: float) -> Text:
    return Text(number(value, "fr"), number(value, "en"))


def _epci(place: Place) -> str | None:
    key = next((one for one in place.parents if one.kind == "epci"), None)
    return None if key is None else atlas().place(key).name


ATTRIBUTES: dict[str, tuple[Text, Callable[[Place], float | str | None]]] = {
    "departement": (Text("Département", "Département"), lambda place: place.departement_name),
    "region": (Text("Région", "Région"), lambda place: place.region_name),
    "epci": (Text("Intercommunalité", "Inter-municipal body"), _epci),
    "population": (Text("Population", "Population"), lambda place: place.population),
}
"""Attributes of the first commune that a form may be filled from, besides the indicators."""


def _offer(name: str, field: Any, read: _Read) -> Offer | None:
    """Write a fact as the field keeps it; None when the field cannot hold it."""
    if field.type in NUMBERS and isinstance(read.value, (int, float)):
        digits = getattr(field, "digits", 2 if field.type == "money" else 0)
        raw: Any = f"{read.value:.{digits}f}"
    elif field.type in TEXTS:
        raw = (
            f"{read.title.fr}\u00a0: {read.said.fr}. "
            f"Repris des données ouvertes\u00a0: {read.source.fr}."
        )
    else:
        return None
    try:
        value = normalise(field, raw)
    except (AnswerProblem, RebondError):
        return None
    said = Text("{title}\u00a0: {said}", "{title}: {said}").filled(title=read.title, said=read.said)
    source = Text(
        "repris des données ouvertes\u00a0: {source}", "taken from open data: {source}"
    ).filled(source=read.source)
    return Offer(name, value, said, source)
