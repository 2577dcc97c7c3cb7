"""What a revision decided, in words, and how two revisions differ."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from rebond.programme.call_choices import OpenQuestion, open_questions
from rebond.texts import Text
from rebond.web.calls.models import Revision
from rebond.web.calls.settings import TITLES, settings_of
from rebond.web.theme.writing import day, share, words, written


@dataclass(frozen=True, slots=True)
class Decided:
    """One open point with what the call decided of it."""

    question: OpenQuestion
    value: str
    """In words; empty when the call did not decide."""


@dataclass(frozen=True, slots=True)
class Change:
    """One point on which two revisions differ."""

    title: str
    before: str
    after: str


def decided(revision: Revision) -> list[Decided]:
    """Return every open point of the measure with the call's decision."""
    questions = open_questions(
        revision.base.measure(revision.call.measure_id), revision.base.perimeters
    )
    return [Decided(one, value_words(one, chosen(revision.choices, one.key))) for one in questions]


def chosen(choices: Mapping[str, Any], key: str) -> Any:
    """Return what choices hold at a place such as ``gates.surface.threshold``; None when nothing."""
    current: Any = choices
    for part in key.split("."):
        if not isinstance(current, Mapping) or part not in current:
            return None
        current = current[part]
    if key == "quota.count":
        return {"value": current, "valid_from": choices["quota"].get("valid_from")}
    return current


def value_words(question: OpenQuestion, value: Any) -> str:
    """Write a decision in the language of the page."""
    if value is None or value in ({}, []):
        return ""
    return _WRITERS[question.kind](question, value)


def _yes_no(_question: OpenQuestion, value: Any) -> str:
    return _("oui") if value else _("non")


def _number(question: OpenQuestion, value: Any) -> str:
    digits = 0 if float(value).is_integer() else 2
    unit = words(question.unit)
    return f"{written(value, digits)}\u00a0{unit}" if unit else written(value, digits)


def _number_from(question: OpenQuestion, value: Any) -> str:
    return _("%(value)s à partir du %(day)s") % {
        "value": _number(question, value["value"]),
        "day": day(value["valid_from"] or ""),
    }


def _names(question: OpenQuestion, value: Any) -> str:
    labels = dict(question.options)
    return ", ".join(words(labels.get(one, Text(one, one))) for one in value)


def _options_from(question: OpenQuestion, value: Any) -> str:
    return _("%(value)s à partir du %(day)s") % {
        "value": _names(question, value["value"]),
        "day": day(value["valid_from"]),
    }


def _intervals(question: OpenQuestion, value: Any) -> str:
    labels = dict(question.options)
    parts = []
    for name, ends in value.items():
        low, high = (share(_fraction(end)) for end in ends)
        bounds = low if low == high else f"{low}–{high}"
        parts.append(f"{words(labels.get(name, Text(name, name)))} {bounds}")
    return ", ".join(parts)


def _fraction(end: Any) -> float:
    numerator, _slash, denominator = str(end).partition("/")
    return float(numerator) / float(denominator or 1)


def _orderings(question: OpenQuestion, value: Any) -> str:
    labels = dict(question.options)
    return ", ".join(
        " ≥ ".join(words(labels.get(one, Text(one, one))) for one in pair) for pair in value
    )


def _money(_question: OpenQuestion, value: Any) -> str:
    return f"{written(value / 100, 0 if value % 100 == 0 else 2)}\u00a0€"


_WRITERS: dict[str, Any] = {
    "yes_no": _yes_no,
    "number_from": _number_from,
    "options_from": _options_from,
    "applicant_types": _names,
    "perimeters": _names,
    "count": _number,
    "count_from": _number_from,
    "distance": _number,
    "money": _money,
    "intervals": _intervals,
    "orderings": _orderings,
}


def setting_words(value: Any) -> str:
    """Write a setting in the language of the page."""
    if value is None:
        return _("non fixé")
    if isinstance(value, bool):
        return _("oui") if value else _("non")
    if isinstance(value, int):
        return written(value)
    if isinstance(value, Mapping):
        return "" if not any(value.values()) else str(dict(value))
    return ", ".join(words(one.title) for one in value)


def differences(before: Revision, after: Revision) -> list[Change]:
    """Return every point on which two revisions of a call differ, in words."""
    undecided = _("non décidé")
    changes = []
    old = {one.question.key: one for one in decided(before)}
    for one in decided(after):
        was = old.pop(one.question.key, None)
        said = was.value if was else ""
        if said != one.value:
            title = f"{words(one.question.title)}. {words(one.question.asks)}"
            changes.append(Change(title, said or undecided, one.value or undecided))
    first, second = settings_of(before), settings_of(after)
    for name, title in TITLES.items():
        was_set, is_set = getattr(first, name), getattr(second, name)
        # How many are retained stands among the decisions already.
        if was_set != is_set and name not in ("k", "covered_regions_min"):
            changes.append(Change(words(title), setting_words(was_set), setting_words(is_set)))
    if before.base.digest != after.base.digest:
        changes.append(Change(_("Politique de départ"), before.base.digest, after.base.digest))
    return changes
