"""GeoPackage and (Geo)Parquet, written batch by batch."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pyogrio
import shapely

from rebond.web.publishing.cells import checked
from rebond.web.publishing.dataset import Dataset, Row
from rebond.web.publishing.errors import RowFailed

BATCH = 2_000
GEOMETRY = "geometry"
_TYPES = {
    "string": pa.string(),
    "integer": pa.int64(),
    "number": pa.float64(),
    "boolean": pa.bool_(),
    "date": pa.date32(),
    "datetime": pa.timestamp("ms", tz="UTC"),
}
_WKB = pa.field(GEOMETRY, pa.binary(), metadata={"ARROW:extension:name": "geoarrow.wkb"})


class _Batches:
    """Batches of a dataset, what they hold counted, and the fault that ended them."""

    def __init__(self, dataset: Dataset, rows: Iterator[Row]) -> None:
        self.dataset = dataset
        self.rows = rows
        self.count = 0
        self.bounds = [np.inf, np.inf, -np.inf, -np.inf]
        self.types: set[str] = set()
        self.fault: Exception | None = None

    def schema(self, *, is_extension: bool) -> pa.Schema:
        fields = [pa.field(one.name, _TYPES[one.type]) for one in self.dataset.every_column]
        if self.dataset.geometry is not None:
            fields.append(_WKB if is_extension else pa.field(GEOMETRY, pa.binary()))
        return pa.schema(fields)

    def batches(self, schema: pa.Schema) -> Iterator[pa.RecordBatch]:
        cells: list[list[Any]] = []
        shapes: list[Any] = []
        try:
            for _row, found, shape in checked(self.dataset, self.rows):
                cells.append(found)
                shapes.append(shape)
                if len(cells) == BATCH:
                    yield self._batch(schema, cells, shapes)
                    cells, shapes = [], []
            if cells:
                yield self._batch(schema, cells, shapes)
        except Exception as fault:
            # A library in C reads these: it tells that something failed, not what.
            self.fault = fault
            raise

    def _batch(
        self, schema: pa.Schema, cells: list[list[Any]], shapes: list[Any]
    ) -> pa.RecordBatch:
        self.count += len(cells)
        width = len(self.dataset.every_column)
        arrays = [
            pa.array([row[at] for row in cells], type=schema.field(at).type) for at in range(width)
        ]
        if self.dataset.geometry is not None:
            self._measure(shapes)
            wkb = [None if one is None else shapely.to_wkb(one, flavor="iso") for one in shapes]
            arrays.append(pa.array(wkb, type=pa.binary()))
        return pa.RecordBatch.from_arrays(arrays, schema=schema)

    def _measure(self, shapes: list[Any]) -> None:
        known = [one for one in shapes if one is not None and not one.is_empty]
        self.types |= {one.geom_type for one in known}
        if known:
            west, south, east, north = shapely.total_bounds(known)
            held = self.bounds
            self.bounds = [
                min(held[0], west),
                min(held[1], south),
                max(held[2], east),
                max(held[3], north),
            ]


def write_parquet(dataset: Dataset, rows: Iterator[Row], path: Path) -> int:
    """Write Parquet, with GeoParquet 1.1 metadata where rows have a place."""
    found = _Batches(dataset, rows)
    schema = found.schema(is_extension=False)
    with pq.ParquetWriter(path, schema, compression="zstd") as writer:
        for batch in found.batches(schema):
            writer.write_batch(batch)
        if dataset.geometry is not None:
            writer.add_key_value_metadata({"geo": json.dumps(_geo(found))})
    return found.count


def _geo(found: _Batches) -> dict[str, Any]:
    """Return the metadata of GeoParquet; without `crs` it is OGC:CRS84, longitude first."""
    column: dict[str, Any] = {"encoding": "WKB", "geometry_types": sorted(found.types)}
    if np.isfinite(found.bounds).all():
        column["bbox"] = [float(one) for one in found.bounds]
    return {"version": "1.1.0", "primary_column": GEOMETRY, "columns": {GEOMETRY: column}}


def write_gpkg(dataset: Dataset, rows: Iterator[Row], path: Path) -> int:
    """Write a GeoPackage of one layer in WGS 84."""
    found = _Batches(dataset, rows)
    schema = found.schema(is_extension=True)
    path.unlink(missing_ok=True)
    reader = pa.RecordBatchReader.from_batches(schema, found.batches(schema))
    try:
        pyogrio.write_arrow(
            reader,
            path,
            driver="GPKG",
            layer=dataset.id,
            geometry_name=GEOMETRY,
            geometry_type="Point" if dataset.geometry == "Point" else "Unknown",
            crs="EPSG:4326",
        )
    except Exception:
        if found.fault is not None:
            raise found.fault from None
        raise
    if found.fault is not None:
        raise found.fault
    written = pyogrio.read_info(path, force_feature_count=True)["features"]
    if written != found.count:
        raise RowFailed(dataset.id, written + 1, "", f"{written} of {found.count} rows written")
    return found.count
