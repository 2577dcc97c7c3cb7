"""The OpenAPI document of version 1: routes as declared, rows as their columns say, refusals in one shape."""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import cache
from typing import Any

from rebond import __version__
from rebond.web.publishing.dataset import Column, Dataset
from rebond.web.publishing.datasets import datasets
from rebond.web.publishing.problems import MEDIA_TYPE, PROBLEM_SCHEMA, TITLES
from rebond.web.publishing.v1.api import ROOT, api
from rebond.web.publishing.v1.rows import camel

METHODS = ("get", "put", "post", "delete", "patch")
ALWAYS = (400, 401, 404, 405, 406, 429, 503)
WITH_BODY = (409, 413, 415, 422)
_TYPES: Mapping[str, dict[str, Any]] = {
    "string": {"type": "string"},
    "integer": {"type": "integer"},
    "number": {"type": "number"},
    "boolean": {"type": "boolean"},
    "date": {"type": "string", "format": "date"},
    "datetime": {"type": "string", "format": "date-time"},
}


@cache
def document() -> dict[str, Any]:
    """Return the document."""
    made = json.loads(json.dumps(api().get_openapi_schema(path_prefix="api/v1/"), default=str))
    made["info"] |= {
        "title": "Rebond",
        "summary": "What a place-based industrial programme decides, open for reuse.",
        "description": (
            "Read without a key; write with a token of your organisation. Versions, limits, pages and errors "
            "are described in docs/reference/api.md."
        ),
        "license": {"name": "Licence Ouverte 2.0", "identifier": "etalab-2.0"},
        "x-software-version": __version__,
    }
    made["servers"] = [{"url": "/"}]
    schemas = made.setdefault("components", {}).setdefault("schemas", {})
    schemas["Problem"] = PROBLEM_SCHEMA
    made["components"]["securitySchemes"] = {"token": {"type": "http", "scheme": "bearer"}}
    for dataset in datasets().values():
        schemas |= _schemas(dataset)
    for operations in made["paths"].values():
        for method in METHODS:
            if method in operations:
                _complete(operations[method])
    return dict(made)


def _complete(operation: dict[str, Any]) -> None:
    kind, _, name = operation["operationId"].partition("-")
    if kind in {"list", "read"} and name in datasets():
        shape = camel(name) + ("Page" if kind == "list" else "Row")
        ref = {"$ref": f"#/components/schemas/{shape}"}
        operation["responses"] = {
            "200": {"description": "OK", "content": {"application/json": {"schema": ref}}}
        }
    is_written = operation.get("tags") == ["Writing"]
    statuses = [*ALWAYS]
    if "requestBody" in operation:
        statuses += [one for one in WITH_BODY if is_written or one != 409]  # noqa: PLR2004
    if is_written:
        statuses.append(403)
        operation["security"] = [{"token": []}]
    if not is_written and "requestBody" not in operation:
        operation["responses"]["304"] = {"description": "What the client holds still stands."}
    problem = {"schema": {"$ref": "#/components/schemas/Problem"}}
    for status in sorted(statuses):
        operation["responses"][str(status)] = {
            "description": TITLES[status].en,
            "content": {MEDIA_TYPE: problem},
        }


def _schemas(dataset: Dataset) -> dict[str, Any]:
    name = camel(dataset.id)
    row = {
        "type": "object",
        "description": dataset.description.en,
        "required": [one.name for one in dataset.every_column],
        "properties": {one.name: _column(one) for one in dataset.every_column},
    }
    page = {
        "type": "object",
        "required": ["dataset", "licence", "total", "next", "items"],
        "properties": {
            "dataset": {"type": "string"},
            "licence": {"type": "string"},
            "total": {"type": "integer"},
            "next": {"type": ["string", "null"]},
            "items": {"type": "array", "items": {"$ref": f"#/components/schemas/{name}Row"}},
        },
    }
    return {f"{name}Row": row, f"{name}Page": page}


def _column(column: Column) -> dict[str, Any]:
    said = {**_TYPES[column.type], "description": column.title.en}
    if not column.required:
        said["type"] = [said["type"], "null"]
    return said


@cache
def document_bytes() -> bytes:
    """Return the document as it is served."""
    return json.dumps(document(), ensure_ascii=False, indent=1).encode()


@cache
def _parameters() -> dict[str, dict[str, tuple[str, ...]]]:
    return {
        path: {
            method.upper(): tuple(
                one["name"]
                for one in operations[method].get("parameters", [])
                if one["in"] == "query"
            )
            for method in METHODS
            if method in operations
        }
        for path, operations in document()["paths"].items()
    }


def parameters_of(path: str) -> dict[str, tuple[str, ...]]:
    """Return the query parameters of each method of a path; nothing for a path that is not described."""
    assert path.startswith(ROOT), path  # noqa: S101
    return _parameters().get(path, {})
