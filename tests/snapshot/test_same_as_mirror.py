"""The shipped tables are those that the development mirror gives, when it is there."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from rebond.opendata import Snapshot, build_snapshot

FOLDER = Path(os.environ.get("REBOND_DATA_MIRROR", ""))


@pytest.mark.shared
@pytest.mark.skipif(
    not os.environ.get("REBOND_DATA_MIRROR"),
    reason="REBOND_DATA_MIRROR names no mirror of open data",
)
def test_building_from_the_mirror_gives_the_shipped_tables(tmp_path: Path) -> None:
    build_snapshot(FOLDER, tmp_path / "snapshot")
    built, shipped = Snapshot.open(tmp_path / "snapshot"), Snapshot.open()
    assert built.names == shipped.names
    for name in shipped.names:
        assert built.entry(name) == shipped.entry(name), name
