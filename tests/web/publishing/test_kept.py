"""Prepared files: of one version, under the name that was asked for, whoever else tidies at the same time."""

from __future__ import annotations

import dataclasses
import os
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from rebond.web.publishing import features, kept
from rebond.web.publishing.dataset import Row
from tests.web.publishing.test_formats import GIVEN, dataset
from tests.web.world import NOW


@pytest.fixture(autouse=True)
def folder(settings: Any, tmp_path: Path) -> Path:
    settings.FILES_FOLDER = tmp_path
    return tmp_path


def test_another_version_makes_files_of_its_own(monkeypatch: pytest.MonkeyPatch) -> None:
    one = dataset(GIVEN)
    before = kept.state_of(one, NOW)
    assert kept.state_of(one, NOW) == before
    monkeypatch.setattr(kept, "__version__", "99.0.0")
    assert kept.state_of(one, NOW) != before


def test_a_state_that_moves_while_rows_are_prepared_breaks_no_answer() -> None:
    """The stamp moves at each reading, as it does when somebody writes meanwhile."""
    asked: list[int] = []

    def stamp(_now: datetime) -> str:
        asked.append(1)
        return str(len(asked))

    moving = dataclasses.replace(dataset(GIVEN), stamp=stamp)
    served = features.served(moving, NOW)
    assert len(served.features) == len(GIVEN)
    assert len(asked) == 1
    path = kept.file_of(moving, "csv", NOW)
    assert path is not None
    assert path.is_file()
    assert len(asked) == 2


def test_a_file_that_another_process_took_away_meanwhile_is_no_fault(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    old = kept.folder() / "essai~0000000000000000.csv"
    old.touch()
    os.utime(old, (0, 0))
    real = Path.stat

    def gone(self: Path, **options: Any) -> os.stat_result:
        if self == old:
            raise FileNotFoundError(self)
        return real(self, **options)

    def rows(_now: datetime) -> Iterator[Row]:
        return iter(GIVEN)

    monkeypatch.setattr(Path, "stat", gone)
    made = kept.make(dataclasses.replace(dataset(()), rows=rows), "csv", NOW)
    assert made.is_file()
    assert kept.last(dataset(()), "csv") == made
    monkeypatch.undo()


def test_states_older_by_an_hour_go_when_another_is_made() -> None:
    old = kept.folder() / "essai~0000000000000000.csv"
    old.touch()
    os.utime(old, (0, 0))
    made = kept.make(dataset(GIVEN), "csv", NOW)
    assert [made] == list(kept.folder().glob("essai~*.csv"))
