"""The chained journal's arithmetic: the form of a row, its digest, and the walk along the chain.

A row's digest covers an array of its values in a fixed order, written as RFC 8785 writes it, and the digest
of the row before it. What an act said stands outside the row, under a salted digest, so that it can be
erased without breaking the chain. The form is described in docs/reference/journal.md.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime

from rebond.canonical import DIGEST_PREFIX
from rebond.record.journal_errors import ChainBroken

ROW_FORMAT = "rebond-journal/1"
ERASURE = "journal.erase"
"""The act that takes away what an earlier row said; its object is that row, by its number."""
FIRST_PREVIOUS = ""
"""What the first row holds in place of a previous digest."""

Row = Sequence[object]
"""number, at, actor, organisation, role, act, object type, object reference, content digest, previous
digest, digest, salt, content: the last two are None where the content was erased."""
Progress = Callable[[int], None]

_QUOTES = 20  # in the plain form of a row with an actor; 18 without
_to_json = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode


def moment_text(moment: datetime) -> str:
    """Write a moment as rows hold it: UTC, six decimals, ``Z``.

    Examples
    --------
    >>> moment_text(datetime(2031, 6, 2, 9, tzinfo=UTC))
    '2031-06-02T09:00:00.000000Z'
    """
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


def row_bytes(values: Row) -> bytes:
    """Return the bytes that a row's digest covers.

    Parameters
    ----------
    values : sequence
        number, at, actor (32 hexadecimal digits or None), organisation, role, act, object type, object
        reference, content digest, previous digest; what follows is not read.

    Returns
    -------
    bytes
        Canonical JSON of the array ``["rebond-journal/1", number, at, …, previous digest]``.

    Notes
    -----
    Most rows hold nothing to escape: they are put together directly. A row with a quotation mark, a
    backslash or a character that does not print goes through the JSON encoder; the bytes are the same.
    """
    number, at, actor, organisation, role, act, kind, reference, content, previous = values[:10]
    who = "null" if actor is None else f'"{actor}"'
    text = (
        f'["{ROW_FORMAT}",{number},"{at}",{who},"{organisation}","{role}","{act}",'
        f'"{kind}","{reference}","{content}","{previous}"]'
    )
    quotes = _QUOTES if actor is not None else _QUOTES - 2
    if "\\" in text or not text.isprintable() or text.count('"') != quotes:
        text = _to_json([ROW_FORMAT, *values[:10]])
    return text.encode()


def row_digest(values: Row) -> str:
    """Return the digest of a row."""
    return DIGEST_PREFIX + hashlib.sha256(row_bytes(values)).hexdigest()


def content_digest(salt: str, content: str) -> str:
    """Return the salted digest of what an act said.

    Parameters
    ----------
    salt : str
        Hexadecimal digits.
    content : str
        Canonical JSON (RFC 8785).

    Returns
    -------
    str
        Digest of ``{"salt": salt, "value": content}`` in canonical form.
    """
    covered = f'{{"salt":"{salt}","value":{content}}}'
    return DIGEST_PREFIX + hashlib.sha256(covered.encode()).hexdigest()


@dataclass(slots=True)
class Walk:
    """Where a walk along the chain stands.

    Parameters
    ----------
    number : int
        Last row walked; 0 before the first.
    digest : str
        Its digest.
    missing : set of int
        Rows without content so far.
    erased : set of int
        Rows whose content an act took away, so far.
    """

    number: int = 0
    digest: str = FIRST_PREVIOUS
    missing: set[int] = field(default_factory=set)
    erased: set[int] = field(default_factory=set)

    def step(self, rows: Iterable[Row], known: Mapping[int, str]) -> None:
        """Walk over a block of rows in the order of their numbers.

        Parameters
        ----------
        rows : iterable of rows
        known : mapping of int to str
            Digests that rows must have, from heads exported earlier.

        Raises
        ------
        ChainBroken
            At the first row that does not hold.
        """
        expected, previous = self.number, self.digest
        sha256, prefix = hashlib.sha256, DIGEST_PREFIX
        for row in rows:
            expected += 1
            salt = row[11]
            if (
                row[0] != expected
                or row[9] != previous
                or row[10] != prefix + sha256(row_bytes(row)).hexdigest()
                or (salt is not None and row[8] != content_digest(str(salt), str(row[12])))
                or (expected in known and row[10] != known[expected])
            ):
                raise _broken(row, expected, previous, known)
            if salt is None:
                self.missing.add(expected)
            if row[5] == ERASURE and str(row[7]).isdecimal():
                self.erased.add(int(str(row[7])))
            previous = str(row[10])
        self.number, self.digest = expected, previous


def check_chain(
    blocks: Iterable[Sequence[Row]],
    *,
    last: tuple[int, str] | None = None,
    known: Mapping[int, str] | None = None,
    on_progress: Progress = lambda _done: None,
) -> Walk:
    """Walk along the whole chain.

    Parameters
    ----------
    blocks : iterable of sequences of rows
        In the order of their numbers; read one block at a time.
    last : (int, str), optional
        Number and digest that the last row must have.
    known : mapping of int to str, optional
        Digests that rows must have, from heads exported earlier.
    on_progress : callable
        Called after each block with the number of rows walked.

    Returns
    -------
    Walk
        Where the walk ended, and which rows have lost their content by an act.

    Raises
    ------
    ChainBroken
        With the number of the first row that does not hold, and why. Content that is missing without an
        act of erasure is judged at the end, because the act comes after the row.

    Examples
    --------
    >>> check_chain([]).number
    0
    """
    walk, heads = Walk(), known or {}
    for rows in blocks:
        walk.step(rows, heads)
        on_progress(walk.number)
    unexplained = walk.missing - walk.erased
    if unexplained:
        raise ChainBroken(min(unexplained), "content_missing")
    beyond = [number for number in heads if number > walk.number]
    if beyond:
        raise ChainBroken(walk.number + 1, "cut", str(min(beyond)), str(walk.number))
    if last is not None and last != (walk.number, walk.digest):
        cut = last[0] > walk.number
        raise ChainBroken(
            walk.number + 1 if cut else walk.number,
            "cut" if cut else "other_head",
            f"{last[0]} {last[1]}".strip(),
            f"{walk.number} {walk.digest}".strip(),
        )
    return walk


def _broken(row: Row, expected: int, previous: str, known: Mapping[int, str]) -> ChainBroken:
    """Say what is wrong with a row, the plainest fault first."""
    if row[0] != expected:
        number = row[0] if isinstance(row[0], int) else expected
        return ChainBroken(min(number, expected), "gap", str(expected), str(row[0]))
    if row[9] != previous:
        return ChainBroken(expected, "previous", previous, str(row[9]))
    found = row_digest(row)
    if row[10] != found:
        return ChainBroken(expected, "row", str(row[10]), found)
    if expected in known and row[10] != known[expected]:
        return ChainBroken(expected, "rewritten", known[expected], str(row[10]))
    return ChainBroken(expected, "content", str(row[8]), content_digest(str(row[11]), str(row[12])))
