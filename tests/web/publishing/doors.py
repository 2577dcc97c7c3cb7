"""Who may open the addresses of what is published for reuse."""

from __future__ import annotations

from tests.web.doors import Door

DOORS: dict[str, Door | tuple[Door, ...]] = {}
