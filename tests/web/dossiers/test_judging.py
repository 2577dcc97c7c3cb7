"""Files that pretend: each is refused in words, and nothing of it is run."""

from __future__ import annotations

import io
import json
import struct
import subprocess
import sys
import zipfile
from pathlib import Path

import numpy as np
import pytest
import shapely
from PIL import Image
from pyogrio import raw

from rebond.web.dossiers import judging_geo
from rebond.web.dossiers.file_errors import BrokenFile, FileRefused, WrongFormat
from rebond.web.dossiers.judging import format_of_name, judge
from rebond.web.dossiers.judging_geo import geometry_of
from tests.web.dossiers.drafts import pdf

ALL = ("pdf", "jpeg", "png", "csv", "xlsx", "ods", "odt", "docx", "geojson", "gpkg")
TYPES = "application/vnd.openxmlformats-officedocument"


def image(kind: str, size: tuple[int, int] = (40, 30)) -> bytes:
    stream = io.BytesIO()
    Image.effect_noise(size, 60).convert("RGB").save(stream, kind)
    return stream.getvalue()


def archive(parts: dict[str, bytes], *, stored: bool = False) -> bytes:
    stream = io.BytesIO()
    method = zipfile.ZIP_STORED if stored else zipfile.ZIP_DEFLATED
    with zipfile.ZipFile(stream, "w", method) as target:
        for name, content in parts.items():
            target.writestr(name, content)
    return stream.getvalue()


def ooxml(main: str, **more: bytes) -> bytes:
    listed = f'<Types><Override PartName="/a" ContentType="{TYPES}.{main}.main+xml"/></Types>'
    return archive({"[Content_Types].xml": listed.encode(), "a.xml": b"<a/>", **more})


def opendocument(kind: str) -> bytes:
    mime = f"application/vnd.oasis.opendocument.{kind}".encode()
    return archive({"mimetype": mime, "content.xml": b"<office/>"}, stored=True)


def geojson(value: object = None) -> bytes:
    return json.dumps(value or {"type": "Point", "coordinates": [0.2, 49.1]}).encode()


def geopackage(folder: Path, crs: str | None = "EPSG:2154", layers: int = 1) -> Path:
    path = folder / "site.gpkg"
    corner = (500_000, 6_900_000) if crs == "EPSG:2154" else (0.2, 49.1)
    side = 1000 if crs == "EPSG:2154" else 0.01
    box = shapely.box(*corner, corner[0] + side, corner[1] + side)
    for number in range(layers):
        raw.write(
            path,
            np.array([shapely.to_wkb(box)], dtype=object),
            [np.array([1])],
            ["id"],
            geometry_type="Polygon",
            crs=crs,
            driver="GPKG",
            layer=f"couche {number}",
            append=number > 0,
        )
    return path


def judged(
    tmp_path: Path, content: bytes, name: str = "a.bin", accepted: tuple[str, ...] = ALL
) -> str:
    path = tmp_path / "received"
    path.write_bytes(content)
    return judge(path, format_of_name(name), accepted)


def test_each_accepted_format_is_known_by_its_content(tmp_path: Path) -> None:
    for content, kind in (
        (pdf(3), "pdf"),
        (image("png"), "png"),
        (image("jpeg"), "jpeg"),
        (ooxml("spreadsheetml.sheet"), "xlsx"),
        (ooxml("wordprocessingml.document"), "docx"),
        (opendocument("spreadsheet"), "ods"),
        (opendocument("text"), "odt"),
    ):
        assert judged(tmp_path, content) == kind
    assert judged(tmp_path, b"a;b\n1;2\n", "a.csv") == "csv"
    assert judged(tmp_path, "surface;coût\n1;2\n".encode("cp1252"), "a.csv") == "csv"
    assert judged(tmp_path, geojson(), "a.geojson") == "geojson"
    assert judge(geopackage(tmp_path), "gpkg", ALL) == "gpkg"


def test_real_office_files_are_accepted(tmp_path: Path) -> None:
    import openpyxl

    stream = io.BytesIO()
    openpyxl.Workbook().save(stream)
    assert judged(tmp_path, stream.getvalue()) == "xlsx"


HOSTILE = {
    "page": b"<!DOCTYPE html><script>alert(1)</script>",
    "drawing": b'<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>',
    "program": b"MZ" + b"\0" * 200,
    "elf": b"\x7fELF" + b"\0" * 200,
    "shell": b"#!/bin/sh\nrm -rf /\n",
    "nothing": b"\0" * 100,
}


@pytest.mark.parametrize("name", ["a.pdf", "a.png", "a.csv", "a.geojson", "a.xlsx", "a"])
@pytest.mark.parametrize("kind", sorted(HOSTILE))
def test_pages_drawings_and_programs_are_refused_whatever_their_name(
    tmp_path: Path, kind: str, name: str
) -> None:
    if kind == "shell" and name == "a.csv":
        pytest.skip("a line of text is a table of one column")
    with pytest.raises(FileRefused):
        judged(tmp_path, HOSTILE[kind], name)


@pytest.mark.parametrize(
    "content",
    [
        pdf()[:200],
        b"%PDF-1.7\n%%EOF",
        b"%PDF-1.7\n<html><script>alert(1)</script>\n" + pdf()[9:],
        pdf() + b"<html>" + b"x" * 2000,
        pdf() + b"\n<script>alert(1)</script>",
        pdf() + b"MZ" + b"\x90" * 2000,
        b"<html>" + pdf(),
        pdf() + archive({"a.txt": b"a"}),
    ],
)
def test_a_pdf_that_is_broken_or_something_else_too_is_refused(
    tmp_path: Path, content: bytes
) -> None:
    with pytest.raises(FileRefused):
        judged(tmp_path, content, "a.pdf")


def test_an_encrypted_pdf_is_refused(tmp_path: Path) -> None:
    from pypdf import PdfWriter

    writer = PdfWriter()
    writer.add_blank_page(width=10, height=10)
    writer.encrypt("secret", algorithm="RC4-128")
    stream = io.BytesIO()
    writer.write(stream)
    with pytest.raises(BrokenFile, match="encrypted"):
        judged(tmp_path, stream.getvalue(), "a.pdf")


@pytest.mark.parametrize("kind", ["png", "jpeg"])
def test_an_image_cut_short_or_with_an_archive_behind_is_refused(tmp_path: Path, kind: str) -> None:
    content = image(kind, (200, 200))
    for bad in (content[: len(content) // 2], content + archive({"a.txt": b"a"}), content[:20]):
        with pytest.raises(BrokenFile):
            judged(tmp_path, bad)


def test_an_image_too_large_to_be_read_is_refused_before_it_is_unpacked(tmp_path: Path) -> None:
    content = bytearray(image("png"))
    content[16:24] = struct.pack(">II", 60_000, 60_000)
    import zlib

    content[29:33] = struct.pack(">I", zlib.crc32(bytes(content[12:29])))
    with pytest.raises(BrokenFile):
        judged(tmp_path, bytes(content))


def test_a_bomb_is_refused_within_a_budget(tmp_path: Path) -> None:
    content = ooxml("spreadsheetml.sheet", **{"b.xml": b"\0" * 301_000_000})
    assert len(content) < 1_000_000
    with pytest.raises(BrokenFile, match="immense"):
        judged(tmp_path, content)


def test_a_bomb_that_lies_about_its_size_is_refused(tmp_path: Path) -> None:
    content = bytearray(ooxml("spreadsheetml.sheet", **{"b.xml": b"\0" * 5_000_000}))
    lie = struct.pack("<I", 1000)
    true = struct.pack("<I", 5_000_000)
    assert content.count(true) == 2
    with pytest.raises(BrokenFile):
        judged(tmp_path, bytes(content).replace(true, lie))


@pytest.mark.parametrize(
    "content",
    [
        archive({"a.txt": b"a"}),
        archive({"[Content_Types].xml": b"<Types/>"}),
        ooxml("spreadsheetml.sheet", **{"xl/vbaProject.bin": b"x"}),
        ooxml("spreadsheetml.sheet", **{"../../etc/passwd": b"x"}),
        ooxml("spreadsheetml.sheet")[:-30],
        archive({"[Content_Types].xml": b'<!DOCTYPE a [<!ENTITY b "c">]><Types/>'}),
        archive({"mimetype": b"application/epub+zip", "content.xml": b""}, stored=True),
        archive(
            {
                "mimetype": b"application/vnd.oasis.opendocument.text",
                "content.xml": b"",
                "Basic/a": b"",
            }
        ),
    ],
)
def test_other_archives_and_macros_are_refused(tmp_path: Path, content: bytes) -> None:
    with pytest.raises(BrokenFile):
        judged(tmp_path, content)


@pytest.mark.parametrize(
    ("content", "name"),
    [
        (b'{"type": "Nothing"}', "a.geojson"),
        (b'{"type": "Point", "coordinates": []}', "a.geojson"),
        (b"[" * 100_000, "a.geojson"),
        (b"\xff\xfe", "a.geojson"),
        (b"a\0b", "a.csv"),
        (b"{}", "a.csv"),
        (b"\r\n", "a.csv"),
    ],
)
def test_text_formats_are_read_to_their_end(tmp_path: Path, content: bytes, name: str) -> None:
    with pytest.raises(FileRefused):
        judged(tmp_path, content, name)


def test_a_format_that_the_field_does_not_accept_is_named(tmp_path: Path) -> None:
    with pytest.raises(WrongFormat) as caught:
        judged(tmp_path, image("png"), "a.png", ("pdf",))
    assert "png" in caught.value.message("fr")
    assert "pdf" in caught.value.message("fr")


def test_a_database_that_is_no_geopackage_or_does_more_than_hold_rows_is_refused(
    tmp_path: Path,
) -> None:
    import sqlite3

    path = tmp_path / "other.sqlite"
    connection = sqlite3.connect(path)
    connection.execute("CREATE TABLE a (b)")
    connection.commit()
    connection.close()
    with pytest.raises(BrokenFile, match="GeoPackage"):
        judge(path, "gpkg", ALL)
    sound = geopackage(tmp_path)
    connection = sqlite3.connect(sound)
    connection.execute("CREATE VIRTUAL TABLE evil USING fts5(a)")
    connection.commit()
    connection.close()
    with pytest.raises(BrokenFile, match="virtual"):
        judge(sound, "gpkg", ALL)
    sound.write_bytes(sound.read_bytes()[:5000])
    with pytest.raises(BrokenFile):
        judge(sound, "gpkg", ALL)


VIEW = (
    "CREATE VIEW v AS WITH RECURSIVE t(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM t) "
    'SELECT n AS fid, (SELECT geom FROM "couche 0" LIMIT 1) AS geom FROM t'
)


@pytest.mark.parametrize(
    ("statements", "said"),
    [
        (
            [
                VIEW,
                "UPDATE gpkg_contents SET table_name = 'v'",
                "UPDATE gpkg_geometry_columns SET table_name = 'v'",
            ],
            "view",
        ),
        (["CREATE TRIGGER evil AFTER INSERT ON gpkg_contents BEGIN SELECT 1; END"], "trigger"),
        (['CREATE INDEX slow ON "couche 0" (abs(id))'], "index"),
        (['CREATE INDEX slow ON "couche 0" (id) WHERE id > 1'], "index"),
        (["CREATE TABLE computed (a, b AS (hex(zeroblob(1000000000))))"], "computed"),
        (['CREATE VIRTUAL TABLE evil USING fts5("a using rtree(")'], "virtual"),
        (
            ["INSERT INTO gpkg_contents (table_name, data_type) VALUES ('absente', 'features')"],
            "not a table",
        ),
    ],
)
def test_a_geopackage_whose_schema_computes_is_refused_at_once(
    tmp_path: Path, statements: list[str], said: str
) -> None:
    import sqlite3

    sound = geopackage(tmp_path)
    connection = sqlite3.connect(sound)
    connection.execute("PRAGMA foreign_keys = OFF")
    for (name,) in connection.execute(
        "SELECT name FROM sqlite_master WHERE type = 'trigger'"
    ).fetchall():
        connection.execute(f'DROP TRIGGER "{name}"')
    for statement in statements:
        connection.execute(statement)
    connection.commit()
    connection.close()
    for read in (lambda: judge(sound, "gpkg", ALL), lambda: geometry_of(sound, "gpkg")):
        with pytest.raises(BrokenFile, match=said):
            read()


def test_a_reader_that_does_not_end_is_stopped_and_holds_no_secret(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "endless.py").write_text(
        "import os\nassert 'REBOND_SECRET_KEY' not in os.environ\nwhile True: pass\n"
    )
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    monkeypatch.setenv("REBOND_SECRET_KEY", "secret")
    monkeypatch.setattr(judging_geo, "READER", "endless")
    monkeypatch.setattr(judging_geo, "WALL_SECONDS", 2)
    with pytest.raises(BrokenFile, match="too long"):
        judge(geopackage(tmp_path), "gpkg", ALL)


def test_the_reader_gives_itself_little_time_and_memory() -> None:
    code = (
        "from rebond.web.dossiers.reading_geo import limited; import resource as r; limited(); "
        "print(r.getrlimit(r.RLIMIT_CPU)[0], r.getrlimit(r.RLIMIT_AS)[0] // 2**30)"
    )
    said = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, check=True, text=True
    ).stdout
    assert said.split() == ["8", "2"]


def test_a_geopackage_in_lambert_93_is_read_in_degrees(tmp_path: Path) -> None:
    found = geometry_of(geopackage(tmp_path), "gpkg")
    lon, lat = found["geometries"][0]["coordinates"][0][0]
    assert (round(lon, 3), round(lat, 3)) == (0.271, 49.169)


def test_a_geopackage_of_several_layers_is_refused_by_name(tmp_path: Path) -> None:
    with pytest.raises(FileRefused, match="couche 1"):
        geometry_of(geopackage(tmp_path, layers=2), "gpkg")


def test_a_geojson_that_says_another_system_is_refused_by_name(tmp_path: Path) -> None:
    path = tmp_path / "a.geojson"
    crs = {"type": "name", "properties": {"name": "urn:ogc:def:crs:EPSG::2154"}}
    path.write_bytes(geojson({"type": "Point", "coordinates": [5e5, 6.9e6], "crs": crs}))
    with pytest.raises(FileRefused, match="2154"):
        geometry_of(path, "geojson")
