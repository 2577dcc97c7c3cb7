"""The national ranks are there before the first page of each kind is asked."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import numpy as np
import pytest

from rebond.web import clock
from rebond.web.territories import facts, warming
from rebond.web.territories.ground import ground_of


def test_no_page_computes_the_ranks_of_a_kind_again() -> None:
    warming.warm()
    before = facts._everyone.cache_info().misses
    keys = warming.first_of_each_kind()
    assert {key.kind for key in keys} >= {"commune", "epci", "departement", "region", "ept"}
    for key in keys:
        found = facts.facts_of(ground_of(key), clock.today())
        assert found.peers > 1 or key.kind == "ept", "few EPT have communes in the tables at hand"
    assert facts._everyone.cache_info().misses == before


def test_what_fails_is_left_to_the_first_visitor(
    settings: Any, caplog: pytest.LogCaptureFixture
) -> None:
    def stopped() -> datetime:
        raise OSError("no clock")

    settings.CLOCK = stopped
    warming.warm()
    assert "could not be made ready" in caplog.text


def test_one_kind_that_fails_does_not_stop_the_others(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    seen: list[str] = []

    def facts_of(ground: Any, _day: Any) -> None:
        seen.append(ground.key.kind)
        if ground.key.kind == "epci":
            raise ValueError("no such table")

    monkeypatch.setattr(warming, "facts_of", facts_of)
    warming.warm()
    assert seen[-1] == "territoire_industrie"
    assert caplog.text.count("could not be made ready") == 1


@pytest.mark.parametrize("values", [[1.0], [1.0, 4.0], [1.0, 2.0, 9.0], [0.0, 1.0, 3.0, 8.0]])
def test_a_median_of_values_in_order_is_theirs(values: list[float]) -> None:
    assert facts._median(np.array(values)) == float(np.median(values))
