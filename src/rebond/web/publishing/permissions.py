"""Who makes and ends tokens of the API."""

from __future__ import annotations

from rebond.web.accounts.actors import Actor
from rebond.web.accounts.permissions import is_administrator
from rebond.web.publishing.models import Token


def may_manage_tokens(actor: Actor) -> bool:
    """Whether the actor makes and ends the tokens of the organisation: its administrators."""
    return is_administrator(actor)


def may_revoke(actor: Actor, token: Token) -> bool:
    """Whether the actor ends a token: an administrator of its organisation."""
    return may_manage_tokens(actor) and token.organisation_id == actor.organisation_id
