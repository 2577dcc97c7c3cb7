"""Evidence for many places at once, as of a date."""

from __future__ import annotations

import threading
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np

from rebond.evidence.aggregate import HIGH, LOW, MEDIAN, Groups
from rebond.evidence.as_of import Choice, Read, choose_quarter, choose_vintage, no_data
from rebond.evidence.catalogue import (
    Indicator,
    IndicatorCatalogue,
    Unavailable,
    ZoneSeries,
    load_indicators,
)
from rebond.evidence.columns import Column
from rebond.evidence.computing import compute
from rebond.evidence.distances import FloatArray, IntArray
from rebond.evidence.errors import MissingTable, PlaceWithoutCommune
from rebond.evidence.facts import KNOWN, MISSING, NOT_APPLICABLE, Evidence, StatusArray
from rebond.evidence.places import Frame, Point, Sites
from rebond.evidence.tables import Tables
from rebond.territory import Atlas, PlaceKey
from rebond.territory.point import LIMIT_KM
from rebond.texts import Text, number

KNOWN_SHARE_MIN = 0.9
"""A perimeter has a value when communes with at least this share of its population have one."""

Place = PlaceKey | Point
Progress = Callable[[int, int], None]

_NOTHING = Text("", "")


@dataclass(frozen=True, slots=True)
class _Layout:
    """Which rows are communes, points and perimeters, and what each stands on."""

    commune_rows: IntArray
    communes: IntArray
    point_rows: IntArray
    points: Sites
    perimeter_rows: IntArray
    groups: Groups
    members: IntArray
    remarks: tuple[Text, ...]


@dataclass(slots=True)
class _Matrix:
    """The arrays of an `Evidence` while they are being filled."""

    value: FloatArray
    low: FloatArray
    high: FloatArray
    status: StatusArray
    reason: IntArray
    covered: FloatArray

    @classmethod
    def of(cls, places: int, indicators: int) -> _Matrix:
        shape = (places, indicators)
        return cls(
            np.full(shape, np.nan),
            np.full(shape, np.nan),
            np.full(shape, np.nan),
            np.full(shape, MISSING, dtype=np.uint8),
            np.zeros(shape, dtype=np.int64),
            np.zeros(shape),
        )


class EvidenceEngine:
    """Computes indicators from tables for the places of an atlas.

    Parameters
    ----------
    tables : Tables
        The snapshot, or small tables of one's own.
    atlas : Atlas
    catalogue : IndicatorCatalogue, optional
        The shipped indicators by default.
    threads : int, default 1
        Threads for the sums with decay; results have the same bits for any number.

    Notes
    -----
    The column of an indicator over all communes depends on the vintage only; it is computed at the
    first need and kept in this object, under (indicator, vintage). Threads may share the object.
    """

    def __init__(
        self,
        tables: Tables,
        atlas: Atlas,
        catalogue: IndicatorCatalogue | None = None,
        *,
        threads: int = 1,
    ) -> None:
        self._threads = threads
        self._tables = tables
        self._atlas = atlas
        self._catalogue = load_indicators() if catalogue is None else catalogue
        self._frame = Frame.of(atlas.communes)
        self._columns: dict[tuple[str, str | None], Column] = {}
        self._lock = threading.Lock()

    @property
    def catalogue(self) -> IndicatorCatalogue:
        """The declared indicators."""
        return self._catalogue

    @property
    def frame(self) -> Frame:
        """The communes to which everything is referred."""
        return self._frame

    def communes(self, zones: Collection[str] = ("metro", "drom", "com")) -> tuple[PlaceKey, ...]:
        """Return the keys of all communes of some zones, in the order of their codes."""
        kept = np.isin(self._frame.zone, list(zones))
        return tuple(PlaceKey("commune", code) for code in self._frame.code[kept].tolist())

    def choice(self, indicator: str, *, as_of: date, allow_later: bool = False) -> Choice:
        """Return the vintage that an indicator uses as of a date, or why it uses none.

        Raises
        ------
        UnknownIndicator
        MissingTable
            When the data lack a table that the indicator reads.
        """
        declared = self._catalogue[indicator]
        how = declared.compute
        if isinstance(how, Unavailable):
            return no_data(how.why)
        for table in how.reads:
            if table not in self._tables.names:
                raise MissingTable(indicator, table)
        if isinstance(how, ZoneSeries):
            content = self._tables.table(how.table)
            if how.period_column not in content.column_names:
                raise MissingTable(indicator, how.table, how.period_column)
            quarters = content.column(how.period_column).unique().to_pylist()
            return choose_quarter(self._tables.dataset(how.table), quarters, as_of)
        reads = [Read(self._tables.dataset(table), columns) for table, columns in how.reads.items()]
        return choose_vintage(reads, as_of, allow_later=allow_later)

    def evaluate(
        self,
        places: Sequence[Place],
        indicators: Sequence[str],
        *,
        as_of: date,
        allow_later: Collection[str] = (),
        on_progress: Progress | None = None,
    ) -> Evidence:
        """Return the values of indicators at places as of a date.

        Parameters
        ----------
        places : sequence of PlaceKey or Point, n of them
        indicators : sequence of str, m identifiers
        as_of : date
            No vintage that describes a later day is used…
        allow_later : collection of str
            … but for these indicators.
        on_progress : callable, optional
            Called with (indicators done, indicators in all).

        Returns
        -------
        Evidence
            Arrays of shape (n, m), rounded to each indicator's digits.

        Raises
        ------
        UnknownIndicator
            Also for an identifier in `allow_later`.
        PlaceWithoutCommune
            When a perimeter holds no commune on that date.
        PointTooFar, SwappedCoordinates
            When a point is too far from every commune (`rebond.territory`).
        MissingTable
            When the data lack a table or column that an indicator reads.

        Notes
        -----
        A commune is read at its centre, a point where it is. A perimeter (EPCI, département,
        programme perimeter…) has the median of its communes weighted by population, with the 5 and
        95 % quantiles as bounds, because where in it a site would stand is not known.
        """
        declared = self._catalogue.check(indicators)
        later = frozenset(one.id for one in self._catalogue.check(sorted(allow_later)))
        layout = self._layout(places, as_of)
        matrix = _Matrix.of(len(places), len(declared))
        choices, reasons = [], []
        for column, indicator in enumerate(declared):
            choice = self.choice(indicator.id, as_of=as_of, allow_later=indicator.id in later)
            choices.append(choice)
            if choice.is_usable:
                reasons.append(self._fill(matrix, column, indicator, choice, layout))
            else:
                matrix.reason[:, column] = 1
                reasons.append((_NOTHING, _said(indicator, choice)))
            if on_progress is not None:
                on_progress(column + 1, len(declared))
        return Evidence(
            places=tuple(places),
            indicators=declared,
            choices=tuple(choices),
            as_of=as_of,
            allow_later=later,
            value=matrix.value,
            low=matrix.low,
            high=matrix.high,
            status=matrix.status,
            reason=matrix.reason,
            reasons=tuple(reasons),
            members=layout.members,
            covered=matrix.covered,
            remarks=layout.remarks,
        )

    def _layout(self, places: Sequence[Place], as_of: date) -> _Layout:
        commune_rows, communes, point_rows, perimeter_rows = [], [], [], []
        points: list[Point] = []
        members: list[IntArray] = []
        counts = np.zeros(len(places), dtype=np.int64)
        remarks = [_NOTHING] * len(places)
        for row, place in enumerate(places):
            if isinstance(place, Point):
                point_rows.append(row)
                points.append(place)
                continue
            own = self._frame.row_of.get(place.code) if place.kind == "commune" else None
            rows = (
                self._atlas.communes_of(place, as_of=as_of)
                if own is None
                else np.array([own], dtype=np.int64)
            )
            if len(rows) == 0:
                raise PlaceWithoutCommune(str(place), as_of)
            if place.kind in ("commune", "arrondissement"):
                commune_rows.append(row)
                communes.append(int(rows[0]))
                if place.kind == "arrondissement":
                    remarks[row] = self._read_at(str(self._frame.name[rows[0]]))
            else:
                perimeter_rows.append(row)
                members.append(rows)
                counts[row] = len(rows)
        sites, distance = self._frame.locate(points)
        for point, km in zip(points, distance.tolist(), strict=True):
            if not km <= LIMIT_KM:
                self._atlas.find_point(point.lon, point.lat)  # refuses a point off France
        for row, commune, km in zip(point_rows, sites.commune, distance.tolist(), strict=True):
            remarks[row] = self._stands_in(str(self._frame.name[commune]), km)
        return _Layout(
            np.array(commune_rows, dtype=np.int64),
            np.array(communes, dtype=np.int64),
            np.array(point_rows, dtype=np.int64),
            sites,
            np.array(perimeter_rows, dtype=np.int64),
            Groups.of(members, self._frame.population),
            counts,
            tuple(remarks),
        )

    @staticmethod
    def _read_at(name: str) -> Text:
        return Text(
            f"Arrondissement lu au centre de sa commune, {name}.",
            f"Arrondissement read at the centre of its commune, {name}.",
        )

    @staticmethod
    def _stands_in(name: str, km: float) -> Text:
        return Text(
            f"Point rattaché à {name}, commune dont le centre est le plus proche "
            f"({number(km, 'fr', digits=1)} km).",
            f"Point put in {name}, the commune whose centre is nearest "
            f"({number(km, 'en', digits=1)} km).",
        )

    def _compute(self, indicator: Indicator, choice: Choice, sites: Sites) -> Column:
        return compute(indicator, choice, sites, self._frame, self._tables, threads=self._threads)

    def _all_communes(self, indicator: Indicator, choice: Choice) -> Column:
        key = (indicator.id, choice.period)
        with self._lock:
            if key not in self._columns:
                self._columns[key] = self._compute(indicator, choice, self._frame.sites)
            return self._columns[key]

    def _fill(
        self, matrix: _Matrix, column: int, indicator: Indicator, choice: Choice, layout: _Layout
    ) -> tuple[Text, ...]:
        """Fill one column of the matrix; return the remarks that its `reason` points to."""
        reasons: list[Text] = [_NOTHING]
        if len(layout.communes) or len(layout.perimeter_rows):
            everywhere = self._all_communes(indicator, choice)
            _copy(matrix, column, layout.commune_rows, everywhere, layout.communes, reasons=reasons)
            _summarise(matrix, column, layout, everywhere, reasons)
        if len(layout.point_rows):
            here = self._compute(indicator, choice, layout.points)
            every = np.arange(len(layout.point_rows), dtype=np.int64)
            _copy(matrix, column, layout.point_rows, here, every, reasons=reasons)
        return tuple(reasons)


def _said(indicator: Indicator, choice: Choice) -> Text:
    """Return why an indicator has no value anywhere, with what would fill it."""
    if indicator.filled_by is None:
        return choice.why
    return Text(
        f"{choice.why.fr} Source qui le renseignerait\u202f: {indicator.filled_by.fr}",
        f"{choice.why.en} Source that would fill it: {indicator.filled_by.en}",
    )


def _found(name: str) -> Text:
    return Text(f"Le plus proche dans la liste\u202f: {name}.", f"Nearest in the list: {name}.")


def _copy(
    matrix: _Matrix,
    column: int,
    rows: IntArray,
    source: Column,
    taken: IntArray,
    *,
    reasons: list[Text],
) -> None:
    """Copy values of single sites, with the name of what was found."""
    if len(rows) == 0:
        return
    matrix.value[rows, column] = source.value[taken]
    matrix.low[rows, column] = source.low[taken]
    matrix.high[rows, column] = source.high[taken]
    matrix.status[rows, column] = source.status[taken]
    matrix.covered[rows, column] = source.status[taken] == KNOWN
    remark = source.reason[taken] + (len(reasons) - 1)
    remark[source.reason[taken] == 0] = 0
    reasons.extend(source.reasons[1:])
    found = source.owner[taken]
    remark = np.where(found >= 0, found + len(reasons), remark)
    reasons.extend(_found(name) for name in source.owners)
    matrix.reason[rows, column] = remark


def _summarise(
    matrix: _Matrix, column: int, layout: _Layout, source: Column, reasons: list[Text]
) -> None:
    """Give each perimeter the weighted median of its communes, or say why it has none."""
    rows, groups = layout.perimeter_rows, layout.groups
    if len(rows) == 0:
        return
    known = groups.share_where(source.status == KNOWN)
    without = groups.share_where(source.status == NOT_APPLICABLE)
    covered = known >= KNOWN_SHARE_MIN
    for array, values, share in (
        (matrix.value, source.value, MEDIAN),
        (matrix.low, source.low, LOW),
        (matrix.high, source.high, HIGH),
    ):
        array[rows, column] = np.where(covered, groups.quantile(values, share), np.nan)
    matrix.covered[rows, column] = known
    matrix.status[rows, column] = np.select(
        [covered, without >= KNOWN_SHARE_MIN], [KNOWN, NOT_APPLICABLE], default=MISSING
    )
    for group in np.flatnonzero(~covered).tolist():
        first = groups.member[groups.group == group]
        cause = source.reasons[int(source.reason[first].max())]
        matrix.reason[rows[group], column] = len(reasons)
        if known[group] == 0.0:
            reasons.append(cause)
            continue
        reasons.append(
            Text(
                "valeur connue pour {share}\u202f% seulement de la population du périmètre, moins que les "
                "{least}\u202f% demandés\u202f; {cause}",
                "value known for only {share}% of the perimeter's population, less than the {least}% "
                "asked for; {cause}",
            ).filled(share=int(100 * known[group]), least=f"{100 * KNOWN_SHARE_MIN:g}", cause=cause)
        )
