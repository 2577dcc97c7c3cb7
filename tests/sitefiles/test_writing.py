"""Canonical writing: the same content gives the same file, and the standards' own validator takes it."""

from __future__ import annotations

import datetime as dt
import io
import json
import warnings
from pathlib import Path
from typing import Any

import pytest
import shapely
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from rebond.sitefiles import TABLES, Field, Row, open_rows, table_schema, write
from rebond.sitefiles.writing import neutralised
from rebond.territory import Atlas
from tests.sitefiles.conftest import FILES, SCHEMAS, SITE, TABLE_IDS, Read, content, csv_text
from tests.sitefiles.test_opening import OFFICIAL
from tests.sitefiles.test_tables import OFFICIAL as SCHEMA_FILES

FORMATS = ("csv", "geojson", "gpkg")


def written(table: str, rows: list[Row], form: str) -> bytes:
    stream = io.BytesIO()
    write(table, rows, stream, format=form)  # type: ignore[arg-type]
    return stream.getvalue()


def validated(folder: Path, name: str, schema: dict[str, Any]) -> list[Any]:
    """Return what frictionless has to say against a CSV file."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        from frictionless import Resource, Schema

        report = Resource(
            path=name, basepath=str(folder), schema=Schema.from_descriptor(schema)
        ).validate()
    return list(report.flatten(["rowNumber", "fieldName", "note"]))


@pytest.mark.parametrize("name", TABLE_IDS)
def test_our_examples_leave_as_frictionless_wants_them(
    name: str, atlas: Atlas, tmp_path: Path
) -> None:
    rows = list(open_rows(FILES / f"{name}.csv", communes=atlas))
    plain = [Row(r.number, r.identifier, {k: v for k, v in r.values.items() if not k.endswith("_source")}, r.shape) for r in rows]  # fmt: skip
    write(name, plain, tmp_path / "x.csv", format="csv")
    assert validated(tmp_path, "x.csv", table_schema(name)) == []


@pytest.mark.shared
@pytest.mark.parametrize("name", sorted(OFFICIAL))
def test_official_examples_leave_as_the_official_schema_wants_them(
    name: str, atlas: Atlas, tmp_path: Path
) -> None:
    if not OFFICIAL[name].exists():
        pytest.skip("the shared folder is not here")
    rows = list(open_rows(OFFICIAL[name], communes=atlas))
    write(name, rows, tmp_path / "x.csv", format="csv")
    official = json.loads((SCHEMAS / SCHEMA_FILES[name]).read_text(encoding="utf-8"))
    assert validated(tmp_path, "x.csv", official) == []


@pytest.mark.parametrize("form", FORMATS)
@pytest.mark.parametrize("name", TABLE_IDS)
def test_our_examples_come_back_the_same(
    name: str, form: str, atlas: Atlas, tmp_path: Path
) -> None:
    rows = list(open_rows(FILES / f"{name}.csv", communes=atlas))
    path = tmp_path / "x"
    path.write_bytes(written(name, rows, form))
    again = list(open_rows(path, communes=atlas))
    assert content(again) == content(rows)
    assert {n.severity for r in again for n in r.notes} <= {"warning"}
    if form != "gpkg":
        assert written(name, again, form) == path.read_bytes()


def test_the_canonical_form_is_fixed(read: Read) -> None:
    _, rows = read(csv_text(SITE | {"site_id": "B", "site_nom": "=é"}, SITE | {"site_id": "A"}))
    lines = written("site-eco", rows, "csv").decode().split("\n")
    assert lines[0] == ",".join(field.name for field in TABLES["site-eco"].fields)
    assert lines[1].startswith("A,14366_POLE-ECO_00001,Parc fictif,zone d'activité économique,")
    assert lines[2].startswith("B,14366_POLE-ECO_00001,'=é,")
    assert '"{""type"":""Polygon"",""coordinates"":[[[0.22,49.14],' in lines[1]
    assert lines[3:] == [""]
    features = json.loads(written("site-eco", rows, "geojson"))["features"]
    assert [one["id"] for one in features] == ["A", "B"]
    assert list(features[0]["properties"])[:2] == ["site_id", "pole_id"]
    assert features[1]["properties"]["site_nom"] == "=é"


@pytest.mark.parametrize("text", ["=1", "'=1", "''=1", "+a", "-a", "@a", "\ta", "'a", "a=1", "''"])
def test_neutralising_can_be_undone(text: str) -> None:
    from rebond.sitefiles.cells import NEUTRALISED

    safe = neutralised(text)
    assert safe[0] not in "=+-@\t\r"
    assert (safe[1:] if NEUTRALISED.match(safe) else safe) == text


def test_a_row_of_a_point_only_has_it_as_its_centre() -> None:
    values = {"site_id": "A", "site_nom": "Site fictif"}
    row = Row(0, "A", values, shapely.to_wkb(shapely.Point(0.22, 49.14)))
    cells = dict(
        zip(
            *[
                line.split(",")
                for line in written("friches", [row], "csv").decode().split("\n")[:2]
            ],
            strict=True,
        )
    )
    assert cells["geompoint"] == "POINT (0.22 49.14)"
    assert cells["geomsurf"] == ""


def test_a_path_is_put_in_place_whole_or_not_at_all(tmp_path: Path) -> None:
    path = tmp_path / "x.csv"
    path.write_text("avant", encoding="utf-8")
    bad = Row(0, "A", {"site_id": "A"}, b"not a shape")
    with pytest.raises(shapely.errors.GEOSException):
        write("site-eco", [bad], path, format="csv")
    assert path.read_text(encoding="utf-8") == "avant"
    assert write("site-eco", [], path, format="csv") == 0
    assert [one.name for one in tmp_path.iterdir()] == ["x.csv"]


def test_sources_are_written_where_a_row_has_one() -> None:
    rows = [Row(0, "A", {"site_id": "A", "power_mva": 12, "power_mva_source": "fictive"})]
    header = written("rebond-extension", rows, "csv").decode().split("\n")[0].split(",")
    assert header[header.index("power_mva") + 1] == "power_mva_source"
    assert [name for name in header if name.endswith("_source")] == ["power_mva_source"]


# Random rows of every table


def plain(text: str) -> str:
    """Return a text as reading leaves it."""
    text = text.strip().replace("\ufeff", "")
    return "x" + text if text in {"", "NA", "NaN", "N/A"} else text


TEXTS = st.text(
    st.characters(codec="utf-8", exclude_categories=["Cc", "Cs", "Zl", "Zp"]), max_size=12
).map(plain)
KINDS: dict[str, st.SearchStrategy[Any]] = {
    "url": st.just("https://exemple.invalid/é?a=1"),
    "urls": st.just("https://a.invalid|https://b.invalid"),
    "url_or_mail": st.just("https://exemple.invalid"),
    "commune": st.just("14366"),
    "communes": st.just("14366|62498"),
    "siren": st.just("200069532"),
    "siret": st.integers(0, 10**9).map(lambda n: f"{n:014}"),
    "link": st.just("A.B-C_1"),
    "links": st.just("A|B"),
    "digest": st.just("sha256:" + "0" * 64),
    "parcels": st.just("14366000AB0030|2A366000AB0031"),
    "distances": st.just("2|6|46"),
}
LISTS = {
    "activite_code": "B05.10Z|V89.04Z", "bati_type": "industriel|autre", "proprio_type": "P4a|G1a",
    "proprio_personne": "personne morale", "icpe_regimes": "autorisation", "naf_sections": "C|H",
    "sol_depollution_fiche": "https://exemple.invalid", "etab_contact_mail": "a.b@exemple.invalid",
}  # fmt: skip


def cell_of(field: Field) -> st.SearchStrategy[Any]:  # noqa: PLR0911 - one a kind of field
    if field.choices:
        return st.sampled_from(field.choices)
    if field.name in LISTS:
        return st.just(LISTS[field.name])
    if field.kind in KINDS:
        return KINDS[field.kind]
    if field.type == "integer":
        return st.integers(int(field.minimum or 0), int(min(field.maximum or 10**9, 10**9)))
    if field.type == "number":
        most = min(1e9, field.maximum or 1e9)
        numbers = st.floats(0, most).map(lambda n: int(n) if n.is_integer() else n)
        return numbers | st.integers(0, min(10**6, int(most)))
    if field.type == "date":
        return st.dates(dt.date(1000, 1, 1), dt.date(2999, 12, 31)).map(str)
    if field.type == "year":
        return st.integers(1000, 2999).map(str)
    return TEXTS


def area_of(field: Field) -> st.SearchStrategy[Any]:
    """Draw an area not as far from the outline below as hectares from square metres: reading puts that right."""
    whole = st.just(0) | st.integers(1_000, 100_000)
    if field.type == "integer":
        return whole
    return whole | st.integers(10_000, 999_999).map(lambda tenths: tenths / 10 + 0.05)


@st.composite
def rows_of(draw: st.DrawFn, name: str) -> list[Row]:
    table = TABLES[name]
    identifiers = draw(st.lists(st.from_regex(r"[A-Za-z0-9_.-]{1,12}", fullmatch=True).filter(lambda i: i != "NA"), max_size=3, unique=True))  # fmt: skip
    rows = []
    for identifier in sorted(identifiers):
        values = {
            one.name: draw(area_of(one) if one.name == table.area_field else cell_of(one))
            for one in table.by_name.values()
            if not one.is_geometry and (one.required or draw(st.integers(0, 3)) == 0)
        }
        key = values[table.identifier] if name == "etablissement" else identifier
        x, y = draw(st.integers(-20_000, 20_000)), draw(st.integers(-20_000, 20_000))
        lon, lat = round(0.22 + x / 1e7, 7), round(49.14 + y / 1e7, 7)
        shape: Any = shapely.Point(lon, lat)
        if (table.point_field and draw(st.booleans())) or name in {"site-eco", "friches"}:
            texts = {"geopoint": f"{lon!r}, {lat!r}", "wkt": f"POINT ({lon!r} {lat!r})"}
            values[str(table.point_field)] = texts[table.field(str(table.point_field)).type]
        if name in {"site-eco", "terrain-eco"} or (name == "friches" and draw(st.booleans())):
            shape = shapely.box(lon, lat, round(lon + 0.01, 7), round(lat + 0.01, 7))
        blob = shapely.to_wkb(shape, byte_order=1) if table.shape_field else None
        ordered = {n: values[n] for n in table.by_name if n in values} | {table.identifier: key}
        rows.append(Row(0, str(key), ordered, blob))
    return list({row.identifier: row for row in rows}.values())


QUIET = {"deadline": None, "suppress_health_check": [HealthCheck.too_slow]}


@pytest.mark.parametrize("name", TABLE_IDS)
def test_random_rows_leave_and_come_back_the_same(name: str, atlas: Atlas, tmp_path: Path) -> None:
    path = tmp_path / "random"

    @settings(max_examples=12, **QUIET)
    @given(rows_of(name))
    def check(rows: list[Row]) -> None:
        for form in ("csv", "geojson"):
            path.write_bytes(written(name, rows, form))
            again = list(open_rows(path, table=name, communes=atlas))
            said = [
                (n.field, n.code, n.found)
                for r in again
                for n in r.notes
                if n.severity != "warning"
            ]
            assert said == []
            assert written(name, again, form) == path.read_bytes()
            ordered = sorted(rows, key=lambda row: row.identifier)
            assert [dict(row.values) for row in again] == [dict(row.values) for row in ordered]

    check()


def test_random_rows_come_back_from_a_geopackage(atlas: Atlas, tmp_path: Path) -> None:
    path = tmp_path / "random.gpkg"

    @settings(max_examples=2, **QUIET)
    @given(rows_of("friches"))
    def check(rows: list[Row]) -> None:
        ordered = sorted(rows, key=lambda row: row.identifier)
        path.write_bytes(written("friches", ordered, "gpkg"))
        again = list(open_rows(path, table="friches", communes=atlas))
        assert [dict(row.values) for row in again] == [dict(row.values) for row in ordered]

    check()
