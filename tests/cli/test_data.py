"""`rebond data`: what there is, and every way in which a mirror or a target cannot be used."""

from __future__ import annotations

import csv
import gzip
import io
import json
import shutil
from pathlib import Path

import pytest

from rebond.opendata import Snapshot
from rebond.opendata.store import packaged_folder
from tests.cli.conftest import Command


def test_each_table_has_its_state_vintage_and_licence(rebond: Command) -> None:
    rows = json.loads(rebond("data", "status", "--format", "json").out)
    assert [row["table"] for row in rows] == list(Snapshot.open().names)
    assert {row["state"] for row in rows} == {"intact"}
    assert all(row["licence"] and row["vintage"] and row["producer"] for row in rows)
    as_csv = list(csv.DictReader(io.StringIO(rebond("data", "status", "--format", "csv").out)))
    assert [row["table"] for row in as_csv] == [row["table"] for row in rows]


def test_people_read_the_digest_of_the_whole(rebond: Command) -> None:
    done = rebond("data", "status")
    assert (done.code, done.err) == (0, "")
    assert f"Empreinte : {Snapshot.open().digest}" in done.words
    assert f"Digest: {Snapshot.open().digest}" in rebond("data", "status", "--lang", "en").words


def test_a_changed_table_is_shown_and_the_code_says_so(
    rebond: Command, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "snapshot"
    shutil.copytree(packaged_folder(), folder, ignore=shutil.ignore_patterns("__pycache__"))
    with (folder / "ports.csv").open("ab") as table:
        table.write(b"x\n")
    (folder / "clusters.csv").unlink()
    monkeypatch.setenv("REBOND_SNAPSHOT", str(folder))
    done = rebond("data", "status")
    assert done.code == 3
    states = {line.split()[0]: line.split()[-1] for line in done.out.splitlines() if line.strip()}
    assert states["ports"] == "modifiée"
    assert states["clusters"] == "illisible"
    assert states["airports"] == "intacte"
    assert "rebond data build" in done.err


def truncated_mirror(folder: Path) -> Path:
    (folder / "cog").mkdir(parents=True)
    whole = gzip.compress(b"code,name\n" + b"01001,A\n" * 1000)
    (folder / "cog" / "communes.csv.gz").write_bytes(whole[: len(whole) // 2])
    return folder


@pytest.mark.parametrize(
    ("mirror", "code", "said"),
    [
        (truncated_mirror, 3, "cog/communes.csv.gz"),
        (lambda folder: folder, 2, "introuvable"),
        (lambda folder: folder.mkdir() or folder, 2, "communes.csv.gz"),
    ],
)
def test_a_mirror_that_cannot_be_used_leaves_nothing_behind(  # type: ignore[no-untyped-def]
    rebond: Command, tmp_path: Path, mirror, code: int, said: str
) -> None:
    target = tmp_path / "snapshot"
    done = rebond("data", "build", "--mirror", mirror(tmp_path / "mirror"), "--target", target)
    assert (done.code, done.out) == (code, "")
    assert said in done.words
    assert not target.exists()


def test_the_mirror_is_that_of_the_variable_unless_one_is_given(
    rebond: Command, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    target = tmp_path / "snapshot"
    done = rebond("data", "build", "--target", target)
    assert (done.code, "REBOND_DATA_MIRROR" in done.err) == (2, True)
    monkeypatch.setenv("REBOND_DATA_MIRROR", str(tmp_path / "elsewhere"))
    assert "elsewhere" in rebond("data", "build", "--target", target).err


@pytest.mark.parametrize("content", ["file", "folder"])
def test_a_target_that_holds_something_else_is_left_alone(
    rebond: Command, tmp_path: Path, content: str
) -> None:
    target = tmp_path / "target"
    kept = target if content == "file" else target / "kept"
    kept.parent.mkdir(exist_ok=True)
    kept.write_text("mine", encoding="utf-8")
    mirror = truncated_mirror(tmp_path / "mirror")
    done = rebond("data", "build", "--mirror", mirror, "--target", target)
    assert done.code == 2
    assert kept.read_text(encoding="utf-8") == "mine"


def test_an_unknown_table_is_not_pulled(rebond: Command, tmp_path: Path) -> None:
    done = rebond("data", "pull", "nowhere", "--cache", tmp_path / "cache")
    assert (done.code, done.out) == (2, "")
    assert "nowhere" in done.err
    assert not (tmp_path / "cache").exists()
