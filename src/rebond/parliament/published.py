"""The written questions that the snapshot ships: public texts, each with the page that shows it."""

from __future__ import annotations

import json
import logging
from dataclasses import dataclass
from functools import cache
from typing import Final

from rebond.errors import RebondError
from rebond.opendata import Snapshot
from rebond.parliament.checking import check
from rebond.parliament.question import WrittenQuestion, merged
from rebond.parliament.reading_open_data import read_json
from rebond.texts import Text

log = logging.getLogger(__name__)
DOCUMENT: Final = "written_questions"
FORM: Final = "package"
FORM_TEXT: Final = Text(
    "fichier fourni avec Rebond, bâti comme les données ouvertes de l’Assemblée nationale",
    "file that comes with Rebond, laid out as the open data of the Assemblée nationale",
)


@dataclass(frozen=True, slots=True)
class Published:
    """A question of the snapshot and the address of its official page."""

    question: WrittenQuestion
    source_url: str


def published(snapshot: Snapshot | None = None) -> tuple[Published, ...]:
    """Return the questions that a snapshot holds, in the order of its file; the package's own by default.

    Raises
    ------
    SnapshotFileMissing, DigestMismatch
        When the file is absent or was changed.
    """
    return _read(snapshot or Snapshot.shared())


def shipped(key: str) -> WrittenQuestion | None:
    """Return a question as the package has it; None where it has none of that key, or cannot be read."""
    try:
        return next((one.question for one in published() if one.question.key == key), None)
    except RebondError as error:
        log.warning("The published questions of the package cannot be read: %s", error)
        return None


def is_shipped(value: WrittenQuestion) -> bool:
    """Whether a question is one of the package, word for word."""
    return shipped(value.key) == value


def says_what_is_shipped(value: WrittenQuestion) -> bool:
    """Whether a question says everything that the package says of it, and contradicts nothing of it."""
    known = shipped(value.key)
    return known is not None and merged(value, known, replace_differing=False).is_same


@cache
def _read(snapshot: Snapshot) -> tuple[Published, ...]:
    written = snapshot.document(DOCUMENT).decode("utf-8")
    nodes = json.loads(written)["questions"]["question"]
    read = read_json(written, where=snapshot.catalogue.documents[DOCUMENT].file)
    return tuple(
        Published(check(one), node["source"]) for one, node in zip(read, nodes, strict=True)
    )
