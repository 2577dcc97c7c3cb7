"""PROMETHEE II of all communes, beside a sorted NumPy version and pymcdm."""

from __future__ import annotations

import argparse
import resource
import subprocess
import sys
from typing import Any

import numpy as np

from benchmarks._measure import Row, Timing, arguments, deliver, describe, peak_mib, timed
from rebond.evaluation import PreferenceFunction, promethee_ii

SEED = 20200720
Q, P = 0.05, 0.30
LINEAR = PreferenceFunction("linear", q=Q, p=P)
NO_MEMORY = 3


def numpy_sorted(values: Any, weights: Any) -> Any:
    """Return net flows from sorted values, binary search and running sums, all in NumPy."""
    n, m = values.shape
    net = np.zeros(n)
    for j in range(m):
        order = np.argsort(values[:, j])
        x = values[order, j]
        sums = np.concatenate([[0.0], np.cumsum(x)])
        full = np.searchsorted(x, x - P, side="left")
        part = np.searchsorted(x, x - Q, side="left")
        above = full + ((part - full) * (x - Q) - (sums[part] - sums[full])) / (P - Q)
        full = np.searchsorted(x, x + P, side="right")
        part = np.searchsorted(x, x + Q, side="right")
        below = (n - full) + ((sums[full] - sums[part]) - (full - part) * (x + Q)) / (P - Q)
        net[order] += weights[j] * (above - below) / (n - 1)
    return net


def pymcdm_net(values: Any, weights: Any) -> Any:
    from pymcdm.methods import PROMETHEE_II

    m = values.shape[1]
    # a new object each time: a second call of the same object fails
    method = PROMETHEE_II("vshape_2", p=[P] * m, q=[Q] * m)
    return method(values, weights, np.ones(m), validation=False)


def inputs(n: int, m: int) -> tuple[Any, Any]:
    return np.random.default_rng(SEED).random((n, m)), np.full(m, 1 / m)


def check(values: Any, weights: Any, sample: int) -> str:
    """Compare some candidates with a comparison of all pairs, and all with NumPy's sorted version."""
    ours = promethee_ii(values, weights, LINEAR).net
    rows = np.random.default_rng(SEED).choice(len(values), sample, replace=False)
    worst = 0.0
    for i in rows:
        difference = values[i] - values
        preference = LINEAR.of(difference) - LINEAR.of(-difference)
        pairs = float((preference.sum(axis=0) * weights).sum() / (len(values) - 1))
        worst = max(worst, abs(pairs - ours[i]))
    other = float(np.abs(numpy_sorted(values, weights) - ours).max())
    if worst > 1e-12 or other > 1e-9:
        raise SystemExit(f"wrong flows: {worst:.2e} from all pairs, {other:.2e} from NumPy")
    return f"at most {worst:.0e} from all pairs ({sample} candidates), {other:.0e} from NumPy"


def large(options: argparse.Namespace) -> list[Row]:
    n, m, threads, runs = options.candidates, options.criteria, options.threads, options.runs
    values, weights = inputs(n, m)
    print(f"PROMETHEE II of {n} candidates × {m} criteria, linear preference")
    describe(values=values, weights=weights)
    exactness = check(values, weights, min(200, n))
    one = timed("ours, 1 thread", lambda: promethee_ii(values, weights, LINEAR), runs)
    many = timed(
        f"ours, {threads} threads",
        lambda: promethee_ii(values, weights, LINEAR, threads=threads),
        runs,
    )
    peak = peak_mib()
    peer = timed("NumPy sorted", lambda: numpy_sorted(values, weights), runs)
    size = f"{n} × {m}, {threads} threads"
    return [
        Row(
            work="PROMETHEE II",
            size=size,
            ours_s=many.median,
            peer="NumPy, sorted, net flow only, 1 thread",
            peer_s=peer.median,
            ratio=peer.median / many.median,
            per_thread_ratio=peer.median / one.median,
            exactness=f"{exactness}; {many.spread}",
            peak_mib=peak,
        ),
        Row(
            work="PROMETHEE II where all pairs do not fit",
            size=size,
            ours_s=many.median,
            peer=f"pymcdm, memory capped at {options.cap_gib} GiB: {capped(options)}",
            peer_s=None,
            ratio=None,
            per_thread_ratio=None,
            exactness=exactness,
            peak_mib=peak,
        ),
    ]


def capped(options: argparse.Namespace) -> str:
    """Run pymcdm at the same size in a process of its own with a memory limit."""
    command = [sys.executable, "-m", "benchmarks.promethee", "--pymcdm-alone"]
    sizes = ["--candidates", str(options.candidates), "--criteria", str(options.criteria)]
    ran = subprocess.run(
        [*command, *sizes, "--cap-gib", str(options.cap_gib)],
        check=False,
        capture_output=True,
        text=True,
    )
    outcome = {0: "finished", NO_MEMORY: "out of memory"}.get(ran.returncode)
    if outcome is None:
        raise SystemExit(f"pymcdm ended with {ran.returncode}: {ran.stderr[-500:]}")
    print(f"  pymcdm with {options.cap_gib} GiB: {outcome}", flush=True)
    return outcome


def pymcdm_alone(options: argparse.Namespace) -> None:
    cap = options.cap_gib * 2**30
    resource.setrlimit(resource.RLIMIT_AS, (cap, cap))
    try:
        pymcdm_net(*inputs(options.candidates, options.criteria))
    except MemoryError:
        sys.exit(NO_MEMORY)


def small(options: argparse.Namespace) -> Row:
    n, m, runs = (100 if options.quick else 1_000), options.criteria, options.runs
    values, weights = inputs(n, m)
    print(f"PROMETHEE II of {n} candidates × {m} criteria")
    describe(values=values, weights=weights)
    worst = float(
        np.abs(pymcdm_net(values, weights) - promethee_ii(values, weights, LINEAR).net).max()
    )
    if worst > 1e-12:
        raise SystemExit(f"flows differ from pymcdm by {worst:.2e}")
    one = timed("ours, 1 thread", lambda: promethee_ii(values, weights, LINEAR), runs)
    peer: Timing = timed("pymcdm", lambda: pymcdm_net(values, weights), runs)
    return Row(
        work="PROMETHEE II, all pairs in memory",
        size=f"{n} × {m}, 1 thread",
        ours_s=one.median,
        peer="pymcdm, validation off, 1 thread",
        peer_s=peer.median,
        ratio=peer.median / one.median,
        per_thread_ratio=peer.median / one.median,
        exactness=f"net flows at most {worst:.0e} apart; {one.spread}",
        peak_mib=peak_mib(),
    )


def main() -> None:
    parser = arguments(__doc__)
    parser.add_argument("--candidates", type=int, default=35_000)
    parser.add_argument("--criteria", type=int, default=16)
    parser.add_argument("--cap-gib", type=int, default=8, help="memory that pymcdm may have")
    parser.add_argument("--pymcdm-alone", action="store_true", help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.pymcdm_alone:
        pymcdm_alone(options)
        return
    if options.quick:
        options.candidates, options.runs = 2_000, 1
    # one thread is enough for a thousand candidates: two would wait for each other
    deliver([*large(options), small(options)], options.json)


if __name__ == "__main__":
    main()
