"""The first difference is a cause before a consequence, and carries a human name."""

from __future__ import annotations

import copy
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rebond.record import ABSENT, first_difference

BODY: dict[str, Any] = {
    "candidates": [
        {"id": "a", "name": "Lisieux Industrie", "score": {"mid": 0.5}, "facts": {"x/y": 1}},
        {"id": "b", "name": "Vallée de l’Arve", "score": {"mid": 0.25}, "facts": {}},
    ],
    "criteria": [{"id": "c", "title": {"fr": "Main-d’œuvre", "en": "Workforce"}, "share": 1}],
    "snapshot": {"digest": "sha256:aa"},
}


def changed(*path: str | int, to: Any) -> dict[str, Any]:
    """Return the body with one value changed."""
    body = copy.deepcopy(BODY)
    place: Any = body
    for key in path[:-1]:
        place = place[key]
    place[path[-1]] = to
    return body


def test_equal_bodies_have_no_difference() -> None:
    assert first_difference(BODY, copy.deepcopy(BODY)) is None


def test_a_changed_score_names_the_candidate_and_both_values() -> None:
    difference = first_difference(BODY, changed("candidates", 1, "score", "mid", to=0.26))
    assert difference is not None
    assert (difference.path, difference.expected, difference.found) == (
        "/candidates/1/score/mid",
        0.25,
        0.26,
    )
    assert "Vallée de l’Arve" in difference.sentence.fr
    assert "expected 0.25, found 0.26" in difference.sentence.en


def test_a_title_in_two_languages_names_the_criterion_in_each() -> None:
    difference = first_difference(BODY, changed("criteria", 0, "share", to=2))
    assert difference is not None
    assert "Main-d’œuvre" in difference.sentence.fr
    assert "Workforce" in difference.sentence.en


def test_the_data_is_named_before_the_scores_that_follow_from_it() -> None:
    other = changed("candidates", 0, "score", "mid", to=0.1)
    other["snapshot"] = {"digest": "sha256:bb"}
    difference = first_difference(BODY, other)
    assert difference is not None
    assert difference.path == "/snapshot/digest"


def test_a_missing_key_and_a_null_are_two_things() -> None:
    missing = copy.deepcopy(BODY)
    del missing["candidates"][0]["score"]
    difference = first_difference(BODY, missing)
    assert difference is not None
    assert difference.found is ABSENT
    assert "found nothing" in difference.sentence.en
    null = first_difference(BODY, changed("candidates", 0, "score", to=None))
    assert null is not None
    assert null.found is None


def test_a_candidate_too_many_is_named() -> None:
    longer = copy.deepcopy(BODY)
    longer["candidates"].append({"id": "c", "name": "Nouveau"})
    difference = first_difference(BODY, longer)
    assert difference is not None
    assert difference.path == "/candidates/2"
    assert difference.expected is ABSENT
    assert "Nouveau" in difference.sentence.fr


def test_the_path_is_an_escaped_json_pointer() -> None:
    difference = first_difference(BODY, changed("candidates", 0, "facts", "x/y", to=2))
    assert difference is not None
    assert difference.path == "/candidates/0/facts/x~1y"


@pytest.mark.parametrize(
    ("a", "b", "differ"),
    [
        (1, 1.0, False),
        (True, 1, True),
        (0, False, True),
        ("1", 1, True),
        (None, 0, True),
        ([], {}, True),
    ],
)
def test_values_are_compared_as_json_compares_them(a: Any, b: Any, differ: bool) -> None:
    assert (first_difference({"v": a}, {"v": b}) is not None) is differ


def test_a_long_value_is_cut_in_the_sentence_only() -> None:
    difference = first_difference({"v": "x" * 1000}, {"v": "y"})
    assert difference is not None
    assert len(difference.expected) == 1000
    assert len(difference.sentence.en) < 300


@settings(deadline=None)
@given(
    a=st.dictionaries(st.text(max_size=3), st.integers() | st.lists(st.integers(), max_size=3)),
    b=st.dictionaries(st.text(max_size=3), st.integers() | st.lists(st.integers(), max_size=3)),
)
def test_a_difference_is_found_exactly_when_the_values_differ(a: Any, b: Any) -> None:
    assert (first_difference(a, b) is None) == (a == b)
    there, back = first_difference(a, b), first_difference(b, a)
    if there is not None:
        assert back is not None
        assert there.path == back.path
        assert (there.expected, there.found) == (back.found, back.expected)
