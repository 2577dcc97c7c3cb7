"""The written questions that name a territory, or what it is wholly part of."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from rebond.parliament.clock import Clock
from rebond.territory import Place
from rebond.web.questions import queries
from rebond.web.questions.models import Question

MOST_SHOWN = 5


@dataclass(frozen=True, slots=True)
class QuestionRow:
    """A published question, its clock of the day, and the territories it names that hold the place."""

    question: Question
    clock: Clock
    named: tuple[Place, ...]


@dataclass(frozen=True, slots=True)
class QuestionsHere:
    """The newest questions, and whether there are others."""

    rows: tuple[QuestionRow, ...] = ()
    has_more: bool = False


def questions_here(places: Iterable[Place], on: date) -> QuestionsHere:
    """Return the questions published by a day that name one of the places, the newest first; two queries.

    Parameters
    ----------
    places : iterable of Place
        The territory and what holds the whole of it.
    on : date
    """
    by_key = {str(one.key): one for one in places}
    found = queries.naming(by_key, on)[: MOST_SHOWN + 1]
    rows = tuple(
        QuestionRow(
            one,
            queries.of_day(one, on),
            tuple(by_key[each.code] for each in one.subjects.all() if each.code in by_key),
        )
        for one in found
    )
    return QuestionsHere(rows[:MOST_SHOWN], len(rows) > MOST_SHOWN)
