"""Importing a file of sites: 100 000 conformant rows of 62 fields read and checked, each format, in bounded memory.

No peer does the same work; `frictionless` checks the same CSV against the same table, on a sample, without
repairing, locating or comparing anything.
"""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

from benchmarks._measure import Row, arguments, deliver, peak_mib, timed

ROWS, QUICK_ROWS = 100_000, 2_000
PEER_ROWS, QUICK_PEER_ROWS = 2_000, 200
GOAL_S, GOAL_MIB = 60, 1024


def make_file(target: Path, rows: int) -> None:
    """Write the synthetic rows; apart, so that its memory is not counted."""
    from benchmarks._site_files import site_rows
    from rebond.opendata import Snapshot
    from rebond.sitefiles import write
    from rebond.territory import Atlas

    atlas = Atlas.from_snapshot(Snapshot.open())
    write("site-eco", site_rows(rows, atlas), target, format=target.suffix[1:])  # type: ignore[arg-type]


def read_and_check(path: Path) -> dict[str, Any]:
    """Read a file to its end; every row must be taken without a note."""
    from rebond.opendata import Snapshot
    from rebond.sitefiles import open_rows
    from rebond.territory import Atlas

    atlas = Atlas.from_snapshot(Snapshot.open())
    before = peak_mib()
    start = time.perf_counter()
    rows = noted = refused = 0
    for row in open_rows(path, communes=atlas):
        rows += 1
        noted += bool(row.notes)
        refused += row.is_refused
    return {
        "seconds": time.perf_counter() - start,
        "rows": rows,
        "noted": noted,
        "refused": refused,
        "peak_mib": peak_mib(),
        "before_mib": before,
    }


def in_a_process(*words: str) -> Any:
    """Run one step in a process of its own, so that its memory is its own."""
    command = [sys.executable, "-m", "benchmarks.site_import", "--step", *words]
    done = subprocess.run(command, check=True, capture_output=True, text=True)
    return json.loads(done.stdout or "null")


def peer_seconds(path: Path, rows: int) -> float:
    """Return how long frictionless takes for the same number of rows of the same table."""
    from frictionless import Resource, Schema

    from rebond.sitefiles import table_schema

    schema = Schema.from_descriptor(table_schema("site-eco"))

    def work() -> None:
        report = Resource(path=path.name, basepath=str(path.parent), schema=schema).validate()
        assert report.valid, report.flatten(["rowNumber", "fieldName", "note"])[:3]
        assert report.tasks[0].stats["rows"] == rows

    return timed("frictionless", work, 1).median


def measured(folder: Path, rows: int, peer_rows: int) -> list[Row]:
    sample = folder / "sample.csv"
    in_a_process("make", str(sample), str(peer_rows))
    peer = peer_seconds(sample, peer_rows) * rows / peer_rows
    lines = []
    for form in ("csv", "geojson", "gpkg"):
        path = folder / f"sites.{form}"
        in_a_process("make", str(path), str(rows))
        found = in_a_process("read", str(path))
        assert (found["rows"], found["refused"]) == (rows, 0), found
        lines.append(
            Row(
                f"import of sites, read and checked, {form}",
                f"{rows} rows × 62 fields, {path.stat().st_size / 1e6:.0f} MB",
                found["seconds"],
                f"frictionless, scaled from {peer_rows} rows" if form == "csv" else None,
                peer if form == "csv" else None,
                peer / found["seconds"] if form == "csv" else None,
                None,
                f"every row taken, {found['noted']} with a note; {rows / found['seconds']:,.0f} rows/s; "
                f"{found['before_mib']:.0f} MiB are the places; goal with the database under {GOAL_S} s, {GOAL_MIB} MiB",
                found["peak_mib"],
            )
        )
    return lines


def applied(folder: Path, rows: int) -> list[Row]:  # noqa: ARG001
    """Return what checking and applying to the database takes: the place of the registry's own measure."""
    return []


def step(words: list[str]) -> None:
    """Do one step of `in_a_process`."""
    if words[0] == "make":
        make_file(Path(words[1]), int(words[2]))
    else:
        print(json.dumps(read_and_check(Path(words[1]))))


def main() -> None:
    parser = arguments(__doc__)
    parser.add_argument("--step", nargs="+", help="one step, run by the benchmark itself")
    options = parser.parse_args()
    if options.step:
        step(options.step)
        return
    rows, peer_rows = (QUICK_ROWS, QUICK_PEER_ROWS) if options.quick else (ROWS, PEER_ROWS)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        lines = [*measured(folder, rows, peer_rows), *applied(folder, rows)]
    deliver(lines, options.json)


if __name__ == "__main__":
    main()
