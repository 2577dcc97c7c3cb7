"""Who may read the list of acts, and who may erase what one said."""

from __future__ import annotations

from rebond.web.accounts.actors import Actor
from rebond.web.accounts.kinds import Role


def may_list_acts(actor: Actor) -> bool:
    """Whether the actor may read every act: the national team."""
    return actor.is_national


def may_erase(actor: Actor) -> bool:
    """Whether the actor may erase what a row said: an administrator of the national team."""
    return actor.is_national and actor.role == Role.ADMINISTRATOR
