"""Offers and young people: the order, its properties, and what is unknown."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rebond.matching.recruits import (
    Match,
    Post,
    Seeker,
    Spot,
    UnusableWish,
    Vocabulary,
    match,
    rank_posts,
    rank_seekers,
)
from rebond.texts import Text, verbatim

SKILLS = tuple("abcdef")
LEVELS = ("bac", "bac2", "bac3", "bac5")
WORDS = Vocabulary(
    {one: Text(one, one.upper()) for one in SKILLS}, {one: verbatim(one) for one in LEVELS}
)
LISIEUX = Spot("Lisieux", 0.2264, 49.1466, frozenset({"departement:14"}))
CAEN = Spot("Caen", -0.3630, 49.1829, frozenset({"departement:14"}))
LENS = Spot("Lens", 2.8319, 50.4291, frozenset({"departement:62"}))
START = date(2031, 9, 1)
POST = Post("O", frozenset("ab"), "bac2", LISIEUX, START)
ABLE = Seeker("S", frozenset("ab"), "bac3", (Spot("Lisieux", 0.2264, 49.1466),), 30, START)


def standings(found: Match) -> dict[str, str]:
    return {one.criterion: one.standing for one in found.reasons}


def test_what_is_asked_and_had_fits() -> None:
    found = match(POST, ABLE, WORDS)
    assert found.fits
    assert not found.is_against
    assert (found.shared, found.missing, found.distance_km) == (("a", "b"), (), 0.0)


def test_unknown_is_never_met_and_rules_nobody_out() -> None:
    silent = Seeker("S", frozenset(), "", (), 30, None)
    found = match(POST, silent, WORDS)
    assert set(standings(found).values()) == {"unknown"}
    assert not found.fits
    assert not found.is_against
    assert found.distance_km is None


def test_a_point_that_is_not_known_could_still_be_near() -> None:
    nowhere = Spot("Sans centre")
    far = replace(ABLE, wanted=(Spot("Lens", 2.8319, 50.4291), nowhere))
    assert standings(match(POST, far, WORDS))["place"] == "unknown"
    near = replace(ABLE, wanted=(nowhere, Spot("Caen", -0.3630, 49.1829)), range_km=45)
    assert standings(match(POST, near, WORDS))["place"] == "met"


def test_the_range_is_inclusive_and_the_start_too() -> None:
    caen = replace(ABLE, wanted=(Spot("Caen", -0.3630, 49.1829),), range_km=500)
    exact = match(POST, caen, WORDS).distance_km
    assert exact == pytest.approx(43.0, abs=0.2)
    assert exact is not None
    assert standings(match(POST, replace(caen, range_km=exact), WORDS))["place"] == "met"
    assert standings(match(POST, replace(caen, range_km=exact - 1e-6), WORDS))["place"] == "not_met"
    late = replace(ABLE, available_from=START + timedelta(days=1))
    assert standings(match(POST, late, WORDS))["dates"] == "not_met"


def test_a_whole_departement_may_be_wanted() -> None:
    calvados = Spot("Calvados", areas=frozenset({"departement:14"}))
    assert match(POST, replace(ABLE, wanted=(calvados,)), WORDS).distance_km == 0.0
    elsewhere = match(replace(POST, spot=LENS), replace(ABLE, wanted=(calvados,)), WORDS)
    assert standings(elsewhere)["place"] == "not_met"
    assert elsewhere.distance_km is None
    unsaid = replace(POST, spot=Spot("Ailleurs", 2.0, 48.0))
    assert standings(match(unsaid, replace(ABLE, wanted=(calvados,)), WORDS))["place"] == "unknown"


def test_a_level_outside_the_list_is_unknown() -> None:
    assert standings(match(POST, replace(ABLE, level="doctorat"), WORDS))["level"] == "unknown"
    assert standings(match(replace(POST, level=""), ABLE, WORDS))["level"] == "not_asked"


def test_the_order_is_unmet_then_skills_then_unknown_then_distance() -> None:
    seekers = [
        replace(ABLE, id="late", available_from=START + timedelta(days=30)),
        replace(ABLE, id="half", skills=frozenset("a")),
        replace(ABLE, id="unsaid", level=""),
        replace(ABLE, id="farther", wanted=(Spot("Caen", -0.3630, 49.1829),), range_km=50),
        ABLE,
    ]
    found = rank_seekers(POST, seekers, WORDS)
    assert (found.compared, found.kept, found.fitting) == (5, 5, 2)
    assert [one.id for one in found.matches] == ["S", "farther", "unsaid", "half", "late"]
    assert [one.id for one in rank_seekers(POST, seekers, WORDS, first=2).matches] == [
        "S",
        "farther",
    ]
    assert rank_seekers(POST, [], WORDS).matches == ()


def test_what_is_not_kept_is_counted_and_not_shown() -> None:
    near, far = replace(POST, id="near"), replace(POST, id="far", spot=LENS)
    found = rank_posts(ABLE, [far, near], WORDS, keep=lambda one: one.of("place") != "not_met")
    assert [one.id for one in found.matches] == ["near"]
    assert (found.compared, found.kept, found.fitting) == (2, 1, 1)


@pytest.mark.parametrize("range_km", [-1, float("nan"), float("inf")])
def test_a_range_that_is_no_distance_is_refused(range_km: float) -> None:
    with pytest.raises(UnusableWish, match="range"):
        match(POST, replace(ABLE, range_km=range_km), WORDS)


@pytest.mark.parametrize("spot", [Spot("X", 200.0, 0.0), Spot("X", 0.0, float("nan"))])
def test_coordinates_off_the_globe_are_refused(spot: Spot) -> None:
    with pytest.raises(UnusableWish, match="globe"):
        match(replace(POST, spot=spot), ABLE, WORDS)
    with pytest.raises(UnusableWish, match="globe"):
        match(POST, replace(ABLE, wanted=(spot,)), WORDS)


some_skills = st.frozensets(st.sampled_from(SKILLS))
days = st.none() | st.dates(date(2031, 1, 1), date(2031, 12, 31))
spots = st.builds(
    Spot,
    st.just("Lieu"),
    st.none() | st.floats(-5, 9),
    st.none() | st.floats(42, 51),
    st.frozensets(st.sampled_from(["departement:14", "departement:62"]), max_size=1),
)
posts = st.builds(Post, st.just("O"), some_skills, st.sampled_from(("", *LEVELS)), spots, days)
seekers = st.builds(
    Seeker,
    st.uuids().map(str),
    some_skills,
    st.sampled_from(("", *LEVELS)),
    st.lists(spots, max_size=3).map(tuple),
    st.floats(0, 300),
    days,
)


@given(posts, st.lists(seekers, max_size=6, unique_by=lambda one: one.id), st.randoms())
def test_the_order_of_what_is_given_changes_nothing(post, people, random) -> None:  # type: ignore[no-untyped-def]
    mixed = list(people)
    random.shuffle(mixed)
    assert rank_seekers(post, people, WORDS) == rank_seekers(post, mixed, WORDS)


@given(posts, seekers)
def test_both_ways_give_the_same_reasons(post: Post, seeker: Seeker) -> None:
    (one,) = rank_seekers(post, [seeker], WORDS).matches
    (other,) = rank_posts(seeker, [post], WORDS).matches
    assert (one.id, other.id) == (seeker.id, post.id)
    assert replace(one, id="") == replace(other, id="")


@given(posts, seekers, st.sampled_from(SKILLS))
def test_one_more_skill_asked_for_never_lowers_a_person(
    post: Post, seeker: Seeker, more: str
) -> None:
    asked = replace(post, skills=post.skills | {more})
    better = replace(seeker, id="1-better", skills=seeker.skills | {more})
    found = rank_seekers(asked, [replace(seeker, id="0-plain"), better], WORDS)
    assert found.matches[0].id == "1-better" or more in seeker.skills


@given(posts, seekers, st.floats(0, 300))
def test_a_wider_range_never_turns_met_into_not_met(
    post: Post, seeker: Seeker, more: float
) -> None:
    before = standings(match(post, seeker, WORDS))["place"]
    after = standings(match(post, replace(seeker, range_km=seeker.range_km + more), WORDS))["place"]
    order = ["not_met", "unknown", "met"]
    assert order.index(after) >= order.index(before)


@given(posts, seekers)
def test_saying_less_never_makes_anything_met(post: Post, seeker: Seeker) -> None:
    less = replace(seeker, skills=frozenset(), level="", wanted=(), available_from=None)
    said = standings(match(post, less, WORDS))
    assert set(said.values()) <= {"unknown", "not_asked"}
    assert said["place"] == "unknown"
