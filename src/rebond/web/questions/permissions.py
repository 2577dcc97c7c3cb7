"""Who works on questions: the national team; everyone reads what the Journal officiel or an answer has published."""

from __future__ import annotations

from rebond.web.accounts.actors import Actor
from rebond.web.questions.models import Answer


def may_see_all(actor: Actor | None) -> bool:
    """Return whether drafts and questions not yet published may be read."""
    return actor is not None and actor.is_national


def may_work(actor: Actor) -> bool:
    """Return whether questions may be imported, and answers drafted."""
    return actor.is_national and actor.may_write


def may_read_second(actor: Actor, answer: Answer, hands: frozenset[int]) -> bool:
    """Return whether somebody may read a draft a second time: not one who wrote or submitted it."""
    return may_work(actor) and actor.user_id not in hands and answer.state == Answer.State.SUBMITTED
