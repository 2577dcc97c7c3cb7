"""Searching beside the slow and obvious way: one site, one condition at a time, in plain Python."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rebond.matching import AtLeast, AtMost, Box, Need, OneOf, SiteColumns, Wish, answer, search
from rebond.matching.errors import UnknownColumn, UnusableCondition

REGIMES = ("none", "declaration", "authorisation")


def sites(rows: list[dict[str, Any]]) -> SiteColumns:
    def numbers(name: str) -> Any:
        return np.array([math.nan if r[name] is None else r[name] for r in rows], dtype=np.float32)

    codes = [255 if r["icpe"] is None else REGIMES.index(r["icpe"]) for r in rows]
    return SiteColumns(
        np.array([f"s{index}" for index in range(len(rows))]),
        numbers("lon"),
        numbers("lat"),
        {"lot_ha": numbers("lot_ha"), "rail_km": numbers("rail_km")},
        {"icpe": np.array(codes, dtype=np.uint8)},
        {"icpe": REGIMES},
    )


def told(row: dict[str, Any], condition: Any) -> bool | None:
    value = row[condition.column]
    if value is None:
        return None
    if isinstance(condition, AtLeast):
        return value >= condition.value
    if isinstance(condition, AtMost):
        return value <= condition.value
    return value in condition.names


def wished(row: dict[str, Any], condition: Any) -> float | None:
    met = told(row, condition)
    if met is None or isinstance(condition, OneOf) or condition.value <= 0:
        return None if met is None else float(met)
    value, wanted = row[condition.column], condition.value
    if isinstance(condition, AtLeast):
        return min(1.0, max(0.0, (value - wanted / 2) / (wanted / 2)))
    return min(1.0, max(0.0, (2 * wanted - value) / wanted))


def slow(rows: list[dict[str, Any]], need: Need) -> list[tuple[int, bool, float, float]]:
    found = []
    for index, row in enumerate(rows):
        if need.box is not None:
            if row["lon"] is None or row["lat"] is None:
                continue
            inside = need.box.west <= row["lon"] <= need.box.east
            if not (inside and need.box.south <= row["lat"] <= need.box.north):
                continue
        answers = [told(row, condition) for condition in need.musts]
        if False in answers or (None in answers and not need.with_unknown):
            continue
        weight = sum(wish.importance for wish in need.wishes)
        met = [(wish.importance, wished(row, wish.condition)) for wish in need.wishes]
        low = sum(w * (0.0 if m is None else m) for w, m in met) / weight if weight else 1.0
        high = sum(w * (1.0 if m is None else m) for w, m in met) / weight if weight else 1.0
        found.append((index, None not in answers, low, high))
    return sorted(found, key=lambda one: (not one[1], -one[2], -one[3], one[0]))


# Quarters are exact in 32 and 64 bits alike, so that both ways see the same numbers.
QUARTERS = st.none() | st.integers(0, 160).map(lambda whole: whole / 4)
ROWS = st.lists(
    st.fixed_dictionaries(
        {
            "lon": st.none() | st.integers(-8, 8).map(float),
            "lat": st.none() | st.integers(40, 52).map(float),
            "lot_ha": QUARTERS,
            "rail_km": QUARTERS,
            "icpe": st.none() | st.sampled_from(REGIMES),
        }
    ),
    min_size=1,
    max_size=40,
)
CONDITIONS = st.one_of(
    st.builds(AtLeast, st.just("lot_ha"), st.integers(0, 40).map(float)),
    st.builds(AtMost, st.just("rail_km"), st.integers(0, 40).map(float)),
    st.builds(OneOf, st.just("icpe"), st.frozensets(st.sampled_from(REGIMES), min_size=1)),
)
NEEDS = st.builds(
    Need,
    st.lists(CONDITIONS, max_size=4).map(tuple),
    st.lists(st.builds(Wish, CONDITIONS, st.sampled_from((1, 2, 3))), max_size=4).map(tuple),
    st.none() | st.just(Box(-3, 42, 5, 50)),
    st.booleans(),
)


@given(ROWS, NEEDS, st.integers(1, 12))
@settings(deadline=None)
def test_the_first_sites_are_those_of_the_slow_way(
    rows: list[dict[str, Any]], need: Need, first: int
) -> None:
    expected = slow(rows, need)
    found = search(sites(rows), need, first=first, facets=("icpe",))
    assert (found.sure, found.unsure) == (
        sum(one[1] for one in expected),
        sum(not one[1] for one in expected),
    )
    assert found.low == pytest.approx([one[2] for one in expected[:first]])
    assert found.is_sure.tolist() == [one[1] for one in expected[:first]]
    # Rows whose scores differ by rounding only may change places; the scores above may not.
    of_row = {one[0]: one for one in expected}
    for row, low, high in zip(found.rows.tolist(), found.low, found.high, strict=True):
        assert (low, high) == pytest.approx(of_row[row][2:])
    counted = [rows[one[0]]["icpe"] for one in expected]
    assert found.facets["icpe"].tolist() == [counted.count(name) for name in (*REGIMES, None)]


@given(ROWS, NEEDS, CONDITIONS)
@settings(deadline=None)
def test_one_more_must_never_brings_a_site_in(
    rows: list[dict[str, Any]], need: Need, condition: Any
) -> None:
    more = Need((*need.musts, condition), need.wishes, need.box, need.with_unknown)
    before = search(sites(rows), need, first=len(rows))
    after = search(sites(rows), more, first=len(rows))
    assert set(after.rows.tolist()) <= set(before.rows.tolist())
    assert after.sure <= before.sure


def test_an_unknown_value_is_neither_met_nor_failed() -> None:
    blank = dict.fromkeys(("lon", "lat", "lot_ha", "rail_km", "icpe"))
    table = sites([blank, {**blank, "lot_ha": 20.0}, {**blank, "lot_ha": 19.75}])
    assert [answer(table, AtLeast("lot_ha", 20), row) for row in range(3)] == [None, True, False]
    found = search(table, Need((AtLeast("lot_ha", 20),)))
    assert found.rows.tolist() == [1, 0]
    assert found.is_sure.tolist() == [True, False]
    assert search(table, Need((AtLeast("lot_ha", 20),), with_unknown=False)).rows.tolist() == [1]


def test_a_name_or_a_choice_that_no_site_has_is_refused_with_those_there_are() -> None:
    table = sites([{"lon": 0.0, "lat": 45.0, "lot_ha": 1.0, "rail_km": 1.0, "icpe": "none"}])
    with pytest.raises(UnknownColumn, match="lot_ha"):
        search(table, Need((AtLeast("surface", 1),)))
    with pytest.raises(UnusableCondition, match="seveso"):
        search(table, Need((OneOf("icpe", frozenset({"seveso"})),)))
