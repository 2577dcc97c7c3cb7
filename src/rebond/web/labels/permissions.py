"""Who follows labels: the national team; everyone reads what became of them."""

from __future__ import annotations

from rebond.web.accounts.actors import Actor


def may_follow(actor: Actor) -> bool:
    """Return whether the lists of labels and reviews may be read."""
    return actor.is_national


def may_act(actor: Actor) -> bool:
    """Return whether labels may be granted, reviewed, suspended, withdrawn, corrected."""
    return may_follow(actor) and actor.may_write
