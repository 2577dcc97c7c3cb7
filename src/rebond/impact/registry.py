"""The methods of comparison and their versions: the version stored in a result is the version used."""

from __future__ import annotations

from rebond.evaluation.registry import Method
from rebond.texts import Text

PAIRING = Method(
    "nearest_pairs", "1.1.0", Text("Appariement au plus proche", "Nearest-neighbour pairs")
)
DIFFERENCES = Method(
    "pair_differences",
    "1.1.0",
    Text("Différence de différences par paires", "Difference-in-differences on pairs"),
)
METHODS: tuple[Method, ...] = (PAIRING, DIFFERENCES)


def versions() -> dict[str, str]:
    """Return ``{name: version}`` of every method of this room."""
    return {one.name: one.version for one in METHODS}
