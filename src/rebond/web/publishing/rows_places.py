"""Territories under their national codes."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import shapely

from rebond import __version__
from rebond.territory import PlaceKey
from rebond.texts import Text
from rebond.web.publishing.dataset import OPEN_LICENCE, Column, Dataset, Row
from rebond.web.territories.places import atlas
from rebond.web.theme.datasets import snapshot

_REGISTERS = {
    "communes": ("commune", "communes"),
    "epci": ("epci", "epci"),
    "departements": ("departement", "departements"),
    "regions": ("region", "regions"),
}
_CODE = {
    "communes": Text("code INSEE", "INSEE code"),
    "epci": Text("numéro SIREN", "SIREN number"),
    "departements": Text("code du département", "code of the département"),
    "regions": Text("code de la région", "code of the région"),
}
_NAME = Column("name", "string", Text("nom", "name"), required=True)
_PLACED = (
    Column("departement_code", "string", Text("code du département", "code of the département")),
    Column("region_code", "string", Text("code de la région", "code of the région")),
    Column("population", "integer", Text("population municipale", "municipal population")),
)
_EPCI = Column("epci_code", "string", Text("SIREN de l’EPCI", "SIREN of the EPCI"))


def stamp(_now: datetime) -> str:
    """Return what changes whenever the shipped tables or the code that reads them do."""
    return f"{snapshot().digest}-{__version__}"


def changed(_now: datetime) -> datetime | None:
    """Return the last day that the registers describe."""
    day = snapshot().dataset("communes").observed_until
    return (
        None
        if day is None or isinstance(day, str)
        else datetime(day.year, day.month, day.day, tzinfo=UTC)
    )


def _rows(kind: str) -> Any:
    def rows(_now: datetime) -> Iterator[Row]:
        for key in sorted(atlas().keys(kind), key=lambda one: one.code):
            place = atlas().place(key)
            values = {
                "code": key.code,
                "name": place.name,
                "departement_code": place.departement_code,
                "region_code": place.region_code,
                "population": None if place.population is None else int(place.population),
            }
            if kind == "commune":
                parents = {one.kind: one.code for one in place.parents}
                values["epci_code"] = parents.get("epci")
            if kind == "epci":
                values["nature"] = place.nature or None
            if kind == "region":
                values.pop("departement_code")
            yield Row(key.code, values, point_of(place.lon, place.lat))

    return rows


def point_of(lon: float | None, lat: float | None) -> bytes | None:
    if lon is None or lat is None:
        return None
    found: bytes = shapely.to_wkb(shapely.Point(lon, lat))
    return found


def _columns(name: str, kind: str) -> tuple[Column, ...]:
    own = [Column("code", "string", _CODE[name], required=True), _NAME]
    if kind == "commune":
        own.append(_EPCI)
    if kind == "epci":
        own.append(Column("nature", "string", Text("nature juridique", "legal nature")))
    left = [one for one in _PLACED if not (kind == "region" and one.name == "departement_code")]
    return (*own, *left)


_OVERSEAS = Text(
    " Les collectivités d’outre-mer et les terres sans habitants (codes à trois chiffres dès 975, hors Mayotte), qui ne "
    "sont ni des régions ni des départements, y ont leur ligne comme dans le code officiel.",
    " Overseas collectivities and lands without inhabitants (codes of three digits from 975 on, Mayotte apart), which "
    "are neither régions nor départements, have their row, as in the official code.",
)
_WITH_OVERSEAS = frozenset({"departements", "regions"})


def _register(name: str) -> Dataset:
    kind, table = _REGISTERS[name]
    others = _OVERSEAS if name in _WITH_OVERSEAS else Text("", "")
    return Dataset(
        id=name,
        title=snapshot().dataset(table).title,
        description=Text(
            "Codes, noms, rattachements, population et centre, tels que l’instantané les tient du code officiel "
            "géographique. Le point d’un périmètre est la moyenne des centres de ses communes, pondérée par la "
            f"population.{others.fr}",
            "Codes, names, what they belong to, population and centre, as the snapshot has them from the official "
            "geographic code. The point of a perimeter is the mean of the centres of its communes, weighted by "
            f"population.{others.en}",
        ),
        licence=OPEN_LICENCE,
        frequency="ANNUAL",
        columns=_columns(name, kind),
        key="code",
        rows=_rows(kind),
        stamp=stamp,
        changed=changed,
        geometry="Point",
        attribution=snapshot().dataset(table).attribution,
        sources=(table, "communes"),
        filters=tuple(
            one.name
            for one in _columns(name, kind)
            if one.name in {"epci_code", "departement_code", "region_code"}
        ),
    )


REGISTERS = tuple(_register(name) for name in _REGISTERS)


def perimeter_keys() -> list[PlaceKey]:
    """Return the perimeters of programmes, of every phase, by key."""
    found = [
        key
        for kind in atlas().kinds
        for phase in atlas().phases(kind)
        for key in atlas().keys(kind, phase)
    ]
    return sorted(found, key=str)


def _perimeters(_now: datetime) -> Iterator[Row]:
    for key in perimeter_keys():
        place = atlas().place(key)
        members = atlas().members_of(key)
        yield Row(
            str(key),
            {
                "key": str(key),
                "kind": key.kind,
                "phase": key.phase,
                "code": key.code,
                "name": place.name,
                "departement_code": place.departement_code,
                "region_code": place.region_code,
                "population": None if place.population is None else int(place.population),
                "valid_from": place.valid_from,
                "valid_to": place.valid_to,
                "members": "|".join(str(one.key) for one in members),
            },
            point_of(place.lon, place.lat),
            starts_on=place.valid_from,
            ends_on=place.valid_to,
        )


PERIMETERS = Dataset(
    id="perimeters",
    title=Text("Périmètres de programme", "Programme perimeters"),
    description=Text(
        "Les Territoires d’industrie et les autres périmètres, par phase, avec leurs membres. Un identifiant change de "
        "sens d’une phase à l’autre : la clé tient la phase. Une date vide n’est pas établie.",
        "Territoires d’industrie and other perimeters, by phase, with their members. An identifier changes meaning from "
        "one phase to another: the key holds the phase. An empty date is not established.",
    ),
    licence=OPEN_LICENCE,
    frequency="IRREG",
    columns=(
        Column("key", "string", Text("clé", "key"), required=True),
        Column("kind", "string", Text("nature du périmètre", "kind of perimeter"), required=True),
        Column("phase", "string", Text("phase", "phase"), required=True),
        Column("code", "string", Text("identifiant", "identifier"), required=True),
        _NAME,
        *_PLACED,
        Column("valid_from", "date", Text("premier jour", "first day")),
        Column("valid_to", "date", Text("dernier jour", "last day")),
        Column(
            "members", "string", Text("membres, joints par une barre", "members, joined by a bar")
        ),
    ),
    key="key",
    rows=_perimeters,
    stamp=stamp,
    changed=changed,
    geometry="Point",
    sources=("perimeters", "perimeter_members"),
    has_time=True,
    filters=("kind", "phase", "region_code"),
)
