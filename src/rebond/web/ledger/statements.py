"""Running the statements of a reservation with little around them: while they run, everybody else waits.

On SQLite they go straight to the connection: what Django does around each (rewriting its marks, a cursor, its
wrappers) costs several times the statement. The text stays the same, so that SQLite prepares it once. When
somebody counts or wraps statements (`force_debug_cursor`, `execute_wrapper`) they go by Django, seen as any other.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from typing import Any

from django.db import DEFAULT_DB_ALIAS, connections

Row = tuple[Any, ...]


def rows(statement: str, values: Sequence[object]) -> list[Row]:
    """Run a statement whose marks are ``%s``, and return its rows, none when it has none."""
    held = connections[DEFAULT_DB_ALIAS]
    if held.vendor == "sqlite" and not (held.queries_logged or held.execute_wrappers):
        held.validate_no_broken_transaction()
        held.ensure_connection()
        database: Any = held.connection
        with held.wrap_database_errors:
            found: list[Row] = database.execute(_with_marks(statement), values).fetchall()
        return found
    with held.cursor() as cursor:
        cursor.execute(statement, values)
        return cursor.fetchall() if cursor.description else []


@cache
def _with_marks(statement: str) -> str:
    return statement.replace("%s", "?")
