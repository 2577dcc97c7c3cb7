from __future__ import annotations

import difflib

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from rebond.territory.nameindex import CLOSE_ENOUGH, NameIndex, letter_counts
from rebond.territory.names import comparable

NAMES = [
    "Lisieux",
    "CA Lisieux Normandie",
    "La Rochelle",
    "CA de La Rochelle",
    "Saint-Cyr-sur-Mer",
    "Saint-Cyr",
    "Le Mans",
    "Pays du Mans",
    "Vire Normandie",
]


def index_of(*names: str) -> NameIndex:
    return NameIndex([comparable(name) for name in names], range(len(names)))


@pytest.fixture(scope="module")
def index() -> NameIndex:
    return index_of(*NAMES)


def test_an_exact_name_is_found_alone(index: NameIndex) -> None:
    assert index.exact("la rochelle") == [2]
    assert index.exact("rochelle") == []


def test_articles_and_legal_form_may_be_left_out(index: NameIndex) -> None:
    assert index.exact_without_articles("rochelle") == [2, 3]
    assert index.exact_without_articles("ca rochelle") == [3]
    assert index.exact_without_articles("lisieux normandie") == [1]


def test_a_legal_form_that_was_asked_for_is_not_left_out(index: NameIndex) -> None:
    assert index.exact_without_articles("ca lisieux") == []


def test_a_beginning_finds_names_with_and_without_their_first_words(index: NameIndex) -> None:
    assert index.starting_with("lisi").tolist() == [0, 1]
    assert index.starting_with("la roch").tolist() == [2, 3]
    assert index.starting_with("xyz").tolist() == []


def test_words_come_in_any_order_and_may_be_begun(index: NameIndex) -> None:
    assert index.with_words("mer saint").tolist() == [4]
    assert index.with_words("normandie vire").tolist() == [8]
    assert index.with_words("norm").tolist() == [1, 8]
    assert index.with_words("mer vire").tolist() == []


def test_words_that_begin_alike_need_words_of_their_own() -> None:
    index = index_of("Mer", "Mer Merville", "Merville")
    assert index.with_words("mer merville").tolist() == [1]


def test_an_entry_may_have_several_names() -> None:
    index = NameIndex(["le mans", "pole du mans", "sarthe"], [0, 1, 1])
    assert index.exact("sarthe") == [1]
    assert index.with_words("mans").tolist() == [0, 1]


def test_a_near_name_is_found_with_its_similarity(index: NameIndex) -> None:
    (match,) = index.alike("lixieux")
    assert match == (0, pytest.approx(12 / 14, abs=1e-4))
    assert index.alike("zzz") == []
    assert NameIndex([], []).alike("lisieux") == []


@given(st.text(alphabet="abceé '", min_size=1, max_size=12))
def test_the_letter_bound_never_hides_a_similar_name(text: str) -> None:
    form = comparable(text)
    names = ["abce", "abceb", "ecba", "a b c e", "aaaa"]
    shown = dict(index_of(*names).alike(form))
    for entry, name in enumerate(names):
        matcher = difflib.SequenceMatcher(autojunk=False)
        matcher.set_seqs(name, form)
        assert (entry in shown) == (round(matcher.ratio(), 4) >= CLOSE_ENOUGH)


def test_letters_are_counted_name_by_name() -> None:
    counts = letter_counts(["aab 1", "", "z9"])
    assert counts.shape == (3, 37)
    assert counts.sum(axis=1).tolist() == [5, 0, 2]
    assert (counts[0, 0], counts[0, 1], counts[0, 36], counts[2, 25]) == (2, 1, 1, 1)
    assert counts.dtype == np.int8


@given(st.sampled_from(NAMES), st.integers(1, 12))
def test_every_beginning_of_a_name_finds_it(name: str, length: int) -> None:
    index = index_of(*NAMES)
    form = comparable(name)
    assert NAMES.index(name) in index.starting_with(form[:length].strip() or form).tolist()
