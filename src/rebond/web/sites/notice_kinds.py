"""What people are told about the registry of sites."""

from __future__ import annotations

from rebond.web.notices.kinds import NoticeKind

KINDS: dict[str, NoticeKind] = {}
