"""Written questions in the open data of the Assemblée nationale: one layout, as JSON or as XML.

The names of the fields are those of the published files: ``uid``, ``identifiant`` (``numero``,
``legislature``), ``type``, ``indexationAN``, ``auteur``, ``minInt``, ``minAttribs``, ``textesQuestion``,
``textesReponse``, ``signalement``, ``cloture``. Where a node may hold one item or several, both are read.
"""

from __future__ import annotations

import html
import json
import re
from collections.abc import Iterator
from datetime import date
from html.parser import HTMLParser
from typing import Any, Final, TypeAlias
from xml.parsers import expat

from rebond.parliament.days import find_day, read_day
from rebond.parliament.errors import NotWritten, NumberMissing, QuestionUnreadable
from rebond.parliament.question import Chamber, WrittenQuestion
from rebond.texts import Text

Node: TypeAlias = "dict[str, Any] | list[Any] | str | None"
DEEPEST: Final = 40
MOST_QUESTIONS: Final = 5_000
WRITTEN: Final = "QE"
_KIND_IN_UID: Final = re.compile(r"(QE|QOSD|QG|QST)\d+$")
_DIGITS: Final = re.compile(r"\d{1,9}\Z")


def read_json(content: str, *, where: str = "JSON") -> tuple[WrittenQuestion, ...]:
    """Read the questions of a JSON file of the open data.

    Parameters
    ----------
    content : str
    where : str
        Name of the file, for messages.

    Returns
    -------
    tuple of WrittenQuestion
        In the order of the file, not checked yet.

    Raises
    ------
    QuestionUnreadable, NumberMissing, NotWritten, DayUnreadable
    """
    try:
        tree = json.loads(content)
    except (ValueError, RecursionError) as error:
        detail = getattr(error, "msg", "") or type(error).__name__
        line = getattr(error, "lineno", None)
        raise QuestionUnreadable(
            Text("le JSON est mal formé ({detail}).", "the JSON is malformed ({detail}).").filled(
                detail=detail
            ),
            where=where if line is None else f"{where}:{line}",
        ) from None
    return _questions(tree, where)


def read_xml(content: bytes, *, where: str = "XML") -> tuple[WrittenQuestion, ...]:
    """Read the questions of an XML file of the open data; a document type is refused, whatever it declares.

    Parameters
    ----------
    content : bytes
    where : str
        Name of the file, for messages.

    Returns
    -------
    tuple of WrittenQuestion

    Raises
    ------
    QuestionUnreadable, NumberMissing, NotWritten, DayUnreadable
    """
    return _questions(_tree(content, where), where)


class _Builder:
    """Builds the same nodes as JSON would have: text, or names with one node or a list of them."""

    def __init__(self) -> None:
        self.root: dict[str, Any] = {}
        self.stack: list[tuple[str, dict[str, Any], list[str]]] = [("", self.root, [])]

    def start(self, name: str, attributes: dict[str, str]) -> None:
        if len(self.stack) > DEEPEST:
            raise QuestionUnreadable(Text("le XML est trop profond.", "the XML is too deep."))
        nil = any(key.endswith("nil") and value == "true" for key, value in attributes.items())
        self.stack.append((name.rpartition(":")[2], {"#nil": ""} if nil else {}, []))

    def data(self, text: str) -> None:
        self.stack[-1][2].append(text)

    def end(self, _name: str) -> None:
        name, children, texts = self.stack.pop()
        said = "".join(texts)
        value: Any = children or said
        if "#nil" in children:
            value = None
        held = self.stack[-1][1]
        if name not in held:
            held[name] = value
        elif isinstance(held[name], list):
            held[name].append(value)
        else:
            held[name] = [held[name], value]


def _tree(content: bytes, where: str) -> dict[str, Any]:
    parser, builder = expat.ParserCreate(), _Builder()

    def refuse(*_what: object) -> None:
        raise QuestionUnreadable(
            Text(
                "le XML déclare un type de document ou une entité.",
                "the XML declares a document type or an entity.",
            ),
            where=where,
            cure=Text("Retirez la ligne <!DOCTYPE …>.", "Remove the line <!DOCTYPE …>."),
        )

    parser.StartDoctypeDeclHandler = refuse
    parser.EntityDeclHandler = refuse
    parser.StartElementHandler = builder.start
    parser.EndElementHandler = builder.end
    parser.CharacterDataHandler = builder.data
    parser.buffer_text = True
    try:
        parser.Parse(content, True)  # noqa: FBT003 - the parser's own signature
    except expat.ExpatError as error:
        raise QuestionUnreadable(
            Text("le XML est mal formé ({detail}).", "the XML is malformed ({detail}).").filled(
                detail=expat.ErrorString(error.code)
            ),
            where=f"{where}:{error.lineno}",
        ) from None
    except (LookupError, ValueError) as error:
        raise QuestionUnreadable(
            Text(
                "le XML ne peut pas être lu ({detail}).", "the XML cannot be read ({detail})."
            ).filled(detail=type(error).__name__),
            where=where,
        ) from None
    return builder.root


def _questions(tree: Node, where: str) -> tuple[WrittenQuestion, ...]:
    found: list[WrittenQuestion] = []
    for number, node in enumerate(_nodes(tree, 0), start=1):
        if number > MOST_QUESTIONS:
            raise QuestionUnreadable(
                Text(
                    "le fichier compte plus de {most} questions.",
                    "the file holds more than {most} questions.",
                ).filled(most=MOST_QUESTIONS),
                where=where,
            )
        uid = _text(node.get("uid"))
        found.append(_question(node, f"{where}, {uid or number}"))
    if not found:
        raise QuestionUnreadable(
            Text(
                "aucune question de l’open data n’est dans ce fichier.",
                "no question of the open data is in this file.",
            ),
            where=where,
        )
    return tuple(found)


def _nodes(node: Node, depth: int) -> Iterator[dict[str, Any]]:
    """Yield the nodes that are questions, wherever the file wraps them."""
    if depth > DEEPEST:
        return
    if isinstance(node, dict):
        if "identifiant" in node or "textesQuestion" in node:
            yield node
            return
        for child in node.values():
            yield from _nodes(child, depth + 1)
    elif isinstance(node, list):
        for child in node:
            yield from _nodes(child, depth + 1)


def _question(node: dict[str, Any], where: str) -> WrittenQuestion:
    kind = _kind(node)
    if kind != WRITTEN:
        raise NotWritten(kind, where)
    digits = _text(_at(node, "identifiant", "numero"))
    if not _DIGITS.match(digits):
        raise NumberMissing(where)
    legislature = _text(_at(node, "identifiant", "legislature"))
    asked = _last(_at(node, "textesQuestion", "texteQuestion"))
    answered = _last(_at(node, "textesReponse", "texteReponse"))
    charged = _last(_at(node, "minAttribs", "minAttrib"))
    analyses = [_text(one) for one in _many(_at(node, "indexationAN", "analyses", "analyse"))]
    return WrittenQuestion(
        chamber=Chamber.ASSEMBLEE,
        number=int(digits),
        legislature=int(legislature) if _DIGITS.match(legislature) else None,
        title=", ".join(one for one in analyses if one)
        or _text(_at(node, "indexationAN", "teteAnalyse")),
        author=_author(node),
        author_reference=_text(_at(node, "auteur", "identite", "acteurRef")),
        group=_name(_at(node, "auteur", "groupe")),
        circonscription=_circonscription(node),
        rubric=_text(_at(node, "indexationAN", "rubrique")),
        ministry_asked=_name(node.get("minInt")),
        ministry_attributed=_name(_at(charged, "denomination")) or _name(charged),
        published_on=_day(_at(asked, "infoJO", "dateJO"), where),
        published_page=_text(_at(asked, "infoJO", "pageJO")),
        flagged_on=_first_day(node.get("signalement"), where),
        replied_on=_day(_at(answered, "infoJO", "dateJO"), where),
        replied_page=_text(_at(answered, "infoJO", "pageJO")),
        ended_on=_ended(node, has_reply=bool(_text(_at(answered, "texte"))), where=where),
        end_reason=_end_reason(node, has_reply=bool(_text(_at(answered, "texte")))),
        text=flat(_text(_at(asked, "texte"))),
        reply=flat(_text(_at(answered, "texte"))),
    )


def _kind(node: dict[str, Any]) -> str:
    said = _text(node.get("type"))
    if said:
        return said
    match = _KIND_IN_UID.search(_text(node.get("uid")))
    return match[1] if match else WRITTEN


def _author(node: dict[str, Any]) -> str:
    identity = _at(node, "auteur", "identite")
    parts = [_text(_at(identity, name)) for name in ("civ", "prenom", "nom")]
    return " ".join(one for one in parts if one) if parts[-1] else ""


def _circonscription(node: dict[str, Any]) -> str:
    place = _at(node, "auteur", "circonscription")
    if not isinstance(place, dict):
        return _text(place)
    departement = _text(_at(place, "departement"))
    number = _text(_at(place, "numCirco"))
    return f"{departement} ({number})" if departement and number else departement


def _ended(node: dict[str, Any], *, has_reply: bool, where: str) -> date | None:
    return None if has_reply else _day(_at(node, "cloture", "dateCloture"), where)


def _end_reason(node: dict[str, Any], *, has_reply: bool) -> str:
    return "" if has_reply else _text(_at(node, "cloture", "libelleCloture"))


def _at(node: Any, *names: str) -> Any:
    """Return what stands at a path; of several nodes, the last one."""
    for name in names:
        node = _last(node)
        if not isinstance(node, dict):
            return None
        node = node.get(name)
    return node


def _many(node: Any) -> list[Any]:
    if node is None:
        return []
    return node if isinstance(node, list) else [node]


def _last(node: Any) -> Any:
    return (node[-1] if node else None) if isinstance(node, list) else node


def _text(node: Any) -> str:
    """Return the text of a node; empty for what holds none."""
    node = _last(node)
    if isinstance(node, dict):
        node = node.get("#text")
    if isinstance(node, bool) or node is None:
        return ""
    return " ".join(str(node).split()) if isinstance(node, int) else str(node).strip()


def _name(node: Any) -> str:
    return _text(_at(node, "developpe")) or _text(_at(node, "abrege"))


def _day(node: Any, where: str) -> date | None:
    written = _text(node)
    return read_day(written, where) if written else None


def _first_day(node: Any, where: str, depth: int = 0) -> date | None:
    """Return the first day of a node, under whatever name it stands."""
    if isinstance(node, dict):
        node = list(node.values())
    if isinstance(node, list):
        if depth > DEEPEST:
            return None
        days = [_first_day(one, where, depth + 1) for one in node]
        return min((day for day in days if day is not None), default=None)
    return find_day(_text(node), where) if node is not None else None


class _Flattener(HTMLParser):
    """Keeps the text of a fragment; paragraphs and line breaks become blank lines."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.parts: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:  # noqa: ARG002
        if tag in {"br", "p", "div", "li"}:
            self.parts.append("\n")

    def handle_data(self, data: str) -> None:
        self.parts.append(data)


def flat(fragment: str) -> str:
    r"""Return the text of an HTML fragment: one blank line between paragraphs.

    Examples
    --------
    >>> flat("<p>Il demande <b>pourquoi</b>.</p><p>Et&nbsp;quand.</p>")
    'Il demande pourquoi.\n\nEt quand.'
    """
    flattener = _Flattener()
    flattener.feed(html.unescape(fragment) if "&lt;" in fragment else fragment)
    flattener.close()
    lines = [" ".join(line.split()) for line in "".join(flattener.parts).split("\n")]
    return "\n\n".join(line for line in lines if line)
