"""Who may open the addresses of results and their follow-up."""

from __future__ import annotations

from tests.web.doors import Door

DOORS: dict[str, Door | tuple[Door, ...]] = {}
