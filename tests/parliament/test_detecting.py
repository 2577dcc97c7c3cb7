from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rebond.parliament.detecting import Certainty, FoundTerritory, territories
from rebond.parliament.reading_text import read_text
from rebond.parliament.vocabulary import other_spans, shipped_vocabularies
from tests.parliament.given import SEED, atlas, text

DAY = date(2020, 8, 11)


def found(said: str, day: date = DAY) -> dict[str, FoundTerritory]:
    spans = other_spans(said, shipped_vocabularies())
    got = territories(said, atlas(), on=day, elsewhere=spans)
    assert all(one.span.of(said) == one.written for one in got)
    return {one.written: one for one in got}


def keys(one: FoundTerritory) -> list[str]:
    return [str(key) for key in one.keys]


@pytest.mark.shared
@pytest.mark.skipif(not SEED.exists(), reason="the seed is not here")
def test_the_seed_question_names_one_territory_and_its_reply_none():
    seed = read_text(SEED.read_text(encoding="utf-8"))
    got = found(f"{seed.title}\n\n{seed.text}")
    assert {name: keys(one) for name, one in got.items()} == {
        "Lisieux industrie": ["territoire_industrie:1:ti-2805"]
    }
    assert got["Lisieux industrie"].is_proposed
    assert not found(seed.reply)


def test_a_quoted_territory_is_found_and_a_homonym_is_never_guessed():
    got = found(read_text(text()).text)
    assert keys(got["Lisieux Industrie"]) == ["territoire_industrie:1:ti-2805"]
    assert got["Lisieux Industrie"].certainty is Certainty.QUOTED
    homonym = got["Saint-Denis"]
    assert homonym.is_ambiguous
    assert not homonym.is_proposed
    assert {"commune:93066", "commune:97411"} <= set(keys(homonym))


def test_the_words_before_a_name_say_what_it_is():
    got = found("la commune de Lisieux, le département du Calvados, la région Pays de la Loire")
    assert keys(got["Lisieux"]) == ["commune:14366"]
    assert keys(got["Calvados"]) == ["departement:14"]
    assert keys(got["Pays de la Loire"]) == ["region:52"]
    assert all(one.is_proposed for one in got.values())


def test_the_longest_name_wins():
    got = found("Il cite Seine-Saint-Denis et La Roche-sur-Yon.")
    assert list(got) == ["Seine-Saint-Denis", "La Roche-sur-Yon"]


def test_persons_and_common_words_are_no_places():
    assert not found(
        "M. Jean Lens et Mme Aline Paris attirent l’attention du Gouvernement. Elle attend."
    )


def test_an_unknown_quoted_territory_is_listed_without_a_place():
    got = found("Le territoire « Vallée Imaginaire » attend ; « attractivité » aussi.")
    assert list(got) == ["Vallée Imaginaire"]
    assert got["Vallée Imaginaire"].is_unknown
    assert got["Vallée Imaginaire"].note.fr


@settings(max_examples=60, deadline=None)
@given(
    st.text(max_size=120)
    | st.lists(
        st.sampled_from(
            ["« ", " »", "Saint-", "Denis", "M. ", "la commune de ", "L’", "\n\n", "Le "]
        ),
        max_size=20,
    ).map("".join)
)
def test_any_text_is_read_and_every_name_stands_where_it_says(hostile: str):
    for one in found(hostile).values():
        assert one.note.fr
