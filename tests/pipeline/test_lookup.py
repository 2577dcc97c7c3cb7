"""A candidate is found by identifier or name, or nothing is guessed."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rebond.pipeline import find_candidate
from rebond.pipeline.errors import AmbiguousCandidate, CandidateNotFound
from rebond.pipeline.lookup import folded

BODY = {
    "candidates": [
        {"id": "ti:1:ti-1", "name": "Lisieux Industrie"},
        {"id": "ti:1:ti-2", "name": "Saint-Étienne"},
        {"id": "ti:1:ti-3", "name": "Saint-Omer"},
        {"id": "site:cœur", "name": "Cœur d’usine"},
    ]
}


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("ti:1:ti-2", "ti:1:ti-2"),
        ("ti-3", "ti:1:ti-3"),
        ("LISIEUX  industrie", "ti:1:ti-1"),
        ("saint etienne", "ti:1:ti-2"),
        ("lisi", "ti:1:ti-1"),
        ("industrie lisieux", "ti:1:ti-1"),
        ("coeur d'usine", "site:cœur"),
    ],
)
def test_identifiers_and_names_find_their_candidate(query: str, expected: str) -> None:
    assert find_candidate(BODY, query)["id"] == expected


def test_several_candidates_are_listed_and_none_is_taken() -> None:
    with pytest.raises(AmbiguousCandidate) as caught:
        find_candidate(BODY, "saint")
    assert len(caught.value.names) == 2


def test_an_unknown_name_proposes_the_nearest() -> None:
    with pytest.raises(CandidateNotFound) as caught:
        find_candidate(BODY, "Lisieu Industri")
    assert caught.value.nearest == ("Lisieux Industrie",)


def test_an_empty_query_finds_nobody() -> None:
    with pytest.raises(CandidateNotFound):
        find_candidate(BODY, "  ")


@given(st.text(max_size=30))
def test_folding_twice_changes_nothing(name: str) -> None:
    assert folded(folded(name)) == folded(name)
