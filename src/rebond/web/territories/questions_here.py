"""The written questions that name a territory, or what it is wholly part of."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date

from rebond.parliament.clock import Clock, clock
from rebond.programme import Programme
from rebond.programme.policy_model import Unknown
from rebond.territory import Place
from rebond.texts import Text, day_text
from rebond.web.questions import queries
from rebond.web.questions.models import Question, Subject

MOST_SHOWN = 5


@dataclass(frozen=True, slots=True)
class QuestionRow:
    """A published question, its clock as it was known on the day, and the territories it names that hold the place."""

    question: Question
    clock: Clock
    named: tuple[Place, ...]


@dataclass(frozen=True, slots=True)
class QuestionsHere:
    """The newest questions, and where the others are."""

    rows: tuple[QuestionRow, ...] = ()
    answered: QuestionRow | None = None
    """The newest real question that was answered by the day, be it older than those shown."""
    others: tuple[Place, ...] = ()
    """The places that questions name, when more name them than are shown: each has its own list in the register."""

    @property
    def has_more(self) -> bool:
        """Whether there are more than are shown."""
        return bool(self.others)


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
    """Return the questions published by a day that name one of the places, the newest first.

    Two queries; where there are more than are shown, one for the places that they name, and two for the newest
    answered one when those shown have no answer.

    Parameters
    ----------
    places : iterable of Place
        The territory and what holds the whole of it.
    on : date
        What came after it (a flagging, a reply, an end) is not told.
    """
    by_key = {str(one.key): one for one in places}
    every = queries.naming(by_key, on)
    found = [_row(one, by_key, on) for one in every[: MOST_SHOWN + 1]]
    has_more = len(found) > MOST_SHOWN
    answered = next((one for one in found if _is_answered(one)), None)
    if answered is None and has_more:
        older = every.filter(replied_on__lte=on, is_fictitious=False).first()
        answered = None if older is None else _row(older, by_key, on)
    others: tuple[Place, ...] = ()
    if has_more:
        named = Subject.objects.telling().filter(
            kind=Subject.Kind.TERRITORY,
            code__in=list(by_key),
            question__in=every.order_by().values("pk"),
        )
        codes = set(named.values_list("code", flat=True).distinct())
        others = tuple(place for key, place in by_key.items() if key in codes)
    return QuestionsHere(tuple(found[:MOST_SHOWN]), answered, others)


def _is_answered(row: QuestionRow) -> bool:
    return row.clock.days_taken is not None and not row.question.is_fictitious


def _row(question: Question, by_key: Mapping[str, Place], on: date) -> QuestionRow:
    """Return a question with its clock as of a day: what is dated later was not known."""
    known = queries.bare(question)
    later = {
        name: None
        for name in ("flagged_on", "replied_on", "ended_on")
        if (day := getattr(known, name)) is not None and day > on
    }
    return QuestionRow(
        question,
        clock(replace(known, **later), on),
        tuple(by_key[each.code] for each in question.subjects.all() if each.code in by_key),
    )
