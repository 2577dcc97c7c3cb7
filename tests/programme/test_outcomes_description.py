"""Indicators told in words."""

from __future__ import annotations

from rebond.programme import load_outcomes, load_programme
from rebond.programme.outcomes_description import describe_outcomes

from .policies import FICTITIOUS


def test_what_is_missing_is_told_with_what_would_fill_it_in_both_languages() -> None:
    programme, outcomes = load_programme(FICTITIOUS), load_outcomes(FICTITIOUS)
    assert outcomes is not None
    english = "\n".join(describe_outcomes(programme, outcomes, "en"))
    assert "data missing: Nobody measures the wind. → An anemometer" in english
    assert "Baseline: 3 (2031-03-01) [BRUME1]" in english
    assert "Baseline: not established (Nothing)" in english
    assert "data at hand: `jobs_2020`, By commune, all sectors" in english
    assert "not established · no direction wished" in english
    assert "Un anémomètre" in "\n".join(describe_outcomes(programme, outcomes, "fr"))
