"""What a file is, by its content alone: each accepted format is opened and read to its end.

Nothing is run, nothing is fetched. A file that is two things at once is refused.
"""

from __future__ import annotations

import csv
import io
import json
import unicodedata
import zipfile
from collections.abc import Callable
from pathlib import Path

from rebond.texts import Text
from rebond.web.dossiers.file_errors import BrokenFile, FileRefused, WrongFormat
from rebond.web.dossiers.judging_geo import judge_gpkg
from rebond.web.dossiers.judging_office import judge_office

HEAD = 4096
MOST_PIXELS = 60_000_000
MOST_PAGES = 5_000
TAIL_AFTER_PDF = 1_024
TEXT_LIMIT = 25_000_000
"""Text formats are read whole in memory."""
CSV_FIELD = 1_000_000
_MARKUP = (b"<!doctype", b"<html", b"<script", b"<svg", b"<?php", b"<iframe", b"javascript:")
_EXTENSIONS = {
    "pdf": "pdf",
    "jpg": "jpeg",
    "jpeg": "jpeg",
    "png": "png",
    "csv": "csv",
    "xlsx": "xlsx",
    "ods": "ods",
    "odt": "odt",
    "docx": "docx",
    "geojson": "geojson",
    "json": "geojson",
    "gpkg": "gpkg",
}
UNKNOWN = Text("d’un format inconnu ici", "of a format unknown here")


def format_of_name(name: str) -> str | None:
    """Return the format that the end of a name announces; None without one, empty for a foreign one."""
    stem, dot, extension = name.rpartition(".")
    if not dot or not stem:
        return None
    return _EXTENSIONS.get(extension.lower(), "")


def judge(path: Path, announced: str | None, accepted: tuple[str, ...]) -> str:
    """Return the format of a stored file, read to its end.

    `announced` is the format of its name: only text formats, which have no mark of their own, need it.

    Raises WrongFormat or BrokenFile.
    """
    with path.open("rb") as stream:
        head = stream.read(HEAD)
    kind = _kind(head, announced)
    if kind is None:
        raise WrongFormat("", _guess(path), accepted)
    if kind not in accepted and kind != "office":
        raise WrongFormat("", Text(f"un fichier {kind}", f"a {kind} file"), accepted)
    if kind not in {"geojson", "csv"}:
        _refuse_markup(kind, head[:1024])
    try:
        found = _JUDGES[kind](path)
    except FileRefused:
        raise
    except (OSError, ValueError, KeyError, RecursionError, MemoryError, EOFError) as error:
        raise BrokenFile(kind, _unreadable(error)) from error
    if found not in accepted:
        raise WrongFormat("", Text(f"un fichier {found}", f"a {found} file"), accepted)
    return found


def _kind(head: bytes, announced: str | None) -> str | None:
    """Return which judge reads a file, by its first bytes."""
    for mark, kind in (
        (b"%PDF-", "pdf"),
        (b"\x89PNG\r\n\x1a\n", "png"),
        (b"\xff\xd8\xff", "jpeg"),
        (b"PK\x03\x04", "office"),
        (b"SQLite format 3\x00", "gpkg"),
    ):
        if head.startswith(mark):
            return kind
    if announced in {"geojson", "csv"}:
        return announced
    return None


def _guess(path: Path) -> Text:
    """Name what a refused file looks like, for the message only."""
    import puremagic  # noqa: PLC0415 - reads its tables when first needed

    try:
        found = puremagic.magic_file(str(path))
    except (puremagic.PureError, ValueError, OSError):
        return UNKNOWN
    extension = found[0].extension.lstrip(".") if found else ""
    if not extension or not extension.isalnum():
        return UNKNOWN
    return Text(
        f"d’un format inconnu ici (on dirait .{extension})",
        f"of a format unknown here (it looks like .{extension})",
    )


def _unreadable(error: BaseException) -> Text:
    """Say that reading failed, with a short reason that holds no path."""
    said = type(error).__name__
    return Text(
        f"il ne se lit pas jusqu’au bout ({said})", f"it cannot be read to its end ({said})"
    )


def _refuse_markup(kind: str, content: bytes) -> None:
    folded = content.lower()
    if any(mark in folded for mark in _MARKUP):
        raise BrokenFile(
            kind,
            Text("il contient aussi une page ou un script", "it also holds a page or a script"),
        )


def _refuse_archive(kind: str, path: Path) -> None:
    """Refuse an archive hidden behind another format."""
    if zipfile.is_zipfile(path):
        raise BrokenFile(kind, Text("une archive y est cachée", "an archive is hidden in it"))


def _pdf(path: Path) -> str:
    import logging  # noqa: PLC0415

    from pypdf import PdfReader  # noqa: PLC0415 - a page without files does not wait for it
    from pypdf.errors import PyPdfError  # noqa: PLC0415

    _refuse_archive("pdf", path)
    content = path.read_bytes()
    end = content.rfind(b"%%EOF")
    if end < 0:
        raise BrokenFile("pdf", Text("sa fin manque", "its end is missing"))
    after = content[end + 5 :]
    if len(after.strip(b"\0\r\n\t ")) > TAIL_AFTER_PDF:
        raise BrokenFile("pdf", Text("autre chose le suit", "something else follows it"))
    _refuse_markup("pdf", after)
    logger = logging.getLogger("pypdf")
    before, logger.disabled = logger.disabled, True
    try:
        reader = PdfReader(io.BytesIO(content), strict=False)
        if reader.is_encrypted:
            raise BrokenFile("pdf", Text("il est chiffré", "it is encrypted"))
        pages = len(reader.pages)
        if not pages or pages > MOST_PAGES:
            raise BrokenFile("pdf", Text(f"il a {pages} pages", f"it has {pages} pages"))
        for page in (reader.pages[0], reader.pages[-1]):
            _ = page.mediabox
    except (PyPdfError, ArithmeticError, LookupError, TypeError, AttributeError) as error:
        raise BrokenFile("pdf", _unreadable(error)) from error
    finally:
        logger.disabled = before
    return "pdf"


def _image(path: Path, kind: str) -> str:
    from PIL import Image, UnidentifiedImageError  # noqa: PLC0415

    _refuse_archive(kind, path)
    try:
        with Image.open(path, formats=[kind.upper()]) as image:
            width, height = image.size
            if width * height > MOST_PIXELS:
                raise BrokenFile(
                    kind,
                    Text(
                        f"elle a {width} × {height} points, trop pour être lue",
                        f"it has {width} × {height} pixels, too many to be read",
                    ),
                )
            image.verify()
        with Image.open(path, formats=[kind.upper()]) as image:
            image.load()
    except (UnidentifiedImageError, SyntaxError, Image.DecompressionBombError) as error:
        raise BrokenFile(kind, _unreadable(error)) from error
    return kind


def _text_of(kind: str, path: Path) -> str:
    """Read a text file: UTF-8, or the old Western encoding that spreadsheets write."""
    if path.stat().st_size > TEXT_LIMIT:
        raise BrokenFile(
            kind, Text("il est trop grand pour être relu", "it is too large to be read")
        )
    content = path.read_bytes()
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        if kind != "csv":
            raise
        text = content.decode("cp1252")
    hidden = {letter for letter in set(text) if unicodedata.category(letter) == "Cc"} - set(
        "\r\n\t"
    )
    if hidden:
        raise BrokenFile(
            kind, Text("il contient des caractères de contrôle", "it holds control characters")
        )
    return text


def _csv(path: Path) -> str:
    text = _text_of("csv", path)
    if text.lstrip()[:1] in {"<", "{", "["}:
        raise BrokenFile("csv", Text("ce n’est pas un tableau", "it is not a table"))
    separator = max(",;\t", key=text.split("\n", 1)[0].count)
    limit = csv.field_size_limit(CSV_FIELD)
    try:
        rows = 0
        for row in csv.reader(io.StringIO(text, newline=""), delimiter=separator):
            rows += any(cell.strip() for cell in row)
    except csv.Error as error:
        raise BrokenFile("csv", _unreadable(error)) from error
    finally:
        csv.field_size_limit(limit)
    if not rows:
        raise BrokenFile("csv", Text("il est vide", "it is empty"))
    return "csv"


def _geojson(path: Path) -> str:
    import shapely  # noqa: PLC0415

    text = _text_of("geojson", path)
    value = json.loads(text)
    if not isinstance(value, dict) or "type" not in value:
        raise BrokenFile("geojson", Text("ce n’est pas du GeoJSON", "it is not GeoJSON"))
    try:
        read = shapely.from_geojson(text)
    except shapely.errors.GEOSException as error:
        raise BrokenFile("geojson", _unreadable(error)) from error
    if read is None or read.is_empty:
        raise BrokenFile("geojson", Text("il ne contient aucun lieu", "it holds no place"))
    return "geojson"


_JUDGES: dict[str, Callable[[Path], str]] = {
    "pdf": _pdf,
    "png": lambda path: _image(path, "png"),
    "jpeg": lambda path: _image(path, "jpeg"),
    "office": judge_office,
    "gpkg": judge_gpkg,
    "csv": _csv,
    "geojson": _geojson,
}
