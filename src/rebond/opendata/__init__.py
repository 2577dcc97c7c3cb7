"""Open data: the snapshot that Rebond ships, and how it is built.

``store`` (the snapshot and its tables), ``catalogue`` (what each table is), ``csvtable`` (typed CSV),
``mirror`` and ``tables`` (from source files to tables), ``building`` (a whole snapshot or none),
``basemap`` (outlines without contours), ``download`` (official addresses), ``status`` and ``reference``
(what there is, as rows and as documentation), ``errors``.

Reading a table needs none of what building one does, so the names of the latter are imported when they
are first used.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

from rebond.opendata.catalogue import Catalogue, Column, Dataset
from rebond.opendata.status import TableStatus, snapshot_status
from rebond.opendata.store import Snapshot

if TYPE_CHECKING:
    from rebond.opendata.building import BuildReport, build_snapshot
    from rebond.opendata.download import Pulled, PullReport, pull

__all__ = [
    "BuildReport",
    "Catalogue",
    "Column",
    "Dataset",
    "PullReport",
    "Pulled",
    "Snapshot",
    "TableStatus",
    "build_snapshot",
    "pull",
    "snapshot_status",
]

_WHEN_USED = {
    "BuildReport": "rebond.opendata.building",
    "build_snapshot": "rebond.opendata.building",
    "PullReport": "rebond.opendata.download",
    "Pulled": "rebond.opendata.download",
    "pull": "rebond.opendata.download",
}


def __getattr__(name: str) -> Any:
    if name not in _WHEN_USED:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(_WHEN_USED[name]), name)
