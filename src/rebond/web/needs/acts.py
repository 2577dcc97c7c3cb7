"""Acts of needs and the search of sites that the journal tells."""

from __future__ import annotations

from rebond.texts import Text

ACTS: dict[str, Text] = {
    "needs.watched": Text("a confirmé le suivi d’un besoin", "confirmed the watch of a need"),
    "needs.stopped": Text("a arrêté le suivi d’un besoin", "stopped the watch of a need"),
}
