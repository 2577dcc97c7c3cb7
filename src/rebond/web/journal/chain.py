"""The rows of the journal as the chain covers them, read block by block without making objects."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from django.db import connection
from django.db.models import Max

from rebond.record.journal import Row, Walk, check_chain
from rebond.record.journal_errors import ChainBroken
from rebond.web.journal.models import Entry, Head

BLOCK = 10_000

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


def blocks(until: int) -> Iterator[list[Row]]:
    """Yield the rows up to a number, in order."""
    query = _ROWS.format(at=_AT[connection.vendor], actor=_ACTOR[connection.vendor], block=BLOCK)
    last = -(2**62)  # a row numbered 0 or below would be one too many: the walk must meet it
    with connection.cursor() as cursor:
        while True:
            cursor.execute(query, [last, until])
            rows = cursor.fetchall()
            if rows:
                yield rows
                last = rows[-1][0]
            if len(rows) < BLOCK:
                return


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
    walk = check_chain(
        blocks(until.number),
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
