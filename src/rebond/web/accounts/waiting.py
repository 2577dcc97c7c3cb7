"""An invitation whose link was opened before signing up or in: the session keeps its token till then."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from rebond.web.accounts.models import Invitation
from rebond.web.accounts.services.invitations import digest_of

TOKEN = "invitation"  # noqa: S105 - the name of a key, not a secret


def remember(session: Any, token: str) -> None:
    """Keep the token of an opened link."""
    session[TOKEN] = token


def forget(session: Any) -> None:
    """Drop it."""
    session.pop(TOKEN, None)


def invitation_of(session: Any, now: datetime) -> Invitation | None:
    """Return the open invitation that this visitor came with."""
    token = session.get(TOKEN)
    if not token:
        return None
    found = Invitation.objects.filter(token_digest=digest_of(str(token))).first()
    return found if found is not None and found.is_open(now) else None
