"""The policy as data: what a programme wants, offers, asks, weighs and chooses, read from YAML.

A policy is a folder: ``programme.yaml`` (`programmes`) and one file a measure (`measures`). A measure
holds applicants (`applicants`), gates (`gates`), a form (`forms`, `form_checks`), a grid (`grids`,
`value_functions`, `weights`), rules of selection (`selection_rules`), awards (`awards`), dates and
figures with their sources (`sources`). Values that change over time are dated (`dated`); what could
not be established is written unknown (`policy_model`).

Reading: `loading` finds the folder (`shipped`, `policy_folder`), reads YAML without its surprises
(`yaml_source`, `yaml_events`, `yaml_scalars`, `yaml_values`), says what is wrong with file, line, key
and cure (`translation`, `key_names`, `complaints`, `errors`) and checks references (`cross_checks`).
`reference` writes the page that describes the format.

What tells whether objectives are met stands in ``indicators.yaml``, beside the policy and outside its digest
(`outcomes`, `outcomes_loading`).

A call completes a policy: `call_choices` holds what it decides, `call_questions` what it may decide,
`chosen_policy`, `chosen_rules` and `dated_choices` apply it, `call_choice_errors` says what is wrong.
"""

from __future__ import annotations

from rebond.programme.cross_checks import KnownNames
from rebond.programme.dated import Held, Period, value_on
from rebond.programme.errors import (
    MeasureNotFound,
    PolicyInvalid,
    Problem,
    ProblemKind,
    ProgrammeNotFound,
)
from rebond.programme.gates import Case, Eligibility, GateAnswer, judge
from rebond.programme.grids import Criterion, Grid, IndicatorUse
from rebond.programme.loading import load_programme, thaw_programme
from rebond.programme.measures import Measure
from rebond.programme.outcomes import OutcomeIndicator, OutcomeIndicators
from rebond.programme.outcomes_loading import load_outcomes
from rebond.programme.policy_model import NotApplicable, Unknown
from rebond.programme.programmes import Programme
from rebond.programme.selection_rules import SelectionRules
from rebond.programme.shipped import shipped_folder, shipped_programmes

__all__ = [
    "Case",
    "Criterion",
    "Eligibility",
    "GateAnswer",
    "Grid",
    "Held",
    "IndicatorUse",
    "KnownNames",
    "Measure",
    "MeasureNotFound",
    "NotApplicable",
    "OutcomeIndicator",
    "OutcomeIndicators",
    "Period",
    "PolicyInvalid",
    "Problem",
    "ProblemKind",
    "Programme",
    "ProgrammeNotFound",
    "SelectionRules",
    "Unknown",
    "judge",
    "load_outcomes",
    "load_programme",
    "shipped_folder",
    "shipped_programmes",
    "thaw_programme",
    "value_on",
]
