"""Who admits laureates, and who records which step of a path."""

from __future__ import annotations

from rebond.web.accounts.actors import Actor
from rebond.web.accounts.kinds import MANAGERS, Kind
from rebond.web.dossiers.models import Dossier
from rebond.web.training.models import Laureate, PathStep

OPERATORS = {
    PathStep.Kind.ENGINEERING: Kind.CNAM,
    PathStep.Kind.SUPPORT: Kind.BANQUE_DES_TERRITOIRES,
}
"""Steps that an operator records, each its own; the laureate declares the others."""
FOLLOWING = frozenset({Kind.CNAM, Kind.BANQUE_DES_TERRITOIRES, Kind.NATIONAL_TEAM})
"""Kinds that read every path whole, small counts included."""


def may_see_admissions(actor: Actor) -> bool:
    """Return whether the organisation manages calls, and so may have laureates to admit."""
    return actor.kind in MANAGERS


def may_admit(actor: Actor, dossier: Dossier) -> bool:
    """Return whether a retained dossier may be made a laureate: by the manager of its call."""
    return actor.may_write and actor.organisation_id == dossier.call.manager_id


def may_attach(actor: Actor) -> bool:
    """Return whether an organisation may be named as a laureate of the past."""
    return actor.may_write and actor.kind in {Kind.CNAM, Kind.NATIONAL_TEAM}


def may_record(actor: Actor, laureate: Laureate, kind: str) -> bool:
    """Return whether a step of a kind may be recorded, or one of that kind answered.

    The Cnam and the Banque des Territoires record their own; the laureate's organisation declares the others.
    Of a laureate that no organisation here is, the national team records what public pages say.
    """
    if not actor.may_write:
        return False
    if laureate.organisation_id is None and actor.is_national:
        return True
    operator = OPERATORS.get(PathStep.Kind(kind)) if kind in PathStep.Kind.values else None
    if operator is not None:
        return actor.kind == operator
    return kind in PathStep.Kind.values and laureate.organisation_id == actor.organisation_id


def kinds_for(actor: Actor | None, laureate: Laureate) -> list[str]:
    """Return the kinds of step that may be recorded, in the order of a path."""
    if actor is None:
        return []
    return [kind for kind in PathStep.Kind.values if may_record(actor, laureate, kind)]


def reads_whole(actor: Actor | None, laureate: Laureate) -> bool:
    """Return whether small counts are shown: to those who follow every path, and to the laureate itself."""
    if actor is None:
        return False
    return actor.kind in FOLLOWING or (
        laureate.organisation_id is not None and laureate.organisation_id == actor.organisation_id
    )
