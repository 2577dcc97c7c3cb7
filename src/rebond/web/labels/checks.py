"""What is checked before anything is said of a label: reason, name, days, and whose turn it is."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from rebond.texts import Text, day_text
from rebond.web.clock import today
from rebond.web.deliberations import sentences
from rebond.web.labels.errors import (
    SHORTEST_REASON,
    DayUnfit,
    NotInThatState,
    ReasonTooShort,
    Unreadable,
)
from rebond.web.labels.folding import STANDING, LabelState, State, effects, state_on
from rebond.web.labels.models import Label, LabelEvent

Kind = LabelEvent.Kind
LONGEST = {"wave": 40, "title_fr": 200, "title_en": 200}
VERBS = {
    Kind.REVIEWED: ("review", Text("le réexaminer", "review it")),
    Kind.SUSPENDED: ("suspend", Text("le suspendre", "suspend it")),
    Kind.REINSTATED: ("reinstate", Text("le rétablir", "reinstate it")),
    Kind.WITHDRAWN: ("withdraw", Text("le retirer", "withdraw it")),
    Kind.EXPIRED: ("expire", Text("le dire échu", "say that it has expired")),
}
FROM = {
    Kind.REVIEWED: STANDING,
    Kind.SUSPENDED: frozenset({State.GRANTED}),
    Kind.REINSTATED: frozenset({State.SUSPENDED}),
    Kind.WITHDRAWN: STANDING,
    Kind.EXPIRED: STANDING,
}
"""In which states each act applies."""


@dataclass(frozen=True, slots=True)
class Title:
    """Which label: of what programme and measure, which wave, under which names."""

    measure_id: str
    wave: str
    title_fr: str
    title_en: str
    programme_id: str = ""


def check_turn(
    label: Label, events: list[LabelEvent], kind: Kind, on: date, now: datetime
) -> LabelState:
    """Refuse an act that the label's state does not allow, or that would slip between two others.

    Raises
    ------
    BadInput
    """
    state = state_on(events, today(now))
    if state.code not in FROM[kind]:
        raise NotInThatState(label.reference, state.code, state.since, VERBS[kind][1])
    standing = effects(events)
    if standing and on < standing[-1].on:
        raise DayUnfit(
            Text(
                "l’acte prendrait effet avant le dernier enregistré, qui est du {day}.",
                "the act would take effect before the last one recorded, of {day}.",
            ).filled(day=day_text(standing[-1].on))
        )
    return state


def check_days(on: date, review_on: date | None, ends_on: date | None, now: datetime) -> None:
    """Refuse days that cannot be: an act of tomorrow, a review or an end before the act.

    Raises
    ------
    DayUnfit
    """
    day = today(now)
    if on > day:
        raise DayUnfit(
            Text(
                "un acte ne prend pas effet après aujourd’hui, le {day}.",
                "an act does not take effect after today, {day}.",
            ).filled(day=day_text(day))
        )
    for name, later in (
        (Text("le prochain examen", "the next review"), review_on),
        (Text("la fin du label", "the label’s end"), ends_on),
    ):
        if later is not None and later <= on:
            raise DayUnfit(
                Text(
                    "{name} doit suivre le jour d’effet, le {day}.",
                    "{name} must follow the day of effect, {day}.",
                ).filled(name=name, day=day_text(on))
            )
    if review_on is not None and ends_on is not None and review_on > ends_on:
        raise DayUnfit(
            Text(
                "le prochain examen tombe après la fin du label.",
                "the next review falls after the label’s end.",
            )
        )


def reason_of(reason: str) -> str:
    """Return a reason fit to be published.

    Raises
    ------
    BadInput
    """
    why = sentences.tidy(reason)
    if len(why) < SHORTEST_REASON:
        raise ReasonTooShort(len(why))
    sentences.check_text(why)
    return why


def title_of(title: Title) -> Title:
    """Return a label's name without blanks around.

    Raises
    ------
    BadInput
    """
    read = {name: getattr(title, name).strip() for name in LONGEST}
    for name, most in LONGEST.items():
        if not read[name] or len(read[name]) > most:
            raise Unreadable(
                Text(
                    "« {name} » : de 1 à {most} caractères.", "“{name}”: 1 to {most} characters."
                ).filled(name=_NAMES[name], most=most)
            )
        sentences.check_text(read[name])
    return Title(measure_id=title.measure_id, programme_id=title.programme_id, **read)


_NAMES = {
    "wave": Text("Vague", "Wave"),
    "title_fr": Text("Nom du label en français", "Name of the label in French"),
    "title_en": Text("Nom du label en anglais", "Name of the label in English"),
}
