"""Tables for people, JSON and CSV for machines; progress and errors on the error stream."""

from __future__ import annotations

import csv
import io
import json
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from enum import StrEnum
from typing import Any

from rebond.texts import Lang

Progress = Callable[[str, int, int], None]
"""Called with the name of the step, the work done and the work to do."""


class Format(StrEnum):
    """How a result is printed."""

    text = "text"
    json = "json"
    csv = "csv"


def print_json(value: Any) -> None:
    """Print JSON with accents kept."""
    sys.stdout.write(json.dumps(value, ensure_ascii=False, indent=2, allow_nan=False) + "\n")


def print_csv(rows: Sequence[Mapping[str, Any]]) -> None:
    """Print rows as CSV; a missing value is an empty cell; a text cell that could be a formula is quoted."""
    stream = io.StringIO()
    if rows:
        writer = csv.DictWriter(stream, fieldnames=list(rows[0]), lineterminator="\n")
        writer.writeheader()
        writer.writerows({key: safe_cell(value) for key, value in row.items()} for row in rows)
    sys.stdout.write(stream.getvalue())


def safe_cell(value: Any) -> Any:
    """Keep a spreadsheet from running a text cell as a formula."""
    if isinstance(value, str) and value[:1] in {"=", "+", "-", "@", "\t", "\r"}:
        return "'" + value
    return value


def print_table(
    rows: Sequence[Mapping[str, Any]],
    columns: Mapping[str, str],
    *,
    title: str | None = None,
    right: Sequence[str] = (),
) -> None:
    """Print rows as a table; `columns` gives the heading of each key, in order."""
    from rich.console import Console
    from rich.table import Table

    table = Table(title=title, title_justify="left", box=None, pad_edge=False, header_style="bold")
    for key, heading in columns.items():
        table.add_column(heading, justify="right" if key in right else "left", overflow="fold")
    for row in rows:
        table.add_row(*("" if row.get(key) is None else str(row[key]) for key in columns))
    console = Console(highlight=False, markup=False)
    console.print(table)


def show(
    rows: Sequence[Mapping[str, Any]],
    columns: Mapping[str, str],
    how: Format,
    *,
    title: str | None = None,
    right: Sequence[str] = (),
) -> None:
    """Print the same rows in the format asked for."""
    if how is Format.json:
        print_json([dict(row) for row in rows])
    elif how is Format.csv:
        print_csv(rows)
    else:
        print_table(rows, columns, title=title, right=right)


@contextmanager
def progress_bar(lang: Lang) -> Iterator[Progress]:
    """Show progress on the error stream when a person watches it; stay silent otherwise."""
    if not sys.stderr.isatty():
        yield lambda _step, _done, _total: None
        return
    from rich.console import Console
    from rich.progress import BarColumn, TextColumn, TimeElapsedColumn
    from rich.progress import Progress as Bar

    label = "Calcul" if lang == "fr" else "Computing"
    with Bar(
        TextColumn("{task.description}"),
        BarColumn(),
        TextColumn("{task.percentage:>3.0f} %"),
        TimeElapsedColumn(),
        console=Console(stderr=True),
        transient=True,
    ) as bar:
        task = bar.add_task(label, total=None)

        def report(step: str, done: int, total: int) -> None:
            bar.update(task, description=step, completed=done, total=total)

        yield report
