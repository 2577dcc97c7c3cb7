"""The whole comparison of retained and other candidates: pairs, estimate, tests, cautions."""

from __future__ import annotations

from collections import Counter
from dataclasses import asdict, dataclass
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

import numpy as np

from rebond.impact.cautions import Caution, Strength, cautions_of, strength_of
from rebond.impact.differences import (
    Estimate,
    YearEstimate,
    by_year,
    clusters_of,
    complete_pairs,
    mean_change,
    pair_changes,
    pair_gaps,
    two_groups,
)
from rebond.impact.pairing import Metric, Pairing, pair
from rebond.impact.panel import windowed
from rebond.impact.placebo import Permutation, PreTrend, permutation, pre_trend
from rebond.impact.registry import DIFFERENCES, versions

if TYPE_CHECKING:
    from collections.abc import Mapping

    from rebond.impact.panel import Panel


@dataclass(frozen=True, slots=True, kw_only=True)
class Options:
    """How candidates are compared.

    Parameters
    ----------
    metric : {"mahalanobis", "standardised"}
    caliper : float or None
        Largest gap on each fact, in pooled standard deviations.
    with_replacement : bool
    confidence : float in (0, 1)
    draws : int
        Of the permutation test.
    seed : int
    """

    metric: Metric = "mahalanobis"
    caliper: float | None = 0.5
    with_replacement: bool = False
    confidence: float = 0.95
    draws: int = 9999
    seed: int = 0


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Comparison:
    """The result, with everything needed to compute it again.

    Parameters
    ----------
    method, method_version : str
    versions : mapping
        Of every method used.
    inputs_digest : str
        Of the panel.
    parameters : mapping
    units : tuple of str
        Candidates, in the order that the pairs speak of.
    years : tuple of int
        Those compared.
    years_left : tuple of int
        Left out: told by fewer than four candidates out of five.
    first_after : int
    retained, others : int
        Candidates in each group.
    pairing : Pairing
    complete, incomplete : int
        Pairs observed in every year, and the others.
    estimate : Estimate or None
        Difference-in-differences on complete pairs; None without any.
    unpaired : Estimate or None
        The same without pairing, beside it; None when a group is empty.
    years_estimates : tuple of YearEstimate
    permutation : Permutation or None
    trend : PreTrend
    cautions : tuple of Caution
    strength : Strength
    """

    method: str
    method_version: str
    versions: Mapping[str, str]
    inputs_digest: str
    parameters: Mapping[str, Any]
    units: tuple[str, ...]
    years: tuple[int, ...]
    years_left: tuple[int, ...]
    first_after: int
    retained: int
    others: int
    pairing: Pairing
    complete: int
    incomplete: int
    estimate: Estimate | None
    unpaired: Estimate | None
    years_estimates: tuple[YearEstimate, ...]
    permutation: Permutation | None
    trend: PreTrend
    cautions: tuple[Caution, ...]
    strength: Strength

    @property
    def finds_nothing(self) -> bool:
        """Whether the interval holds zero, or there is none."""
        one = self.estimate
        return one is None or one.low is None or one.high is None or one.low <= 0 <= one.high


def compare(data: Panel, options: Options | None = None) -> Comparison:
    """Compare retained candidates with others that were like them on the day of the decision.

    Parameters
    ----------
    data : Panel
    options : Options, optional

    Returns
    -------
    Comparison
        An estimate may be given beside a caution that forbids a claim; `Comparison.strength` says what may be said.

    Raises
    ------
    OptionUnfit

    References
    ----------
    Heckman, J. J., Ichimura, H., Todd, P. E. (1997). Matching as an econometric evaluation estimator. *Review of
    Economic Studies* 64: difference-in-differences on matched candidates.
    """
    asked = options or Options()
    given = data.digest
    data, years_left = windowed(data)
    pairing = pair(
        data,
        metric=asked.metric,
        caliper=asked.caliper,
        with_replacement=asked.with_replacement,
    )
    kept, left = complete_pairs(data.outcomes, pairing.pairs)
    gaps, clusters = pair_gaps(data.outcomes, kept), clusters_of(kept)
    changes = pair_changes(gaps, data.before, data.after)
    retained = int(np.count_nonzero(data.is_retained))
    others = len(data.units) - retained
    trend = pre_trend(gaps, clusters, data.before)
    reuses = max(Counter(one.other for one in pairing.pairs).values(), default=0)
    cautions = cautions_of(
        retained=retained,
        others=others,
        observed=int(np.count_nonzero(~np.isnan(data.outcomes))),
        pairing=pairing,
        complete=len(kept),
        incomplete=len(left),
        trend=trend,
        reuses=reuses,
    )
    plain = two_groups(
        data.outcomes, data.is_retained, data.before, data.after, confidence=asked.confidence
    )
    return Comparison(
        method=DIFFERENCES.name,
        method_version=DIFFERENCES.version,
        versions=MappingProxyType(versions()),
        inputs_digest=given,
        parameters=MappingProxyType(asdict(asked)),
        units=data.units,
        years=data.years,
        years_left=years_left,
        first_after=data.first_after,
        retained=retained,
        others=others,
        pairing=pairing,
        complete=len(kept),
        incomplete=len(left),
        estimate=mean_change(changes, clusters, confidence=asked.confidence) if kept else None,
        unpaired=None if np.isnan(plain.value) else plain,
        years_estimates=by_year(
            gaps, clusters, data.years, data.first_after, confidence=asked.confidence
        )
        if kept
        else (),
        permutation=permutation(changes, clusters, draws=asked.draws, seed=asked.seed),
        trend=trend,
        cautions=cautions,
        strength=strength_of(cautions),
    )
