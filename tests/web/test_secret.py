"""The signing key is made once, kept private, and shared by processes that start together."""

from __future__ import annotations

import stat
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from rebond.web.secret import FILE_NAME, signing_key


def test_the_key_is_long_and_stays_the_same(tmp_path: Path) -> None:
    first = signing_key(tmp_path)
    assert len(first) >= 64
    assert signing_key(tmp_path) == first


def test_only_the_owner_can_read_the_key(tmp_path: Path) -> None:
    signing_key(tmp_path)
    assert stat.S_IMODE((tmp_path / FILE_NAME).stat().st_mode) == 0o600


def test_no_temporary_file_is_left(tmp_path: Path) -> None:
    folder = tmp_path / "fresh"
    signing_key(folder)
    assert [path.name for path in folder.iterdir()] == [FILE_NAME]


def test_all_that_start_together_agree(tmp_path: Path) -> None:
    with ThreadPoolExecutor(8) as pool:
        keys = set(pool.map(lambda _: signing_key(tmp_path), range(32)))
    assert [path.name for path in tmp_path.glob(".*")] == []
    assert len(keys) == 1
