"""What the database knows of its tables: without it, SQLite guesses, and reads long lists row by row."""

from __future__ import annotations

from datetime import datetime

from django.db import connection, connections
from django.db.backends.base.base import BaseDatabaseWrapper

EVERY_MINUTES = 6 * 60
SAMPLE = 1000
"""Rows of each index of the journal that SQLite reads; the whole of a long one would hold up writers."""
LONG = "journal_"


def gather_now(now: datetime) -> None:  # noqa: ARG001 - what a periodic task is given
    """Count the tables again; a connection opened afterwards goes by it."""
    gather(connection)


def after_migration(using: str, **_given: object) -> None:
    """Count the tables once a migration has changed them."""
    gather(connections[using])


def gather(database: BaseDatabaseWrapper) -> None:
    """Have the database count its tables; on SQLite one by one, so that a writer waits for one only."""
    with database.cursor() as cursor:
        if database.vendor != "sqlite":
            cursor.execute("ANALYZE")
            return
        for table in database.introspection.table_names(cursor):
            limit = SAMPLE if table.startswith(LONG) else 0
            cursor.execute(f"PRAGMA analysis_limit={limit}")
            cursor.execute(f"ANALYZE {database.ops.quote_name(table)}")
