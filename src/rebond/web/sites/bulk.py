"""Writing many rows at once: one statement prepared once, for both databases.

Django's own `bulk_create` writes SQLite thirty rows a statement; an import of a hundred thousand rows inside
one transaction must not hold the writer's lock for long.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from django.db import DEFAULT_DB_ALIAS, connection, connections, models

_AS_THEY_ARE = (
    models.CharField,
    models.FloatField,
    models.BooleanField,
    models.PositiveIntegerField,
    models.PositiveSmallIntegerField,
    models.ForeignKey,
)
"""Fields whose values both databases take without change."""
_REPEATED = (models.DateTimeField, models.DateField, models.DecimalField)
"""Fields in which the same few values come again and again."""


def insert(model: type[models.Model], rows: Sequence[models.Model]) -> None:
    """Insert rows that have no key yet; their keys are not read back."""
    fields = [one for one in model._meta.local_concrete_fields if not one.primary_key]
    _run(model, fields, rows, "INSERT INTO {table} ({columns}) VALUES ({places})")


def update(model: type[models.Model], rows: Sequence[models.Model], names: Iterable[str]) -> None:
    """Update some fields of rows, each found by its key."""
    fields = [model._meta.get_field(name) for name in names]
    _run(model, fields, rows, "UPDATE {table} SET {sets} WHERE {key} = %s", with_key=True)


def insert_values(
    model: type[models.Model], names: Sequence[str], values: Sequence[tuple[Any, ...]]
) -> None:
    """Insert plain values, given column by column."""
    columns = [model._meta.get_field(name).column for name in names]
    _many(_text(model, columns, "INSERT INTO {table} ({columns}) VALUES ({places})"), values)


def _run(
    model: type[models.Model],
    fields: Sequence[Any],
    rows: Sequence[models.Model],
    shape: str,
    *,
    with_key: bool = False,
) -> None:
    if not rows:
        return
    columns = [_column(one, rows) for one in fields]
    if with_key:
        columns.append([row.pk for row in rows])
    _many(_text(model, [one.column for one in fields], shape), list(zip(*columns, strict=True)))


def _column(field: Any, rows: Sequence[models.Model]) -> list[Any]:
    """Return a field of every row as the database takes it."""
    values = [getattr(row, field.attname) for row in rows]
    if isinstance(field, _AS_THEY_ARE):
        return values
    prepare, real = field.get_db_prep_save, connections[DEFAULT_DB_ALIAS]
    if isinstance(field, _REPEATED):
        known = {value: prepare(value, real) for value in set(values)}
        return [known[value] for value in values]
    return [prepare(value, real) for value in values]


def _text(model: type[models.Model], columns: Sequence[str], shape: str) -> str:
    quote = connection.ops.quote_name
    quoted = [quote(one) for one in columns]
    return shape.format(
        table=quote(model._meta.db_table),
        columns=", ".join(quoted),
        places=", ".join(["%s"] * len(quoted)),
        sets=", ".join(f"{one} = %s" for one in quoted),
        key=quote(model._meta.pk.column if model._meta.pk else "id"),
    )


def _many(text: str, values: Sequence[Sequence[Any]]) -> None:
    if values:
        with connection.cursor() as cursor:
            cursor.executemany(text, values)
