"""Receiving a file: streamed to a temporary file, cut off beyond the largest size that a form can accept."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.core.files.uploadhandler import (
    FileUploadHandler,
    StopUpload,
    TemporaryFileUploadHandler,
)
from django.http import HttpRequest, HttpResponse
from django.views.decorators.csrf import csrf_exempt, csrf_protect

from rebond.web.accounts import actors
from rebond.web.accounts.actors import Actor
from rebond.web.dossiers.permissions import may_start

LARGEST = 201 * 1_000_000
"""A little more than the largest size that a policy can accept, so that the service says what is wrong."""


class CappedFileHandler(TemporaryFileUploadHandler):
    """Write a file to the temporary folder, and stop the transfer when it is larger than any form accepts."""

    received = 0

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        self.received += len(raw_data)
        if self.received > LARGEST:
            raise StopUpload(connection_reset=True)
        super().receive_data_chunk(raw_data, start)


class NothingHandler(FileUploadHandler):
    """Stop the transfer at the first file."""

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        super().new_file(*args, **kwargs)
        raise StopUpload(connection_reset=True)

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:  # noqa: ARG002
        raise StopUpload(connection_reset=True)

    def file_complete(self, file_size: int) -> None:  # noqa: ARG002
        return None


def receives_files(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Let a view receive files from who may file; the token against forgery is checked with the handler in place."""
    return receives_files_of(may_start)(view)


def receives_files_of(
    rule: Callable[[Actor], bool],
) -> Callable[[Callable[..., HttpResponse]], Callable[..., HttpResponse]]:
    """Let a view receive files from actors of a rule; what others send is refused before it reaches the disk."""

    def decorate(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
        protected = csrf_protect(view)

        @wraps(view)
        def receiving(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            actor = actors.current(request)
            if request.method == "POST":
                is_let_in = actor is not None and rule(actor)
                handler = CappedFileHandler if is_let_in else NothingHandler
                request.upload_handlers = [handler(request)]
            return protected(request, *args, **kwargs)

        exempt: Callable[..., HttpResponse] = csrf_exempt(receiving)
        return exempt

    return decorate
