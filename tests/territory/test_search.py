from __future__ import annotations

import datetime as dt

import pytest

from rebond.territory import Atlas, Found, Rank
from rebond.territory.errors import (
    AmbiguousPlace,
    EmptyQuery,
    PlaceNotFound,
    QueryTooLong,
    UnknownKind,
)
from rebond.territory.query import LONGEST_QUERY


def keys(found: Found) -> list[str]:
    return [str(match.place.key) for match in found.matches]


@pytest.mark.parametrize(
    ("query", "key", "via"),
    [
        ("96003", "commune:96003", "current"),
        (" 96 003 ", "commune:96003", "current"),
        ("96900", "commune:96001", "former_commune"),
        ("99101", "arrondissement:99101", "arrondissement"),
        ("999 000 001", "epci:999000001", "current"),
        ("999100001", "ept:999100001", "current"),
        ("commune:96003", "commune:96003", "current"),
        ("territoire_essai:2:te-01", "territoire_essai:2:te-01", "current"),
    ],
)
def test_a_code_or_key_finds_its_place_and_nothing_else(
    tiny: Atlas, query: str, key: str, via: str
) -> None:
    found = tiny.find(query)
    assert keys(found) == [key]
    assert not found.is_ambiguous
    assert (found.matches[0].rank, found.matches[0].via) == (Rank.CODE, via)


def test_a_code_of_two_kinds_shows_both(tiny: Atlas) -> None:
    found = tiny.find("96")
    assert keys(found) == ["departement:96", "region:96"]
    assert found.is_ambiguous
    assert keys(tiny.find("96", kinds=["region"])) == ["region:96"]


def test_an_id_of_two_phases_shows_both(tiny: Atlas) -> None:
    found = tiny.find("TE-01")
    assert keys(found) == ["territoire_essai:1:te-01", "territoire_essai:2:te-01"]
    assert found.is_ambiguous
    on = tiny.find("te-01", as_of=dt.date(2020, 7, 20))
    assert keys(on) == ["territoire_essai:1:te-01"]


def test_an_unknown_code_is_answered_with_the_nearest_known(tiny: Atlas) -> None:
    found = tiny.find("96030")
    assert found.matches == ()
    assert found.suggestions[0] == "commune:96003 (Lizeux)"
    assert tiny.find("commune:96030").suggestions[0] == "commune:96003 (Lizeux)"


def test_a_name_finds_every_kind_communes_first_and_the_doubt_is_shown(tiny: Atlas) -> None:
    found = tiny.find("lizeux")
    assert keys(found) == [
        "commune:96003",
        "territoire_essai:2:te-02",
        "epci:999000001",
        "territoire_essai:1:te-01",
    ]
    assert [match.rank for match in found.matches] == [
        Rank.NAME,
        Rank.NAME,
        Rank.PREFIX,
        Rank.PREFIX,
    ]
    assert found.is_ambiguous


def test_a_perimeter_that_is_not_in_force_leaves_no_doubt(tiny: Atlas) -> None:
    found = tiny.find("Lizeux", as_of=dt.date(2020, 7, 20))
    assert "territoire_essai:2:te-02" not in keys(found)
    assert not found.is_ambiguous
    assert found.only().name == "Lizeux"


def test_a_perimeter_without_dates_is_not_left_out(tiny: Atlas) -> None:
    found = tiny.find("Aune et Capitale", as_of=dt.date(1990, 1, 1))
    assert keys(found) == ["territoire_essai:1:te-02"]


def test_a_perimeter_is_found_by_a_name_it_had(tiny: Atlas) -> None:
    (match,) = tiny.find("pays de lizeux").matches
    assert match.place.name == "Lizeux Industrie"
    assert match.place.other_names == ("Pays de Lizeux",)


def test_homonyms_are_listed_with_their_departement(tiny: Atlas) -> None:
    found = tiny.find("St Denis")
    assert [match.place.label for match in found.matches] == [
        "Saint-Denis (Basse-Essaie, 00001)",
        "Saint-Denis (Haute-Essaie, 96002)",
    ]
    assert found.is_ambiguous


@pytest.mark.parametrize(
    "query",
    [
        "st denis 96",
        "Saint-Denis, Haute-Essaie",
        "saint denis 96002",
        "SAINT DENIS de Haute Essaie",
    ],
)
def test_a_homonym_is_told_by_its_departement_or_code(tiny: Atlas, query: str) -> None:
    assert str(tiny.find(query).only().key) == "commune:96002"


@pytest.mark.parametrize(
    ("query", "key"),
    [
        ("epci lizeux", "epci:999000001"),
        ("CA Lizeux", "epci:999000001"),
        ("communauté d'agglomération Lizeux Essaie", "epci:999000001"),
        ("commune de Lizeux", "commune:96003"),
        ("région Essaie", "region:96"),
        ("val d aune", "commune:00002"),
        ("cc val d'aune", "epci:999000002"),
        ("oeuvre st eloi", "commune:96001"),
        ("ville capitale 2", "arrondissement:99102"),
        ("éloi œuvre", "commune:96001"),
    ],
)
def test_a_kind_word_or_the_words_of_a_name_are_enough(tiny: Atlas, query: str, key: str) -> None:
    assert keys(tiny.find(query))[0] == key


def test_every_label_finds_its_place(tiny: Atlas) -> None:
    for kind in tiny.kinds:
        if kind == "zone_emploi":
            continue
        for place in tiny.places(kind):
            assert tiny.find(place.label).only().key == place.key


def test_employment_zones_are_found_when_asked_for(tiny: Atlas) -> None:
    assert keys(tiny.find("lizeux", kinds=["zone_emploi"])) == ["zone_emploi:9601"]
    assert keys(tiny.find("9601", kinds=["zone_emploi"])) == ["zone_emploi:9601"]
    assert tiny.find("9601").matches == ()


def test_a_typing_error_is_tolerated_only_when_nothing_else_answers(tiny: Atlas) -> None:
    found = tiny.find("Lyzeux")
    assert found.is_approximate
    assert found.matches[0].place.name == "Lizeux"
    assert found.matches[0].similarity == pytest.approx(10 / 12, abs=1e-4)
    assert not tiny.find("Lizeux").is_approximate
    assert tiny.find("qwxqwx").matches == ()


def test_the_list_is_cut_and_the_total_told(tiny: Atlas) -> None:
    found = tiny.find("lizeux", limit=1)
    assert (len(found.matches), found.total) == (1, 4)
    assert found.is_ambiguous


@pytest.mark.parametrize("query", ["", "   ", "--", "«»", "٣٤"])
def test_an_empty_query_is_refused(tiny: Atlas, query: str) -> None:
    with pytest.raises(EmptyQuery) as caught:
        tiny.find(query)
    assert "Lisieux" in caught.value.message("fr")


def test_a_query_longer_than_any_name_is_refused(tiny: Atlas) -> None:
    with pytest.raises(QueryTooLong) as caught:
        tiny.find("x" * (LONGEST_QUERY + 1))
    assert str(LONGEST_QUERY) in caught.value.message("en")


def test_an_unknown_kind_is_refused(tiny: Atlas) -> None:
    with pytest.raises(UnknownKind, match="canton"):
        tiny.find("lizeux", kinds=["canton"])


@pytest.mark.parametrize("query", ["' OR 1=1 --", "<script>", "\x00\x00a", "a" * 200, "🙂 a"])
def test_a_hostile_query_is_only_a_query(tiny: Atlas, query: str) -> None:
    assert tiny.find(query).query == query


def test_a_whole_name_finds_its_places_and_nothing_near(atlas: Atlas):
    assert [str(key) for key in atlas.named("lisieux INDUSTRIE")] == [
        "territoire_industrie:1:ti-2805"
    ]
    assert len(atlas.named("Saint-Denis")) > 1
    assert not atlas.named("Saint-Deni")
    assert not atlas.named("14366")
    assert not atlas.named("")
    assert [key.kind for key in atlas.named("Paris", kinds=["departement"])] == ["departement"]


@pytest.mark.parametrize(
    ("query", "key", "via", "name"),
    [
        ("vieille oeuvre", "commune:96001", "former_commune", "Vieille-Œuvre"),
        ("œuvre la neuve", "commune:96001", "former_commune", "Œuvre-la-Neuve"),
        ("Lizeux-Bourg", "commune:96003", "former_name", "Lizeux-Bourg"),
        ("lizeux bourg 96", "commune:96003", "former_name", "Lizeux-Bourg"),
        ("Vieux-Val, Haute-Essaie", "commune:96002", "former_name", "Vieux-Val"),
    ],
)
def test_a_former_name_leads_to_the_commune_of_today_and_says_so(
    tiny: Atlas, query: str, key: str, via: str, name: str
) -> None:
    found = tiny.find(query)
    (match,) = found.best
    assert (str(found.only().key), match.via, match.rank) == (key, via, Rank.FORMER_NAME)
    assert match.former is not None
    assert match.former.name == name


def test_a_former_name_of_several_is_not_guessed(tiny: Atlas) -> None:
    found = tiny.find("Vieux-Val")
    assert found.is_ambiguous
    assert set(keys(found)) == {"commune:00002", "commune:96002"}


def test_a_name_of_today_comes_before_the_same_name_of_former_times(tiny: Atlas) -> None:
    found = tiny.find("Île-Seule", kinds={"commune"})
    assert keys(found) == ["commune:00003", "commune:99056"]
    assert not found.is_ambiguous
    assert found.matches[0].former is None
    assert found.matches[1].rank == Rank.FORMER_NAME


def test_a_former_name_and_the_beginning_of_a_name_of_today_leave_a_doubt(tiny: Atlas) -> None:
    found = tiny.find("Port")
    assert [match.rank for match in found.matches] == [Rank.FORMER_NAME, Rank.PREFIX]
    assert found.is_ambiguous
    with pytest.raises(AmbiguousPlace, match="99001"):
        found.only()


def test_the_beginning_of_a_former_name_is_proposed_never_taken(tiny: Atlas) -> None:
    found = tiny.find("vieille")
    assert keys(found) == ["commune:96001"]
    assert found.is_approximate
    with pytest.raises(PlaceNotFound, match="96001"):
        found.only()


def test_a_former_code_gives_the_last_name_it_had(tiny: Atlas) -> None:
    (match,) = tiny.find("96900").matches
    assert match.former is not None
    assert match.former.name == "Œuvre-la-Neuve"


def test_names_in_texts_are_those_of_today_only(tiny: Atlas) -> None:
    assert tiny.named("Vieille-Œuvre") == ()
