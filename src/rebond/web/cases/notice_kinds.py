"""What people are told about cases."""

from __future__ import annotations

from rebond.web.notices.kinds import NoticeKind

KINDS: dict[str, NoticeKind] = {}
