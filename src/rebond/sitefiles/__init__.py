"""Files of sites in the CNIG standards: what a table holds, reading, repairing, refusing, writing."""

from rebond.sitefiles.notes import Note, Row
from rebond.sitefiles.opening import Opened, open_rows
from rebond.sitefiles.sources import Limits
from rebond.sitefiles.tables import (
    NO_LINK,
    TABLES,
    Field,
    Link,
    Table,
    links,
    table,
    table_schema,
)
from rebond.sitefiles.writing import write

__all__ = [
    "NO_LINK",
    "TABLES",
    "Field",
    "Limits",
    "Link",
    "Note",
    "Opened",
    "Row",
    "Table",
    "links",
    "open_rows",
    "table",
    "table_schema",
    "write",
]
