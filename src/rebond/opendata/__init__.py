"""Open data: the snapshot that Rebond ships, and how it is built.

``store`` (the snapshot and its tables), ``catalogue`` (what each table is), ``csvtable`` (typed CSV),
``mirror`` and ``tables`` (from source files to tables), ``building`` (a whole snapshot or none),
``basemap`` (outlines without contours), ``download`` (official addresses), ``status`` and ``reference``
(what there is, as rows and as documentation), ``errors``.
"""

from __future__ import annotations

from rebond.opendata.catalogue import Catalogue, Column, Dataset
from rebond.opendata.store import Snapshot

__all__ = ["Catalogue", "Column", "Dataset", "Snapshot"]
