"""Invented candidates with a known effect, on which the method is tried: does it find it, and nothing where there is none."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from rebond.impact.comparing import Options, compare
from rebond.impact.panel import Panel, panel

FACTS = ("access", "workforce", "area")
FIRST_YEAR = 2016
SELECTION = (0.6, 0.4, 0.0)
LEVELS = (4.0, 2.0, 1.0)
FAVOURED = 0.5
RETAINED = (0.6, 0.1)
"""Chance of being retained in a favoured region and in another."""


@dataclass(frozen=True, slots=True)
class Design:
    """How invented candidates are made.

    Parameters
    ----------
    units : int
    years_before, years_after : int, at least 1
    effect : float
        Added to the retained in every year after the decision.
    noise : float
        Standard deviation of a year's own noise.
    trend_by_fact : float
        How much the first fact bends the trend: above 0, both groups do not move in parallel without pairing.
    regions : int
        Above 0: each candidate stands in one of so many regions, half of which have most of the retained.
    shock : float
        Standard deviation of what all candidates of a region share after the decision.
    """

    units: int = 160
    years_before: int = 3
    years_after: int = 3
    effect: float = 0.0
    noise: float = 2.0
    trend_by_fact: float = 0.0
    regions: int = 0
    shock: float = 0.0


DESIGNS = {
    "known effect": Design(effect=3.0),
    "no effect": Design(effect=0.0),
    "trend explained by a fact": Design(effect=3.0, trend_by_fact=0.4),
    "shocks by region": Design(effect=0.0, regions=12, shock=2.0),
}
MEASURED = {
    "known effect": (94.7, 100.0),
    "no effect": (94.7, 5.3),
    "trend explained by a fact": (95.0, 100.0),
    "shocks by region": (82.3, 17.7),
}
"""In percent of 300 draws: intervals that hold the true effect, and that exclude zero. The tests compute them again."""


@dataclass(frozen=True, slots=True)
class Coverage:
    """How the method did over many invented programmes.

    Parameters
    ----------
    draws : int
        Programmes with an estimate.
    covered : float
        Share of the intervals that hold the true effect.
    rejected : float
        Share that exclude zero.
    mean : float
        Mean estimate.
    """

    draws: int
    covered: float
    rejected: float
    mean: float

    @property
    def standard_error(self) -> float:
        """Monte Carlo error of `covered`."""
        return float(np.sqrt(self.covered * (1 - self.covered) / self.draws))


def invent(design: Design, seed: int) -> Panel:
    """Return invented candidates; the same seed gives the same bits.

    Parameters
    ----------
    design : Design
    seed : int

    Returns
    -------
    Panel

    Notes
    -----
    Facts are standard normal; the chance of being retained grows with the first two (logistic), so that both groups
    differ but overlap; with regions, it depends on the region alone. Outcome = level by facts + candidate's own level + common trend + noise, plus the effect after.
    """
    stream = np.random.Generator(np.random.Philox(key=seed))
    facts = stream.standard_normal((design.units, len(FACTS)))
    chance = 1.0 / (1.0 + np.exp(1.2 - facts @ np.array(SELECTION)))
    is_retained = stream.random(design.units) < chance
    count = design.years_before + design.years_after
    years = [FIRST_YEAR + number for number in range(count)]
    level = 30.0 + facts @ np.array(LEVELS) + 3.0 * stream.standard_normal(design.units)
    trend = np.arange(count) * (1.0 + design.trend_by_fact * facts[:, :1])
    outcomes = level[:, None] + trend + design.noise * stream.standard_normal((design.units, count))
    if design.regions:
        region = stream.integers(0, design.regions, design.units)
        is_favoured = stream.random(design.regions) < FAVOURED
        is_retained = stream.random(design.units) < np.where(is_favoured[region], *RETAINED)
        shocks = design.shock * stream.standard_normal(design.regions)
        outcomes[:, design.years_before :] += shocks[region][:, None]
    outcomes[:, design.years_before :] += design.effect * is_retained[:, None]
    return panel(
        [f"F{number:04d}" for number in range(design.units)],
        is_retained,
        FACTS,
        facts,
        years,
        outcomes,
        first_after=FIRST_YEAR + design.years_before,
    )


def coverage(
    design: Design, *, draws: int = 300, seed: int = 1, options: Options | None = None
) -> Coverage:
    """Compare many invented programmes and return how often the interval holds the truth.

    Parameters
    ----------
    design : Design
    draws : int, default 300
    seed : int, default 1
        Programme number `i` is invented from ``seed + i``.
    options : Options, optional

    Returns
    -------
    Coverage
    """
    asked = options or Options(draws=1)
    found = [compare(invent(design, seed + number), asked).estimate for number in range(draws)]
    known = [one for one in found if one is not None and one.low is not None]
    lows = np.array([one.low for one in known], dtype=np.float64)
    highs = np.array([one.high for one in known], dtype=np.float64)
    inside = (lows <= design.effect) & (design.effect <= highs)
    return Coverage(
        draws=len(known),
        covered=float(inside.mean()),
        rejected=float(((lows > 0) | (highs < 0)).mean()),
        mean=float(np.mean([one.value for one in known])),
    )
