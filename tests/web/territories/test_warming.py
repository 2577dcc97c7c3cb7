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
    assert {key.kind for key in keys} >= {"commune", "epci", "departement", "region"}
    for key in keys:
        assert facts.facts_of(ground_of(key), clock.today()).peers > 1
    assert facts._everyone.cache_info().misses == before


def test_what_fails_is_left_to_the_first_visitor(
    settings: Any, caplog: pytest.LogCaptureFixture
) -> None:
    def stopped() -> datetime:
        raise OSError("no clock")

    settings.CLOCK = stopped
    warming.warm()
    assert "could not be made ready" in caplog.text


@pytest.mark.parametrize("values", [[1.0], [1.0, 4.0], [1.0, 2.0, 9.0], [0.0, 1.0, 3.0, 8.0]])
def test_a_median_of_values_in_order_is_theirs(values: list[float]) -> None:
    assert facts._median(np.array(values)) == float(np.median(values))
