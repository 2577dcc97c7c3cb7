"""Indicators of objectives: what they say, and that they never move the digest of the policy that decided."""

from __future__ import annotations

import pytest

from rebond.programme import OutcomeIndicators, Unknown, load_outcomes, load_programme
from rebond.programme.outcomes import MissingData, objectives_without_indicator

from .policies import FICTITIOUS

SHIPPED = "pack_rebond_2020"


@pytest.fixture(scope="module")
def shipped() -> OutcomeIndicators:
    found = load_outcomes(SHIPPED)
    assert found is not None
    return found


def test_each_objective_is_followed_by_an_indicator(shipped: OutcomeIndicators) -> None:
    objectives = [one.id for one in load_programme(SHIPPED).objectives]
    assert len(objectives) == 4
    assert objectives_without_indicator(objectives, shipped) == []


def test_an_objective_that_nothing_follows_is_named(shipped: OutcomeIndicators) -> None:
    (complaint,) = objectives_without_indicator(["voler"], shipped)
    assert "voler" in complaint.what.en


def test_the_two_figures_said_in_public_are_context_whose_data_are_missing(
    shipped: OutcomeIndicators,
) -> None:
    programme = load_programme(SHIPPED)
    said = {one.id: one for one in programme.figures}
    values = []
    for one in shipped.context:
        assert isinstance(one.data, MissingData)
        assert one.figure is not None
        assert one.not_established
        figure = said[one.figure]
        assert not isinstance(figure.said, Unknown)
        values += [(each.value, each.sources) for each in figure.said]
        assert figure.as_of is not None
    assert values == [(70, ("CP",)), (71, ("CP",))]


def test_indicators_have_a_digest_of_their_own(shipped: OutcomeIndicators) -> None:
    again = OutcomeIndicators.model_validate(
        {
            **{name: getattr(shipped, name) for name in ("format", "programme")},
            "version": "1.0.1",
            "indicators": shipped.indicators,
        }
    )
    assert again.digest != shipped.digest
    assert shipped.digest not in load_programme(SHIPPED).canonical().decode()


def test_an_indicator_is_found_by_name_or_not_at_all() -> None:
    found = load_outcomes(FICTITIOUS)
    assert found is not None
    known = found.indicator("vent_porteur")
    assert known is not None
    assert known.is_context
    assert found.indicator("vent_contraire") is None
