from __future__ import annotations

import pytest

from rebond.territory.errors import AmbiguousPlace, PlaceNotFound
from rebond.territory.found import Found, Match, Rank
from rebond.territory.keys import PlaceKey
from rebond.territory.places import Place

HERE = Place(PlaceKey("commune", "96002"), "Saint-Denis", departement_name="Haute-Essaie")
THERE = Place(PlaceKey("commune", "00001"), "Saint-Denis", departement_name="Basse-Essaie")


def found(*matches: Match, is_ambiguous: bool = False, suggestions: tuple[str, ...] = ()) -> Found:
    return Found("saint denis", matches, is_ambiguous, len(matches), suggestions)


def test_one_match_of_the_best_rank_is_the_answer() -> None:
    answer = found(Match(HERE, Rank.NAME), Match(THERE, Rank.PREFIX))
    assert answer.only() is HERE
    assert answer.best == (answer.matches[0],)


def test_several_matches_are_listed_with_keys_and_never_chosen() -> None:
    answer = found(Match(HERE, Rank.NAME), Match(THERE, Rank.NAME), is_ambiguous=True)
    with pytest.raises(AmbiguousPlace) as caught:
        answer.only()
    for lang in ("fr", "en"):
        message = caught.value.message(lang)
        assert "Saint-Denis (Haute-Essaie, 96002) [commune:96002]" in message
        assert "Saint-Denis (Basse-Essaie, 00001) [commune:00001]" in message


def test_an_approximate_match_is_proposed_and_never_taken() -> None:
    answer = found(Match(HERE, Rank.APPROXIMATE, similarity=0.9))
    assert answer.is_approximate
    with pytest.raises(PlaceNotFound) as caught:
        answer.only()
    assert caught.value.suggestions == ("commune:96002 (Saint-Denis)",)


def test_nothing_found_repeats_the_suggestions() -> None:
    assert not found().is_approximate
    assert found().best == ()
    with pytest.raises(PlaceNotFound, match="commune:96002"):
        found(suggestions=("commune:96002 (Saint-Denis)",)).only()


def test_each_rank_has_a_name_in_both_languages_and_codes_come_first() -> None:
    assert all(rank.text.fr and rank.text.en for rank in Rank)
    order = [Rank.CODE, Rank.NAME, Rank.NAME_WITHOUT_ARTICLES, Rank.PREFIX, Rank.WORDS]
    assert order == sorted(order)
    assert max(order) < Rank.APPROXIMATE
