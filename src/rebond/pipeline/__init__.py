"""One decision, from policy and snapshot to file, and back.

Modules: ``plan`` (what is to be run), ``candidates`` and
``own_candidates`` (who is evaluated), ``rules`` (the policy's rules
as those of the selection), ``scoring`` (facts to values), ``running`` (the run), ``sentences`` and
``body`` (the decision as JSON), ``verification`` (running it again), ``lookup`` (finding a candidate in
a decision), ``hindsight`` (known labelled sites beside the run), ``errors``.
"""

from rebond.pipeline.body import decision_body
from rebond.pipeline.candidates import Candidate, CandidateSet
from rebond.pipeline.lookup import find_candidate
from rebond.pipeline.own_candidates import read_csv
from rebond.pipeline.plan import Plan, Request, WeightOptions, make_plan, read_weight_options
from rebond.pipeline.running import RunResult, run
from rebond.pipeline.verification import environment, evaluate_to_record, verify_record

__all__ = [
    "Candidate",
    "CandidateSet",
    "Plan",
    "Request",
    "RunResult",
    "WeightOptions",
    "decision_body",
    "environment",
    "evaluate_to_record",
    "find_candidate",
    "make_plan",
    "read_csv",
    "read_weight_options",
    "run",
    "verify_record",
]
