"""What leaves for reuse, on files of its own, with the test world."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from rebond.web.publishing import features, limits
from rebond.web.sites.models import Site
from tests.web.world import NOW, World, make_world


@pytest.fixture(autouse=True)
def own_files(settings: Any, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """Keep prepared files for all tests: those of one state are the same in each."""
    settings.FILES_FOLDER = tmp_path_factory.getbasetemp() / "publishing"
    settings.CLOCK = lambda: NOW
    yield settings.FILES_FOLDER
    features.forget()
    limits.forget()


@pytest.fixture
def world(db: None, settings: Any, tmp_path: Path) -> World:
    """Make the world with sites that are not of a demonstration: they alone leave."""
    settings.FILES_FOLDER = tmp_path / "files"
    made = make_world()
    Site.objects.update(is_fictitious=False)
    return made
