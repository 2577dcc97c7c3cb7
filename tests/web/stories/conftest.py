"""The browser and the stage of the stories."""

from __future__ import annotations

import os
from collections.abc import Iterator
from datetime import datetime
from typing import Any

import pytest
from playwright.sync_api import Browser, sync_playwright

from rebond.web.bundle import require_bundle
from tests.web.stories.scene import Scene
from tests.web.test_browser import ARGUMENTS, CHROMIUM
from tests.web.world import NOW, World, make_cast


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    require_bundle()
    before = os.environ.get("DJANGO_ALLOW_ASYNC_UNSAFE")
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"
    with sync_playwright() as play:
        launched = play.chromium.launch(executable_path=str(CHROMIUM), args=ARGUMENTS)
        yield launched
        launched.close()
    if before is None:
        del os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"]


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
