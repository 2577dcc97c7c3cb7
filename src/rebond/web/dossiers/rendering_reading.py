"""A dossier as people read it: each question with its answer in words, part by part."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from rebond.programme.answers import Question, in_words, item_paths, questions
from rebond.programme.forms import Form
from rebond.web.dossiers.rendering_maps import DrawingGround, drawing_ground
from rebond.web.dossiers.rendering_sections import Section
from rebond.web.dossiers.rendering_shapes import area_ha, shapes_of, text_of
from rebond.web.territories.queries import commune_name
from rebond.web.theme.writing import lang, words


@dataclass(slots=True)
class Line:
    """One question read: an answer, files, a drawing, or items that hold lines."""

    label: str
    kind: str
    path: str
    said: str = ""
    is_long: bool = False
    is_withheld: bool = False
    """A personal answer that this reader is not shown."""
    files: Sequence[Any] = ()
    ground: DrawingGround | None = None
    coordinates: str = ""
    area: float | None = None
    item_label: str = ""
    items: list[list[Line]] = field(default_factory=list)
    lines: list[Line] = field(default_factory=list)

    @property
    def is_blank(self) -> bool:
        """Whether nothing was answered."""
        return not (self.said or self.files or self.items or self.lines or self.is_withheld)


@dataclass(frozen=True, slots=True)
class ReadPart:
    """One part of the form, read."""

    section: Section
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class Reader:
    """What a reading is made of."""

    answers: Mapping[str, Any]
    files: Mapping[str, Sequence[Any]]
    asked: Mapping[str, Question]
    shows_personal: bool


def reading(
    form: Form,
    parts: Sequence[Section],
    answers: Mapping[str, Any],
    files: Mapping[str, Sequence[Any]],
    *,
    shows_personal: bool,
) -> tuple[ReadPart, ...]:
    """Return every question that is asked, in order, with its answer as this reader may see it."""
    asked = {one.path: one for one in questions(form, answers)}
    reader = Reader(answers, files, asked, shows_personal)
    return tuple(
        ReadPart(part, tuple(_lines(part.fields, "", reader, is_personal=False))) for part in parts
    )


def _lines(fields: Sequence[Any], below: str, reader: Reader, *, is_personal: bool) -> list[Line]:
    found: list[Line] = []
    for one in fields:
        path = f"{below}.{one.id}" if below else one.id
        personal = is_personal or one.is_personal
        if one.type == "group":
            inside = _lines(one.fields, below, reader, is_personal=personal)
            if inside:
                found.append(Line(words(one.label), "group", path, lines=inside))
        elif path in reader.asked:
            found.append(_line(one, path, fields, reader, is_personal=personal))
    return found


def _line(
    one: Any, path: str, siblings: Sequence[Any], reader: Reader, *, is_personal: bool
) -> Line:
    line = Line(words(one.label), one.type, path, is_long=one.type == "long_text")
    if is_personal and not reader.shows_personal:
        line.is_withheld = True
        return line
    value = reader.answers.get(path)
    if one.type == "list":
        line.item_label = words(one.item)
        line.items = [
            _lines(one.fields, item, reader, is_personal=is_personal)
            for item in item_paths(reader.answers, path)
        ]
    elif one.type == "file":
        line.files = reader.files.get(path, ())
    elif value is not None:
        line.said = words(in_words(one, value, commune_name=commune_name))
        if one.type == "geometry":
            _draw(line, value, path, siblings, reader)
    return line


def _draw(line: Line, value: Any, path: str, siblings: Sequence[Any], reader: Reader) -> None:
    below = path.rpartition(".")[0]
    codes: list[str] = []
    for each in siblings:
        if each.type == "commune":
            codes += reader.answers.get(f"{below}.{each.id}" if below else each.id) or []
    drawn = shapes_of(value)
    line.ground = drawing_ground(codes, drawn)
    line.coordinates = text_of(drawn, lang())
    if any(shape.kind == "polygon" for shape in drawn):
        line.area = area_ha(drawn)
