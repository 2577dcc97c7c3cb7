"""The rows of the journal as the chain covers them, read block by block without making objects."""

from __future__ import annotations

import re
from collections.abc import Callable, Generator, Iterator, Mapping
from contextlib import closing
from dataclasses import dataclass
from itertools import islice
from typing import Any

from django.db import connection
from django.db.models import Max

from rebond.record.journal import Row, Walk, check_chain
from rebond.record.journal_errors import ChainBroken
from rebond.web.journal.models import Entry, Head

BLOCK = 10_000
BEFORE_ALL = -(2**62)
"""A row numbered 0 or below would be one too many: the walk must meet it."""
UNLIMITED = 2**62

# The escapes of COPY's text form.
_ESCAPE = re.compile(r"\\(.)", re.DOTALL)
_SPECIAL = {"b": "\b", "f": "\f", "n": "\n", "r": "\r", "t": "\t", "v": "\v"}

_AT = {
    "sqlite": """replace(e."at", ' ', 'T') || CASE length(e."at") WHEN 19 THEN '.000000Z' ELSE 'Z' END""",
    "postgresql": """to_char(e."at" AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"')""",
}
_ACTOR = {"sqlite": "e.actor", "postgresql": "replace(e.actor::text, '-', '')"}
_ROWS = """
SELECT e.number, {at}, {actor}, e.organisation, e.role, e.act, e.object_type, e.object_reference,
       e.content_digest, e.previous_digest, e.digest, c.salt, c.value
FROM journal_entry e LEFT JOIN journal_content c ON c.entry_id = e.number
WHERE e.number > %s AND e.number <= %s ORDER BY e.number LIMIT {block}
"""


@dataclass(frozen=True, slots=True)
class Position:
    """A number and the digest of the row that has it."""

    number: int
    digest: str


def head() -> Position:
    """Return the head of the journal; number 0 while it is empty."""
    found = Head.objects.filter(pk=1).values_list("number", "digest").first()
    return Position(*(found or (0, "")))


def between(after: int, until: int) -> list[Row]:
    """Return the rows after a number, up to another, in order; one block at most."""
    query = _ROWS.format(at=_AT[connection.vendor], actor=_ACTOR[connection.vendor], block=BLOCK)
    with connection.cursor() as cursor:
        cursor.execute(query, [after, until])
        rows: list[Row] = cursor.fetchall()
    return rows


def blocks(until: int) -> Generator[list[Row], None, None]:
    """Yield the rows up to a number, in order."""
    if connection.vendor == "postgresql":
        yield from copied_blocks(until)
        return
    last = BEFORE_ALL
    while rows := between(last, until):
        yield rows
        last = int(str(rows[-1][0]))


def copied_blocks(until: int) -> Iterator[list[Row]]:
    """Yield the rows as PostgreSQL copies them out: it prepares the next ones while these are walked."""
    query = _ROWS.format(at=_AT["postgresql"], actor=_ACTOR["postgresql"], block=UNLIMITED)
    query = query.replace("%s", "{}").format(BEFORE_ALL, int(until))
    with connection.cursor() as cursor, cursor.cursor.copy(f"COPY ({query}) TO STDOUT") as copied:
        lines = iter(copied)
        try:
            while rows := [_uncopied(bytes(line)) for line in islice(lines, BLOCK)]:
                yield rows
        finally:
            # Read to its end: a copy that is cancelled would undo the transaction around it.
            for _line in lines:
                pass


def _uncopied(line: bytes) -> Row:
    """Read one line of COPY: values between tabs, what is special behind a backslash."""
    values: list[Any] = line[:-1].decode().split("\t")
    if b"\\" in line:
        values = [_unescaped(value) for value in values]
    values[0] = int(values[0])
    return values


def _unescaped(value: str) -> str | None:
    if value == r"\N":
        return None
    return _ESCAPE.sub(lambda found: _SPECIAL.get(found[1], found[1]), value)


def verify(
    *,
    known: Mapping[int, str] | None = None,
    on_progress: Callable[[int, int], None] = lambda _done, _total: None,
) -> Walk:
    """Walk along the whole chain up to the head; rows added meanwhile are left for the next walk.

    Raises
    ------
    ChainBroken
        Naming the first row that does not hold.
    """
    until = head()
    # Closed at once when a row does not hold: a reading left open would hold the connection.
    with closing(blocks(until.number)) as rows:
        walk = check_chain(
            rows,
            last=(until.number, until.digest),
            known=known,
            on_progress=lambda done: on_progress(done, until.number),
        )
    _refuse_beyond_head()
    return walk


def _refuse_beyond_head() -> None:
    """Refuse rows that the head does not know."""
    latest = Entry.objects.aggregate(last=Max("number"))["last"] or 0
    # The head is read second: it may only have moved on since.
    now = head()
    if latest > now.number:
        raise ChainBroken(now.number + 1, "other_head", f"{now.number} {now.digest}", str(latest))
