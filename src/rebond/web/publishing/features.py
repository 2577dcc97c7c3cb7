"""Rows prepared for paging: each one's bytes as they are served, and what they are asked by, in arrays.

One file a state of a dataset. Its bytes are mapped, not read; the arrays are a few megabytes for a hundred
thousand rows. A page is then a cut of bytes: nothing is read from the database or written as JSON again.
"""

from __future__ import annotations

import json
import mmap
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np
import shapely
from numpy.typing import NDArray

from rebond.web.publishing import kept
from rebond.web.publishing.cells import checked, feature, plain
from rebond.web.publishing.dataset import Dataset
from rebond.web.publishing.errors import InPreparation
from rebond.web.publishing.writing import Progress, quiet

FORM = "rows"
MAGIC = b"REBOND01"
OPEN_START, OPEN_END = -(2**31), 2**31 - 1
KEPT_IN_MEMORY = 32
KEPT_ANSWERS = 128
IntArray = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Box:
    """A box in degrees; `west` above `east` crosses the antimeridian."""

    west: float
    south: float
    east: float
    north: float


@dataclass(frozen=True, slots=True)
class Asked:
    """What rows are asked by; hashable, so that the pages of one question are counted once."""

    box: Box | None = None
    first_day: int | None = None
    last_day: int | None = None
    filters: tuple[tuple[str, str], ...] = ()


class Features:
    """The rows of one state of a dataset, by identifier."""

    def __init__(self, path: Path) -> None:
        self.state = path.stem.split("~")[-1]
        with path.open("rb") as stream:
            self._bytes = mmap.mmap(stream.fileno(), 0, access=mmap.ACCESS_READ)
        assert self._bytes[:8] == MAGIC, path  # noqa: S101 - written below
        at = int.from_bytes(self._bytes[8:16], "big")
        head = json.loads(self._bytes[at:])
        self.made_at = datetime.fromisoformat(head["made_at"])
        self.bounds: tuple[float, ...] | None = head["bounds"] and tuple(head["bounds"])
        self._arrays = {
            name: np.frombuffer(self._bytes, dtype=np.dtype(kind), count=count, offset=offset)
            for name, (kind, count, offset) in head["arrays"].items()
        }
        self.ids = self._arrays["ids"]

    def __len__(self) -> int:
        return len(self.ids)

    def row_of(self, identifier: str) -> int | None:
        """Return the row of an identifier."""
        at = int(np.searchsorted(self.ids, identifier))
        is_here = at < len(self.ids) and str(self.ids[at]) == identifier
        return at if is_here else None

    def after(self, identifier: str) -> int:
        """Return the first row after an identifier, be it still there or not."""
        return int(np.searchsorted(self.ids, identifier, side="right"))

    def feature(self, row: int) -> bytes:
        """Return a row as a GeoJSON feature."""
        starts, ends = self._arrays["starts"], self._arrays["ends"]
        return self._bytes[int(starts[row]) : int(ends[row])]

    def features(self, rows: IntArray) -> bytes:
        """Return rows as GeoJSON features, joined by commas."""
        cut = self._bytes
        starts, ends = self._arrays["starts"][rows].tolist(), self._arrays["ends"][rows].tolist()
        return b",\n".join([cut[a:b] for a, b in zip(starts, ends, strict=True)])

    def values(self, rows: IntArray) -> bytes:
        """Return rows as JSON objects of their columns, joined by commas."""
        cut = self._bytes
        starts, ends = self._arrays["told"][rows].tolist(), self._arrays["told_end"][rows].tolist()
        return b",\n".join([cut[a:b] for a, b in zip(starts, ends, strict=True)])

    def matching(self, asked: Asked) -> IntArray:
        """Return the rows that answer, in order."""
        held = np.ones(len(self), dtype=bool)
        if asked.first_day is not None:
            held &= self._arrays["ends_on"] >= asked.first_day
        if asked.last_day is not None:
            held &= self._arrays["starts_on"] <= asked.last_day
        for name, value in asked.filters:
            if f"in_{name}" in self._arrays and value:
                held &= np.char.find(self._arrays[f"in_{name}"], f"|{value}|") >= 0
            else:
                held &= self._arrays.get(f"by_{name}", self._arrays.get(f"in_{name}")) == value
        if asked.box is not None:
            held &= self._inside(asked.box)
        rows: IntArray = np.flatnonzero(held)
        if asked.box is not None and len(rows):
            rows = self._touching(rows, asked.box)
        return rows

    def _inside(self, box: Box) -> NDArray[np.bool_]:
        """Return which rows have a bounding box that meets the box; those without a place meet none."""
        a = self._arrays
        held = (a["north"] >= box.south) & (a["south"] <= box.north)
        if box.west <= box.east:
            return held & (a["east"] >= box.west) & (a["west"] <= box.east)
        return held & ((a["east"] >= box.west) | (a["west"] <= box.east))

    def _touching(self, rows: IntArray, box: Box) -> IntArray:
        """Leave out shapes that only their bounding box brings in; points need no second look."""
        a = self._arrays
        is_point = (a["west"] == a["east"])[rows] & (a["south"] == a["north"])[rows]
        if is_point.all():
            return rows
        parts = (
            [shapely.box(box.west, box.south, box.east, box.north)]
            if box.west <= box.east
            else [
                shapely.box(box.west, box.south, 180, box.north),
                shapely.box(-180, box.south, box.east, box.north),
            ]
        )
        zone = shapely.union_all(parts)
        kept_rows = [
            row
            for row, point in zip(rows.tolist(), is_point.tolist(), strict=True)
            if point or shapely.intersects(self._shape(row), zone)
        ]
        return np.asarray(kept_rows, dtype=np.int64)

    def _shape(self, row: int) -> Any:
        return shapely.from_geojson(json.dumps(json.loads(self.feature(row))["geometry"]))


@dataclass(frozen=True, slots=True)
class Served:
    """Rows to serve now: those of the present state, or of the last one without what changed since."""

    features: Features
    withheld: frozenset[str] = frozenset()
    key: str = ""
    """What changes whenever an answer may."""

    def matching(self, asked: Asked) -> IntArray:
        """Return the rows that answer and may be served; counted once for all pages of a question."""
        return _answer(self, asked)


@lru_cache(maxsize=KEPT_ANSWERS)
def _answer(served: Served, asked: Asked) -> IntArray:
    rows = served.features.matching(asked)
    if served.withheld:
        gone = np.isin(served.features.ids[rows], sorted(served.withheld))
        rows = rows[~gone]
    return rows


def served(dataset: Dataset, now: datetime) -> Served:
    """Return the rows to serve.

    Of a large dataset that has just changed, the last prepared rows are served without those that changed
    since: nothing that was taken back is shown for one moment longer.

    Raises
    ------
    InPreparation
        When nothing was prepared yet.
    RowFailed
    """
    state = kept.state_of(dataset, now)
    path = kept.path_in(dataset, FORM, state)
    if not path.is_file():
        if dataset.is_large() and dataset.withheld is not None:
            kept.ask(dataset, FORM, path, now)
            return _last(dataset, state)
        make(dataset, now, path=path)
    return _served(dataset.id, path, state)


@lru_cache(maxsize=KEPT_IN_MEMORY)
def _served(_dataset: str, path: Path, state: str) -> Served:
    return Served(Features(path), key=state)


def _last(dataset: Dataset, state: str) -> Served:
    found = kept.last(dataset, FORM)
    if found is None or dataset.withheld is None:
        raise InPreparation(dataset.id)
    return _of_last(dataset, found, state)


@lru_cache(maxsize=KEPT_IN_MEMORY)
def _of_last(dataset: Dataset, path: Path, state: str) -> Served:
    before = Features(path)
    assert dataset.withheld is not None  # noqa: S101 - looked at above
    return Served(before, dataset.withheld(before.made_at), key=f"{state}-{before.state}")


def known_bounds(dataset: Dataset, now: datetime) -> tuple[float, ...] | None:
    """Return the box of all rows; None while nothing is prepared, so that a list of datasets waits for none."""
    state = kept.state_of(dataset, now)
    path = kept.path_in(dataset, FORM, state)
    return _served(dataset.id, path, state).features.bounds if path.is_file() else None


def forget() -> None:
    """Forget what is kept in this process."""
    for one in (_served, _of_last, _answer):
        one.cache_clear()


def make(
    dataset: Dataset, now: datetime, on_progress: Progress = quiet, *, path: Path | None = None
) -> Path:
    """Prepare the rows of a dataset as it stands, under the name of the state that was asked for."""
    return kept.made(
        path or kept.path_of(dataset, FORM, now),
        lambda path, told: _write(dataset, now, path, told),
        on_progress,
    )


class _Columns:
    """The arrays of a file while they are being filled."""

    def __init__(self, dataset: Dataset) -> None:
        self.filters = filters = dataset.filters
        self.joined = dataset.joined
        self.ids: list[str] = []
        self.cuts: list[tuple[int, int, int, int]] = []
        self.boxes: list[tuple[float, float, float, float]] = []
        self.days: list[tuple[int, int]] = []
        self.values: list[list[str]] = [[] for _ in filters]

    def arrays(self) -> Iterator[tuple[str, NDArray[Any]]]:
        order = np.argsort(np.asarray(self.ids, dtype=np.str_), kind="stable") if self.ids else []
        cuts = np.asarray(self.cuts, dtype=np.int64).reshape(-1, 4)[order]
        boxes = np.asarray(self.boxes, dtype=np.float64).reshape(-1, 4)[order]
        days = np.asarray(self.days, dtype=np.int64).reshape(-1, 2)[order]
        yield "ids", np.asarray(self.ids, dtype=np.str_)[order]
        yield from zip(("starts", "told", "told_end", "ends"), cuts.T, strict=True)
        yield from zip(("west", "south", "east", "north"), boxes.T, strict=True)
        yield from zip(("starts_on", "ends_on"), days.T, strict=True)
        for name, said in zip(self.filters, self.values, strict=True):
            yield (
                f"{'in' if name in self.joined else 'by'}_{name}",
                np.asarray(said, dtype=np.str_)[order],
            )


def _write(dataset: Dataset, now: datetime, path: Path, on_progress: Progress) -> None:
    columns = _Columns(dataset)
    names = [one.name for one in dataset.every_column]
    places = [names.index(name) for name in dataset.filters]
    with path.open("wb") as stream:
        stream.write(MAGIC + bytes(8))
        at = 16
        for number, (row, cells, shape) in enumerate(checked(dataset, dataset.rows(now)), 1):
            body, told, told_end = feature(dataset, row, cells, shape)
            stream.write(body)
            columns.ids.append(row.id)
            columns.cuts.append((at, at + told, at + told_end, at + len(body)))
            at += len(body)
            is_placed = shape is not None and not shape.is_empty
            columns.boxes.append(shapely.bounds(shape) if is_placed else (np.nan,) * 4)
            columns.days.append((_day(row.starts_on, OPEN_START), _day(row.ends_on, OPEN_END)))
            for name, place, said in zip(dataset.filters, places, columns.values, strict=True):
                value = as_asked(plain(cells[place]))
                said.append(f"|{value}|" if value and name in dataset.joined else value)
            if number % 1_000 == 0:
                on_progress(number, 0)
        _write_arrays(stream, at, columns, now)


def _write_arrays(stream: Any, at: int, columns: _Columns, now: datetime) -> None:
    told: dict[str, Any] = {}
    bounds = None
    for name, array in columns.arrays():
        stream.write(bytes(-at % 16))
        at += -at % 16
        content = np.ascontiguousarray(array)
        told[name] = (content.dtype.str, len(content), at)
        stream.write(content.tobytes())
        at += content.nbytes
        if name == "west" and len(content) and not np.isnan(content).all():
            box = np.asarray(columns.boxes)
            low, high = np.nanmin(box[:, :2], axis=0), np.nanmax(box[:, 2:], axis=0)
            bounds = [float(one) for one in (*low, *high)]
    head = {"made_at": now.isoformat(), "bounds": bounds, "arrays": told}
    stream.write(json.dumps(head).encode())
    stream.seek(8)
    stream.write(at.to_bytes(8, "big"))


def _day(day: date | None, unknown: int) -> int:
    return unknown if day is None else day.toordinal()


def as_asked(value: Any) -> str:
    """Return a value as an address asks for it."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    return str(value)
