"""Adding a row to the journal, inside the transaction of the act that it tells."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from django.db import connection

from rebond.canonical import digest
from rebond.web.accounts.actors import Actor
from rebond.web.journal.models import Content, Entry, Head


def append(
    actor: Actor | None,
    act: str,
    about: tuple[str, str],
    content: Mapping[str, Any],
    *,
    now: datetime,
) -> Entry:
    """Add one row; `about` is the type and the reference of what the act changes.

    `content` is JSON; it stands outside the chain, which keeps its salted digest only.
    """
    assert connection.in_atomic_block, "a row of the journal belongs to the act's transaction"  # noqa: S101
    head, _is_new = Head.objects.select_for_update().get_or_create(pk=1)
    salt = secrets.token_hex(16)
    row = {
        "number": head.number + 1,
        "at": now.astimezone(UTC).isoformat(),
        "actor": str(actor.reference) if actor else None,
        "organisation": actor.organisation if actor else "",
        "role": actor.role if actor else "",
        "act": act,
        "object_type": about[0],
        "object_reference": about[1],
        "content_digest": digest({"salt": salt, "value": dict(content)}),
        "previous_digest": head.digest,
    }
    entry = Entry.objects.create(**{**row, "at": now, "digest": digest(row)})
    Content.objects.create(entry=entry, salt=salt, value=dict(content))
    Head.objects.filter(pk=1).update(number=entry.number, digest=entry.digest)
    return entry
