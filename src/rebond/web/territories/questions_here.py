"""The written questions that name a territory, or what it is wholly part of."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from rebond.parliament.clock import Clock
from rebond.programme import Programme
from rebond.programme.policy_model import Unknown
from rebond.territory import Place
from rebond.texts import Text, day_text
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

    @property
    def answered(self) -> QuestionRow | None:
        """The newest real question that was answered by the day."""
        return next(
            (
                one
                for one in self.rows
                if one.clock.days_taken is not None and not one.question.is_fictitious
            ),
            None,
        )


def answer_words(row: QuestionRow, programme: Programme | None, measure_id: str) -> Text:
    """Say when the State was asked and answered, and what the policy read in the answer.

    The criteria counted are those that the policy takes from the document of that day and number; that no weight
    is known is said only where the policy looked for them there.
    """
    said = Text(
        "Une question écrite qui nomme {names} a été posée à l’État le {asked} ; il y a répondu le {replied}",
        "A written question that names {names} was put to the State on {asked}; it answered on {replied}",
    ).filled(
        names=", ".join(place.name for place in row.named),
        asked=day_text(row.question.published_on),
        replied=day_text(row.question.replied_on),
    )
    ids = _documents(row.question, programme)
    measure = (
        next((one for one in programme.measures if one.id == measure_id), None)
        if programme
        else None
    )
    if measure is None or measure.grid is None:
        return Text(f"{said.fr}.", f"{said.en}.")
    count = sum(not ids.isdisjoint(one.sources) for one in measure.grid.criteria)
    weights = measure.grid.weights
    if not count or not isinstance(weights, Unknown) or ids.isdisjoint(weights.sources):
        return Text(f"{said.fr}.", f"{said.en}.")
    return Text(
        "{said} : la réponse cite des critères ({n}), sans leurs poids, et aucun motif propre à ce territoire n’en est établi.",
        "{said}: the answer cites criteria ({n}), without their weights, and no reason of this territory’s own is established from it.",
    ).filled(said=said, n=count)


def _documents(question: Question, programme: Programme | None) -> frozenset[str]:
    """Return the sources of the policy that are the question with its answer: its number, of the day of the answer."""
    return frozenset(
        one.id
        for one in (programme.sources if programme else ())
        if one.published_on == question.replied_on and str(question.number) in one.title.fr.split()
    )


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
