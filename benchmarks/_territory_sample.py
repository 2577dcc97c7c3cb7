"""Places of every kind, drawn with a seed: the largest of each kind among them."""

from __future__ import annotations

import random
from typing import Any

SEED = 31_804
NAMED = (
    "commune:14366",
    "epci:200069532",
    "territoire_industrie:1:ti-2805",
    "territoire_industrie:1:ti-9303",
    "arrondissement:75116",
    "departement:14",
    "region:28",
)
DRAWN = {"commune": 120, "epci": 40, "departement": 15, "region": 13, "arrondissement": 5}
PHASES = {"1": 15, "2": 15}


def sample() -> list[str]:
    """Return keys of places; the communes and EPCI are drawn from all of them."""
    from rebond.territory import PlaceKey
    from rebond.web.territories.places import atlas

    draw = random.Random(SEED)  # noqa: S311 - a sample of places, not a secret
    found = list(NAMED)
    for kind, count in DRAWN.items():
        keys = atlas().keys(kind)
        found += [str(key) for key in draw.sample(keys, min(count, len(keys)))]
    for phase, count in PHASES.items():
        keys = atlas().keys("territoire_industrie", phase)
        largest = max(keys, key=lambda key: len(atlas().communes_of(key)))
        found += [str(key) for key in (*draw.sample(keys, count), largest)]
    biggest: list[PlaceKey] = [
        max(atlas().keys(kind), key=lambda key: len(atlas().communes_of(key)))
        for kind in ("epci", "departement", "region")
    ]
    return list(dict.fromkeys([*found, *map(str, biggest)]))


def fill() -> None:
    """Add the labelled sites to a filled database."""
    from benchmarks._platform_data import NOW
    from rebond.web.sites.labelled import load

    load(NOW)


def main() -> None:
    """Add the sites, and print the keys as JSON."""
    import json

    import django

    django.setup()
    fill()
    keys: Any = sample()
    print(json.dumps(keys))


if __name__ == "__main__":
    main()
