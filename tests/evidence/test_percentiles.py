"""Spread of values over the country."""

import numpy as np

from rebond.evidence import national_percentiles, percentiles
from tests.evidence.world import DECISION, engine


def test_percentiles_are_values_of_places_that_have_one():
    """Metropolitan communes with a sum: 46, 56, 59; the Corsican one has none and does not count."""
    found = national_percentiles(
        engine(), ["establishments_30km"], [0.05, 0.5, 1.0], as_of=DECISION
    )
    assert found[:, 0].tolist() == [46.0, 56.0, 59.0]


def test_other_zones_may_be_asked_for():
    found = national_percentiles(
        engine(), ["establishments_30km"], [0.5], as_of=DECISION, zones=("drom",)
    )
    assert found.tolist() == [[5.0]]


def test_without_any_value_there_is_no_percentile():
    one = engine()
    evidence = one.evaluate(one.communes(), ["vocational_schools"], as_of=DECISION)
    assert np.isnan(percentiles(evidence, [0.5])).all()
