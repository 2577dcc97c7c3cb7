"""Who may prepare, publish and move calls: the national team, and an operator for its own measures."""

from __future__ import annotations

from rebond.programme import Measure
from rebond.web.accounts.actors import Actor
from rebond.web.accounts.kinds import APPLICANTS, MANAGERS, Kind
from rebond.web.calls.models import Call

OPERATOR_OF: dict[str, str] = {Kind.CNAM: "cnam"}
"""The actor of a policy that an operator who runs calls is, by its kind: those of `MANAGERS` but the national team."""


def may_manage_calls(actor: Actor) -> bool:
    """Whether he may open the pages where calls are prepared."""
    return actor.may_write and actor.kind in MANAGERS


def operates(actor: Actor, measure: Measure) -> bool:
    """Whether the policy names his organisation among the operators of a measure."""
    name = OPERATOR_OF.get(actor.kind)
    return name is not None and any(task.actor == name for task in measure.operators)


def may_prepare(actor: Actor, measure: Measure) -> bool:
    """Whether he may open a call of this measure."""
    return may_manage_calls(actor) and (actor.is_national or operates(actor, measure))


def may_manage(actor: Actor, call: Call) -> bool:
    """Whether he may change this call: the national team any; an operator the calls that it runs."""
    if not may_manage_calls(actor):
        return False
    return actor.is_national or call.manager_id == actor.organisation_id


def may_apply_at_all(actor: Actor) -> bool:
    """Whether his organisation is of a kind that files dossiers."""
    return actor.may_write and actor.kind in APPLICANTS
