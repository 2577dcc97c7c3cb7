"""The public sites as searches see them at one state of the registry: columns, and what they rest on.

Only public sites are read, and of each only the groups of fields that were consented to, as
`sites.queries.public_values` says it for one site; a test holds the two together.
"""

from __future__ import annotations

import json
import math
import threading
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from typing import Any

import numpy as np
from django.db.models import Max, TextField
from django.db.models.functions import Cast
from numpy.typing import NDArray

from rebond.matching import UNKNOWN_CODE, SiteColumns
from rebond.matching.index import SiteIndex
from rebond.web.labels.queries import in_force
from rebond.web.needs import activities, around, reading
from rebond.web.needs.bounds import Bounds, judged
from rebond.web.needs.touched import Touched, touched
from rebond.web.sites import published
from rebond.web.sites.groups import DERIVED_GROUPS, IDENTITY, group_of
from rebond.web.sites.models import Lot, Site
from rebond.web.sites.queries import consented_groups

FloatArray = NDArray[np.float32]
EPOCH = date(1970, 1, 1)
QUANTILES = 19
STEP = 5
"""Per cent between two quantiles of readiness: 5 %, 10 % … 95 %."""
KEPT = 48
"""How many columns made for one day or one distance are kept."""
KEPT_PAGES = 400
"""How many lists of twenty sites are kept as written, some 40 kB each."""
OWN, FROM_POINT, FROM_COMMUNE = 0, 1, 2
BROWNFIELD, FICTITIOUS = "brownfield", "fictitious"
"""Columns of codes that are read from the site itself."""
COLUMNS = (
    "pk",
    "identifier",
    "name",
    "commune_code",
    "departement_code",
    "region_code",
    "longitude",
    "latitude",
    "is_located_by_commune",
    "largest_lot_ha",
    "is_brownfield",
    "is_fictitious",
)
JSON_COLUMNS = ("ready_on", "values", "extension", "public_pages")
EMPTY = frozenset({"", "{}", "[]", "null"})


@dataclass(frozen=True)
class Standing:
    """Every public site at one state of the registry; row numbers are those of `columns`.

    Fictitious sites stand behind the real ones, and inside both identifiers rise: the order of those that
    answer a need equally well.

    Parameters
    ----------
    number : int
        State of the registry.
    labels : int
        Last label event read.
    day : date
        Day on which labels are read.
    columns : SiteColumns
    index : SiteIndex
    keys : array, shape (n,), int64
        Primary keys.
    ready : array, shape (19, n), float32
        Days since 1970-01-01, in the order of the index; NaN without a plan.
    position : array, shape (n,), int64
        Row of the index at each row.
    origins : mapping of column to uint8 array, shape (n,)
        Whether a distance is the site's own, or computed from its point or from its commune's centre.
    bounds : mapping of column to Bounds
        Of the columns of which some value is not known exactly.
    reach : array, shape (n,), float32
        Kilometres that a site may lie away from the point that distances are computed from.
    places : mapping of kind to Touched
    facets : mapping of kind to tuple of str
        Columns of which the counts add up to those of the places of a kind.
    groups : tuple of frozenset of str, length n
        Groups of fields that each site had consented to.
    """

    number: int
    labels: int
    day: date
    columns: SiteColumns
    index: SiteIndex
    keys: NDArray[np.int64]
    ready: FloatArray
    position: NDArray[np.int64]
    origins: Mapping[str, NDArray[np.uint8]]
    bounds: Mapping[str, Bounds]
    reach: FloatArray
    places: Mapping[str, Touched]
    facets: Mapping[str, tuple[str, ...]]
    groups: tuple[frozenset[str], ...]
    pages: dict[tuple[str, ...], Any] = field(default_factory=dict, repr=False)
    """What was written of this state for one need, language and page; it goes when the state does."""
    _made: dict[tuple[str, float | tuple[str, ...]], FloatArray] = field(
        default_factory=dict, repr=False
    )
    _lock: threading.Lock = field(default_factory=threading.Lock, repr=False)

    def __len__(self) -> int:
        """Return how many sites there are."""
        return len(self.keys)

    def chance_by(self, day: date) -> FloatArray:
        """Return the chance in per cent that each site is ready by a day, in the order of the index.

        Between two quantiles in proportion; 0 before the first one, 95 after the last one; NaN without a plan.
        """
        days = float((day - EPOCH).days)
        return self._kept(("ready", days), lambda: chances(self.ready, days))

    def judged(self, column: str, asked: float, *, at_least: bool, is_must: bool) -> FloatArray:
        """Return a quantity of which some values lie between bounds, as it answers one question.

        In the order of the index. The open list of ports is incomplete, a commune's centre is not the site, a lot
        may be larger than those known: what lies between the bounds proves nothing.
        """

        def make() -> FloatArray:
            found = judged(self.bounds[column], asked, at_least=at_least, is_must=is_must)
            return self.index.arranged(found)

        return self._kept((f"{column} {at_least} {is_must}", asked), make)

    def within(self, kind: str, codes: tuple[str, ...]) -> FloatArray:
        """Return 1 for sites that stand in one of some places, in the order of the index."""
        return self._kept(
            (kind, codes), lambda: self.index.arranged(self.places[kind].within(codes))
        )

    def page(self, key: tuple[str, ...], make: Callable[[], Any]) -> Any:
        """Return what was written under a key, writing it the first time; the oldest go first."""
        with self._lock:
            if key in self.pages:
                return self.pages[key]
        made = make()
        with self._lock:
            while len(self.pages) >= KEPT_PAGES:
                self.pages.pop(next(iter(self.pages)))
            self.pages[key] = made
        return made

    def _kept(
        self, key: tuple[str, float | tuple[str, ...]], make: Callable[[], FloatArray]
    ) -> FloatArray:
        with self._lock:
            if key in self._made:
                return self._made[key]
        column = make()
        with self._lock:
            while len(self._made) >= KEPT:
                self._made.pop(next(iter(self._made)))
            self._made[key] = column
        return column


def chances(ready: FloatArray, days: float) -> FloatArray:
    """Return the chance in per cent that sites are ready by a day.

    Parameters
    ----------
    ready : array, shape (19, n), float32
        Days of the quantiles 5, 10 … 95 %, rising; NaN where unknown.
    days : float

    Returns
    -------
    array, shape (n,), float32
        0 when the day is before the first quantile, 95 when it is not before the last one.
    """
    passed = (ready <= np.float32(days)).sum(axis=0)
    below = np.clip(passed - 1, 0, QUANTILES - 1)
    above = np.clip(passed, 0, QUANTILES - 1)
    every = np.arange(ready.shape[1])
    first, last = ready[below, every], ready[above, every]
    with np.errstate(invalid="ignore", divide="ignore"):
        part = np.where(last > first, (np.float32(days) - first) / (last - first), 0.0)
    found = STEP * (passed + np.where(passed < QUANTILES, part, 0.0))
    found[passed == 0] = 0.0
    found[np.isnan(ready[0])] = np.nan
    return found.astype(np.float32)


def build(number: int, labels: int, day: date) -> Standing:
    """Read every public site."""
    sites = Site.objects.filter(visibility=Site.Visibility.PUBLIC).order_by(
        "is_fictitious", "identifier"
    )
    draft = _Draft(consented_groups())
    # JSON is read here, where it is not empty: the fields' own conversion costs as much as everything else.
    written = {f"{name}_text": Cast(name, TextField()) for name in JSON_COLUMNS}
    rows = sites.annotate(**written).values_list(*COLUMNS, *written)
    for row in rows.iterator(chunk_size=2_000):
        draft.add(row)
    return draft.finished(number, labels, day)


@cache
def _allowed(groups: frozenset[str]) -> tuple[str, ...]:
    """Return the fields and derived columns that groups open."""
    fields = [one for one in reading.FIELDS if group_of(one) in groups]
    return (*fields, *(one for one, group in DERIVED_GROUPS.items() if group in groups))


def _read(text: str, fields: tuple[str, ...]) -> dict[str, Any]:
    """Read an object of JSON that names one of the fields; most rows name none, and cost nothing."""
    if any(name in text for name in fields):
        found: dict[str, Any] = json.loads(text)
        return found
    return {}


class _Draft:
    """The columns on their way."""

    def __init__(self, consents: Mapping[int, frozenset[str]]) -> None:
        self.consents = consents
        self.keys: list[int] = []
        self.ids: list[str] = []
        self.communes: list[str] = []
        self.places: dict[str, list[str]] = {"region": [], "departement": []}
        self.points: list[tuple[float, float, bool]] = []
        self.numbers: dict[str, list[float]] = {name: [] for name in ("lot_ha", *reading.NUMBERS)}
        self.codes: dict[str, list[int]] = {
            name: [] for name in (BROWNFIELD, FICTITIOUS, *reading.CODES)
        }
        self.sections: list[str] = []
        self.groups: list[frozenset[str]] = []
        self.ready: list[list[str] | None] = []
        self.open_lots: dict[int, int] = {}
        """Row of each site of which the largest lot is not established, though it may be told."""
        self.by_pages: dict[int, tuple[tuple[str, str], ...]] = {}
        self.by_groups: dict[frozenset[str], tuple[frozenset[str], tuple[str, ...]]] = {}

    def add(self, row: tuple[Any, ...]) -> None:
        """Read one site."""
        one = dict(zip((*COLUMNS, *JSON_COLUMNS), row, strict=True))
        groups = self.consents.get(one["pk"], frozenset())
        self.groups.append(groups)
        if groups not in self.by_groups:
            opened = _allowed(groups)
            fields = tuple(name for name in reading.FIELDS if name in opened)
            self.by_groups[groups] = (frozenset(opened), fields)
        opened, fields = self.by_groups[groups]
        values, extension = _read(one["values"], fields), _read(one["extension"], fields)
        public: dict[str, Any] = {}
        for name in fields:
            value = extension.get(name, values.get(name))
            if value is not None:
                public[name] = value
        if IDENTITY not in groups and one["public_pages"] not in EMPTY:
            # Named by public pages alone: what they say, never what its manager wrote.
            pages = json.loads(one["public_pages"])
            one |= published.columns_of(pages)
            self.by_pages[one["pk"]] = published.places_of(pages)
            opened |= frozenset(published.IDENTITY_COLUMNS)
        self._identity(one, opened)
        lot = one["largest_lot_ha"] if "largest_lot_ha" in opened else None
        if lot is None and "largest_lot_ha" in opened:
            self.open_lots[one["pk"]] = len(self.ids) - 1
        self.numbers["lot_ha"].append(math.nan if lot is None else float(lot))
        for name, read in reading.NUMBERS.items():
            found = read(public)[0] if public else None
            self.numbers[name].append(math.nan if found is None else found)
        for name, code in reading.CODES.items():
            found = code(public)[0] if public else None
            self.codes[name].append(UNKNOWN_CODE if found is None else int(found))
        self.sections.append(str(public.get(reading.SECTIONS) or ""))
        is_planned = "ready_on" in opened and one["ready_on"] not in EMPTY
        self.ready.append(json.loads(one["ready_on"]) if is_planned else None)

    def _identity(self, one: Mapping[str, Any], opened: frozenset[str]) -> None:
        is_known = "longitude" in opened
        self.keys.append(one["pk"])
        self.ids.append(one["identifier"])
        self.communes.append(one["commune_code"] if is_known else "")
        self.places["region"].append(one["region_code"] if is_known else "")
        self.places["departement"].append(one["departement_code"] if is_known else "")
        lon, lat = (one["longitude"], one["latitude"]) if is_known else (None, None)
        has_point = lon is not None and lat is not None
        point = (
            (lon, lat, one["is_located_by_commune"]) if has_point else (math.nan, math.nan, False)
        )
        self.points.append(point)
        brownfield = one["is_brownfield"] if "is_brownfield" in opened else None
        self.codes[BROWNFIELD].append(UNKNOWN_CODE if brownfield is None else int(brownfield))
        self.codes[FICTITIOUS].append(int(one["is_fictitious"]))

    def finished(self, number: int, labels: int, day: date) -> Standing:
        """Return the columns, with what open data adds and what labels say."""
        points = np.array(self.points, dtype=np.float64).reshape(-1, 3)
        lon, lat, by_commune = points[:, 0], points[:, 1], points[:, 2] == 1
        numbers = {name: np.array(one, np.float32) for name, one in self.numbers.items()}
        departements = np.array(self.places["departement"], dtype="U3")
        origins = {
            "rail_km": _fill(
                numbers["rail_km"], around.station_km(lon, lat, departements), by_commune
            ),
            "port_km": _fill(numbers["port_km"], around.port_km(lon, lat), by_commune),
        }
        reach = np.where(by_commune, around.reach_km(self.communes), 0.0).astype(np.float32)
        bounds = {name: _around(numbers[name], origin, reach) for name, origin in origins.items()}
        # Of a list that is not complete, the nearest one may be nearer.
        bounds["port_km"].low[origins["port_km"] != OWN] = 0.0
        bounds["lot_ha"] = _at_least(numbers["lot_ha"], self.open_lots)
        jobs = around.jobs_by_commune(day)
        numbers["jobs"] = np.array([jobs.get(one, math.nan) for one in self.communes], np.float32)
        codes = {name: np.array(one, np.uint8) for name, one in self.codes.items()}
        codes["labelled"] = np.isin(np.array(self.keys, np.int64), list(in_force(day))).astype(
            np.uint8
        )
        names = dict(reading.CODE_NAMES)
        for section, column in _sections(self.sections).items():
            codes[f"naf_{section}"], names[f"naf_{section}"] = column, (reading.NO, reading.YES)
        places = {
            kind: touched(kind, self.keys, mains, self.by_pages)
            for kind, mains in self.places.items()
        }
        counted, known = places["region"].classes()
        facets = {"region": tuple(f"region {nth}" for nth, _column in enumerate(counted))}
        for name, column in zip(facets["region"], counted, strict=True):
            codes[name], names[name] = column, known
        columns = SiteColumns(
            np.array(self.ids, dtype=np.str_) if self.ids else np.array([], dtype="U1"),
            lon.astype(np.float32),
            lat.astype(np.float32),
            numbers,
            codes,
            names,
        )
        index = SiteIndex.build(columns)
        ready = _ready(self.ready)[:, index.order]
        keys, position = np.array(self.keys, np.int64), np.argsort(index.order)
        return Standing(
            *(number, labels, day, columns, index, keys, ready, position, origins),
            {name: one for name, one in bounds.items() if one.are_open},
            reach,
            places,
            facets,
            tuple(self.groups),
        )


def _fill(own: FloatArray, computed: NDArray[Any], by_commune: NDArray[Any]) -> NDArray[np.uint8]:
    """Fill what a site does not say with what is computed; return where each value comes from."""
    lacks = np.isnan(own)
    own[lacks] = computed[lacks].astype(np.float32)
    return np.where(lacks, np.where(by_commune, FROM_COMMUNE, FROM_POINT), OWN).astype(np.uint8)


def _around(values: FloatArray, origins: NDArray[np.uint8], reach: FloatArray) -> Bounds:
    """Return the bounds of distances, of which those computed may be off by the reach."""
    off = np.where(origins == OWN, np.float32(0), reach)
    return Bounds(np.maximum(values - off, np.float32(0)), values + off)


def _at_least(values: FloatArray, open_lots: Mapping[int, int]) -> Bounds:
    """Return the bounds of the largest free lot: where it is not established, the largest known to be free."""
    low, high = values.copy(), values.copy()
    free = Lot.objects.filter(
        is_free=True, gross_ha__gt=0, site__visibility=Site.Visibility.PUBLIC,
        site__largest_lot_ha=None,
    )  # fmt: skip
    for site, largest in free.order_by().values_list("site").annotate(largest=Max("gross_ha")):
        if site in open_lots:
            low[open_lots[site]], high[open_lots[site]] = float(largest), np.inf
    return Bounds(low, high)


def _sections(stated: list[str]) -> dict[str, NDArray[np.uint8]]:
    """Return for each section whether each site accepts it."""
    known = sorted(set(stated))
    at = {text: row for row, text in enumerate(known)}
    rows = np.array([at[text] for text in stated], dtype=np.int64)
    found = {}
    for section in activities.SECTIONS:
        table = [
            UNKNOWN_CODE if not text else int(section in text.split("|")) for text in known
        ] or [UNKNOWN_CODE]
        found[section] = np.array(table, np.uint8)[rows]
    return found


def _ready(stated: Iterable[list[str] | None]) -> FloatArray:
    """Return the quantiles of readiness as days; NaN without a plan."""
    rows = list(stated)
    flat: list[str] = []
    known: list[int] = []
    for row, days in enumerate(rows):
        if days and len(days) == QUANTILES:
            known.append(row)
            flat += days
    found = np.full((QUANTILES, len(rows)), np.nan, dtype=np.float32)
    if known:
        days_since = np.array(flat, dtype="datetime64[D]").astype(np.int64)
        found[:, known] = days_since.reshape(-1, QUANTILES).T
    return found
