"""What people are told about needs and the search of sites."""

from __future__ import annotations

from rebond.web.notices.kinds import NoticeKind

KINDS: dict[str, NoticeKind] = {}
