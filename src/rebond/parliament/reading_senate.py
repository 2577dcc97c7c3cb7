"""Written questions in the open data of the Sénat: a table of references without the texts."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Mapping
from datetime import date
from typing import Final

from rebond.parliament.days import read_day
from rebond.parliament.errors import NumberMissing, QuestionUnreadable
from rebond.parliament.question import Chamber, WrittenQuestion
from rebond.texts import Text

MOST_ROWS: Final = 20_000
NUMBER, PUBLISHED = "Numéro", "Date de publication JO"
SEPARATORS: Final = (";", "|", ",", "\t")
_LONGEST_CELL: Final = 100_000
_DIGITS: Final = re.compile(r"\D")
_ENDED: Final = ("retir", "caduc")


def is_senate_table(head: str) -> bool:
    """Return whether a first line is that of the Sénat's table of questions.

    Examples
    --------
    >>> is_senate_table("Sort;Nature;Numéro;Titre;Date de publication JO")
    True
    """
    return NUMBER in head and PUBLISHED in head


def read_csv(content: str, *, where: str = "CSV") -> tuple[WrittenQuestion, ...]:
    """Read the written questions of the Sénat's table; rows of another kind are left out.

    Parameters
    ----------
    content : str
        First line: names of columns, such as ``Sort;Nature;Numéro;Référence;Titre;Nom;Prénom;…``.
    where : str
        Name of the file, for messages.

    Returns
    -------
    tuple of WrittenQuestion
        Without the texts, which the table does not hold; the theme stands as the heading.

    Raises
    ------
    QuestionUnreadable, NumberMissing, DayUnreadable
    """
    head = content.lstrip("\ufeff").split("\n", 1)[0]
    separator = max(SEPARATORS, key=head.count)
    lines = io.StringIO(content.lstrip("\ufeff").replace("\x00", ""), newline="")
    found: list[WrittenQuestion] = []
    try:
        csv.field_size_limit(_LONGEST_CELL)
        for row, cells in enumerate(csv.DictReader(lines, delimiter=separator), start=2):
            if row > MOST_ROWS:
                raise QuestionUnreadable(
                    Text(
                        "le tableau compte plus de {most} lignes.",
                        "the table has more than {most} rows.",
                    ).filled(most=MOST_ROWS),
                    where=where,
                )
            given = {
                key.strip(): (value or "").strip()
                for key, value in cells.items()
                if isinstance(key, str) and not isinstance(value, list)
            }
            if not any(given.values()) or given.get("Nature", "QE").upper() not in {"QE", ""}:
                continue
            found.append(_question(given, f"{where}:{row}"))
    except csv.Error as error:
        raise QuestionUnreadable(
            Text(
                "le tableau est mal formé ({detail}).", "the table is malformed ({detail})."
            ).filled(detail=error),
            where=where,
        ) from None
    if not found:
        raise QuestionUnreadable(
            Text(
                "aucune question écrite n’est dans ce tableau.",
                "no written question is in this table.",
            ),
            where=where,
        )
    return tuple(found)


def _question(given: Mapping[str, str], where: str) -> WrittenQuestion:
    digits = _DIGITS.sub("", given.get(NUMBER, ""))[:9]
    if not digits or int(digits) == 0:
        raise NumberMissing(where)
    fate = given.get("Sort", "")
    ended = given.get("Date de retrait", "") or given.get("Date de caducité", "")
    is_ended = any(fate.casefold().startswith(one) for one in _ENDED)
    author = [given.get(name, "") for name in ("Civilité", "Prénom", "Nom")]

    def day(name: str) -> date | None:
        written = given.get(name, "")
        return read_day(written, where) if written else None

    published, replied = day(PUBLISHED), day("Date de réponse JO")
    return WrittenQuestion(
        chamber=Chamber.SENAT,
        number=int(digits),
        title=given.get("Titre", ""),
        author=" ".join(one for one in author if one),
        group=given.get("Groupe", ""),
        circonscription=given.get("Circonscription", ""),
        rubric=given.get("Thème(s)", ""),
        ministry_asked=given.get("Ministère de dépôt", ""),
        ministry_attributed=given.get("Ministère de réponse", "")
        or given.get("Ministère de transmission", ""),
        published_on=published,
        replied_on=replied,
        ended_on=read_day(ended, where) if ended else None,
        end_reason=fate if is_ended else "",
    )
