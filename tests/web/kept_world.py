"""A world made once: its rows are written again as they were, several times faster than made one by one."""

from __future__ import annotations

import pickle
import re
from collections.abc import Callable, Hashable
from dataclasses import dataclass
from typing import Any, TypeVar

from django.db import connection, transaction

T = TypeVar("T")
INSERTED = re.compile(r'\s*INSERT INTO "(\w+)"')


@dataclass(frozen=True)
class Table:
    """The rows of one table, as the database gives them."""

    name: str
    columns: tuple[str, ...]
    rows: tuple[tuple[Any, ...], ...]

    def write(self) -> None:
        names = ", ".join(f'"{one}"' for one in self.columns)
        holders = ", ".join(["%s"] * len(self.columns))
        with connection.cursor() as cursor:
            cursor.executemany(
                f'INSERT INTO "{self.name}" ({names}) VALUES ({holders})',  # noqa: S608 - of our models
                self.rows,
            )


KEPT: dict[Hashable, tuple[tuple[Table, ...], bytes]] = {}


def once(key: Hashable, make: Callable[[], T]) -> T:
    """Return what `make` makes; from the second time on, with the rows that it wrote the first time.

    It writes rows and nothing else. Where its tables hold rows of somebody else, it is made as the first time.
    """
    if key in KEPT:
        tables, kept = KEPT[key]
        if any(_has_rows(table.name) for table in tables):
            return make()
        with transaction.atomic():
            for table in tables:
                table.write()
        world: T = pickle.loads(kept)  # noqa: S301 - our own
        return world
    names = connection.introspection.django_table_names(only_existing=True, include_views=False)
    filled = {name for name in names if _has_rows(name)}
    written: dict[str, None] = {}

    def look(execute: Callable[..., Any], sql: str, *others: Any) -> Any:
        if found := INSERTED.match(sql):
            written[found[1]] = None
        return execute(sql, *others)

    with connection.execute_wrapper(look):
        made = make()
    if not filled & set(written):
        KEPT[key] = tuple(_read(name) for name in written), pickle.dumps(made)
    return made


def _has_rows(name: str) -> bool:
    with connection.cursor() as cursor:
        cursor.execute(f'SELECT 1 FROM "{name}" LIMIT 1')  # noqa: S608 - of our models
        return cursor.fetchone() is not None


def _read(name: str) -> Table:
    with connection.cursor() as cursor:
        cursor.execute(f'SELECT * FROM "{name}"')  # noqa: S608 - of our models
        columns = tuple(one[0] for one in cursor.description)
        return Table(name, columns, tuple(map(tuple, cursor.fetchall())))
