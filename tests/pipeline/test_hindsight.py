"""Known sites beside a run, on five territories whose figures are worked out by hand."""

from __future__ import annotations

from itertools import combinations
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import mannwhitneyu

from rebond.pipeline.hindsight import hindsight


def label(site: str, wave: int = 1) -> dict[str, Any]:
    return {"site": site, "name": site, "wave": wave}


def territory(
    name: str, rank: float, *labels: dict[str, Any], region: str = "32"
) -> dict[str, Any]:
    return {
        "id": f"territoire:{name}",
        "name": name,
        "role": "candidate",
        "region_code": region,
        "expected_rank": rank,
        "chance": 0.5,
        "history": {"labels": list(labels)},
    }


def reference(name: str, wave: int = 1, region: str = "32") -> dict[str, Any]:
    return {
        "id": f"site:{name}",
        "name": name,
        "role": "reference",
        "region_code": region,
        "history": {"labels": [label(f"site:{name}", wave)]},
    }


# Ranks 1 to 5; the first and the fourth held a site.
FIVE = {
    "candidates": [
        territory("b", 2.0),
        territory("a", 1.0, label("site:one")),
        territory("d", 4.0, label("site:two"), label("site:two_more")),
        territory("c", 3.0),
        territory("e", 5.0),
        reference("one"),
        reference("apart"),
    ]
}


def test_the_auc_is_the_share_of_pairs_won() -> None:
    # The holder ranked 1 beats b, c and e; the holder ranked 4 beats e only: 4 pairs of 6.
    assert hindsight(FIVE, "32", (1,)).auc == pytest.approx(4 / 6)


def test_the_p_value_counts_the_ways_that_are_at_least_as_far() -> None:
    # With smaller ranks better, U = 9 - (sum of the two ranks): U >= 4 for {1,2} {1,3} {1,4} {2,3}.
    found = hindsight(FIVE, "32", (1,))
    assert found.splits == 10
    assert found.p_value == pytest.approx(4 / 10)


def test_the_middle_ninety_percent_of_the_ways_is_read_in_order() -> None:
    found = hindsight(FIVE, "32", (1,))
    values = sorted((9 - one - two) / 6 for one, two in combinations(range(1, 6), 2))
    assert (found.low, found.high) == (pytest.approx(values[0]), pytest.approx(values[8]))


def test_a_site_that_nothing_places_widens_the_range() -> None:
    # One more holder among b, c, e: {1,2,4} wins 5 of 6, {1,3,4} 4 of 6, {1,4,5} 2 of 6.
    found = hindsight(FIVE, "32", (1,), unlocated=1)
    assert found.auc_range == (pytest.approx(2 / 6), pytest.approx(5 / 6))
    assert hindsight(FIVE, "32", (1,)).auc_range == (pytest.approx(4 / 6), pytest.approx(4 / 6))


def test_a_tie_counts_one_half() -> None:
    body = {"candidates": [territory("a", 2.0, label("site:one")), territory("b", 2.0)]}
    assert hindsight(body, "32", (1,)).auc == pytest.approx(0.5)


def test_two_labels_in_one_territory_make_one_holder() -> None:
    found = hindsight(FIVE, "32", (1,))
    assert [name for name, _, _ in found.with_site] == ["a", "d"]
    assert [name for name, _, _ in found.without_site] == ["b", "c", "e"]


def test_sites_of_another_wave_or_region_do_not_count() -> None:
    body = {
        "candidates": [
            territory("a", 1.0, label("site:one", wave=3)),
            territory("b", 2.0, label("site:two")),
            territory("c", 3.0),
            territory("far", 1.0, label("site:far"), region="27"),
            reference("far", region="27"),
            reference("late", wave=3),
        ]
    }
    found = hindsight(body, "32", (1, 2))
    assert [name for name, _, _ in found.with_site] == ["b"]
    assert found.auc == pytest.approx(0.5)
    assert found.outside == ()


def test_a_known_site_in_no_territory_is_named_and_not_counted() -> None:
    assert hindsight(FIVE, "32", (1,)).outside == ("apart",)


@pytest.mark.parametrize("labels", [(), (label("site:one"),)])
def test_without_two_groups_there_is_no_auc(labels: tuple[dict[str, Any], ...]) -> None:
    body = {"candidates": [territory("a", 1.0, *labels), territory("b", 2.0, *labels)]}
    found = hindsight(body, "32", (1,))
    assert (found.auc, found.p_value, found.auc_range) == (None, None, None)


def test_a_region_too_large_for_the_exact_test_is_refused() -> None:
    body = {
        "candidates": [
            territory(str(i), float(i), *([label(f"site:{i}")] if i % 2 else [])) for i in range(40)
        ]
    }
    with pytest.raises(ValueError, match="splits"):
        hindsight(body, "32", (1,))


@given(
    st.lists(st.integers(1, 100), min_size=3, max_size=8, unique=True),
    st.data(),
)
def test_it_agrees_with_an_independent_exact_test(ranks: list[int], data: st.DataObject) -> None:
    held = data.draw(st.sets(st.integers(0, len(ranks) - 1), min_size=1, max_size=len(ranks) - 1))
    body = {
        "candidates": [
            territory(str(i), float(rank), *([label(f"site:{i}")] if i in held else []))
            for i, rank in enumerate(ranks)
        ]
    }
    found = hindsight(body, "32", (1,))
    with_site = [ranks[i] for i in sorted(held)]
    without = [rank for i, rank in enumerate(ranks) if i not in held]
    independent = mannwhitneyu(without, with_site, alternative="greater", method="exact")
    assert found.auc == pytest.approx(independent.statistic / (len(with_site) * len(without)))
    assert found.p_value == pytest.approx(independent.pvalue)
