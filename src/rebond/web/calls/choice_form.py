"""The form where a call decides: one block for each open question of the policy, read back as choices."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from fractions import Fraction
from typing import Any

from django.http import QueryDict
from django.utils.translation import gettext as _

from rebond.programme.call_choices import OpenQuestion, open_questions
from rebond.web.calls.comparing import chosen
from rebond.web.calls.models import Revision
from rebond.web.theme.writing import words

PREFIX = "c:"
ORDERING_ROWS = 4
LONGEST_NUMBER = 24


@dataclass(frozen=True, slots=True)
class Tick:
    """One option, chosen or not."""

    value: str
    label: str
    is_chosen: bool


@dataclass(frozen=True, slots=True)
class Interval:
    """The two ends of one criterion's weight, in per cent."""

    name: str
    label: str
    low: str
    high: str


@dataclass(frozen=True, slots=True)
class Block:
    """One open question as the page asks it."""

    question: OpenQuestion
    name: str
    value: str = ""
    day: str = ""
    ticks: tuple[Tick, ...] = ()
    intervals: tuple[Interval, ...] = ()
    pairs: tuple[tuple[tuple[Tick, ...], tuple[Tick, ...]], ...] = ()
    fault: str = ""


def blocks_of(revision: Revision) -> list[Block]:
    """Return the blocks filled with what the revision decided."""
    return [
        _filled(one, chosen(revision.choices, one.key))
        for one in open_questions(
            revision.base.measure(revision.call.measure_id), revision.base.perimeters
        )
    ]


def read(revision: Revision, posted: QueryDict) -> tuple[dict[str, Any], list[Block]]:
    """Return the choices that a form holds, and its blocks as typed, each with its fault if any."""
    choices: dict[str, Any] = {}
    blocks = []
    for one in open_questions(
        revision.base.measure(revision.call.measure_id), revision.base.perimeters
    ):
        try:
            value = _READERS[one.kind](one, posted)
            fault = ""
        except ValueError as error:
            value, fault = None, str(error)
        blocks.append(_typed(one, posted, fault))
        if value is not None:
            _put(choices, one.key, value)
    return choices, blocks


def _put(choices: dict[str, Any], key: str, value: Any) -> None:
    if key == "quota.count":
        choices.setdefault("quota", {}).update(count=value["value"], valid_from=value["valid_from"])
        return
    *parts, last = key.split(".")
    place = choices
    for part in parts:
        place = place.setdefault(part, {})
    place[last] = value


def _name(question: OpenQuestion, *parts: str) -> str:
    return ":".join((PREFIX + question.key, *parts))


def _text(posted: QueryDict, name: str) -> str:
    return posted.get(name, "").replace("\x00", "").strip()[:LONGEST_NUMBER]


def _decimal(written: str) -> Decimal | None:
    if not written:
        return None
    plain = written.replace("\u202f", "").replace("\u00a0", "").replace(" ", "").replace(",", ".")
    try:
        value = Decimal(plain)
    except InvalidOperation:
        value = Decimal("NaN")
    if not value.is_finite() or abs(value) > 10**13:
        raise ValueError(_("« %(written)s » n’est pas un nombre.") % {"written": written})
    return value


def _count(question: OpenQuestion, posted: QueryDict) -> int | None:
    written = _text(posted, _name(question))
    value = _decimal(written)
    if value is not None and value != int(value):
        raise ValueError(_("« %(written)s » n’est pas un nombre entier.") % {"written": written})
    return None if value is None else int(value)


def _distance(question: OpenQuestion, posted: QueryDict) -> float | None:
    value = _decimal(_text(posted, _name(question)))
    return None if value is None else float(value)


def _money(question: OpenQuestion, posted: QueryDict) -> int | None:
    written = _text(posted, _name(question))
    value = _decimal(written)
    if value is None:
        return None
    cents = value * 100
    if cents != int(cents) or cents < 0:
        raise ValueError(_("« %(written)s » n’est pas un montant en euros.") % {"written": written})
    return int(cents)


def _yes_no(question: OpenQuestion, posted: QueryDict) -> bool | None:
    return {"oui": True, "non": False}.get(_text(posted, _name(question)))


def _day(question: OpenQuestion, posted: QueryDict) -> str:
    written = _text(posted, _name(question, "from"))
    try:
        return date.fromisoformat(written).isoformat()
    except ValueError:
        raise ValueError(_("Donnez le premier jour où cette valeur s’applique.")) from None


def _number_from(question: OpenQuestion, posted: QueryDict) -> dict[str, Any] | None:
    value = _decimal(_text(posted, _name(question)))
    if value is None:
        return None
    return {"value": float(value), "valid_from": _day(question, posted)}


def _count_from(question: OpenQuestion, posted: QueryDict) -> dict[str, Any] | None:
    value = _count(question, posted)
    return None if value is None else {"value": value, "valid_from": _day(question, posted)}


def _names(question: OpenQuestion, posted: QueryDict) -> list[str] | None:
    known = [value for value, _label in question.options]
    given = set(posted.getlist(_name(question)))
    return [one for one in known if one in given] or None


def _options_from(question: OpenQuestion, posted: QueryDict) -> dict[str, Any] | None:
    names = _names(question, posted)
    return None if names is None else {"value": names, "valid_from": _day(question, posted)}


def _intervals(question: OpenQuestion, posted: QueryDict) -> dict[str, list[str]] | None:
    found = {}
    for criterion, label in question.options:
        low, high = (
            _decimal(_text(posted, _name(question, criterion, end))) for end in ("low", "high")
        )
        if low is None and high is None:
            continue
        ends = [Fraction(low or 0) / 100, Fraction(100 if high is None else high) / 100]
        if not 0 <= ends[0] <= ends[1] <= 1:
            raise ValueError(
                _(
                    "%(criterion)s : écrivez deux pourcentages entre 0 et 100, le plus petit d’abord."
                )
                % {"criterion": words(label)}
            )
        found[criterion] = [str(end) for end in ends]
    return found or None


def _orderings(question: OpenQuestion, posted: QueryDict) -> list[list[str]] | None:
    known = {value for value, _label in question.options}
    found = []
    for row in range(ORDERING_ROWS):
        pair = [
            _text_of(posted, _name(question, str(row), side)) for side in ("heavier", "lighter")
        ]
        if not any(pair):
            continue
        if not set(pair) <= known or pair[0] == pair[1]:
            raise ValueError(_("Choisissez deux critères différents, ou laissez la ligne vide."))
        found.append(pair)
    return found or None


def _text_of(posted: QueryDict, name: str) -> str:
    return posted.get(name, "")[:64]


_READERS: dict[str, Any] = {
    "yes_no": _yes_no,
    "number_from": _number_from,
    "options_from": _options_from,
    "applicant_types": _names,
    "perimeters": _names,
    "count": _count,
    "count_from": _count_from,
    "distance": _distance,
    "money": _money,
    "intervals": _intervals,
    "orderings": _orderings,
}


def _filled(question: OpenQuestion, value: Any) -> Block:
    """Return the block of a value kept by a revision."""
    dated = isinstance(value, Mapping) and "valid_from" in value
    held = value["value"] if dated else value
    return _block(
        question,
        value=_shown(question, held),
        day=str(value["valid_from"] or "") if dated else "",
        names=tuple(held)
        if isinstance(held, list | tuple) and question.kind != "orderings"
        else (),
        ends={name: (_percent(ends[0]), _percent(ends[1])) for name, ends in held.items()}
        if question.kind == "intervals" and held
        else {},
        pairs=tuple(map(tuple, held)) if question.kind == "orderings" and held else (),
    )


def _typed(question: OpenQuestion, posted: QueryDict, fault: str) -> Block:
    """Return the block as somebody has just typed it."""
    return _block(
        question,
        value=_text(posted, _name(question)),
        day=_text(posted, _name(question, "from")),
        names=tuple(posted.getlist(_name(question))),
        ends={
            name: (
                _text(posted, _name(question, name, "low")),
                _text(posted, _name(question, name, "high")),
            )
            for name, _label in question.options
        }
        if question.kind == "intervals"
        else {},
        pairs=tuple(
            (
                _text_of(posted, _name(question, str(row), "heavier")),
                _text_of(posted, _name(question, str(row), "lighter")),
            )
            for row in range(ORDERING_ROWS)
        )
        if question.kind == "orderings"
        else (),
        fault=fault,
    )


def _block(
    question: OpenQuestion,
    *,
    value: str,
    day: str,
    names: tuple[str, ...],
    ends: Mapping[str, tuple[str, str]],
    pairs: tuple[tuple[str, ...], ...],
    fault: str = "",
) -> Block:
    rows = (*pairs, *(("", ""),) * ORDERING_ROWS)[:ORDERING_ROWS]
    is_ordering, is_interval = question.kind == "orderings", question.kind == "intervals"
    return Block(
        question,
        _name(question),
        value,
        day,
        ticks=tuple(Tick(one, words(label), one in names) for one, label in question.options),
        intervals=tuple(
            Interval(_name(question, one), words(label), *ends.get(one, ("", "")))
            for one, label in question.options
        )
        if is_interval
        else (),
        pairs=tuple(
            tuple(
                tuple(Tick(one, words(label), one == side) for one, label in question.options)
                for side in pair
            )
            for pair in rows
        )
        if is_ordering
        else (),
        fault=fault,
    )


def _shown(question: OpenQuestion, value: Any) -> str:
    if value is None or isinstance(value, list | tuple | Mapping):
        return ""
    if isinstance(value, bool):
        return "oui" if value else "non"
    if question.kind == "money":
        value = value / 100
    return f"{value:g}" if float(value) < 10**6 else f"{value}"


def _percent(end: Any) -> str:
    return f"{float(Fraction(str(end))) * 100:g}"
