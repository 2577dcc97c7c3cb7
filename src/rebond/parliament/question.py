"""A written question as a value: its key data, its text, its reply."""

from __future__ import annotations

from dataclasses import dataclass, fields, replace
from datetime import date
from enum import StrEnum
from typing import Any, Final

from rebond.canonical import digest
from rebond.parliament.errors import LegislatureMissing, PublicationMissing
from rebond.texts import Text


class Chamber(StrEnum):
    """The assembly whose member asks."""

    ASSEMBLEE = "an"
    SENAT = "senat"

    @property
    def text(self) -> Text:
        """Return its name, the same in both languages."""
        name = "Assemblée nationale" if self is Chamber.ASSEMBLEE else "Sénat"
        return Text(name, name)


@dataclass(frozen=True, slots=True)
class WrittenQuestion:
    """A written question as published; a text is empty and a day None where nothing says it.

    Parameters
    ----------
    chamber : Chamber
    number : int
        At least 1.
    legislature : int, optional
        Required of the Assemblée nationale, whose numbers start again with each.
    title, author, group, circonscription, rubric : str
    author_reference : str
        Id of the author in the open data, such as ``PA721764``, which names nobody.
    ministry_asked, ministry_attributed : str
    published_on, flagged_on, replied_on, ended_on : date, optional
        Publication, flagging to the Government, publication of the reply, end without a reply.
    published_page, replied_page : str
        Pages of the Journal officiel.
    end_reason : str
        Why it ended without a reply: withdrawn, lapsed.
    text, reply : str
        Plain text, one blank line between paragraphs.
    """

    chamber: Chamber
    number: int
    legislature: int | None = None
    title: str = ""
    author: str = ""
    author_reference: str = ""
    group: str = ""
    circonscription: str = ""
    rubric: str = ""
    ministry_asked: str = ""
    ministry_attributed: str = ""
    published_on: date | None = None
    published_page: str = ""
    flagged_on: date | None = None
    replied_on: date | None = None
    replied_page: str = ""
    ended_on: date | None = None
    end_reason: str = ""
    text: str = ""
    reply: str = ""

    @property
    def key(self) -> str:
        """Return what names the question for ever: chamber, legislature or year, number.

        Raises
        ------
        LegislatureMissing
            Of the Assemblée nationale.
        PublicationMissing
            Of the Sénat.

        Examples
        --------
        >>> WrittenQuestion(Chamber.ASSEMBLEE, 31804, 15).key
        'an-15-31804'
        >>> WrittenQuestion(Chamber.SENAT, 512, published_on=date(2025, 8, 21)).key
        'senat-2025-512'
        """
        if self.chamber is Chamber.ASSEMBLEE:
            if self.legislature is None:
                raise LegislatureMissing
            return f"{self.chamber}-{self.legislature}-{self.number}"
        if self.published_on is None:
            raise PublicationMissing
        return f"{self.chamber}-{self.published_on.year}-{self.number}"

    def as_json(self) -> dict[str, Any]:
        """Return the question as JSON, days as ``2020-08-11``."""
        found: dict[str, Any] = {}
        for one in fields(self):
            value = getattr(self, one.name)
            found[one.name] = value.isoformat() if isinstance(value, date) else value
        return {**found, "chamber": str(self.chamber)}

    @property
    def digest(self) -> str:
        """Return the digest of everything that the question says."""
        return digest(self.as_json())


FIELD_TEXTS: Final[dict[str, Text]] = {
    "legislature": Text("législature", "legislature"),
    "title": Text("titre", "title"),
    "author": Text("auteur", "author"),
    "author_reference": Text("identifiant de l’auteur", "id of the author"),
    "group": Text("groupe", "group"),
    "circonscription": Text("circonscription", "constituency"),
    "rubric": Text("rubrique", "heading"),
    "ministry_asked": Text("ministère interrogé", "ministry asked"),
    "ministry_attributed": Text("ministère attributaire", "ministry in charge"),
    "published_on": Text("date de publication", "day of publication"),
    "published_page": Text("page du JO de la question", "page of the question in the JO"),
    "flagged_on": Text("date de signalement", "day of flagging"),
    "replied_on": Text("date de la réponse", "day of the reply"),
    "replied_page": Text("page du JO de la réponse", "page of the reply in the JO"),
    "ended_on": Text("date de fin sans réponse", "day it ended without a reply"),
    "end_reason": Text("raison de la fin", "reason of the end"),
    "text": Text("texte de la question", "text of the question"),
    "reply": Text("texte de la réponse", "text of the reply"),
}
EXPECTED: Final = (
    "title",
    "author",
    "group",
    "circonscription",
    "rubric",
    "ministry_asked",
    "ministry_attributed",
    "published_on",
    "published_page",
    "text",
)
"""Fields that every published question has; the others depend on what happened to it."""


def missing(question: WrittenQuestion) -> tuple[str, ...]:
    """Return the fields that a published question has and that were not read.

    Examples
    --------
    >>> "author" in missing(WrittenQuestion(Chamber.ASSEMBLEE, 1, 15, title="x"))
    True
    """
    return tuple(name for name in EXPECTED if getattr(question, name) in ("", None))


@dataclass(frozen=True, slots=True)
class Merged:
    """One question made of what was known and of a new text of it.

    Parameters
    ----------
    question : WrittenQuestion
    completed : tuple of str
        Fields that the new text fills.
    differing : tuple of str
        Fields of which the two texts say different things.
    """

    question: WrittenQuestion
    completed: tuple[str, ...]
    differing: tuple[str, ...]

    @property
    def is_same(self) -> bool:
        """Whether the new text says nothing new."""
        return not self.completed and not self.differing


def merged(known: WrittenQuestion, new: WrittenQuestion, *, replace_differing: bool) -> Merged:
    """Complete a question by a new text of it.

    Parameters
    ----------
    known, new : WrittenQuestion
        Of one key.
    replace_differing : bool
        Whether the new text wins where both say something; else what was known stays.

    Returns
    -------
    Merged

    Examples
    --------
    >>> old = WrittenQuestion(Chamber.ASSEMBLEE, 1, 15, title="Un titre")
    >>> new = WrittenQuestion(Chamber.ASSEMBLEE, 1, 15, title="Un autre", reply="Oui.")
    >>> got = merged(old, new, replace_differing=False)
    >>> got.question.title, got.completed, got.differing
    ('Un titre', ('reply',), ('title',))
    """
    completed: list[str] = []
    differing: list[str] = []
    for name in FIELD_TEXTS:
        old, fresh = getattr(known, name), getattr(new, name)
        if fresh in ("", None) or fresh == old:
            continue
        (completed if old in ("", None) else differing).append(name)
    taken = [*completed, *(differing if replace_differing else [])]
    values: dict[str, Any] = {name: getattr(new, name) for name in taken}
    return Merged(replace(known, **values), tuple(completed), tuple(differing))
