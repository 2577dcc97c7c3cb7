"""The same search in SQL: one statement that PostGIS and SQLite both understand but for their boxes."""

# ruff: noqa: S608 - every query is of names and numbers of this benchmark

from __future__ import annotations

import os
import sqlite3
import subprocess
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import numpy as np

from benchmarks._site_table import FACETS
from rebond.matching import UNKNOWN_CODE, AtLeast, Need, OneOf, SiteColumns
from rebond.matching.search import ramp_end

POSTGRES = Path("/usr/lib/postgresql/15/bin")
Answer = tuple[list[tuple[Any, ...]], dict[tuple[int, Any], int]]


def rows(table: SiteColumns) -> Iterator[tuple[Any, ...]]:
    """Yield the rows of a table, missing values as None."""
    columns = [np.arange(len(table)), table.lon, table.lat, *table.numbers.values()]
    written = [
        np.where(np.isnan(one), None, one.astype(object))
        if one.dtype.kind == "f"
        else one.astype(object)
        for one in columns
    ]
    written += [
        np.where(one == UNKNOWN_CODE, None, one.astype(object)) for one in table.codes.values()
    ]
    return zip(*(one.tolist() for one in written), strict=True)


def statement(table: SiteColumns, need: Need, box: str, least: str, greatest: str) -> str:
    """Write the search: sites that no must refuses, scored, first 20, totals and facets."""

    def number(value: float) -> str:
        return repr(float(np.float32(value)))

    def known(condition: Any) -> str:
        if isinstance(condition, OneOf):
            names = table.code_names[condition.column]
            codes = ", ".join(str(names.index(name)) for name in sorted(condition.names))
            return f"{condition.column} IN ({codes})"
        sign = ">=" if isinstance(condition, AtLeast) else "<="
        return f"{condition.column} {sign} {number(condition.value)}"

    def met(condition: Any) -> str:
        if isinstance(condition, OneOf):
            return f"CASE WHEN {known(condition)} THEN 1.0 ELSE 0.0 END"
        wanted, end = number(condition.value), repr(ramp_end(condition))
        part = f"({condition.column} - {end}) / ({wanted} - {end})"
        return f"{least}(1.0, {greatest}(0.0, {part}))"

    musts = [f"({one.column} IS NULL OR {known(one)})" for one in need.musts]
    sure = " AND ".join(f"{one.column} IS NOT NULL" for one in need.musts)
    low = " + ".join(
        f"{w.importance} * CASE WHEN {w.condition.column} IS NULL THEN 0.0 ELSE {met(w.condition)} END"
        for w in need.wishes
    )
    high = " + ".join(
        f"{w.importance} * CASE WHEN {w.condition.column} IS NULL THEN 1.0 ELSE {met(w.condition)} END"
        for w in need.wishes
    )
    whole = sum(w.importance for w in need.wishes)
    counted = " ".join(
        f"UNION ALL SELECT {at}, {name}, count(*), 0, 0 FROM m GROUP BY {name}"
        for at, name in enumerate(("sure", *FACETS), start=1)
    )
    return (
        f"WITH m AS MATERIALIZED (SELECT id, CASE WHEN {sure} THEN 1 ELSE 0 END AS sure, "
        f"({low}) / {whole} AS low, ({high}) / {whole} AS high, {', '.join(FACETS)} "
        f"FROM {box} AND {' AND '.join(musts)}) "
        "SELECT * FROM (SELECT 0, id, sure, low, high FROM m "
        f"ORDER BY sure DESC, low DESC, high DESC, id LIMIT 20) AS best {counted}"
    )


def read(found: list[tuple[Any, ...]]) -> Answer:
    """Split an answer into the first sites, in order, and counts."""
    best = sorted(
        ((one[1], one[2], float(one[3]), float(one[4])) for one in found if one[0] == 0),
        key=lambda one: (-one[1], -one[2], -one[3], one[0]),
    )
    return best, {(one[0], one[1]): int(one[2]) for one in found if one[0]}


@contextmanager
def sqlite(table: SiteColumns) -> Iterator[Callable[[Need], Answer]]:
    """Search with an R*Tree in memory; its boxes are of 32 bits, so the point itself is compared too."""
    connection = sqlite3.connect(":memory:")
    names = ", ".join(("id INTEGER PRIMARY KEY", "lon", "lat", *table.numbers, *table.codes))
    connection.execute(f"CREATE TABLE s ({names})")
    connection.execute("CREATE VIRTUAL TABLE r USING rtree(id, west, east, south, north)")
    marks = ", ".join("?" * (3 + len(table.numbers) + len(table.codes)))
    connection.executemany(f"INSERT INTO s VALUES ({marks})", rows(table))
    connection.execute(
        "INSERT INTO r SELECT id, lon, lon, lat, lat FROM s WHERE lon IS NOT NULL AND lat IS NOT NULL"
    )
    connection.execute("ANALYZE")

    def search(need: Need) -> Answer:
        box = need.box
        assert box is not None
        west, south, east, north = (
            repr(float(np.float32(one))) for one in (box.west, box.south, box.east, box.north)
        )
        inside = (
            f"r JOIN s USING (id) WHERE west >= {west} AND east <= {east} AND south >= {south} "
            f"AND north <= {north} AND lon BETWEEN {west} AND {east} AND lat BETWEEN {south} AND {north}"
        )
        return read(connection.execute(statement(table, need, inside, "min", "max")).fetchall())

    yield search
    connection.close()


@contextmanager
def postgis(table: SiteColumns) -> Iterator[Callable[[Need], Answer] | None]:
    """Search with PostGIS; None when there is no server to be had."""
    address = os.environ.get("REBOND_BENCH_POSTGIS", "")
    if address:
        yield _filled(address, table)
        return
    if not (POSTGRES / "initdb").exists():
        yield None
        return
    with tempfile.TemporaryDirectory(prefix="pg") as folder:
        as_user = ["runuser", "-u", "postgres", "--"] if os.geteuid() == 0 else []
        Path(folder).chmod(0o777)
        data = f"{folder}/data"

        def run(*command: str) -> None:
            subprocess.run([*as_user, *command], check=True, capture_output=True, cwd=folder)

        run(str(POSTGRES / "initdb"), "-D", data, "-U", "bench", "--auth", "trust")
        options = (
            f"-k {folder} -c listen_addresses='' -c shared_buffers=1GB -c work_mem=256MB -c jit=off"
        )
        control = str(POSTGRES / "pg_ctl")
        run(control, "-D", data, "-o", options, "-l", f"{folder}/log", "-w", "start")
        try:
            yield _filled(f"host={folder} user=bench dbname=postgres", table)
        finally:
            run(control, "-D", data, "-m", "immediate", "stop")


def _filled(address: str, table: SiteColumns) -> Callable[[Need], Answer]:
    import psycopg

    connection = psycopg.connect(address, autocommit=True)
    connection.execute("CREATE EXTENSION IF NOT EXISTS postgis")
    numbers = [f"{name} real" for name in table.numbers]
    codes = [f"{name} smallint" for name in table.codes]
    columns = ", ".join(("id integer PRIMARY KEY", "lon real", "lat real", *numbers, *codes))
    connection.execute("DROP TABLE IF EXISTS s")
    connection.execute(f"CREATE TABLE s ({columns})")
    with connection.cursor() as cursor, cursor.copy("COPY s FROM STDIN") as copy:
        for row in rows(table):
            copy.write_row(row)
    connection.execute("ALTER TABLE s ADD p geometry(Point, 4326)")
    connection.execute(
        "UPDATE s SET p = ST_SetSRID(ST_MakePoint(lon, lat), 4326) WHERE lon IS NOT NULL"
    )
    connection.execute("CREATE INDEX ON s USING gist (p)")
    for name in table.numbers:
        connection.execute(f"CREATE INDEX ON s ({name})")
    connection.execute("VACUUM ANALYZE s")

    def search(need: Need) -> Answer:
        box = need.box
        assert box is not None
        west, south, east, north = (
            repr(float(np.float32(one))) for one in (box.west, box.south, box.east, box.north)
        )
        inside = (
            f"s WHERE p && ST_MakeEnvelope({west}, {south}, {east}, {north}, 4326) "
            f"AND lon BETWEEN {west} AND {east} AND lat BETWEEN {south} AND {north}"
        )
        return read(
            connection.execute(statement(table, need, inside, "least", "greatest")).fetchall()
        )

    return search
