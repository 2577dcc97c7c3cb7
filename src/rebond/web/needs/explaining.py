"""Why a site stands where it stands: each thing wanted, met or not or unknown, its value and its source."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any

import numpy as np
from django.utils import translation

from rebond.matching import UNKNOWN_CODE, AtLeast, Condition, OneOf
from rebond.matching.search import ramp_end
from rebond.texts import Text, day_text
from rebond.web.needs import reading
from rebond.web.needs.bounds import judged
from rebond.web.needs.fields import FIELDS, ON_SITE
from rebond.web.needs.places import departements, regions
from rebond.web.needs.query import Wanted
from rebond.web.needs.sentences import phrase, quantity
from rebond.web.needs.standing import FROM_COMMUNE, OWN, Standing, chances
from rebond.web.needs.translating import NUMBERS
from rebond.web.needs.withdrawing import hidden
from rebond.web.sites.area_origins import area_origin
from rebond.web.sites.models import Site
from rebond.web.sites.provenance import Provenance, provenance_of
from rebond.web.sites.queries import public_groups, public_values

VOUCHERS = "organisations_that_vouch"
"""What a site is read with: the organisations that vouch for its values, by slug."""
UNKNOWN = Text("non établi", "not established")
CODE_COLUMNS = {
    "friche": "brownfield",
    "label": "labelled",
    "icpe": "icpe",
    "seveso": "seveso",
}
READ = {
    "puissance": reading.NUMBERS["power_mva"],
    "rail": reading.NUMBERS["rail_km"],
    "eau": reading.NUMBERS["port_km"],
    "autoroute": reading.NUMBERS["motorway_km"],
    "icpe": reading.CODES["icpe"],
    "seveso": reading.CODES["seveso"],
    "activite": lambda values: (
        (1.0, reading.SECTIONS) if values.get(reading.SECTIONS) else (None, "")
    ),
}
LOT_FIELD = "largest_lot_ha"
OPEN_DATA = {
    "rail": Text("SNCF Réseau, gares de fret", "SNCF Réseau, freight stations"),
    "eau": Text("Natural Earth, ports, liste incomplète", "Natural Earth, ports, incomplete list"),
}


@dataclass(frozen=True, slots=True)
class Value:
    """What is known of one field of a site."""

    words: Text | None
    source: Text
    is_old: bool = False


@dataclass(frozen=True, slots=True)
class Reason:
    """One thing wanted, held against one site.

    `met` is None when it is not known; `share` is how far a wish is met, None when it is not known.
    """

    wanted: Wanted
    asked: Text
    met: bool | None
    share: float | None
    value: Value

    @property
    def sign(self) -> str:
        """Return the name of the sign: met, part, failed or unknown."""
        if self.met is None:
            return "unknown"
        if self.met:
            return "met"
        return "part" if self.share and not self.wanted.is_must else "failed"


def reasons(
    wanted: tuple[Wanted, ...],
    conditions: tuple[Condition, ...],
    standing: Standing,
    row: int,
    site: Site,
) -> list[Reason]:
    """Hold everything wanted against one site."""
    public = public_values(site)
    closed = hidden(standing, row, public_groups(site))
    found = []
    for one, condition in zip(wanted, conditions, strict=True):
        share = None if one.key in closed else satisfied(one, condition, standing, row)
        met = None if share is None else share >= 1.0
        value = value_of(one.key, standing, row, site, public, asked=one)
        found.append(Reason(one, phrase(one), met, share, value))
    return found


def satisfied(one: Wanted, condition: Condition, standing: Standing, row: int) -> float | None:
    """Return how far a condition is met on one site, from 0 to 1, as the engine counts it."""
    if isinstance(condition, OneOf):
        code = int(standing.columns.code(condition.column)[row])
        if code == UNKNOWN_CODE:
            return None
        name = standing.columns.code_names[condition.column][code]
        return float(name in condition.names)
    value = _number(one, standing, row)
    if np.isnan(value):
        return None
    wanted, end = float(np.float32(condition.value)), ramp_end(condition)
    if wanted == end:
        met = value >= wanted if isinstance(condition, AtLeast) else value <= wanted
        return float(met)
    return min(1.0, max(0.0, (value - end) / (wanted - end)))


def _number(one: Wanted, standing: Standing, row: int) -> float:
    if isinstance(one.value, tuple):
        places = standing.places[one.key].of(row)
        return float(not set(places).isdisjoint(one.value)) if places else float("nan")
    if isinstance(one.value, date):
        return chance_of(standing, row, one.value)
    column, at_least = NUMBERS[one.key]
    if column in standing.bounds and isinstance(one.value, float):
        bounds = standing.bounds[column].row(row)
        return float(judged(bounds, one.value, at_least=at_least, is_must=one.is_must)[0])
    return float(standing.columns.number(column)[row])


def chance_of(standing: Standing, row: int, day: date) -> float:
    """Return the chance in per cent that one site is ready by a day; NaN without a plan."""
    place = int(standing.position[row])
    days = float((day - date(1970, 1, 1)).days)
    return float(chances(standing.ready[:, place : place + 1], days)[0])


def value_of(
    key: str,
    standing: Standing,
    row: int,
    site: Site,
    public: Mapping[str, Any],
    *,
    asked: Wanted | None = None,
) -> Value:
    """Return what is known of one field of a site, in words, and where it comes from."""
    if key in hidden(standing, row, public_groups(site)):
        return Value(None, FIELDS[key].source)
    if key == "pret":
        return _readiness(standing, row, site, asked)
    if key in NUMBERS:
        words = _on_site(key, asked, public) or _distance(key, standing, row)
    elif key == "activite":
        stated = str(public.get(reading.SECTIONS) or "").replace("|", ", ")
        words = Text(f"sections {stated}", f"sections {stated}") if stated else None
    else:
        words = _class(key, standing, row)
    if words is None:
        return Value(None, FIELDS[key].source)
    return Value(words, *_source(key, standing, row, site, public))


def _on_site(key: str, asked: Wanted | None, public: Mapping[str, Any]) -> Text | None:
    """Return what is known of a siding or a quay when that is what is asked."""
    fields = {"rail": reading.SIDING, "eau": reading.QUAY}.get(key)
    if fields is None:
        return None
    here, _field = reading.is_on_site(public, fields)
    if here == 1.0:
        return FIELDS[key].on_site
    if asked is None or asked.value != ON_SITE:
        return None
    return UNKNOWN if here is None else Text("pas sur le site", "not on the site")


def _distance(key: str, standing: Standing, row: int) -> Text | None:
    column, _at_least = NUMBERS[key]
    value = float(standing.columns.number(column)[row])
    digits = 0 if key == "emplois" else 1
    if not np.isnan(value):
        return quantity(round(value, digits), FIELDS[key].unit)
    least = float(standing.bounds[column].low[row]) if column in standing.bounds else value
    if np.isnan(least):
        return None
    said = quantity(round(least, digits), FIELDS[key].unit)
    return Text(f"au moins {said.fr}", f"at least {said.en}")


def _class(key: str, standing: Standing, row: int) -> Text | None:
    if key in standing.places:
        names = regions() if key == "region" else departements()
        listed = ", ".join(names.get(part, part) for part in standing.places[key].of(row))
        return Text(listed, listed) if listed else None
    column = CODE_COLUMNS[key]
    code = int(standing.columns.code(column)[row])
    if code == UNKNOWN_CODE:
        return None
    name = standing.columns.code_names[column][code]
    if key == "label":
        return (
            Text("label en vigueur", "label in force")
            if name == reading.YES
            else Text("aucun label en vigueur ici", "no label in force here")
        )
    known = {
        "non": Text("non", "no"),
        "oui": Text("oui", "yes"),
        **dict(FIELDS[key].choices),
    }
    if key == "icpe":
        return Text("jusqu’à {w}", "up to {w}").filled(w=known[name])
    return known[name]


def _source(
    key: str, standing: Standing, row: int, site: Site, public: Mapping[str, Any]
) -> tuple[Text, bool]:
    """Return where a value comes from, and whether it is too old to be read as the present."""
    column, _at_least = NUMBERS.get(key, ("", False))
    if column in standing.origins and standing.origins[column][row] != OWN:
        is_commune = standing.origins[column][row] == FROM_COMMUNE
        return _computed(key, math.ceil(standing.reach[row]) if is_commune else None), False
    if key in {"emplois", "label", "region", "departement", "friche"}:
        return FIELDS[key].source, False
    read = READ.get(key)
    field = read(public)[1] if read else LOT_FIELD
    origin = area_origin(site, LOT_FIELD, list(site.lots.all())) if key == "lot" else None
    if origin is not None:
        return stated(origin.provenance, LOT_FIELD, standing.day, site)
    return stated(provenance_of(site, field), field, standing.day, site)


def stated(said: Provenance, field: str, on: date, site: Site) -> tuple[Text, bool]:
    """Return who states a value and when, and whether that is old."""
    who = _who(said, site)
    if said.stated_on is None:
        return Text(f"{who.fr}, sans date", f"{who.en}, undated"), True
    day = day_text(said.stated_on)
    return Text(f"{who.fr}, {day.fr}", f"{who.en}, {day.en}"), said.is_old(field, on)


def _who(said: Provenance, site: Site) -> Text:
    """Return who vouches for a value as everyone may read it, else its source; never the name of a file."""
    by: Text | None = getattr(site, VOUCHERS, {}).get(said.vouched_by)
    if by is not None:
        return by
    if said.vouched_by:
        return Text("une organisation", "an organisation")
    if said.source != site.delivery.file_name:
        return Text(said.source, said.source)
    return in_both(lambda: str(site.delivery.get_origin_display()))


def in_both(words: Callable[[], str]) -> Text:
    """Return words of the messages in both languages."""
    with translation.override("fr"):
        french = words()
    with translation.override("en"):
        return Text(french, words())


@cache
def _computed(key: str, reach: int | None) -> Text:
    """Say where a distance was computed from; `reach` is in kilometres, from the centre of a commune."""
    whence = (
        Text("à vol d’oiseau depuis le site", "straight line from the site")
        if reach is None
        else Text(
            f"à vol d’oiseau depuis le centre de la commune, à {reach}\u00a0km près",
            f"straight line from the commune’s centre, within {reach}\u00a0km",
        )
    )
    return Text(f"{whence.fr}, {OPEN_DATA[key].fr}", f"{whence.en}, {OPEN_DATA[key].en}")


def _readiness(standing: Standing, row: int, site: Site, asked: Wanted | None) -> Value:
    source = FIELDS["pret"].source
    if site.planned_as_of is not None:
        day = day_text(site.planned_as_of)
        source = Text(f"plan du site, {day.fr}", f"the site’s plan, {day.en}")
    place = int(standing.position[row])
    ready = standing.ready[:, place]
    if np.isnan(ready[0]):
        return Value(None, FIELDS["pret"].source)
    median = day_text(date.fromordinal(date(1970, 1, 1).toordinal() + int(ready[9])))
    p90 = day_text(date.fromordinal(date(1970, 1, 1).toordinal() + int(ready[17])))
    if asked is None or not isinstance(asked.value, date):
        return Value(
            Text(
                f"une chance sur deux le {median.fr}, neuf sur dix le {p90.fr}",
                f"one chance in two by {median.en}, nine in ten by {p90.en}",
            ),
            source,
        )
    chance = chance_of(standing, row, asked.value)
    said = _chance(chance)
    return Value(
        Text(
            f"{said.fr} à cette date ; 50\u00a0% le {median.fr}",
            f"{said.en} by then; 50% on {median.en}",
        ),
        source,
    )


def _chance(percent: float) -> Text:
    if percent <= 0:
        return Text("moins de 5\u00a0% de chances", "less than 5% chance")
    if percent >= 95:  # noqa: PLR2004 - the last quantile
        return Text("au moins 95\u00a0% de chances", "at least 95% chance")
    return Text(f"{percent:.0f}\u00a0% de chances", f"{percent:.0f}% chance")
