"""What the evaluation benchmarks share: timing, the state of the machine, and how a row is written."""

from __future__ import annotations

import argparse
import json
import os
import platform
import resource
import statistics
import time
from dataclasses import asdict, dataclass
from importlib import metadata
from pathlib import Path
from typing import TYPE_CHECKING, Any

from threadpoolctl import threadpool_limits

from rebond.evaluation.arrays import arrays_digest

if TYPE_CHECKING:
    from collections.abc import Callable


@dataclass(frozen=True)
class Row:
    """One line of the table of results."""

    work: str
    size: str
    ours_s: float
    peer: str | None
    peer_s: float | None
    ratio: float | None
    per_thread_ratio: float | None
    exactness: str
    peak_mib: float


@dataclass(frozen=True)
class Timing:
    """Times of the runs after the warm-up."""

    runs: tuple[float, ...]

    @property
    def median(self) -> float:
        return statistics.median(self.runs)

    @property
    def spread(self) -> str:
        return f"{min(self.runs):.3g}–{max(self.runs):.3g} s, {len(self.runs)} runs"


def timed(
    name: str,
    work: Callable[[], Any],
    runs: int,
    *,
    blas_threads: int | None = None,
    warm_up: Callable[[], Any] | None = None,
) -> Timing:
    """Warm up, run, and say how long each took; `blas_threads` limits NumPy's own threads."""
    with threadpool_limits(limits=blas_threads, user_api="blas"):
        start = time.perf_counter()
        (warm_up or work)()
        warm = time.perf_counter() - start
        times = []
        for _ in range(runs):
            start = time.perf_counter()
            work()
            times.append(time.perf_counter() - start)
    timing = Timing(tuple(times))
    print(f"  {name}: {timing.median:.4g} s ({timing.spread}; warm-up {warm:.3g} s)", flush=True)
    return timing


def peak_mib() -> float:
    """Return the largest resident memory of this process so far."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def describe(**inputs: Any) -> None:
    """Print the digest of the inputs and the state of the machine."""
    versions = ", ".join(
        f"{name} {metadata.version(name)}" for name in ("numpy", "scipy", "numba", "pymcdm")
    )
    load = ", ".join(f"{value:.1f}" for value in os.getloadavg())
    print(f"  inputs {arrays_digest(**inputs)}")
    print(f"  {processor()}, {os.cpu_count()} cores, load {load}, {versions}", flush=True)


def processor() -> str:
    try:
        lines = Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines()
    except OSError:
        return platform.processor()
    return next((x.split(":", 1)[1].strip() for x in lines if x.startswith("model name")), "")


def arguments(description: str | None) -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(description=description)
    parser.add_argument("--quick", action="store_true", help="small sizes, to see that it works")
    parser.add_argument("--json", type=Path, help="write the rows here")
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--threads", type=int, default=os.cpu_count() or 1)
    return parser


def deliver(rows: list[Row], target: Path | None) -> None:
    """Print the rows, and write them for the table."""
    written = [asdict(row) for row in rows]
    for row in written:
        print("  " + json.dumps(row, ensure_ascii=False))
    if target is not None:
        target.write_text(json.dumps(written), encoding="utf-8")
