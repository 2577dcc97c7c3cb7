"""The shipped run as a whole process, warm, and the start of the command."""

from __future__ import annotations

import argparse
import json
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

COMMAND = (sys.executable, "-m", "rebond.cli")


def seconds(arguments: list[str], runs: int) -> list[float]:
    """Time whole processes after one warm-up."""
    times = []
    for run in range(runs + 1):
        start = time.perf_counter()
        subprocess.run([*COMMAND, *arguments], check=True, capture_output=True)
        if run:
            times.append(time.perf_counter() - start)
    return times


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quick", action="store_true")
    parser.add_argument("--json", type=Path)
    options = parser.parse_args()
    runs = 1 if options.quick else 5
    rows = []
    with tempfile.TemporaryDirectory() as folder:
        target = str(Path(folder, "d.json"))
        for work, size, arguments in (
            ("command start", "rebond --help", ["--help"]),
            (
                "whole run",
                "149 territories × 10 000 draws",
                ["evaluate", "pack_rebond_2020", "--out", target],
            ),
            ("verification", "the same file", ["verify", target]),
        ):
            times = seconds(arguments, runs)
            spread = f"{min(times):.2f}–{max(times):.2f} s over {runs} runs"
            print(f"{work} ({size}): median {statistics.median(times):.3f} s, {spread}")
            peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
            rows.append(
                {
                    "work": work,
                    "size": size,
                    "ours_s": statistics.median(times),
                    "peak_mib": peak,
                    "exactness": spread,
                }
            )
    if options.json:
        options.json.write_text(json.dumps(rows), encoding="utf-8")


if __name__ == "__main__":
    main()
