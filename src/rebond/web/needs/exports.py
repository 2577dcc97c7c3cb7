"""The sites found as CSV and GeoJSON: public values only, the need and the day written inside."""

from __future__ import annotations

import csv
import io
import json
import math
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from rebond.matching import UNKNOWN_CODE
from rebond.texts import Lang
from rebond.web.clock import today
from rebond.web.needs.explaining import chance_of
from rebond.web.needs.places import departements, regions
from rebond.web.needs.query import InvestorNeed, to_query
from rebond.web.needs.searching import Hit, every_row
from rebond.web.needs.sentences import sentence
from rebond.web.needs.standing import FROM_COMMUNE, FROM_POINT, OWN, Standing
from rebond.web.needs.withdrawing import hidden
from rebond.web.sites.groups import IDENTITY
from rebond.web.sites.models import Site
from rebond.web.sites.queries import consented_groups

MOST = 10_000
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")
MEDIA = {"csv": "text/csv; charset=utf-8", "geojson": "application/geo+json"}
NUMBERS = {
    "largest_lot_ha": "lot_ha",
    "power_mva": "power_mva",
    "rail_km": "rail_km",
    "port_km": "port_km",
    "motorway_junction_km": "motorway_km",
    "jobs_30km": "jobs",
}
ORIGINS = {OWN: "site", FROM_POINT: "open_data", FROM_COMMUNE: "open_data_from_commune"}
COLUMNS_OF = {
    "lot": ("largest_lot_ha", "largest_lot_ha_at_least"),
    "puissance": ("power_mva",),
    "rail": ("rail_km", "rail_km_from", "siding"),
    "eau": ("port_km", "port_km_from", "quay"),
    "autoroute": ("motorway_junction_km",),
    "emplois": ("jobs_30km",),
    "activite": (),
    "icpe": ("icpe",),
    "seveso": ("seveso",),
    "pret": ("ready_chance_percent",),
    "friche": ("brownfield",),
    "region": ("region",),
    "departement": ("departement",),
}
"""Columns that tell of each key."""
CODES = ("siding", "quay", "icpe", "seveso", "brownfield", "labelled", "fictitious")


@dataclass(frozen=True, slots=True)
class Export:
    """A file to send."""

    name: str
    media_type: str
    content: bytes


def export(
    need: InvestorNeed, standing: Standing, form: str, *, address: str, now: datetime, lang: Lang
) -> Export:
    """Write the first sites that answer a need, in their order."""
    hits = every_row(need, standing, MOST)
    query = to_query(need)
    head = {
        "need": sentence(need).of(lang),
        "address": f"{address}?{query}" if query else address,
        "made_at": now.isoformat(timespec="seconds"),
        "registry_state": standing.number,
        "sites": len(hits),
    }
    shown = _shown(hits, standing)
    hits = [one for one in hits if one.key in shown]
    found = [_row(one, need, standing, shown[one.key]) for one in hits]
    text = _csv(head, found) if form == "csv" else _geojson(head, found, hits, standing, shown)
    return Export(f"sites-{today(now)}.{form}", MEDIA[form], text.encode())


@dataclass(frozen=True, slots=True)
class Shown:
    """What of a site may be told now: its name, and the keys of which nothing is told any more."""

    name: str
    closed: frozenset[str]


def _shown(hits: list[Hit], standing: Standing) -> dict[int, Shown]:
    """Return what may be told of each site that is still public; its identifier when its name may not."""
    consented = consented_groups()
    rows = {one.key: one.row for one in hits}
    public = Site.objects.filter(visibility=Site.Visibility.PUBLIC)
    columns = ("pk", "name", "identifier", "public_pages")
    found = {}
    for key, name, identifier, pages in public.values_list(*columns).iterator(chunk_size=2_000):
        if key in rows:
            groups = consented.get(key, frozenset())
            told = name if IDENTITY in groups else pages.get("name")
            found[key] = Shown(told or identifier, hidden(standing, rows[key], groups))
    return found


def _row(hit: Hit, need: InvestorNeed, standing: Standing, shown: Shown) -> dict[str, Any]:
    columns, at = standing.columns, hit.row
    row: dict[str, Any] = {
        "rank": hit.rank,
        "site_id": hit.identifier,
        "name": shown.name,
        "departement": _places(standing, "departement", at, departements()),
        "region": _places(standing, "region", at, regions()),
        "every_must_known": "yes" if hit.is_sure else "no",
        "score_low": round(hit.low, 4),
        "score_high": round(hit.high, 4),
    }
    for name, column in NUMBERS.items():
        value = float(columns.number(column)[at])
        row[name] = None if math.isnan(value) else round(value, 2)
        if column in standing.origins:
            origin = int(standing.origins[column][at])
            row[f"{name}_from"] = None if row[name] is None else ORIGINS[origin]
        if name == "largest_lot_ha":
            least = standing.bounds[column].low[at] if column in standing.bounds else value
            row["largest_lot_ha_at_least"] = None if math.isnan(least) else round(float(least), 2)
    for name in CODES:
        code = int(columns.code(name)[at])
        row[name] = None if code == UNKNOWN_CODE else columns.code_names[name][code]
    for one in need.wanted:
        if one.key == "pret":
            chance = chance_of(standing, at, one.value)  # type: ignore[arg-type] - a day
            row["ready_chance_percent"] = None if math.isnan(chance) else round(chance, 1)
    for key in shown.closed:
        row |= {name: None for name in COLUMNS_OF[key] if name in row}
    return row


def _places(standing: Standing, kind: str, at: int, names: Any) -> str | None:
    parts = standing.places[kind].of(at)
    return ", ".join(names.get(part, part) for part in parts) or None


def _csv(head: dict[str, Any], rows: list[dict[str, Any]]) -> str:
    """Write the rows; what the file answers comes last, in columns of its own, the same on each line."""
    stream = io.StringIO(newline="")
    columns = [
        *(rows[0] if rows else {"rank": 0, "site_id": ""}),
        *(f"query_{one}" for one in head),
    ]
    writer = csv.writer(stream, lineterminator="\n")
    writer.writerow(columns)
    told = list(head.values())
    for row in rows:
        writer.writerow([_harmless(one) for one in (*row.values(), *told)])
    if not rows:
        writer.writerow(["", "", *(_harmless(one) for one in told)])
    return stream.getvalue()


def _geojson(
    head: dict[str, Any],
    rows: list[dict[str, Any]],
    hits: list[Hit],
    standing: Standing,
    shown: dict[int, Shown],
) -> str:
    features = []
    for row, hit in zip(rows, hits, strict=True):
        lon, lat = float(standing.columns.lon[hit.row]), float(standing.columns.lat[hit.row])
        point = None
        is_closed = "region" in shown[hit.key].closed
        if not (is_closed or math.isnan(lon) or math.isnan(lat)):
            point = {"type": "Point", "coordinates": [round(lon, 5), round(lat, 5)]}
        features.append(
            {"type": "Feature", "id": hit.identifier, "geometry": point, "properties": row}
        )
    whole = {"type": "FeatureCollection", "query": head, "features": features}
    return json.dumps(whole, ensure_ascii=False)


def _harmless(value: Any) -> Any:
    """Return a cell that a spreadsheet will not run."""
    if isinstance(value, str) and value.startswith(FORMULA_STARTS):
        return f"'{value}"
    return "" if value is None else value
