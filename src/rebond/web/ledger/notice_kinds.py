"""What people are told about funds and the ledger."""

from __future__ import annotations

from rebond.web.notices.kinds import NoticeKind

KINDS: dict[str, NoticeKind] = {}
