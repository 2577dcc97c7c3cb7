from __future__ import annotations

import itertools

from hypothesis import given
from hypothesis import strategies as st

from rebond.parliament.tokens import Span, sentences, words


@given(st.text(max_size=200))
def test_words_and_sentences_stand_where_they_say(text: str):
    for word in words(text):
        assert text[word.start : word.end]
        assert word.form == word.form.lower()
    found = sentences(text)
    assert all(one.of(text).strip() == one.of(text) for one in found)
    assert all(a.end <= b.start for a, b in itertools.pairwise(found))
    assert "".join(one.of(text) for one in found).split() == text.split() or len(found) > 1


def test_abbreviations_do_not_end_a_sentence():
    text = "M. le ministre et Mme J. Martin (art. 3, n° 4) agissent. Et vous ? « Oui. » Fin"
    assert [one.of(text) for one in sentences(text)] == [
        "M. le ministre et Mme J. Martin (art. 3, n° 4) agissent.",
        "Et vous ?",
        "« Oui.",
        "» Fin",
    ]


def test_spans_that_share_a_character_cover_each_other():
    assert Span(0, 3).covers(Span(2, 5))
    assert not Span(0, 3).covers(Span(3, 5))
