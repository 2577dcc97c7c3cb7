from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rebond.territory.errors import MalformedKey, UnknownKind
from rebond.territory.keys import ADMINISTRATIVE_KINDS, KIND_TEXTS, PlaceKey, kind_text

codes = st.from_regex(r"[0-9A-Z][0-9A-Za-z_.-]{0,8}", fullmatch=True)


@given(st.sampled_from(ADMINISTRATIVE_KINDS), codes)
def test_an_administrative_key_reads_back_as_it_was_written(kind: str, code: str) -> None:
    key = PlaceKey(kind, code.upper())
    assert PlaceKey.parse(str(key)) == key


@given(st.from_regex(r"[a-z][a-z0-9_]{8,12}", fullmatch=True), codes, codes)
def test_a_perimeter_key_reads_back_as_it_was_written(kind: str, phase: str, code: str) -> None:
    key = PlaceKey(f"x{kind}", code, phase)
    assert PlaceKey.parse(str(key)) == key
    assert key.is_perimeter


def test_letters_of_an_administrative_code_may_be_lower_case() -> None:
    assert PlaceKey.parse(" commune:2a004 ") == PlaceKey("commune", "2A004")


@pytest.mark.parametrize(
    "text",
    ["", "14366", "commune:", ":14366", "commune:1:14366", "a:b:c:d", "Commune:14366", "x y:1"],
)
def test_a_malformed_key_is_refused_with_both_forms(text: str) -> None:
    with pytest.raises(MalformedKey) as caught:
        PlaceKey.parse(text)
    assert caught.value.exit_code == 2
    for lang in ("fr", "en"):
        assert "commune:14366" in caught.value.message(lang)


@pytest.mark.parametrize(
    ("kind", "code", "phase"),
    [("commune", "", ""), ("commune", "14366", "1"), ("programme", "x", ""), ("epci", "1:2", "")],
)
def test_a_key_that_cannot_be_read_back_cannot_be_made(kind: str, code: str, phase: str) -> None:
    with pytest.raises(MalformedKey):
        PlaceKey(kind, code, phase)


def test_a_perimeter_key_without_phase_is_told_to_carry_one() -> None:
    with pytest.raises(UnknownKind) as caught:
        PlaceKey.parse("territoire_essai:te-01")
    assert "phase" in caught.value.message("en")
    assert "commune" in caught.value.message("fr")


def test_keys_sort_by_kind_then_code() -> None:
    assert sorted([PlaceKey("epci", "1"), PlaceKey("commune", "2"), PlaceKey("commune", "1")]) == [
        PlaceKey("commune", "1"),
        PlaceKey("commune", "2"),
        PlaceKey("epci", "1"),
    ]


def test_every_administrative_kind_has_a_name_in_both_languages() -> None:
    assert set(KIND_TEXTS) == set(ADMINISTRATIVE_KINDS)
    assert all(text.fr and text.en for text in KIND_TEXTS.values())


def test_a_perimeter_is_named_by_its_id_in_words() -> None:
    assert kind_text("territoire_essai").fr == "territoire essai"
