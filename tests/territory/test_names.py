from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rebond.territory.names import (
    comparable,
    comparable_all,
    without_articles,
    without_articles_all,
    without_legal_form_all,
)


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("Lisieux", "lisieux"),
        ("L'Haÿ-les-Roses", "l hay les roses"),
        ("l’haÿ les roses", "l hay les roses"),
        ("Œuilly", "oeuilly"),
        ("OEUILLY", "oeuilly"),
        ("Saint-Étienne", "saint etienne"),
        ("st etienne", "saint etienne"),
        ("St. Étienne", "saint etienne"),
        ("Ste-Mère-Église", "sainte mere eglise"),
        ("Stes-Maries", "saintes maries"),
        ("Brest", "brest"),
        ("Château-d'Olonne", "chateau d olonne"),
        ("  deux\n lignes  ", "deux lignes"),
        ("!?", ""),
    ],
)
def test_names_are_compared_without_case_accents_and_signs(written: str, expected: str) -> None:
    assert comparable(written) == expected


@given(st.text())
def test_a_comparable_name_is_ascii_words_and_does_not_change_again(name: str) -> None:
    form = comparable(name)
    assert form == " ".join(form.split())
    assert form.isascii()
    assert comparable(form) == form


@given(st.text())
def test_composed_and_decomposed_letters_compare_alike(name: str) -> None:
    nfc, nfd = unicodedata.normalize("NFC", name), unicodedata.normalize("NFD", name)
    assert comparable(nfc) == comparable(nfd)


@given(st.lists(st.text(), min_size=1))
def test_many_names_at_once_give_what_each_gives_alone(names: list[str]) -> None:
    assert comparable_all(names) == [comparable(name) for name in names]


def test_no_name_gives_no_form() -> None:
    assert comparable_all([]) == without_articles_all([]) == without_legal_form_all([]) == []


def test_articles_are_left_out_but_never_the_whole_name() -> None:
    assert without_articles("les sables d olonne") == "sables olonne"
    assert without_articles("l ile d yeu") == "ile yeu"
    assert without_articles("lens") == "lens"
    assert without_articles_all(["la", "le mans"]) == ["la", "mans"]


def test_the_legal_form_is_left_out_at_its_place_only() -> None:
    forms = [
        "communaute d agglomeration du pays basque",
        "ca lisieux normandie",
        "metropole de lyon",
        "dijon metropole",
        "cahors",
        "limoges metropole elan",
        "metropole",
    ]
    assert without_legal_form_all(forms) == [
        "pays basque",
        "lisieux normandie",
        "lyon",
        "dijon",
        "cahors",
        "limoges metropole elan",
        "metropole",
    ]
