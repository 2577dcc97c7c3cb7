"""Telling people: one row each, in the transaction of the act; mail leaves later, by the worker."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from rebond.web.accounts.models import Membership
from rebond.web.notices.models import Notice


def tell(
    users: Iterable[int],
    kind: str,
    about: tuple[str, str],
    *,
    address: str,
    facts: Mapping[str, Any],
    now: datetime,
) -> None:
    """Tell people, given by their key, once each."""
    Notice.objects.bulk_create(
        Notice(
            user_id=user,
            kind=kind,
            object_type=about[0],
            object_reference=about[1],
            address=address,
            facts=dict(facts),
            created_at=now,
        )
        for user in dict.fromkeys(users)
    )


def tell_organisation(
    organisation: int,
    kind: str,
    about: tuple[str, str],
    *,
    address: str,
    facts: Mapping[str, Any],
    now: datetime,
) -> None:
    """Tell everyone who acts for an organisation."""
    users = Membership.objects.in_force().filter(organisation=organisation)
    tell(
        users.values_list("user_id", flat=True),
        kind,
        about,
        address=address,
        facts=facts,
        now=now,
    )


def mark_read(user: int, notice: int, *, now: datetime) -> bool:
    """Mark one notice of a person as read; False when it is not that person's."""
    mine = Notice.objects.filter(pk=notice, user=user)
    mine.filter(read_at=None).update(read_at=now)
    return mine.exists()


def mark_all_read(user: int, until: int, *, now: datetime) -> int:
    """Mark a person's notices as read up to the newest that was shown; later ones stay unread."""
    unread = Notice.objects.filter(user=user, read_at=None, pk__lte=until)
    return unread.update(read_at=now)
