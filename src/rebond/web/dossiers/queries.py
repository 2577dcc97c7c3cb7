"""Reading dossiers: which rows an actor sees, drafts' answers, what was filed, what is wrong or missing."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db.models import QuerySet

from rebond.programme.answers_problems import AnswerProblem
from rebond.web.accounts.actors import Actor
from rebond.web.dossiers.models import Answer, Attachment, Dossier, Filing, SetAside


def visible(actor: Actor | None, now: datetime) -> QuerySet[Dossier]:
    """Return the dossiers that an actor may read."""
    raise NotImplementedError


def answers_of(dossier: Dossier) -> dict[str, Any]:
    """Return the draft's answers by path."""
    raise NotImplementedError


def answer_rows(dossier: Dossier) -> dict[str, Answer]:
    """Return the draft's answers with versions and who wrote them, by path (one query)."""
    raise NotImplementedError


def files_of(dossier: Dossier) -> dict[str, list[Attachment]]:
    """Return the files in place, by path, oldest first (one query)."""
    raise NotImplementedError


def last_filing(dossier: Dossier) -> Filing | None:
    """Return what was filed last."""
    raise NotImplementedError


def problems(dossier: Dossier, now: datetime) -> tuple[AnswerProblem, ...]:
    """Return everything wrong or missing in the draft."""
    raise NotImplementedError


def set_asides(dossier: Dossier) -> list[SetAside]:
    """Return what was written over somebody else's change and is not settled."""
    raise NotImplementedError


def editable_fields(dossier: Dossier) -> frozenset[str] | None:
    """Return the ids of the fields that may be changed; None for all of them."""
    raise NotImplementedError
