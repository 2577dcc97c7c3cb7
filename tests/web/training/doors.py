"""Who may open the addresses of the calls for training."""

from __future__ import annotations

from tests.web.doors import Door

DOORS: dict[str, Door | tuple[Door, ...]] = {}
