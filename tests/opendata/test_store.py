from __future__ import annotations

import json
from pathlib import Path

import pytest

import rebond.opendata
from rebond.opendata import Snapshot
from rebond.opendata.errors import (
    CatalogueBroken,
    DigestMismatch,
    ManifestBroken,
    SnapshotFileMissing,
    TableColumnsWrong,
    TableUnknown,
)
from rebond.opendata.store import packaged_folder


def change_manifest(folder: Path, path: tuple[str, ...], value: object) -> None:
    manifest = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
    place = manifest
    for key in path[:-1]:
        place = place[key]
    place[path[-1]] = value
    (folder / "manifest.json").write_text(json.dumps(manifest), encoding="utf-8")


def test_a_table_is_read_with_its_types_and_gaps(tiny_snapshot: Snapshot) -> None:
    rows = {row["code"]: row for row in tiny_snapshot.table("communes").to_pylist()}
    assert rows["99001"]["population"] == 1000
    assert rows["99003"]["population"] is None
    assert rows["99001"]["lon"] == 2.0
    assert rows["99001"]["lat"] == 48.0001


def test_a_table_is_read_once(tiny_snapshot: Snapshot) -> None:
    assert tiny_snapshot.table("regions") is tiny_snapshot.table("regions")


def test_a_data_set_is_described_in_both_languages(tiny_snapshot: Snapshot) -> None:
    dataset = tiny_snapshot.dataset("stations_freight")
    assert dataset.title.fr == "Gares ouvertes au fret"
    assert dataset.title.en == "Stations open to freight"
    assert dataset.licence == "ODbL-1.0"


def test_an_unknown_table_is_refused_with_those_there_are(tiny_snapshot: Snapshot) -> None:
    for ask in (tiny_snapshot.table, tiny_snapshot.dataset, tiny_snapshot.entry):
        with pytest.raises(TableUnknown, match="arpents") as caught:
            ask("arpents")
        assert "communes" in caught.value.message("fr")
        assert caught.value.exit_code == 2


def test_the_digest_names_the_tables_and_not_the_drawing(tiny_folder: Path) -> None:
    before = Snapshot.open(tiny_folder)
    change_manifest(tiny_folder, ("basemap", "sha256"), "sha256:other")
    assert Snapshot.open(tiny_folder).digest == before.digest
    change_manifest(tiny_folder, ("tables", "regions", "sha256"), "sha256:other")
    after = Snapshot.open(tiny_folder)
    assert after.digest != before.digest
    assert after.digests["communes"] == before.digests["communes"]
    assert set(after.digests) == set(after.names) - {"former_names"}


def test_a_table_that_decides_nothing_is_checked_and_does_not_name_the_snapshot(
    tiny_folder: Path,
) -> None:
    before = Snapshot.open(tiny_folder).digest
    change_manifest(tiny_folder, ("other_tables", "former_names", "sha256"), "sha256:other")
    changed = Snapshot.open(tiny_folder)
    assert changed.digest == before
    with pytest.raises(DigestMismatch):
        changed.table("former_names")


def test_a_manifest_that_lets_a_table_decide_or_not_against_the_catalogue_is_refused(
    tiny_folder: Path,
) -> None:
    path = tiny_folder / "manifest.json"
    manifest = json.loads(path.read_text(encoding="utf-8"))
    manifest["tables"]["former_names"] = manifest["other_tables"].pop("former_names")
    path.write_text(json.dumps(manifest), encoding="utf-8")
    with pytest.raises(ManifestBroken, match="former_names: can_decide"):
        Snapshot.open(tiny_folder)


def test_a_changed_byte_is_named_with_both_digests(tiny_folder: Path) -> None:
    path = tiny_folder / "regions.csv"
    path.write_bytes(path.read_bytes().replace("Région une".encode(), "Région deux".encode()))
    snapshot = Snapshot.open(tiny_folder)
    with pytest.raises(DigestMismatch) as caught:
        snapshot.table("regions")
    error = caught.value
    assert error.file == str(path)
    assert error.expected == snapshot.digests["regions"]
    assert error.found == snapshot.found_digest("regions")
    assert error.found in error.message("fr")
    assert "rebond data build" in error.message("fr")
    assert error.exit_code == 3


def test_other_tables_stay_readable_beside_a_changed_one(tiny_folder: Path) -> None:
    (tiny_folder / "regions.csv").write_text("", encoding="utf-8")
    assert Snapshot.open(tiny_folder).table("communes").num_rows == 7


def test_a_changed_basemap_is_refused(tiny_folder: Path) -> None:
    (tiny_folder / "basemap.json").write_text('{"layers": {}}', encoding="utf-8")
    with pytest.raises(DigestMismatch, match="basemap"):
        Snapshot.open(tiny_folder).basemap()


def test_the_basemap_is_read(tiny_snapshot: Snapshot) -> None:
    assert "region" in tiny_snapshot.basemap()["layers"]


@pytest.mark.parametrize("file", ["manifest.json", "catalogue.yaml"])
def test_a_snapshot_without_its_two_lists_is_refused(tiny_folder: Path, file: str) -> None:
    (tiny_folder / file).unlink()
    with pytest.raises(SnapshotFileMissing, match=file):
        Snapshot.open(tiny_folder)


def test_a_folder_that_is_not_there_is_refused(tmp_path: Path) -> None:
    with pytest.raises(SnapshotFileMissing, match="nowhere"):
        Snapshot.open(tmp_path / "nowhere")


def test_a_missing_table_is_named_when_it_is_read(tiny_folder: Path) -> None:
    (tiny_folder / "ports.csv").unlink()
    snapshot = Snapshot.open(tiny_folder)
    with pytest.raises(SnapshotFileMissing, match=r"ports\.csv"):
        snapshot.table("ports")
    assert snapshot.found_digest("ports") is None


@pytest.mark.parametrize(
    "content",
    [
        "",
        "{",
        "[]",
        '{"format": "rebond-snapshot/1"}',
        '{"format": "rebond-snapshot/9", "tables": {}}',
    ],
)
def test_a_manifest_that_is_none_is_refused(tiny_folder: Path, content: str) -> None:
    (tiny_folder / "manifest.json").write_text(content, encoding="utf-8")
    with pytest.raises(ManifestBroken) as caught:
        Snapshot.open(tiny_folder)
    assert caught.value.file == str(tiny_folder / "manifest.json")


def test_a_manifest_of_other_tables_is_refused(tiny_folder: Path) -> None:
    change_manifest(tiny_folder, ("tables", "arpents"), {"sha256": "", "rows": 0, "columns": []})
    with pytest.raises(ManifestBroken, match="arpents"):
        Snapshot.open(tiny_folder)


def test_a_last_day_that_differs_between_manifest_and_catalogue_is_refused(
    tiny_folder: Path,
) -> None:
    change_manifest(tiny_folder, ("tables", "unemployment", "observed_until"), "2019-12-31")
    with pytest.raises(ManifestBroken, match="unemployment"):
        Snapshot.open(tiny_folder)


def test_a_broken_catalogue_is_refused(tiny_folder: Path) -> None:
    (tiny_folder / "catalogue.yaml").write_text("tables: [", encoding="utf-8")
    with pytest.raises(CatalogueBroken):
        Snapshot.open(tiny_folder)


def test_a_table_with_other_columns_than_the_catalogue_is_refused(tiny_folder: Path) -> None:
    catalogue = (tiny_folder / "catalogue.yaml").read_text(encoding="utf-8")
    (tiny_folder / "catalogue.yaml").write_text(
        catalogue.replace("scalerank: {type", "rank: {type"), encoding="utf-8"
    )
    with pytest.raises(TableColumnsWrong, match="scalerank"):
        Snapshot.open(tiny_folder).table("ports")


def test_the_packaged_snapshot_is_shared_and_those_opened_are_not() -> None:
    assert Snapshot.shared() is Snapshot.shared()
    assert Snapshot.shared().folder == packaged_folder()
    assert Snapshot.open() is not Snapshot.open()


def test_the_packaged_snapshot_is_opened_by_default() -> None:
    assert Snapshot.open().folder == packaged_folder()


def test_the_room_gives_no_name_that_it_has_not() -> None:
    with pytest.raises(AttributeError, match="arpents"):
        rebond.opendata.arpents  # noqa: B018


def test_every_public_name_of_the_room_can_be_had() -> None:
    for name in rebond.opendata.__all__:
        assert getattr(rebond.opendata, name).__name__ == name


def test_a_document_is_read_and_is_no_part_of_the_name_of_the_snapshot(tiny_folder: Path) -> None:
    named = Snapshot.open(tiny_folder).digest
    content = Snapshot.open(tiny_folder).document("written_questions")
    assert content == Snapshot.open().document("written_questions")
    change_manifest(tiny_folder, ("documents", "written_questions", "sha256"), "sha256:other")
    changed = Snapshot.open(tiny_folder)
    assert changed.digest == named
    with pytest.raises(DigestMismatch):
        changed.document("written_questions")
    with pytest.raises(TableUnknown, match="written_questions"):
        changed.document("arpents")


def test_a_manifest_of_other_documents_is_refused(tiny_folder: Path) -> None:
    change_manifest(tiny_folder, ("documents", "arpents"), {"sha256": ""})
    with pytest.raises(ManifestBroken, match="arpents"):
        Snapshot.open(tiny_folder)
