"""In turn, and durable before the answer: how many writers share one fund without starving.

A reservation changes one row that everybody wants. Two things would make it slow or unfair:

- SQLite lets writers try again after growing pauses, so that one may try for seconds while others pass.
  Here they ask for a lock of the file system. Whoever finds it free takes it: handing it to one who sleeps
  would leave it idle until he wakes. But who has been patient for a while takes a second lock, the door, in
  the order of coming; who finds the first one free while the door is held gives it back at once, so that who
  stands there is next. The system releases both when a process dies.
- A commit waits for the disk while it holds the lock, some hundred times a second at most. Here the commit
  does not wait; the lock is given back, and only then is the disk waited for, together with the others who
  wait: what is answered still outlives a power cut. On SQLite the file of the write-ahead log is
  synchronised; on PostgreSQL a later commit, which waits, carries the earlier one.

Inside a transaction that has begun already nothing of this applies: its own commit decides.
"""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from django.db import connection, transaction

try:
    import fcntl
except ImportError:  # pragma: no cover - not on Windows, where SQLite's own pauses decide
    fcntl = None  # type: ignore[assignment]

DOOR, LOCK = "tour-porte", "tour"
"""Ends of the names of the two files beside the database."""
PATIENCE_S = 0.08
FIRST_PAUSE_S, LONGEST_PAUSE_S = 0.0003, 0.001


@contextmanager
def turn() -> Iterator[None]:
    """Run a transaction in its turn; on leaving, what it wrote is on the disk."""
    if connection.in_atomic_block:
        with transaction.atomic():
            yield
    elif connection.vendor == "sqlite":
        with _on_sqlite():
            yield
    else:
        with _on_postgresql():
            yield


@contextmanager
def _on_sqlite() -> Iterator[None]:
    path = str(connection.settings_dict["NAME"])
    if fcntl is None or "memory" in path:
        with transaction.atomic():
            yield
        return
    connection.ensure_connection()
    database: Any = connection.connection
    before = database.execute("PRAGMA synchronous").fetchone()[0]
    database.execute("PRAGMA synchronous=NORMAL")
    try:
        with _locked(path), transaction.atomic():
            yield
    finally:
        # After a fault Django may have closed the connection; the next one opens with its own settings.
        if connection.connection is database:
            database.execute(f"PRAGMA synchronous={int(before)}")
    if before > 1:
        _synchronise(f"{path}-wal")


@contextmanager
def _locked(path: str) -> Iterator[None]:
    door, lock = (os.open(f"{path}.{name}", os.O_CREAT | os.O_RDWR, 0o600) for name in (DOOR, LOCK))
    try:
        if not _found_free(door, lock):
            fcntl.flock(door, fcntl.LOCK_EX)
            fcntl.flock(lock, fcntl.LOCK_EX)
            fcntl.flock(door, fcntl.LOCK_UN)
        yield
    finally:
        os.close(lock)
        os.close(door)


def _found_free(door: int, lock: int) -> bool:
    """Try for a while; return whether the lock is ours. Found while somebody stands at the door, it is his."""
    pause, until = FIRST_PAUSE_S, time.monotonic() + PATIENCE_S
    while True:
        if _try(lock, fcntl.LOCK_EX):  # most often it is not free: one call of the system
            if _try(door, fcntl.LOCK_SH):
                fcntl.flock(door, fcntl.LOCK_UN)
                return True
            fcntl.flock(lock, fcntl.LOCK_UN)  # which wakes him, who sleeps until it is free
        if time.monotonic() > until:
            return False
        time.sleep(pause)
        pause = min(2 * pause, LONGEST_PAUSE_S)


def _try(file: int, way: int) -> bool:
    try:
        fcntl.flock(file, way | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def _synchronise(log: str) -> None:
    """Wait until the write-ahead log is on the disk; SQLite holds no lock on this file that closing would drop."""
    if not Path(
        log
    ).exists():  # pragma: no cover - only in another journal mode, which commits on its own
        return
    opened = os.open(log, os.O_RDONLY)
    try:
        os.fdatasync(opened)
    finally:
        os.close(opened)


@contextmanager
def _on_postgresql() -> Iterator[None]:
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SET LOCAL synchronous_commit = off")
        yield
    flush()


def flush() -> None:
    """On PostgreSQL: wait until all that was committed is on the disk, by a message committed after it."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_logical_emit_message(true, 'rebond', '')")
