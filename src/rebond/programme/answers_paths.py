"""Where each answer stands, and which questions are asked given the answers so far."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from rebond.programme.answers_problems import AnswerFault, AnswerProblem
from rebond.programme.forms import FileField, Form, GroupField, ListField
from rebond.texts import Text

Answers = Mapping[str, Any]

ITEM_ID = re.compile(r"[a-z0-9]{1,12}", re.ASCII)
"""Form of the id of an item."""
LONGEST_PATH = 200


@dataclass(frozen=True, slots=True)
class Placed:
    """A field with what stands around it.

    Parameters
    ----------
    field : FormField
    above : tuple of FormField
        Groups and lists that hold it, outermost first.
    """

    field: Any
    above: tuple[Any, ...]

    @property
    def lists(self) -> tuple[str, ...]:
        """Return the ids of the lists that hold it, outermost first."""
        return tuple(one.id for one in self.above if isinstance(one, ListField))

    @property
    def line(self) -> tuple[Any, ...]:
        """Return the fields from the outermost one to this one."""
        return (*self.above, self.field)

    @property
    def is_personal(self) -> bool:
        """Whether it, or what holds it, describes a person."""
        return any(one.is_personal for one in self.line)


@dataclass(frozen=True, slots=True)
class Question:
    """One question of a form as it stands for some answers.

    Parameters
    ----------
    path : str
    placed : Placed
    numbers : tuple of int
        Place of the item in each list that holds it, counted from 1.
    """

    path: str
    placed: Placed
    numbers: tuple[int, ...] = ()

    @property
    def field(self) -> Any:
        """Return the field."""
        return self.placed.field

    @property
    def label(self) -> Text:
        """Return the question; inside a list, with the name and the number of each item."""
        label: Text = self.field.label
        lists = [one for one in self.placed.above if isinstance(one, ListField)]
        for one, place in zip(reversed(lists), reversed(self.numbers), strict=True):
            label = Text(
                f"{one.item.fr} {place}, {label.fr}",
                f"{one.item.en} {place}, {label.en}",
            )
        return label


def places(form: Form) -> dict[str, Placed]:
    """Return every field of a form by its id, with what holds it.

    Parameters
    ----------
    form : Form

    Returns
    -------
    dict
        In the order of the form.
    """
    found: dict[str, Placed] = {}

    def walk(fields: tuple[Any, ...], above: tuple[Any, ...]) -> None:
        for one in fields:
            found[one.id] = Placed(one, above)
            if isinstance(one, (GroupField, ListField)):
                walk(one.fields, (*above, one))

    walk(form.fields, ())
    return found


def locate(form: Form, path: str, *, known: Mapping[str, Placed] | None = None) -> Placed:
    """Return the field that a path means; the path of an item means its list.

    Parameters
    ----------
    form : Form
    path : str
        ``<field>``, ``<list>.<item>`` or ``<list>.<item>.<field>``, lists inside lists alike.
    known : mapping, optional
        `places` of the form, when the caller has it already.

    Returns
    -------
    Placed

    Raises
    ------
    AnswerProblem
        When the form has no such place.
    """
    known = places(form) if known is None else known
    parts = path.split(".") if len(path) <= LONGEST_PATH else []
    names, items = parts[::2], parts[1::2]
    placed = known.get(names[-1]) if names else None
    if placed is None or not all(ITEM_ID.fullmatch(one) for one in items):
        raise _unknown(path)
    is_item = len(items) == len(names)
    expected = (*placed.lists, placed.field.id)
    if tuple(names) != expected or (is_item and not isinstance(placed.field, ListField)):
        raise _unknown(path)
    return placed


def is_item_path(path: str) -> bool:
    """Return whether a path is that of an item of a list, not of an answer in it."""
    return path.count(".") % 2 == 1


def item_paths(answers: Answers, list_path: str) -> list[str]:
    """Return the paths of the items of a list, in their order.

    Parameters
    ----------
    answers : mapping of path to value
    list_path : str

    Returns
    -------
    list of str
        Items with a place first, by place; then those known only by an answer, by id.

    Examples
    --------
    >>> item_paths({"reseaux.b": 1, "reseaux.a": 2, "reseaux.c.nature": "gaz"}, "reseaux")
    ['reseaux.b', 'reseaux.a', 'reseaux.c']
    """
    head = f"{list_path}."
    found: dict[str, tuple[int, int, str]] = {}
    for path, value in answers.items():
        if not path.startswith(head):
            continue
        item = path[len(head) :].split(".", 1)[0]
        full = head + item
        if path == full and isinstance(value, int) and not isinstance(value, bool):
            found[full] = (0, value, item)
        else:
            found.setdefault(full, (1, 0, item))
    return sorted(found, key=found.__getitem__)


def blank_items(form: Form, answers: Answers, files: Mapping[str, Any]) -> frozenset[str]:
    """Return the items of lists that hold no answer and no file, and that their list can do without.

    Parameters
    ----------
    form : Form
    answers : mapping of path to value
    files : mapping of path to files

    Returns
    -------
    frozenset of str
        Paths, the last items first, as long as a list keeps the least number that it asks for.
    """
    known = places(form)
    written = [
        path for path, value in answers.items() if value is not None and not is_item_path(path)
    ]
    written += [path for path, held in files.items() if held]
    lists: dict[str, ListField] = {}
    for path in answers:
        parts = path.split(".")
        for end in range(1, len(parts), 2):
            field = known[parts[end - 1]].field if parts[end - 1] in known else None
            if isinstance(field, ListField):
                lists[".".join(parts[:end])] = field
    found: set[str] = set()
    for path, field in lists.items():
        items = item_paths(answers, path)
        blank = [item for item in items if not any(is_inside(one, {item}) for one in written)]
        spare = len(items) - max(field.min_items, int(field.required))
        found.update(blank[::-1][: max(spare, 0)])
    return frozenset(found)


def is_inside(path: str, items: Collection[str]) -> bool:
    """Return whether a path is that of one of the items, or of something in it.

    Parameters
    ----------
    path : str
    items : collection of str

    Returns
    -------
    bool
    """
    return any(path == item or path.startswith(f"{item}.") for item in items)


def is_asked(form: Form, answers: Answers, path: str) -> bool:
    """Return whether a question is asked, given the other answers.

    Parameters
    ----------
    form : Form
    answers : mapping of path to value
    path : str

    Returns
    -------
    bool
        False also when the question that it depends on is itself not asked.

    Raises
    ------
    AnswerProblem
        When the form has no such place.
    """
    known = places(form)
    return _is_asked(known, answers, locate(form, path, known=known), path)


def _is_asked(known: Mapping[str, Placed], answers: Answers, placed: Placed, path: str) -> bool:
    """Judge the conditions of a field and of everything that holds it."""
    parts = path.split(".")
    depth = 0
    for position, one in enumerate(placed.line):
        if one.asked_if is not None:
            prefix = ".".join(parts[: 2 * depth])
            other = f"{prefix}.{one.asked_if.field}" if prefix else one.asked_if.field
            if not _is_met(answers.get(other), one.asked_if.is_one_of):
                return False
            # What decides may itself no longer be asked; its answer is kept, and does not count.
            sibling = known[one.asked_if.field]
            if not _is_asked(known, answers, sibling, other):
                return False
        if isinstance(one, ListField) and position < len(placed.line) - 1:
            depth += 1
    return True


def _is_met(value: Any, accepted: tuple[str | bool, ...]) -> bool:
    values = value if isinstance(value, list) else [value]
    return any(type(one) is type(choice) and one == choice for one in values for choice in accepted)


def questions(form: Form, answers: Answers) -> Iterator[Question]:
    """Yield the questions that are asked, those of each item included, in the order of the form.

    Parameters
    ----------
    form : Form
    answers : mapping of path to value

    Yields
    ------
    Question
        Lists stand before their items; groups are not questions and are left out.
    """
    known = places(form)

    def walk(fields: tuple[Any, ...], prefix: str, numbers: tuple[int, ...]) -> Iterator[Question]:
        for one in fields:
            placed = known[one.id]
            path = f"{prefix}{one.id}"
            if one.asked_if is not None and not _is_asked(known, answers, placed, path):
                continue
            if isinstance(one, GroupField):
                yield from walk(one.fields, prefix, numbers)
                continue
            yield Question(path, placed, numbers)
            if isinstance(one, ListField):
                for place, item in enumerate(item_paths(answers, path), start=1):
                    yield from walk(one.fields, f"{item}.", (*numbers, place))

    yield from walk(form.fields, "", ())


def without_personal(form: Form, answers: Answers) -> dict[str, Any]:
    """Return the answers that describe no person.

    Parameters
    ----------
    form : Form
    answers : mapping of path to value

    Returns
    -------
    dict
        An answer to a question that the form does not have is left out too: nobody knows what it holds.
    """
    return _kept(form, answers, lambda placed: not placed.is_personal)


def public_only(form: Form, answers: Answers) -> dict[str, Any]:
    """Return the answers that the policy publishes with the result.

    Parameters
    ----------
    form : Form
    answers : mapping of path to value

    Returns
    -------
    dict
        Fields marked public, or inside a public group or list; personal ones never.
    """
    return _kept(
        form,
        answers,
        lambda placed: any(one.is_public for one in placed.line) and not placed.is_personal,
    )


def _kept(form: Form, answers: Answers, is_kept: Any) -> dict[str, Any]:
    known = places(form)
    kept: dict[str, Any] = {}
    for path, value in answers.items():
        try:
            placed = locate(form, path, known=known)
        except AnswerProblem:
            continue
        if is_kept(placed):
            kept[path] = value
    return kept


def blank_paths(form: Form, answers: Answers, files: Mapping[str, Any] | None = None) -> list[str]:
    """Return the questions asked and not answered, required or not.

    Parameters
    ----------
    form : Form
    answers : mapping of path to value
    files : mapping of path to files, optional

    Returns
    -------
    list of str
    """
    return [
        one.path for one in questions(form, answers) if not is_answered(one, answers, files or {})
    ]


def is_answered(question: Question, answers: Answers, files: Mapping[str, Any]) -> bool:
    """Return whether a question has an answer, a file or an item.

    Parameters
    ----------
    question : Question
    answers : mapping of path to value
    files : mapping of path to files

    Returns
    -------
    bool
    """
    if isinstance(question.field, ListField):
        return bool(item_paths(answers, question.path))
    if isinstance(question.field, FileField):
        return bool(files.get(question.path))
    return answers.get(question.path) is not None


def _unknown(path: str) -> AnswerProblem:
    return AnswerProblem(
        AnswerFault.UNKNOWN_FIELD,
        path[:LONGEST_PATH],
        Text("champ inconnu", "unknown field"),
        Text("ce formulaire n’a pas ce champ.", "this form has no such field."),
        cure=Text(
            "Rechargez la page\u202f: le formulaire a peut-être changé.",
            "Load the page again: the form may have changed.",
        ),
    )
