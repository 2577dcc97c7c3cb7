from __future__ import annotations

import pytest

from tests.web.world import NOW, World, make_world


@pytest.fixture
def world(db: None) -> World:
    return make_world(NOW)
