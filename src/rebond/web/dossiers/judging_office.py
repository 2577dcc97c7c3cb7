"""Office files: archives whose parts are counted, unpacked within a budget, and named by their own list."""

from __future__ import annotations

import re
import zipfile
import zlib
from pathlib import Path

from rebond.texts import Text
from rebond.web.dossiers.file_errors import BrokenFile

MOST_PARTS = 5_000
MOST_UNPACKED = 300_000_000
MOST_LIST = 1_000_000
CHUNK = 1 << 20
_OOXML = {
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml": "xlsx",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml": "docx",
}
_OPENDOCUMENT = {
    "application/vnd.oasis.opendocument.spreadsheet": "ods",
    "application/vnd.oasis.opendocument.text": "odt",
}
_CONTENT_TYPE = re.compile(rb'ContentType\s*=\s*"([^"]{1,200})"')


def judge_office(path: Path) -> str:
    """Return ``xlsx``, ``docx``, ``ods`` or ``odt``; any other archive is refused."""
    try:
        with zipfile.ZipFile(path) as archive:
            parts = archive.infolist()
            _check_parts(parts, path.stat().st_size)
            kind = _kind(archive, {part.filename for part in parts})
            _unpack(archive, parts)
    except (zipfile.BadZipFile, zlib.error, NotImplementedError, RuntimeError) as error:
        raise _refused("l’archive est abîmée", "the archive is damaged") from error
    return kind


def _refused(fr: str, en: str) -> BrokenFile:
    return BrokenFile("office", Text(fr, en))


def _check_parts(parts: list[zipfile.ZipInfo], size: int) -> None:
    """Refuse what no office program writes, before anything is unpacked."""
    if len(parts) > MOST_PARTS:
        raise _refused("il a trop de parties", "it has too many parts")
    if len({part.filename for part in parts}) < len(parts):
        raise _refused("deux parties ont le même nom", "two parts have one name")
    if sum(part.compress_size for part in parts) > size:
        raise _refused("ses parties se recouvrent", "its parts overlap")
    if sum(part.file_size for part in parts) > MOST_UNPACKED:
        raise _refused("déplié, il serait démesuré", "unpacked, it would be immense")
    for part in parts:
        names = part.filename.replace("\\", "/").split("/")
        if part.filename.startswith(("/", "\\")) or ".." in names or ":" in part.filename:
            raise _refused("une partie sortirait de l’archive", "a part would leave the archive")
        if part.flag_bits & 0x1:
            raise _refused("il est chiffré", "it is encrypted")


def _kind(archive: zipfile.ZipFile, names: set[str]) -> str:
    lowered = {name.lower() for name in names}
    if any(
        name.endswith("vbaproject.bin") or name.startswith(("basic/", "scripts/"))
        for name in lowered
    ):
        raise _refused("il contient des macros", "it holds macros")
    if "[Content_Types].xml" in names:
        listed = _CONTENT_TYPE.findall(_part(archive, "[Content_Types].xml"))
        kinds = {_OOXML[one.decode()] for one in listed if one.decode("latin-1") in _OOXML}
        if any(b"macroenabled" in one.lower() for one in listed):
            raise _refused("il contient des macros", "it holds macros")
        if len(kinds) == 1:
            return kinds.pop()
    elif "mimetype" in names:
        kind = _OPENDOCUMENT.get(_part(archive, "mimetype").decode("ascii", "replace").strip())
        if kind is not None and "content.xml" in names:
            return kind
    raise _refused(
        "ce n’est ni un tableur ni un texte connu", "it is no known spreadsheet or text document"
    )


def _part(archive: zipfile.ZipFile, name: str) -> bytes:
    with archive.open(name) as stream:
        content = stream.read(MOST_LIST + 1)
    if len(content) > MOST_LIST or b"<!DOCTYPE" in content or b"<!ENTITY" in content:
        raise _refused("sa liste de parties n’est pas saine", "its list of parts is not sound")
    return content


def _unpack(archive: zipfile.ZipFile, parts: list[zipfile.ZipInfo]) -> None:
    """Read every part to its end, which checks its sum, within one budget for all."""
    left = MOST_UNPACKED
    for part in parts:
        with archive.open(part) as stream:
            while content := stream.read(CHUNK):
                left -= len(content)
                if left < 0:
                    raise _refused("déplié, il serait démesuré", "unpacked, it would be immense")
