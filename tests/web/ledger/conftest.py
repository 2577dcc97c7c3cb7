"""The cast alone: funds need organisations and people, nothing else of the world."""

from __future__ import annotations

import pytest

from tests.web.world import NOW, World, make_cast


@pytest.fixture
def cast(db: None) -> World:
    return make_cast(NOW)
