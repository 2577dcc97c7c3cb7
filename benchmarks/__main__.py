"""Run every benchmark in a process of its own and print, or write, one table."""

from __future__ import annotations

import argparse
import json
import os
import platform
import subprocess
import sys
import tempfile
from importlib import metadata
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).parent
LIBRARIES = ("numpy", "scipy", "numba", "highspy", "pymcdm")
HEADINGS = (
    "work",
    "size",
    "ours (s, median)",
    "peer",
    "peer (s)",
    "ratio",
    "per thread",
    "peak MiB",
    "exactness",
)


def machine() -> str:
    """Describe the machine: processor, cores, load, versions."""
    model = platform.processor() or platform.machine()
    try:
        for line in Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines():
            if line.startswith("model name"):
                model = line.split(":", 1)[1].strip()
                break
    except OSError:
        pass
    versions = ", ".join(f"{name} {metadata.version(name)}" for name in LIBRARIES)
    load = ", ".join(f"{value:.1f}" for value in os.getloadavg())
    return (
        f"{model}, {os.cpu_count()} cores, load {load} at the start; "
        f"Python {platform.python_version()}, {versions}."
    )


def run_one(module: str, *, quick: bool) -> list[dict[str, Any]]:
    """Run one benchmark and read its rows."""
    with tempfile.TemporaryDirectory() as folder:
        target = Path(folder, "rows.json")
        command = [sys.executable, "-m", f"benchmarks.{module}", "--json", str(target)]
        print(f"— {module}", flush=True)
        subprocess.run([*command, *(["--quick"] if quick else [])], check=True, cwd=FOLDER.parent)
        return json.loads(target.read_text(encoding="utf-8"))


def figure(value: Any, digits: int = 3) -> str:
    """Write a figure, or say that there is none."""
    return (
        "—" if value is None else f"{value:.{digits}g}" if isinstance(value, float) else str(value)
    )


def table(rows: list[dict[str, Any]]) -> str:
    """Return the rows as a Markdown table."""
    lines = ["| " + " | ".join(HEADINGS) + " |", "|" + "---|" * len(HEADINGS)]
    for row in rows:
        ratio, per_thread = row.get("ratio"), row.get("per_thread_ratio")
        cells = (
            row["work"],
            row["size"],
            figure(row["ours_s"]),
            row.get("peer") or "—",
            figure(row.get("peer_s")),
            "—" if ratio is None else f"{ratio:.1f}×",
            "—" if per_thread is None else f"{per_thread:.1f}×",
            figure(row.get("peak_mib"), 4),
            row.get("exactness") or "—",
        )
        lines.append("| " + " | ".join(str(cell) for cell in cells) + " |")
    return "\n".join(lines)


def report(rows: list[dict[str, Any]], where: str) -> str:
    """Return the page of performance figures."""
    return f"""# Performance

Written by `make bench`. Ratios from one run count; absolute times move with the machine. Median of several runs after a warm-up
unless the row says otherwise; «scaled» names the sample a figure was scaled from; «per thread» divides out our threads where the peer has
one. A wrong answer cancels a timing: the last column says what was compared. Speed is not claimed for TOPSIS, nearest neighbour or plain
counts, where libraries are as fast, nor for the portfolio, which the solver does.

Machine: {where}

{table(rows)}
"""


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quick", action="store_true", help="small sizes, to see that it works")
    parser.add_argument("--write", type=Path, help="write the page of figures here")
    parser.add_argument("--only", action="append", default=[], help="run these modules only")
    options = parser.parse_args()
    modules = options.only or sorted(
        path.stem for path in FOLDER.glob("*.py") if not path.stem.startswith("_")
    )
    where = machine()
    rows = [row for module in modules for row in run_one(module, quick=options.quick)]
    print(where, table(rows), sep="\n\n")
    if options.write and not options.quick:
        options.write.write_text(report(rows, where), encoding="utf-8")


if __name__ == "__main__":
    main()
