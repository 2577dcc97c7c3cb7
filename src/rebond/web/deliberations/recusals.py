"""Dossiers from which a person stands aside, as the committee's one reading says."""

from __future__ import annotations

from rebond.web.accounts.actors import Actor
from rebond.web.calls.models import Call
from rebond.web.committee import permissions, results
from rebond.web.committee import queries as committee
from rebond.web.committee.models import Evaluation
from rebond.web.committee.recusal import Standing
from rebond.web.dossiers.models import Dossier


def recused_from(actor: Actor, call: Call, at: Standing | None = None) -> frozenset[int]:
    """Return the dossiers of a call from which this person stands aside."""
    at = at or committee.standing(actor, call)
    if not at.is_applicant:
        return at.recused
    aside = committee.recused_dossiers(actor).filter(call=call)
    return frozenset(aside.values_list("pk", flat=True))


def may_read_reviews(actor: Actor, dossier: Dossier) -> bool:
    """Return whether a person may read what reviewers gave: the committee's own rule, on this board too."""
    return permissions.may_read_reviews(actor, dossier)


def shown(
    actor: Actor, call: Call, evaluation: Evaluation | None, at: Standing | None = None
) -> Evaluation | None:
    """Return the evaluation whose figures this person may read: none while a dossier of it is closed to him."""
    is_whole = results.is_whole(at or committee.standing(actor, call), evaluation)
    return evaluation if is_whole else None
