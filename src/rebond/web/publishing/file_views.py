"""Files of the datasets, their Table Schemas and the catalogue: addresses of programs, without a language."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from django.http import HttpResponse, StreamingHttpResponse

from rebond.web import clock
from rebond.web.accounts.access import everyone
from rebond.web.publishing import catalogue, door, kept
from rebond.web.publishing.dataset import FORMS
from rebond.web.publishing.datasets import datasets
from rebond.web.publishing.door import NotAllowed
from rebond.web.publishing.errors import InPreparation, NotFound, UnknownParameter
from rebond.web.publishing.problems import Refused
from rebond.web.publishing.writing import MEDIA

if TYPE_CHECKING:
    from django.http import HttpRequest

CHUNK = 64 * 1024


@everyone
def dataset_file(request: HttpRequest, name: str, form: str) -> HttpResponse:
    """Give a dataset in one format, whole: a file is made before its first byte leaves."""
    return door.passed(request, lambda asked: _file(asked, name, form))


@everyone
def dataset_schema(request: HttpRequest, name: str) -> HttpResponse:
    """Give the Table Schema of a dataset."""
    return door.passed(request, lambda asked: _schema(asked, name))


@everyone
def dcat(request: HttpRequest) -> HttpResponse:
    """Give the DCAT-AP catalogue."""
    return door.passed(request, _catalogue)


def _read_only(request: HttpRequest) -> None:
    if request.method != "GET":
        methods = ("GET", "HEAD", "OPTIONS")
        headers = {"Allow": ", ".join(methods)}
        raise Refused(405, NotAllowed(request.method or "", methods), headers=headers)
    for unknown in request.GET:
        raise Refused(400, UnknownParameter(unknown, ()))


def _file(request: HttpRequest, name: str, form: str) -> Any:
    _read_only(request)
    dataset = datasets().get(name)
    if dataset is None or form not in FORMS or form not in dataset.forms:
        raise NotFound(request.path)
    now = clock.now()
    tag = door.etag(dataset.id, form, kept.state_of(dataset, now))
    if door.is_known(request, tag):
        return door.unchanged(tag)
    path = kept.file_of(dataset, form, now)
    if path is None:
        raise InPreparation(dataset.id)
    response = StreamingHttpResponse(_chunks(path), content_type=MEDIA[form])
    response["Content-Length"] = str(path.stat().st_size)
    response["Content-Disposition"] = f'attachment; filename="rebond-{dataset.id}.{form}"'
    return door.tagged(response, tag)


def _chunks(path: Path) -> Iterator[bytes]:
    """Yield a file, opened only once somebody reads it."""
    with path.open("rb") as stream:
        while content := stream.read(CHUNK):
            yield content


def _schema(request: HttpRequest, name: str) -> HttpResponse:
    _read_only(request)
    dataset = datasets().get(name)
    if dataset is None:
        raise NotFound(request.path)
    content = json.dumps(dataset.table_schema(), ensure_ascii=False, indent=1).encode()
    return HttpResponse(content, content_type="application/json")


def _catalogue(request: HttpRequest) -> HttpResponse:
    _read_only(request)
    told = catalogue.catalogue(clock.now())
    content = json.dumps(told, ensure_ascii=False, indent=1).encode()
    return HttpResponse(content, content_type="application/ld+json")
