"""The store of files: each kept once under its digest, outside what the web server serves, never executed.

``REBOND_FILES/<first two digits>/<digest>``, readable by the owner only, written whole or not at all. A file
stays when an attachment is removed: a filing may list it.
"""

from __future__ import annotations

import hashlib
import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from django.conf import settings
from django.http import FileResponse

from rebond.canonical import DIGEST_PREFIX
from rebond.web.dossiers.file_errors import EmptyFile, FileMissing, FileTooLarge
from rebond.web.dossiers.models import Attachment

CHUNK = 1 << 20
CONTENT_TYPES = {
    "pdf": "application/pdf",
    "jpeg": "image/jpeg",
    "png": "image/png",
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "ods": "application/vnd.oasis.opendocument.spreadsheet",
    "odt": "application/vnd.oasis.opendocument.text",
    "geojson": "application/geo+json",
    "gpkg": "application/geopackage+sqlite3",
}
"""Fixed by the format found, never by what the sender says."""


@dataclass(frozen=True, slots=True)
class Received:
    """A file on the disk, not yet in the store."""

    path: Path
    size: int
    digest: str


def folder() -> Path:
    """Return the folder of the store, made when absent."""
    place = Path(settings.FILES_FOLDER)
    place.mkdir(parents=True, exist_ok=True, mode=0o700)
    return place


def incoming() -> Path:
    """Return the folder where files wait while they are read; on the same disk as the store."""
    place = folder() / "incoming"
    place.mkdir(exist_ok=True, mode=0o700)
    return place


def path_of(digest: str) -> Path:
    """Return where a file of a digest stands."""
    bare = digest.removeprefix(DIGEST_PREFIX)
    if len(bare) != hashlib.sha256().digest_size * 2 or not bare.isalnum():
        raise ValueError(digest)
    return folder() / bare[:2] / bare


@contextmanager
def received(stream: BinaryIO, name: str, most_bytes: int) -> Iterator[Received]:
    """Write what is sent to a file of its own, which goes unless it is kept."""
    # The geographic library wants this end on a GeoPackage; nothing else looks at it.
    handle, temporary = tempfile.mkstemp(dir=incoming(), suffix=".gpkg")
    try:
        total, summed = 0, hashlib.sha256()
        with os.fdopen(handle, "wb") as target:
            while content := stream.read(CHUNK):
                total += len(content)
                if total > most_bytes:
                    raise FileTooLarge(name, most_bytes)
                summed.update(content)
                target.write(content)
            target.flush()
            os.fsync(target.fileno())
        if not total:
            raise EmptyFile(name)
        yield Received(Path(temporary), total, DIGEST_PREFIX + summed.hexdigest())
    finally:
        Path(temporary).unlink(missing_ok=True)


def keep(one: Received) -> Path:
    """Move a received file into the store; the same content is kept once."""
    target = path_of(one.digest)
    target.parent.mkdir(exist_ok=True, mode=0o700)
    if not (target.is_file() and target.stat().st_size == one.size):
        one.path.chmod(0o600)
        one.path.replace(target)
        _settle(target.parent)
    return target


def _settle(place: Path) -> None:
    """Make a rename outlive a power cut."""
    handle = os.open(place, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def is_intact(digest: str) -> bool:
    """Whether the store holds a file whose content still has its digest."""
    try:
        with path_of(digest).open("rb") as stream:
            return DIGEST_PREFIX + hashlib.file_digest(stream, "sha256").hexdigest() == digest
    except OSError:
        return False


def response(attachment: Attachment) -> FileResponse:
    """Return a file to be saved, never shown nor run by the browser.

    Raises FileMissing when the store does not hold it.
    """
    try:
        stream = path_of(attachment.digest).open("rb")
    except OSError as error:
        raise FileMissing(attachment.name, attachment.digest) from error
    answer = FileResponse(
        stream,
        as_attachment=True,
        filename=attachment.name,
        content_type=CONTENT_TYPES.get(attachment.format, "application/octet-stream"),
    )
    answer["X-Content-Type-Options"] = "nosniff"
    answer["Content-Security-Policy"] = "default-src 'none'; sandbox"
    answer["Cross-Origin-Resource-Policy"] = "same-origin"
    answer["Cache-Control"] = "private, no-store"
    return answer
