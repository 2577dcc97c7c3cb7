"""Every dataset by pages, and each of its rows by its code."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Annotated, Any
from urllib.parse import urlencode

import numpy as np
from django.http import HttpRequest, HttpResponse
from ninja import Path, Query, Router, Schema
from pydantic import Field, create_model

from rebond.web import clock
from rebond.web.publishing import boxes, cursors, door, features
from rebond.web.publishing.dataset import Dataset
from rebond.web.publishing.datasets import datasets
from rebond.web.publishing.errors import NotFound
from rebond.web.publishing.features import Asked

USUAL, MOST = 100, 1_000
LONGEST_CODE = 160
JSON = "application/json"
BBOX = Annotated[
    str | None,
    Field(
        None,
        max_length=120,
        description="West,south,east,north in degrees WGS 84; west above east crosses the antimeridian.",
    ),
]


class Page(Schema):
    """What every list takes."""

    limit: Annotated[int, Field(USUAL, ge=1, le=MOST, description="Rows of a page.")]
    cursor: Annotated[
        str | None, Field(None, max_length=cursors.LONGEST, description="From `next` of a page.")
    ]


def router() -> Router:
    """Return the addresses of every dataset."""
    made = Router()
    for one in datasets().values():
        _add(made, one)
    return made


def camel(name: str) -> str:
    """Return the name of a schema."""
    return "".join(part.capitalize() for part in name.split("-"))


def _asked_of(dataset: Dataset) -> Any:
    fields: dict[str, Any] = {}
    if dataset.geometry is not None:
        fields["bbox"] = (BBOX, None)
    for name in dataset.filters:
        holds = "holds" if name in dataset.joined else "is"
        said = f"Rows whose `{name}` {holds} this; empty: where it is unknown."
        bounds = Field(
            None, max_length=120, pattern=dataset.pattern_of(name) or None, description=said
        )
        fields[name] = (Annotated[str | None, bounds], None)
    return create_model(f"{camel(dataset.id)}Asked", __base__=Page, **fields)


def _add(made: Router, dataset: Dataset) -> None:
    model: Any = _asked_of(dataset)
    name, tag = dataset.id, "Datasets"

    def listing(request: HttpRequest, asked: Any) -> HttpResponse:
        return page(request, dataset, asked)

    listing.__annotations__ = {
        "request": HttpRequest,
        "asked": Query[model],
        "return": HttpResponse,
    }
    made.get(
        f"/{name}",
        operation_id=f"list-{name}",
        summary=f"{dataset.title.en}, by pages",
        description=dataset.description.en,
        tags=[tag],
    )(_named(listing, f"list_{name}"))

    def one(request: HttpRequest, code: Any) -> HttpResponse:
        return single(request, dataset, code)

    code = Path[
        Annotated[str, Field(max_length=LONGEST_CODE, description=dataset.columns[0].title.en)]
    ]
    one.__annotations__ = {"request": HttpRequest, "code": code, "return": HttpResponse}
    made.get(
        f"/{name}/{{path:code}}",
        operation_id=f"read-{name}",
        summary=f"{dataset.title.en}: one row",
        tags=[tag],
    )(_named(one, f"read_{name}"))


def _named(view: Callable[..., HttpResponse], name: str) -> Callable[..., HttpResponse]:
    view.__name__ = name.replace("-", "_")
    return view


def page(request: HttpRequest, dataset: Dataset, asked: Any) -> HttpResponse:
    """Answer with one page of a dataset."""
    served = features.served(dataset, clock.now())
    box = getattr(asked, "bbox", None)
    filters = tuple(
        (name, value) for name in dataset.filters if (value := getattr(asked, name)) is not None
    )
    question = Asked(box=boxes.read(box) if box is not None else None, filters=filters)
    where = _where(dataset, box, filters)
    tag = door.etag(served.key, where, str(asked.limit), asked.cursor or "")
    last = cursors.after(where, asked.cursor) if asked.cursor is not None else None
    if door.is_known(request, tag):
        return door.unchanged(tag)
    rows = served.matching(question)
    start = 0 if last is None else int(np.searchsorted(rows, served.features.after(last)))
    shown = rows[start : start + asked.limit]
    following = None
    if start + asked.limit < len(rows):
        cursor = cursors.cursor(where, str(served.features.ids[shown[-1]]))
        said = {"bbox": box, **dict(filters), "limit": asked.limit, "cursor": cursor}
        query = urlencode({key: value for key, value in said.items() if value is not None})
        following = request.build_absolute_uri(f"{request.path}?{query}")
    head = {
        "dataset": dataset.id,
        "licence": dataset.licence.id,
        "total": len(rows),
        "next": following,
    }
    content = b'%s,"items":[%s]}' % (
        json.dumps(head, ensure_ascii=False)[:-1].encode(),
        served.features.values(shown),
    )
    response = HttpResponse(content, content_type=JSON)
    if following:
        response["Link"] = f'<{following}>; rel="next"'
    return door.tagged(response, tag)


def _where(dataset: Dataset, box: str | None, filters: tuple[tuple[str, str], ...]) -> str:
    return json.dumps([dataset.id, box, filters])


def single(request: HttpRequest, dataset: Dataset, code: str) -> HttpResponse:
    """Answer with one row of a dataset."""
    served = features.served(dataset, clock.now())
    row = served.features.row_of(code)
    if row is None or code in served.withheld:
        raise NotFound(request.path)
    tag = door.etag(served.key, dataset.id, code)
    if door.is_known(request, tag):
        return door.unchanged(tag)
    content = served.features.values(np.asarray([row]))
    return door.tagged(HttpResponse(content, content_type=JSON), tag)
