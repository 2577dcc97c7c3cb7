"""A million fictitious sites with what investors ask, some of it missing, and needs drawn at random."""

from __future__ import annotations

import numpy as np

from rebond.matching import AtLeast, AtMost, Box, Need, OneOf, SiteColumns, Wish

REGIMES = ("none", "declaration", "registration", "authorisation")
REGIONS = tuple(f"R{number:02d}" for number in range(13))
FACETS = ("region", "icpe", "brownfield")
FRANCE = Box(-5.2, 41.3, 9.6, 51.2)


def table(count: int, seed: int = 5) -> SiteColumns:
    """Draw sites; a tenth of each quantity and a fifth of each class are not known."""
    draw = np.random.default_rng(seed)

    def gamma(shape: float, scale: float, digits: int = 1) -> np.ndarray:
        values = draw.gamma(shape, scale, count).round(digits).astype(np.float32)
        values[draw.random(count) < 0.1] = np.nan
        return values

    def classes(size: int, weights: list[float] | None = None) -> np.ndarray:
        codes = draw.choice(size, count, p=weights).astype(np.uint8)
        codes[draw.random(count) < 0.2] = 255
        return codes

    lon = draw.uniform(FRANCE.west, FRANCE.east, count).astype(np.float32)
    lat = draw.uniform(FRANCE.south, FRANCE.north, count).astype(np.float32)
    lon[draw.random(count) < 0.001] = np.nan
    return SiteColumns(
        np.array([f"S{row:07d}" for row in range(count)]),
        lon,
        lat,
        {
            "lot_ha": gamma(1.2, 9),
            "power_mva": gamma(1.1, 8),
            "rail_km": gamma(1.5, 9),
            "motorway_km": gamma(1.5, 7),
            "jobs": gamma(1.3, 60_000, 0),
        },
        {
            "icpe": classes(4, [0.3, 0.3, 0.2, 0.2]),
            "brownfield": classes(2, [0.7, 0.3]),
            "region": draw.integers(0, 13, count).astype(np.uint8),
        },
        {"icpe": REGIMES, "brownfield": ("no", "yes"), "region": REGIONS},
    )


def needs(count: int, seed: int = 6, *, everywhere: bool) -> list[Need]:
    """Draw needs: a box, five musts and three wishes each, as an investor asks."""
    draw = np.random.default_rng(seed)
    found = []
    for _ in range(count):
        box = FRANCE
        if not everywhere:
            west, south = draw.uniform(-5, 7), draw.uniform(42, 49)
            box = Box(west, south, west + draw.uniform(1, 4), south + draw.uniform(1, 3))
        found.append(
            Need(
                (
                    AtLeast("lot_ha", float(draw.choice([5, 10, 20, 50]))),
                    AtLeast("power_mva", float(draw.choice([2, 5, 10, 20]))),
                    AtMost("rail_km", float(draw.choice([2, 5, 10, 20]))),
                    OneOf("icpe", frozenset(REGIMES[int(draw.integers(0, 4)) :])),
                    AtMost("motorway_km", float(draw.choice([5, 10, 20]))),
                ),
                (
                    Wish(AtLeast("jobs", float(draw.choice([50_000, 100_000]))), 3),
                    Wish(OneOf("brownfield", frozenset({"yes"})), 1),
                    Wish(AtMost("motorway_km", 2.0), 2),
                ),
                box,
            )
        )
    return found
