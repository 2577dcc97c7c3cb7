"""Text in columns: nothing too wide that could be broken, nothing broken that must stay whole."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rebond.cli.layout import labelled_lines, plain, table_lines, terminal_width, wrapped

WORDS = st.lists(
    st.text(alphabet="abcdefghij", min_size=1, max_size=9), min_size=0, max_size=12
).map(" ".join)
COLUMNS = {"key": "clé", "name": "nom", "value": "valeur"}


def test_a_table_that_fits_is_as_wide_as_its_cells() -> None:
    rows = [
        {"key": "a:1", "name": "Lisieux", "value": "3"},
        {"key": "b:22", "name": "Caen", "value": None},
    ]
    assert table_lines(rows, COLUMNS, width=80, right=("value",)) == [
        "clé   nom      valeur",
        "a:1   Lisieux       3",
        "b:22  Caen",
    ]


def test_words_wrap_and_keys_and_numbers_do_not() -> None:
    rows = [
        {
            "key": "territoire_industrie:1:ti-2805",
            "name": "un nom de plusieurs mots",
            "value": "1\u202f234,5",
        }
    ]
    lines = table_lines(rows, COLUMNS, width=50, right=("value",), whole=("key",))
    assert lines[1].startswith("territoire_industrie:1:ti-2805  un nom")
    assert lines[1].endswith("1\u202f234,5")
    assert [line.split() for line in lines[2:]] == [["plusieurs"], ["mots"]]
    assert all(len(line) <= 50 for line in lines)


def test_what_no_table_can_hold_becomes_labelled_lines() -> None:
    rows = [{"key": "k" * 30, "name": "n" * 30, "value": "3"}]
    assert table_lines(rows, COLUMNS, width=40, whole=("key", "name")) == [
        "clé     " + "k" * 30,
        "nom     " + "n" * 30,
        "valeur  3",
    ]


def test_a_heading_stands_over_no_row_at_all() -> None:
    assert table_lines([], COLUMNS, width=80) == ["clé  nom  valeur"]


@given(st.lists(st.tuples(WORDS, WORDS, WORDS), max_size=4), st.integers(45, 120))
def test_no_line_is_wider_than_the_terminal_and_no_word_is_lost(
    cells: list[tuple[str, str, str]], width: int
) -> None:
    rows = [dict(zip(COLUMNS, row, strict=True)) for row in cells]
    lines = table_lines(rows, COLUMNS, width=width)
    assert all(len(line) <= width and line == line.rstrip(" ") for line in lines)
    printed = " ".join(lines).split()
    for row in cells:
        for cell in row:
            assert all(word in printed for word in cell.split())


def test_labels_stand_beside_their_values() -> None:
    assert labelled_lines([("nom", "Lisieux"), ("région", "Normandie et autour")], 24) == [
        "nom     Lisieux",
        "région  Normandie et",
        "        autour",
    ]


def test_a_label_longer_than_half_the_width_stands_above_its_value() -> None:
    assert labelled_lines([("a", "1"), ("un libellé vraiment long", "2")], 30) == [
        "a                1",
        "un libellé vraiment long",
        "                 2",
    ]


def test_lines_that_start_with_blanks_keep_them() -> None:
    assert wrapped("tête\n  - une faute à raconter", 16) == [
        "tête",
        "  - une faute à",
        "  raconter",
    ]


@given(st.text(max_size=60), st.integers(20, 60))
def test_wrapping_never_lets_a_control_character_through(text: str, width: int) -> None:
    for line in wrapped(text, width):
        assert plain(line) == line
        assert "\n" not in line


@pytest.mark.parametrize(
    ("columns", "found"), [("80", 80), ("5", 40), ("500", 160), ("120", 120), ("", 80)]
)
def test_the_width_is_the_terminals_within_reason(
    monkeypatch: pytest.MonkeyPatch, columns: str, found: int
) -> None:
    monkeypatch.setenv("COLUMNS", columns)
    assert terminal_width() == found
