"""The verification that the worker makes each day, and what it found."""

from __future__ import annotations

import json
import logging
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from pathlib import Path

from django.conf import settings

from rebond.canonical import canonical_bytes, replace_file
from rebond.record.journal_errors import ChainBroken
from rebond.texts import Text
from rebond.web.journal import agreement, chain, heads
from rebond.web.journal.errors import RowDiffers

log = logging.getLogger(__name__)

EVERY_MINUTES = 60
OLD_AFTER = timedelta(hours=23)


@dataclass(frozen=True, slots=True)
class Check:
    """One verification of the whole chain: at which moment, up to which row, and what did not hold."""

    at: str
    number: int
    fault_fr: str = ""
    fault_en: str = ""

    @property
    def moment(self) -> datetime:
        """The moment of the verification."""
        return datetime.fromisoformat(self.at)

    @property
    def fault(self) -> Text | None:
        """What did not hold; None when everything did."""
        return Text(self.fault_fr, self.fault_en) if self.fault_fr else None


def check_daily(now: datetime) -> None:
    """Verify the chain, and the exported heads against it, when the last verification is a day old."""
    before = last()
    if before is None or now - before.moment >= OLD_AFTER:
        check(now)


def check(now: datetime) -> Check:
    """Verify the chain against the exported heads, the frozen rows against the chain, and keep what was found."""
    known = {one.head.number: one.head.digest for one in heads.exported() if one.head.number}
    try:
        walk = chain.verify(known=known)
        agreement.verify()
    except (ChainBroken, RowDiffers) as broken:
        log.error("the journal is broken: %s", broken)  # noqa: TRY400 - said in words, not as a trace
        found = Check(now.isoformat(), broken.number, broken.what.fr, broken.what.en)
    else:
        found = Check(now.isoformat(), walk.number)
    path = _path()
    path.parent.mkdir(parents=True, exist_ok=True)
    replace_file(path, canonical_bytes(asdict(found)))
    return found


def last() -> Check | None:
    """Return the last verification; None before the first."""
    try:
        return Check(**json.loads(_path().read_bytes()))
    except (OSError, ValueError, TypeError):
        return None


def _path() -> Path:
    return Path(settings.JOURNAL_HEADS).parent / "verification.json"
