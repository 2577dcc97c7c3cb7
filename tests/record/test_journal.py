"""The chain: its form is canonical JSON, and any change is found at the first row that does not hold."""

from __future__ import annotations

import json
import random
from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rebond.canonical import canonical_bytes, digest
from rebond.record.journal import (
    ERASURE,
    ROW_FORMAT,
    Row,
    check_chain,
    content_digest,
    moment_text,
    row_bytes,
    row_digest,
)
from rebond.record.journal_errors import ChainBroken

TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=20)
JSON = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**53) + 1, 2**53 - 1) | TEXT,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(TEXT, inner, max_size=3),
    max_leaves=8,
)


@given(
    st.integers(1, 2**53 - 1),
    st.tuples(TEXT, st.none() | TEXT, *[TEXT] * 7),
)
def test_the_bytes_of_a_row_are_those_of_rfc_8785(
    number: int, texts: tuple[str | None, ...]
) -> None:
    row = (number, *texts)
    assert row_bytes(row) == canonical_bytes([ROW_FORMAT, *row])


def test_a_plain_row_and_one_with_quotes_are_written_as_documented() -> None:
    row = [1, "2031-06-02T09:00:00.000000Z", None, "", "", "a.b", "call", "c", "d", ""]
    assert row_bytes(row) == (
        b'["rebond-journal/1",1,"2031-06-02T09:00:00.000000Z",null,"","","a.b","call","c","d",""]'
    )
    row[7] = 'c"\\\n'
    assert row_bytes(row).endswith(b'"call","c\\"\\\\\\n","d",""]')


@given(st.text("0123456789abcdef", min_size=32, max_size=32), JSON)
def test_the_digest_of_a_content_is_that_of_its_canonical_form(salt: str, value: object) -> None:
    written = canonical_bytes(value).decode()
    assert content_digest(salt, written) == digest({"salt": salt, "value": value})


def test_a_moment_is_written_in_utc_with_six_decimals() -> None:
    paris = timezone(timedelta(hours=2))
    assert (
        moment_text(datetime(2031, 6, 2, 11, 0, 0, 5, tzinfo=paris))
        == "2031-06-02T09:00:00.000005Z"
    )


def a_row(number: int, previous: str, act: str = "dossiers.file", about: str = "D-1") -> Row:
    at = moment_text(datetime(2031, 6, 2, tzinfo=UTC) + timedelta(seconds=number % 7))
    salt, content = f"{number:032x}", json.dumps({"n": number}, separators=(",", ":"))
    actor = f"{number:032x}" if number % 3 else None
    covered = (number, at, actor, "epci-a", "agent", act, "dossier", about)
    row = (*covered, content_digest(salt, content), previous)
    return (*row, row_digest(row), salt, content)


def a_chain(length: int) -> list[Row]:
    rows: list[Row] = []
    for number in range(1, length + 1):
        rows.append(a_row(number, str(rows[-1][10]) if rows else ""))
    return rows


def blocks(rows: list[Row], size: int = 7) -> list[list[Row]]:
    return [rows[start : start + size] for start in range(0, len(rows), size)]


def broken(rows: list[Row], **options: object) -> tuple[int, str]:
    with pytest.raises(ChainBroken) as caught:
        check_chain(blocks(rows), **options)  # type: ignore[arg-type]
    assert str(caught.value.number) in caught.value.message("fr")
    assert caught.value.exit_code == 3
    return caught.value.number, caught.value.fault


def test_a_whole_chain_holds_whatever_the_blocks_and_whatever_the_clock_said() -> None:
    rows = a_chain(50)
    seen: list[int] = []
    walk = check_chain(blocks(rows), last=(50, str(rows[-1][10])), on_progress=seen.append)
    assert (walk.number, walk.digest) == (50, rows[-1][10])
    assert seen == [*range(7, 50, 7), 50]
    assert check_chain([rows]).digest == walk.digest


@pytest.mark.parametrize("column", range(13))
def test_a_change_in_any_column_is_found_at_its_row(column: int) -> None:
    rows = a_chain(20)
    changed = list(rows[9])
    changed[column] = 99 if column == 0 else "autre"
    rows[9] = changed
    number, fault = broken(rows)
    assert number == 10
    assert fault in {"gap", "previous", "row", "content"}


def test_each_fault_has_its_name() -> None:
    rows = a_chain(20)
    assert broken([*rows[:4], *rows[5:]]) == (5, "gap")
    assert broken([*rows[:4], rows[5], rows[4], *rows[6:]]) == (5, "gap")
    assert broken([rows[0], *rows]) == (1, "gap")
    assert broken(rows[:-3], last=(20, str(rows[-1][10]))) == (18, "cut")
    assert broken(rows, last=(20, str(rows[3][10]))) == (20, "other_head")
    assert broken([*rows[:4], (*rows[4][:12], '{"n":6}'), *rows[5:]]) == (5, "content")
    assert broken([*rows[:4], (*rows[4][:11], None, None), *rows[5:]]) == (5, "content_missing")
    assert broken([(0, *rows[0][1:]), *rows]) == (0, "gap")


def test_a_row_written_again_with_its_digest_breaks_the_next_one() -> None:
    rows = a_chain(20)
    rows[4] = a_row(5, str(rows[3][10]), about="D-2")
    assert broken(rows) == (6, "previous")


def test_a_chain_written_again_whole_is_found_by_a_head_exported_before() -> None:
    honest, forged = a_chain(20), a_chain(4)
    forged.append(a_row(5, str(forged[-1][10]), about="D-2"))
    for number in range(6, 21):
        forged.append(a_row(number, str(forged[-1][10])))
    assert check_chain([forged]).number == 20
    assert broken(forged, known={12: str(honest[11][10])}) == (12, "rewritten")
    assert broken(honest[:10], known={12: str(honest[11][10])}) == (11, "cut")
    assert check_chain([honest], known={12: str(honest[11][10])}).number == 20


def test_content_may_be_missing_where_an_act_erased_it() -> None:
    rows = a_chain(9)
    rows[4] = (*rows[4][:11], None, None)
    rows.append(a_row(10, str(rows[-1][10]), act=ERASURE, about="5"))
    assert check_chain([rows]).missing == {5}
    rows[6] = (*rows[6][:11], None, None)
    assert broken(rows) == (7, "content_missing")


def test_changes_at_random_places_are_all_found_at_the_first() -> None:
    chosen = random.Random(20310602)  # noqa: S311 - a fixed draw
    honest = a_chain(300)
    for _ in range(100):
        rows = list(honest)
        places = chosen.sample(range(300), 3)
        for place in places:
            changed = list(rows[place])
            column = chosen.choice([1, 2, 3, 4, 5, 6, 7, 8, 10, 12])
            changed[column] = f"{changed[column]} "
            rows[place] = changed
        assert broken(rows)[0] == min(places) + 1
