from __future__ import annotations

from pathlib import Path

import pytest

from rebond.opendata import Snapshot, build_snapshot
from rebond.opendata.mirror import Mirror
from rebond.opendata.tables.sources import Sources
from tests.opendata.tinymirror import write_mirror


@pytest.fixture
def mirror_folder(tmp_path: Path) -> Path:
    return write_mirror(tmp_path / "mirror")


@pytest.fixture
def sources(mirror_folder: Path) -> Sources:
    return Sources.of(Mirror(mirror_folder))


@pytest.fixture(scope="session")
def built_once(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("tiny")
    write_mirror(folder / "mirror")
    build_snapshot(folder / "mirror", folder / "snapshot")
    return folder / "snapshot"


@pytest.fixture
def tiny_folder(built_once: Path, tmp_path: Path) -> Path:
    """Return a snapshot of the tiny mirror that a test may damage."""
    target = tmp_path / "snapshot"
    target.mkdir()
    for path in built_once.iterdir():
        (target / path.name).write_bytes(path.read_bytes())
    return target


@pytest.fixture
def tiny_snapshot(built_once: Path) -> Snapshot:
    return Snapshot.open(built_once)
