"""Decision files on disk, found by code, read once per version of the file."""

from __future__ import annotations

import logging
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from django.conf import settings

from rebond.errors import RebondError
from rebond.record import read_record
from rebond.texts import verbatim
from rebond.web.decisions.reading import UnreadableDecision, read_decision
from rebond.web.decisions.rows import Decision

log = logging.getLogger(__name__)

RECALCULATIONS = "recalculs"
FILES_KEPT_IN_MEMORY = 24


@dataclass(frozen=True, slots=True)
class StoredDecision:
    """A decision and the file it stands in."""

    decision: Decision
    path: Path
    is_recalculation: bool


@dataclass(frozen=True, slots=True)
class RefusedFile:
    """A file of the folder that is not shown, and why."""

    name: str
    error: RebondError


@dataclass(frozen=True, slots=True)
class Shelf:
    """What the folder of decision files holds."""

    decisions: tuple[StoredDecision, ...]
    refused: tuple[RefusedFile, ...]


def shelf() -> Shelf:
    """Return the published decisions, newest first, and the files that were refused."""
    found: list[StoredDecision] = []
    refused: list[RefusedFile] = []
    for path in sorted(settings.DECISIONS_FOLDER.glob("*.json")):
        try:
            found.append(StoredDecision(_read(path), path, is_recalculation=False))
        except RebondError as error:
            log.warning("decision file refused: %s", error)
            refused.append(RefusedFile(path.name, error))
    found.sort(key=lambda stored: (stored.decision.produced_at, stored.path.name), reverse=True)
    return Shelf(tuple(found), tuple(refused))


def current(programme_id: str | None = None) -> Decision | None:
    """Return the newest published decision, of one programme when it is named."""
    for stored in shelf().decisions:
        if programme_id is None or stored.decision.programme.id == programme_id:
            return stored.decision
    return None


def stored_by_code(code: str) -> StoredDecision | None:
    """Return the decision with this code: a published one, or the result of a recalculation."""
    for stored in shelf().decisions:
        if stored.decision.code == code:
            return stored
    path = recalculation_path(code)
    if not path.is_file():
        return None
    return StoredDecision(_read(path), path, is_recalculation=True)


def recalculation_path(code: str) -> Path:
    """Return where the result of a recalculation is kept; the code is hexadecimal, so no way leads out."""
    return Path(settings.DECISIONS_FOLDER) / RECALCULATIONS / f"{code}.json"


def _read(path: Path) -> Decision:
    try:
        state = path.stat()
    except OSError as fault:
        raise UnreadableDecision(path.name, verbatim(fault)) from fault
    return _read_version(path, state.st_mtime_ns, state.st_size)


@lru_cache(maxsize=FILES_KEPT_IN_MEMORY)
def _read_version(path: Path, _mtime_ns: int, _size: int) -> Decision:
    record = read_record(path)
    return read_decision(
        {
            "body": record.body,
            "digest": record.digest,
            "environment": record.environment,
            "produced_at": record.produced_at,
        },
        path.name,
    )
