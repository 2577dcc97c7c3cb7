"""An answer written for machines and the standing of its conditions in words; the command and the pages share both."""

from __future__ import annotations

import datetime
from typing import TYPE_CHECKING, Any

from rebond.aid.last_read import span_text
from rebond.aid.rules import leaves, periods_of
from rebond.programme.policy_model import Unknown
from rebond.texts import Text, day_text, money, verbatim

if TYPE_CHECKING:
    from rebond.aid.evaluating import Answer
    from rebond.aid.model import Aid, FactSpec
    from rebond.aid.rules import Step
    from rebond.programme.dated import Period
    from rebond.programme.gates import Answer as Said

NOT_STATED = Text("non renseigné", "not stated")
STANDINGS: dict[str, Text] = {
    "before": Text(
        "lue plus tard\u202f: rien ne l’établit ce jour-là",
        "read later: nothing establishes it on that day",
    ),
    "between": Text(
        "entre deux versions dont le passage n’est pas daté",
        "between two versions whose change is not dated",
    ),
    "unknown": Text("valeur non établie", "value not established"),
    "none": Text("pas en vigueur ce jour-là", "not in force on that day"),
    "after": Text("plus en vigueur", "no longer in force"),
}
"""What is to be known of a rule on the day; one that is established, or presumed to hold on, needs no word."""
APPLIED: dict[str, Text] = {
    "established": Text("appliqué ce jour-là\u00a0: {first}", "applied on that day: {first}"),
    "presumed": Text("appliqué ce jour-là\u00a0: {first}", "applied on that day: {first}"),
    "between": Text("l’une des deux\u00a0: {first} / {last}", "one of the two: {first} / {last}"),
    "before": Text("première version lue\u00a0: {first}", "first version read: {first}"),
}
"""How the values of a rule are called by its standing; nothing applied where none is established or presumed."""


def answer_json(found: Answer) -> dict[str, Any]:
    """Return an answer as a machine reads it.

    Parameters
    ----------
    found : Answer

    Returns
    -------
    dict
        JSON values; texts in both languages.
    """
    return {
        "aid": found.aid,
        "aid_version": found.aid_version,
        "aid_digest": found.aid_digest,
        "method_version": found.version,
        "on": found.on.isoformat(),
        "answer": found.answer,
        "supposed": found.supposed,
        "sentence": found.sentence.as_json(),
        "last_read": found.last_read.as_json() if found.last_read is not None else None,
        "deciding": list(dict.fromkeys(step.id for step in found.deciding)),
        "missing": list(found.missing),
        "amount": {"low_cents": found.amount.low, "high_cents": found.amount.high},
        "computation": [
            {"title": step.title.as_json(), "words": step.words.as_json()}
            for step in found.amount.steps
        ],
        "steps": [
            {
                "id": step.id,
                "title": step.title.as_json(),
                "fact": step.fact,
                "value": step.value,
                "answer": step.answer,
                "supposed": step.supposed,
                "rule": step.rule.standing,
                "wanted": not step.is_negated,
            }
            for step in found.steps
        ],
    }


def met(step: Step) -> Said:
    """Return whether a condition stands as the aid wants it: one that must not hold is met when it does not."""
    if step.is_negated and step.answer != "unknown":
        return "no" if step.answer == "yes" else "yes"
    return step.answer


def standing_text(step: Step) -> Text | None:
    """Return what a reader must know of a condition on the day; None when its answer says it all."""
    return NOT_STATED if step.is_missing else STANDINGS.get(step.rule.standing)


def dates_text(period: Period[Any]) -> Text:
    """Return since when, until when or in what document a rule is known."""
    first, last = period.valid_from, period.valid_to
    seen = period.seen_on or period.seen_in
    parts = []
    if isinstance(first, datetime.date) and first != datetime.date.min:
        parts.append(Text("depuis le {day}", "since {day}").filled(day=day_text(first)))
    if seen is not None:
        is_day = isinstance(seen, datetime.date)
        words = (
            Text("lue le {day}", "read on {day}")
            if is_day
            else Text("lue en {day}", "read in {day}")
        )
        parts.append(words.filled(day=span_text(seen)))
    if isinstance(last, datetime.date):
        parts.append(Text("jusqu’au {day}", "until {day}").filled(day=day_text(last)))
    elif isinstance(last, Unknown):
        parts.append(Text("fin non établie", "end not established"))
    if not parts:
        return Text("sans date dans ses sources", "without a date in its sources")
    return Text(", ".join(one.fr for one in parts), ", ".join(one.en for one in parts))


def applied_text(aid: Aid, step: Step) -> Text | None:
    """Return what a condition asked for that day, where it has had several values; None where it always had one.

    A value is called applied only where it is established, or presumed to hold still.

    Parameters
    ----------
    aid : Aid
    step : Step
        Of an answer of `aid`.
    """
    leaf = next(one for one in leaves(aid.eligibility) if one.id == step.id)
    words = APPLIED.get(step.rule.standing)
    if len(periods_of(leaf)) == 1 or not step.rule.values or words is None:
        return None
    fact = aid.fact(leaf.fact)
    first, last = (_values_text(fact, step.rule.values[at]) for at in (0, -1))
    return words.filled(first=first, last=last)


def _values_text(fact: FactSpec, value: Any) -> Text:
    if isinstance(value, tuple):
        labels = [option.label for option in fact.options if option.id in value]
        return Text(", ".join(one.fr for one in labels), ", ".join(one.en for one in labels))
    if fact.kind == "money":
        return money(int(value))
    return Text("oui", "yes") if value is True else verbatim(f"{value:g}")
