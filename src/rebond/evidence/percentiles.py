"""How the values of indicators spread over places."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date
from typing import TYPE_CHECKING

import numpy as np

from rebond.evidence.facts import KNOWN, Evidence

if TYPE_CHECKING:
    from rebond.evidence.distances import FloatArray
    from rebond.evidence.engine import EvidenceEngine


def percentiles(evidence: Evidence, shares: Sequence[float]) -> FloatArray:
    """Return percentiles of the known values of each indicator.

    Parameters
    ----------
    evidence : Evidence, n places by m indicators
    shares : sequence of float in [0, 1]

    Returns
    -------
    array, shape (len(shares), m), in the unit of each indicator; NaN where no place has a value

    Notes
    -----
    Each place counts once, whatever its population; missing values are left out. The percentile is
    a value that some place has (the inverse of the empirical distribution function).
    """
    result = np.full((len(shares), len(evidence.indicators)), np.nan)
    for column in range(len(evidence.indicators)):
        known = evidence.value[evidence.status[:, column] == KNOWN, column]
        if len(known):
            result[:, column] = np.quantile(known, list(shares), method="inverted_cdf")
    return result


def national_percentiles(
    engine: EvidenceEngine,
    indicators: Sequence[str],
    shares: Sequence[float],
    *,
    as_of: date,
    allow_later: Collection[str] = (),
    zones: Collection[str] = ("metro",),
) -> FloatArray:
    """Return percentiles of indicators over all communes of metropolitan France, or of other zones.

    Parameters
    ----------
    engine : EvidenceEngine
    indicators : sequence of str, m identifiers
    shares : sequence of float in [0, 1]
    as_of : date
    allow_later : collection of str
        Indicators for which a later vintage may be used.
    zones : collection of str
        Among metro, drom and com.

    Returns
    -------
    array, shape (len(shares), m)

    Raises
    ------
    UnknownIndicator
    """
    evidence = engine.evaluate(
        engine.communes(zones), indicators, as_of=as_of, allow_later=allow_later
    )
    return percentiles(evidence, shares)
