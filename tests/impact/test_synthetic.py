"""The method on invented programmes: it finds a known effect, and nothing where there is none, as often as it says.

The figures of docs/explanation/evaluating-results.md are those of these designs; the bounds below are three Monte
Carlo errors around the nominal rate.
"""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from rebond.impact.synthetic import DESIGNS, MEASURED, Coverage, Design, coverage, invent

PAGE = Path(__file__).parents[2] / "docs" / "explanation" / "evaluating-results.md"
DRAWS = 300
INDEPENDENT = [name for name, design in DESIGNS.items() if not design.regions]


@pytest.fixture(scope="module")
def found() -> dict[str, Coverage]:
    return {name: coverage(design, draws=DRAWS) for name, design in DESIGNS.items()}


@pytest.mark.parametrize("name", INDEPENDENT)
def test_the_interval_holds_the_truth_as_often_as_it_says(
    name: str, found: dict[str, Coverage]
) -> None:
    one = found[name]
    assert one.draws == DRAWS
    assert one.covered == pytest.approx(0.95, abs=3 * 0.0126)
    assert one.mean == pytest.approx(DESIGNS[name].effect, abs=0.1)


def test_a_known_effect_is_found_and_none_is_rejected_at_the_nominal_rate(
    found: dict[str, Coverage],
) -> None:
    assert found["known effect"].rejected > 0.95
    assert found["no effect"].rejected <= 0.05 + 3 * 0.0126


def test_candidates_that_share_what_happens_to_their_region_make_the_interval_too_narrow(
    found: dict[str, Coverage],
) -> None:
    one = found["shocks by region"]
    assert one.covered < 0.9
    assert one.mean == pytest.approx(0.0, abs=0.3)


def test_the_pages_state_the_coverage_that_is_computed(found: dict[str, Coverage]) -> None:
    rows = re.findall(
        r"^\| ([a-z ]+) \| ([\d.]+) % \| ([\d.]+) % \|", PAGE.read_text(), re.MULTILINE
    )
    told = {name: (float(covered), float(rejected)) for name, covered, rejected in rows}
    assert told == MEASURED
    assert {
        name: (round(100 * one.covered, 1), round(100 * one.rejected, 1))
        for name, one in found.items()
    } == MEASURED


def test_the_same_seed_invents_the_same_candidates() -> None:
    assert invent(Design(), 5).digest == invent(Design(), 5).digest
    assert invent(Design(), 5).digest != invent(Design(), 6).digest
