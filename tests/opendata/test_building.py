from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from rebond.opendata import Snapshot, build_snapshot
from rebond.opendata.building import BUILDERS, swap
from rebond.opendata.errors import (
    CatalogueBroken,
    MirrorFileDamaged,
    MirrorMissing,
    MirrorValueWrong,
    TableRefused,
    TargetRefused,
)
from tests.opendata.tinymirror import FILES, write_file, write_mirror


def state(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def test_a_whole_snapshot_is_built(mirror_folder: Path, tmp_path: Path) -> None:
    report = build_snapshot(mirror_folder, tmp_path / "snapshot")
    snapshot = Snapshot.open(tmp_path / "snapshot")
    assert set(snapshot.names) == set(BUILDERS)
    assert report.digest == snapshot.digest
    assert report.rows == {name: snapshot.table(name).num_rows for name in snapshot.names}
    assert report.changed == snapshot.names
    assert (tmp_path / "snapshot" / "LICENCES.md").is_file()


def test_two_builds_give_the_same_bytes(mirror_folder: Path, tmp_path: Path) -> None:
    for name in ("one", "two"):
        build_snapshot(mirror_folder, tmp_path / name)
    assert state(tmp_path / "one") == state(tmp_path / "two")


def test_the_order_of_rows_in_the_mirror_does_not_matter(tmp_path: Path) -> None:
    reordered = {}
    for name, content in FILES.items():
        if name.endswith(".json"):
            reordered[name] = json.dumps(json.loads(content)[::-1])
            continue
        header, *rows = content.splitlines(keepends=True)
        stem = name.rsplit("/", 1)[-1].split(".", 1)[0]
        reordered[stem] = header + "".join(reversed(rows))
    del reordered["ti_phase1_communes_2020"], reordered["acv_2025"]  # their order names a perimeter
    first = build_snapshot(write_mirror(tmp_path / "a"), tmp_path / "one")
    second = build_snapshot(write_mirror(tmp_path / "b", **reordered), tmp_path / "two")
    assert first.digest == second.digest
    assert state(tmp_path / "one") == state(tmp_path / "two")


def test_a_rebuild_says_which_tables_changed(mirror_folder: Path, tmp_path: Path) -> None:
    target = tmp_path / "snapshot"
    build_snapshot(mirror_folder, target)
    assert build_snapshot(mirror_folder, target).changed == ()
    write_file(
        mirror_folder / "transport/ports_natural_earth.csv",
        FILES["transport/ports_natural_earth.csv"].replace(",4,", ",5,"),
    )
    assert build_snapshot(mirror_folder, target).changed == ("ports",)


def test_hand_written_files_of_the_target_are_kept(mirror_folder: Path, tiny_folder: Path) -> None:
    catalogue = (tiny_folder / "catalogue.yaml").read_text(encoding="utf-8")
    own = catalogue.replace("Ports maritimes", "Ports de mer")
    (tiny_folder / "catalogue.yaml").write_text(own, encoding="utf-8")
    (tiny_folder / "__init__.py").write_text('"""Ours."""\n', encoding="utf-8")
    build_snapshot(mirror_folder, tiny_folder)
    assert Snapshot.open(tiny_folder).dataset("ports").title.fr == "Ports de mer"
    assert (tiny_folder / "__init__.py").read_text(encoding="utf-8") == '"""Ours."""\n'


def test_progress_goes_from_nothing_to_all(mirror_folder: Path, tmp_path: Path) -> None:
    seen: list[tuple[str, int, int]] = []
    build_snapshot(mirror_folder, tmp_path / "snapshot", lambda *step: seen.append(step))
    assert [done for _, done, _ in seen] == list(range(len(BUILDERS) + 2))
    assert {total for _, _, total in seen} == {len(BUILDERS) + 1}


def without_a_file(folder: Path) -> Path:
    (folder / "cog/regions.csv").unlink()
    return folder


def with_a_truncated_file(folder: Path) -> Path:
    path = folder / "telecom/ftth_communes_2018t1.csv.gz"
    path.write_bytes(path.read_bytes()[:-12])
    return folder


def with_nan(folder: Path) -> Path:
    write_file(
        folder / "transport/ports_natural_earth.csv", "nom,scalerank,lon,lat\nPort,4,NaN,48\n"
    )
    return folder


def with_a_key_twice(folder: Path) -> Path:
    write_file(
        folder / "transport/route_france_grands_axes_nodes.csv", "node,lon,lat\n1,2,48\n1,3,48\n"
    )
    return folder


@pytest.mark.parametrize(
    ("damage", "error"),
    [
        (without_a_file, MirrorMissing),
        (with_a_truncated_file, MirrorFileDamaged),
        (with_nan, MirrorValueWrong),
        (with_a_key_twice, TableRefused),
    ],
)
def test_a_failed_build_leaves_the_snapshot_as_it_was(
    mirror_folder: Path,
    tiny_folder: Path,
    damage: Callable[[Path], Path],
    error: type[Exception],
) -> None:
    before = state(tiny_folder)
    with pytest.raises(error):
        build_snapshot(damage(mirror_folder), tiny_folder)
    assert state(tiny_folder) == before
    assert sorted(path.name for path in tiny_folder.parent.iterdir()) == ["mirror", "snapshot"]


def test_a_failed_first_build_leaves_nothing(mirror_folder: Path, tmp_path: Path) -> None:
    (mirror_folder / "cog/regions.csv").unlink()
    with pytest.raises(MirrorMissing):
        build_snapshot(mirror_folder, tmp_path / "new")
    assert not (tmp_path / "new").exists()


def test_a_link_to_a_snapshot_stays_a_link(
    mirror_folder: Path, tiny_folder: Path, tmp_path: Path
) -> None:
    (tmp_path / "link").symlink_to(tiny_folder)
    assert build_snapshot(mirror_folder, tmp_path / "link").target == tiny_folder.resolve()
    assert (tmp_path / "link").is_symlink()


@pytest.mark.parametrize("name", ["letters.txt", "accounts.csv"])
def test_a_folder_that_holds_something_else_is_refused(
    mirror_folder: Path, tmp_path: Path, name: str
) -> None:
    target = tmp_path / "documents"
    target.mkdir()
    (target / name).write_text("keep me", encoding="utf-8")
    with pytest.raises(TargetRefused, match=name) as caught:
        build_snapshot(mirror_folder, target)
    assert caught.value.exit_code == 2
    assert state(target) == {name: b"keep me"}


def test_a_snapshot_with_another_file_in_it_is_refused(
    mirror_folder: Path, tiny_folder: Path
) -> None:
    (tiny_folder / "notes").mkdir()
    with pytest.raises(TargetRefused, match="notes"):
        build_snapshot(mirror_folder, tiny_folder)
    assert (tiny_folder / "notes").is_dir()


def test_a_table_that_an_older_snapshot_had_goes_away(
    mirror_folder: Path, tiny_folder: Path
) -> None:
    manifest = json.loads((tiny_folder / "manifest.json").read_text(encoding="utf-8"))
    manifest["tables"]["arpents"] = manifest["tables"]["ports"]
    (tiny_folder / "manifest.json").write_text(json.dumps(manifest), encoding="utf-8")
    (tiny_folder / "arpents.csv").write_text("a\n", encoding="utf-8")
    build_snapshot(mirror_folder, tiny_folder)
    assert not (tiny_folder / "arpents.csv").exists()


def test_a_target_that_is_a_file_is_refused(mirror_folder: Path, tmp_path: Path) -> None:
    (tmp_path / "target").write_text("keep me", encoding="utf-8")
    with pytest.raises(TargetRefused, match="not a folder"):
        build_snapshot(mirror_folder, tmp_path / "target")
    assert (tmp_path / "target").read_text(encoding="utf-8") == "keep me"


def test_a_place_where_no_folder_can_be_made_is_refused(
    mirror_folder: Path, tmp_path: Path
) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")
    with pytest.raises(TargetRefused):
        build_snapshot(mirror_folder, tmp_path / "file" / "below" / "snapshot")


def test_a_catalogue_with_a_table_that_nobody_builds_is_refused(
    mirror_folder: Path, tiny_folder: Path
) -> None:
    catalogue = (tiny_folder / "catalogue.yaml").read_text(encoding="utf-8")
    (tiny_folder / "catalogue.yaml").write_text(
        catalogue.replace("- id: ports", "- id: harbours"), encoding="utf-8"
    )
    with pytest.raises(CatalogueBroken, match="harbours, ports"):
        build_snapshot(mirror_folder, tiny_folder)


def test_a_swap_that_fails_puts_the_old_snapshot_back(tiny_folder: Path, tmp_path: Path) -> None:
    before = state(tiny_folder)
    with pytest.raises(OSError, match="absent"):
        swap(tmp_path / "absent", tiny_folder)
    assert state(tiny_folder) == before
