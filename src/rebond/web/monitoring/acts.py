"""Acts of results and their follow-up that the journal tells."""

from __future__ import annotations

from rebond.texts import Text

ACTS: dict[str, Text] = {
    "monitoring.freeze": Text(
        "fige les faits des candidats au jour de la décision",
        "freezes the facts of the candidates on the day of the decision",
    ),
    "monitoring.declare": Text("déclare des résultats", "declares outcomes"),
    "monitoring.check": Text("vérifie des résultats", "checks outcomes"),
}
