"""The index answers as the plain search does, on any table, for any number of threads."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rebond.matching import AtLeast, AtMost, Box, Need, OneOf, SiteColumns, Wish, search
from rebond.matching import index as index_module
from rebond.matching.errors import UnknownColumn
from rebond.matching.index import Place, SiteIndex
from tests.matching.test_search import NEEDS, ROWS, sites


@given(ROWS, NEEDS, st.integers(1, 12), st.sampled_from((1, 3)))
@settings(deadline=None)
def test_the_index_answers_as_the_plain_search(
    rows: list[dict[str, Any]], need: Need, first: int, threads: int
) -> None:
    table = sites(rows)
    plain = search(table, need, first=first, facets=("icpe",))
    found = SiteIndex.build(table).search(need, first=first, facets=("icpe",), threads=threads)
    assert (found.sure, found.unsure) == (plain.sure, plain.unsure)
    assert found.facets["icpe"].tolist() == plain.facets["icpe"].tolist()
    assert found.is_sure.tolist() == plain.is_sure.tolist()
    assert found.low == pytest.approx(plain.low)


WISHED = Need(
    musts=(AtLeast("lot_ha", 1.0),),
    wishes=(Wish(AtMost("rail_km", 4.0), 3), Wish(OneOf("icpe", frozenset({"yes"})), 1)),
)


def large(count: int = 30_000) -> SiteColumns:
    draw = np.random.default_rng(5)

    def numbers(scale: float) -> Any:
        column = draw.gamma(2, scale, count).astype(np.float32)
        column[draw.random(count) < 0.1] = np.nan
        return column

    lon = draw.uniform(-5, 9, count).astype(np.float32)
    lon[:50] = np.nan
    return SiteColumns(
        np.arange(count).astype("U8"),
        lon,
        draw.uniform(42, 51, count).astype(np.float32),
        {"lot_ha": numbers(8), "rail_km": numbers(9)},
        {"icpe": draw.choice(np.array([0, 1, 255], np.uint8), count)},
        {"icpe": ("no", "yes")},
    )


@pytest.mark.parametrize("threads", [1, 2, 5])
@pytest.mark.parametrize("box", [None, Box(0, 45, 3, 47), Box(-90, -80, 90, 80), Box(50, 0, 60, 1)])
def test_blocks_cells_and_threads_do_not_change_the_answer(
    box: Box | None, threads: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(index_module, "PARALLEL_FROM", 100)
    table = large()
    need = Need(
        (AtLeast("lot_ha", 12), OneOf("icpe", frozenset({"yes"}))),
        (Wish(AtLeast("lot_ha", 40), 3), Wish(AtMost("rail_km", 5), 2)),
        box,
    )
    plain = search(table, need, first=30, facets=("icpe",))
    found = SiteIndex.build(table).search(need, first=30, facets=("icpe",), threads=threads)
    assert found.rows.tolist() == plain.rows.tolist()
    assert found.low == pytest.approx(plain.low)
    assert found.high == pytest.approx(plain.high)
    assert (found.sure, found.unsure) == (plain.sure, plain.unsure)
    assert found.facets["icpe"].tolist() == plain.facets["icpe"].tolist()


def test_an_unknown_column_is_refused_and_an_empty_table_answers_nothing() -> None:
    built = SiteIndex.build(large(3))
    with pytest.raises(UnknownColumn):
        built.search(Need((AtLeast("surface", 1),)))
    with pytest.raises(UnknownColumn):
        built.search(Need(), facets=("region",))
    empty = np.zeros(0, np.float32)
    none = SiteColumns(np.array([], dtype="U1"), empty, empty)
    assert SiteIndex.build(none).search(Need(box=Box(0, 0, 1, 1))).rows.tolist() == []


def _after(found: Any) -> Place:
    last = (found.is_sure, found.low, found.high, found.rows)
    return Place(*(one[-1].item() for one in last))


@pytest.mark.parametrize("need", [Need(musts=(AtLeast("lot_ha", 2.0),)), WISHED], ids=["m", "w"])
def test_parts_that_follow_each_other_are_the_whole_to_its_end(need: Need) -> None:
    table = large(3_000)
    index = SiteIndex.build(table)
    whole = index.search(need, first=len(table))
    total = whole.sure + whole.unsure
    assert total > 1_000
    rows: list[int] = []
    after = None
    while found := index.search(need, first=97, facets=("icpe",), after=after):
        assert (found.sure, found.unsure) == (whole.sure, whole.unsure), "all are counted"
        rows += found.rows.tolist()
        if len(found.rows) < 97:
            break
        after = _after(found)
    assert rows == whole.rows[:total].tolist()


def test_a_part_begins_behind_a_site_for_any_number_of_threads(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(index_module, "PARALLEL_FROM", 100)
    index = SiteIndex.build(large())
    whole = index.search(WISHED, first=5_040)
    behind = Place(
        bool(whole.is_sure[4_999]),
        float(whole.low[4_999]),
        float(whole.high[4_999]),
        int(whole.rows[4_999]),
    )
    for threads in (1, 3):
        found = index.search(WISHED, first=40, after=behind, threads=threads)
        assert found.rows.tolist() == whole.rows[5_000:].tolist()
