"""Rows from columns: every cell checked, places located, and what one field says held against another."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
import shapely

from rebond.sitefiles.cells import ColumnChecker, Habits, checkers, empty
from rebond.sitefiles.communes import CommuneBook
from rebond.sitefiles.locating import locate
from rebond.sitefiles.notes import Remark, Row, Severity, Value
from rebond.sitefiles.numbers import number_text
from rebond.sitefiles.projections import System
from rebond.sitefiles.repairing import SQUARE_METRES_PER_HECTARE, areas_m2, settle
from rebond.sitefiles.shape_texts import Parsed, check_kinds, parse, shape_text
from rebond.sitefiles.sources import OBJECT, Chunk
from rebond.sitefiles.tables import MISSING_VALUES, Field, Table

FAR_POINT_KM = 20.0
SURE = 0.1
"""Share within which an area is the outline's own in the other unit."""
ODD = 2.0
"""How many times larger or smaller than the outline an area may be without a word."""
SURFACES = ("Polygon", "MultiPolygon")
POINTS = ("Point",)
SEVERAL_POINTS = ("Point", "MultiPoint")
CANONICAL_DECIMALS = 4

POINT_TYPE = 0
"""Type id of a point in shapely."""
Own = Sequence[str | bytes | None]
"""The format's own places."""
Remarks = list[tuple[str, Remark]]
"""Field and remark."""


@dataclass
class Checker:
    """The rows of one file.

    Parameters
    ----------
    table : Table
    names : mapping of str to str
        The name in the file of each field that the file has.
    communes : CommuneBook
    habits : Habits
    declared : System or None
    """

    table: Table
    names: Mapping[str, str]
    communes: CommuneBook
    habits: Habits
    declared: System | None = None
    _columns: dict[str, ColumnChecker] = field(default_factory=dict)
    _seen: dict[str, int] = field(default_factory=dict)
    _named: dict[tuple[str, str], Remark | None] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Build the checkers of cells once."""
        self._columns = checkers(self.table, tuple(self.names), self.communes, self.habits)

    def rows(self, chunk: Chunk) -> list[Row]:
        """Return the rows of a chunk, by number."""
        with np.errstate(all="ignore"):  # what overflows is found not to be finite, and said
            return self._rows(chunk)

    def _rows(self, chunk: Chunk) -> list[Row]:
        count = len(chunk.numbers)
        said: list[Remarks] = [[] for _ in range(count)]
        columns: dict[str, list[Value | None]] = {}
        for one in self.table.by_name.values():
            checker = self._columns.get(one.name)
            if checker is None:
                continue
            cells = chunk.columns[self.names[one.name]]
            columns[one.name], remarked = checker.column(cells)
            for place, remarks in remarked:
                said[place] += [(one.name, remark) for remark in remarks]
        self._fill(columns, count)
        shapes = self._shapes(chunk, columns, said)
        self._compare_communes(columns, said)
        order = [name for name in self.table.by_name if name in columns]
        names, keys = order, columns.get(self.table.identifier, [None] * count)
        lists = [columns[name] for name in order]
        rows = []
        cells_of = zip(*lists, strict=True) if lists else iter([()] * count)
        for place, cells in enumerate(cells_of):
            number = chunk.numbers[place]
            values = {
                name: value for name, value in zip(names, cells, strict=True) if value is not None
            }
            identifier = "" if keys[place] is None else str(keys[place])
            self._once(identifier, number, said[place])
            notes = tuple(remark.at(number, name) for name, remark in said[place])
            rows.append(Row(number, identifier, values, shapes[place], notes))
        rows += [Row(number, "", {}, None, (why.at(number, ""),)) for number, why in chunk.broken]
        if chunk.broken:
            rows.sort(key=lambda row: row.number)
        return rows

    def _fill(self, columns: dict[str, list[Value | None]], count: int) -> None:
        """Write what holds for a column that an older version of the standard did not have."""
        for one in self.table.fields:
            filler = one.when_absent or one.when_empty
            if filler is not None and one.name not in columns:
                columns[one.name] = [filler] * count

    def _once(self, identifier: str, number: int, said: Remarks) -> None:
        if not identifier:
            return
        first = self._seen.setdefault(identifier, number)
        if first != number:
            remark = Remark("refused", "duplicate", identifier, str(first))
            said.append((self.table.identifier, remark))

    # Communes

    def _compare_communes(
        self, columns: Mapping[str, list[Value | None]], said: list[Remarks]
    ) -> None:
        code_field, name_field = self.table.commune_field, self.table.commune_name_field
        if code_field is None or name_field is None or name_field not in columns:
            return
        pairs = zip(columns.get(code_field, ()), columns[name_field], strict=False)
        for place, (code, name) in enumerate(pairs):
            if code is None or name is None:
                continue
            pair = (str(code), str(name))
            if pair not in self._named:
                self._named[pair] = self._misnamed(*pair)
            remark = self._named[pair]
            if remark is not None and not any(
                one.code == "commune-former" for _, one in said[place]
            ):
                said[place].append((name_field, remark))

    def _misnamed(self, code: str, name: str) -> Remark | None:
        if self.communes.is_named(code, name):
            return None
        more = (("name", self.communes.name(code)),)
        return Remark("warning", "commune-name", name, name, more)

    # Places

    def _shapes(
        self, chunk: Chunk, columns: dict[str, list[Value | None]], said: list[Remarks]
    ) -> list[bytes | None]:
        """Return the shapes of rows, and put the second places among the columns."""
        count = len(chunk.numbers)
        table = self.table
        if table.shape_field is None:
            return [None] * count
        raw = columns.get(table.commune_field or "", [None] * count)
        codes = [None if code is None else str(code) for code in raw]
        own, centres = self._split(chunk.shapes)
        main = self._placed(table.field(table.shape_field), chunk, codes, said, own)
        shapes = main.shapes
        if table.point_field is not None:
            one = table.field(table.point_field)
            second = self._placed(one, chunk, codes, said, centres)
            texts = [None if p is None else shape_text(p, one.type) for p in second.shapes]
            columns[one.name] = list[Value | None](texts)
            self._compare_places(one.name, shapes, second.shapes, said)
            absent = shapely.is_missing(shapes)
            shapes = np.where(absent, second.shapes, shapes)
        self._compare_codes(shapes, codes, said)
        self._compare_areas(shapes, columns, said)
        return list(shapely.to_wkb(shapes, byte_order=1))

    def _split(self, own: Own | None) -> tuple[Own | None, Own | None]:
        """Part the format's own places into outlines and centres, for a table that has both."""
        if own is None or self.table.point_field is None:
            return own, None
        kinds = shapely.get_type_id(parse(own, "geojson").shapes)
        is_point = [bool(kind == POINT_TYPE) for kind in kinds]
        outlines = [None if p else cell for p, cell in zip(is_point, own, strict=True)]
        centres = [cell if p else None for p, cell in zip(is_point, own, strict=True)]
        return outlines, centres

    def _placed(
        self,
        one: Field,
        chunk: Chunk,
        codes: Sequence[str | None],
        said: list[Remarks],
        own: Own | None,
    ) -> Parsed:
        """Return the places of one field in degrees; what cannot be used refuses the row or is left out."""
        cells = _cells(
            chunk, self.names.get(one.name), own, is_first=one.name != self.table.point_field
        )
        parsed = parse(cells, one.type)
        check_kinds(parsed, self._kinds(one))
        locate(parsed, codes, self.communes, self.declared)
        settle(parsed)
        for place, why in parsed.faults.items():
            severity: Severity = "refused" if one.required else "warning"
            code = "shape-unreadable" if one.required else "shape-left-out"
            found = cells[place]
            text = found if isinstance(found, str) else ""
            said[place].append((one.name, Remark(severity, code, text, "", (("why", why),))))
        for place, remarks in parsed.remarks.items():
            if place in parsed.faults:
                continue
            is_own = own is not None and cells[place] is own[place]
            said[place] += [
                (one.name, remark)
                for remark in remarks
                if not (is_own and remark.code == "shape-form" and remark.found == "GeoJSON")
            ]
        missing = empty(one)[1]
        if missing:
            for place, cell in enumerate(cells):
                if not cell:
                    said[place] += [(one.name, remark) for remark in missing]
        return parsed

    def _kinds(self, one: Field) -> tuple[str, ...]:
        if one.name == self.table.point_field or one.type == "geopoint":
            return POINTS
        return SEVERAL_POINTS if self.table.id == "etablissement" else SURFACES

    def _compare_places(
        self, name: str, shapes: np.ndarray, points: np.ndarray, said: list[Remarks]
    ) -> None:
        apart = _apart_km(shapes, points)
        for place in np.flatnonzero(np.nan_to_num(apart) > FAR_POINT_KM):
            said[place].append((name, Remark("warning", "point-far", f"{apart[place]:.0f}")))

    def _compare_codes(
        self, shapes: np.ndarray, codes: Sequence[str | None], said: list[Remarks]
    ) -> None:
        if self.table.commune_field is None:
            return
        boxes = shapely.bounds(shapes)
        middles = (boxes[:, :2] + boxes[:, 2:]) / 2
        away, reach = self.communes.distances_km(codes, middles)
        for place in np.flatnonzero(away > reach):
            name = self.communes.name(str(codes[int(place)]))
            remark = Remark(
                "warning", "far-from-commune", f"{away[place]:.0f}", "", (("name", name),)
            )
            said[place].append((self.table.shape_field or "", remark))

    def _compare_areas(
        self, shapes: np.ndarray, columns: dict[str, list[Value | None]], said: list[Remarks]
    ) -> None:
        """Hold the area that is told against that of the outline; put right the unit when that is sure."""
        name = self.table.area_field
        if name is None or name not in columns:
            return
        is_hectares = self.table.field(name).unit == "ha"
        values = columns[name]
        told = np.array([np.nan if v is None else float(v) for v in values], dtype=np.float64)
        own = areas_m2(shapes) / (SQUARE_METRES_PER_HECTARE if is_hectares else 1.0)
        with np.errstate(divide="ignore", invalid="ignore"):
            ratio = np.where(own > 0, told / own, np.nan)
        factor = SQUARE_METRES_PER_HECTARE if is_hectares else 1 / SQUARE_METRES_PER_HECTARE
        odd = (ratio > ODD) | (ratio < 1 / ODD)
        for place in np.flatnonzero(odd):
            unit = (("unit", "ha" if is_hectares else "m²"),)
            value = float(told[place])
            if abs(ratio[place] / factor - 1) < SURE:
                right = round(value / factor, CANONICAL_DECIMALS)
                whole = right if is_hectares else round(right)
                values[place] = int(whole) if float(whole).is_integer() else whole
                used = number_text(whole)
                remark = Remark("corrected", "area-unit", number_text(value), used, unit)
            else:
                measured = f"{own[place]:.4g}" if is_hectares else f"{own[place]:.0f}"
                remark = Remark("warning", "area-differs", number_text(value), measured, unit)
            said[place].append((name, remark))


def _cells(
    chunk: Chunk, name: str | None, own: Own | None, *, is_first: bool
) -> list[str | bytes | None]:
    """Return the cells of places: the format's own, or the column's; `is_first` says which comes first."""
    count = len(chunk.numbers)
    written: list[str | bytes | None] = [None] * count
    if name is not None:
        column = chunk.columns[name]
        written = [
            None if cell in MISSING_VALUES or not cell.strip() else cell.removeprefix(OBJECT)
            for cell in column
        ]
    if own is None:
        return written
    pairs = zip(own, written, strict=True) if is_first else zip(written, own, strict=True)
    return [first if first is not None else other for first, other in pairs]


def _apart_km(shapes: np.ndarray, points: np.ndarray) -> np.ndarray:
    """Return how far points are from shapes, in kilometres; NaN where one is missing."""
    boxes = shapely.bounds(shapes)
    east = np.cos(np.radians(np.nan_to_num((boxes[:, 1] + boxes[:, 3]) / 2)))
    x, y = shapely.get_x(points), shapely.get_y(points)
    beyond_x = np.maximum(np.maximum(boxes[:, 0] - x, x - boxes[:, 2]), 0.0) * east
    beyond_y = np.maximum(np.maximum(boxes[:, 1] - y, y - boxes[:, 3]), 0.0)
    found: np.ndarray = 111.2 * np.hypot(beyond_x, beyond_y)
    return found
