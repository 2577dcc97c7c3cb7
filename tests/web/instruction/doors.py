"""The addresses of this app, how to reach them in the test world, and who may open each."""

from __future__ import annotations

from tests.web.doors import Door

DOORS: dict[str, Door] = {}
