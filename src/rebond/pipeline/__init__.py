"""One decision, from policy and snapshot to file, and back.

Modules: ``plan`` (what is to be run), ``candidates`` and ``own_candidates`` (who is evaluated),
``standing`` (where they are), ``rules`` (the policy's rules as those of the selection), ``scoring``
(facts to values), ``running`` (the run), ``sentences`` and ``body`` (the decision as JSON), ``shape``
(what a body must be before anything reads it), ``verification`` (running it again), ``lookup`` (finding
a candidate in a decision), ``hindsight`` (known labelled sites beside the run), ``errors``.

Names are brought here when they are first asked for: reading a decision needs no solver.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from rebond.pipeline.body import decision_body
    from rebond.pipeline.candidates import Candidate, CandidateSet
    from rebond.pipeline.lookup import find_candidate
    from rebond.pipeline.own_candidates import read_csv
    from rebond.pipeline.plan import Plan, Request, WeightOptions, make_plan, read_weight_options
    from rebond.pipeline.running import RunResult, run
    from rebond.pipeline.shape import check_body
    from rebond.pipeline.verification import (
        changed_content,
        environment,
        evaluate_to_record,
        verify_record,
    )

__all__ = [
    "Candidate",
    "CandidateSet",
    "Plan",
    "Request",
    "RunResult",
    "WeightOptions",
    "changed_content",
    "check_body",
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

_HOMES = {
    "Candidate": "candidates",
    "CandidateSet": "candidates",
    "Plan": "plan",
    "Request": "plan",
    "RunResult": "running",
    "WeightOptions": "plan",
    "check_body": "shape",
    "decision_body": "body",
    "changed_content": "verification",
    "environment": "verification",
    "evaluate_to_record": "verification",
    "find_candidate": "lookup",
    "make_plan": "plan",
    "read_csv": "own_candidates",
    "read_weight_options": "plan",
    "run": "running",
    "verify_record": "verification",
}


def __getattr__(name: str) -> Any:
    """Bring a name from the module where it lives."""
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{_HOMES[name]}"), name)
