"""Reading tokens of the API."""

from __future__ import annotations

from django.db.models import QuerySet

from rebond.web.accounts.actors import Actor
from rebond.web.publishing.models import Token
from rebond.web.publishing.permissions import may_manage_tokens


def tokens(actor: Actor) -> QuerySet[Token]:
    """Return the tokens that one manages, the newest first."""
    if not may_manage_tokens(actor):
        return Token.objects.none()
    return Token.objects.filter(organisation=actor.organisation_id).select_related(
        "made_by__user", "revoked_by__user"
    )
