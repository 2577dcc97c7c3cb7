"""The published text of a question, laid out with headings and a list of key data."""

from __future__ import annotations

import html
import re
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Final

from rebond.parliament.days import find_day, read_day
from rebond.parliament.errors import (
    NotWritten,
    NumberMissing,
    NumbersDisagree,
    QuestionUnreadable,
)
from rebond.parliament.question import Chamber, WrittenQuestion
from rebond.territory.names import comparable
from rebond.texts import Text

MOST_LINES: Final = 20_000
LONGEST_LABEL: Final = 1_000
_HEADING: Final = re.compile(r"^\s{0,3}(#{1,6})\s+(.+?)\s*#*\s*$")
_NUMBER: Final = re.compile(
    r"question\s+(?P<kind>écrite|ecrite|orale[^\n]{0,40}?|au gouvernement)?\s*n\s*[°ºo]?\s*:?\s*(?P<number>\d[\d ]{0,8})",
    re.IGNORECASE,
)
_LEGISLATURE: Final = re.compile(
    r"\b(\d{1,2})\s*(?:e|è|ème|eme|ère|re)\s+législature", re.IGNORECASE
)
_LINK: Final = re.compile(r"\[([^\]\[]*)\]\([^()\s]*\)")
_TAG: Final = re.compile(r"</?[A-Za-z][^<>]{0,200}>")
_EMPHASIS: Final = re.compile(r"(\*{1,3}|_{2,3})(?=\S)(.{1,600}?)(?<=\S)\1")
"""Bounded, as every pattern here: what is read comes from anywhere."""
_PAGE: Final = re.compile(r"\bpages?\s*:?\s*(\d{1,6}(?:\s*(?:à|-)\s*\d{1,6})?)", re.IGNORECASE)
_SENATE_PUBLISHED: Final = re.compile(
    r"publiée?\s+(?:au|dans\s+le|le)\s*(?:JO|Journal officiel)?[^\n]{0,40}?(\d{1,2}/\d{1,2}/\d{4})([^\n]{0,40})",
    re.IGNORECASE,
)
_SENATE_AUTHOR: Final = re.compile(
    r"\bde\s+((?:M\.|Mme|MM\.)\s[^\n(]{2,80}?)\s*\(([^()\n]{2,120})\)"
)
_QUESTION, _REPLY, _KEY_DATA = "question", "reply", "key_data"
_SECTIONS: Final = {
    "texte de la question": _QUESTION,
    "texte de la reponse": _REPLY,
    "donnees cles": _KEY_DATA,
    "date s cle e s": _KEY_DATA,
    "dates cles": _KEY_DATA,
}
_LABELS: Final = {
    "auteur": "author",
    "circonscription": "circonscription",
    "groupe": "group",
    "groupe politique": "group",
    "numero de la question": "number",
    "type de question": "kind",
    "rubrique": "rubric",
    "legislature": "legislature",
    "ministere interroge": "ministry_asked",
    "ministere attributaire": "ministry_attributed",
    "date de signalement": "flagged_on",
    "question publiee au jo le": "published_on",
    "reponse publiee au jo le": "replied_on",
    "question retiree le": "ended_on",
    "question caduque le": "ended_on",
    "titre": "title",
}
_LABELLED: Final = re.compile(r"^\s*[*_-]*\s*([^:*]{3,60}?)\s*\**\s*:\s*\**\s*(.*?)\s*$")


@dataclass(slots=True)
class _Found:
    """What the lines gave so far."""

    chamber: Chamber | None = None
    number: int | None = None
    number_at: str = ""
    title: str = ""
    values: dict[str, Any] = field(default_factory=dict)
    texts: dict[str, list[str]] = field(default_factory=lambda: {_QUESTION: [], _REPLY: []})


def read_text(written: str, *, where: str = "texte") -> WrittenQuestion:
    r"""Read the published text of one question.

    Parameters
    ----------
    written : str
        Headings «Texte de la question», «Texte de la réponse», «Données clés» with lines «label : value».
    where : str
        Name of the file, for messages.

    Returns
    -------
    WrittenQuestion
        Not checked yet: see `rebond.parliament.checking.check`.

    Raises
    ------
    QuestionUnreadable, NumberMissing, NumbersDisagree, NotWritten, DayUnreadable

    Examples
    --------
    >>> got = read_text("# ASSEMBLÉE NATIONALE\n15ème législature\nQuestion écrite n° 12\n")
    >>> got.key
    'an-15-12'
    """
    lines = _plain_lines(written)
    if len(lines) > MOST_LINES:
        raise QuestionUnreadable(
            Text(
                "le texte a plus de {most} lignes.", "the text has more than {most} lines."
            ).filled(most=MOST_LINES),
            where=where,
        )
    found = _Found()
    section = ""
    for row, line in enumerate(lines, start=1):
        heading = _HEADING.match(line) if len(line) <= LONGEST_LABEL else None
        if heading:
            section = _heading(found, heading[2], section)
            continue
        if section not in {_QUESTION, _REPLY}:
            _head_line(found, line, f"{where}:{row}")
        if section in found.texts:
            found.texts[section].append(line)
        elif labelled := _LABELLED.match(line[:LONGEST_LABEL]):
            _labelled(found, labelled[1], labelled[2], f"{where}:{row}")
    return _made(found, lines, where)


def _plain_lines(written: str) -> list[str]:
    return [
        " ".join(line.split()) for line in written.replace("\x00", "").lstrip("\ufeff").splitlines()
    ]


def plain(marked: str) -> str:
    """Return a marked-up line as plain text: links, tags, emphasis and entities taken away.

    Examples
    --------
    >>> plain("Calvados (3<sup>e</sup> circonscription), *mesure*, [ici](#)")
    'Calvados (3e circonscription), mesure, ici'
    """
    text = _LINK.sub(r"\1", marked)
    text = html.unescape(_TAG.sub("", text))
    return " ".join(_EMPHASIS.sub(r"\2", text).split())


def _heading(found: _Found, words: str, section: str) -> str:
    name = comparable(plain(words))
    if name in _SECTIONS:
        return _SECTIONS[name]
    if name.startswith("assemblee nationale"):
        found.chamber = Chamber.ASSEMBLEE
    elif name.startswith("senat"):
        found.chamber = Chamber.SENAT
    elif not found.title and not _NUMBER.search(words):
        found.title = plain(words)
    else:
        _head_line(found, plain(words), "")
    return "" if section != _KEY_DATA else section


def _head_line(found: _Found, line: str, where: str) -> None:
    text = plain(line)
    if match := _NUMBER.search(text):
        kind = match["kind"] or ""
        if kind and not comparable(kind).startswith("ecrite"):
            raise NotWritten(f"question {kind.strip()}", where or None)
        _number(found, match["number"], where)
    if match := _LEGISLATURE.search(text):
        found.values.setdefault("legislature", int(match[1]))
    if found.chamber is None and re.fullmatch(r"S[ÉE]NAT", text, re.IGNORECASE):
        found.chamber = Chamber.SENAT
    if found.chamber is None and comparable(text) == "assemblee nationale":
        found.chamber = Chamber.ASSEMBLEE


def _number(found: _Found, digits: str, where: str) -> None:
    number = int(digits.replace(" ", ""))
    if found.number is not None and found.number != number:
        raise NumbersDisagree(Text("le numéro", "the number"), found.number, number, where or None)
    found.number = number


def _labelled(found: _Found, label: str, value: str, where: str) -> None:
    name = _LABELS.get(comparable(plain(label)))
    text = plain(value)
    if name is None or not text:
        return
    if name in {"number", "legislature"}:
        _counted(found, name, text, where)
    elif name == "kind":
        if "ecrite" not in comparable(text):
            raise NotWritten(text[:60], where)
    elif name.endswith("_on"):
        _dated(found, name, text, where)
        if name == "ended_on":
            found.values["end_reason"] = plain(label).removesuffix(" le")
    elif name == "circonscription":
        _circonscription(found, text)
    else:
        found.values.setdefault(name, text)


def _counted(found: _Found, name: str, text: str, where: str) -> None:
    if name == "number":
        digits = re.sub(r"\D", "", text)[:9]
        if digits:
            _number(found, digits, where)
    elif match := re.match(r"\d{1,2}", text):
        found.values.setdefault("legislature", int(match[0]))


def _dated(found: _Found, name: str, text: str, where: str) -> None:
    found.values[name] = read_day(text, where)
    page = _PAGE.search(text)
    if page is not None and name in {"published_on", "replied_on"}:
        found.values[name.replace("_on", "_page")] = page[1]


def _circonscription(found: _Found, text: str) -> None:
    place, dash, group = text.rpartition(" - ")
    found.values["circonscription"] = place.strip() if dash else text
    if dash and group.strip():
        found.values.setdefault("group", group.strip())


def _made(found: _Found, lines: list[str], where: str) -> WrittenQuestion:
    if found.chamber is None and found.values.get("legislature") is not None:
        found.chamber = Chamber.ASSEMBLEE
    if found.chamber is None and found.number is None:
        raise QuestionUnreadable(
            Text(
                "ce texte n’a ni assemblée, ni numéro de question écrite.",
                "this text has neither an assembly nor the number of a written question.",
            ),
            where=where,
        )
    if found.number is None:
        raise NumberMissing(where)
    if found.chamber is Chamber.SENAT:
        _senate_lines(found, "\n".join(plain(line) for line in lines), where)
    values = found.values
    values.setdefault("title", found.title)
    return WrittenQuestion(
        chamber=found.chamber or Chamber.ASSEMBLEE,
        number=found.number,
        text=_paragraphs(found.texts[_QUESTION]),
        reply=_paragraphs(found.texts[_REPLY]),
        **values,
    )


def _senate_lines(found: _Found, text: str, where: str) -> None:
    """Read what pages of the Sénat write in sentences rather than as a list of key data."""
    if match := _SENATE_AUTHOR.search(text):
        place, _dash, group = match[2].rpartition(" - ")
        found.values.setdefault("author", match[1].strip())
        found.values.setdefault("circonscription", (place or match[2]).strip())
        if place:
            found.values.setdefault("group", group.strip())
    said: list[tuple[date, str]] = []
    for match in _SENATE_PUBLISHED.finditer(text):
        day = find_day(match[1], where)
        page = _PAGE.search(match[2])
        if day is not None:
            said.append((day, page[1] if page else ""))
    for name, (day, page_number) in zip(("published", "replied"), said, strict=False):
        if f"{name}_on" not in found.values:
            found.values[f"{name}_on"] = day
            found.values.setdefault(f"{name}_page", page_number)


def _paragraphs(lines: list[str]) -> str:
    paragraphs: list[str] = []
    held: list[str] = []
    for line in [*lines, ""]:
        text = plain(line)
        if text:
            held.append(text)
        elif held:
            paragraphs.append(" ".join(held))
            held = []
    return "\n\n".join(paragraphs)
