"""The land of a zone, and the part of it that is nearest to each commune."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

from rebond.opendata.basemap.plane import FloatArray

# A disc this many times as wide as a round commune of the same area reaches the corners of real ones.
DISC_FACTOR = 1.25
# Gaps between discs are land up to twice this many times the radius of a large commune, sea beyond.
CLOSING_FACTOR = 1.5
LARGE_COMMUNE_PERCENTILE = 95
# The coast is then drawn back, because discs reach over it.
COAST_KM = 1.0
QUARTER_SEGMENTS = 6
GRID_KM = 0.001


def land(points: FloatArray, area_km2: FloatArray) -> BaseGeometry:
    """Return the land around the centres of communes.

    Parameters
    ----------
    points : array, shape (n, 2), km
        Centres in a local plane.
    area_km2 : array, shape (n,), km²
        NaN where missing: the median then stands for it.

    Returns
    -------
    shapely geometry
        Union of one disc a commune, with narrow gaps and all holes filled.
    """
    known = np.where(np.isnan(area_km2), np.nanmedian(area_km2), area_km2)
    radius = np.sqrt(known / np.pi)
    closing = CLOSING_FACTOR * float(np.percentile(radius, LARGE_COMMUNE_PERCENTILE))
    discs = shapely.buffer(shapely.points(points), DISC_FACTOR * radius, quad_segs=QUARTER_SEGMENTS)
    closed = shapely.union_all(discs)
    for reach in (closing, -closing - COAST_KM):
        closed = shapely.buffer(closed, reach, quad_segs=QUARTER_SEGMENTS)
    filled = [shapely.polygons(part.exterior) for part in shapely.get_parts(closed)]
    return shapely.set_precision(shapely.union_all(filled), GRID_KM)


def faces(
    points: FloatArray, groups: Sequence[int], ground: BaseGeometry
) -> tuple[list[BaseGeometry], list[int]]:
    """Cut the land into the cells of `points`, joined by group.

    Parameters
    ----------
    points : array, shape (n, 2), km
        Of points that coincide, the first stands for all.
    groups : sequence of int, length n
        Group of each point.
    ground : shapely geometry
        The land.

    Returns
    -------
    faces : list of shapely polygons
        A coverage: two faces meet along identical vertices or not at all.
    owners : list of int
        Group of each face.

    Notes
    -----
    Borders of joined Voronoi cells and the coast are noded together once, so that every layer drawn
    from the faces shares its borders exactly.
    """
    distinct, first = np.unique(points, axis=0, return_index=True)
    own = [groups[index] for index in first]
    if len(distinct) == 1:
        return list(shapely.get_parts(ground)), own * len(shapely.get_parts(ground))
    cells = shapely.get_parts(
        shapely.voronoi_polygons(shapely.multipoints(distinct), extend_to=ground, ordered=True)
    )
    members: dict[int, list[BaseGeometry]] = {}
    for cell, group in zip(cells, own, strict=True):
        members.setdefault(group, []).append(cell)
    borders = [shapely.boundary(shapely.coverage_union_all(parts)) for parts in members.values()]
    lines = shapely.union_all([*borders, shapely.boundary(ground)], grid_size=GRID_KM)
    pieces = shapely.get_parts(shapely.polygonize(list(shapely.get_parts(lines))))
    inside = shapely.point_on_surface(pieces)
    shapely.prepare(ground)
    tree = shapely.STRtree(shapely.points(distinct))
    kept, owners = [], []
    for piece, point in zip(pieces, inside, strict=True):
        if shapely.contains_properly(ground, point):
            kept.append(piece)
            owners.append(own[int(tree.nearest(point))])
    return kept, owners
