"""What people are told about the calls for training."""

from __future__ import annotations

from rebond.web.notices.kinds import NoticeKind

KINDS: dict[str, NoticeKind] = {}
