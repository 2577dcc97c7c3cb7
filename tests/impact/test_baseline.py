"""Facts frozen on the day of the decision: with their origin, missing as missing, sealed by a digest."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from rebond.evidence import EvidenceEngine
from rebond.impact import Baseline, freeze
from rebond.opendata import Snapshot
from rebond.territory import Atlas, PlaceKey

DAY = date(2020, 7, 20)
NAMES = ("motorway_access_km", "freight_station_km")


@pytest.fixture(scope="module")
def frozen() -> Baseline:
    snapshot = Snapshot.shared()
    engine = EvidenceEngine.shared(snapshot, Atlas.shared(snapshot))
    names = tuple(sorted(engine.catalogue.ids))[:3]
    evidence = engine.evaluate([PlaceKey("commune", "14366")], list(names), as_of=DAY)
    return freeze(
        "D-1", decided_on=DAY, is_retained=False, evidence=evidence, row=0, indicators=names
    )


def test_each_fact_keeps_its_origin_and_a_missing_one_no_value(frozen: Baseline) -> None:
    assert len(frozen.facts) == 3
    for one in frozen.facts:
        assert (one.value is not None) is (one.status == "known")
        assert one.dataset or one.status != "known"


def test_a_fact_changed_afterwards_is_seen(frozen: Baseline) -> None:
    first, *rest = frozen.facts
    moved = replace(
        frozen, facts=(replace(first, status="known", value=(first.value or 0) + 1), *rest)
    )
    assert moved.digest != frozen.digest
    assert replace(frozen, is_retained=True).digest != frozen.digest
    assert replace(frozen).digest == frozen.digest


def test_a_candidate_without_a_place_has_every_fact_missing() -> None:
    made = freeze("D-2", decided_on=DAY, is_retained=True, evidence=None, row=0, indicators=NAMES)
    assert [one.status for one in made.facts] == ["missing", "missing"]
    assert [one.value for one in made.facts] == [None, None]
