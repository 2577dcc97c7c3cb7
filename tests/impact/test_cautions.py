"""When the data cannot carry a claim: each rule at its edge."""

from __future__ import annotations

from typing import Any

import pytest

from rebond.impact.cautions import Strength, cautions_of, strength_of
from rebond.impact.pairing import Balance, Pair, Pairing
from rebond.impact.placebo import PreTrend


def pairing(
    count: int = 30, *, gap: float | None = 0.05, alone: int = 0, missing: int = 0
) -> Pairing:
    return Pairing(
        method="nearest_pairs",
        method_version="1.0.0",
        pairs=tuple(Pair(number, 100 + number, 0.1) for number in range(count)),
        missing_facts=tuple(range(missing)),
        without_neighbour=tuple(range(alone)),
        balance=(Balance("access", 1.0, 1.0, 0.5, gap),),
        constant_facts=(),
    )


def seen(**changes: Any) -> dict[str, bool]:
    values: dict[str, Any] = {
        "retained": 30,
        "others": 60,
        "observed": 500,
        "pairing": pairing(),
        "complete": 30,
        "incomplete": 0,
        "trend": PreTrend(0.5, (2, 28), 0.6),
        "reuses": 1,
    } | changes
    return {one.code: one.forbids for one in cautions_of(**values)}


def test_sound_data_have_no_caution() -> None:
    assert seen() == {}
    assert strength_of(()) is Strength.CONDITIONAL


@pytest.mark.parametrize(
    ("changes", "code", "forbids"),
    [
        ({"observed": 0}, "no_outcomes", True),
        ({"others": 0}, "one_group", True),
        ({"pairing": pairing(0)}, "no_overlap", True),
        ({"pairing": pairing(alone=15)}, "outside_overlap", False),
        ({"pairing": pairing(alone=16)}, "outside_overlap", True),
        ({"pairing": pairing(gap=0.1)}, None, False),
        ({"pairing": pairing(gap=-0.11)}, "imbalance", False),
        ({"pairing": pairing(gap=0.25)}, "imbalance", False),
        ({"pairing": pairing(gap=0.26)}, "imbalance", True),
        ({"pairing": pairing(gap=None)}, "imbalance_unknown", True),
        ({"pairing": pairing(missing=1)}, "missing_facts", False),
        ({"reuses": 4}, "reused", False),
        ({"complete": 24, "incomplete": 6}, "missing_outcomes", False),
        ({"complete": 23, "incomplete": 7}, "missing_outcomes", True),
        ({"complete": 20}, None, False),
        ({"complete": 19}, "few_pairs", False),
        ({"complete": 9}, "few_pairs", True),
        ({"trend": PreTrend(None, None, None)}, "trends_untested", False),
        ({"trend": PreTrend(2.0, (2, 28), 0.19)}, "trends_differ", False),
        ({"trend": PreTrend(5.0, (2, 28), 0.04)}, "trends_differ", True),
    ],
)
def test_each_rule(changes: dict[str, Any], code: str | None, forbids: bool) -> None:
    assert seen(**changes) == ({} if code is None else {code: forbids})


def test_what_forbids_stands_first_and_decides() -> None:
    found = cautions_of(
        retained=30,
        others=60,
        observed=500,
        pairing=pairing(gap=0.15),
        complete=5,
        incomplete=0,
        trend=PreTrend(None, None, None),
        reuses=1,
    )
    assert [one.forbids for one in found] == [True, False, False]
    assert strength_of(found) is Strength.NONE
    assert strength_of(found[1:]) is Strength.FRAGILE
    assert all(one.words.fr != one.words.en for one in found)
