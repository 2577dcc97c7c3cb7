"""Receiving a file of sites: streamed to a temporary file, cut off beyond the size that the registry takes."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.core.files.uploadhandler import StopUpload, TemporaryFileUploadHandler
from django.http import HttpRequest, HttpResponse
from django.views.decorators.csrf import csrf_exempt, csrf_protect

from rebond.web.accounts import actors
from rebond.web.dossiers.file_errors import FileTooLarge
from rebond.web.dossiers.receiving import NothingHandler
from rebond.web.sites.errors import NoFile, UploadCut
from rebond.web.sites.permissions import may_import

MARGIN = 1_000_000
"""A little more than the largest file, so that the service says what is wrong instead of a cut connection."""


class CappedFileHandler(TemporaryFileUploadHandler):
    """Write a file to the temporary folder, and stop the transfer beyond what the registry takes."""

    received = 0
    is_over = False

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        self.received += len(raw_data)
        if self.received > most_bytes() + MARGIN:
            self.is_over = True
            raise StopUpload(connection_reset=True)
        super().receive_data_chunk(raw_data, start)


def most_bytes() -> int:
    """Return the size of the largest file that the registry takes."""
    return int(settings.REGISTRY_FILE_MEGABYTES * 1_000_000)


def sent_file(request: HttpRequest) -> UploadedFile:
    """Return the whole file that was sent.

    Raises
    ------
    FileTooLarge, UploadCut, NoFile
    """
    sent = request.FILES.get("fichier")
    for handler in request.upload_handlers:
        if getattr(handler, "is_over", False):
            raise FileTooLarge(handler.file_name or "", most_bytes())
        if sent is None and getattr(handler, "received", 0):
            raise UploadCut(handler.file_name or "")
    if sent is None:
        raise NoFile
    return sent


def receives_sites(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Let a view receive a file of sites; the token against forgery is checked once the handler is in place."""
    protected = csrf_protect(view)

    @wraps(view)
    def receiving(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if request.method == "POST":
            actor = actors.current(request)
            may = actor is not None and may_import(actor)
            handler = CappedFileHandler if may else NothingHandler
            request.upload_handlers = [handler(request)]
        return protected(request, *args, **kwargs)

    exempt: Callable[..., HttpResponse] = csrf_exempt(receiving)
    return exempt
