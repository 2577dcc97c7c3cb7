"""The OpenAPI 3.0 document of OGC API Features."""

from __future__ import annotations

import json
from functools import cache
from typing import Any

from rebond.web.publishing.dataset import Column, Dataset
from rebond.web.publishing.datasets import collections
from rebond.web.publishing.ogc.asking import GEOJSON, JSON, MOST, OPENAPI, USUAL
from rebond.web.publishing.ogc.serving import ABOUT, ROOT, TITLE
from rebond.web.publishing.problems import MEDIA_TYPE, PROBLEM_SCHEMA, TITLES

REFUSALS = (400, 401, 404, 405, 406, 429, 503)
_TYPES = {"date": {"type": "string", "format": "date"}, "datetime": {"type": "string"}}


def _ref(kind: str, name: str) -> dict[str, str]:
    return {"$ref": f"#/components/{kind}/{name}"}


def _numbers(count: int) -> dict[str, Any]:
    """Return a list of so many numbers; six have heights, which no bound of a globe holds for."""
    return {"type": "array", "minItems": count, "maxItems": count, "items": {"type": "number"}}


PARAMETERS: dict[str, dict[str, Any]] = {
    "f": {
        "name": "f",
        "in": "query",
        "description": "Format; Accept is read without it.",
        "schema": {"type": "string", "enum": ["json"]},
    },
    "bbox": {
        "name": "bbox",
        "in": "query",
        "description": "west,south,east,north (CRS84); west above east crosses the antimeridian.",
        "style": "form",
        "explode": False,
        "schema": {"oneOf": [_numbers(4), _numbers(6)]},
    },
    "datetime": {
        "name": "datetime",
        "in": "query",
        "description": "A day, an RFC 3339 moment or an interval, open with `..`; rows without a time always match.",
        "schema": {"type": "string"},
    },
    "limit": {
        "name": "limit",
        "in": "query",
        "description": f"Features of a page; above {MOST} it is {MOST}.",
        "schema": {"type": "integer", "minimum": 1, "maximum": MOST, "default": USUAL},
    },
    "cursor": {
        "name": "cursor",
        "in": "query",
        "description": "From a `next` link; opaque.",
        "schema": {"type": "string", "maxLength": 400},
    },
}
_LINK = {
    "type": "object",
    "required": ["href", "rel"],
    "properties": {one: {"type": "string"} for one in ("href", "rel", "type", "title")},
}
_LINKS = {"type": "array", "items": _ref("schemas", "link")}
_COLLECTION: dict[str, Any] = {
    "type": "object",
    "required": ["id", "links"],
    "properties": {
        "id": {"type": "string"},
        "title": {"type": "string"},
        "description": {"type": "string"},
        "links": _LINKS,
        "extent": {"type": "object"},
        "itemType": {"type": "string"},
        "crs": {"type": "array", "items": {"type": "string"}},
    },
}


def _object(required: list[str], **properties: Any) -> dict[str, Any]:
    return {"type": "object", "required": required, "properties": properties}


@cache
def document() -> dict[str, Any]:
    """Return the document."""
    schemas: dict[str, Any] = {
        "problem": json.loads(json.dumps(PROBLEM_SCHEMA).replace('["string", "null"]', '"string"')),
        "link": _LINK,
        "collection": _COLLECTION,
        "landing": _object(
            ["links"], title={"type": "string"}, description={"type": "string"}, links=_LINKS
        ),
        "conformance": _object(
            ["conformsTo"], conformsTo={"type": "array", "items": {"type": "string"}}
        ),
        "collections": _object(
            ["links", "collections"],
            links=_LINKS,
            collections={"type": "array", "items": _ref("schemas", "collection")},
        ),
    }
    for name in ("where", "why", "cure"):
        schemas["problem"]["properties"][name]["nullable"] = True
    paths = {
        ROOT: _get("landing", "Landing page", JSON),
        f"{ROOT}conformance": _get("conformance", "Conformance classes", JSON),
        f"{ROOT}api": _get("", "This document", OPENAPI),
        f"{ROOT}collections": _get("collections", "Collections", JSON),
    }
    for one in collections().values():
        paths |= _paths(one)
        schemas |= _schemas(one)
    return {
        "openapi": "3.0.3",
        "info": {
            "title": TITLE.en,
            "version": "1",
            "description": ABOUT.en,
            "license": {"name": "Licence Ouverte 2.0"},
        },
        "servers": [{"url": "/"}],
        "paths": paths,
        "components": {
            "schemas": schemas,
            "parameters": PARAMETERS,
            "responses": {
                str(status): {
                    "description": TITLES[status].en,
                    "content": {MEDIA_TYPE: {"schema": _ref("schemas", "problem")}},
                }
                for status in REFUSALS
            },
        },
    }


def _get(
    schema: str, summary: str, kind: str, parameters: list[dict[str, Any]] | None = None
) -> dict[str, Any]:
    shape = _ref("schemas", schema) if schema else {"type": "object"}
    return {
        "get": {
            "summary": summary,
            "operationId": schema or "api",
            "parameters": parameters or [_ref("parameters", "f")],
            "responses": {
                "200": {"description": "OK", "content": {kind: {"schema": shape}}},
                "304": {"description": "What the client holds still stands."},
                **{str(one): _ref("responses", str(one)) for one in REFUSALS},
            },
        }
    }


def _paths(dataset: Dataset) -> dict[str, Any]:
    here = f"{ROOT}collections/{dataset.id}"
    asked = [_ref("parameters", name) for name in PARAMETERS]
    asked += [
        {
            "name": name,
            "in": "query",
            "description": f"Features whose `{name}` {'holds' if name in dataset.joined else 'is'} this; "
            "empty: where it is unknown.",
            "schema": {"type": "string", "maxLength": 200}
            | ({"pattern": pattern} if (pattern := dataset.pattern_of(name)) else {}),
        }
        for name in dataset.filters
    ]
    code = {
        "name": "featureId",
        "in": "path",
        "required": True,
        "schema": {"type": "string", "maxLength": 160},
    }
    found = {
        here: _get("collection", dataset.title.en, JSON),
        f"{here}/items": _get(
            f"{dataset.id}-page", f"{dataset.title.en}: features", GEOJSON, asked
        ),
        f"{here}/items/{{featureId}}": _get(
            f"{dataset.id}-feature",
            f"{dataset.title.en}: one feature",
            GEOJSON,
            [code, _ref("parameters", "f")],
        ),
    }
    found[here]["get"]["operationId"] = f"{dataset.id}-collection"
    return found


def _schemas(dataset: Dataset) -> dict[str, Any]:
    feature = _object(
        ["type", "id", "geometry", "properties"],
        type={"type": "string", "enum": ["Feature"]},
        id={"type": "string"},
        geometry={"type": "object", "nullable": True},
        properties={
            "type": "object",
            "properties": {one.name: _column(one) for one in dataset.every_column},
        },
        links=_LINKS,
    )
    page = _object(
        ["type", "features", "links", "numberMatched", "numberReturned", "timeStamp"],
        type={"type": "string", "enum": ["FeatureCollection"]},
        features={"type": "array", "items": _ref("schemas", f"{dataset.id}-feature")},
        links=_LINKS,
        numberMatched={"type": "integer", "minimum": 0},
        numberReturned={"type": "integer", "minimum": 0},
        timeStamp={"type": "string", "format": "date-time"},
    )
    return {f"{dataset.id}-feature": feature, f"{dataset.id}-page": page}


def _column(column: Column) -> dict[str, Any]:
    said: dict[str, Any] = {"description": column.title.en}
    said |= _TYPES.get(column.type, {"type": column.type})
    if not column.required:
        said["nullable"] = True
    return said


@cache
def document_bytes() -> bytes:
    """Return the document as it is served."""
    return json.dumps(document(), ensure_ascii=False, indent=1).encode()
