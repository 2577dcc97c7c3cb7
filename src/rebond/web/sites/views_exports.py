"""Tables of the registry as files: the consented part for everyone, the whole for those who manage."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from django.http import Http404, HttpResponse, StreamingHttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from rebond.sitefiles.tables import TABLES
from rebond.web import clock
from rebond.web.accounts.access import everyone, member
from rebond.web.dossiers.files import CHUNK, CONTENT_TYPES
from rebond.web.sites import exporting, permissions, queries
from rebond.web.sites.exporting import LEFT_OUT
from rebond.web.sites.tables import EVERY, FORMATS
from rebond.web.sites.views_deliveries import acting, deliveries_of

if TYPE_CHECKING:
    from django.http import HttpRequest


@require_GET
@everyone
def export(request: HttpRequest) -> HttpResponse:
    """Say what can be downloaded, in which formats, and what is left out."""
    context = {
        "page": "site-search",
        "tables": [TABLES[name] for name in EVERY],
        "formats": FORMATS,
        "trail": ((_("Sites"), reverse("site-search")), (_("Télécharger les sites"), "")),
    }
    return render(request, "sites/registry/export.html", context)


@require_GET
@everyone
def export_file(_request: HttpRequest, table: str, form: str) -> HttpResponse:
    """Give a table of what everyone may read, or the list of what is left out of it."""
    if table not in EVERY or form not in {*FORMATS, LEFT_OUT}:
        raise Http404
    path = exporting.public_file(table, form, clock.now())
    if path is None:
        said = _("Ce fichier est en préparation : demandez-le de nouveau dans une minute.")
        response = HttpResponse(said, content_type="text/plain; charset=utf-8", status=503)
        response["Retry-After"] = "60"
        return response
    return _file(chunks(path), f"rebond-{table}.{form}", form)


@require_GET
@member(permissions.may_open_registry)
def export_whole(request: HttpRequest, table: str, form: str) -> HttpResponse:
    """Give a table of every value that one reads whole."""
    if table not in EVERY or form not in {*FORMATS, LEFT_OUT}:
        raise Http404
    actor = acting(request)
    rows = exporting.rows_of(
        table, queries.readable_whole(actor), is_public=False, deliveries=deliveries_of(actor)
    )
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"registre-{table}.{form}"
        if form == LEFT_OUT:
            exporting.write_left_out(table, rows, path)
        else:
            exporting.write_file(table, rows, path, form=form)
        return _file(path.read_bytes(), path.name, form)


def _file(content: bytes | Iterator[bytes], name: str, form: str) -> HttpResponse:
    kind = CONTENT_TYPES["csv" if form == LEFT_OUT else form]
    whole = isinstance(content, bytes)
    make = HttpResponse if whole else StreamingHttpResponse
    response = make(content, content_type=kind)
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    response["Cache-Control"] = "private, no-store"
    return response


def chunks(path: Path) -> Iterator[bytes]:
    """Yield a file, opened only once somebody reads it."""
    with path.open("rb") as stream:
        while content := stream.read(CHUNK):
            yield content
