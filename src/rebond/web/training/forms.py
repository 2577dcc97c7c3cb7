"""What the page of a laureate reads from people, never trusted."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from rebond.texts import Text
from rebond.web.training.errors import StepUnfit
from rebond.web.training.services import Told

LONGEST_TYPED = 4_000


def told(posted: Mapping[str, Any]) -> Told:
    """Return the step that a form tells.

    Raises
    ------
    StepUnfit
    """
    written = _text(posted, "on")[:20]
    try:
        day = date.fromisoformat(written) if written else None
    except ValueError:
        day = None
    return Told(
        kind=_text(posted, "kind")[:20],
        on=day,
        sentence=_text(posted, "sentence"),
        count=_count(_text(posted, "count")[:20]),
        source_url=_text(posted, "source_url"),
    )


def number(posted: Mapping[str, Any], name: str) -> int | None:
    """Return the number of an earlier step; None when none is named."""
    written = _text(posted, name)[:18]
    return int(written) if written.isascii() and written.isdigit() else None


def _count(written: str) -> int | None:
    if not written:
        return None
    digits = "".join(written.split())
    if not (digits.isascii() and digits.isdigit()):
        raise StepUnfit(
            Text(
                "«\u00a0{written}\u00a0» n’est pas un nombre de personnes.",
                "“{written}” is not a number of people.",
            ).filled(written=written)
        )
    return int(digits)


def _text(posted: Mapping[str, Any], name: str) -> str:
    return str(posted.get(name, "")).replace("\x00", "").strip()[:LONGEST_TYPED]
