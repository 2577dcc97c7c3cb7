"""Search of a million sites beside PostGIS and SQLite's R*Tree, then of a hundred thousand over HTTP.

The engine pays no driver and no socket, the peers do; each answers box, five musts, three wishes, rank, first
20 and three facets. Answers are compared first: a wrong one cancels the times.
"""

from __future__ import annotations

import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from benchmarks._measure import Row, arguments, deliver, peak_mib
from benchmarks._site_peers import Answer, postgis, sqlite
from benchmarks._site_table import FACETS, needs, table
from benchmarks.platform_pages import free_port
from rebond.matching import Matches, Need, SiteColumns
from rebond.matching import search as search_plainly
from rebond.matching.index import SiteIndex

CLIENTS = 8
COMPARED = 20


def quantile(times: Sequence[float], share: float) -> float:
    """Return a quantile of times."""
    return sorted(times)[min(len(times) - 1, int(share * len(times)))]


def times_of(
    search: Callable[[Need], Any], asked: Sequence[Need]
) -> tuple[list[float], list[float]]:
    """Return for each need the time by the clock, and that of this thread's processor alone."""
    for need in asked[:10]:
        search(need)
    clock, own = [], []
    for need in asked:
        start, spent = time.perf_counter(), time.thread_time()
        search(need)
        clock.append(time.perf_counter() - start)
        own.append(time.thread_time() - spent)
    return clock, own


def told(found: Matches, sites: SiteColumns) -> Answer:
    """Return an answer of ours as the peers give theirs."""
    best = [
        (int(row), int(sure), float(low), float(high))
        for row, sure, low, high in zip(
            found.rows, found.is_sure, found.low, found.high, strict=True
        )
    ]
    counts: dict[tuple[int, Any], int] = {}
    for sure, count in ((1, found.sure), (0, found.unsure)):
        if count:
            counts[1, sure] = count
    for at, name in enumerate(FACETS, start=2):
        codes = [*range(len(sites.code_names[name])), None]
        counts |= {
            (at, code): int(count)
            for code, count in zip(codes, found.facets[name], strict=True)
            if count
        }
    return best, counts


def differing(ours: Answer, theirs: Answer) -> int:
    """Count what differs: sites of the first 20 whose rank or score is another, and counts."""
    rows = sum(
        a[:2] != b[:2] or not np.allclose(a[2:], b[2:], atol=1e-9)
        for a, b in zip(ours[0], theirs[0], strict=True)
    )
    return rows + sum(
        ours[1].get(key) != theirs[1].get(key) for key in ours[1].keys() | theirs[1].keys()
    )


def engines(count: int, asked: int, threads: int) -> list[Row]:
    """Measure the engine and its peers on one table."""
    sites = table(count)
    start = time.perf_counter()
    index = SiteIndex.build(sites)
    built = time.perf_counter() - start
    print(f"  index of {count} sites built in {built:.2f} s", flush=True)
    rows = []
    with sqlite(sites) as lite, postgis(sites) as post:
        for where, everywhere in (("in a box of a few degrees", False), ("whole country", True)):
            drawn = needs(asked, everywhere=everywhere)
            wrong = 0
            for need in drawn[:COMPARED]:
                ours = index.search(need, facets=FACETS)
                plain = search_plainly(sites, need, facets=FACETS)
                wrong += ours.rows.tolist() != plain.rows.tolist()
                wrong += told(ours, sites)[1] != told(plain, sites)[1]
            wrong += _more_threads(index, drawn, threads)
            for many in dict.fromkeys((1, threads)):
                clock, own = times_of(
                    lambda n, t=many: index.search(n, facets=FACETS, threads=t), drawn
                )
                said = _said(clock, own)
                print(f"  ours, {where}, {many} thread(s): {said}", flush=True)
                rows.append(
                    _row(f"site search, {where}, {many} thr", count, clock, None, [], wrong, said)
                )
            base = next(row.ours_s for row in rows if where in row.work)
            for name, peer in (("SQLite R*Tree", lite), ("PostGIS", post)):
                if peer is None:
                    print("  no PostGIS here: set REBOND_BENCH_POSTGIS", flush=True)
                    continue
                few = drawn[: max(10, asked // (10 if everywhere else 3))]
                off = sum(
                    differing(told(index.search(one, facets=FACETS), sites), peer(one))
                    for one in few[:COMPARED]
                )
                clock, _own = times_of(peer, few)
                said = f"peer {_said(clock, [])}; {off} of its first {COMPARED} answers' rows and counts differ"
                print(f"  {name}, {where}: {said}", flush=True)
                rows.append(
                    _row(
                        f"site search, {where}, 1 thr",
                        count,
                        [base],
                        name,
                        clock,
                        wrong + off,
                        said,
                    )
                )
    return rows


def _more_threads(index: SiteIndex, drawn: Sequence[Need], threads: int) -> int:
    return sum(
        index.search(one, facets=FACETS).rows.tolist()
        != index.search(one, facets=FACETS, threads=threads).rows.tolist()
        for one in drawn[:COMPARED]
    )


def _said(clock: Sequence[float], own: Sequence[float]) -> str:
    words = f"p50 {1e3 * statistics.median(clock):.3g} ms, p99 {1e3 * quantile(clock, 0.99):.3g} ms"
    if own:
        words += f" (processor alone: p50 {1e3 * statistics.median(own):.3g}, p99 {1e3 * quantile(own, 0.99):.3g} ms)"
    load = ", ".join(f"{value:.1f}" for value in os.getloadavg())
    return f"{words}, {len(clock)} needs, load {load}"


def _row(
    work: str,
    count: int,
    clock: Sequence[float],
    peer: str | None,
    theirs: Sequence[float],
    wrong: int,
    said: str,
) -> Row:
    ours = statistics.median(clock)
    peer_s = statistics.median(theirs) if theirs else None
    ratio = None if peer_s is None else peer_s / ours
    exactness = f"{said}; {wrong} wrong" if wrong else said
    return Row(
        work,
        f"{count:,} sites".replace(",", " "),
        ours,
        peer,
        peer_s,
        ratio,
        ratio,
        exactness,
        peak_mib(),
    )


def addresses(count: int = 64) -> list[str]:
    """Return canonical addresses of needs, each another."""
    draw = np.random.default_rng(9)
    found = []
    for number in range(count):
        lot, power, rail = (
            int(draw.choice(one)) for one in ([5, 10, 20, 30], [2, 5, 10], [3, 5, 10, 15])
        )
        regime = str(draw.choice(["declaration", "enregistrement", "autorisation"]))
        day = f"203{int(draw.integers(2, 4))}-{int(draw.integers(1, 13)):02d}-01"
        prefix = "/en" if number % 2 else ""
        found.append(
            f"{prefix}/sites/?lot={lot}&puissance={power}&rail={rail}&autoroute=10&emplois=50000&emplois_p=3"
            f"&icpe={regime}&pret={day}&chance=80" + ("" if number % 4 else "&pret_p=2")
        )
    return found


def over_http(count: int, rounds: int) -> list[Row]:
    """Measure the page of the search through the real server, eight people at once."""
    with tempfile.TemporaryDirectory(prefix="rb") as folder:
        kept = os.environ.get("REBOND_BENCH_SITES", "")
        environment = os.environ | {
            "REBOND_VAR": kept or folder,
            "DJANGO_SETTINGS_MODULE": "benchmarks._platform_settings",
            "PYTHONPATH": str(Path(__file__).resolve().parents[1]),
            "REBOND_LOG_LEVEL": "WARNING",
        }
        if not kept:
            fill = [sys.executable, "-m", "benchmarks._site_fill", "--sites", str(count)]
            subprocess.run(fill, check=True, env=environment)
        port = free_port()
        serve = [str(Path(sys.executable).with_name("rebond")), "serve", "--port", str(port)]
        process = subprocess.Popen(serve, env=environment, stdout=subprocess.DEVNULL)
        base = f"http://127.0.0.1:{port}"
        work = [
            {"name": "search", "person": "", "path": path, "expect": "need-list"}
            for path in addresses()
        ]
        out = Path(folder, "out.json")
        try:
            _wait(base)
            for rounded in (1, rounds):
                plan = Path(folder, "plan.json")
                plan.write_text(json.dumps({"work": work, "rounds": rounded, "sessions": {}}))
                load = [
                    sys.executable,
                    "-m",
                    "benchmarks._load",
                    "--base",
                    base,
                    "--plan",
                    str(plan),
                ]
                subprocess.run([*load, "--clients", str(CLIENTS), "--out", str(out)], check=True)
        finally:
            process.terminate()
            process.wait(30)
        answers = json.loads(out.read_text())
    times = [one["seconds"] for one in answers]
    wrong = sum(one["status"] != 200 or not one["is_right"] for one in answers)
    load = ", ".join(f"{value:.1f}" for value in os.getloadavg())
    said = (
        f"p95; p50 {statistics.median(times):.3f} s, {CLIENTS} at once, {len(times)} answers, {wrong} wrong, "
        f"load {load}"
    )
    print(f"  page of the search: p95 {quantile(times, 0.95):.3f} s, {said}", flush=True)
    size = f"{count:,} sites over HTTP".replace(",", " ")
    return [
        Row(
            "page: site search",
            size,
            quantile(times, 0.95),
            None,
            None,
            None,
            None,
            said,
            peak_mib(),
        )
    ]


def _wait(base: str) -> None:
    import urllib.error
    import urllib.request

    for _ in range(600):
        try:
            with urllib.request.urlopen(f"{base}/healthz", timeout=5):  # noqa: S310 - our own server
                return
        except (urllib.error.URLError, OSError):
            time.sleep(0.2)
    raise SystemExit("the server did not start")


def main() -> None:
    parser = arguments(__doc__)
    parser.add_argument("--only", choices=("engine", "http"))
    options = parser.parse_args()
    rows: list[Row] = []
    if options.only != "http":
        count, asked = (50_000, 60) if options.quick else (1_000_000, 300)
        rows += engines(count, asked, options.threads)
    if options.only != "engine":
        rows += over_http(5_000 if options.quick else 100_000, 2 if options.quick else 6)
    deliver(rows, options.json)


if __name__ == "__main__":
    main()
