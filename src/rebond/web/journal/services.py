"""Adding a row to the journal, inside the transaction of the act that it tells; erasing what one said."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import connection, transaction

from rebond.canonical import canonical_bytes
from rebond.record import journal as chain
from rebond.web.accounts.actors import Actor
from rebond.web.journal import permissions, reality
from rebond.web.journal.errors import NothingToErase
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

    `content` is JSON; it stands outside the chain, which keeps its salted digest only. The head is locked
    until the act's transaction ends, so that rows come one after the other; their order is that of their
    numbers, whatever the clock said.

    Raises
    ------
    RealObject
        When a fictitious person acts on something real: the act goes with its transaction.
    """
    assert connection.in_atomic_block, "a row of the journal belongs to the act's transaction"  # noqa: S101
    assert reality.is_placed(about[0]), f"nobody said where the mark of «{about[0]}» stands"  # noqa: S101
    reality.refuse(actor, about)
    head, _is_new = Head.objects.select_for_update().get_or_create(pk=1)
    salt, said = secrets.token_hex(16), dict(content)
    row = (
        head.number + 1,
        chain.moment_text(now),
        actor.reference.hex if actor else None,
        actor.organisation if actor else "",
        str(actor.role) if actor else "",
        act,
        about[0],
        about[1],
        chain.content_digest(salt, canonical_bytes(said).decode()),
        head.digest,
    )
    entry = Entry(
        number=row[0],
        at=now,
        actor=actor.reference if actor else None,
        organisation=row[3],
        role=row[4],
        act=act,
        object_type=row[6],
        object_reference=row[7],
        content_digest=row[8],
        previous_digest=row[9],
        digest=chain.row_digest(row),
    )
    entry.save(force_insert=True)
    Content(entry=entry, salt=salt, value=said).save(force_insert=True)
    Head.objects.filter(pk=1).update(number=entry.number, digest=entry.digest)
    return entry


def erase(actor: Actor, number: int, reason: str, *, now: datetime) -> Entry:
    """Take away what a row said, by an act of its own; the chain keeps the digest and stays whole.

    Raises
    ------
    PermissionDenied
        When the actor does not administer the national team.
    NothingToErase
        When the row says nothing any more, or never was.
    RealObject
        When a fictitious person would erase what is real.
    """
    if not permissions.may_erase(actor):
        raise PermissionDenied
    with transaction.atomic():
        entry = Entry.objects.filter(pk=number, content__isnull=False).first()
        if entry is None:
            raise NothingToErase(number)
        reality.refuse_erasing(actor, entry)
        gone, _by_model = Content.objects.filter(entry_id=number).delete()
        if not gone:  # somebody else erased it at this moment
            raise NothingToErase(number)
        return append(actor, chain.ERASURE, ("journal", str(number)), {"reason": reason}, now=now)
