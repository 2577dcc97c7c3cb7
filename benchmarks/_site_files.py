"""Synthetic files of sites for the benchmark of imports: every field filled, all rows conformant, fictitious."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import numpy as np
import shapely

from rebond.sitefiles import TABLES, Field, Row

if TYPE_CHECKING:
    from rebond.territory import Atlas

SEED = 20_261_122
HECTARE_SIDE_DEGREES = 0.0009


def site_rows(count: int, atlas: Atlas) -> Iterator[Row]:
    """Yield rows of `site-eco` spread over the communes of metropolitan France."""
    rng = np.random.default_rng(SEED)
    communes = atlas.communes
    usable = np.flatnonzero((communes.zone == "metro") & np.isfinite(communes.lon))
    table = TABLES["site-eco"]
    for number, row in enumerate(rng.choice(usable, count)):
        code = str(communes.code[row])
        area = round(float(rng.uniform(1, 90)), 2)
        lon, lat = (float(v) for v in (communes.lon[row], communes.lat[row]))
        shape = _outline(rng, lon, lat, area)
        values: dict[str, Any] = {
            one.name: _value(one, rng) for one in table.fields if not one.is_geometry
        }
        values |= {
            "site_id": f"{code}_SITE-ECO_{number:06}",
            "pole_id": f"{code}_POLE-ECO_{number % 500:05}",
            "site_nom": f"Parc fictif {number}",
            "site_comm_insee": code,
            "site_comm_nom": str(communes.name[row]),
            "site_epci_siren": "200069532",
            "site_surf_brute": area,
            "site_surf_utile": round(area * 0.9, 2),
            "site_geompoint": f"{round(lon, 6)!r}, {round(lat, 6)!r}",
        }
        yield Row(number, values["site_id"], values, shape)


def _value(one: Field, rng: np.random.Generator) -> Any:
    if one.choices:
        return one.choices[int(rng.integers(len(one.choices)))]
    if one.type == "number":
        return round(float(rng.uniform(0, 90)), 1)
    if one.type == "date":
        return f"20{rng.integers(10, 26)}-{rng.integers(1, 13):02}-{rng.integers(1, 29):02}"
    if one.type == "year":
        return str(rng.integers(1960, 2026))
    if one.kind == "url":
        return f"https://exemple.invalid/sites/{rng.integers(1_000_000)}"
    return f"Texte fictif {rng.integers(1_000_000)}"


def _outline(rng: np.random.Generator, lon: float, lat: float, area: float) -> bytes:
    """Return a polygon of twelve corners with about the area in hectares."""
    angles = np.sort(rng.uniform(0, 2 * np.pi, 12))
    angles = np.linspace(0, 2 * np.pi, 12, endpoint=False) + 0.3 * (angles - angles.mean()) / 12
    radius = np.sqrt(area / 3.0) * HECTARE_SIDE_DEGREES
    points = np.column_stack(
        [
            lon + radius * np.cos(angles) / np.cos(np.radians(lat)),
            lat + radius * np.sin(angles),
        ]
    )
    return bytes(shapely.to_wkb(shapely.Polygon(np.round(points, 7))))
