"""What a decision changed: baselines, matched comparison, difference-in-differences with its uncertainty.

Modules: ``baseline`` (facts of each candidate frozen on the day of the decision), ``panel`` (candidates, facts and
outcomes by year), ``reading`` (the same from a CSV file), ``pairing`` (each retained candidate beside the nearest one
that was not), ``differences`` (difference-in-differences on pairs), ``placebo`` (permutation, trends before the
decision), ``cautions`` (when the data cannot support a claim), ``assumptions`` (what must hold, in words),
``comparing`` (all of it at once), ``telling`` (the answer in words), ``synthetic`` (data with a known effect, on which
the method is tried), ``registry`` (methods and versions), ``errors``.
"""

from __future__ import annotations

from rebond.impact.assumptions import ASSUMPTIONS, Assumption
from rebond.impact.baseline import Baseline, BaselineFact, freeze
from rebond.impact.cautions import Caution, Strength
from rebond.impact.comparing import Comparison, Options, compare
from rebond.impact.panel import Panel, panel
from rebond.impact.reading import read_panel

__all__ = [
    "ASSUMPTIONS",
    "Assumption",
    "Baseline",
    "BaselineFact",
    "Caution",
    "Comparison",
    "Options",
    "Panel",
    "Strength",
    "compare",
    "freeze",
    "panel",
    "read_panel",
]
