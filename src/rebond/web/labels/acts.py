"""Acts of labels that the journal tells."""

from __future__ import annotations

from rebond.texts import Text

ACTS: dict[str, Text] = {
    "labels.grant": Text("attribue un label", "grants a label"),
    "labels.review": Text("réexamine et maintient un label", "reviews and keeps a label"),
    "labels.suspend": Text("suspend un label", "suspends a label"),
    "labels.reinstate": Text("rétablit un label", "reinstates a label"),
    "labels.withdraw": Text("retire un label", "withdraws a label"),
    "labels.expire": Text("constate qu’un label est échu", "records that a label has expired"),
    "labels.correct": Text("corrige un événement d’un label", "corrects an event of a label"),
}
