"""Values of JSON and of databases as cells."""

from __future__ import annotations

from rebond.sitefiles.sources import OBJECT, cell_text


def test_values_become_cells() -> None:
    values = ["a", 37.0, 37.2, 5, None, True]
    assert [cell_text(value) for value in values] == ["a", "37", "37.2", "5", "", "true"]


def test_an_object_is_marked_so_that_no_text_field_takes_it() -> None:
    assert cell_text({"a": 1}) == OBJECT + '{"a": 1}'
