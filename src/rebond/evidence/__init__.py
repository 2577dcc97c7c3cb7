"""Indicators of places from open data: each value known, missing or not applicable, with its origin.

Modules: ``catalogue`` (what is declared in ``indicators/*.yaml``), ``as_of`` (which vintage may be
used on a date), ``distances``, ``nearest`` and ``decay`` (on the sphere), ``places`` (communes and
points), ``tables`` (reading), ``columns`` and ``computing`` (one indicator over many sites),
``aggregate`` (perimeters from communes), ``layout`` (what places stand on), ``matrix`` (their
values), ``engine`` (all of it at once), ``facts`` (the result), ``percentiles`` (how values spread
over the country), ``reference`` (the page that describes them), ``errors``.
"""

from rebond.evidence.as_of import AsOfState, Choice
from rebond.evidence.catalogue import Indicator, IndicatorCatalogue, load_indicators
from rebond.evidence.engine import EvidenceEngine
from rebond.evidence.facts import (
    KNOWN,
    MISSING,
    NOT_APPLICABLE,
    OWN_DATASET,
    Evidence,
    Fact,
    OwnValue,
    Status,
)
from rebond.evidence.percentiles import national_percentiles, percentiles
from rebond.evidence.places import Point

__all__ = [
    "KNOWN",
    "MISSING",
    "NOT_APPLICABLE",
    "OWN_DATASET",
    "AsOfState",
    "Choice",
    "Evidence",
    "EvidenceEngine",
    "Fact",
    "Indicator",
    "IndicatorCatalogue",
    "OwnValue",
    "Point",
    "Status",
    "load_indicators",
    "national_percentiles",
    "percentiles",
]
