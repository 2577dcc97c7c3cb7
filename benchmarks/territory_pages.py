"""Pages of territories at full size on SQLite: every kind of place, all communes, asked one by one and together.

The target is one page in less than 100 ms, 95 times in 100, with all communes, 10 000 dossiers and 100 000
events. Two web processes and the clients share the machine, so that the times hold the clients' own work too.
A process computes the national ranks of a kind of place once, at its first page: those pages are asked before.
"""

from __future__ import annotations

import argparse
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from benchmarks._measure import peak_mib
from benchmarks.platform_pages import database, served

TOGETHER = 8
TARGET_SECONDS = 0.1
PATHS: Mapping[str, str] = {
    "territory": "/territoires/{key}/",
    "territory, an earlier day": "/territoires/{key}/?date=2021-12-31",
    "territory, in English": "/en/territoires/{key}/",
}
EXPECTED = 'id="mesures"'


def filled(environment: dict[str, str], folder: str, sizes: dict[str, int]) -> list[str]:
    """Fill one database; return the keys of the places to ask."""
    start = time.perf_counter()
    parts = [part for name, size in sizes.items() for part in (f"--{name}", str(size))]
    command = [sys.executable, "-m", "benchmarks._platform_data"]
    subprocess.run(
        [*command, "--sessions", f"{folder}/sessions.json", *parts], check=True, env=environment
    )
    said = subprocess.run(
        [sys.executable, "-m", "benchmarks._territory_sample"],
        check=True,
        env=environment,
        stdout=subprocess.PIPE,
        text=True,
    )
    print(f"sqlite: filled in {time.perf_counter() - start:.0f} s", flush=True)
    return list(json.loads(said.stdout.splitlines()[-1]))


def asked(
    base: str, folder: str, keys: list[str], *, name: str, clients: int, rounds: int
) -> list[dict[str, Any]]:
    """Ask each place once a round and client."""
    plan, out = Path(folder, "plan.json"), Path(folder, "out.json")
    work = [
        {"name": key, "person": "", "path": PATHS[name].format(key=key), "expect": EXPECTED}
        for key in keys
    ]
    plan.write_text(json.dumps({"work": work, "rounds": rounds, "sessions": {}}))
    command = [sys.executable, "-m", "benchmarks._load", "--base", base, "--plan", str(plan)]
    subprocess.run([*command, "--clients", str(clients), "--out", str(out)], check=True)
    return list(json.loads(out.read_text(encoding="utf-8")))


def row(name: str, clients: int, size: str, found: list[dict[str, Any]]) -> dict[str, Any]:
    """Sum up the answers; a wrong answer cancels the time."""
    times = sorted(one["seconds"] for one in found)
    p95 = times[min(len(times) - 1, int(0.95 * len(times)))]
    wrong = sum(one["status"] != 200 or not one["is_right"] for one in found)
    slow = max(found, key=lambda one: one["seconds"])
    said = (
        f"p95; p50 {statistics.median(times):.3f} s, slowest {slow['seconds']:.3f} s "
        f"({slow['name']}); {len(found)} answers, {wrong} wrong"
    )
    print(f"  {name}, {clients} at once: p95 {p95:.3f} s, {said}", flush=True)
    return {
        "work": f"page: {name}",
        "size": f"{size}, {clients} at once",
        "ours_s": None if wrong else p95,
        "peak_mib": peak_mib(),
        "exactness": said,
    }


def measured(sizes: dict[str, int], rounds: int) -> list[dict[str, Any]]:
    """Fill one database, serve it, ask places of every kind."""
    with (
        tempfile.TemporaryDirectory(prefix="rt") as folder,
        database("sqlite", folder) as address,
    ):
        environment = os.environ | {
            "DATABASE_URL": address,
            "REBOND_VAR": folder,
            "REBOND_DEBUG": "1",
            "DJANGO_SETTINGS_MODULE": "benchmarks._platform_settings",
            "REBOND_LOG_LEVEL": "ERROR",
        }
        keys = filled(environment, folder, sizes)
        _evaluate(environment, folder)
        environment.pop("REBOND_DEBUG")
        subprocess.run(
            [sys.executable, "-m", "django", "collectstatic", "--no-input", "-v", "0"],
            check=True,
            env=environment,
        )
        size = (
            f"sqlite, {len(keys)} places, {sizes['dossiers']:,} dossiers, {sizes['rows']:,} events"
        )
        found = []
        with served(environment) as base:
            for name in PATHS:
                asked(base, folder, keys[:60], name=name, clients=4, rounds=1)
            for name in PATHS:
                answers = asked(base, folder, keys, name=name, clients=1, rounds=rounds)
                found.append(row(name, 1, size.replace(",", " "), answers))
            name = next(iter(PATHS))
            answers = asked(base, folder, keys, name=name, clients=TOGETHER, rounds=1)
            found.append(row(name, TOGETHER, size.replace(",", " "), answers))
        return found


def _evaluate(environment: dict[str, str], folder: str) -> None:
    """Publish the evaluation of the shipped programme, as an installation does."""
    target = Path(folder, "decisions")
    target.mkdir(exist_ok=True)
    programme = next(Path("programmes").iterdir()).name
    command = ["-m", "rebond.cli", "evaluate", programme]
    subprocess.run(
        [sys.executable, *command, "--draws", "1000", "--out", str(target / f"{programme}.json")],
        check=True,
        env=environment,
        stdout=subprocess.DEVNULL,
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quick", action="store_true")
    parser.add_argument("--json", type=Path)
    options = parser.parse_args()
    sizes = (
        {"dossiers": 500, "opinions": 500, "rows": 5_000}
        if options.quick
        else {"dossiers": 10_000, "opinions": 10_000, "rows": 100_000}
    )
    found = measured(sizes, 1 if options.quick else 3)
    if options.json:
        options.json.write_text(json.dumps(found), encoding="utf-8")


if __name__ == "__main__":
    main()
