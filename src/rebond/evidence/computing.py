"""Computing one indicator over many sites, one function per kind of computation."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import assert_never

import numpy as np
from numpy.typing import NDArray

from rebond.evidence.as_of import Choice
from rebond.evidence.catalogue import (
    DecayCount,
    DecaySum,
    Indicator,
    KnownSeats,
    Nearest,
    NearestSegment,
    Ratio,
    Unavailable,
    ZoneSeries,
)
from rebond.evidence.columns import Column, Draft
from rebond.evidence.decay import decay_sums
from rebond.evidence.distances import FloatArray
from rebond.evidence.errors import BrokenNetwork, StrayCommune
from rebond.evidence.facts import MISSING, NOT_APPLICABLE
from rebond.evidence.nearest import nearest_point, nearest_segment
from rebond.evidence.places import Frame, Sites
from rebond.evidence.tables import Reader, Tables
from rebond.texts import Text

NO_CENTRE = Text(
    "le centre de cette commune n’est pas connu dans le référentiel des communes",
    "the centre of this commune is not known in the table of communes",
)


def compute(
    indicator: Indicator,
    choice: Choice,
    sites: Sites,
    frame: Frame,
    tables: Tables,
    *,
    threads: int = 1,
) -> Column:
    """Compute one indicator over sites.

    Parameters
    ----------
    indicator : Indicator
    choice : Choice
        Vintage to use; must be usable.
    sites : Sites, n of them
    frame : Frame
    tables : Tables
    threads : int, default 1
        Threads for the sums with decay; the result does not depend on it.

    Returns
    -------
    Column
        Rounded to the indicator's digits.

    Raises
    ------
    MissingTable
        When a table or a column that the indicator reads is not there.
    StrayCommune
        When a table names a commune that the register does not have.
    BrokenNetwork
        When an edge names an unknown node.
    """
    task = _Task(indicator, choice, sites, frame, Reader(indicator.id, tables), threads)
    how = indicator.compute
    match how:
        case DecaySum():
            [column] = compute_sums([(indicator, choice)], sites, frame, tables, threads=threads)
        case DecayCount():
            column = _decay_count(task, how)
        case Nearest():
            column = _nearest(task, how)
        case NearestSegment():
            column = _nearest_segment(task, how)
        case KnownSeats():
            column = _known_seats(task, how)
        case Ratio():
            column = _ratio(task, how)
        case ZoneSeries():
            column = _zone_series(task, how)
        case Unavailable():
            column = _unavailable(task, how)
        case _:  # pragma: no cover - mypy proves it cannot happen
            assert_never(how)
    return column


def compute_sums(
    chosen: Sequence[tuple[Indicator, Choice]],
    sites: Sites,
    frame: Frame,
    tables: Tables,
    *,
    threads: int = 1,
) -> list[Column]:
    """Compute indicators that are sums over communes with one and the same radius, in one pass.

    Parameters
    ----------
    chosen : sequence of (Indicator, Choice), not empty
        Each of kind ``decay_sum``, all with the same radius.
    sites, frame, tables, threads
        As for `compute`.

    Returns
    -------
    list of Column
        Each with the same bits as when it is computed alone.

    Raises
    ------
    MissingTable, StrayCommune
    """
    people = np.nan_to_num(frame.population)
    located = np.isfinite(frame.xyz).all(axis=1)
    parts: list[FloatArray] = []
    hows: list[DecaySum] = []
    for indicator, _ in chosen:
        how = indicator.compute
        assert isinstance(how, DecaySum)  # noqa: S101 - what the caller promises
        reader = Reader(indicator.id, tables)
        values = reader.by_commune(how.table, how.code_column, how.columns, frame)
        parts += [np.nan_to_num(values), np.where(np.isfinite(values), people, 0.0)]
        hows.append(how)
    sums = decay_sums(
        sites.xyz,
        frame.xyz[located],
        np.stack([*parts, people], axis=1)[located],
        hows[0].radius_km,
        threads=threads,
    )
    columns = []
    for position, ((indicator, choice), how) in enumerate(zip(chosen, hows, strict=True)):
        task = _Task(indicator, choice, sites, frame, Reader(indicator.id, tables), threads)
        columns.append(_decay_sum(task, how, sums[:, [2 * position, 2 * position + 1, -1]]))
    return columns


@dataclass(frozen=True, slots=True)
class _Task:
    """What every computation is given."""

    indicator: Indicator
    choice: Choice
    sites: Sites
    frame: Frame
    reader: Reader
    threads: int

    def draft(self, value: FloatArray) -> Draft:
        """Begin with what applies to all: where the data say anything."""
        draft = Draft(value)
        coverage = self.indicator.coverage
        if coverage is not None:
            commune = self.sites.commune
            inside = np.isin(self.frame.zone[commune], coverage.zones) & ~np.isin(
                self.frame.departement[commune], coverage.except_departements
            )
            status = NOT_APPLICABLE if coverage.outside == "not_applicable" else MISSING
            draft.leave_out(~inside, coverage.why, status=status)
        return draft

    def located_draft(self, value: FloatArray) -> Draft:
        """Begin what needs coordinates."""
        draft = self.draft(value)
        draft.leave_out(np.isnan(self.sites.xyz[:, 0]), NO_CENTRE)
        return draft


def _decay_sum(task: _Task, how: DecaySum, sums: FloatArray) -> Column:
    """Return the column of a sum whose three parts are summed: values, people with data, people."""
    draft = task.located_draft(sums[:, 0])
    words = {"radius": f"{how.radius_km:g}", "share": f"{100 * how.covered_share_min:g}"}
    draft.leave_out(
        sums[:, 2] <= 0.0,
        Text(
            "aucune commune habitée n’a son centre à moins de {radius} km",
            "no inhabited commune has its centre within {radius} km",
        ).filled(**words),
    )
    # comparing with NaN is false, so that sites already left out stay as they are
    draft.leave_out(
        sums[:, 1] < how.covered_share_min * sums[:, 2],
        Text(
            "les données couvrent moins de {share}\u202f% de la population à moins de {radius} km",
            "the data cover less than {share}% of the population within {radius} km",
        ).filled(**words),
    )
    return draft.column(task.indicator.digits)


def _decay_count(task: _Task, how: DecayCount) -> Column:
    points = task.reader.points(how.table)
    points = points[np.isfinite(points).all(axis=1)]
    sums = decay_sums(
        task.sites.xyz, points, np.ones((len(points), 1)), how.radius_km, threads=task.threads
    )
    draft = task.located_draft(sums[:, 0])
    return draft.column(task.indicator.digits)


def _beyond(draft: Draft, limit_km: float) -> None:
    draft.leave_out(
        ~(draft.value <= limit_km),
        Text(
            f"la liste ne nomme rien à moins de {limit_km:g} km\u202f: elle ne couvre sans doute pas ce "
            "lieu, et une distance plus grande ne dirait rien d’une desserte",
            f"the list names nothing within {limit_km:g} km: it probably does not cover this place, "
            "and a larger distance would say nothing of a service",
        ),
    )


def _nearest(task: _Task, how: Nearest) -> Column:
    points = task.reader.points(how.table)
    kept = np.isfinite(points).all(axis=1)
    if how.keep is not None:
        kept &= task.reader.numbers(how.table, how.keep.column) > how.keep.above
    names = task.reader.texts(how.table, how.name_column)
    # sorted by name, so that of two entries at one spot the same is named whatever their order
    rows = np.array(sorted(np.flatnonzero(kept).tolist(), key=names.__getitem__), dtype=np.int64)
    distance, owner = nearest_point(task.sites.xyz, points[rows])
    draft = task.located_draft(distance)
    _beyond(draft, how.beyond_km)
    return draft.column(
        task.indicator.digits, owner=owner, owners=tuple(names[row] for row in rows.tolist())
    )


def _nearest_segment(task: _Task, how: NearestSegment) -> Column:
    points = task.reader.points(how.nodes)
    row_of = {node: row for row, node in enumerate(task.reader.texts(how.nodes, "node"))}
    starts, ends = (
        task.reader.texts(how.edges, "from_node"),
        task.reader.texts(how.edges, "to_node"),
    )
    pairs = set()
    for row, pair in enumerate(zip(starts, ends, strict=True), start=2):
        for node in pair:
            if node not in row_of:
                raise BrokenNetwork(how.edges, row, node, how.nodes)
        pairs.add((min(pair), max(pair)))  # an axis is the same in both directions
    rows = np.array(
        [(row_of[start], row_of[end]) for start, end in sorted(pairs)], dtype=np.int64
    ).reshape(-1, 2)
    distance, _ = nearest_segment(task.sites.xyz, points[rows[:, 0]], points[rows[:, 1]])
    draft = task.located_draft(distance)
    _beyond(draft, how.beyond_km)
    return draft.column(task.indicator.digits)


def _known_seats(task: _Task, how: KnownSeats) -> Column:
    seats = task.reader.texts(how.table, how.seat_column)
    names = task.reader.texts(how.table, how.name_column)
    for row, code in enumerate(seats):
        if code and code not in task.frame.row_of:
            raise StrayCommune(how.table, row + 2, code)
    known = sorted((names[row], task.frame.row_of[code]) for row, code in enumerate(seats) if code)
    rows = np.array([row for _, row in known], dtype=np.int64)
    distance, owner = nearest_point(task.sites.xyz, task.frame.xyz[rows])
    draft = task.located_draft(distance)
    _beyond(draft, how.beyond_km)
    return draft.column(
        task.indicator.digits,
        # while a seat is not known it may stand next door
        low=np.zeros(len(distance)) if len(known) < how.entries else None,
        owner=owner,
        owners=tuple(name for name, _ in known),
    )


def _ratio(task: _Task, how: Ratio) -> Column:
    above = task.reader.by_commune(how.table, how.code_column, (how.numerator,), task.frame)[
        task.sites.commune
    ]
    below = task.reader.by_commune(how.table, how.code_column, (how.denominator,), task.frame)[
        task.sites.commune
    ]
    value = np.divide(above, below, out=np.full(len(above), np.nan), where=below > 0.0)
    if how.cap is not None:
        value = np.minimum(value, how.cap)
    draft = task.draft(value)
    draft.leave_out(
        ~(np.isfinite(above) & np.isfinite(below)),
        Text(
            f"la table «\u202f{how.table}\u202f» ne dit rien de cette commune",
            f"table “{how.table}” says nothing of this commune",
        ),
    )
    draft.leave_out(
        ~(below > 0.0),
        Text(
            f"la table «\u202f{how.table}\u202f» ne compte rien à quoi rapporter la valeur dans cette commune",
            f"table “{how.table}” counts nothing to relate the value to in this commune",
        ),
    )
    return draft.column(task.indicator.digits)


def _zone_series(task: _Task, how: ZoneSeries) -> Column:
    zones = task.reader.texts(how.table, how.zone_column)
    periods = task.reader.texts(how.table, how.period_column)
    values = task.reader.numbers(how.table, how.value_column)
    of_zone: Mapping[str, float] = {
        zone: value
        for zone, period, value in zip(zones, periods, values.tolist(), strict=True)
        if period == task.choice.period
    }
    own: NDArray[np.str_] = task.frame.employment_zone[task.sites.commune]
    value = np.array([of_zone.get(zone, np.nan) for zone in own.tolist()], dtype=np.float64)
    draft = task.draft(value)
    draft.leave_out(
        own == "",
        Text(
            "cette commune n’est rattachée à aucune zone d’emploi dans le référentiel",
            "this commune belongs to no employment zone in the table of communes",
        ),
    )
    draft.leave_out(
        ~np.isfinite(value),
        Text(
            f"la série ne donne rien pour cette zone d’emploi en {task.choice.period}",
            f"the series gives nothing for this employment zone in {task.choice.period}",
        ),
    )
    return draft.column(task.indicator.digits)


def _unavailable(task: _Task, how: Unavailable) -> Column:
    draft = Draft(np.full(len(task.sites.commune), np.nan))
    draft.leave_out(np.ones(len(task.sites.commune), dtype=np.bool_), how.why)
    return draft.column(task.indicator.digits)
