"""Known labels beside ranks: the arithmetic by hand, and what is not claimed."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from rebond.opendata import Snapshot
from rebond.pipeline.hindsight import hindsight
from rebond.record import Record


def territory(
    name: str, rank: float, *, wave: int | None = None, region: str = "R"
) -> dict[str, Any]:
    labels = [] if wave is None else [{"site": f"site:{name}", "wave": wave}]
    return {
        "id": name,
        "name": name,
        "role": "candidate",
        "region_code": region,
        "expected_rank": rank,
        "chance": 0.5,
        "history": {"labels": labels},
    }


def site(name: str, wave: int) -> dict[str, Any]:
    return {
        "id": f"site:{name}",
        "name": name,
        "role": "reference",
        "region_code": "R",
        "history": {"labels": [{"site": f"site:{name}", "wave": wave}]},
    }


def test_auc_and_exact_test_by_hand() -> None:
    # Holders rank 1 and 3, others 2 and 4. Pairs: (1,2) (1,4) (3,4) won, (3,2) lost: 3/4.
    # Of the 6 ways to name two of four, {1,2} gives 4/4 and {1,3} 3/4: 2 ways as far, 2/6.
    body = {
        "candidates": [
            territory("a", 1, wave=1),
            territory("b", 2),
            territory("c", 3, wave=2),
            territory("d", 4),
            territory("elsewhere", 1, wave=1, region="S"),
        ]
    }
    found = hindsight(body, "R", (1, 2))
    assert found.auc == 0.75
    assert found.splits == 6
    assert found.p_value == pytest.approx(2 / 6)
    assert [name for name, _, _ in found.with_site] == ["a", "c"]
    assert found.auc_range == (0.75, 0.75)


def test_equal_ranks_count_one_half() -> None:
    body = {"candidates": [territory("a", 5, wave=1), territory("b", 5)]}
    assert hindsight(body, "R", (1,)).auc == 0.5


def test_a_site_that_nothing_places_widens_the_answer() -> None:
    body = {
        "candidates": [territory("a", 2, wave=1), territory("b", 1), territory("c", 3)],
    }
    found = hindsight(body, "R", (1,), unlocated=1)
    assert found.auc == 0.5
    # It may stand in b (holders 2 and 1 beat 3: 1) or in c (holders 2 and 3 lose to 1: 0).
    assert found.auc_range == (0.0, 1.0)


def test_other_waves_and_sites_outside_territories_are_told_apart() -> None:
    body = {"candidates": [territory("a", 1, wave=4), territory("b", 2, wave=1), site("alone", 1)]}
    found = hindsight(body, "R", (1,))
    assert [name for name, _, _ in found.with_site] == ["b"]
    assert found.outside == ("alone",)


def test_without_two_groups_nothing_is_compared() -> None:
    found = hindsight({"candidates": [territory("a", 1)]}, "R", (1,))
    assert (found.auc, found.p_value, found.auc_range) == (None, None, None)


def test_too_many_splits_are_refused_rather_than_approximated() -> None:
    many = [territory(str(i), i, wave=1 if i % 2 else None) for i in range(30)]
    with pytest.raises(ValueError, match="splits"):
        hindsight({"candidates": many}, "R", (1,))


def test_in_the_shipped_run_the_complete_region_holds_what_is_documented(shipped: Record) -> None:
    found = hindsight(shipped.body, "32", (1, 2), unlocated=3)
    assert len(found.with_site) + len(found.without_site) == 14
    assert found.outside == ("Actiparc",)


def test_the_page_that_looks_back_names_every_row_that_no_commune_places(
    snapshot: Snapshot,
) -> None:
    page = Path(__file__).parents[2] / "docs" / "explanation" / "looking-back-2020.md"
    text = page.read_text(encoding="utf-8")
    rows = snapshot.table("labelled_sites").to_pylist()
    unplaced = [
        row["name"]
        for row in rows
        if row["region_name"] == "Hauts-de-France"
        and int(row["wave"]) in {1, 2}
        and not row["commune_codes"]
    ]
    assert unplaced
    assert all(name in text for name in unplaced)
