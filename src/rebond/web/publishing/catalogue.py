"""The DCAT-AP catalogue: what there is, under which licence, in which formats, as linked data."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.conf import settings

from rebond.texts import Text
from rebond.web.publishing.dataset import Dataset
from rebond.web.publishing.datasets import datasets
from rebond.web.publishing.writing import MEDIA

TITLE = Text("Rebond : données ouvertes", "Rebond: open data")
ABOUT = Text(
    "Sites, labels, appels, décisions, argent et territoires d’un programme industriel, à réutiliser.",
    "Sites, labels, calls, decisions, money and territories of an industrial programme, for reuse.",
)
_EU = "http://publications.europa.eu/resource/authority/"
_FILE_TYPES = {
    "csv": "CSV",
    "xlsx": "XLSX",
    "jsonl": "JSON",
    "geojson": "GEOJSON",
    "gpkg": "GPKG",
    "parquet": "PARQUET",
}
CONTEXT = {
    "dcat": "http://www.w3.org/ns/dcat#",
    "dcterms": "http://purl.org/dc/terms/",
    "foaf": "http://xmlns.com/foaf/0.1/",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
}
Base = Callable[[str], str]


def catalogue(now: datetime) -> dict[str, Any]:
    """Return the catalogue as JSON-LD."""
    root = settings.BASE_URL
    publisher = {
        "@id": f"{root}/#publisher",
        "@type": "foaf:Agent",
        "foaf:name": "Rebond",
    }
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
        *_services(root),
    ]
    for one in datasets().values():
        graph += _described(one, now, root, publisher["@id"])
    return {"@context": CONTEXT, "@graph": graph}


def _dataset_id(dataset: Dataset) -> str:
    return f"{settings.BASE_URL}/donnees/{dataset.id}/"


def _both(text: Text) -> list[dict[str, str]]:
    return [{"@language": "fr", "@value": text.fr}, {"@language": "en", "@value": text.en}]


def _services(root: str) -> list[dict[str, Any]]:
    found = []
    for path, title, document in (
        ("/api/v1/", "Rebond API v1", "/api/v1/openapi.json"),
        ("/api/ogc/", "Rebond OGC API Features", "/api/ogc/api"),
    ):
        found.append(
            {
                "@id": f"{root}{path}",
                "@type": "dcat:DataService",
                "dcterms:title": title,
                "dcat:endpointURL": {"@id": f"{root}{path}"},
                "dcat:endpointDescription": {"@id": f"{root}{document}"},
            }
        )
    return found


def _described(dataset: Dataset, now: datetime, root: str, publisher: str) -> list[dict[str, Any]]:
    changed = dataset.changed(now)
    here = _dataset_id(dataset)
    said: dict[str, Any] = {
        "@id": here,
        "@type": "dcat:Dataset",
        "dcterms:identifier": dataset.id,
        "dcterms:title": _both(dataset.title),
        "dcterms:description": _both(dataset.description),
        "dcterms:publisher": {"@id": publisher},
        "dcterms:license": {"@id": dataset.licence.url},
        "dcterms:accrualPeriodicity": {"@id": f"{_EU}frequency/{dataset.frequency}"},
        "dcterms:spatial": {"@id": f"{_EU}country/FRA"},
        "dcat:landingPage": {"@id": here},
        "dcat:theme": {"@id": f"{_EU}data-theme/ECON"},
        "dcat:distribution": [
            {"@id": f"{root}/donnees/{dataset.id}.{one}"} for one in dataset.forms
        ],
    }
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
            "dcat:mediaType": {
                "@id": f"https://www.iana.org/assignments/media-types/{MEDIA[form].partition(';')[0]}"
            },
            "dcterms:format": {"@id": f"{_EU}file-type/{_FILE_TYPES[form]}"},
            "dcterms:license": {"@id": dataset.licence.url},
            "dcterms:conformsTo": {"@id": f"{root}/donnees/{dataset.id}.schema.json"},
        }
        for form in dataset.forms
    ]
    return [said, *files]
