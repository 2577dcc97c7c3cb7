"""GeoJSON, feature by feature."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from rebond.sitefiles import Limits
from rebond.sitefiles.errors import FileBroken, FileTooLarge
from rebond.sitefiles.json_reading import BLOCK, GeoJsonSource
from tests.sitefiles.conftest import SITE, SQUARE, Read


def feature(**changes: Any) -> dict[str, Any]:
    properties = {key: value for key, value in SITE.items() if key != "site_geomsurf"}
    properties |= {"site_surf_brute": 80.5, "reseau_gaz": True, **changes}
    return {"type": "Feature", "properties": properties, "geometry": json.loads(SQUARE)}


def collection(*features: Any, **more: Any) -> str:
    return json.dumps({"type": "FeatureCollection", **more, "features": list(features)})


def test_a_feature_is_a_row(read: Read) -> None:
    opened, rows = read(collection(feature(), feature(site_id="B", site_nb_emploi=12)))
    assert (opened.format, opened.table.id) == ("geojson", "site-eco")
    assert [row.number for row in rows] == [1, 2]
    assert rows[0].values["reseau_gaz"] == "oui"
    assert rows[1].values["site_nb_emploi"] == 12
    assert rows[0].shape is not None


def test_a_single_feature_is_a_file(read: Read) -> None:
    _, rows = read(json.dumps(feature()))
    assert len(rows) == 1


def test_a_property_that_only_a_later_feature_has_is_read(read: Read) -> None:
    many = [feature(site_id=f"S{number}") for number in range(2001)]
    _, rows = read(collection(*many, feature(site_id="Z", site_nb_emploi=7)))
    assert rows[-1].values["site_nb_emploi"] == 7


def test_what_is_no_feature_or_no_value_is_refused_alone(read: Read) -> None:
    _, rows = read(
        collection(feature(), 3, {"type": "Feature"}, feature(site_id="B", site_nom={"a": 1}))
    )
    assert [row.is_refused for row in rows] == [False, True, True, True]
    assert rows[3].notes[0].code == "kind-of-value"
    assert rows[1].notes[0].code == "feature"


def test_the_old_member_for_the_system_is_obeyed(read: Read) -> None:
    crs = {"type": "name", "properties": {"name": "urn:ogc:def:crs:EPSG::2154"}}
    plane = {
        "type": "Polygon",
        "coordinates": [
            [[497000, 6895000], [498000, 6895000], [498000, 6896000], [497000, 6895000]]
        ],
    }
    opened, rows = read(collection({**feature(site_surf_brute=50), "geometry": plane}, crs=crs))
    assert opened.crs == "EPSG:2154"
    assert [note.code for note in opened.notes] == ["system-declared"]
    assert "system" not in [note.code for note in rows[0].notes]


def test_a_text_is_read_across_blocks(read: Read) -> None:
    long = "é" * (BLOCK // 4)
    many = [feature(site_id=f"S{number}", site_description=long[:15000]) for number in range(60)]
    _, rows = read(json.dumps({"features": many, "x": [1], "type": "FeatureCollection"}))
    assert len(rows) == 60
    assert {len(str(row.values["site_description"])) for row in rows} == {15000}


@pytest.mark.parametrize(
    "text",
    ["{", '{"features": [', '{"features": [{}', '{"a" 1}', '{"features": [1 2]}', '{"features": ' + "[" * 5000],
)  # fmt: skip
def test_what_is_no_json_breaks_with_words(text: str, tmp_path: Path) -> None:
    path = tmp_path / "x.geojson"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(FileBroken):
        list(GeoJsonSource(path, Limits()).chunks(lambda _done, _total: None))


def test_limits_hold(read: Read) -> None:
    with pytest.raises(FileTooLarge):
        read(collection(feature(), feature()), limits=Limits(most_rows=1))
    big = feature(site_description="x" * (3 * BLOCK))
    with pytest.raises(FileTooLarge):
        read(collection(big), limits=Limits(most_record_bytes=BLOCK))


def test_geojson_in_utf16_is_said(read: Read) -> None:
    opened, rows = read(collection(feature()).encode("utf-16"))
    assert [note.code for note in opened.notes] == ["encoding"]
    assert len(rows) == 1


def test_a_feature_may_name_what_it_likes_and_only_fields_are_kept(
    read: Read, tmp_path: Path
) -> None:
    odd = {f"k{number}": number for number in range(1_900)}
    source_file = tmp_path / "names.geojson"
    source_file.write_text(collection(feature(**odd), feature(site_id="B")), encoding="utf-8")
    (chunk,) = GeoJsonSource(source_file, Limits()).chunks(lambda _done, _total: None)
    assert "site_nom" in chunk.columns
    assert not set(chunk.columns) & set(odd)
    # A bomb: each feature brings properties of its own.
    bomb = [feature(site_id=f"S{n}", **{f"k{n}_{m}": 1 for m in range(30)}) for n in range(100)]
    with pytest.raises(FileTooLarge) as fault:
        read(collection(*bomb))
    assert "2000" in str(fault.value.message("en"))


@pytest.mark.parametrize("odd", ["A\ud800B", "A\x00B"])
def test_what_is_no_character_refuses_its_cell_and_is_never_written(read: Read, odd: str) -> None:
    opened, rows = read(
        collection(feature(), feature(site_id="B", site_nom=odd), feature(**{f"nom {odd}": 1}))
    )
    (note,) = (one for one in rows[1].notes if one.severity == "refused")
    assert (note.row, note.field, note.code) == (2, "site_nom", "unwritable")
    assert not rows[0].is_refused
    for said in (*opened.notes, *(one for row in rows for one in row.notes)):
        text = said.found + said.used + said.words.fr + said.words.en
        assert "\x00" not in text
        text.encode()
    crs = {"properties": {"name": odd}}
    opened, _ = read(collection(feature(), crs=crs))
    (opened.crs or "").encode()
    assert "\x00" not in (opened.crs or "")
