"""The head of the journal as a file, written once a day and whenever somebody asks."""

from __future__ import annotations

import logging
import os
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from django.conf import settings
from django.utils import timezone

from rebond.canonical import replace_file
from rebond.errors import RebondError
from rebond.record.journal import moment_text
from rebond.record.journal_errors import ChainBroken
from rebond.record.journal_head import JournalHead, read_head, sign_head
from rebond.web.journal import chain

log = logging.getLogger(__name__)

EVERY_MINUTES = 30
PASSWORD_VARIABLE = "REBOND_KEY_PASSWORD"  # noqa: S105 - the name of a variable
SHOWN = 30


@dataclass(frozen=True, slots=True)
class HeadFile:
    """One exported head, and the day it is kept under."""

    day: str
    head: JournalHead
    path: Path


def current(now: datetime) -> JournalHead:
    """Return the head as it stands."""
    position = chain.head()
    return JournalHead(position.number, position.digest, moment_text(now))


def signed(head: JournalHead, key: Path) -> JournalHead:
    """Return a head signed by a key file; its password is in the environment, when it has one."""
    pem = key.read_bytes()
    password = os.environ.get(PASSWORD_VARIABLE, "").encode() or None
    return sign_head(head, pem, password=password if b"ENCRYPTED" in pem else None)


def export_daily(now: datetime) -> None:
    """Write the day's head when the day has none yet; the head of a day is never written again.

    A head that an earlier one contradicts is not written: the journal was cut.
    """
    day = timezone.localtime(now).date().isoformat()
    folder = Path(settings.JOURNAL_HEADS)
    path = folder / f"{day}.json"
    if path.exists():
        return
    head = current(now)
    _refuse_contradiction(head)
    if settings.JOURNAL_KEY:
        head = signed(head, Path(settings.JOURNAL_KEY))
    folder.mkdir(parents=True, exist_ok=True)
    replace_file(path, head.to_bytes())


def exported() -> tuple[HeadFile, ...]:
    """Return the heads exported last, newest first; a file that is none is left out and logged."""
    found = []
    for path in sorted(Path(settings.JOURNAL_HEADS).glob("????-??-??.json"), reverse=True)[:SHOWN]:
        try:
            found.append(HeadFile(path.stem, read_head(path.read_bytes(), path.name), path))
        except (RebondError, OSError) as error:
            log.warning("head refused: %s", error)
    return tuple(found)


def of_day(day: str) -> HeadFile | None:
    """Return the head exported on a day."""
    return next((one for one in exported() if one.day == day), None)


def _refuse_contradiction(head: JournalHead) -> None:
    latest = next(iter(exported()), None)
    if latest is not None and latest.head.number > head.number:
        raise ChainBroken(head.number + 1, "cut", f"{latest.head.number}", f"{head.number}")
