from __future__ import annotations

from typing import Any

import pytest

from tests.web.world import NOW, World, make_world


@pytest.fixture
def world(db: Any, settings: Any) -> World:
    """The test world, and the clock at its moment."""
    settings.CLOCK = lambda: NOW
    return make_world(NOW)
