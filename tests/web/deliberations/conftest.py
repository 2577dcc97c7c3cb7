"""The test world at its own moment."""

from __future__ import annotations

from typing import Any

import pytest

from tests.web.world import NOW, World, make_world


@pytest.fixture
def world(db: None, settings: Any) -> World:
    settings.CLOCK = lambda: NOW
    return make_world(NOW)
