"""The review form: what was typed, what was saved, and what cannot be read."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from rebond.errors import RebondError
from rebond.web.committee.choices import ReviewCriterion
from rebond.web.committee.errors import BadScores
from rebond.web.committee.models import Review
from rebond.web.committee.reviewing import LONGEST_COMMENT, Written
from rebond.web.theme import writing

LONGEST_SCORE = 20
TENTHS = 10


@dataclass(frozen=True, slots=True)
class ScoreField:
    """One criterion of the form."""

    criterion: ReviewCriterion
    score: str
    comment: str
    fault: str


@dataclass(frozen=True, slots=True)
class ReviewForm:
    """The form as it is shown; `base` tells which saved state it was filled from."""

    fields: tuple[ScoreField, ...]
    comment: str
    base: str


def read(
    values: Mapping[str, str], criteria: Sequence[ReviewCriterion]
) -> tuple[Written, datetime | None]:
    """Read what was typed, and from which saved state."""

    def typed(name: str, most: int) -> str:
        return values.get(name, "").replace("\x00", "").replace("\r\n", "\n")[:most]

    written = Written(
        scores={one.id: typed(f"note_{one.id}", LONGEST_SCORE) for one in criteria},
        comments={one.id: typed(f"mot_{one.id}", LONGEST_COMMENT) for one in criteria},
        comment=typed("ensemble_mot", LONGEST_COMMENT),
    )
    return written, _moment(values.get("base", ""))


def shown(
    criteria: Sequence[ReviewCriterion],
    saved: Review | None,
    written: Written | None,
    error: RebondError | None,
) -> ReviewForm:
    """Return the form: what was just typed when it was refused, else what is saved."""
    faults = error.faults if isinstance(error, BadScores) else {}
    kept = written or _as_written(saved)
    return ReviewForm(
        tuple(
            ScoreField(
                one,
                kept.scores.get(one.id, ""),
                kept.comments.get(one.id, ""),
                writing.words(faults.get(one.id)),
            )
            for one in criteria
        ),
        kept.comment,
        "" if saved is None else saved.saved_at.astimezone(UTC).isoformat(),
    )


def _as_written(saved: Review | None) -> Written:
    if saved is None:
        return Written()
    rows = list(saved.scores.all())
    return Written(
        {
            one.criterion: writing.written(one.score / TENTHS, 1 if one.score % TENTHS else 0)
            for one in rows
        },
        {one.criterion: one.comment for one in rows},
        saved.comment,
    )


def _moment(text: str) -> datetime | None:
    try:
        found = datetime.fromisoformat(text)
    except ValueError:
        return None
    return found if found.tzinfo is not None else None
