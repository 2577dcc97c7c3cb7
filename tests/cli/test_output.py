"""The same rows for people and for machines."""

from __future__ import annotations

import csv
import io
import json
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rebond.cli.output import (
    Format,
    format_help,
    print_heading,
    print_items,
    progress_bar,
    safe_cell,
    show,
    step_name,
)

ROWS = [{"id": "a", "rate": 0.5, "note": None}, {"id": "=b", "rate": 1, "note": "é"}]
COLUMNS = {"id": "id", "rate": "taux : %"}


def test_json_keeps_types_accents_and_missing_values(capsys: pytest.CaptureFixture[str]) -> None:
    show(ROWS, COLUMNS, Format.json)
    printed = capsys.readouterr().out
    assert json.loads(printed) == ROWS
    assert "é" in printed


def test_csv_has_every_column_and_an_empty_cell_for_what_is_missing(
    capsys: pytest.CaptureFixture[str],
) -> None:
    show(ROWS, COLUMNS, Format.csv)
    read = list(csv.DictReader(io.StringIO(capsys.readouterr().out)))
    assert read == [
        {"id": "a", "rate": "0.5", "note": ""},
        {"id": "'=b", "rate": "1", "note": "é"},
    ]


def test_no_row_is_no_line_of_csv_and_an_empty_list_of_json(
    capsys: pytest.CaptureFixture[str],
) -> None:
    show([], COLUMNS, Format.csv)
    assert capsys.readouterr().out == ""
    show([], COLUMNS, Format.json)
    assert json.loads(capsys.readouterr().out) == []


def test_a_table_is_set_in_french_when_french_is_spoken(
    capsys: pytest.CaptureFixture[str],
) -> None:
    show([{"id": "« a »", "rate": "5 %"}], COLUMNS, Format.text, title="Titre :", lang="fr")
    printed = capsys.readouterr().out
    assert "Titre\u202f:" in printed
    assert "taux\u202f:\u202f%" in printed
    assert "«\u202fa\u202f»" in printed
    assert "5\u202f%" in printed


@given(st.text())
def test_no_text_cell_starts_a_formula(text: str) -> None:
    assert safe_cell(text)[:1] not in {"=", "+", "-", "@", "\t", "\r"}
    assert safe_cell(text).endswith(text)


@given(st.one_of(st.none(), st.integers(), st.floats(allow_nan=False)))
def test_numbers_are_left_as_they_are(value: float | None) -> None:
    assert safe_cell(value) == value


def test_nan_is_never_printed_as_json() -> None:
    with pytest.raises(ValueError, match="not JSON compliant"):
        show([{"id": float("nan")}], COLUMNS, Format.json)


def test_headings_are_underlined_at_their_length(capsys: pytest.CaptureFixture[str]) -> None:
    print_heading("Faits", "fr")
    assert capsys.readouterr().out == "\nFaits\n─────\n"


def test_items_hang_under_their_dash(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "40")
    print_items(["un deux trois quatre cinq six sept huit neuf"], "fr")
    assert capsys.readouterr().out == "- un deux trois quatre cinq six sept\n  huit neuf\n"


def test_progress_is_silent_when_nobody_watches(capsys: pytest.CaptureFixture[str]) -> None:
    assert not sys.stderr.isatty()
    with progress_bar("fr") as report:
        report("evidence", 1, 2)
    assert capsys.readouterr() == ("", "")


def test_steps_have_names_in_both_languages_and_tables_keep_theirs() -> None:
    for step in ("evidence", "chances", "portfolio", "reasons"):
        assert step_name(step, "fr")
        assert step_name(step, "en")[0].isupper()
    assert step_name("communes", "fr") == "communes"


def test_each_format_is_named_in_the_help() -> None:
    for lang in ("fr", "en"):
        assert all(one.value in format_help(lang) for one in Format)
