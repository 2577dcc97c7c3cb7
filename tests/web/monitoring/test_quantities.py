"""Numbers as people type and read them; empty is not known, never zero."""

from __future__ import annotations

import pytest

from rebond.web.monitoring.errors import NotAnAmount
from rebond.web.monitoring.quantities import read, written


@pytest.mark.parametrize(
    ("quantity", "typed", "kept"),
    [
        ("jobs", "", None),
        ("jobs", " 0 ", 0),
        ("jobs", "1\u202f250", 1250),
        ("investment", "1 250,50 €", 125_050),
        ("relocations", "2", 2),
    ],
)
def test_what_is_typed_is_kept_exactly(quantity: str, typed: str, kept: int | None) -> None:
    assert read(quantity, typed) == kept


@pytest.mark.parametrize(
    ("quantity", "typed"),
    [
        ("jobs", "-1"),
        ("jobs", "12,5"),
        ("jobs", "environ 12"),
        ("investment", "1,005"),
        ("jobs", "1e30"),
        ("jobs", "NaN"),
    ],
)
def test_what_is_no_such_number_is_refused(quantity: str, typed: str) -> None:
    with pytest.raises(NotAnAmount):
        read(quantity, typed)


def test_amounts_are_written_in_euros() -> None:
    assert written("investment", 125_000_00).fr == "125\u202f000\u00a0€"
    assert written("investment", 125_000_00).en == "€125,000"
    assert written("jobs", 12).en == "12\u00a0jobs"
