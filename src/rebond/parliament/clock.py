"""The clock of a written question: until which day the reply is due, and where it stands on a day."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import Final

from rebond.parliament.question import WrittenQuestion
from rebond.parliament.rule_book import Rule, RuleBook, shipped_rules
from rebond.procedure.legal_time import add_span
from rebond.texts import Text, day_text

NEAR: Final = timedelta(days=15)


class State(StrEnum):
    """Where a question stands on a day; exactly one."""

    NOT_PUBLISHED = "not_published"
    NOT_ESTABLISHED = "not_established"
    RUNNING = "running"
    NEAR = "near"
    LATE = "late"
    FLAGGED = "flagged"
    FLAGGED_LATE = "flagged_late"
    ANSWERED_IN_TIME = "answered_in_time"
    ANSWERED_FLAGGED = "answered_flagged"
    ANSWERED_LATE = "answered_late"
    ANSWERED = "answered"
    ENDED = "ended"

    @property
    def text(self) -> Text:
        """Return the state in words."""
        return STATE_TEXTS[self]

    @property
    def is_open(self) -> bool:
        """Whether a reply is still awaited."""
        return self not in _CLOSED

    @property
    def is_overdue(self) -> bool:
        """Whether the day went by without a reply."""
        return self in {State.LATE, State.FLAGGED_LATE}


STATE_TEXTS: Final = {
    State.NOT_PUBLISHED: Text("pas encore publiée", "not published yet"),
    State.NOT_ESTABLISHED: Text("en attente, délai non établi", "awaited, delay not established"),
    State.RUNNING: Text("dans les délais", "on time"),
    State.NEAR: Text("échéance proche", "due soon"),
    State.LATE: Text("en retard", "late"),
    State.FLAGGED: Text("signalée", "flagged"),
    State.FLAGGED_LATE: Text("signalée, en retard", "flagged, late"),
    State.ANSWERED_IN_TIME: Text("répondue dans le délai", "answered in time"),
    State.ANSWERED_FLAGGED: Text(
        "répondue après signalement, dans son délai", "answered once flagged, within its delay"
    ),
    State.ANSWERED_LATE: Text("répondue en retard", "answered late"),
    State.ANSWERED: Text("répondue", "answered"),
    State.ENDED: Text("éteinte sans réponse", "ended without a reply"),
}
_CLOSED: Final = frozenset(
    {
        State.ANSWERED_IN_TIME,
        State.ANSWERED_FLAGGED,
        State.ANSWERED_LATE,
        State.ANSWERED,
        State.ENDED,
    }
)


@dataclass(frozen=True, slots=True)
class Clock:
    """The deadline of a question and where it stands on a day.

    Parameters
    ----------
    state : State
    due_on : date, optional
        The deadline that every page and file tells: last day for the reply, put off by a flagging where its ten
        days end later. None where no rule is established or the question is not published.
    first_due_on : date, optional
        The same without the flagging.
    flagged_due_on : date, optional
        Ten days after the flagging, where the rule has one.
    days_taken : int, optional
        Days between publication and reply.
    days_late : int
        Days after `due_on`, of the reply or of the day of reading; never negative.
    days_past_first : int
        The same after `first_due_on`.
    days_left : int, optional
        Days until `due_on`, of a question still open.
    rule : Rule, optional
    trace : tuple of Text
        How the days were counted, one sentence a step.
    """

    state: State
    due_on: date | None = None
    first_due_on: date | None = None
    flagged_due_on: date | None = None
    days_taken: int | None = None
    days_late: int = 0
    days_past_first: int = 0
    days_left: int | None = None
    rule: Rule | None = None
    trace: tuple[Text, ...] = ()


def clock(question: WrittenQuestion, on: date, *, rules: RuleBook | None = None) -> Clock:
    """Return the clock of a question on a day.

    Parameters
    ----------
    question : WrittenQuestion
    on : date
        Day of reading.
    rules : RuleBook, optional
        The shipped rules by default.

    Returns
    -------
    Clock

    Raises
    ------
    DayOutOfCalendar

    Notes
    -----
    Months are counted «de quantième à quantième». A flagging puts the day off where it ends later; a
    flagging that comes before the first delay is over takes nothing of it away.

    References
    ----------
    Règlement de l'Assemblée nationale, art. 135, al. 6 et 7; Règlement du Sénat, art. 75, al. 2.

    Examples
    --------
    >>> from rebond.parliament.question import Chamber
    >>> asked = WrittenQuestion(Chamber.ASSEMBLEE, 1, 15, published_on=date(2020, 8, 11))
    >>> clock(asked, date(2020, 9, 1)).due_on
    datetime.date(2020, 10, 11)
    """
    published = question.published_on
    if published is None:
        return Clock(State.NOT_PUBLISHED)
    taken = None if question.replied_on is None else (question.replied_on - published).days
    rule = (rules or shipped_rules()).held_on(question.chamber, published)
    if rule is None:
        return Clock(_without_rule(question), days_taken=taken, trace=(_NO_RULE,))
    first = add_span(published, rule.reply.span)
    flagged = None
    if question.flagged_on is not None and rule.flagged is not None:
        flagged = add_span(question.flagged_on, rule.flagged.span)
    due = first if flagged is None else max(first, flagged)
    until = question.replied_on or question.ended_on or on
    return Clock(
        state=_state(question, on, first, due),
        due_on=due,
        first_due_on=first,
        flagged_due_on=flagged,
        days_taken=taken,
        days_late=max(0, (until - due).days),
        days_past_first=max(0, (until - first).days),
        days_left=(due - on).days if _is_open(question) else None,
        rule=rule,
        trace=_trace(question, rule, first, flagged),
    )


_NO_RULE: Final = Text(
    "Le délai applicable à cette date n’est pas établi : aucune échéance n’est calculée.",
    "The delay that applied at that date is not established: no deadline is computed.",
)


def _is_open(question: WrittenQuestion) -> bool:
    return question.replied_on is None and question.ended_on is None


def _without_rule(question: WrittenQuestion) -> State:
    if question.replied_on is not None:
        return State.ANSWERED
    return State.ENDED if question.ended_on is not None else State.NOT_ESTABLISHED


def _state(question: WrittenQuestion, on: date, first: date, due: date) -> State:
    if question.replied_on is not None:
        if question.replied_on <= first:
            return State.ANSWERED_IN_TIME
        # A flagging gives ten days more; it does not make the reply one of the first delay.
        return State.ANSWERED_FLAGGED if question.replied_on <= due else State.ANSWERED_LATE
    if question.ended_on is not None:
        return State.ENDED
    if question.flagged_on is not None and due != first:
        return State.FLAGGED if on <= due else State.FLAGGED_LATE
    if on > due:
        return State.LATE
    return State.NEAR if due - on <= NEAR else State.RUNNING


def _trace(
    question: WrittenQuestion, rule: Rule, first: date, flagged: date | None
) -> tuple[Text, ...]:
    lines = [
        Text(
            "Publiée le {published}, plus {span} : {first} ({article}).",
            "Published on {published}, plus {span}: {first} ({article}).",
        ).filled(
            published=day_text(question.published_on or first),
            span=rule.reply.span.text,
            first=day_text(first),
            article=rule.article,
        )
    ]
    if flagged is not None and question.flagged_on is not None and rule.flagged is not None:
        lines.append(
            Text(
                "Signalée le {flagged}, plus {span} : {due}.",
                "Flagged on {flagged}, plus {span}: {due}.",
            ).filled(
                flagged=day_text(question.flagged_on),
                span=rule.flagged.span.text,
                due=day_text(flagged),
            )
        )
    elif question.flagged_on is not None:
        lines.append(
            Text(
                "Signalée le {flagged} : ce que cela change au délai n’est pas établi.",
                "Flagged on {flagged}: what that changes to the delay is not established.",
            ).filled(flagged=day_text(question.flagged_on))
        )
    if question.replied_on is not None and question.published_on is not None:
        lines.append(
            Text(
                "Réponse publiée le {replied}, {days} jours après la question.",
                "Reply published on {replied}, {days} days after the question.",
            ).filled(
                replied=day_text(question.replied_on),
                days=(question.replied_on - question.published_on).days,
            )
        )
    return tuple(lines)
