"""A world and a store of files of its own for each test."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.web.world import NOW, World, make_world


@pytest.fixture(autouse=True)
def store(settings: Any, tmp_path: Path) -> Path:
    settings.FILES_FOLDER = tmp_path / "files"
    return tmp_path / "files"


@pytest.fixture
def world(db: None, settings: Any) -> World:
    settings.CLOCK = lambda: NOW
    return make_world(NOW)
