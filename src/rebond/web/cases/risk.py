"""The risk of a case: ordered rules, the first that holds gives the level; no score, each reason in words."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, timedelta

from rebond.texts import Text, day_text

SILENT_AFTER = timedelta(days=45)
"""No line added or changed for longer than this is no news."""


@dataclass(frozen=True, slots=True)
class Passed:
    """A procedure whose legal day passed without a decision."""

    title: str
    legal_on: date


@dataclass(frozen=True, slots=True)
class Facts:
    """What the rules read of a case: only what the reader sees of it."""

    is_open: bool
    is_paused: bool = False
    promised_on: date | None = None
    p50: date | None = None
    p90: date | None = None
    passed: tuple[Passed, ...] = ()
    blocked: tuple[str, ...] = ()
    """Titles of procedures that are blocked."""
    contested: tuple[str, ...] = ()
    late: tuple[tuple[str, date], ...] = ()
    """Title and day of each late task."""
    last_news_on: date | None = None
    unknown_days: int = 0
    """Procedures under way for which the law gives no day."""


@dataclass(frozen=True, slots=True)
class Reason:
    """A rule that holds, and the sentence that says so."""

    rule: str
    text: Text


@dataclass(frozen=True, slots=True)
class Risk:
    """The level, from 0, and every rule that holds, the deciding one first.

    `weight` orders cases of one level: days past the law's day, days between promise and estimate…
    """

    level: int
    reasons: tuple[Reason, ...]
    unknown: tuple[Text, ...] = ()
    weight: int = field(default=0, compare=False)

    @property
    def words(self) -> Text:
        """Return the name of the level."""
        return LEVELS[self.level]


LEVELS: tuple[Text, ...] = (
    Text("rien à signaler", "nothing to report"),
    Text("sans nouvelles", "no news"),
    Text("tâches en retard", "late tasks"),
    Text("procédure bloquée ou contestée", "procedure blocked or contested"),
    Text("promesse peu sûre", "promise not safe"),
    Text("promesse peu probable", "promise unlikely"),
    Text("jour légal passé", "legal day passed"),
)
"""Names of the levels, from the lowest."""
CLOSED = Risk(0, ())
Rule = Callable[[Facts, date], tuple[Text, int] | None]


def risk(facts: Facts, today: date) -> Risk:
    """Return the level of a case on a day.

    The rules are tried from the gravest; the level is that of the first that holds; those that hold besides
    are told too. A case that is paused or closed has no level above 0. A rule whose facts are unknown does
    not hold, and `unknown` says which could not be judged.
    """
    if not facts.is_open:
        return CLOSED
    reasons: list[Reason] = []
    level = weight = 0
    for place, (name, rule) in RULES.items():
        found = rule(facts, today)
        if found is None:
            continue
        text, heaviness = found
        if name == "promise_unsafe" and any(one.rule == "promise_unlikely" for one in reasons):
            continue
        reasons.append(Reason(name, text))
        if place > level:
            level, weight = place, heaviness
    return Risk(level, tuple(reasons), _unknown(facts), weight)


def _legal_passed(facts: Facts, today: date) -> tuple[Text, int] | None:
    if not facts.passed:
        return None
    first = min(facts.passed, key=lambda one: one.legal_on)
    days = (today - first.legal_on).days
    others = len(facts.passed) - 1
    text = Text(
        "Jour légal passé sans décision depuis {days} j : {title} ({day})",
        "Legal day passed without a decision {days} d ago: {title} ({day})",
    ).filled(days=days, title=first.title, day=day_text(first.legal_on))
    if others:
        more = "autres" if others > 1 else "autre"
        text = Text(f"{text.fr}, et {others} {more}", f"{text.en}, and {others} more")
    return Text(f"{text.fr}.", f"{text.en}."), days


def _promise_unlikely(facts: Facts, today: date) -> tuple[Text, int] | None:
    promised = facts.promised_on
    if promised is None:
        return None
    if promised < today:
        text = Text("Jour promis, {day}, passé.", "Promised day, {day}, passed.")
        return text.filled(day=day_text(promised)), (today - promised).days
    if facts.p50 is None or promised >= facts.p50:
        return None
    text = Text(
        "Jour promis, {day}, avant le jour atteint une fois sur deux, {p50}.",
        "Promised day, {day}, before the day reached one time in two, {p50}.",
    )
    return text.filled(day=day_text(promised), p50=day_text(facts.p50)), (facts.p50 - promised).days


def _promise_unsafe(facts: Facts, today: date) -> tuple[Text, int] | None:  # noqa: ARG001 - one shape
    promised = facts.promised_on
    if promised is None or facts.p90 is None or promised >= facts.p90:
        return None
    text = Text(
        "Jour promis, {day}, avant le jour atteint neuf fois sur dix, {p90}.",
        "Promised day, {day}, before the day reached nine times in ten, {p90}.",
    )
    return text.filled(day=day_text(promised), p90=day_text(facts.p90)), (facts.p90 - promised).days


def _held_up(facts: Facts, today: date) -> tuple[Text, int] | None:  # noqa: ARG001 - one shape
    if not facts.blocked and not facts.contested:
        return None
    parts_fr, parts_en = [], []
    if facts.contested:
        titles = ", ".join(facts.contested)
        parts_fr.append(f"contestée : {titles}")
        parts_en.append(f"contested: {titles}")
    if facts.blocked:
        titles = ", ".join(facts.blocked)
        parts_fr.append(f"bloquée : {titles}")
        parts_en.append(f"blocked: {titles}")
    text = Text(f"Procédure {' ; '.join(parts_fr)}.", f"Procedure {'; '.join(parts_en)}.")
    return text, len(facts.blocked) + len(facts.contested)


def _late_tasks(facts: Facts, today: date) -> tuple[Text, int] | None:
    if not facts.late:
        return None
    title, day = min(facts.late, key=lambda one: one[1])
    days = (today - day).days
    count = len(facts.late)
    text = Text("Tâche en retard de {days} j : {title}.", "Task late by {days} d: {title}.").filled(
        days=days, title=title
    )
    if count > 1:
        text = Text(
            "{count} tâches en retard, de {days} j au plus : {title}.",
            "{count} late tasks, by {days} d at most: {title}.",
        ).filled(count=count, days=days, title=title)
    return text, days


def _no_news(facts: Facts, today: date) -> tuple[Text, int] | None:
    if facts.last_news_on is None or today - facts.last_news_on <= SILENT_AFTER:
        return None
    days = (today - facts.last_news_on).days
    text = Text("Aucune nouvelle depuis {days} j.", "No news for {days} d.")
    return text.filled(days=days), days


RULES: dict[int, tuple[str, Rule]] = {
    6: ("legal_passed", _legal_passed),
    5: ("promise_unlikely", _promise_unlikely),
    4: ("promise_unsafe", _promise_unsafe),
    3: ("held_up", _held_up),
    2: ("late_tasks", _late_tasks),
    1: ("no_news", _no_news),
}
"""From the gravest; the key is the level."""


def _unknown(facts: Facts) -> tuple[Text, ...]:
    found = []
    if facts.promised_on is None:
        found.append(Text("jour promis non donné", "promised day not given"))
    if facts.p50 is None:
        found.append(Text("aucun plan : dates non simulées", "no plan: dates not simulated"))
    if facts.unknown_days:
        ending = "s" if facts.unknown_days > 1 else ""
        found.append(
            Text(
                f"{facts.unknown_days} procédure{ending} sans jour légal établi",
                f"{facts.unknown_days} procedure{ending} without an established legal day",
            )
        )
    return tuple(found)
