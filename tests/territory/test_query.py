from __future__ import annotations

import pytest

from rebond.territory.errors import UnknownKind
from rebond.territory.keys import ADMINISTRATIVE_KINDS, PlaceKey
from rebond.territory.names import comparable, without_articles
from rebond.territory.query import KIND_WORDS, Narrowed, Narrowing, code_in, key_in, likely_key

NARROWING = Narrowing(
    kinds={**KIND_WORDS, "territoire essai": "territoire_essai"},
    departements={
        "96": frozenset({"96"}),
        "haute essaie": frozenset({"96"}),
        "essaie": frozenset({"00", "96"}),
    },
    phases={"1", "2"},
    codes={"96002", "te 01"},
)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("14366", "14366"),
        (" 200 069 532 ", "200069532"),
        ("2a004", "2A004"),
        ("2B", "2B"),
        ("1", "1"),
        ("1234567890", None),
        ("2C004", None),
        ("Lisieux", None),
        ("14366 Lisieux", None),
    ],
)
def test_a_code_is_told_from_a_name(text: str, code: str | None) -> None:
    assert code_in(text) == code


def test_a_key_is_told_from_a_name() -> None:
    assert key_in(" territoire_essai:1:te-01 ") == PlaceKey("territoire_essai", "te-01", "1")
    assert key_in("Lisieux : ville") is None
    with pytest.raises(UnknownKind):
        key_in("canton:9601")


@pytest.mark.parametrize(
    ("code", "kind"),
    [("999999999", "epci"), ("99999", "commune"), ("9999", "commune"), ("999", "departement")],
)
def test_an_unknown_code_is_taken_for_the_kind_of_its_length(code: str, kind: str) -> None:
    assert likely_key(code) == PlaceKey(kind, code)


@pytest.mark.parametrize(
    ("query", "reading"),
    [
        ("Saint-Denis 96", Narrowed("saint denis", departements=frozenset({"96"}))),
        ("Saint-Denis (Haute-Essaie)", Narrowed("saint denis", departements=frozenset({"96"}))),
        ("commune de Saint-Denis", Narrowed("saint denis", kind="commune")),
        ("Lizeux, territoire d'essai", Narrowed("lizeux", kind="territoire_essai")),
        ("communauté de communes du Val", Narrowed("val", kind="epci")),
        (
            "Saint-Denis (Haute-Essaie, 96002)",
            Narrowed("saint denis", departements=frozenset({"96"}), code="96002"),
        ),
        (
            "Lizeux (territoire_essai, phase 1, te-01)",
            Narrowed("lizeux", kind="territoire_essai", phase="1", code="te 01"),
        ),
    ],
)
def test_words_that_narrow_are_taken_from_the_name(query: str, reading: Narrowed) -> None:
    assert next(iter(NARROWING.readings(comparable(query)))) == reading


def test_a_name_always_remains() -> None:
    assert list(NARROWING.readings("96")) == []
    assert list(NARROWING.readings("essaie")) == []
    assert all(reading.form for reading in NARROWING.readings("commune essaie 96 96002"))


def test_a_word_that_says_nothing_stays_in_the_name() -> None:
    assert list(NARROWING.readings("saint denis du port")) == []
    assert list(NARROWING.readings("lizeux phase 7")) == []


def test_kind_words_are_in_the_form_they_are_compared_in() -> None:
    for words, kind in KIND_WORDS.items():
        assert words == without_articles(comparable(words))
        assert kind in ADMINISTRATIVE_KINDS
