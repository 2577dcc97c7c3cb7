"""`rebond sites`: checking, converting and describing files of sites."""

from __future__ import annotations

import json
from pathlib import Path

from tests.cli.conftest import Command
from tests.sitefiles.conftest import FILES, SITE, csv_text


def test_check_counts_rows_and_says_each_remark_in_both_languages(rebond: Command) -> None:
    done = rebond("sites", "check", FILES / "site-eco.csv")
    assert done.code == 0
    assert "site-eco : 1 ligne(s), 1 acceptée(s)" in done.words
    assert "Coordonnées en Lambert-93, converties" in done.words
    english = rebond("sites", "check", FILES / "site-eco.csv", "--lang", "en")
    assert "Coordinates in Lambert-93, converted" in english.words


def test_check_leaves_with_2_when_a_row_is_refused(rebond: Command, tmp_path: Path) -> None:
    path = tmp_path / "x.csv"
    path.write_text(csv_text(SITE, SITE), encoding="utf-8")
    done = rebond("sites", "check", path, "--format", "json", "--lang", "en")
    assert done.code == 2
    said = json.loads(done.out)
    assert (said["taken"], said["refused"]) == (1, 1)
    assert [(one["row"], one["field"], one["code"]) for one in said["notes"]] == [
        (3, "site_id", "duplicate")
    ]
    assert "1 row(s) refused, 1 taken" in done.err


def test_check_shows_as_many_remarks_as_asked(rebond: Command) -> None:
    done = rebond("sites", "check", FILES / "site-eco.csv", "--most", 2)
    assert "2 remarques montrées sur" in done.words
    lines = rebond("sites", "check", FILES / "site-eco.csv", "--most", 0, "--format", "csv").out
    assert len(lines.splitlines()) > 5


def test_convert_writes_the_canonical_form_and_reads_it_back(
    rebond: Command, tmp_path: Path
) -> None:
    for form in ("csv", "geojson", "gpkg"):
        target = tmp_path / f"x.{form}"
        done = rebond("sites", "convert", FILES / "friches.csv", "--to", form, "--out", target)
        assert done.code == 0
        assert rebond("sites", "check", target).code == 0


def test_convert_writes_nothing_when_a_row_is_refused_nor_over_its_own_file(
    rebond: Command, tmp_path: Path
) -> None:
    path = tmp_path / "site-eco.csv"
    path.write_text(csv_text(SITE, SITE), encoding="utf-8")
    assert rebond("sites", "convert", path, "--to", "geojson").code == 2
    assert not (tmp_path / "site-eco.geojson").exists()
    path.write_text(csv_text(SITE), encoding="utf-8")
    assert rebond("sites", "convert", path, "--to", "csv").code == 2
    assert rebond("sites", "convert", path, "--to", "geojson").code == 0
    assert (tmp_path / "site-eco.geojson").exists()


def test_schema_describes_a_table(rebond: Command) -> None:
    done = rebond("sites", "schema", "terrain-eco", "--format", "json")
    assert json.loads(done.out)["primaryKey"] == "terr_id"
    assert "clé en main" in rebond("sites", "schema", "terrain-eco").words
    unknown = rebond("sites", "schema", "parcelle")
    assert unknown.code == 2
    assert "terrain-eco" in unknown.err
