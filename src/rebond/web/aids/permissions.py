"""Who offers, who answers, who labels, who reads what."""

from __future__ import annotations

from rebond.web.accounts.actors import Actor
from rebond.web.accounts.kinds import Kind
from rebond.web.accounts.models import User
from rebond.web.aids import measures
from rebond.web.aids.models import Offer, Recruitment


def reads_offers(actor: Actor) -> bool:
    """Whether the organisation is one that offers missions."""
    return actor.kind == Kind.FIRM


def may_offer(actor: Actor) -> bool:
    """Whether the actor writes offers for the firm."""
    return reads_offers(actor) and actor.may_write


def may_manage(actor: Actor, offer: Offer) -> bool:
    """Whether the actor acts on an offer: its firm's."""
    return may_offer(actor) and offer.organisation_id == actor.organisation_id


def may_read_own(actor: Actor, offer: Offer) -> bool:
    """Whether the actor reads an offer in every state, and who answered it."""
    return reads_offers(actor) and offer.organisation_id == actor.organisation_id


def labels(actor: Actor) -> bool:
    """Whether the organisation labels recruitments under some measure."""
    return actor.kind in measures.every_labeller()


def follows_recruitments(actor: Actor) -> bool:
    """Whether the actor has a list of recruitments: firms and those who label."""
    return reads_offers(actor) or labels(actor)


def is_examiner(actor: Actor, offer: Offer) -> bool:
    """Whether the organisation examines for the offer's measure."""
    return actor.kind in measures.labellers((offer.programme_id, offer.measure_id))


def may_label(actor: Actor, recruitment: Recruitment) -> bool:
    """Whether the actor labels or declines a recruitment: who examines for its measure."""
    return actor.may_write and is_examiner(actor, recruitment.offer)


def may_tell_end(actor: Actor, recruitment: Recruitment) -> bool:
    """Whether the actor tells that a contract broke or ended: the firm, or who examines."""
    return may_manage(actor, recruitment.offer) or may_label(actor, recruitment)


def is_own(user: User, recruitment: Recruitment) -> bool:
    """Whether the person is the one recruited."""
    return bool(user.pk == recruitment.person_id and user.is_active)
