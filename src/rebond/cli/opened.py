"""What commands open: the snapshot, the atlas, dates and programmes, each with errors in words."""

from __future__ import annotations

import datetime as dt
import os
from pathlib import Path
from typing import TYPE_CHECKING

from rebond.errors import BadInput, refusal
from rebond.texts import Lang, Text

if TYPE_CHECKING:
    from rebond.opendata import Snapshot
    from rebond.record import Record
    from rebond.territory import Atlas, Place

SNAPSHOT_VARIABLE = "REBOND_SNAPSHOT"
MIRROR_VARIABLE = "REBOND_DATA_MIRROR"
MOST_THREADS = 256


def threads_help(lang: Lang) -> str:
    """Return the help of ``--threads``."""
    return Text(
        "Fils d’exécution (même résultat) ; 0 : un par cœur.",
        "Threads (same result); 0: one a core.",
    ).of(lang)


def thread_count(asked: int) -> int:
    """Return how many threads work; 0 asks for one a core."""
    return asked or min(os.cpu_count() or 1, MOST_THREADS)


class UnusableDate(BadInput):
    """A date on the command line is not one."""

    def __init__(self, written: str) -> None:
        super().__init__(
            Text("« {written} » n’est pas une date.", "“{written}” is not a date.").filled(
                written=written
            ),
            cure=Text(
                "Écrivez AAAA-MM-JJ, par exemple 2020-07-20.",
                "Write YYYY-MM-DD, for example 2020-07-20.",
            ),
        )


def day(written: str | None) -> dt.date | None:
    """Read a date, or nothing."""
    if written is None:
        return None
    try:
        return dt.date.fromisoformat(written)
    except ValueError as error:
        raise UnusableDate(written) from error


def open_snapshot() -> Snapshot:
    """Open the snapshot named by ``REBOND_SNAPSHOT``, else the one in the package."""
    from rebond.opendata import Snapshot

    folder = os.environ.get(SNAPSHOT_VARIABLE)
    return Snapshot.open(Path(folder)) if folder else Snapshot.shared()


def open_atlas() -> tuple[Snapshot, Atlas]:
    """Open the snapshot and the places in it."""
    from rebond.territory import Atlas

    snapshot = open_snapshot()
    return snapshot, Atlas.shared(snapshot)


def point(asked: str) -> tuple[float, float] | None:
    """Read « lon,lat » in decimal degrees; anything else is not a point."""
    parts = asked.split(",")
    try:
        lon, lat = (float(part) for part in parts)
    except ValueError:
        return None
    return lon, lat


def only_place(atlas: Atlas, asked: str) -> Place:
    """Return the one place that a key, a code or a name means; never a guess."""
    from rebond.territory import PlaceKey

    head = asked.split(":", 1)[0]
    if ":" in asked and head.isidentifier():
        return atlas.place(PlaceKey.parse(asked))
    return atlas.find(asked).only()


class UnwritableTarget(BadInput):
    """A result cannot be written where it was asked."""

    def __init__(self, path: Path, reason: Text | None = None) -> None:
        self.path = path
        super().__init__(
            Text(
                "« {path} » ne peut pas être écrit{reason}.", "“{path}” cannot be written{reason}."
            ).filled(
                path=path,
                reason=Text("", "")
                if reason is None
                else Text(f" : {reason.fr}", f": {reason.en}"),
            ),
            cure=Text(
                "Donnez un nom de fichier dans un dossier qui existe et où vous pouvez écrire.",
                "Give a file name in a folder that exists and where you may write.",
            ),
        )


def check_writable(path: Path) -> None:
    """Refuse a target that could not be written, before any long work.

    Raises
    ------
    UnwritableTarget
    """
    folder = path.parent
    if path.is_dir():
        raise UnwritableTarget(path, Text("c’est un dossier", "it is a folder"))
    if not folder.is_dir():
        raise UnwritableTarget(
            path, Text(f"« {folder} » n’est pas un dossier", f"“{folder}” is not a folder")
        )
    if not os.access(folder, os.W_OK):
        raise UnwritableTarget(
            path, Text(f"« {folder} » est protégé", f"“{folder}” is write-protected")
        )


def write_decision(path: Path, record: Record) -> None:
    """Write a decision file whole or not at all, or say why not.

    Raises
    ------
    UnwritableTarget
    """
    from rebond.record import write_record

    check_writable(path)
    try:
        write_record(path, record)
    except OSError as error:
        raise UnwritableTarget(path, refusal(error)) from error


class UnreadableFile(BadInput):
    """A file named on the command line cannot be read."""

    def __init__(self, path: Path, reason: Text) -> None:
        super().__init__(
            Text(
                "« {path} » ne peut pas être lu : {reason}.", "“{path}” cannot be read: {reason}."
            ).filled(path=path, reason=reason),
            cure=Text("Vérifiez le chemin et les droits.", "Check the path and the permissions."),
        )


def readable(path: Path) -> bytes:
    """Read a small file, or say why not."""
    try:
        return path.read_bytes()
    except OSError as error:
        raise UnreadableFile(path, refusal(error)) from error


class NoMirror(BadInput):
    """Nothing says where the mirror of open data is."""

    def __init__(self, variable: str) -> None:
        super().__init__(
            Text("Aucun miroir de données n’est donné.", "No mirror of data is given."),
            cure=Text(
                f"Donnez --mirror DOSSIER, ou {variable}.", f"Give --mirror FOLDER, or {variable}."
            ),
        )
