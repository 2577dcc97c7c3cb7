"""A row altered by hand in the database is found and named, on both databases."""

# ruff: noqa: S608 - statements by hand are what is tried here

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection

from rebond.record.journal_errors import ChainBroken
from rebond.web.journal import chain, services, triggers
from rebond.web.journal.models import Entry
from tests.web.world import NOW

pytestmark = pytest.mark.django_db

ROWS = 12


@pytest.fixture
def rows(monkeypatch: pytest.MonkeyPatch) -> None:
    """A chain read in several blocks, without the triggers that would refuse the statements."""
    monkeypatch.setattr(chain, "BLOCK", 5)
    for number in range(ROWS):
        at = NOW + timedelta(microseconds=number * 250_000)
        services.append(None, "calls.open", ("call", f"c{number}"), {"n": number}, now=at)
    triggers.remove(connection)


def broken(statement: str, **options: Any) -> tuple[int, str]:
    with connection.cursor() as cursor:
        cursor.execute(statement)
    with pytest.raises(ChainBroken) as caught:
        chain.verify(**options)
    return caught.value.number, caught.value.fault


def test_a_whole_chain_holds_and_tells_how_far_it_is(rows: None) -> None:
    seen: list[tuple[int, int]] = []
    assert chain.verify(on_progress=lambda done, total: seen.append((done, total))).number == ROWS
    assert seen == [(5, ROWS), (10, ROWS), (12, ROWS)]


def test_an_empty_journal_holds() -> None:
    assert chain.verify().number == 0


@pytest.mark.parametrize(
    ("statement", "expected"),
    [
        ("UPDATE journal_entry SET object_reference = 'autre' WHERE number = 7", (7, "row")),
        ("UPDATE journal_entry SET role = 'agent' WHERE number = 12", (12, "row")),
        ("UPDATE journal_entry SET at = '2031-06-03 09:00:00+00' WHERE number = 5", (5, "row")),
        (
            "UPDATE journal_entry SET actor = '00000000000040008000000000000000' WHERE number = 1",
            (1, "row"),
        ),
        ("UPDATE journal_content SET value = '{\"n\":9}' WHERE entry_id = 6", (6, "content")),
        ("DELETE FROM journal_content WHERE entry_id = 3", (3, "content_missing")),
        ("UPDATE journal_head SET number = 11", (11, "other_head")),
        ("UPDATE journal_head SET number = 14", (13, "cut")),
        ("UPDATE journal_head SET digest = 'x'", (12, "other_head")),
        ("UPDATE journal_entry SET previous_digest = '' WHERE number = 2", (2, "previous")),
    ],
)
def test_a_change_by_hand_is_named(rows: None, statement: str, expected: tuple[int, str]) -> None:
    assert broken(statement) == expected


def test_rows_taken_away_are_named(rows: None) -> None:
    for number, expected in ((12, (12, "cut")), (4, (4, "gap"))):
        with connection.cursor() as cursor:
            cursor.execute(f"DELETE FROM journal_content WHERE entry_id = {number}")
        assert broken(f"DELETE FROM journal_entry WHERE number = {number}") == expected


def test_a_row_numbered_before_the_first_is_named(rows: None) -> None:
    columns = "at, actor, organisation, role, act, object_type, object_reference, content_digest, previous_digest, digest"
    statement = f"INSERT INTO journal_entry (number, {columns}) SELECT 0, {columns} FROM journal_entry WHERE number = 1"
    assert broken(statement) == (0, "gap")


def test_a_row_beyond_the_head_is_named(rows: None) -> None:
    columns = "at, actor, organisation, role, act, object_type, object_reference, content_digest, previous_digest, digest"
    statement = f"INSERT INTO journal_entry (number, {columns}) SELECT 13, {columns} FROM journal_entry WHERE number = 1"
    assert broken(statement) == (13, "other_head")


def test_a_chain_written_again_whole_is_found_by_an_earlier_head(rows: None) -> None:
    known = {8: Entry.objects.get(number=8).digest}
    assert chain.verify(known=known).number == ROWS
    with connection.cursor() as cursor:
        for table in ("journal_content", "journal_entry", "journal_head"):
            cursor.execute(f"DELETE FROM {table}")
    for number in range(ROWS):
        services.append(None, "calls.open", ("call", f"forged{number}"), {}, now=NOW)
    assert chain.verify().number == ROWS
    with pytest.raises(ChainBroken) as caught:
        chain.verify(known=known)
    assert (caught.value.number, caught.value.fault) == (8, "rewritten")
