"""Commands on reviews: save a draft, hand in. A blank stays a blank; what is handed in no longer changes."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from django.core.exceptions import PermissionDenied
from django.db import transaction

from rebond.canonical import digest
from rebond.texts import Text
from rebond.web.accounts.actors import Actor
from rebond.web.calls.models import Call
from rebond.web.committee import choices, permissions, queries
from rebond.web.committee.errors import (
    BadScores,
    CommitteeClosed,
    EmptyReview,
    ReviewChanged,
    ReviewSubmitted,
)
from rebond.web.committee.models import CriterionScore, Review, Seat
from rebond.web.dossiers.models import Dossier
from rebond.web.journal.services import append

MOST_TENTHS = 100
LONGEST_COMMENT = 5_000
_SCORE = re.compile(r"([0-9]|10)(?:[.,]([0-9]))?", re.ASCII)


@dataclass(frozen=True, slots=True)
class Written:
    """A review as it was typed: scores and comments by criterion, and one comment on the whole."""

    scores: Mapping[str, str] = field(default_factory=dict)
    comments: Mapping[str, str] = field(default_factory=dict)
    comment: str = ""


def read_score(typed: str) -> int | None:
    """Read a score from 0 to 10 as tenths; None for a blank.

    Raises
    ------
    ValueError
    """
    text = typed.strip()
    if not text:
        return None
    found = _SCORE.fullmatch(text)
    tenths = int(found[1]) * 10 + int(found[2] or 0) if found else -1
    if not 0 <= tenths <= MOST_TENTHS:
        raise ValueError(text)
    return tenths


def save_review(
    actor: Actor, dossier: Dossier, written: Written, *, base: datetime | None = None, now: datetime
) -> Review:
    """Save a draft; `base` is when the review that was being edited had been saved, None when there was none.

    Raises
    ------
    PermissionDenied
        Without seat, undeclared, or recused.
    CommitteeClosed, ReviewSubmitted, ReviewChanged, BadScores
    """
    with transaction.atomic():
        review = _written(actor, dossier, written, base, now)
        _append(actor, "committee.save_review", review, now)
        return review


def submit_review(
    actor: Actor, dossier: Dossier, written: Written, *, base: datetime | None = None, now: datetime
) -> Review:
    """Save and hand in: it counts from now, no longer changes, and opens those of the others.

    Raises
    ------
    PermissionDenied, CommitteeClosed, ReviewSubmitted, ReviewChanged, BadScores
    EmptyReview
        Without any score nor comment.
    """
    with transaction.atomic():
        review = _written(actor, dossier, written, base, now)
        if not review.comment and not review.scores.exists():
            raise EmptyReview
        review.submitted_at = now
        review.save(update_fields=["submitted_at"])
        _append(actor, "committee.submit_review", review, now)
        return review


def _written(
    actor: Actor, dossier: Dossier, written: Written, base: datetime | None, now: datetime
) -> Review:
    seat = (
        Seat.objects.select_for_update()
        .filter(call=dossier.call_id, membership=actor.membership_id, ended_at=None)
        .first()
    )
    if seat is None or not permissions.may_review(actor, dossier):
        raise PermissionDenied
    if not queries.dossiers(dossier.call, now).filter(pk=dossier.pk).exists():
        raise PermissionDenied
    _refuse_closed(dossier.call, now)
    review = Review.objects.filter(seat=seat, dossier=dossier).first()
    if review is not None and review.submitted_at is not None:
        raise ReviewSubmitted(review.submitted_at)
    if review is not None and review.saved_at != base:
        raise ReviewChanged(review.saved_at)
    scores = _scores(written, dossier)
    review = review or Review(seat=seat, dossier=dossier)
    review.comment = written.comment.strip()[:LONGEST_COMMENT]
    review.saved_at = now
    review.save()
    review.scores.all().delete()
    CriterionScore.objects.bulk_create(
        CriterionScore(
            review=review,
            criterion=criterion,
            score=tenths,
            comment=written.comments.get(criterion, "").strip()[:LONGEST_COMMENT],
        )
        for criterion, tenths in scores.items()
    )
    return review


def _scores(written: Written, dossier: Dossier) -> dict[str, int]:
    """Read every score at once; a criterion left blank is not in the answer."""
    scores: dict[str, int] = {}
    faults: dict[str, Text] = {}
    for criterion in choices.current(dossier.call).criteria:
        typed = written.scores.get(criterion.id, "")
        try:
            tenths = read_score(typed)
        except ValueError:
            faults[criterion.id] = Text(
                f"« {typed.strip()[:20]} » n’est pas une note de 0 à 10, au dixième au plus.",
                f"“{typed.strip()[:20]}” is not a score from 0 to 10, to one tenth at most.",
            )
            continue
        if tenths is not None:
            scores[criterion.id] = tenths
        elif written.comments.get(criterion.id, "").strip():
            faults[criterion.id] = Text(
                "Un commentaire sans note : donnez une note, ou portez le commentaire à l’ensemble.",
                "A comment without a score: give a score, or write it in the overall comment.",
            )
    if faults:
        raise BadScores(faults)
    return scores


def _refuse_closed(call: Call, now: datetime) -> None:
    stage = call.stage(now)
    if stage != Call.Stage.CLOSED:
        words = {
            Call.Stage.DRAFT: Text("en préparation", "being prepared"),
            Call.Stage.ANNOUNCED: Text("annoncé", "announced"),
            Call.Stage.OPEN: Text("ouvert", "open"),
            Call.Stage.DELIBERATED: Text("délibéré", "deliberated"),
            Call.Stage.PUBLISHED: Text("publié", "published"),
            Call.Stage.CANCELLED: Text("annulé", "cancelled"),
        }
        raise CommitteeClosed(words[stage])


def _append(actor: Actor, act: str, review: Review, now: datetime) -> None:
    """Journal the review by its digest: scores are for those who may read them, not for all who read the journal."""
    content = {
        "comment": review.comment,
        "scores": {
            one.criterion: [one.score, one.comment] for one in review.scores.order_by("criterion")
        },
    }
    append(
        actor,
        act,
        ("review", f"{review.dossier.reference}:{review.seat_id}"),
        {
            "call": review.dossier.call.reference,
            "dossier": review.dossier.reference,
            "digest": digest(content),
        },
        now=now,
    )
