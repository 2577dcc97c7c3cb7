"""A person's notices, page by page."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from rebond.texts import Text
from rebond.web.notices import wording
from rebond.web.notices.models import Notice

PAGE = 25


@dataclass(frozen=True, slots=True)
class Row:
    """One notice in words."""

    key: int
    subject: Text
    line: Text
    address: str
    created_at: datetime
    is_read: bool


@dataclass(frozen=True, slots=True)
class Page:
    """Some notices, newest first, and where the next ones begin."""

    rows: tuple[Row, ...]
    older: int | None
    newest: int
    unread: int


def mine(user: int, before: int | None = None) -> Page:
    """Return a person's notices older than `before`."""
    found = Notice.objects.filter(user=user)
    unread = found.filter(read_at=None).count()
    newest = found.order_by("-pk").values_list("pk", flat=True).first() or 0
    if before is not None:
        found = found.filter(pk__lt=before)
    notices = list(found.order_by("-pk")[: PAGE + 1])
    shown = notices[:PAGE]
    older = shown[-1].pk if len(notices) > PAGE else None
    return Page(tuple(_row(notice) for notice in shown), older, newest, unread)


def unread(user: int) -> int:
    """Return how many notices a person has not read."""
    return Notice.objects.filter(user=user, read_at=None).count()


def _row(notice: Notice) -> Row:
    return Row(
        key=notice.pk,
        subject=wording.subject(notice),
        line=wording.line(notice),
        address=notice.address,
        created_at=notice.created_at,
        is_read=notice.read_at is not None,
    )
