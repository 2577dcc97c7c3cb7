"""What a note keeps and how it reads."""

from __future__ import annotations

from rebond.sitefiles import Row
from rebond.sitefiles.notes import Remark
from rebond.texts import Text


def test_a_note_names_row_field_and_values_in_both_languages() -> None:
    more = (("name", Text("la ville", "the town")),)
    note = Remark("corrected", "commune-former", "14001", "14366", more).at(7, "comm_insee")
    assert (note.row, note.field, note.severity) == (7, "comm_insee", "corrected")
    assert "la ville (14366)" in note.words.fr
    assert "the town (14366)" in note.words.en


def test_long_cells_are_cut_in_notes() -> None:
    note = Remark("refused", "number", "9" * 500).at(2, "x")
    assert len(note.found) == 80
    assert len(note.words.fr) < 200


def test_braces_in_a_cell_are_no_places_to_fill() -> None:
    assert "{found}" in Remark("refused", "number", "{found}").at(2, "x").words.fr


def test_a_row_is_refused_by_one_refused_note() -> None:
    warning, refused = Remark("warning", "number", "x"), Remark("refused", "number", "x")
    assert not Row(2, "a", {}, None, (warning.at(2, "x"),)).is_refused
    assert Row(2, "a", {}, None, (warning.at(2, "x"), refused.at(2, "x"))).is_refused
