"""The whole form at once: everything wrong or missing, and the facts that gates and rules look at."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from rebond.programme.answers_paths import (
    Answers,
    Question,
    blank_items,
    is_inside,
    item_paths,
    questions,
)
from rebond.programme.answers_problems import AnswerFault, AnswerProblem
from rebond.programme.answers_values import fault, normalise, too_many
from rebond.programme.forms import FileField, Form, ListField
from rebond.texts import Text, number

MEGABYTE = 1_000_000
MOST_YEARS_AWAY = 200
"""A day further than that from the filing is a slip of the pen: 0203 for 2031."""
CENTS_PER_EURO = 100


@dataclass(frozen=True, slots=True)
class FileSeen:
    """What the check needs to know of a file.

    Parameters
    ----------
    name : str
    format : str
        As judged by content: ``pdf``, ``xlsx``…
    size : int
        Bytes.
    """

    name: str
    format: str
    size: int


Files = Mapping[str, Sequence[FileSeen]]


def check(form: Form, answers: Answers, files: Files, *, on: dt.date) -> tuple[AnswerProblem, ...]:
    """Return everything wrong or missing in the answers to a form, in the order of the form.

    Parameters
    ----------
    form : Form
    answers : mapping of path to value
        As kept. A value kept under an earlier revision is checked again under this one.
    files : mapping of path to sequence of FileSeen
    on : date
        Day of the filing; days two centuries away from it are taken for a slip.

    Returns
    -------
    tuple of AnswerProblem
        Empty when the form is complete. Questions that are not asked are not checked; neither is an item
        without any answer nor file, unless its list needs it.
    """
    problems: list[AnswerProblem] = []
    blank = blank_items(form, answers, files)
    for one in questions(form, answers):
        if is_inside(one.path, blank):
            continue
        if isinstance(one.field, ListField):
            found = _list_problem(one, answers, blank)
        elif isinstance(one.field, FileField):
            problems += _file_problems(one, files.get(one.path, ()))
            continue
        else:
            found = _value_problem(one, answers.get(one.path), on)
        if found is not None:
            problems.append(_at(one, found))
    return tuple(problems)


def _at(question: Question, found: AnswerProblem) -> AnswerProblem:
    return AnswerProblem(
        found.fault,
        question.path,
        question.label,
        found.what,
        why=found.why,
        cure=found.cure_text,
    )


def _missing(*, is_in_list: bool = False) -> AnswerProblem:
    cure = Text("Répondez à cette question.", "Answer this question.")
    if is_in_list:
        cure = Text(
            "Répondez à cette question, ou retirez cette ligne.",
            "Answer this question, or remove this line.",
        )
    return fault(AnswerFault.MISSING, Text("la réponse manque.", "the answer is missing."), cure)


def _value_problem(question: Question, value: Any, on: dt.date) -> AnswerProblem | None:
    field = question.field
    if value is None:
        return _missing(is_in_list=bool(question.numbers)) if field.required else None
    try:
        kept = normalise(field, value)
    except AnswerProblem as problem:
        return problem
    least = getattr(field, "min_items", 0)
    if least and len(kept or ()) < least:
        return _too_few(len(kept or ()), least)
    if field.type == "date" and abs(dt.date.fromisoformat(kept).year - on.year) > MOST_YEARS_AWAY:
        return fault(
            AnswerFault.OUT_OF_RANGE,
            Text(f"l’année {kept[:4]} est invraisemblable.", f"year {kept[:4]} is unlikely."),
            Text("Écrivez l’année en quatre chiffres.", "Write the year in four digits."),
        )
    return None


def _too_few(count: int, least: int) -> AnswerProblem:
    return fault(
        AnswerFault.TOO_FEW,
        Text(
            f"{count} donné(s), {least} au moins sont demandés.",
            f"{count} given; at least {least} asked for.",
        ),
        Text(f"Ajoutez-en {least - count}.", f"Add {least - count}."),
    )


def _list_problem(
    question: Question, answers: Answers, blank: Collection[str]
) -> AnswerProblem | None:
    field = question.field
    count = sum(item not in blank for item in item_paths(answers, question.path))
    if not count:
        return _missing() if field.required else None
    if count < field.min_items:
        return _too_few(count, field.min_items)
    return too_many(count, field.max_items) if count > field.max_items else None


def _file_problems(question: Question, files: Sequence[FileSeen]) -> list[AnswerProblem]:
    field = question.field
    if not files:
        found_none = _missing(is_in_list=bool(question.numbers))
        return [_at(question, found_none)] if field.required else []
    found = []
    if len(files) > field.max_files:
        found.append(too_many(len(files), field.max_files))
    accepted = ", ".join(field.formats)
    for one in files:
        if one.format not in field.formats:
            found.append(
                fault(
                    AnswerFault.BAD_FILE,
                    Text(
                        f"{one.name} est un fichier {one.format}.",
                        f"{one.name} is a {one.format} file.",
                    ),
                    Text(f"Formats acceptés\u202f: {accepted}.", f"Formats accepted: {accepted}."),
                )
            )
        if one.size > field.max_megabytes * MEGABYTE:
            found.append(
                fault(
                    AnswerFault.BAD_FILE,
                    Text(
                        f"{one.name} pèse {number(one.size / MEGABYTE, 'fr', digits=1)}\u00a0Mo.",
                        f"{one.name} weighs {number(one.size / MEGABYTE, 'en', digits=1)} MB.",
                    ),
                    Text(
                        f"Au plus {field.max_megabytes}\u00a0Mo par fichier.",
                        f"At most {field.max_megabytes} MB a file.",
                    ),
                )
            )
    return [_at(question, one) for one in found]


def facts(form: Form, answers: Answers) -> dict[str, Any]:
    """Return the values that gates and selection rules look at, by field.

    Parameters
    ----------
    form : Form
    answers : mapping of path to value

    Returns
    -------
    dict
        Fields outside lists: numbers as int or float, amounts in euros, yes or no as bool, choices as their
        id. A blank, a question that is not asked and a value that the form no longer accepts are None: unknown,
        never zero nor no.
    """
    known: dict[str, Any] = {}
    asked = {one.path: one for one in questions(form, answers)}
    for path, question in asked.items():
        field = question.field
        if question.placed.lists or field.type not in _FACT_TYPES:
            continue
        try:
            value = normalise(field, answers.get(path))
        except AnswerProblem:
            value = None
        if value is not None and field.type == "decimal":
            value = float(value)
        elif value is not None and field.type == "money":
            value = value / CENTS_PER_EURO
        known[path] = value
    return known


_FACT_TYPES = frozenset(
    {"integer", "decimal", "money", "boolean", "choice", "multi_choice", "text", "date"}
)
