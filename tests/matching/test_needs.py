from __future__ import annotations

import math

import pytest

from rebond.matching import AtLeast, AtMost, Box, OneOf
from rebond.matching.errors import UnusableCondition


@pytest.mark.parametrize("value", [math.nan, math.inf, -math.inf])
def test_a_threshold_that_nothing_can_be_compared_with_is_refused(value: float) -> None:
    with pytest.raises(UnusableCondition):
        AtLeast("lot_ha", value)
    with pytest.raises(UnusableCondition):
        AtMost("lot_ha", value)


def test_a_choice_among_nothing_and_a_box_inside_out_are_refused() -> None:
    with pytest.raises(UnusableCondition):
        OneOf("icpe", frozenset())
    with pytest.raises(UnusableCondition):
        Box(3, 40, 1, 50)
    with pytest.raises(UnusableCondition):
        Box(1, 50, 3, 40)
    assert Box(1, 40, 1, 40).west == 1
