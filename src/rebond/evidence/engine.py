"""Evidence for many places at once, as of a date."""

from __future__ import annotations

import threading
from collections import defaultdict
from collections.abc import Callable, Collection, Sequence
from copy import copy
from datetime import date
from functools import lru_cache

import numpy as np

from rebond.evidence.as_of import Choice, Read, choose_quarter, choose_vintage, no_data
from rebond.evidence.catalogue import (
    DecaySum,
    Indicator,
    IndicatorCatalogue,
    Unavailable,
    ZoneSeries,
    load_indicators,
)
from rebond.evidence.columns import Column
from rebond.evidence.computing import compute, compute_sums
from rebond.evidence.errors import MissingTable
from rebond.evidence.facts import Evidence
from rebond.evidence.layout import NOTHING, Layout, Place, lay_out
from rebond.evidence.matrix import Matrix, copy_sites, summarise
from rebond.evidence.places import Frame, Sites
from rebond.evidence.tables import Tables
from rebond.territory import Atlas, PlaceKey
from rebond.texts import Text

Progress = Callable[[int, int], None]
Chosen = tuple[Indicator, Choice]


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

    @staticmethod
    def shared(tables: Tables, atlas: Atlas, *, threads: int = 1) -> EvidenceEngine:
        """Return the engine of the shipped indicators that whoever asks with the same objects shares.

        A second run on the same data then finds the columns over all communes computed, by as many threads
        or by others: they have the same bits.
        """
        return _shared(tables, atlas, threads)  # type: ignore[arg-type]  # told apart by identity

    def with_threads(self, threads: int) -> EvidenceEngine:
        """Return an engine that works with so many threads and keeps its columns where this one does."""
        other = copy(self)
        other._threads = threads
        return other

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
        layout = lay_out(places, self._frame, self._atlas, as_of)
        matrix = Matrix.of(len(places), len(declared))
        chosen = [
            (one, self.choice(one.id, as_of=as_of, allow_later=one.id in later)) for one in declared
        ]
        if layout.needs_communes:
            self._prepare([one for one in chosen if one[1].is_usable])
        reasons = []
        for column, (indicator, choice) in enumerate(chosen):
            if choice.is_usable:
                reasons.append(self._fill(matrix, column, (indicator, choice), layout))
            else:
                matrix.reason[:, column] = 1
                reasons.append((NOTHING, _said(indicator, choice)))
            if on_progress is not None:
                on_progress(column + 1, len(declared))
        return Evidence(
            places=tuple(places),
            indicators=declared,
            choices=tuple(choice for _, choice in chosen),
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

    def _compute(self, chosen: Chosen, sites: Sites) -> Column:
        return compute(*chosen, sites, self._frame, self._tables, threads=self._threads)

    def _prepare(self, wanted: Sequence[Chosen]) -> None:
        """Compute the columns over all communes that are not kept yet.

        Sums with one radius walk over the same pairs of communes, so they are computed together.
        """
        with self._lock:
            fresh = [one for one in wanted if _key(one) not in self._columns]
            by_radius: dict[float, list[Chosen]] = defaultdict(list)
            for one in fresh:
                if isinstance(one[0].compute, DecaySum):
                    by_radius[one[0].compute.radius_km].append(one)
                else:
                    self._columns[_key(one)] = self._compute(one, self._frame.sites)
            for together in by_radius.values():
                columns = compute_sums(
                    together, self._frame.sites, self._frame, self._tables, threads=self._threads
                )
                self._columns.update(zip(map(_key, together), columns, strict=True))

    def _fill(
        self, matrix: Matrix, column: int, chosen: Chosen, layout: Layout
    ) -> tuple[Text, ...]:
        """Fill one column of the matrix; return the remarks that its `reason` points to."""
        reasons: list[Text] = [NOTHING]
        if layout.needs_communes:
            everywhere = self._columns[_key(chosen)]
            copy_sites(
                matrix, column, layout.commune_rows, everywhere, layout.communes, reasons=reasons
            )
            summarise(matrix, column, layout, everywhere, reasons)
        if len(layout.point_rows):
            here = self._compute(chosen, layout.points)
            every = np.arange(len(layout.point_rows), dtype=np.int64)
            copy_sites(matrix, column, layout.point_rows, here, every, reasons=reasons)
        return tuple(reasons)


@lru_cache(maxsize=4)
def _shared(tables: Tables, atlas: Atlas, threads: int) -> EvidenceEngine:
    return _with_one_thread(tables, atlas).with_threads(threads)  # type: ignore[arg-type]


@lru_cache(maxsize=2)
def _with_one_thread(tables: Tables, atlas: Atlas) -> EvidenceEngine:
    return EvidenceEngine(tables, atlas)


def _key(chosen: Chosen) -> tuple[str, str | None]:
    """Return what a column over all communes depends on: the indicator and the vintage."""
    return chosen[0].id, chosen[1].period


def _said(indicator: Indicator, choice: Choice) -> Text:
    """Return why an indicator has no value anywhere, with what would fill it."""
    if indicator.filled_by is None:
        return choice.why
    return Text(
        f"{choice.why.fr} Source qui le renseignerait\u202f: {indicator.filled_by.fr}",
        f"{choice.why.en} Source that would fill it: {indicator.filled_by.en}",
    )
