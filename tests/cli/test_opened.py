"""What commands open and write: each refusal names the file and the cure."""

from __future__ import annotations

import datetime as dt
import json
import os
import shutil
from pathlib import Path

import pytest

from rebond.cli.opened import (
    UnreadableFile,
    UnusableDate,
    UnwritableTarget,
    check_writable,
    day,
    only_place,
    point,
    readable,
    thread_count,
    write_decision,
)
from rebond.opendata.store import packaged_folder
from rebond.record import read_record
from rebond.territory import Atlas
from rebond.territory.errors import AmbiguousPlace, MalformedKey, PlaceNotFound, UnknownKind
from tests.cli.conftest import Command
from tests.pipeline.conftest import atlas, snapshot

__all__ = ["atlas", "snapshot"]  # fixtures


@pytest.mark.parametrize("written", ["2020-13-01", "20/07/2020", "hier", "", "2020-02-30"])
def test_what_is_no_date_is_shown_with_the_form_to_write(written: str) -> None:
    with pytest.raises(UnusableDate) as caught:
        day(written)
    assert "2020-07-20" in caught.value.message("fr")


def test_a_date_is_read_and_nothing_stays_nothing() -> None:
    assert day("2020-07-20") == dt.date(2020, 7, 20)
    assert day(None) is None


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("2.35,48.85", (2.35, 48.85)),
        (" -1 , 49 ", (-1.0, 49.0)),
        ("Lisieux", None),
        ("2,3,4", None),
        ("1,a", None),
    ],
)
def test_a_point_is_two_numbers_and_nothing_else(
    written: str, read: tuple[float, float] | None
) -> None:
    assert point(written) == read


def test_a_place_is_found_by_key_code_or_name_and_never_guessed(atlas: Atlas) -> None:
    keys = [
        str(only_place(atlas, asked).key)
        for asked in (
            "14366",
            "commune:14366",
            "territoire_industrie:1:ti-2805",
            "Lisieux Industrie",
        )
    ]
    assert keys == ["commune:14366"] * 2 + ["territoire_industrie:1:ti-2805"] * 2
    with pytest.raises(AmbiguousPlace):
        only_place(atlas, "Saint-Denis")
    with pytest.raises(PlaceNotFound):
        only_place(atlas, "zzzzzz")
    with pytest.raises(UnknownKind):
        only_place(atlas, "nowhere:1")
    with pytest.raises(MalformedKey):
        only_place(atlas, "commune:")


def test_threads_are_those_asked_for_or_one_a_core() -> None:
    assert thread_count(3) == 3
    assert thread_count(0) == min(os.cpu_count() or 1, 256)


def test_a_target_is_refused_before_any_work(tmp_path: Path) -> None:
    check_writable(tmp_path / "d.json")
    (tmp_path / "file").touch()
    for target in (tmp_path, tmp_path / "no" / "d.json", tmp_path / "file" / "d.json"):
        with pytest.raises(UnwritableTarget) as caught:
            check_writable(target)
        assert str(target) in caught.value.message("fr")


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everywhere")
def test_a_protected_folder_is_refused(tmp_path: Path) -> None:
    tmp_path.chmod(0o500)
    with pytest.raises(UnwritableTarget, match="write-protected"):
        check_writable(tmp_path / "d.json")


def test_a_file_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(UnreadableFile, match=r"absent\.pem"):
        readable(tmp_path / "absent.pem")


def test_a_decision_replaces_the_one_before_it_whole(fictitious: Path, tmp_path: Path) -> None:
    target = tmp_path / "d.json"
    target.write_text("before", encoding="utf-8")
    write_decision(target, read_record(fictitious))
    assert target.read_bytes() == fictitious.read_bytes()
    assert [one.name for one in tmp_path.iterdir()] == ["d.json"]


# A snapshot that cannot be used


@pytest.fixture
def copied(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "snapshot"
    shutil.copytree(packaged_folder(), folder, ignore=shutil.ignore_patterns("__pycache__"))
    return folder


def _cut(folder: Path) -> None:
    table = folder / "communes.csv"
    table.write_bytes(table.read_bytes()[:1000])


def _remove(folder: Path) -> None:
    (folder / "communes.csv").unlink()


def _break_manifest(folder: Path) -> None:
    (folder / "manifest.json").write_text("{", encoding="utf-8")


def _empty_manifest(folder: Path) -> None:
    (folder / "manifest.json").write_text(json.dumps({"tables": {}}), encoding="utf-8")


def _break_catalogue(folder: Path) -> None:
    (folder / "catalogue.yaml").write_text("[[[", encoding="utf-8")


@pytest.mark.parametrize(
    ("damage", "named"),
    [
        (_cut, "communes.csv"),
        (_remove, "communes.csv"),
        (_break_manifest, "manifest.json"),
        (_empty_manifest, "manifest.json"),
        (_break_catalogue, "catalogue.yaml"),
        (shutil.rmtree, "catalogue.yaml"),
    ],
)
def test_a_damaged_snapshot_is_named_and_nothing_is_written(  # type: ignore[no-untyped-def]
    rebond: Command, copied: Path, monkeypatch: pytest.MonkeyPatch, damage, named: str
) -> None:
    damage(copied)
    monkeypatch.setenv("REBOND_SNAPSHOT", str(copied))
    target = copied.parent / "d.json"
    done = rebond("evaluate", "pack_rebond_2020", "--draws", "5", "--out", target)
    assert (done.code, done.out) == (3, "")
    assert named in done.err
    assert "rebond data build" in done.words
    assert not target.exists()
    assert rebond("territory", "find", "lisieux").code == 3
