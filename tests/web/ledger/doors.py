"""Who may open the addresses of funds and the ledger."""

from __future__ import annotations

from tests.web.doors import Door

DOORS: dict[str, Door | tuple[Door, ...]] = {}
