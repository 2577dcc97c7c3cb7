"""The DCAT-AP catalogue: what there is, under which licence, in which formats, as linked data."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.conf import settings

from rebond.texts import Text
from rebond.web.legal.operator import operator
from rebond.web.publishing.dataset import Dataset
from rebond.web.publishing.datasets import changes, collections, datasets
from rebond.web.publishing.writing import MEDIA

TITLE = Text("Rebond : données ouvertes", "Rebond: open data")
ABOUT = Text(
    "Sites, labels, appels, décisions, argent et territoires d’un programme industriel, à réutiliser.",
    "Sites, labels, calls, decisions, money and territories of an industrial programme, for reuse.",
)
UNDECLARED = Text("Rebond, exploitant non déclaré", "Rebond, operator not declared")
_EU = "http://publications.europa.eu/resource/authority/"
_FILE_TYPES = {
    "csv": "CSV",
    "xlsx": "XLSX",
    "jsonl": "TXT",
    "geojson": "GEOJSON",
    "gpkg": "GPKG",
    "parquet": "PARQUET",
}
UNREGISTERED = frozenset({"jsonl"})
"""Formats whose media type IANA has no address for: a catalogue must not point at one."""
CONTEXT = {
    "dcat": "http://www.w3.org/ns/dcat#",
    "dcterms": "http://purl.org/dc/terms/",
    "foaf": "http://xmlns.com/foaf/0.1/",
    "vcard": "http://www.w3.org/2006/vcard/ns#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
}


def catalogue(now: datetime) -> dict[str, Any]:
    """Return the catalogue as JSON-LD."""
    root = settings.BASE_URL
    run_by = operator()
    publisher = {
        "@id": f"{root}/#publisher",
        "@type": "foaf:Agent",
        "foaf:name": run_by.name or _both(UNDECLARED),
    }
    contact = _contact(root, run_by.contact)
    graph: list[dict[str, Any]] = [
        {
            "@id": f"{root}/donnees/catalogue.jsonld",
            "@type": "dcat:Catalog",
            "dcterms:title": _both(TITLE),
            "dcterms:description": _both(ABOUT),
            "dcterms:publisher": {"@id": publisher["@id"]},
            "foaf:homepage": {"@id": f"{root}/donnees/"},
            "dcterms:language": [
                {"@id": f"{_EU}language/FRA"},
                {"@id": f"{_EU}language/ENG"},
            ],
            "dcat:dataset": [{"@id": _dataset_id(one)} for one in datasets().values()],
            "dcat:service": [{"@id": f"{root}/api/v1/"}, {"@id": f"{root}/api/ogc/"}],
        },
        publisher,
        *contact,
        *_services(root),
        *_licences(),
    ]
    dates = changes(now)
    for name, one in datasets().items():
        graph += _described(
            one, dates[name], root, publisher["@id"], [node["@id"] for node in contact]
        )
    return {"@context": CONTEXT, "@graph": graph}


def _dataset_id(dataset: Dataset) -> str:
    return f"{settings.BASE_URL}/donnees/{dataset.id}/"


def _both(text: Text) -> list[dict[str, str]]:
    return [{"@language": "fr", "@value": text.fr}, {"@language": "en", "@value": text.en}]


def _contact(root: str, written: str) -> list[dict[str, Any]]:
    """Return whom to write to about the data; nothing when the settings leave it out."""
    if not written:
        return []
    return [
        {
            "@id": f"{root}/#contact",
            "@type": "vcard:Kind",
            "vcard:fn": operator().name or "Rebond",
            "vcard:hasEmail": {"@id": f"mailto:{written}"},
        }
    ]


def _licences() -> list[dict[str, Any]]:
    found = {one.licence.eu: one.licence for one in datasets().values()}
    return [
        {
            "@id": one.eu,
            "@type": "dcterms:LicenseDocument",
            "dcterms:title": _both(one.title),
            "foaf:page": {"@id": one.url},
        }
        for one in found.values()
    ]


def _services(root: str) -> list[dict[str, Any]]:
    found = []
    for path, title, document, served in (
        ("/api/v1/", "Rebond API v1", "/api/v1/openapi.json", datasets()),
        ("/api/ogc/", "Rebond OGC API Features", "/api/ogc/api", collections()),
    ):
        found.append(
            {
                "@id": f"{root}{path}",
                "@type": "dcat:DataService",
                "dcterms:title": title,
                "dcat:endpointURL": {"@id": f"{root}{path}"},
                "dcat:endpointDescription": {"@id": f"{root}{document}"},
                "dcat:servesDataset": [{"@id": _dataset_id(one)} for one in served.values()],
            }
        )
    return found


def _media_type(form: str) -> dict[str, Any]:
    if form in UNREGISTERED:
        return {}
    kind = MEDIA[form].partition(";")[0]
    return {"dcat:mediaType": {"@id": f"https://www.iana.org/assignments/media-types/{kind}"}}


def _described(
    dataset: Dataset,
    changed: datetime | None,
    root: str,
    publisher: str,
    contact: list[str],
) -> list[dict[str, Any]]:
    here = _dataset_id(dataset)
    said: dict[str, Any] = {
        "@id": here,
        "@type": "dcat:Dataset",
        "dcterms:identifier": dataset.id,
        "dcterms:title": _both(dataset.title),
        "dcterms:description": _both(dataset.description),
        "dcterms:publisher": {"@id": publisher},
        "dcterms:license": {"@id": dataset.licence.eu},
        "dcterms:accrualPeriodicity": {"@id": f"{_EU}frequency/{dataset.frequency}"},
        "dcterms:spatial": {"@id": f"{_EU}country/FRA"},
        "dcat:landingPage": {"@id": here},
        "dcat:theme": {"@id": f"{_EU}data-theme/ECON"},
        "dcat:distribution": [
            {"@id": f"{root}/donnees/{dataset.id}.{one}"} for one in dataset.forms
        ],
    }
    if contact:
        said["dcat:contactPoint"] = [{"@id": one} for one in contact]
    if changed is not None:
        said["dcterms:modified"] = {
            "@type": "xsd:dateTime",
            "@value": changed.isoformat(timespec="seconds"),
        }
    files = [
        {
            "@id": f"{root}/donnees/{dataset.id}.{form}",
            "@type": "dcat:Distribution",
            "dcterms:title": f"{dataset.id}.{form}",
            "dcat:accessURL": {"@id": here},
            "dcat:downloadURL": {"@id": f"{root}/donnees/{dataset.id}.{form}"},
            **_media_type(form),
            "dcterms:format": {"@id": f"{_EU}file-type/{_FILE_TYPES[form]}"},
            "dcterms:license": {"@id": dataset.licence.eu},
            "dcterms:conformsTo": {"@id": f"{root}/donnees/{dataset.id}.schema.json"},
        }
        for form in dataset.forms
    ]
    return [said, *files]
