"""Delay simulation: many sites beside NumPy, site by site and in blocks; then one site for a page."""

from __future__ import annotations

import argparse
import itertools
import json
import resource
import statistics
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np

from rebond.procedure.kernel import PIECES, TRIANGULAR, Graphs
from rebond.procedure.planning import plan_site
from rebond.procedure.simulation import LEVELS, Batch, simulate
from rebond.procedure.skeleton import arc_rows, followers_of

SEED = 20200720
STEPS, ARCS = 20, 34
TARGET_DAYS = 480
BLOCK = 50
EXAMPLE = Path(__file__).parents[1] / "docs" / "tutorial" / "sites" / "le_carnet.yaml"


def timed(work: Callable[[], Any], runs: int) -> tuple[float, str, Any]:
    """Return the median of several runs after a warm-up, their spread, and the last result."""
    work()
    times, result = [], None
    for _ in range(runs):
        start = time.perf_counter()
        result = work()
        times.append(time.perf_counter() - start)
    return statistics.median(times), f"{min(times):.3g}–{max(times):.3g} s", result


def peak_mib() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def graph() -> list[list[int]]:
    """Draw the steps that each of the 20 steps waits for: six layers, 34 arcs, ways that compete."""
    rng = np.random.default_rng(SEED)
    layers = [[0, 1, 2, 3], [4, 5, 6, 7], [8, 9, 10, 11], [12, 13, 14, 15], [16, 17, 18], [19]]
    before: list[list[int]] = [[] for _ in range(STEPS)]
    for earlier, layer in itertools.pairwise(layers):
        for step in layer:
            waits = 3 if step == STEPS - 1 else 2
            before[step] = sorted(rng.choice(earlier, waits, replace=False).tolist())
    before[STEPS - 1].append(15)
    return before


def batch_of(sites: int, before: list[list[int]]) -> Batch:
    rng = np.random.default_rng(SEED + 1)
    bounds = np.cumsum(rng.uniform(5, 60, (sites, STEPS, 3)), axis=2).round().astype(np.float32)
    zeros = np.zeros((sites, STEPS), dtype=np.int32)
    first_arc, arcs = arc_rows(before)
    first_follower, follower = arc_rows(followers_of(before))
    graphs = Graphs(
        first_arc=first_arc,
        before=arcs,
        first_follower=first_follower,
        follower=follower,
        step_branch=np.zeros(STEPS, dtype=np.int32),
        branch_parent=np.array([-1], dtype=np.int32),
        chance=np.ones((sites, 1), dtype=np.float32),
        kind=np.full((sites, STEPS), TRIANGULAR, dtype=np.int8),
        number=zeros,
        release=zeros,
        bounds=bounds,
        row=zeros,
        tables=np.zeros((1, PIECES + 1), dtype=np.float32),
        months=np.zeros((1, 1), dtype=np.int32),
    )
    return Batch(
        sites=tuple(f"site-{number}" for number in range(sites)),
        steps=tuple(f"step-{number}" for number in range(STEPS)),
        branches=("always",),
        graphs=graphs,
        promise=np.zeros((0, 4), dtype=np.int32),
        target=np.full(sites, TARGET_DAYS, dtype=np.int32),
    )


def propagate(days: Any, before: list[list[int]]) -> tuple[Any, Any]:
    """Return ends and critical marks; `days` is (steps, …)."""
    start, end = np.zeros_like(days), np.empty_like(days)
    for step, waits in enumerate(before):
        for other in waits:
            np.maximum(start[step], end[other], out=start[step])
        end[step] = start[step] + days[step]
    critical = np.zeros(days.shape, dtype=bool)
    critical[-1] = True
    for step in range(STEPS - 1, -1, -1):
        for other in before[step]:
            critical[other] |= critical[step] & (end[other] == start[step])
    return end, critical


def site_by_site(
    bounds: Any, before: list[list[int]], draws: int, sites: Any, *, whole_days: bool = False
) -> Any:
    """Do the work with plain NumPy, one site after the other, in float64."""
    rng = np.random.default_rng(SEED)
    ranks = [int(np.ceil(level * draws)) - 1 for level in LEVELS]
    rows = []
    for site in sites:
        low, mode, high = (bounds[site, :, part, None].astype(float) for part in range(3))
        days = rng.triangular(low, mode, high, (STEPS, draws))
        end, critical = propagate(np.floor(days + 0.5) if whole_days else days, before)
        last = end[-1]
        rows.append(
            (
                last.mean(),
                *np.partition(last, ranks)[ranks],
                (last <= TARGET_DAYS).mean(),
                *critical.mean(axis=1),
            )
        )
    return np.array(rows)


def in_blocks(bounds: Any, before: list[list[int]], draws: int) -> Any:
    """Do the work with NumPy on blocks of sites, in float32, by the inverse distribution function."""
    rng = np.random.default_rng(SEED)
    ranks = [int(np.ceil(level * draws)) - 1 for level in LEVELS]
    rows = []
    for first in range(0, len(bounds), BLOCK):
        part = bounds[first : first + BLOCK].transpose(1, 0, 2)[:, :, None, :]
        low, mode, high = part[..., 0], part[..., 1], part[..., 2]
        unit = rng.random((STEPS, part.shape[1], draws), dtype=np.float32)
        rising = low + np.sqrt(unit * ((high - low) * (mode - low)))
        falling = high - np.sqrt((1 - unit) * ((high - low) * (high - mode)))
        days = np.where(unit < (mode - low) / (high - low), rising, falling)
        end, critical = propagate(days, before)
        last = np.partition(end[-1], ranks, axis=1)
        rows.append(
            np.column_stack(
                (
                    end[-1].mean(axis=1),
                    last[:, ranks],
                    (end[-1] <= TARGET_DAYS).mean(axis=1),
                    critical.mean(axis=2).T,
                )
            )
        )
    return np.concatenate(rows)


def ours(batch: Batch, draws: int, threads: int) -> Any:
    seen = simulate(batch, draws=draws, seed=SEED, threads=threads)
    return np.column_stack((seen.mean, seen.quantiles, seen.chance_on_time, seen.criticality))


def check(batch: Batch, before: list[list[int]], sample: int, draws: int) -> str:
    """Compare with plain NumPy on a sample, with many draws; refuse to time a wrong answer."""
    places = np.random.default_rng(SEED).choice(len(batch.sites), sample, replace=False)
    truth = site_by_site(batch.graphs.bounds, before, draws, places, whole_days=True)
    found = ours(take(batch, places), draws, 1)
    off = found - truth
    mean, tenth, half, ninetieth = (float(np.mean(off[:, column])) for column in range(4))
    chance, critical = float(np.abs(off[:, 4]).max()), float(np.abs(off[:, 5:]).max())
    # Ends spread by some 60 days: eight standard errors of a mean over the sample.
    limit = 8 * 60 / np.sqrt(sample * draws)
    if (
        max(abs(mean), abs(tenth), abs(half), abs(ninetieth)) > limit
        or max(chance, critical) > 0.02
    ):
        raise SystemExit(f"wrong distribution: {mean=} {half=} {ninetieth=} {chance=} {critical=}")
    return (
        f"from NumPy in whole days on {sample} sites × {draws} draws, days: mean {mean:+.3f}, P10 {tenth:+.3f}, "
        f"P50 {half:+.3f}, P90 {ninetieth:+.3f}; largest chance {chance:.3f}, criticality {critical:.3f}"
    )


def take(batch: Batch, places: Any) -> Batch:
    """Return some sites of a batch, which keep their numbers."""
    graphs = batch.graphs
    kept = {
        name: getattr(graphs, name)[places]
        for name in ("chance", "kind", "number", "release", "bounds", "row")
    }
    return Batch(
        sites=tuple(batch.sites[place] for place in places),
        steps=batch.steps,
        branches=batch.branches,
        graphs=graphs._replace(**kept),
        promise=batch.promise,
        target=batch.target[places],
    )


def many_sites(options: argparse.Namespace) -> list[dict[str, Any]]:
    sites, draws = (400, 500) if options.quick else (options.sites, options.draws)
    before = graph()
    batch = batch_of(sites, before)
    exactness = check(batch, before, 5 if options.quick else 40, 20_000)
    runs = 1 if options.quick else options.runs
    one, _, first = timed(lambda: ours(batch, draws, 1), runs)
    two, spread, second = timed(lambda: ours(batch, draws, 2), runs)
    alone = ours(take(batch, np.array([sites // 2])), draws, 1)
    if not np.array_equal(first, second) or not np.array_equal(alone[0], first[sites // 2]):
        raise SystemExit("not the same bits for 1 and 2 threads, or for one site and all")
    peak = peak_mib()
    exactness += f"; same bits on 1 and 2 threads, alone and among {sites}; {spread}"
    sample = min(sites, options.sample)
    loop, _, _ = timed(
        lambda: site_by_site(batch.graphs.bounds, before, draws, range(sample)), min(runs, 3)
    )
    block, _, _ = timed(lambda: in_blocks(batch.graphs.bounds, before, draws), min(runs, 3))
    size = f"{sites} sites × {draws} draws × {STEPS} steps, {ARCS} arcs, 2 threads"
    scaled = "" if sample == sites else f", scaled from {sample} sites"
    row = {"work": "simulated dates", "size": size, "ours_s": two, "peak_mib": peak}
    return [
        row
        | {
            "peer": f"NumPy site by site, float64, 1 thread{scaled}",
            "peer_s": loop * sites / sample,
            "ratio": loop * sites / sample / two,
            "per_thread_ratio": loop * sites / sample / one,
            "exactness": exactness,
        },
        row
        | {
            "peer": f"NumPy in blocks of {BLOCK} sites, float32, 1 thread",
            "peer_s": block,
            "ratio": block / two,
            "per_thread_ratio": block / one,
            "exactness": "same work: mean, P10, P50, P90, chance by a day, criticality",
        },
    ]


def one_site(runs: int) -> list[dict[str, Any]]:
    """Time what a page waits for when a slider moves: the simulation of one site, then its whole plan."""
    before = graph()
    batch = batch_of(1, before)
    alone, spread, _ = timed(lambda: ours(batch, 10_000, 1), runs)
    on = date(2026, 11, 21)
    plan, plan_spread, found = timed(
        lambda: plan_site(EXAMPLE, as_of=on, draws=10_000, with_order=False), runs
    )
    return [
        {
            "work": "simulated dates, one site",
            "size": f"1 site × 10000 draws × {STEPS} steps, 1 thread",
            "ours_s": alone,
            "peak_mib": peak_mib(),
            "exactness": f"{spread}; goal under 0.05 s",
        },
        {
            "work": "whole plan of one site, from its file",
            "size": f"{len(found.steps)} steps × 10000 draws, gains of {len(found.gains)} anticipations",
            "ours_s": plan,
            "peak_mib": peak_mib(),
            "exactness": f"{plan_spread}",
        },
    ]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quick", action="store_true", help="small sizes, to see that it works")
    parser.add_argument("--json", type=Path, help="write the rows here")
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--sites", type=int, default=10_000)
    parser.add_argument("--draws", type=int, default=1_000)
    parser.add_argument("--sample", type=int, default=2_000, help="sites that the loop is timed on")
    options = parser.parse_args()
    rows = many_sites(options) + one_site(1 if options.quick else options.runs)
    for row in rows:
        print(json.dumps(row, ensure_ascii=False))
    if options.json:
        options.json.write_text(json.dumps(rows), encoding="utf-8")


if __name__ == "__main__":
    main()
