"""Any file or text that was handed in: which form it has, and the questions in it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from typing import Final

from rebond.errors import RebondError
from rebond.parliament.checking import check
from rebond.parliament.errors import QuestionUnreadable, TooLarge, TwiceInTheFile
from rebond.parliament.question import WrittenQuestion
from rebond.parliament.reading_open_data import read_json, read_xml
from rebond.parliament.reading_senate import is_senate_table, read_csv
from rebond.parliament.reading_text import read_text
from rebond.texts import Text, verbatim

MOST_BYTES: Final = 2_000_000
FORMS: Final = {
    "text": Text("texte publié", "published text"),
    "json": Text(
        "données ouvertes de l’Assemblée nationale (JSON)",
        "open data of the Assemblée nationale (JSON)",
    ),
    "xml": Text(
        "données ouvertes de l’Assemblée nationale (XML)",
        "open data of the Assemblée nationale (XML)",
    ),
    "csv": Text("données ouvertes du Sénat (CSV)", "open data of the Sénat (CSV)"),
}
PASTED: Final = "texte"
"""Where something is wrong in what has no name."""
_NEXT: Final = re.compile(
    r"(?m)^\s{0,3}#{1,2}\s+(?=(?:ASSEMBL[ÉE]E NATIONALE|S[ÉE]NAT)\s*$)", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class Handed:
    """What was handed in, read.

    Parameters
    ----------
    form : str
        Key of `FORMS`.
    questions : tuple of WrittenQuestion
        Checked, each once.
    refused : tuple of RebondError
        Why the others were not taken, in the order of the file; empty when all were.
    """

    form: str
    questions: tuple[WrittenQuestion, ...]
    refused: tuple[RebondError, ...] = ()


def read(content: bytes, *, name: str = "", today: date | None = None) -> Handed:
    """Read questions in whichever known form they come.

    Parameters
    ----------
    content : bytes
        UTF-8, or Windows-1252 where that is not valid.
    name : str
        Name of the file, for messages; its ending is not trusted.
    today : date, optional
        Refuses publications after it.

    Returns
    -------
    Handed

    Raises
    ------
    TooLarge, QuestionUnreadable, NumberMissing, NotWritten, DayUnreadable, NumbersDisagree
        When nothing can be read; with several questions in one file, a bad one stands in `Handed.refused`.
    """
    try:
        handed = _read(content, name or PASTED, today)
    except RebondError as error:
        raise error if name else _unnamed(error) from None
    if not name:
        for one in handed.refused:
            _unnamed(one)
    return handed


def _unnamed(error: RebondError) -> RebondError:
    """Say of a text without a name the line or the number alone, in words of both languages."""
    place, error.where = (error.where or "").removeprefix(PASTED).lstrip(":, "), None
    if place:
        words = Text(f"ligne {place}", f"line {place}") if place.isdigit() else verbatim(place)
        error.what = Text("{place} : {what}", "{place}: {what}").filled(
            place=words, what=error.what
        )
    return error


def _read(content: bytes, where: str, today: date | None) -> Handed:
    if len(content) > MOST_BYTES:
        raise TooLarge(len(content), MOST_BYTES, where=where)
    if not content.strip():
        raise QuestionUnreadable(Text("le texte est vide.", "the text is empty."), where=where)
    form, found = _by_form(content, where)
    kept: list[WrittenQuestion] = []
    refused: list[RebondError] = []
    seen: set[str] = set()
    for one in found:
        try:
            good = check(
                one, today=today, where=where if len(found) == 1 else f"{where}, n° {one.number}"
            )
            if good.key in seen:
                raise TwiceInTheFile(good.key, where)
        except RebondError as error:
            refused.append(error)
        else:
            seen.add(good.key)
            kept.append(good)
    if not kept:
        raise refused[0]
    return Handed(form, tuple(kept), tuple(refused))


def _by_form(content: bytes, where: str) -> tuple[str, tuple[WrittenQuestion, ...]]:
    start = content.lstrip(b"\xef\xbb\xbf \t\r\n")[:1]
    if start == b"<" or content[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return "xml", read_xml(content, where=where)
    written = decoded(content)
    if start in (b"{", b"["):
        return "json", read_json(written.lstrip("\ufeff"), where=where)
    if is_senate_table(written.lstrip("\ufeff").split("\n", 1)[0]):
        return "csv", read_csv(written, where=where)
    return "text", tuple(read_text(part, where=where) for part in _parts(written))


def _parts(written: str) -> list[str]:
    """Cut a text at the headings that name an assembly: one question each."""
    starts = [match.start() for match in _NEXT.finditer(written)]
    if len(starts) < 2:  # noqa: PLR2004 - one question, or no heading at all
        return [written]
    return [written[a:b] for a, b in zip(starts, [*starts[1:], len(written)], strict=True)]


def decoded(content: bytes) -> str:
    """Return bytes as text: UTF-8, or Windows-1252 where they are not valid UTF-8."""
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError:
        return content.decode("cp1252", errors="replace")
