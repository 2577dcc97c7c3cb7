"""A form as a page shows it: each question with its answer, its version, its faults and what may fill it."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _

from rebond.programme.answers import item_paths
from rebond.texts import Text
from rebond.web.dossiers import forms
from rebond.web.dossiers.models import Answer, Attachment
from rebond.web.dossiers.rendering_maps import DrawingGround, drawing_ground
from rebond.web.dossiers.rendering_shapes import area_ha, shapes_of
from rebond.web.territories.queries import commune_name
from rebond.web.theme.writing import lang, words

FEW_OPTIONS = 7
"""Up to so many choices are laid open; more are a closed list."""
LONG_LINE = 60
SURFACE_TOLERANCE = 0.1
NESTED = frozenset({"group", "list"})


@dataclass(frozen=True, slots=True)
class Option:
    """One choice, as the page shows it."""

    id: str
    label: str
    help: str
    is_chosen: bool


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong with an answer, in the language of the page."""

    what: str
    cure: str


@dataclass(frozen=True, slots=True)
class Offer:
    """A value from open data that the applicant may take over."""

    value: str
    source: str


@dataclass(frozen=True, slots=True)
class Known:
    """A fact of open data shown under a question: nothing is filled by it."""

    title: str
    value: str
    source: str


@dataclass(frozen=True, slots=True)
class Aside:
    """An answer that was not applied, beside the one that stands."""

    id: int
    is_mine: bool
    written_by: str
    written_at: Any
    value: str
    standing: str
    standing_by: str
    standing_at: Any


@dataclass(slots=True)
class Question:
    """One field at one path."""

    kind: str
    path: str
    label: str
    help: str = ""
    unit: str = ""
    is_required: bool = False
    is_personal: bool = False
    is_asked: bool = True
    is_locked: bool = False
    asked_by: str = ""
    """Path of the field that decides whether this one is asked."""
    asked_values: str = ""
    """JSON: the values of that field for which it is asked."""
    condition: str = ""
    held: forms.Shown = ""
    version: int = 0
    edited_by: str = ""
    edited_at: Any = None
    faults: tuple[Fault, ...] = ()
    offer: Offer | None = None
    known: tuple[Known, ...] = ()
    asides: tuple[Aside, ...] = ()
    options: tuple[Option, ...] = ()
    max_length: int | None = None
    input_mode: str = ""
    input_type: str = "text"
    least: str = ""
    most: str = ""
    autocomplete: str = ""
    places: tuple[tuple[str, str], ...] = ()
    max_items: int = 0
    formats: tuple[str, ...] = ()
    max_megabytes: int = 0
    files: Sequence[Attachment] = ()
    shapes: tuple[str, ...] = ()
    ground: DrawingGround | None = None
    area: float | None = None
    stated: tuple[str, float] | None = None
    """Label and value in hectares of the surface that the applicant states."""
    item_label: str = ""
    items: list[Item] = field(default_factory=list)
    questions: list[Question] = field(default_factory=list)
    level: int = 2

    @property
    def ident(self) -> str:
        """Id of the input in the page."""
        return ident_of(self.path)

    @property
    def template(self) -> str:
        """Template of the inputs."""
        return f"dossiers/fields/{self.kind}.html"

    @property
    def is_nested(self) -> bool:
        """Whether it holds other questions instead of an answer."""
        return self.kind in NESTED

    @property
    def is_open_choice(self) -> bool:
        """Whether the choices are few enough to be laid open."""
        return len(self.options) <= FEW_OPTIONS

    @property
    def is_set(self) -> bool:
        """Whether several inputs answer together, under one legend."""
        return self.kind in {"boolean", "multi_choice", "file"} or (
            self.kind == "choice" and self.is_open_choice
        )

    @property
    def described_by(self) -> str:
        """Ids of the texts that describe the input."""
        ids = [f"{self.ident}-aide"] if self.has_hint else []
        ids += [f"{self.ident}-unite"] if self.unit else []
        ids += [f"{self.ident}-faute"] if self.faults else []
        return " ".join(ids)

    @property
    def has_hint(self) -> bool:
        """Whether a hint stands under the label."""
        return bool(self.help or self.limits)

    @property
    def limits(self) -> str:
        """What is accepted, in words, where the input does not say it."""
        if self.kind == "file":
            accepted = ", ".join(one.upper() for one in self.formats)
            return _("%(formats)s\u202f; %(size)s\u00a0Mo au plus par fichier") % {
                "formats": accepted,
                "size": self.max_megabytes,
            }
        return ""

    @property
    def area_differs(self) -> bool:
        """Whether the outline is a tenth larger or smaller than the surface stated."""
        if self.area is None or self.stated is None:
            return False
        return abs(self.area - self.stated[1]) > SURFACE_TOLERANCE * max(self.stated[1], self.area)

    @property
    def is_wide(self) -> bool:
        """Whether the answer may need the whole width."""
        return (self.max_length or 0) > LONG_LINE


@dataclass(slots=True)
class Item:
    """One item of a list."""

    path: str
    number: int
    title: str
    questions: list[Question]

    @property
    def ident(self) -> str:
        """Id of the item in the page."""
        return ident_of(self.path)


@dataclass(frozen=True, slots=True)
class Material:
    """Everything a page of questions is made of, read once."""

    answers: Mapping[str, Any]
    rows: Mapping[str, Answer] = field(default_factory=dict)
    files: Mapping[str, Sequence[Attachment]] = field(default_factory=dict)
    faults: Mapping[str, tuple[Fault, ...]] = field(default_factory=dict)
    offers: Mapping[str, Offer] = field(default_factory=dict)
    known: Mapping[str, tuple[Known, ...]] = field(default_factory=dict)
    typed: Mapping[str, forms.Shown] = field(default_factory=dict)
    """What was sent and refused: shown again, so that nothing is lost."""
    editable: frozenset[str] | None = None
    """Ids of the fields that may be changed; None for all of them."""
    asked: frozenset[str] | None = None
    """Paths of the questions that are asked, given the answers; None to judge each condition alone."""
    asides: Mapping[str, tuple[Aside, ...]] = field(default_factory=dict)
    """What was set aside because somebody else had written meanwhile."""


def ident_of(path: str) -> str:
    """Return the id in the page of what stands at a path."""
    return "f-" + path.replace(".", "-")


def questions(fields: Sequence[Any], material: Material) -> list[Question]:
    """Return the questions of fields, with everything inside them."""
    return [_question(one, "", fields, material, level=2) for one in fields]


def leaves(asked: Sequence[Question]) -> Iterator[Question]:
    """Yield the questions that hold an answer, in order."""
    for one in asked:
        if not one.is_nested:
            yield one
        yield from leaves(one.questions)
        for item in one.items:
            yield from leaves(item.questions)


def state(asked: Sequence[Question]) -> str:
    """Return the versions and contents on the page, as its hidden input keeps them."""
    return json.dumps(
        {one.path: [one.version, forms.fingerprint(one.held)] for one in leaves(asked)},
        separators=(",", ":"),
    )


def _question(
    one: Any, below: str, siblings: Sequence[Any], material: Material, *, level: int
) -> Question:
    path = f"{below}.{one.id}" if below else one.id
    row = material.rows.get(path)
    asked = Question(
        kind=one.type,
        path=path,
        label=words(one.label),
        help=words(one.help),
        is_required=one.required,
        is_personal=one.is_personal,
        is_locked=material.editable is not None
        and not {one.id, path, path.split(".")[0]} & material.editable,
        version=row.version if row else 0,
        edited_by=row.edited_by.user.name if row else "",
        edited_at=row.edited_at if row else None,
        faults=material.faults.get(path, ()),
        offer=material.offers.get(path),
        known=material.known.get(path, ()),
        asides=material.asides.get(path, ()),
        level=level,
    )
    _ask_if(asked, one, below, siblings, material)
    if one.type == "group":
        asked.questions = [
            _question(sub, below, one.fields, material, level=level + 1) for sub in one.fields
        ]
        if material.editable is not None:
            asked.is_locked = all(sub.is_locked for sub in asked.questions)
    elif one.type == "list":
        _list(asked, one, material)
    else:
        value = material.answers.get(path)
        asked.held = material.typed.get(path, forms.shown(one, value, lang()))
        DETAILS.get(one.type, _nothing)(asked, one, material, siblings)
    return asked


def _ask_if(
    asked: Question, one: Any, below: str, siblings: Sequence[Any], material: Material
) -> None:
    condition = one.asked_if
    if condition is None:
        return
    asked.asked_by = f"{below}.{condition.field}" if below else condition.field
    asked.asked_values = json.dumps(
        [str(v).lower() if isinstance(v, bool) else v for v in condition.is_one_of]
    )
    if material.asked is None:
        asked.is_asked = material.answers.get(asked.asked_by) in condition.is_one_of
    else:
        asked.is_asked = asked.asked_by in material.asked and (
            one.type == "group" or asked.path in material.asked
        )
        asked.is_asked &= material.answers.get(asked.asked_by) in condition.is_one_of
    other = next((each for each in siblings if each.id == condition.field), None)
    if other is not None:
        asked.condition = _(
            "À remplir si vous répondez «\u00a0%(answers)s\u00a0» à «\u00a0%(label)s\u00a0»."
        ) % {
            "answers": _(" ou ").join(_answer_word(other, value) for value in condition.is_one_of),
            "label": words(other.label),
        }


def _answer_word(other: Any, value: Any) -> str:
    if isinstance(value, bool):
        return _("oui") if value else _("non")
    found = next((each for each in getattr(other, "options", ()) if each.id == value), None)
    return words(found.label) if found is not None else str(value)


def _list(asked: Question, one: Any, material: Material) -> None:
    asked.item_label = words(one.item)
    asked.max_items = one.max_items
    for number, path in enumerate(item_paths(material.answers, asked.path), start=1):
        inside = [
            _question(sub, path, one.fields, material, level=asked.level + 1) for sub in one.fields
        ]
        asked.items.append(Item(path, number, _title(inside), inside))


def _title(inside: Sequence[Question]) -> str:
    """Return what names an item: its first answered choice or line."""
    for one in inside:
        if one.kind == "choice":
            chosen = [option.label for option in one.options if option.is_chosen]
            if chosen:
                return chosen[0]
        elif one.kind == "text" and one.held:
            return str(one.held)
    return ""


def _nothing(_asked: Question, _one: Any, _material: Material, _siblings: Sequence[Any]) -> None:
    """A boolean has nothing more to say."""


AUTOCOMPLETE = {"email": "email", "phone": "tel", "url": "url"}


def _text(asked: Question, one: Any, _material: Material, _siblings: Sequence[Any]) -> None:
    asked.max_length = one.max_length
    if one.type == "text" and one.format != "plain":
        asked.autocomplete = AUTOCOMPLETE[one.format]
        asked.input_mode = asked.autocomplete


def _number(asked: Question, one: Any, _material: Material, _siblings: Sequence[Any]) -> None:
    asked.input_mode = "numeric" if one.type in {"integer", "siren"} else "decimal"
    asked.unit = "€" if one.type == "money" else words(getattr(one, "unit", None))


def _date(asked: Question, one: Any, _material: Material, _siblings: Sequence[Any]) -> None:
    asked.input_type = "date"
    asked.least = one.earliest.isoformat() if one.earliest else ""
    asked.most = one.latest.isoformat() if one.latest else ""


def _choices(asked: Question, one: Any, _material: Material, _siblings: Sequence[Any]) -> None:
    chosen = {asked.held} if isinstance(asked.held, str) else set(asked.held)
    asked.options = tuple(
        Option(option.id, words(option.label), words(option.help), option.id in chosen)
        for option in one.options
    )


def _communes(asked: Question, one: Any, material: Material, _siblings: Sequence[Any]) -> None:
    asked.max_items = one.max_items
    codes = material.answers.get(asked.path) or ()
    asked.places = tuple((code, commune_name(code)) for code in codes)


def _files(asked: Question, one: Any, material: Material, _siblings: Sequence[Any]) -> None:
    asked.formats = one.formats
    asked.max_megabytes = one.max_megabytes
    asked.max_items = one.max_files
    asked.files = material.files.get(asked.path, ())


def _geometry(asked: Question, one: Any, material: Material, siblings: Sequence[Any]) -> None:
    below = asked.path.rpartition(".")[0]
    drawn = shapes_of(material.answers.get(asked.path))
    codes: list[str] = []
    for each in siblings:
        at = f"{below}.{each.id}" if below else each.id
        if each.type == "commune":
            codes += material.answers.get(at) or []
        if each.type == "decimal" and asked.stated is None and _is_hectares(each):
            stated = material.answers.get(at)
            if stated is not None:
                asked.stated = (words(each.label), float(stated))
    asked.shapes = one.shapes
    asked.ground = drawing_ground(codes, drawn)
    asked.area = area_ha(drawn) if any(s.kind == "polygon" for s in drawn) else None


def _is_hectares(one: Any) -> bool:
    unit = getattr(one, "unit", None)
    return isinstance(unit, Text) and unit.fr in {"ha", "hectares"}


DETAILS = {
    "text": _text,
    "long_text": _text,
    "integer": _number,
    "decimal": _number,
    "money": _number,
    "siren": _number,
    "date": _date,
    "choice": _choices,
    "multi_choice": _choices,
    "commune": _communes,
    "file": _files,
    "geometry": _geometry,
}
