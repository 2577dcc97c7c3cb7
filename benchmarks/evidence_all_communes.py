"""Evidence for every commune, and sums with distance decay beside SciPy's k-d tree."""

from __future__ import annotations

import argparse
import json
import resource
import statistics
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
from scipy.spatial import cKDTree

from rebond.evidence import EvidenceEngine
from rebond.evidence.decay import decay_sums
from rebond.evidence.distances import EARTH_RADIUS_KM, chord_to_km, km_to_chord
from rebond.opendata import Snapshot
from rebond.territory import Atlas

SEED = 20200720
AS_OF = date(2020, 7, 20)
SPREAD_KM = 3.0
CHUNK = 250


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


def tree_sums(sites: Any, targets: Any, values: Any, radius_km: float) -> Any:
    """Sum with decay through SciPy: pairs of two k-d trees, in chunks that fit in memory."""
    tree = cKDTree(targets)
    sums = np.zeros(len(sites))
    for first in range(0, len(sites), CHUNK):
        pairs = cKDTree(sites[first : first + CHUNK]).sparse_distance_matrix(
            tree, km_to_chord(radius_km), output_type="ndarray"
        )
        weight = np.maximum(0.0, 1.0 - chord_to_km(pairs["v"]) / radius_km)
        sums[first : first + CHUNK] = np.bincount(
            pairs["i"],
            weights=weight * values[pairs["j"]],
            minlength=min(CHUNK, len(sites) - first),
        )
    return sums


def brute_sums(sites: Any, targets: Any, values: Any, radius_km: float) -> Any:
    """Sum with decay over every pair: slow and obvious."""
    sums = []
    for site in sites:
        chord = np.linalg.norm(targets - site, axis=1)
        sums.append(np.maximum(0.0, 1.0 - chord_to_km(chord) / radius_km) @ values)
    return np.array(sums)


def scattered(sites: Any, weights: Any, count: int) -> Any:
    """Scatter establishments around the centres of communes, as many as their own, seeded."""
    rng = np.random.default_rng(SEED)
    around = sites[rng.choice(len(sites), count, p=weights / weights.sum())]
    moved = around + rng.normal(0.0, SPREAD_KM / EARTH_RADIUS_KM, around.shape)
    return moved / np.linalg.norm(moved, axis=1, keepdims=True)


def whole_evidence(snapshot: Snapshot, atlas: Atlas, runs: int, step: int) -> dict[str, Any]:
    """Compute every indicator for every commune, nothing kept from one run to the next."""

    def work() -> Any:
        engine = EvidenceEngine(snapshot, atlas, threads=2)
        places, ids = engine.communes()[::step], engine.catalogue.ids
        return engine.evaluate(places, ids, as_of=AS_OF, allow_later=ids)

    median, spread, evidence = timed(work, runs)
    available = sum(one.is_available for one in evidence.indicators)
    return {
        "work": "evidence, every indicator, tables in memory",
        "size": f"{len(evidence.places)} communes × {len(evidence.indicators)} indicators, 2 threads",
        "ours_s": median,
        "peak_mib": peak_mib(),
        "exactness": f"{available} indicators have data; {spread}; goal under 10 s",
    }


def decay_row(
    work: str, sites: Any, targets: Any, values: Any, radius: float, *, runs: int, sample: int
) -> dict[str, Any]:
    """Time our sums on one and two threads beside the tree, and compare with brute force."""
    few = np.random.default_rng(SEED).choice(len(sites), min(sample, len(sites)), replace=False)
    column = values[:, None].astype(float)
    truth = brute_sums(sites[few[:60]], targets, values, radius)
    one, _, found = timed(lambda: decay_sums(sites, targets, column, radius), runs)
    two, spread, again = timed(lambda: decay_sums(sites, targets, column, radius, threads=2), runs)
    tree, _, theirs = timed(lambda: tree_sums(sites[few], targets, values, radius), 1)
    scale = len(sites) / len(few)
    ours_off = np.max(np.abs(found[few[:60], 0] - truth) / np.maximum(1.0, truth))
    tree_off = np.max(np.abs(theirs[:60] - truth) / np.maximum(1.0, truth))
    if ours_off > 1e-9 or not np.array_equal(found, again):
        raise SystemExit(f"{work}: wrong sums ({ours_off:.2g} off), no timing")
    return {
        "work": work,
        "size": f"{len(sites)} × {len(targets)}, R = {radius:g} km, 2 threads",
        "ours_s": two,
        "peer": "SciPy cKDTree.sparse_distance_matrix, 1 thread"
        + (f", scaled from {len(few)} sites" if scale > 1 else ""),
        "peer_s": tree * scale,
        "ratio": tree * scale / two,
        "per_thread_ratio": tree * scale / one,
        "peak_mib": peak_mib(),
        "exactness": f"relative difference from brute force on 60 sites: ours {ours_off:.1g}, "
        f"peer {tree_off:.1g}; same bits on 1 and 2 threads; {spread}",
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quick", action="store_true", help="small sizes, to see that it works")
    parser.add_argument("--json", type=Path, help="write the rows here")
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--points", type=int, default=1_000_000)
    parser.add_argument("--sample", type=int, default=2_000, help="sites that the peer is timed on")
    options = parser.parse_args()
    runs, step = (1, 50) if options.quick else (options.runs, 1)
    points, sample = (20_000, 200) if options.quick else (options.points, options.sample)

    start = time.perf_counter()
    snapshot = Snapshot.open()
    atlas = Atlas.from_snapshot(snapshot)
    print(f"snapshot {snapshot.digest}, atlas read in {time.perf_counter() - start:.2f} s")
    rows = [whole_evidence(snapshot, atlas, runs, step)]

    frame = EvidenceEngine(snapshot, atlas).frame
    located = np.isfinite(frame.xyz).all(axis=1)
    sites, people = frame.xyz[located][::step], np.nan_to_num(frame.population[located])[::step]
    rows.append(
        decay_row(
            "decay sum over communes", sites, sites, people, 30.0, runs=runs, sample=len(sites)
        )
    )
    targets = scattered(sites, people, points)
    rows.append(
        decay_row(
            "decay sum over establishments",
            sites,
            targets,
            np.ones(points),
            20.0,
            runs=runs,
            sample=sample,
        )
    )
    for row in rows:
        print(json.dumps(row, ensure_ascii=False))
    if options.json:
        options.json.write_text(json.dumps(rows), encoding="utf-8")


if __name__ == "__main__":
    main()
