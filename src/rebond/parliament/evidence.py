"""Rows of evidence: what a record or a policy says, in one sentence, with its sources and its day."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from rebond.canonical import digest
from rebond.texts import Text


class Topic(StrEnum):
    """What a row is about."""

    STANDING = "standing"
    DECISION = "decision"
    CRITERION = "criterion"
    GATE = "gate"
    WEIGHTS = "weights"
    PROPOSER = "proposer"
    MEASURE = "measure"
    FIGURE = "figure"
    CALENDAR = "calendar"
    MONEY = "money"
    LABEL = "label"
    UNKNOWN = "unknown"

    @property
    def text(self) -> Text:
        """Return the topic in words."""
        return TOPIC_TEXTS[self]


TOPIC_TEXTS = {
    Topic.STANDING: Text("situation du territoire", "standing of the territory"),
    Topic.DECISION: Text("décision publiée", "published decision"),
    Topic.CRITERION: Text("critère", "criterion"),
    Topic.GATE: Text("condition", "condition"),
    Topic.WEIGHTS: Text("pondération et règle de choix", "weights and rule of choice"),
    Topic.PROPOSER: Text("qui proposait", "who proposed"),
    Topic.MEASURE: Text("mesure", "measure"),
    Topic.FIGURE: Text("chiffre", "figure"),
    Topic.CALENDAR: Text("date", "date"),
    Topic.MONEY: Text("argent", "money"),
    Topic.LABEL: Text("label", "label"),
    Topic.UNKNOWN: Text("non établi", "not established"),
}


@dataclass(frozen=True, slots=True)
class Evidence:
    """One row.

    Parameters
    ----------
    id : str
        Stable, such as ``criterion:pack/measure/name``: the same row a year later has the same id.
    topic : Topic
    words : Text
        A sentence, or the name of a criterion or condition.
    sources : tuple of str
        Ids of sources of the policy, or ``record`` for the platform's own record.
    on : date, optional
        Day of which it speaks.
    address : str
        Path of the page that shows it.
    is_established : bool
        False where the row says what was looked for without being found.
    measure, territory : str
        What it is about; empty for the whole programme, or for no place.
    """

    id: str
    topic: Topic
    words: Text
    sources: tuple[str, ...] = ()
    on: date | None = None
    address: str = ""
    is_established: bool = True
    measure: str = ""
    territory: str = ""

    def as_json(self) -> dict[str, Any]:
        """Return the row as JSON."""
        return {
            "id": self.id,
            "topic": str(self.topic),
            "words": self.words.as_json(),
            "sources": list(self.sources),
            "on": self.on.isoformat() if self.on else None,
            "address": self.address,
            "is_established": self.is_established,
            "measure": self.measure,
            "territory": self.territory,
        }

    @classmethod
    def from_json(cls, kept: Mapping[str, Any]) -> Evidence:
        """Return a row that was kept as JSON."""
        return cls(
            id=kept["id"],
            topic=Topic(kept["topic"]),
            words=Text(kept["words"]["fr"], kept["words"]["en"]),
            sources=tuple(kept["sources"]),
            on=date.fromisoformat(kept["on"]) if kept["on"] else None,
            address=kept["address"],
            is_established=kept["is_established"],
            measure=kept["measure"],
            territory=kept["territory"],
        )


def distinct(rows: Iterable[Evidence]) -> tuple[Evidence, ...]:
    """Return rows in their order, each id once."""
    found: dict[str, Evidence] = {}
    for row in rows:
        found.setdefault(row.id, row)
    return tuple(found.values())


def evidence_digest(rows: Iterable[Evidence]) -> str:
    """Return the digest of rows, whatever their order.

    Parameters
    ----------
    rows : iterable of Evidence

    Returns
    -------
    str
        ``sha256:…`` of their canonical JSON.
    """
    return digest(sorted((row.as_json() for row in rows), key=lambda row: str(row["id"])))
