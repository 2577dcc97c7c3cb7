"""What the page of costs asks: read from what anyone types, computed by the engine that the command calls."""

from __future__ import annotations

from datetime import date

import pytest

from rebond.pipeline.aid_cost import DEFAULTS
from rebond.web.aids import costing


def test_nothing_typed_asks_for_the_announced_measure_on_its_day() -> None:
    asked = costing.read({})
    assert asked.is_sound
    assert (asked.on, asked.changes, asked.seed) == (date(2020, 7, 20), (), 0)
    assert asked.command == "rebond aid cost --on 2020-07-20"
    assert [one.name for one in asked.fields if one.is_announced] == ["recruitments"]
    assert [one.name for one in asked.fields] == [one.name for one in DEFAULTS]


def test_what_is_typed_changes_the_assumption_and_the_address_asks_the_same() -> None:
    asked = costing.read({"jour": "2023-12-31", "housing_share": "0,25", "recruitments": "2 000"})
    assert asked.changes == (("recruitments", 2000), ("housing_share", 0.25))
    assert asked.query == "jour=2023-12-31&recruitments=2000&housing_share=0.25"
    assert asked.command.endswith("--suppose recruitments=2000 --suppose housing_share=0.25")
    found = costing.cost(asked)
    assert sum(one.recruitments for one in found.territories) == 2000
    assert not any(one.is_announced for one in asked.fields)


@pytest.mark.parametrize(
    ("name", "typed"),
    [
        ("recruitments", "100001"),
        ("recruitments", "-1"),
        ("recruitments", "1.5"),
        ("recruitments", "1e9"),
        ("recruitments", "١٢"),
        ("housing_share", "nan"),
        ("housing_share", "1.01"),
        ("eligible_share", "beaucoup"),
        ("rent_high", "inf"),
        ("months_low", "13"),
        ("rent_low", "601"),
    ],
)
def test_an_assumption_that_cannot_be_is_said_and_nothing_is_computed(
    name: str, typed: str
) -> None:
    asked = costing.read({name: typed})
    assert not asked.is_sound
    assert [(one.name, one.typed) for one in asked.fields if one.fault] == [(name, typed)]


@pytest.mark.parametrize("typed", ["hier", "2020-13-01", "1789-07-14", "9" * 300, "\x00"])
def test_a_day_that_is_none_is_said(typed: str) -> None:
    asked = costing.read({"jour": typed})
    assert asked.day_fault is not None
    assert asked.day_typed == typed[:20].strip()


def test_regions_and_territories_add_up_to_the_whole() -> None:
    found = costing.cost(costing.read({}))
    regions = costing.by_region(found)
    assert sum(one.total_cents for one in regions) == found.supposed_cents
    assert sum(one.territories for one in regions) == len(found.territories) == 149
    assert sum(one.recruitments for one in regions) == 1000
    assert all(one.name for one in regions)
    assert [one.total_cents for one in regions] == sorted(
        (one.total_cents for one in regions), reverse=True
    )
    lisieux = next(one for one in costing.table(found) if one["territory"] == "ti-2805")
    assert (lisieux["region_code"], lisieux["region_name"]) == ("28", "Normandie")


def test_the_same_question_is_computed_once() -> None:
    asked = costing.read({"graine": "7"})
    assert costing.cost(asked) is costing.cost(costing.read({"graine": "7"}))
    assert costing.cost(asked) != costing.cost(costing.read({}))
