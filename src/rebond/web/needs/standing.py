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
from django.db.models import TextField
from django.db.models.functions import Cast
from numpy.typing import NDArray

from rebond.matching import UNKNOWN_CODE, SiteColumns
from rebond.matching.index import SiteIndex
from rebond.web.labels.folding import State, state_on
from rebond.web.labels.models import LabelEvent
from rebond.web.needs import activities, around, reading
from rebond.web.sites import published
from rebond.web.sites.groups import DERIVED_GROUPS, IDENTITY, group_of
from rebond.web.sites.models import Site, SitePlace
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
NOWHERE = "-"
"""A class that no site has, so that a place without any site can be asked for."""
OWN, FROM_POINT, FROM_COMMUNE = 0, 1, 2
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
)
JSON_COLUMNS = ("ready_on", "values", "extension", "public_pages")
EMPTY = frozenset({"", "{}", "[]", "null"})


@dataclass(frozen=True)
class Standing:
    """Every public site at one state of the registry; row numbers are those of `columns`.

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
    pages: dict[tuple[str, ...], Any] = field(default_factory=dict, repr=False)
    """What was written of this state for one need, language and page; it goes when the state does."""
    _made: dict[tuple[str, float], FloatArray] = field(default_factory=dict, repr=False)
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

    def port_within(self, km: float) -> FloatArray:
        """Return distances to a port for one question, in the order of the index.

        The open list of ports is incomplete, so that a computed distance beyond what is asked proves nothing.
        """

        def make() -> FloatArray:
            own = self.columns.number("port_km").copy()
            own[(self.origins["port_km"] != OWN) & (own > np.float32(km))] = np.nan
            return self.index.arranged(own)

        return self._kept(("port", km), make)

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

    def _kept(self, key: tuple[str, float], make: Callable[[], FloatArray]) -> FloatArray:
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
    sites = Site.objects.filter(visibility=Site.Visibility.PUBLIC).order_by("identifier")
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
        self.codes: dict[str, list[int]] = {name: [] for name in ("brownfield", *reading.CODES)}
        self.sections: list[str] = []
        self.ready: list[list[str] | None] = []
        self.by_pages: dict[int, tuple[tuple[str, str], ...]] = {}
        self.by_groups: dict[frozenset[str], tuple[frozenset[str], tuple[str, ...]]] = {}

    def add(self, row: tuple[Any, ...]) -> None:
        """Read one site."""
        one = dict(zip((*COLUMNS, *JSON_COLUMNS), row, strict=True))
        groups = self.consents.get(one["pk"], frozenset())
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
        self.codes["brownfield"].append(UNKNOWN_CODE if brownfield is None else int(brownfield))

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
        jobs = around.jobs_by_commune(day)
        numbers["jobs"] = np.array([jobs.get(one, math.nan) for one in self.communes], np.float32)
        codes = {name: np.array(one, np.uint8) for name, one in self.codes.items()}
        labelled = _labelled(day)
        codes["labelled"] = np.isin(np.array(self.keys, np.int64), list(labelled)).astype(np.uint8)
        names = dict(reading.CODE_NAMES)
        for section, column in _sections(self.sections).items():
            codes[f"naf_{section}"], names[f"naf_{section}"] = column, (reading.NO, reading.YES)
        for kind, mains in self.places.items():
            codes[kind], names[kind] = _places(kind, self.keys, mains, self.by_pages)
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
        return Standing(number, labels, day, columns, index, keys, ready, position, origins)


def _fill(own: FloatArray, computed: NDArray[Any], by_commune: NDArray[Any]) -> NDArray[np.uint8]:
    """Fill what a site does not say with what is computed; return where each value comes from."""
    lacks = np.isnan(own)
    own[lacks] = computed[lacks].astype(np.float32)
    return np.where(lacks, np.where(by_commune, FROM_COMMUNE, FROM_POINT), OWN).astype(np.uint8)


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


def _places(
    kind: str,
    keys: list[int],
    mains: list[str],
    by_pages: Mapping[int, Iterable[tuple[str, str]]],
) -> tuple[NDArray[np.uint8], tuple[str, ...]]:
    """Return the places of each site as one class each; a site over several is a class of its own."""
    several: dict[int, set[str]] = {}
    touched = SitePlace.objects.filter(kind=kind, site__visibility=Site.Visibility.PUBLIC)
    main_of = dict(zip(keys, mains, strict=True))
    for site, code in touched.values_list("site_id", "code").iterator(chunk_size=5_000):
        main = main_of.get(site)
        if main and code != main and site not in by_pages:
            several.setdefault(site, {main}).add(code)
    for site, places in by_pages.items():
        codes = {code for one, code in places if one == kind}
        if len(codes) > 1:
            several[site] = codes
    stated = [
        "|".join(sorted(several[key])) if key in several else main
        for key, main in zip(keys, mains, strict=True)
    ]
    names = (NOWHERE, *sorted(set(stated) - {""}))
    at = {name: code for code, name in enumerate(names)} | {"": UNKNOWN_CODE}
    return np.array([at[one] for one in stated], np.uint8), names


def _labelled(day: date) -> frozenset[int]:
    """Return the sites of which a label is in force on a day."""
    events: dict[int, list[LabelEvent]] = {}
    site_of: dict[int, int] = {}
    for event in LabelEvent.objects.select_related("label").order_by("label_id", "number"):
        events.setdefault(event.label_id, []).append(event)
        site_of[event.label_id] = event.label.site_id
    return frozenset(
        site_of[label]
        for label, said in events.items()
        if state_on(said, day).code == State.GRANTED
    )


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
