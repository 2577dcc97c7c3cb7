"""A candidate is found by identifier or name, and never guessed."""

from __future__ import annotations

import contextlib
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rebond.pipeline.errors import AmbiguousCandidate, CandidateNotFound
from rebond.pipeline.lookup import find_candidate, folded

BODY: dict[str, Any] = {
    "candidates": [
        {"id": "territoire_industrie:1:ti-2805", "name": "Lisieux Industrie"},
        {"id": "territoire_industrie:1:ti-4401", "name": "Saint-Nazaire"},
        {"id": "territoire_industrie:1:ti-4402", "name": "Saint-Nazaire Nord"},
        {"id": "own:1", "name": "Hangar n° 1"},
        {"id": "own:12", "name": "hangar N° 1"},
        {"id": "own:3", "name": "***"},
        {"id": "own:4", "name": "Œuvre à l’Est"},
    ]
}


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ("territoire_industrie:1:ti-2805", "territoire_industrie:1:ti-2805"),
        ("ti-2805", "territoire_industrie:1:ti-2805"),
        ("lisieux industrie", "territoire_industrie:1:ti-2805"),
        ("  LISIEUX  ", "territoire_industrie:1:ti-2805"),
        ("industrie", "territoire_industrie:1:ti-2805"),
        ("saint nazaire", "territoire_industrie:1:ti-4401"),
        ("nord saint-nazaire", "territoire_industrie:1:ti-4402"),
        ("saint nazaire nor", "territoire_industrie:1:ti-4402"),
        ("oeuvre a l'est", "own:4"),
        ("1", "own:1"),
        ("Hangar n° 1", "own:1"),
        ("***", "own:3"),
    ],
)
def test_one_meaning_is_found(asked: str, found: str) -> None:
    assert find_candidate(BODY, asked)["id"] == found


def test_several_meanings_are_all_shown() -> None:
    with pytest.raises(AmbiguousCandidate) as caught:
        find_candidate(BODY, "HANGAR")
    assert caught.value.names == ("Hangar n° 1 (own:1)", "hangar N° 1 (own:12)")
    assert caught.value.exit_code == 2


def test_the_beginning_of_one_name_is_no_answer_when_it_stands_in_another() -> None:
    body = {"candidates": [{"id": "a", "name": "Seine Aval"}, {"id": "b", "name": "Nord Seine"}]}
    with pytest.raises(AmbiguousCandidate):
        find_candidate(body, "seine")


@pytest.mark.parametrize("asked", ["", "   ", "!!", "zzzz"])
def test_nothing_is_never_the_first_candidate(asked: str) -> None:
    with pytest.raises(CandidateNotFound):
        find_candidate(BODY, asked)


def test_a_typing_error_is_answered_with_the_nearest_names() -> None:
    with pytest.raises(CandidateNotFound) as caught:
        find_candidate(BODY, "Lisieu Industri")
    assert caught.value.nearest == ("Lisieux Industrie",)
    assert "Lisieux Industrie" in caught.value.message("fr")


@given(st.text())
def test_folding_twice_is_folding_once(name: str) -> None:
    assert folded(folded(name)) == folded(name)


@given(st.text(alphabet="abcdefghijklmnopqrstuvwxyzéèàçôœ -'’", min_size=1))
def test_folding_forgets_case_and_blanks(name: str) -> None:
    assert folded(name.upper()) == folded(name)
    assert folded(f"  {name}  ") == folded(name)


@given(st.text(max_size=30))
def test_any_query_finds_one_or_says_why_not(asked: str) -> None:
    with contextlib.suppress(CandidateNotFound, AmbiguousCandidate):
        assert find_candidate(BODY, asked) in BODY["candidates"]
