"""Who may do what around a committee; every answer goes by the seat, the manager and the recusal at once.

Other apps ask here before they show anything of a dossier's scores, comments or evaluation.
"""

from __future__ import annotations

from datetime import datetime

from rebond.web.accounts.actors import Actor
from rebond.web.accounts.kinds import MANAGERS
from rebond.web.calls.models import Call
from rebond.web.committee.models import Evaluation, Review
from rebond.web.committee.queries import dossiers
from rebond.web.committee.recusal import Standing, has_declared, is_recused, standing
from rebond.web.dossiers.models import Dossier

__all__ = [
    "has_declared",
    "is_recused",
    "may_declare",
    "may_manage",
    "may_open",
    "may_read_evaluation",
    "may_read_reviews",
    "may_read_whole",
    "may_review",
    "may_simulate",
    "may_try",
    "runs_calls",
    "standing",
]


def runs_calls(actor: Actor) -> bool:
    """Whether the actor's organisation is of a kind that runs calls; which ones is for `may_manage`."""
    return actor.kind in MANAGERS


def may_manage(actor: Actor, call: Call) -> bool:
    """Whether the actor appoints the committee and asks for official evaluations."""
    return runs_calls(actor) and call.manager_id == actor.organisation_id and actor.may_write


def may_open(actor: Actor, call: Call) -> bool:
    """Whether the actor may open the pages of a call's committee."""
    return standing(actor, call).is_in


def may_declare(actor: Actor, call: Call) -> bool:
    """Whether the actor sits, and so declares."""
    return actor.may_write and standing(actor, call).seat is not None


def may_review(actor: Actor, dossier: Dossier, at: Standing | None = None) -> bool:
    """Whether the actor may score a dossier: seated, declared, without interest."""
    at = at or standing(actor, dossier.call)
    return actor.may_write and at.seat is not None and at.is_open(dossier.pk)


def may_read_reviews(actor: Actor, dossier: Dossier, at: Standing | None = None) -> bool:
    """Whether the actor may read what others scored and wrote of a dossier.

    A member first hands in his own review, so that the others' do not anchor it; once the deliberation is
    over, nothing is left to anchor.
    """
    at = at or standing(actor, dossier.call)
    if not at.is_open(dossier.pk):
        return False
    if at.seat is None or dossier.call.deliberated_at is not None:
        return True
    return Review.objects.filter(
        seat=at.seat, dossier=dossier, submitted_at__isnull=False, set_aside_at=None
    ).exists()


def may_read_evaluation(actor: Actor, evaluation: Evaluation) -> bool:
    """Whether the actor may open an evaluation at all; dossiers from which he stands aside stay closed in it."""
    at = standing(actor, evaluation.call)
    if not at.is_in or at.is_applicant:
        return False
    if evaluation.purpose == Evaluation.Purpose.SIMULATION:
        return may_manage(actor, evaluation.call)
    if evaluation.purpose == Evaluation.Purpose.OFFICIAL:
        return True
    is_author = evaluation.asked_by_id == actor.membership_id
    return is_author or (at.seat is not None and at.seat.is_chair)


def may_read_whole(at: Standing, dossiers: frozenset[int]) -> bool:
    """Whether nothing of some dossiers is closed to the actor: only then may he have ranks, rules or the file.

    A rank, a portfolio or a total over the others would tell the one that is left out.
    """
    return at.is_in and all(at.is_open(key) for key in dossiers)


def may_try(actor: Actor, call: Call, now: datetime, at: Standing | None = None) -> bool:
    """Whether the actor may ask for a trial: members and the manager, of whom nothing there is closed."""
    at = at or standing(actor, call)
    if not actor.may_write or not at.is_in or at.is_applicant:
        return False
    if at.seat is None and not at.recused:
        return True
    return may_read_whole(at, frozenset(dossiers(call, now).values_list("pk", flat=True)))


def may_simulate(actor: Actor, call: Call) -> bool:
    """Whether the actor may try a draft grid on past dossiers."""
    return may_manage(actor, call)
