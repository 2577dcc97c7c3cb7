"""Tables for people, JSON and CSV for machines; progress and errors on the error stream."""

from __future__ import annotations

import csv
import io
import json
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from enum import StrEnum
from typing import Any

import typer

from rebond.cli.language import typeset
from rebond.cli.layout import table_lines, terminal_width, wrapped
from rebond.texts import Lang, Text

Progress = Callable[[str, int, int], None]
"""Called with the name of the step, the work done and the work to do."""

UNDERLINE = "─"


class Format(StrEnum):
    """How a result is printed."""

    text = "text"
    json = "json"
    csv = "csv"


def format_help(lang: Lang) -> str:
    """Return the help of ``--format``."""
    return Text(
        "Sortie : text pour les personnes, json ou csv pour les machines.",
        "Output: text for people, json or csv for machines.",
    ).of(lang)


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


def print_lines(lines: Iterable[str], lang: Lang = "en") -> None:
    """Print lines that are already laid out, with French spacing where French is spoken."""
    for line in lines:
        typer.echo(typeset(line, lang))


def print_paragraphs(paragraphs: Iterable[str], lang: Lang) -> None:
    """Print texts wrapped to the terminal, one after another."""
    for paragraph in paragraphs:
        print_lines(wrapped(typeset(paragraph, lang), terminal_width()))


def print_items(items: Iterable[str], lang: Lang) -> None:
    """Print texts as a list with dashes."""
    for item in items:
        print_lines(wrapped(typeset(item, lang), terminal_width(), indent="- ", hanging="  "))


def print_heading(text: str, lang: Lang) -> None:
    """Print the heading of a part, after an empty line."""
    lines = wrapped(typeset(text, lang), terminal_width())
    print_lines(["", *lines, UNDERLINE * max(map(len, lines))])


def print_table(
    rows: Sequence[Mapping[str, Any]],
    columns: Mapping[str, str],
    *,
    title: str | None = None,
    right: Sequence[str] = (),
    whole: Sequence[str] = (),
    lang: Lang = "en",
) -> None:
    """Print rows as a table; `columns` gives the heading of each key, in order."""
    if title is not None:
        print_paragraphs([title], lang)
        typer.echo("")
    cells = [
        {key: None if row.get(key) is None else typeset(str(row[key]), lang) for key in columns}
        for row in rows
    ]
    headings = {key: typeset(heading, lang) for key, heading in columns.items()}
    print_lines(table_lines(cells, headings, width=terminal_width(), right=right, whole=whole))


def show(
    rows: Sequence[Mapping[str, Any]],
    columns: Mapping[str, str],
    how: Format,
    *,
    title: str | None = None,
    right: Sequence[str] = (),
    whole: Sequence[str] = (),
    lang: Lang = "en",
) -> None:
    """Print the same rows in the format asked for."""
    if how is Format.json:
        print_json([dict(row) for row in rows])
    elif how is Format.csv:
        print_csv(rows)
    else:
        print_table(rows, columns, title=title, right=right, whole=whole, lang=lang)


_STEPS = {
    "evidence": Text("Faits", "Facts"),
    "chances": Text("Chances", "Chances"),
    "portfolio": Text("Portefeuille", "Portfolio"),
    "reasons": Text("Raisons", "Reasons"),
    "journal": Text("Journal", "Journal"),
}


def step_name(step: str, lang: Lang) -> str:
    """Return the name of a step of the run; another step (a table, a file) keeps its own."""
    return _STEPS[step].of(lang) if step in _STEPS else step


@contextmanager
def progress_bar(lang: Lang) -> Iterator[Progress]:
    """Show progress on the error stream when a person watches it; stay silent otherwise."""
    if not sys.stderr.isatty():
        yield lambda _step, _done, _total: None
        return
    from rich.console import Console
    from rich.progress import BarColumn, TextColumn, TimeElapsedColumn
    from rich.progress import Progress as Bar

    with Bar(
        TextColumn("{task.description}", markup=False),
        BarColumn(),
        TextColumn("{task.percentage:>3.0f} %"),
        TimeElapsedColumn(),
        console=Console(stderr=True),
        transient=True,
    ) as bar:
        task = bar.add_task(Text("Lecture", "Reading").of(lang), total=None)

        def report(step: str, done: int, total: int) -> None:
            bar.update(task, description=step_name(step, lang), completed=done, total=total or None)

        yield report
