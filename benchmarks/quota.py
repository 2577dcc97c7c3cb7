"""Sixteen processes for a quota of 1 000 places: exactly 1 000 granted, how many a second, and the longest wait.

No peer: no library we know keeps a quota and a double-entry ledger in the application's own database. Each
run asks for more than there is; the books are proved after each, or its figures are void. Commits are
durable: the disk is waited for before each answer.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

from benchmarks._measure import Row, arguments, deliver, peak_mib
from benchmarks.journal import databases

PLACES, QUICK_PLACES = 1_000, 100
PROCESSES = 16
GOALS = {"SQLite": 1_000, "PostgreSQL": 500}


def measured(environment: dict[str, str], *, places: int, runs: int) -> dict[str, float]:
    """Run the work in a process of its own."""
    target = Path(environment["REBOND_VAR"], "figures.json")
    command = [sys.executable, "-m", "benchmarks._quota_work", "--json", str(target)]
    requests = places * 6 // (5 * PROCESSES)
    sizes = ["--places", str(places), "--processes", str(PROCESSES)]
    more = ["--requests", str(requests), "--runs", str(runs)]
    subprocess.run([*command, *sizes, *more], env=os.environ | environment, check=True)
    figures: dict[str, float] = json.loads(target.read_text(encoding="utf-8"))
    return figures


def line(name: str, figures: dict[str, float], places: int) -> Row:
    rate = places / figures["granted_s"]
    return Row(
        f"quota, {PROCESSES} processes at once, {name}",
        f"{places} places, {figures['asked']:.0f} requests",
        figures["granted_s"],
        None,
        None,
        None,
        None,
        f"exactly {places} granted, the rest wait, books proved; {rate:,.0f} reservations/s "
        f"(goal {GOALS[name]:,}), longest wait {1000 * figures['longest_s']:.0f} ms "
        f"(goal 1 000 ms), load {os.getloadavg()[0]:.1f}",
        peak_mib(),
    )


def main() -> None:
    options = arguments(__doc__).parse_args()
    places = QUICK_PLACES if options.quick else PLACES
    runs = 1 if options.quick else options.runs
    with databases() as both:
        rows = [
            line(name, measured(environment, places=places, runs=runs), places)
            for name, environment in both.items()
        ]
    deliver(rows, options.json)


if __name__ == "__main__":
    main()
