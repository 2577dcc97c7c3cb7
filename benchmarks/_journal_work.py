# ruff: noqa: E402, S311, S608 - Django before its models; fixed draws; statements by hand
"""The work on one database, in a process of its own: build the chain, add to it, walk along it, alter it.

The settings of the platform are read once in a process: `benchmarks.journal` starts one for each database.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from itertools import islice
from pathlib import Path
from typing import Any

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "rebond.web.settings")

import django

django.setup()

from django.core.management import call_command
from django.db import connection, transaction

from benchmarks._measure import timed
from rebond.canonical import canonical_bytes
from rebond.record.journal import Row, Walk, content_digest, moment_text, row_digest
from rebond.record.journal_errors import ChainBroken
from rebond.web.journal import chain, services, triggers
from rebond.web.journal.models import Head

SEED = 20310602
START = datetime(2031, 6, 2, tzinfo=UTC)
ACTS = ("dossiers.save", "dossiers.file", "instruction.give_opinion", "committee.submit_review")
INTO = {
    "journal_entry": "number at actor organisation role act object_type object_reference "
    "content_digest previous_digest digest",
    "journal_content": "entry_id salt value",
}
PART = 20_000


def rows(count: int) -> Iterator[Row]:
    """Yield the rows of a chain of fictitious acts."""
    drawn, previous = random.Random(SEED), ""
    for number in range(1, count + 1):
        content = {
            "title": f"Site fictif {number % 9973}",
            "answers": number % 40,
            "état": "déposé",
        }
        salt, said = f"{drawn.getrandbits(128):032x}", canonical_bytes(content).decode()
        row = (
            number,
            moment_text(START + timedelta(seconds=number)),
            f"{drawn.getrandbits(128):032x}",
            f"epci-{number % 1250}",
            "agent",
            ACTS[number % len(ACTS)],
            "dossier",
            f"D-{number % 10_000:08d}",
            content_digest(salt, said),
            previous,
        )
        previous = row_digest(row)
        yield (*row, previous, salt, said)


def build(count: int) -> None:
    """Write the chain straight into the tables, in the same form as `append`."""
    made = rows(count)
    last: Row | None = None
    while part := list(islice(made, PART)):
        with transaction.atomic(), connection.cursor() as cursor:
            insert(cursor, "journal_entry", [stored(row)[:11] for row in part])
            insert(cursor, "journal_content", [(row[0], *row[11:13]) for row in part])
        last = part[-1]
    assert last is not None
    Head.objects.update_or_create(pk=1, defaults={"number": last[0], "digest": last[10]})
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def stored(row: Row) -> tuple[Any, ...]:
    """Write the moment as the database's own column does."""
    at = str(row[1]).replace("T", " ").removesuffix("Z")
    at = at.removesuffix(".000000") if connection.vendor == "sqlite" else f"{at}+00"
    return (row[0], at, *row[2:])


def insert(cursor: Any, table: str, values: list[tuple[Any, ...]]) -> None:
    names = ", ".join(f'"{name}"' for name in INTO[table].split())
    if connection.vendor == "postgresql":
        with cursor.cursor.copy(f"COPY {table} ({names}) FROM STDIN") as copying:
            for one in values:
                copying.write_row(one)
        return
    places = ", ".join(["%s"] * len(values[0]))
    cursor.executemany(f"INSERT INTO {table} ({names}) VALUES ({places})", values)


def append(count: int) -> None:
    """Add rows as acts do: one transaction each."""
    for number in range(count):
        with transaction.atomic():
            content = {"title": f"Site fictif {number}"}
            services.append(None, "dossiers.file", ("dossier", f"D-{number}"), content, now=START)


def found_by_the_command(drawn: random.Random, count: int, times: int) -> int:
    """Alter a row by hand and walk along the whole chain; return how often the row was named."""
    found = 0
    for number in sorted(drawn.sample(range(1, count + 1), times)):
        before = value("journal_content", "value", "entry_id", number)
        write(
            "journal_content", "value", "entry_id", number, str(before).replace("déposé", "retiré")
        )
        try:
            chain.verify()
        except ChainBroken as broken:
            found += broken.number == number
        write("journal_content", "value", "entry_id", number, before)
    return found


def found_in_its_block(drawn: random.Random, count: int, times: int) -> int:
    """Alter a row by hand and walk along its block only, from the digest before it."""
    found = 0
    for number in drawn.sample(range(1, count + 1), times):
        column = drawn.choice(INTO["journal_entry"].split()[3:])
        before = value("journal_entry", column, "number", number)
        write("journal_entry", column, "number", number, f"{before}x"[-71:])
        first = max(1, number - 50)
        walk = Walk(first - 1, value("journal_entry", "digest", "number", first - 1) or "")
        try:
            walk.step(chain.between(first - 1, min(count, number + 50)), {})
        except ChainBroken as broken:
            found += broken.number == number
        write("journal_entry", column, "number", number, before)
    return found


def value(table: str, column: str, key: str, number: int) -> Any:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {column} FROM {table} WHERE {key} = %s", [number])
        row = cursor.fetchone()
    return row[0] if row else None


def write(table: str, column: str, key: str, number: int, to: Any) -> None:
    with connection.cursor() as cursor:
        cursor.execute(f"UPDATE {table} SET {column} = %s WHERE {key} = %s", [to, number])


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--rows", type=int, required=True)
    parser.add_argument("--appended", type=int, required=True)
    parser.add_argument("--runs", type=int, required=True)
    parser.add_argument("--altered", type=int, nargs=2, required=True)
    parser.add_argument("--json", type=Path, required=True)
    options = parser.parse_args()
    call_command("migrate", verbosity=0)
    built = time.perf_counter()
    build(options.rows)
    print(f"  {connection.vendor}: built in {time.perf_counter() - built:.3g} s", flush=True)
    verify = timed(f"{connection.vendor}, verify {options.rows} rows", chain.verify, options.runs)
    added = timed(
        f"{connection.vendor}, append {options.appended} rows",
        lambda: append(options.appended),
        options.runs,
        warm_up=lambda: append(10),
    )
    whole = chain.verify().number
    triggers.remove(connection)
    drawn = random.Random(SEED)
    named = found_by_the_command(drawn, options.rows, options.altered[0])
    named += found_in_its_block(drawn, options.rows, options.altered[1])
    if named != sum(options.altered) or chain.verify().number != whole:
        raise SystemExit(f"{named} altered rows named out of {sum(options.altered)}")
    options.json.write_text(
        json.dumps({"verify_s": verify.median, "append_s": added.median, "named": named})
    )


if __name__ == "__main__":
    main()
