"""Each format re-opens with the right count, types and places; what cannot be written whole is not written."""

from __future__ import annotations

import csv
import json
import tracemalloc
from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import geopandas
import openpyxl
import pyarrow.parquet as pq
import pytest
import shapely

from rebond.texts import Text
from rebond.web.publishing import kept
from rebond.web.publishing.dataset import FORMS, OPEN_LICENCE, Column, Dataset, Row
from rebond.web.publishing.errors import RowFailed
from rebond.web.publishing.writing import write
from tests.web.world import NOW

SQUARE = shapely.Polygon([(0, 48), (1, 48), (1, 49), (0, 49)])
EVIL = '=HYPERLINK("http://exemple.invalid";"x")'
COLUMNS = (
    Column("code", "string", Text("code", "code"), required=True),
    Column("text", "string", Text("texte", "text")),
    Column("count", "integer", Text("nombre", "count")),
    Column("share", "number", Text("part", "share")),
    Column("is_open", "boolean", Text("ouvert", "open")),
    Column("on", "date", Text("jour", "day")),
    Column("at", "datetime", Text("moment", "moment")),
)
GIVEN = (
    Row("a", {"code": "a", "text": EVIL, "count": 3, "share": 0.5, "is_open": True}, None),
    Row("b", {"code": "b", "on": "2031-06-02", "at": NOW}, shapely.to_wkb(shapely.Point(2, 47))),
    Row("c", {"code": "c", "text": "L’œuvre « à lire »", "count": 0}, shapely.to_wkb(SQUARE)),
)


def dataset(rows: Any, *, columns: tuple[Column, ...] = COLUMNS, name: str = "essai") -> Dataset:
    return Dataset(
        id=name,
        title=Text("Essai", "Trial"),
        description=Text("Fictif.", "Fictitious."),
        licence=OPEN_LICENCE,
        frequency="IRREG",
        columns=columns,
        key="code",
        rows=lambda _now: iter(rows),
        stamp=lambda _now: "1",
        changed=lambda _now: None,
        geometry="Geometry",
    )


@pytest.mark.parametrize("form", FORMS)
def test_each_format_gives_back_every_row_with_its_place_and_its_unknowns(
    form: str, tmp_path: Path
) -> None:
    path = tmp_path / f"essai.{form}"
    assert write(dataset(GIVEN), iter(GIVEN), path, form) == len(GIVEN)
    if form in {"geojson", "gpkg", "parquet"}:
        found = (geopandas.read_parquet if form == "parquet" else geopandas.read_file)(path)
        assert len(found) == len(GIVEN)
        assert found.crs.equals("OGC:CRS84", ignore_axis_order=True) or found.crs == "EPSG:4326"
        assert found.geometry.isna().tolist() == [True, False, False]
        assert found.geometry[2].equals(SQUARE)
        assert found["text"][0] == EVIL
        assert found["count"][2] == 0
        assert str(found["count"][1]) in {"nan", "<NA>", "None"}
    elif form == "csv":
        rows = list(csv.DictReader(path.read_text(encoding="utf-8").splitlines()))
        assert [one["code"] for one in rows] == ["a", "b", "c"]
        assert rows[0]["text"] == f"'{EVIL}"
        assert (rows[1]["count"], rows[2]["count"]) == ("", "0")
        assert (rows[1]["longitude"], rows[1]["latitude"]) == ("2.0", "47.0")
        assert rows[1]["at"] == "2031-06-02T09:00:00Z"
    elif form == "xlsx":
        sheet = openpyxl.load_workbook(path).active
        assert sheet.max_row == len(GIVEN) + 1
        assert (sheet["B2"].value, sheet["B2"].data_type) == (EVIL, "s")
        assert sheet["F3"].value.date() == date(2031, 6, 2)
        assert sheet["C3"].value is None
    else:
        rows = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
        assert (rows[0]["is_open"], rows[1]["is_open"]) == (True, None)
        assert rows[0]["geometry"] is None
        assert rows[2]["geometry"]["type"] == "Polygon"


def test_parquet_says_its_places_as_geoparquet_does(tmp_path: Path) -> None:
    path = tmp_path / "essai.parquet"
    write(dataset(GIVEN), iter(GIVEN), path, "parquet")
    said = json.loads(pq.read_metadata(path).metadata[b"geo"])
    column = said["columns"][said["primary_column"]]
    assert said["version"] == "1.1.0"
    assert (column["encoding"], column["geometry_types"]) == ("WKB", ["Point", "Polygon"])
    assert column["bbox"] == [0, 47, 2, 49]


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize(
    "wrong",
    [
        Row("z", {"code": "z", "count": "beaucoup"}),
        Row("z", {"code": None}),
        Row("z", {"code": "z", "elsewhere": 1}),
        Row("z", {"code": "z"}, b"\x01not wkb"),
        Row("z", {"code": "z", "share": float("nan")}),
    ],
)
def test_a_row_that_fails_is_named_and_no_file_stands(
    form: str, wrong: Row, settings: Any, tmp_path: Path
) -> None:
    settings.FILES_FOLDER = tmp_path
    with pytest.raises(RowFailed, match="z") as caught:
        kept.make(dataset((*GIVEN, wrong)), form, NOW)
    assert caught.value.number == len(GIVEN) + 1
    assert list(kept.folder().iterdir()) == []


def test_a_workbook_never_cuts_a_text_silently(tmp_path: Path) -> None:
    long = Row("z", {"code": "z", "text": "x" * 40_000})
    with pytest.raises(RowFailed, match="text"):
        write(dataset((long,)), iter((long,)), tmp_path / "essai.xlsx", "xlsx")


def many(count: int) -> Iterator[Row]:
    point = shapely.to_wkb(shapely.Point(1, 48))
    for number in range(count):
        yield Row(
            f"{number:07d}", {"code": f"{number:07d}", "text": "x" * 50, "count": number}, point
        )


@pytest.mark.parametrize("form", ["csv", "geojson", "jsonl"])
def test_ten_times_the_rows_take_no_more_memory(form: str, tmp_path: Path) -> None:
    peaks = []
    for count in (500, 5_000):
        rows = many(count)
        tracemalloc.start()
        write(dataset(()), rows, tmp_path / f"essai.{form}", form)
        peaks.append(tracemalloc.get_traced_memory()[1])
        tracemalloc.stop()
    assert peaks[1] < peaks[0] * 1.5 + 200_000


def test_a_file_is_made_once_for_each_state(settings: Any, tmp_path: Path) -> None:
    settings.FILES_FOLDER = tmp_path
    asked = []

    def rows(_now: datetime) -> Iterator[Row]:
        asked.append(1)
        return iter(GIVEN)

    state = ["1"]
    one = Dataset(
        **{
            **{
                name: getattr(dataset(()), name)
                for name in ("id", "title", "description", "licence")
            },
            "frequency": "IRREG",
            "columns": COLUMNS,
            "key": "code",
            "rows": rows,
            "stamp": lambda _now: state[0],
            "changed": lambda _now: datetime(2031, 1, 1, tzinfo=UTC),
            "geometry": "Geometry",
        }
    )
    first = kept.file_of(one, "csv", NOW)
    assert kept.file_of(one, "csv", NOW) == first
    state[0] = "2"
    assert kept.file_of(one, "csv", NOW) != first
    assert len(asked) == 2


def test_the_table_schema_describes_the_columns_of_the_file() -> None:
    said = dataset(()).table_schema()
    assert [one["name"] for one in said["fields"]] == [
        *(one.name for one in COLUMNS),
        "longitude",
        "latitude",
    ]
    assert said["fields"][0]["constraints"] == {"required": True}
    assert said["primaryKey"] == "code"
