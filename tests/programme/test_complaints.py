"""Complaints made inside the models."""

from __future__ import annotations

import pytest

from rebond.programme.complaints import (
    Complaint,
    ContentError,
    guess,
    listed,
    nearest,
    quoted,
    refuse,
    repeated_ids,
    unknown_reference,
)
from rebond.programme.errors import ProblemKind
from rebond.texts import Text


def test_nothing_is_raised_without_a_complaint() -> None:
    refuse([])


def test_every_complaint_is_carried() -> None:
    one = Complaint(ProblemKind.SHARES, ("a",), Text("x", "x"), Text("y", "y"))
    with pytest.raises(ContentError) as caught:
        refuse([one, one])
    assert caught.value.complaints == (one, one)


def test_a_found_value_stands_between_the_quotes_of_each_language() -> None:
    assert quoted(3) == Text("«\u202f3\u202f»", "“3”")


def test_a_long_found_value_is_cut() -> None:
    assert quoted("a" * 500).en == "“" + "a" * 80 + "…”"


def test_the_nearest_name_is_guessed_when_one_looks_alike() -> None:
    assert nearest("titel", ["title", "summary"]) == "title"
    assert nearest("zzz", ["title", "summary"]) is None
    assert "“title”" in guess("titel", ["title"]).en
    assert guess("zzz", ["title"]).en == "Choose one of the allowed values."


def test_an_empty_enumeration_is_a_dash() -> None:
    assert listed([]).fr == "—"


def test_each_repetition_of_an_id_is_told_at_its_place() -> None:
    found = repeated_ids(["a", "b", "a", "a"], ("list",))
    assert [complaint.at for complaint in found] == [("list", 2, "id"), ("list", 3, "id")]
    assert repeated_ids(["a", "a"], ("list",), None)[0].at == ("list", 1)
    assert repeated_ids(["a", "b"], ("list",)) == []


def test_an_unknown_reference_says_what_is_known() -> None:
    complaint = unknown_reference(
        "S9", ["S8", "S7"], ("sources", 0), Text("la source", "the source")
    )
    assert complaint.kind is ProblemKind.UNKNOWN_REFERENCE
    assert "the source “S9”" in complaint.what.en
    assert complaint.allowed == listed(["S8", "S7"])
