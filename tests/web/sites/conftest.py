"""The registry on files of its own, with the test world."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.web.world import World, make_world


@pytest.fixture(autouse=True)
def own_files(settings: Any, tmp_path: Path) -> Path:
    settings.FILES_FOLDER = tmp_path / "files"
    return tmp_path / "files"


@pytest.fixture
def world(db: None) -> World:
    return make_world()
