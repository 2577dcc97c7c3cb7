"""Facts become values between 0 and 1; the figures of these tests are worked out by hand."""

from __future__ import annotations

import datetime as dt
from fractions import Fraction

import numpy as np
import pytest

from rebond.evidence import Evidence, EvidenceEngine, OwnValue
from rebond.opendata import Snapshot
from rebond.pipeline.errors import CategoriesNotMeasured, NotApplicableUnweighed
from rebond.pipeline.running import Scores
from rebond.pipeline.scoring import (
    GridLayout,
    criterion_values,
    value_function,
    valued,
)
from rebond.programme import Grid, load_programme
from rebond.programme.value_functions import CategoriesValue
from rebond.territory import Atlas, PlaceKey
from tests.pipeline.conftest import FICTITIOUS

# freight 1/3 and port 2/3 of acces; jobs is all of equipage; fibre all of signal.
FREIGHT, PORT, JOBS, FIBRE = range(4)


@pytest.fixture(scope="module")
def grid() -> Grid:
    found = load_programme(FICTITIOUS).measures[0].grid
    assert found is not None
    return found


@pytest.fixture(scope="module")
def layout(grid: Grid) -> GridLayout:
    return GridLayout.of(grid)


@pytest.fixture(scope="module")
def evidence(snapshot: Snapshot, atlas: Atlas, grid: Grid) -> Evidence:
    """One commune on a day before any vintage: every fact is missing until a test gives it."""
    return EvidenceEngine.shared(snapshot, atlas).evaluate(
        [PlaceKey("commune", "14366")], grid.indicators, as_of=dt.date(1990, 1, 1)
    )


def test_the_grid_is_laid_out_criterion_by_criterion(layout: GridLayout) -> None:
    assert [use.indicator for use in layout.uses] == [
        "freight_station_km",
        "port_km",
        "jobs_30km",
        "fibre_rate",
    ]
    assert layout.criterion_of.tolist() == [0, 0, 1, 2]
    np.testing.assert_allclose(
        layout.shares, [[1 / 3, 2 / 3, 0, 0], [0, 0, 1, 0], [0, 0, 0, 1]], rtol=1e-15
    )
    assert [sum(one.shares) for one in layout.criteria] == [Fraction(1)] * 3


def test_a_missing_fact_takes_the_whole_interval(evidence: Evidence, layout: GridLayout) -> None:
    found = valued(evidence, layout)
    assert found.low.tolist() == [[0, 0, 0, 0]]
    assert found.high.tolist() == [[1, 1, 1, 1]]
    assert not found.documented.any()


@pytest.mark.parametrize(
    ("indicator", "column", "value", "expected"),
    [
        ("freight_station_km", FREIGHT, 0, 1.0),
        ("freight_station_km", FREIGHT, 15, 0.75),  # linear from 1 at 0 km to 0 at 60 km
        ("freight_station_km", FREIGHT, 90, 0.0),
        ("port_km", PORT, 5, 1.0),
        ("port_km", PORT, 50, 0.4),
        ("port_km", PORT, 175, 0.2),  # half way from 0.4 at 50 km to 0 at 300 km
        ("jobs_30km", JOBS, 75_500, 0.5),  # half way from 1 000 to 150 000
        ("fibre_rate", FIBRE, 0.29, 0.0),
        ("fibre_rate", FIBRE, 0.3, 0.5),  # a threshold counts from its point on
        ("fibre_rate", FIBRE, 0.8, 1.0),
    ],
)
def test_a_known_fact_becomes_its_value(
    evidence: Evidence,
    layout: GridLayout,
    indicator: str,
    column: int,
    value: float,
    expected: float,
) -> None:
    found = valued(evidence.with_values({0: {indicator: value}}), layout)
    assert found.low[0, column] == found.high[0, column] == pytest.approx(expected, abs=1e-6)
    assert found.documented[0].tolist() == [position == column for position in range(4)]


def test_bounds_turn_round_where_less_is_better(evidence: Evidence, layout: GridLayout) -> None:
    given = OwnValue(30, low=15, high=45, source="measured")
    found = valued(evidence.with_values({0: {"freight_station_km": given}}), layout)
    assert (found.low[0, FREIGHT], found.high[0, FREIGHT]) == (0.25, 0.75)


def test_criteria_are_sums_of_shares_rounded_to_the_millionth(layout: GridLayout) -> None:
    values = np.array([[0.5, 0.25, 0.123456, 1.0], [1.0, 1.0, 1.0, 1.0]])
    found = criterion_values(values, layout)
    assert found.tolist() == [[0.333333, 0.123456, 1.0], [1.0, 1.0, 1.0]]


def test_what_does_not_apply_is_refused_and_not_counted_as_zero(
    evidence: Evidence, layout: GridLayout
) -> None:
    none = OwnValue(None, source="an island", not_applicable=True)
    with pytest.raises(NotApplicableUnweighed) as caught:
        valued(evidence.with_values({0: {"port_km": none}}), layout)
    assert (caught.value.place, caught.value.indicator) == ("commune:14366", "port_km")


def test_values_of_categories_are_refused_by_name(grid: Grid) -> None:
    use = grid.criteria[0].indicators[0]
    categories = CategoriesValue.model_validate(
        {
            "kind": "categories",
            "entries": ({"id": "near", "value": 1},),
            "basis": {"kind": "assumption", "why": {"fr": "Essai.", "en": "Test."}},
        }
    )
    with pytest.raises(CategoriesNotMeasured, match="freight_station_km"):
        value_function(use.model_copy(update={"value": categories}))


def test_contributions_in_millionths_add_up_to_the_score_exactly() -> None:
    mid = np.array([[0.1, 0.2, 0.3], [1.0, 1.0, 1.0]])
    weights = np.array([0.333333, 0.333333, 0.333334])
    units = np.rint(mid * weights * 10**6).astype(np.int64)
    scores = Scores(mid, mid, mid, np.array([[1, 0, 1], [1, 1, 1.0]]), weights, units)
    assert units[0].tolist() == [33333, 66667, 100000]
    assert scores.score().tolist() == [0.2, 1.0]
    assert scores.reliability().tolist() == [0.666667, 1.0]
    assert scores.bound(np.zeros((2, 3))).tolist() == [0.0, 0.0]
