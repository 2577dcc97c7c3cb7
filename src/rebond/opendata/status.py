"""What there is: one row a table, for ``rebond data status``."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Literal

from rebond.opendata.store import Snapshot
from rebond.texts import Text

State = Literal["intact", "changed", "missing"]

STATE_NAMES: dict[State, Text] = {
    "intact": Text("intacte", "intact"),
    "changed": Text("modifiée", "changed"),
    "missing": Text("illisible", "unreadable"),
}


@dataclass(frozen=True, slots=True)
class TableStatus:
    """One table of a snapshot, as its file is now.

    Parameters
    ----------
    name : str
    title : Text
    rows : int
        Rows that the manifest says.
    vintage : Text
    observed_until : date
    published_on : date, optional
    licence : str
    producer : str
    expected : str
        Digest in the manifest.
    found : str, optional
        Digest of the file; None when it cannot be read.
    """

    name: str
    title: Text
    rows: int
    vintage: Text
    observed_until: dt.date
    published_on: dt.date | None
    licence: str
    producer: str
    expected: str
    found: str | None

    @property
    def state(self) -> State:
        """Return whether the file is the one that the manifest names."""
        if self.found is None:
            return "missing"
        return "intact" if self.found == self.expected else "changed"

    @property
    def is_intact(self) -> bool:
        """Return whether the table can be used."""
        return self.state == "intact"


def snapshot_status(snapshot: Snapshot) -> tuple[TableStatus, ...]:
    """Return the status of every table; a damaged table is a row, not an error.

    Parameters
    ----------
    snapshot : Snapshot

    Returns
    -------
    tuple of TableStatus
        In the order of the catalogue.
    """
    return tuple(
        TableStatus(
            name=dataset.id,
            title=dataset.title,
            rows=snapshot.entry(dataset.id).rows,
            vintage=dataset.vintage,
            observed_until=dataset.observed_until,
            published_on=dataset.published_on,
            licence=dataset.licence,
            producer=dataset.producer,
            expected=snapshot.entry(dataset.id).sha256,
            found=snapshot.found_digest(dataset.id),
        )
        for dataset in snapshot.catalogue
    )
