"""The parameters told to whoever a decision concerns."""

from __future__ import annotations

from dataclasses import replace

from rebond.web.decisions import parameters
from rebond.web.decisions.rows import Decision


def test_every_criterion_tells_its_weights_shares_and_anchors(decision: Decision) -> None:
    told = parameters.applied(decision)
    assert [one.criterion.id for one in told] == [one.id for one in decision.criteria]
    assert all(one.indicators for one in told)
    assert told[0].indicators[0].anchors == (("0", "0"), ("90", "1"))
    assert "100" in told[0].range


def test_a_bounded_weight_is_told_with_its_bounds(decision: Decision) -> None:
    first = decision.criteria[0].id
    told = parameters.applied(replace(decision, weight_ranges={first: (0.3, 0.3)}))
    assert told[0].range.startswith("30")
    assert "100" in told[1].range


def test_a_value_function_without_points_has_no_anchors() -> None:
    assert parameters.anchors(None) == ()
    assert parameters.anchors({"kind": "categories", "points": "x"}) == ()
