"""The stage of the stories."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Any

import pytest
from playwright.sync_api import Browser

from tests.web.stories.scene import Scene
from tests.web.world import NOW, World, make_cast


@pytest.fixture
def world(transactional_db: None) -> World:
    return make_cast(NOW)


@pytest.fixture
def scene(browser: Browser, live_server: Any, settings: Any, world: World) -> Iterator[Scene]:
    stage = Scene(browser, live_server.url, NOW)

    def clock() -> datetime:
        return stage.now

    settings.CLOCK = clock
    yield stage
    stage.close()
