"""Files of sites in the CNIG standards: what a table holds, reading, repairing, refusing, writing."""

from rebond.sitefiles.notes import Note, Row
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

__all__ = [
    "NO_LINK",
    "TABLES",
    "Field",
    "Link",
    "Note",
    "Row",
    "Table",
    "links",
    "table",
    "table_schema",
]
