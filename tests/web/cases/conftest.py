"""The test world at its moment, and a folder for its documents."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from rebond.web.cases.models import Case
from tests.web.world import NOW, World, make_world


@pytest.fixture
def world(db: None, settings: Any, tmp_path: Path) -> World:
    settings.CLOCK = lambda: NOW
    settings.FILES_FOLDER = tmp_path / "files"
    return make_world(NOW)


@pytest.fixture
def case(world: World) -> Case:
    return world.cases["public"]
