"""Who may see the jobs and start a failed one again."""

from __future__ import annotations

from rebond.web.accounts.actors import Actor


def may_see(actor: Actor) -> bool:
    """Whether the actor may see every job: the national team."""
    return actor.is_national


def may_restart(actor: Actor) -> bool:
    """Whether the actor may start a failed job again: the national team, when it may write."""
    return actor.is_national and actor.may_write
