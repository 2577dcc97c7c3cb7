"""From facts to values: missing is the whole interval, shares are exact, rounding is fixed."""

from __future__ import annotations

import datetime as dt

import numpy as np
import pytest

from rebond.evaluation.value_functions import Steps
from rebond.evidence import EvidenceEngine, OwnValue
from rebond.opendata import Snapshot
from rebond.pipeline.errors import NotApplicableUnweighed
from rebond.pipeline.scoring import GridLayout, criterion_values, value_function, valued
from rebond.programme import Grid, load_programme
from rebond.territory import Atlas, PlaceKey
from tests.pipeline.conftest import FICTITIOUS

LISIEUX = PlaceKey("commune", "14366")


@pytest.fixture(scope="module")
def grid() -> Grid:
    found = load_programme(FICTITIOUS).measures[0].grid
    assert found is not None
    return found


def test_columns_follow_criteria_and_shares_sum_to_one(grid: Grid) -> None:
    layout = GridLayout.of(grid)
    assert [use.indicator for use in layout.uses][:2] == ["freight_station_km", "port_km"]
    assert layout.shares[0].tolist() == [1 / 3, 2 / 3, 0.0, 0.0]
    assert layout.shares.sum(axis=1) == pytest.approx([1, 1, 1])


def test_a_criterion_is_its_shares_of_values(grid: Grid) -> None:
    layout = GridLayout.of(grid)
    found = criterion_values(np.array([[0.3, 0.9, 0.5, 0.0]]), layout)
    assert found.tolist() == [[0.7, 0.5, 0.0]]  # 0.3/3 + 0.9·2/3 = 0.7


def test_values_are_read_on_the_lines_of_the_policy(
    grid: Grid, snapshot: Snapshot, atlas: Atlas
) -> None:
    evidence = EvidenceEngine(snapshot, atlas).evaluate(
        [LISIEUX], grid.indicators, as_of=dt.date(2031, 6, 30)
    )
    layout = GridLayout.of(grid)
    known = evidence.with_values(
        {0: {"freight_station_km": 15.0, "port_km": 27.5, "fibre_rate": 1.0, "jobs_30km": 1000.0}}
    )
    values = valued(known, layout)
    # 15 km on [0, 60]: 0.75; 27.5 km half-way between 5 (1) and 50 (0.4): 0.7; 1 000 jobs: 0.
    assert values.low[0, :3].tolist() == [0.75, 0.7, 0.0]
    assert values.documented.all()
    unsure = known.with_values({0: {"port_km": OwnValue(27.5, 5.0, 50.0)}})
    assert valued(unsure, layout).low[0, 1] == 0.4
    assert valued(unsure, layout).high[0, 1] == 1.0


def test_a_missing_fact_may_be_anything(grid: Grid, snapshot: Snapshot, atlas: Atlas) -> None:
    evidence = EvidenceEngine(snapshot, atlas).evaluate(
        [LISIEUX], grid.indicators, as_of=dt.date(2010, 1, 1)
    )
    values = valued(evidence, GridLayout.of(grid))
    assert not values.documented.any()
    assert values.low.max() == 0.0
    assert values.high.min() == 1.0


def test_not_applicable_is_refused_rather_than_counted(
    grid: Grid, snapshot: Snapshot, atlas: Atlas
) -> None:
    evidence = EvidenceEngine(snapshot, atlas).evaluate(
        [LISIEUX], grid.indicators, as_of=dt.date(2031, 6, 30)
    )
    island = evidence.with_values(
        {0: {"freight_station_km": OwnValue(None, not_applicable=True, source="no railway")}}
    )
    with pytest.raises(NotApplicableUnweighed) as caught:
        valued(island, GridLayout.of(grid))
    assert caught.value.indicator == "freight_station_km"


def test_a_threshold_that_is_reached_counts(grid: Grid) -> None:
    use = grid.criteria[2].indicators[0]
    found = value_function(use)
    if isinstance(found, Steps):
        assert found.of([found.cuts[0]]).tolist() == [found.values[1]]
    else:
        assert found.of([1e9]).max() <= 1.0
