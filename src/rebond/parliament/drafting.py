"""The factual draft: one block a request, sentences made from rows of evidence and tied to them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any, Final

from rebond.canonical import digest
from rebond.parliament.asks import Ask, Kind, touching
from rebond.parliament.evidence import Evidence, Topic, distinct, evidence_digest
from rebond.parliament.recipes import ELSEWHERE, OPENINGS, RECIPES, SAME, TOLD_TOPICS, Section
from rebond.parliament.tokens import words
from rebond.texts import Text, with_french_spaces

METHOD: Final = "rebond-draft"
METHOD_VERSION: Final = "1.2.0"
MOST_SENTENCE_ROWS: Final = 12


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence of a draft.

    Parameters
    ----------
    text : Text
    proofs : tuple of str
        Ids of the rows behind it; none only where it says that the record holds nothing.
    is_established : bool
        False where it says what is not established.
    """

    text: Text
    proofs: tuple[str, ...] = ()
    is_established: bool = True

    def as_json(self) -> dict[str, Any]:
        """Return the sentence as JSON."""
        return {
            "text": self.text.as_json(),
            "proofs": list(self.proofs),
            "is_established": self.is_established,
        }


@dataclass(frozen=True, slots=True)
class Block:
    """The answer to one request.

    Parameters
    ----------
    ask : int
        Number of the request.
    kind : Kind
    request : str
        Its words.
    sentences : tuple of Sentence
    """

    ask: int
    kind: Kind
    request: str
    sentences: tuple[Sentence, ...]


@dataclass(frozen=True, slots=True)
class Draft:
    """A draft frozen at its day.

    Parameters
    ----------
    as_of : date
    blocks : tuple of Block
    evidence : tuple of Evidence
        Every row given, told or not.
    evidence_digest, digest : str
        Of the rows, and of the whole draft.
    method_version : str
    """

    as_of: date
    blocks: tuple[Block, ...]
    evidence: tuple[Evidence, ...]
    evidence_digest: str
    digest: str
    method_version: str = METHOD_VERSION


def draft(
    asks: Sequence[Ask],
    evidence: Iterable[Evidence],
    *,
    as_of: date,
    titles: Mapping[str, Text] | None = None,
    number: int | None = None,
) -> Draft:
    """Assemble the factual draft of an answer.

    Parameters
    ----------
    asks : sequence of Ask
        Confirmed requests, one block each.
    evidence : iterable of Evidence
    as_of : date
        Day of the evidence.
    titles : mapping of str to Text, optional
        Titles of measures by id.
    number : int, optional
        Number of the question: what a row says that its own reply leaves out is not told to who got that reply.

    Returns
    -------
    Draft

    Notes
    -----
    No sentence holds a fact that is not in a row: a template only joins rows, or says that the record
    holds none. The same rows give the same draft, byte for byte. Nothing is told twice: where two requests
    call for the same row, one block tells it and the other says where.
    """
    rows = distinct(evidence)
    told = _Told(tuple(asks), titles or {})
    said_rows = [_without_own(row, number) for row in rows]
    blocks = tuple(
        Block(one.number, one.kind, one.text, _sentences(one, said_rows, told)) for one in asks
    )
    said = {
        "method": METHOD,
        "version": METHOD_VERSION,
        "as_of": as_of.isoformat(),
        "evidence": evidence_digest(rows),
        "blocks": [
            {
                "ask": one.ask,
                "kind": str(one.kind),
                "request": one.request,
                "sentences": [sentence.as_json() for sentence in one.sentences],
            }
            for one in blocks
        ],
    }
    return Draft(as_of, blocks, rows, evidence_digest(rows), digest(said))


@dataclass(slots=True)
class _Told:
    """What the blocks told so far: the request that told each row, and each sentence."""

    asks: tuple[Ask, ...]
    titles: Mapping[str, Text]
    rows: dict[str, Ask] = field(default_factory=dict)
    words: dict[str, Ask] = field(default_factory=dict)

    def elsewhere(self, row: Evidence, section: Section, one: Ask) -> Ask | None:
        """Return the other request that tells a row, before this one or, where the section yields, after it."""
        known = self.rows.get(row.id)
        if known is not None or not section.yields:
            return known
        said = words(row.words.fr)
        return next(
            (
                other
                for other in self.asks
                if other.kind is not one.kind
                and any(
                    wanted.topic is row.topic and wanted.kind is other.kind
                    for wanted in RECIPES[other.kind]
                )
                and touching(said, other.kind)
            ),
            None,
        )


def _sentences(one: Ask, rows: Sequence[Evidence], told: _Told) -> tuple[Sentence, ...]:
    made: list[Sentence] = []
    others: dict[int, list[Evidence]] = {}
    if one.kind in OPENINGS:
        made.append(Sentence(OPENINGS[one.kind], (), is_established=False))
    for section in RECIPES[one.kind]:
        held, kept = _held(section, rows), []
        for row in held:
            other = told.elsewhere(row, section, one)
            if other is None:
                kept.append(row)
            else:
                others.setdefault(other.number, []).append(row)
        if kept or not held:
            made += _section(section, kept, told.titles)
    found: dict[str, Sentence] = {}
    for each in made:
        text = Text(with_french_spaces(each.text.fr), each.text.en)
        teller = told.words.get(text.fr)
        if teller is not None:
            behind = [row for row in rows if row.id in each.proofs]
            others.setdefault(teller.number, []).extend(behind)
            continue
        known = found.get(text.fr)
        proofs = (*known.proofs, *each.proofs) if known else each.proofs
        found[text.fr] = replace(each, text=text, proofs=tuple(dict.fromkeys(proofs)))
    for text_fr, each in found.items():
        told.words[text_fr] = one
        told.rows |= dict.fromkeys(each.proofs, one)
    by_number = {other.number: other for other in told.asks}
    return (
        *found.values(),
        *(_reference(by_number[at], behind) for at, behind in sorted(others.items())),
    )


def _reference(other: Ask, behind: Sequence[Evidence]) -> Sentence:
    """Say that what another block tells holds here too, with the rows that it tells."""
    topics = dict.fromkeys(row.topic for row in behind)
    named = [TOLD_TOPICS.get(topic, topic.text) for topic in topics]
    said = (ELSEWHERE if named else SAME).filled(
        ask=other.number,
        kind=other.kind.text,
        topics=_sentence_of(named),
    )
    proofs = tuple(dict.fromkeys(row.id for row in behind))
    is_known = bool(behind) and all(row.is_established for row in behind)
    return Sentence(Text(with_french_spaces(said.fr), said.en), proofs, is_established=is_known)


def _sentence_of(named: Sequence[Text]) -> Text:
    """Return topics as the beginning of a sentence."""
    french, english = (", ".join(one) for one in ([n.fr for n in named], [n.en for n in named]))
    return Text(french[:1].upper() + french[1:], english[:1].upper() + english[1:])


def _without_own(row: Evidence, number: int | None) -> Evidence:
    """Leave out of a row the part that says what the reply to this very question does not tell."""
    if number is None or row.is_established:
        return row
    own = re.compile(rf"(?:n°\s*|question\s+){number}\b")
    parts = [re.split(r"\s*;\s*", one) for one in (row.words.fr, row.words.en)]
    kept = [[part for part in one if not own.search(part)] for one in parts]
    if not all(kept) or kept == parts:
        return row
    return replace(row, words=Text(" ; ".join(kept[0]), "; ".join(kept[1])))


def _held(section: Section, rows: Sequence[Evidence]) -> list[Evidence]:
    held = [row for row in rows if row.topic is section.topic]
    if section.kind is not None:
        held = [row for row in held if touching(words(row.words.fr), section.kind)]
    return held


def _section(
    section: Section, held: Sequence[Evidence], titles: Mapping[str, Text]
) -> list[Sentence]:
    if not held:
        return [Sentence(section.absent, (), is_established=False)] if section.absent else []
    if section.words is None:
        return [_alone(row) for row in held[:MOST_SENTENCE_ROWS]]
    found: list[Sentence] = []
    for measure in dict.fromkeys(row.measure if section.by_measure else "" for row in held):
        group = [row for row in held if not section.by_measure or row.measure == measure]
        # What is several sentences already stands as it is. An item that is a list itself is a sentence of its own:
        # two levels of semicolons are not read.
        items = [row for row in group if ". " not in row.words.fr]
        plain = [row for row in items if ";" not in row.words.fr]
        parts = [plain] if plain else []
        parts += [[row] for row in items if ";" in row.words.fr]
        found += [_listed(section.words, part, titles.get(measure)) for part in parts]
        found += [_alone(row) for row in group if row not in items]
        doubtful = tuple(row.id for row in group if not row.is_established)
        if section.doubtful is not None and doubtful:
            found.append(Sentence(section.doubtful, doubtful, is_established=False))
    return found


def _alone(row: Evidence) -> Sentence:
    return Sentence(_closed(row.words), (row.id,), is_established=row.is_established)


def _listed(template: Text, group: Sequence[Evidence], title: Text | None) -> Sentence:
    said = [_open(row.words) for row in group]
    listed = Text(" ; ".join(one.fr for one in said), "; ".join(one.en for one in said))
    name = title or Text("la mesure", "the measure")
    is_known = all(row.is_established for row in group) or group[0].topic is Topic.GATE
    return Sentence(
        template.filled(rows=listed, measure=name),
        tuple(row.id for row in group),
        is_established=is_known,
    )


def _closed(words_of: Text) -> Text:
    """Return words as a sentence: one final stop."""
    return Text(_with_stop(words_of.fr), _with_stop(words_of.en))


def _with_stop(said: str) -> str:
    kept = said.strip()
    return kept if kept.endswith((".", "!", "?", "»", "…")) else f"{kept}."


def _open(words_of: Text) -> Text:
    """Return words as an item of a list: no final stop, a small first letter where it is a plain word."""
    return Text(_item(words_of.fr), _item(words_of.en))


def _item(said: str) -> str:
    kept = said.strip().rstrip(".")
    first, _blank, _rest = kept.partition(" ")
    if len(first) > 1 and first[1:].islower() and first[0].isupper():
        return kept[0].lower() + kept[1:]
    if first in {"À", "A"}:
        return kept[0].lower() + kept[1:]
    return kept


@dataclass(frozen=True, slots=True)
class Tied:
    """One line of an edited text.

    Parameters
    ----------
    text : str
    proofs : tuple of str
        Rows behind it, when it is a sentence of the draft as it was.
    is_added : bool
        Whether a person wrote it: no row of the record stands behind it.
    """

    text: str
    proofs: tuple[str, ...]
    is_added: bool


def tied(edited: str, sentences: Sequence[Sentence], lang: str = "fr") -> tuple[Tied, ...]:
    r"""Tie the lines of an edited text to the sentences of the draft.

    Parameters
    ----------
    edited : str
        One sentence a line.
    sentences : sequence of Sentence
        Of the draft.
    lang : {"fr", "en"}

    Returns
    -------
    tuple of Tied
        A line that differs from every sentence by one character is a person's, and is shown as such.

    Examples
    --------
    >>> told = [Sentence(Text("Un.", "One."), ("row:1",))]
    >>> [(one.text, one.is_added) for one in tied("Un.\nDeux.", told)]
    [('Un.', False), ('Deux.', True)]
    """
    known = {_spaced(one.text.en if lang == "en" else one.text.fr): one for one in sentences}
    found = []
    for line in edited.splitlines():
        text = _spaced(line)
        if not text:
            continue
        one = known.get(text)
        found.append(Tied(text, one.proofs if one else (), one is None))
    return tuple(found)


def _spaced(line: str) -> str:
    """Return a line with single plain blanks; those that French punctuation keeps stay as they are."""
    return " ".join(part for part in line.replace("\t", " ").split(" ") if part)
