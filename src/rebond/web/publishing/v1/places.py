"""Places, where they stand, results of calls, and which datasets there are."""

# ruff: noqa: ARG001 - each operation has the same first argument, by its name

from __future__ import annotations

from datetime import date
from typing import Annotated, Any, Literal

from django.http import HttpRequest
from ninja import Path, Query, Router, Schema
from pydantic import Field

from rebond.errors import RebondError
from rebond.territory import ADMINISTRATIVE_KINDS, Place, PlaceKey
from rebond.territory.former import FormerName
from rebond.texts import Text
from rebond.web import clock
from rebond.web.deliberations import exports, results
from rebond.web.publishing.datasets import datasets
from rebond.web.publishing.errors import NotFound
from rebond.web.publishing.rows_programme import calls_now
from rebond.web.publishing.writing import MEDIA
from rebond.web.territories import standing
from rebond.web.territories.places import atlas

router = Router()

Key = Annotated[
    str,
    Field(max_length=120, description="`commune:14366`, `territoire_industrie:1:ti-2805`…"),
]


class Words(Schema):
    """A text in both languages."""

    fr: str
    en: str


Told = dict[str, Any]
"""An answer whose parts are described in docs/reference/api.md."""


class PlaceOut(Schema):
    """A place under its national code; null is unknown."""

    key: str
    kind: str
    code: str
    phase: str
    name: str
    nature: str
    departement_code: str | None
    region_code: str | None
    population: int | None
    longitude: float | None
    latitude: float | None
    parents: list[str]
    perimeters: list[str]
    valid_from: date | None
    valid_to: date | None


class FormerOut(Schema):
    """A name or a code that a commune, or one that it took in, no longer has."""

    name: str
    code: str
    until: Annotated[date, Field(description="Last day on which it is established that it was so.")]
    gone_on: Annotated[
        date, Field(description="First day on which it is established that it was so no more.")
    ]
    ended_by: Annotated[
        str | None,
        Field(
            description="merged, associated, delegated, absorbed, recoded, renamed, split, suppressed; "
            "null is unknown."
        ),
    ]


class PlaceFound(PlaceOut):
    """A place that answers, with the former name or code that it was found by."""

    former: Annotated[
        FormerOut | None, Field(description="Null when a name or a code of today answers.")
    ]


class PlacesOut(Schema):
    """Places that a name or a code can mean, the best first."""

    total: int
    is_ambiguous: bool
    is_approximate: bool
    items: list[PlaceFound]


class PlacesAsked(Schema):
    """What is looked for."""

    q: Annotated[str, Field(min_length=1, max_length=120, description="A name, a code or a key.")]
    kind: Annotated[
        Literal[ADMINISTRATIVE_KINDS] | None,  # type: ignore[valid-type]
        Field(None, description="Kind of place."),
    ]
    limit: Annotated[int, Field(20, ge=1, le=50)]


def _words(text: Text) -> dict[str, str]:
    return text.as_json()


def _place(place: Place, *, is_whole: bool) -> dict[str, Any]:
    perimeters = (
        [str(one.key) for one in atlas().perimeters_of(place.key.code)]
        if is_whole and place.key.kind == "commune"
        else []
    )
    return {
        "key": str(place.key),
        "kind": place.key.kind,
        "code": place.key.code,
        "phase": place.key.phase,
        "name": place.name,
        "nature": place.nature,
        "departement_code": place.departement_code,
        "region_code": place.region_code,
        "population": None if place.population is None else int(place.population),
        "longitude": place.lon,
        "latitude": place.lat,
        "parents": [str(one) for one in place.parents],
        "perimeters": perimeters,
        "valid_from": place.valid_from,
        "valid_to": place.valid_to,
    }


SEARCH = Text(
    "Cherchez le lieu par son nom ou son code : /api/v1/places?q=Lisieux.",
    "Look the place up by its name or its code: /api/v1/places?q=Lisieux.",
)


def _key(request: HttpRequest, written: str) -> PlaceKey:
    try:
        key = PlaceKey.parse(written)
        atlas().place(key)
    except RebondError as error:
        raise NotFound(request.path, error.what, error.why, SEARCH) from None
    except ValueError:
        raise NotFound(request.path) from None
    return key


@router.get(
    "/places",
    operation_id="search-places",
    response=PlacesOut,
    tags=["Places"],
    summary="Places by name or code",
)
def search_places(request: HttpRequest, asked: Query[PlacesAsked]) -> Any:
    """Find the places that a name or a code can mean; ambiguity is told, not guessed."""
    kinds = {asked.kind} if asked.kind else None
    found = atlas().find(asked.q, kinds=kinds, limit=asked.limit)
    return {
        "total": found.total,
        "is_ambiguous": found.is_ambiguous,
        "is_approximate": found.is_approximate,
        "items": [
            {**_place(one.place, is_whole=False), "former": _former(one.former)}
            for one in found.matches
        ],
    }


def _former(one: FormerName | None) -> dict[str, Any] | None:
    if one is None:
        return None
    return {
        "name": one.name,
        "code": one.code,
        "until": one.until,
        "gone_on": one.gone_on,
        "ended_by": one.ended_by or None,
    }


@router.get(
    "/places/{key}",
    operation_id="read-place",
    response=PlaceOut,
    tags=["Places"],
    summary="One place",
)
def read_place(request: HttpRequest, key: Path[Key]) -> Any:
    """Return a place, what it belongs to, and the perimeters that hold a commune."""
    return _place(atlas().place(_key(request, key)), is_whole=True)


class ProofOut(Schema):
    """A record or a figure behind a sentence."""

    id: str
    words: Words
    source: str
    on: date | None
    address: str


class StandingOut(Schema):
    """What one measure is for a territory."""

    programme: str
    measure: str
    title: Words
    standing: str
    sentence: Words
    call: str | None
    on: date | None
    proofs: list[ProofOut]


class StandingsOut(Schema):
    """Where a territory stands with each measure and each call."""

    key: str
    as_of: date
    items: list[StandingOut]


@router.get(
    "/places/{key}/standings",
    operation_id="read-standings",
    response=StandingsOut,
    tags=["Places"],
    summary="Where a place stands with each measure",
)
def read_standings(request: HttpRequest, key: Path[Key]) -> Any:
    """Say, measure by measure, where a territory stands today, and which records say so."""
    now = clock.now()
    place = _key(request, key)
    return {
        "key": str(place),
        "as_of": clock.today(now),
        "items": [
            {
                "programme": one.programme,
                "measure": one.measure,
                "title": _words(one.title),
                "standing": str(one.standing),
                "sentence": _words(one.sentence),
                "call": one.call or None,
                "on": one.on,
                "proofs": [
                    {
                        "id": proof.id,
                        "words": _words(proof.words),
                        "source": proof.source,
                        "on": proof.on,
                        "address": proof.address,
                    }
                    for proof in one.proofs
                ],
            }
            for one in standing.standings(place, None, now)
            if not one.is_fictitious
        ],
    }


@router.get(
    "/calls/{reference}/results",
    operation_id="read-results",
    response=Told,
    tags=["Programme"],
    summary="Published results of a call",
)
def read_results(
    request: HttpRequest, reference: Path[Annotated[str, Field(max_length=24)]]
) -> Any:
    """Return what the policy makes public of the results, once their day has come."""
    now = clock.now()
    call = calls_now(now).filter(reference=reference).first()
    found = results.results_of(call, now) if call is not None else None
    if call is None or found is None:
        raise NotFound(request.path)
    return exports.as_json(call, found)


class DatasetOut(Schema):
    """A dataset."""

    id: str
    title: Words
    description: Words
    licence: str
    licence_url: str
    columns: int
    rows_address: str
    schema_address: str
    files: dict[str, str]
    media_types: dict[str, str]
    has_geometry: bool
    filters: list[str]


class DatasetsOut(Schema):
    """The datasets."""

    items: list[DatasetOut]


@router.get(
    "/datasets",
    operation_id="list-datasets",
    response=DatasetsOut,
    tags=["Datasets"],
    summary="Datasets",
)
def list_datasets(request: HttpRequest) -> Any:
    """List the datasets, each with its licence, formats and addresses."""
    base = request.build_absolute_uri("/").rstrip("/")
    return {
        "items": [
            {
                "id": one.id,
                "title": _words(one.title),
                "description": _words(one.description),
                "licence": one.licence.id,
                "licence_url": one.licence.url,
                "columns": len(one.every_column),
                "rows_address": f"{base}/api/v1/{one.id}",
                "schema_address": f"{base}/donnees/{one.id}.schema.json",
                "files": {form: f"{base}/donnees/{one.id}.{form}" for form in one.forms},
                "media_types": {form: MEDIA[form] for form in one.forms},
                "has_geometry": one.geometry is not None,
                "filters": list(one.filters),
            }
            for one in datasets().values()
        ]
    }
