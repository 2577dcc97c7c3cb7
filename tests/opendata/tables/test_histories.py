from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from datetime import date
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from rebond.opendata.errors import MirrorValueWrong
from rebond.opendata.mirror import Mirror
from rebond.opendata.tables import histories
from rebond.opendata.tables.sources import Sources
from tests.opendata.tinymirror import write_file, write_mirror

Found = dict[tuple[str, str], dict[str, Any]]


@pytest.fixture
def found(sources: Sources) -> Found:
    return {
        (str(row["code"]), str(row["name"])): dict(row) for row in histories.former_names(sources)
    }


def days(row: dict[str, Any]) -> tuple[date | None, date, date]:
    return row["since"], row["until"], row["gone_on"]


def test_a_change_of_the_history_has_its_day(found: Found) -> None:
    row = found["99101", "Alpha-le-Vieux"]
    assert days(row) == (None, date(1972, 12, 31), date(1973, 1, 1))
    assert (row["ended_by"], row["commune_code"], row["status"]) == (
        "associated",
        "99001",
        "associated",
    )


def test_entries_of_the_same_name_in_a_row_are_one_span(found: Found) -> None:
    row = found["99102", "Alpha-les-Bains"]
    assert days(row) == (date(1950, 6, 1), date(2015, 12, 31), date(2016, 1, 1))
    assert row["ended_by"] == "delegated"
    assert found["99102", "Bains"]["ended_by"] == "renamed"


def test_a_commune_that_was_re_created_keeps_the_span_before(found: Found) -> None:
    row = found["99002", "Beta"]
    assert days(row) == (None, date(1959, 12, 31), date(1960, 1, 1))
    assert (row["ended_by"], row["commune_code"]) == ("merged", "99002")
    assert (row["absent_until"], row["resumed_on"]) == (date(1969, 12, 31), date(1970, 1, 1))
    assert [name for code, name in found if code == "99002"] == ["Beta"]
    assert found["99101", "Alpha-le-Vieux"]["resumed_on"] is None


def test_a_change_after_the_history_lies_between_two_lists_and_has_no_day(found: Found) -> None:
    row = found["99103", "Gamma-la-Neuve"]
    assert days(row) == (date(1980, 1, 1), date(2019, 1, 1), date(2021, 1, 1))
    assert (row["ended_by"], row["status"]) == ("delegated", "delegated")


def test_the_seat_that_moved_is_another_code_and_not_a_merger(found: Found) -> None:
    row = found["99104", "Delta"]
    assert days(row) == (None, date(2023, 1, 1), date(2024, 1, 1))
    assert (row["ended_by"], row["commune_code"]) == ("recoded", "99004")


def test_what_a_list_does_not_state_stays_unsaid(found: Found) -> None:
    assert found["99105", "Le Hameau"]["ended_by"] is None
    assert found["99003", "Gamma"]["ended_by"] is None  # another name, and a commune joined it


def test_another_name_alone_is_one_and_another_spelling_is_none(found: Found) -> None:
    row = found["99005", "Epsilon-Bourg"]
    assert days(row) == (None, date(2025, 1, 1), date(2026, 1, 1))
    assert row["ended_by"] == "renamed"
    assert not [name for code, name in found if code == "99006"]


def test_a_commune_that_stays_as_it_was_has_no_row(found: Found) -> None:
    assert not [name for code, name in found if code == "99001"]


def test_two_spans_of_a_code_never_overlap(found: Found) -> None:
    spans: dict[str, list[tuple[date, date]]] = {}
    for (code, _), row in found.items():
        spans.setdefault(code, []).append((row["since"] or date.min, row["until"]))
    for own in spans.values():
        ordered = sorted(own)
        assert all(a[1] < b[0] for a, b in pairwise(ordered))


@pytest.mark.parametrize(
    ("reason", "became", "expected"),
    [
        ("commune absorbée par la commune nouvelle", "COMP", "absorbed"),
        ("fusion simple", "COMP", "merged"),
        ("fusion-association", "COMA", "associated"),
        ("changement de département", "COM", "recoded"),
        ("changement de département + commune devenant déléguée", "COMD", "delegated"),
        ("suppression", "", "suppressed"),
        ("dé-fusion", "", "split"),
        ("une raison nouvelle", "COMP", None),
    ],
)
def test_reasons_of_the_history(reason: str, became: str, expected: str | None) -> None:
    assert histories.ended_by(reason, became) == expected


def test_a_span_that_ends_before_it_begins_is_refused(tmp_path: Path) -> None:
    def changed(rows: list[dict[str, Any]]) -> Iterator[dict[str, Any]]:
        for row in rows:
            yield {**row, "dateFin": "1950-01-01"} if row["id"] == "COM-99102@1950-06-01" else row

    with pytest.raises(MirrorValueWrong, match="1950-01-01"):
        list(histories.former_names(_changed(tmp_path, changed)))


def _changed(
    folder: Path, change: Callable[[list[dict[str, Any]]], Iterator[dict[str, Any]]]
) -> Sources:
    """Return the sources of the tiny mirror with another history."""
    write_mirror(folder)
    rows = json.loads((folder / histories.HISTORY).read_text(encoding="utf-8"))
    write_file(folder / histories.HISTORY, json.dumps(list(change(rows))))
    return Sources.of(Mirror(folder))
