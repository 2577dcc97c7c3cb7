"""The geometry of the figures: bars that add up, intervals on their scale."""

from __future__ import annotations

import math

from hypothesis import given
from hypothesis import strategies as st

from rebond.web.theme import figures

shares = st.floats(0, 1, allow_nan=False)


@given(shares)
def test_a_hundred_strokes_stand_for_a_hundred_weightings(share: float) -> None:
    strokes = figures.hundred_strokes(share)
    filled = sum(stroke.is_in for stroke in strokes)
    assert len(strokes) == 100
    assert abs(filled - 100 * share) <= 1
    assert (filled == 0) == (share == 0)
    assert (filled == 100) == (share == 1)


@given(st.lists(st.floats(-1, 1, allow_nan=False), min_size=1, max_size=8), shares)
def test_each_bar_starts_where_the_one_before_ended(steps: list[float], start: float) -> None:
    bars = figures.waterfall(start, steps)
    level = float(figures.bar_origin(bars[0]))
    for bar in bars:
        left, right = float(bar.start), float(bar.start) + float(bar.width)
        assert left >= -0.1
        assert right <= 100.5
        begin, end = (right, left) if bar.is_negative else (left, right)
        assert math.isclose(begin, level, abs_tol=0.7)
        level = end


def test_a_rank_interval_stands_on_its_scale() -> None:
    spans = figures.rank_interval(1, 75, 149, count=149, cut=78)
    assert (spans.low, spans.end) == ("0", "100")
    assert spans.middle == "50"
    assert 52 < float(spans.cut) < 53


def test_a_rank_past_the_last_candidate_stays_on_the_scale() -> None:
    assert figures.rank_interval(150, 150, 150, count=149, cut=78).middle == "100"


def test_labels_near_the_ends_grow_inwards() -> None:
    anchors = [figures.rank_interval(1, 1, 1, count=100, cut=cut).cut_anchor for cut in (5, 50, 95)]
    assert anchors == ["start", "middle", "end"]


def test_coordinates_never_follow_a_locale() -> None:
    assert figures.coordinate(1234.5) == "1234.5"
    assert figures.coordinate(0.0) == "0"


def test_the_palette_has_five_steps() -> None:
    assert [figures.chance_step(c) for c in (0.0, 0.05, 0.5, 0.65, 0.95, 1.0)] == [0, 1, 2, 3, 4, 4]


def test_a_value_function_is_drawn_from_its_points() -> None:
    curve = figures.curve([(10, 0.0), (20, 1.0)])
    assert (curve.first, curve.last) == (10, 20)
    assert curve.path.startswith("M0 38L10 38L90 2L100 2")
