"""The written questions that the snapshot ships: public texts, each with the page that shows it."""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cache
from typing import Final

from rebond.opendata import Snapshot
from rebond.parliament.checking import check
from rebond.parliament.question import WrittenQuestion
from rebond.parliament.reading_open_data import read_json
from rebond.texts import Text

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


@cache
def published() -> tuple[Published, ...]:
    """Return the questions that the snapshot holds, in the order of its file.

    Raises
    ------
    SnapshotFileMissing, DigestMismatch
        When the file is absent or was changed.
    """
    snapshot = Snapshot.open()
    written = snapshot.document(DOCUMENT).decode("utf-8")
    nodes = json.loads(written)["questions"]["question"]
    read = read_json(written, where=snapshot.catalogue.documents[DOCUMENT].file)
    return tuple(
        Published(check(one), node["source"]) for one, node in zip(read, nodes, strict=True)
    )
