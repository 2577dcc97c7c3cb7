"""Each address of OGC API Features: landing page, conformance, collections, items, one item."""

from __future__ import annotations

import json
from datetime import UTC
from typing import Any
from urllib.parse import quote, urlencode

import numpy as np
from django.http import HttpRequest, HttpResponse

from rebond.texts import Text
from rebond.web import clock
from rebond.web.publishing import cursors, door, features
from rebond.web.publishing.dataset import Dataset
from rebond.web.publishing.datasets import collections
from rebond.web.publishing.door import NotAllowed
from rebond.web.publishing.errors import NotFound
from rebond.web.publishing.features import Served
from rebond.web.publishing.ogc.asking import (
    CRS84,
    GEOJSON,
    JSON,
    OPENAPI,
    F,
    Question,
    form_of,
    read,
    refuse_unknown,
)
from rebond.web.publishing.problems import Refused, lang_of

ROOT = "/api/ogc/"
CONFORMANCE = (
    "http://www.opengis.net/spec/ogcapi-features-1/1.0/conf/core",
    "http://www.opengis.net/spec/ogcapi-features-1/1.0/conf/geojson",
    "http://www.opengis.net/spec/ogcapi-features-1/1.0/conf/oas30",
)
TITLE = Text("Rebond : données géographiques", "Rebond: geographic data")
ABOUT = Text(
    "Sites, labels et territoires du programme, selon OGC API Features.",
    "Sites, labels and territories of the programme, as OGC API Features.",
)


def answer(request: HttpRequest, rest: str) -> HttpResponse:  # noqa: PLR0911 - one answer an address
    """Answer a request under /api/ogc/."""
    parts = rest.rstrip("/").split("/") if rest else []
    if request.method != "GET":
        methods = ("GET", "HEAD", "OPTIONS")
        raise Refused(
            405, NotAllowed(request.method or "", methods), headers={"Allow": ", ".join(methods)}
        )
    match parts:
        case []:
            return _json(request, _landing(request))
        case ["conformance"]:
            return _json(request, {"conformsTo": list(CONFORMANCE)})
        case ["api"]:
            from rebond.web.publishing.ogc.document import document_bytes  # noqa: PLC0415

            refuse_unknown(request, (F,))
            form_of(request, OPENAPI)
            return HttpResponse(document_bytes(), content_type=OPENAPI)
        case ["collections"]:
            return _json(request, _collections(request))
        case ["collections", name]:
            return _json(request, _collection(request, _dataset(request, name)))
        case ["collections", name, "items"]:
            return items(request, _dataset(request, name))
        case ["collections", name, "items", *code] if code:
            return item(request, _dataset(request, name), "/".join(code))
    raise NotFound(request.path)


def _dataset(request: HttpRequest, name: str) -> Dataset:
    found = collections().get(name)
    if found is None:
        raise NotFound(request.path)
    return found


def _json(request: HttpRequest, content: dict[str, Any]) -> HttpResponse:
    refuse_unknown(request, (F,))
    form_of(request)
    response = HttpResponse(json.dumps(content, ensure_ascii=False).encode(), content_type=JSON)
    response["Content-Language"] = lang_of(request)
    return response


def _at(request: HttpRequest, path: str = "") -> str:
    return request.build_absolute_uri(ROOT + path)


def _link(href: str, rel: str, kind: str, title: str = "") -> dict[str, str]:
    said = {"href": href, "rel": rel, "type": kind}
    return said | {"title": title} if title else said


def _landing(request: HttpRequest) -> dict[str, Any]:
    lang = lang_of(request)
    human = request.build_absolute_uri("/en/api/" if lang == "en" else "/api/")
    return {
        "title": TITLE.of(lang),
        "description": ABOUT.of(lang),
        "links": [
            _link(_at(request), "self", JSON),
            _link(_at(request, "api"), "service-desc", OPENAPI, "OpenAPI"),
            _link(human, "service-doc", "text/html"),
            _link(_at(request, "conformance"), "conformance", JSON),
            _link(_at(request, "collections"), "data", JSON),
        ],
    }


def _collections(request: HttpRequest) -> dict[str, Any]:
    return {
        "links": [_link(_at(request, "collections"), "self", JSON)],
        "collections": [_collection(request, one) for one in collections().values()],
    }


def _collection(request: HttpRequest, dataset: Dataset) -> dict[str, Any]:
    lang = lang_of(request)
    here = f"collections/{dataset.id}"
    schema = request.build_absolute_uri(f"/donnees/{dataset.id}.schema.json")
    said: dict[str, Any] = {
        "id": dataset.id,
        "title": dataset.title.of(lang),
        "description": dataset.description.of(lang),
        "itemType": "feature",
        "crs": [CRS84],
        "links": [
            _link(_at(request, here), "self", JSON),
            _link(_at(request, f"{here}/items"), "items", GEOJSON, dataset.title.of(lang)),
            _link(dataset.licence.url, "license", "text/html", dataset.licence.title.of(lang)),
            _link(schema, "describedby", JSON, "Table Schema"),
        ],
    }
    bounds = features.known_bounds(dataset, clock.now())
    if bounds is not None:
        said["extent"] = {"spatial": {"bbox": [list(bounds)], "crs": CRS84}}
    return said


def known_parameters(dataset: Dataset) -> tuple[str, ...]:
    """Return the parameters of `items`."""
    return ("bbox", "datetime", "limit", "cursor", F, *dataset.filters)


def items(request: HttpRequest, dataset: Dataset) -> HttpResponse:
    """Answer with one page of a collection."""
    refuse_unknown(request, known_parameters(dataset))
    form_of(request, GEOJSON)
    question = read(request, dataset)
    where = json.dumps([dataset.id, question.said])
    last = None if question.cursor is None else cursors.after(where, question.cursor)
    served = features.served(dataset, clock.now())
    tag = door.etag(
        served.key, where, str(question.limit), question.cursor or "", request.get_host()
    )
    if door.is_known(request, tag):
        return door.unchanged(tag)
    response = HttpResponse(
        _page(request, dataset, served, question, where, last), content_type=GEOJSON
    )
    response["Content-Crs"] = f"<{CRS84}>"
    return door.tagged(response, tag)


def _page(
    request: HttpRequest,
    dataset: Dataset,
    served: Served,
    question: Question,
    where: str,
    last: str | None,
) -> bytes:
    rows = served.matching(question.asked)
    start = 0 if last is None else int(np.searchsorted(rows, served.features.after(last)))
    shown = rows[start : start + question.limit]
    here = f"collections/{dataset.id}"
    links = [
        _link(request.build_absolute_uri(), "self", GEOJSON),
        _link(_at(request, here), "collection", JSON),
    ]
    if start + question.limit < len(rows):
        cursor = cursors.cursor(where, str(served.features.ids[shown[-1]]))
        query = urlencode([*question.said, ("limit", str(question.limit)), ("cursor", cursor)])
        links.append(_link(_at(request, f"{here}/items?{query}"), "next", GEOJSON))
    head = {
        "type": "FeatureCollection",
        "timeStamp": clock.now().astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
        "numberMatched": len(rows),
        "numberReturned": len(shown),
        "links": links,
    }
    told = json.dumps(head, ensure_ascii=False)[:-1].encode()
    return b'%s,"features":[\n%s\n]}' % (told, served.features.features(shown))


def item(request: HttpRequest, dataset: Dataset, code: str) -> HttpResponse:
    """Answer with one feature."""
    refuse_unknown(request, (F,))
    form_of(request, GEOJSON)
    served = features.served(dataset, clock.now())
    row = served.features.row_of(code)
    if row is None or code in served.withheld:
        raise NotFound(request.path)
    tag = door.etag(served.key, dataset.id, code, request.get_host())
    if door.is_known(request, tag):
        return door.unchanged(tag)
    here = f"collections/{dataset.id}"
    links = [
        _link(_at(request, f"{here}/items/{quote(code)}"), "self", GEOJSON),
        _link(_at(request, here), "collection", JSON),
    ]
    body = served.features.feature(row)[:-1] + b',"links":' + json.dumps(links).encode() + b"}"
    response = HttpResponse(body, content_type=GEOJSON)
    response["Content-Crs"] = f"<{CRS84}>"
    return door.tagged(response, tag)
