"""What open data say of territories: one row a figure above the commune, one row a commune below it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, datetime

from rebond.evidence import KNOWN, NOT_APPLICABLE, Evidence, load_indicators
from rebond.evidence.catalogue import UNITS
from rebond.territory import PlaceKey, kind_text
from rebond.texts import Text
from rebond.web.clock import today
from rebond.web.dossiers.evidence import engine
from rebond.web.publishing.dataset import ODBL, Column, Dataset, Row
from rebond.web.publishing.rows_places import changed, perimeter_keys, point_of, stamp
from rebond.web.territories.places import atlas
from rebond.web.theme.datasets import snapshot

FACT_COLUMNS = (
    Column(
        "fact", "string", Text("territoire et indicateur", "territory and indicator"), required=True
    ),
    Column("territory", "string", Text("clé du territoire", "key of the territory"), required=True),
    Column("territory_kind", "string", Text("nature du territoire", "kind of territory")),
    Column("territory_name", "string", Text("nom du territoire", "name of the territory")),
    Column("indicator", "string", Text("indicateur", "indicator"), required=True),
    Column("title_fr", "string", Text("intitulé en français", "title in French")),
    Column("title_en", "string", Text("intitulé en anglais", "title in English")),
    Column(
        "status",
        "string",
        Text("état de la valeur", "state of the value"),
        required=True,
        choices=("known", "missing", "not_applicable"),
    ),
    Column("value", "number", Text("valeur", "value")),
    Column(
        "low",
        "number",
        Text("borne basse", "low bound"),
        Text(
            "Là où is_upper_bound est vrai : la plus petite valeur possible de l’indicateur. L’évaluation, elle, garde "
            "les bornes de son calcul.",
            "Where is_upper_bound is true: the smallest value that the indicator can have. The evaluation keeps the "
            "bounds of its computation.",
        ),
    ),
    Column("high", "number", Text("borne haute", "high bound")),
    Column(
        "is_upper_bound",
        "boolean",
        Text("la valeur n’est qu’une borne haute", "the value is an upper bound only"),
        Text(
            "Vrai quand la liste d’où elle vient est incomplète : une entrée qui n’y est pas peut être plus proche. "
            "L’évaluation garde les bornes de son calcul.",
            "True when the list that it comes from is incomplete: an entry not in it may be nearer. The evaluation "
            "keeps the bounds of its computation.",
        ),
    ),
    Column("unit", "string", Text("unité", "unit"), choices=tuple(UNITS)),
    Column("table", "string", Text("tables de données", "data tables")),
    Column("vintage", "string", Text("millésime", "vintage")),
    Column("note", "string", Text("précision", "note")),
    Column("as_of", "date", Text("à la date du", "as of"), required=True),
)


def evidence(keys: Iterable[PlaceKey], as_of: date) -> Evidence:
    """Return the values of every indicator for some territories, in the order of their rows."""
    ordered = sorted(keys, key=lambda key: f"{key}/")
    return engine().evaluate(ordered, sorted(one.id for one in load_indicators()), as_of=as_of)


def above_the_commune() -> Iterator[PlaceKey]:
    """Yield the EPCI, départements, régions and perimeters."""
    for kind in ("departement", "epci", "region"):
        yield from atlas().keys(kind)
    yield from perimeter_keys()


def _facts(now: datetime) -> Iterator[Row]:
    day = today(now)
    found = evidence(above_the_commune(), day)
    for row, key in enumerate(found.places):
        place = atlas().place(key)
        for column, indicator in enumerate(found.indicators):
            fact = found.fact(row, column)
            yield Row(
                f"{key}/{indicator.id}",
                {
                    "fact": f"{key}/{indicator.id}",
                    "territory": str(key),
                    "territory_kind": kind_text(key.kind).fr if not key.is_perimeter else key.kind,
                    "territory_name": place.name,
                    "indicator": indicator.id,
                    "title_fr": indicator.title.fr,
                    "title_en": indicator.title.en,
                    "status": fact.status,
                    "value": fact.value,
                    "low": indicator.minimum if fact.is_upper_bound else fact.low,
                    "high": fact.high,
                    "is_upper_bound": fact.is_upper_bound if fact.status == "known" else None,
                    "unit": fact.unit,
                    "table": fact.dataset or None,
                    "vintage": fact.vintage.fr or None,
                    "note": fact.note.fr or None,
                    "as_of": day,
                },
            )


FACTS = Dataset(
    id="facts",
    title=Text("Faits par territoire", "Facts by territory"),
    description=Text(
        "Les indicateurs de données ouvertes de chaque EPCI, périmètre, département et région, à ce jour : connu, "
        "manquant ou sans objet, avec source, millésime et bornes.",
        "Open-data indicators of each EPCI, perimeter, département and région, as of today: known, missing or not "
        "applicable, with source, vintage and bounds.",
    ),
    licence=ODBL,
    frequency="DAILY",
    columns=FACT_COLUMNS,
    key="fact",
    rows=_facts,
    stamp=lambda now: f"{stamp(now)}-{today(now)}",
    changed=changed,
    attribution="Rebond, d’après INSEE, DGCL, IGN, SNCF, Arcep, MESR, OpenStreetMap",
    sources=tuple(sorted(snapshot().names)),
    filters=("territory", "indicator", "status"),
)

NO_OBJECT, BOUNDS = "not_applicable", "upper_bounds"
COMMUNE_COLUMNS = (
    Column("code", "string", Text("code INSEE", "INSEE code"), required=True),
    Column("name", "string", Text("nom", "name"), required=True),
    Column("epci_code", "string", Text("SIREN de l’EPCI", "SIREN of the EPCI")),
    Column("departement_code", "string", Text("code du département", "code of the département")),
    Column("region_code", "string", Text("code de la région", "code of the région")),
    *(
        Column(
            one.id,
            "number",
            one.title,
            Text(f"{one.definition.fr} {one.limits.fr}", f"{one.definition.en} {one.limits.en}"),
            unit=one.unit,
        )
        for one in sorted(load_indicators(), key=lambda one: one.id)
    ),
    Column(
        NO_OBJECT,
        "string",
        Text(
            "indicateurs sans objet ici, joints par une barre ; les autres cases vides sont des données manquantes",
            "indicators that do not apply here, joined by a bar; other empty cells are missing data",
        ),
    ),
    Column(
        BOUNDS,
        "string",
        Text(
            "indicateurs dont la valeur ici n’est qu’une borne haute, joints par une barre",
            "indicators whose value here is an upper bound only, joined by a bar",
        ),
        Text(
            "La liste d’où elle vient est incomplète : une entrée qui n’y est pas peut être plus proche. L’évaluation "
            "garde les bornes de son calcul.",
            "The list that it comes from is incomplete: an entry not in it may be nearer. The evaluation keeps the "
            "bounds of its computation.",
        ),
    ),
    Column("as_of", "date", Text("à la date du", "as of"), required=True),
)


def commune_keys() -> Iterable[PlaceKey]:
    """Return the communes of today."""
    return atlas().keys("commune")


def _commune_facts(now: datetime) -> Iterator[Row]:
    day = today(now)
    found = evidence(commune_keys(), day)
    names = [one.id for one in found.indicators]
    for row, key in enumerate(found.places):
        assert isinstance(key, PlaceKey)  # noqa: S101 - asked so above
        place = atlas().place(key)
        parents = {one.kind: one.code for one in place.parents}
        states, values = found.status[row].tolist(), found.value[row].tolist()
        told = zip(names, states, values, strict=True)
        yield Row(
            key.code,
            {
                "code": key.code,
                "name": place.name,
                "epci_code": parents.get("epci"),
                "departement_code": place.departement_code,
                "region_code": place.region_code,
                **{name: value for name, state, value in told if state == KNOWN},
                NO_OBJECT: "|".join(
                    name
                    for name, state in zip(names, states, strict=True)
                    if state == NOT_APPLICABLE
                ),
                BOUNDS: "|".join(
                    one.id
                    for one, state in zip(found.indicators, states, strict=True)
                    if one.is_upper_bound and state == KNOWN
                ),
                "as_of": day,
            },
            point_of(place.lon, place.lat),
        )


COMMUNE_FACTS = Dataset(
    id="commune-facts",
    title=Text("Faits par commune", "Facts by commune"),
    description=Text(
        "Les mêmes indicateurs de données ouvertes pour chaque commune, une colonne par indicateur, à ce jour. "
        "upper_bounds nomme ceux qui ne donnent qu’une borne haute : la liste dont ils viennent est incomplète.",
        "The same open-data indicators for each commune, one column an indicator, as of today. "
        "upper_bounds names those that give an upper bound only: the list they come from is not complete.",
    ),
    licence=ODBL,
    frequency="DAILY",
    columns=COMMUNE_COLUMNS,
    key="code",
    rows=_commune_facts,
    stamp=lambda now: f"{stamp(now)}-{today(now)}",
    changed=changed,
    geometry="Point",
    attribution=FACTS.attribution,
    sources=FACTS.sources,
    filters=("epci_code", "departement_code", "region_code"),
)
