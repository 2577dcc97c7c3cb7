"""SMAA: who is among the first K under drawn weights, beside NumPy and pymcdm."""

from __future__ import annotations

import argparse
import time
from typing import TYPE_CHECKING, Any

import numpy as np

from benchmarks._measure import Row, Timing, arguments, deliver, describe, peak_mib, timed
from rebond.evaluation import WeightSet, acceptability, top_k_acceptability

if TYPE_CHECKING:
    from collections.abc import Callable

SEED = 20200720
BLOCK = 64


class Counted:
    """Counts and sums of weights, gathered by the peers as we do."""

    def __init__(self, candidates: int, criteria: int) -> None:
        self.among = np.zeros(candidates, dtype=np.int64)
        self.first = np.zeros(candidates, dtype=np.int64)
        self.among_weights = np.zeros((candidates, criteria))
        self.first_weights = np.zeros((candidates, criteria))

    def add(self, scores: Any, weights: Any, k: int) -> None:
        top = np.argpartition(scores, -k)[-k:]
        best = top[scores[top].argmax()]
        self.among[top] += 1
        self.among_weights[top] += weights
        self.first[best] += 1
        self.first_weights[best] += weights


def numpy_draw_by_draw(values: Any, weights: Any, k: int) -> Counted:
    """Do the work with the plainest loop: one product and one partition a draw."""
    counted = Counted(*values.shape)
    for row in weights:
        counted.add(values @ row, row, k)
    return counted


def numpy_in_blocks(values: Any, weights: Any, k: int) -> Counted:
    """Do the work with one matrix product for 64 draws; selection stays draw by draw."""
    counted = Counted(*values.shape)
    transposed = np.ascontiguousarray(values.T)
    for start in range(0, len(weights), BLOCK):
        rows = weights[start : start + BLOCK]
        for row, scores in zip(rows, rows @ transposed, strict=True):
            counted.add(scores, row, k)
    return counted


def pymcdm_draw_by_draw(values: Any, weights: Any, k: int) -> Counted:
    """Do the work with the library's weighted sum, without its validation and normalisation."""
    from pymcdm.methods import WSM

    method = WSM(lambda column, cost=False: column)  # noqa: ARG005
    types = np.ones(values.shape[1])
    counted = Counted(*values.shape)
    for row in weights:
        counted.add(method(values, row, types, validation=False), row, k)
    return counted


def check(values: Any, weights: Any, k: int, threads: int) -> str:
    """Compare every selection with double precision in criterion order; a difference stops the bench."""
    expected = np.zeros(len(values), dtype=np.int64)
    for start in range(0, len(weights), BLOCK):
        rows = weights[start : start + BLOCK]
        scores = np.zeros((len(rows), len(values)))
        for j in range(values.shape[1]):
            scores += rows[:, j, None] * values[None, :, j]
        limits = np.partition(scores, -k, axis=1)[:, -k]
        expected += (scores >= limits[:, None]).sum(axis=0)
    one = top_k_acceptability(values, weights, k)
    many = top_k_acceptability(values, weights, k, threads)
    wrong = int(np.abs(expected - one.first_k_counts).sum())
    same = one.first_k_central_weights.tobytes() == many.first_k_central_weights.tobytes()
    if wrong or not same:
        raise SystemExit(f"{wrong} selections differ from double precision, same bits: {same}")
    return (
        f"0 of {int(expected.sum())} selections differ from float64 ({len(weights)} draws); "
        f"same bits on 1 and {threads} threads"
    )


def first_k(options: argparse.Namespace) -> list[Row]:
    n, m, draws, k, threads = (
        options.candidates,
        options.criteria,
        options.draws,
        options.k,
        options.threads,
    )
    values = np.random.default_rng(SEED).random((n, m))
    weights = WeightSet.full(m).sample(draws, SEED)
    print(f"first {k} of {n} candidates × {m} criteria × {draws} draws")
    describe(values=values, weights=weights)
    exactness = check(values, weights[: options.checked], k, threads)
    runs = options.runs
    one = timed("ours, 1 thread", lambda: top_k_acceptability(values, weights, k), runs)
    many = timed(
        f"ours, {threads} threads", lambda: top_k_acceptability(values, weights, k, threads), runs
    )
    peak = peak_mib()
    size = f"{n} × {m} × {draws} draws, K = {k}, {threads} threads"
    single = (values.astype(np.float32), weights.astype(np.float32), k)
    rows = [
        numpy_row(name, work, inputs, (one, many), runs, exactness=exactness, size=size, peak=peak)
        for name, work, inputs in (
            ("draw by draw, float64", numpy_draw_by_draw, (values, weights, k)),
            ("blocks of 64, float64", numpy_in_blocks, (values, weights, k)),
            ("blocks of 64, float32 (not exact)", numpy_in_blocks, single),
        )
    ]
    sample = weights[: options.sample]
    peer = timed(
        f"pymcdm on {len(sample)} draws",
        lambda: pymcdm_draw_by_draw(values, sample, k),
        min(runs, 3),
    )
    scaled = Timing(tuple(run * draws / len(sample) for run in peer.runs))
    name = "pymcdm, validation off, 1 thread"
    name += "" if len(sample) == draws else f", scaled from {len(sample)} draws"
    rows.append(
        peer_row(name, (one, many), scaled, scaled, exactness=exactness, size=size, peak=peak)
    )
    rows.append(bare_products(values, weights, (one, many), size, peak))
    return rows


def numpy_row(
    name: str,
    work: Callable[..., Counted],
    inputs: tuple[Any, ...],
    ours: tuple[Timing, Timing],
    runs: int,
    **written: Any,
) -> Row:
    """Time one NumPy version with one BLAS thread and with all it takes by itself; the better counts.

    On shared cores a pool of BLAS threads can be many times slower than one thread, and a ratio to that
    would say nothing.
    """
    values, weights, k = inputs
    few, sample = min(runs, 3), weights[: max(len(weights) // 10, 1)]

    def whole() -> Counted:
        return work(values, weights, k)

    def part() -> Counted:
        return work(values, sample, k)

    alone = timed(f"NumPy {name}, 1 BLAS thread", whole, few, blas_threads=1, warm_up=part)
    pooled = timed(f"NumPy {name}, BLAS pool, {len(sample)} draws", part, few)
    scaled = Timing(tuple(run * len(weights) / len(sample) for run in pooled.runs))
    if scaled.median < alone.median:
        title = f"NumPy, {name}, BLAS pool, scaled from {len(sample)} draws"
        return peer_row(title, ours, scaled, alone, **written)
    return peer_row(f"NumPy, {name}, 1 thread", ours, alone, alone, **written)


def peer_row(
    name: str,
    ours: tuple[Timing, Timing],
    peer: Timing,
    peer_alone: Timing,
    *,
    exactness: str,
    size: str,
    peak: float,
) -> Row:
    one, many = ours
    return Row(
        work="SMAA, first K and central weights",
        size=size,
        ours_s=many.median,
        peer=name,
        peer_s=peer.median,
        ratio=peer.median / many.median,
        per_thread_ratio=peer_alone.median / one.median,
        exactness=f"{exactness}; {many.spread}",
        peak_mib=peak,
    )


def bare_products(
    values: Any, weights: Any, ours: tuple[Timing, Timing], size: str, peak: float
) -> Row:
    """Time the matrix products alone, in float32: what no method on these numbers can skip."""
    one, many = ours
    left = weights.astype(np.float32)
    right = np.ascontiguousarray(values.T.astype(np.float32))
    out = np.empty((256, len(values)), dtype=np.float32)

    def products() -> None:
        for start in range(0, len(left), 256):
            rows = left[start : start + 256]
            np.matmul(rows, right, out=out[: len(rows)])

    alone = timed("bare products, float32, 1 thread", products, 3, blas_threads=1)
    every = timed("bare products, float32, BLAS pool", products, 3)
    best = min(alone, every, key=lambda timing: timing.median)
    return Row(
        work="SMAA beside its matrix products alone",
        size=size,
        ours_s=many.median,
        peer="NumPy matmul float32, blocks of 256, nothing selected",
        peer_s=best.median,
        ratio=best.median / many.median,
        per_thread_ratio=alone.median / one.median,
        exactness="a bound, not the same work",
        peak_mib=peak,
    )


def shipped_size(options: argparse.Namespace) -> list[Row]:
    """Time whole rank distributions at the size of the shipped programme, uncertain values included."""
    n, references, m, criteria = 149, 62, 16, 5
    draws = min(options.draws, 10_000)
    rng = np.random.default_rng(SEED)
    low = rng.random((n + references, m))
    high = np.minimum(low + 0.3 * rng.random(low.shape), 1.0)
    missing = rng.random(low.shape) < 0.2
    low[missing], high[missing] = 0.0, 1.0
    shares = np.zeros((criteria, m))
    shares[np.arange(m) % criteria, np.arange(m)] = 1.0
    shares /= shares.sum(axis=1, keepdims=True)
    weights = WeightSet.full(criteria)
    print(f"rank distributions of {n} candidates × {m} indicators × {draws} draws")
    describe(low=low, high=high)

    def run(threads: int) -> Any:
        return acceptability(
            low[:n], high[:n], shares, weights, 78, draws, SEED, threads, low[n:], high[n:]
        )

    start = time.perf_counter()
    first = run(1)
    print(f"  first call, compilation or cache included: {time.perf_counter() - start:.2f} s")
    same = first.rank_counts.tobytes() == run(options.threads).rank_counts.tobytes()
    if not same:
        raise SystemExit("rank counts depend on the number of threads")
    one = timed("ours, 1 thread", lambda: run(1), options.runs)
    many = timed(f"ours, {options.threads} threads", lambda: run(options.threads), options.runs)
    return [
        Row(
            work="SMAA-2 of uncertain values: ranks, pairs, confidence, references",
            size=f"{n} + {references} × {m} indicators × {draws} draws, {threads} thread(s)",
            ours_s=timing.median,
            peer=None,
            peer_s=None,
            ratio=None,
            per_thread_ratio=None,
            exactness=f"same bits on 1 and {options.threads} threads; {timing.spread}",
            peak_mib=peak_mib(),
        )
        for threads, timing in ((1, one), (options.threads, many))
    ]


def main() -> None:
    parser = arguments(__doc__)
    parser.add_argument("--candidates", type=int, default=35_000)
    parser.add_argument("--criteria", type=int, default=16)
    parser.add_argument("--draws", type=int, default=10_000)
    parser.add_argument("--k", type=int, default=78)
    parser.add_argument("--checked", type=int, default=1_000, help="draws compared with float64")
    parser.add_argument("--sample", type=int, default=200, help="draws that pymcdm is timed on")
    options = parser.parse_args()
    if options.quick:
        options.candidates, options.draws, options.runs = 2_000, 500, 1
        options.checked, options.sample = 200, 20
    deliver(first_k(options) + shipped_size(options), options.json)


if __name__ == "__main__":
    main()
