"""The place of one site for its map: its outline and its lots, or the point that stands for them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import shapely
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from rebond.web.accounts import actors
from rebond.web.accounts.access import everyone
from rebond.web.sites import queries
from rebond.web.sites.groups import IDENTITY, LOTS
from rebond.web.sites.models import Lot, Site
from rebond.web.theme import writing

DIGITS = 6
AROUND_DEGREES = 0.03
"""Half the window around a site that is but a point: about three kilometres."""
AROUND_COMMUNE_DEGREES = 0.08
LARGEST_SHAPE_BYTES = 2_000_000


@everyone
@require_GET
def shape(request: HttpRequest, identifier: str) -> HttpResponse:
    """Send what everyone may read of a site's place; its managers see the same as everyone."""
    visible = queries.with_public(queries.visible(actors.current(request)))
    site = get_object_or_404(visible, identifier=identifier)
    response = JsonResponse(document(site))
    response["Cache-Control"] = "private, no-cache"
    return response


def document(site: Site) -> dict[str, Any]:
    """Return a GeoJSON collection with the bounds to show; empty when the place is not public."""
    groups = queries.public_groups(site)
    features: list[dict[str, Any]] = []
    if IDENTITY in groups:
        features += _site(site)
    elif queries.is_named(site):
        features += _commune(site)
    if LOTS in groups:
        for lot in site.lots.all():
            features += _lot(lot)
    return {"type": "FeatureCollection", "bounds": _bounds(site, features), "features": features}


def _site(site: Site) -> Iterator[dict[str, Any]]:
    properties: dict[str, Any] = {
        "kind": "site",
        "name": site.name or site.identifier,
        "by_commune": int(site.is_located_by_commune),
        "lines": [_("Emplacement non établi\u00a0: centre de la commune.")]
        if site.is_located_by_commune
        else [],
    }
    outline = _read(site.shape)
    if outline is not None and outline.area > 0:
        yield _feature(properties, outline)
    elif site.longitude is not None and site.latitude is not None:
        yield _feature(properties, shapely.Point(site.longitude, site.latitude))


def _commune(site: Site) -> Iterator[dict[str, Any]]:
    """Yield the commune's centre of a site that only public pages name."""
    public = queries.public_identity(site)
    if public["longitude"] is None or public["latitude"] is None:
        return
    properties = {
        "kind": "site",
        "name": public["name"] or site.identifier,
        "by_commune": 1,
        "lines": [_("Emplacement non établi\u00a0: centre de la commune.")],
    }
    yield _feature(properties, shapely.Point(public["longitude"], public["latitude"]))


def _lot(lot: Lot) -> Iterator[dict[str, Any]]:
    outline = _read(lot.shape)
    if outline is None or outline.area <= 0:
        return
    free = {True: _("libre"), False: _("pas libre"), None: _("libre ou non\u00a0: non établi")}
    area = _("superficie non établie")
    if lot.gross_ha is not None:
        area = f"{writing.written(float(lot.gross_ha), 1)}\u00a0ha"
    properties = {
        "kind": "lot",
        "name": lot.identifier,
        "free": int(bool(lot.is_free)),
        "lines": [f"{area}, {free[lot.is_free]}"],
    }
    yield _feature(properties, outline)
    # A second feature for its name, which a map writes at a point.
    yield _feature(properties, shapely.point_on_surface(outline))


def _read(stored: Any) -> shapely.Geometry | None:
    if not stored or len(stored) > LARGEST_SHAPE_BYTES:
        return None
    found = shapely.from_wkb(bytes(stored), on_invalid="ignore")
    return None if found is None or found.is_empty else found


def _feature(properties: dict[str, Any], geometry: shapely.Geometry) -> dict[str, Any]:
    rounded = shapely.transform(geometry, lambda points: points.round(DIGITS))
    return {
        "type": "Feature",
        "properties": properties,
        "geometry": shapely.geometry.mapping(rounded),
    }


def _bounds(site: Site, features: list[dict[str, Any]]) -> list[float] | None:
    if not features:
        return None
    shapes = [shapely.geometry.shape(one["geometry"]) for one in features]
    west, south, east, north = (float(value) for value in shapely.total_bounds(shapes))
    if (west, south) == (east, north):
        by_commune = queries.public_identity(site)["is_located_by_commune"]
        around = AROUND_COMMUNE_DEGREES if by_commune else AROUND_DEGREES
        west, south, east, north = west - around, south - around, east + around, north + around
    return [west, south, east, north]
