"""Pages of `items` with a bbox over a hundred thousand features, a thousand a page, over HTTP.

The platform's own server with two workers is asked by two clients through its sockets. pygeoapi answers the
same clients with the same features in the same run, where it is installed; it is never needed.
"""

from __future__ import annotations

import http.client
import importlib.util
import json
import os
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import numpy as np
import shapely

from benchmarks._measure import Row, arguments, deliver, peak_mib
from benchmarks.platform_pages import free_port

NOW = datetime(2031, 6, 2, 9, tzinfo=UTC)
BOX = "-2,44,4,49"
PAGE, CLIENTS, WORKERS = 1_000, 2, 2
COMPARED = 3


def places(count: int) -> tuple[np.ndarray, np.ndarray]:
    """Return where the features lie: the same for us and for the peer."""
    rng = np.random.default_rng(7)
    return np.round(rng.uniform(-5, 9, count), 6), np.round(rng.uniform(41, 51, count), 6)


def rows(count: int) -> Iterator[Any]:
    """Yield the features as rows of the collection of communes."""
    from rebond.web.publishing.dataset import Row as Prepared

    for number, (lon, lat) in enumerate(zip(*places(count), strict=True)):
        code = f"{number:06d}"
        values = {
            "code": code,
            "name": f"Lieu fictif {code}",
            "departement_code": f"{number % 95:02d}",
            "region_code": f"{number % 13:02d}",
            "population": number % 9_000,
        }
        yield Prepared(code, values, shapely.to_wkb(shapely.Point(lon, lat)))


def prepare(folder: Path, count: int) -> float:
    """Put the features where the platform looks for those of the communes; return how long it took."""
    import django

    django.setup()
    from django.core.management import call_command

    from rebond.web.publishing import features, kept
    from rebond.web.publishing.datasets import datasets

    call_command("migrate", verbosity=0)
    dataset = datasets()["communes"]
    start = time.perf_counter()
    features._write(
        replace(dataset, rows=lambda _now: rows(count)),
        NOW,
        kept.path_of(dataset, features.FORM, NOW),
        lambda _done, _total: None,
    )
    assert folder.exists()
    return time.perf_counter() - start


def walk(port: int, path: str, compared: int = 0) -> tuple[int, int, list[str]]:
    """Follow every page; return how many there were, their bytes, and the first identifiers."""
    client = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    pages, size, first = 0, 0, []
    while path:
        client.request("GET", path)
        answer = client.getresponse()
        content = answer.read()
        assert answer.status == 200, (answer.status, content[:300])
        pages, size = pages + 1, size + len(content)
        head = content.partition(b'"features"')[0].rstrip().rstrip(b",") + b"}"
        if pages <= compared:
            first += [one["id"] for one in json.loads(content)["features"]]
        following = [one["href"] for one in json.loads(head)["links"] if one["rel"] == "next"]
        path = following[0].partition(f":{port}")[2] if following else ""
    return pages, size, first


def measured(port: int, path: str, seconds: float) -> tuple[float, int]:
    """Return the pages a second of some clients walking again and again, and how many pages they saw."""
    walk(port, path)
    counts = [0] * CLIENTS
    start = time.perf_counter()

    def client(at: int) -> None:
        while time.perf_counter() - start < seconds:
            counts[at] += walk(port, path)[0]

    threads = [threading.Thread(target=client, args=(at,)) for at in range(CLIENTS)]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    return sum(counts) / (time.perf_counter() - start), sum(counts)


def exact(count: int) -> set[str]:
    """Return the identifiers in the box, by plain arithmetic."""
    lon, lat = places(count)
    west, south, east, north = (float(one) for one in BOX.split(","))
    inside = (lon >= west) & (lon <= east) & (lat >= south) & (lat <= north)
    return {f"{one:06d}" for one in np.flatnonzero(inside)}


def main() -> None:
    asked = arguments(__doc__).parse_args()
    count = 20_000 if asked.quick else 100_000
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        os.environ |= {
            "DJANGO_SETTINGS_MODULE": "benchmarks._platform_settings",
            "REBOND_VAR": str(folder),
            "REBOND_API_PER_MINUTE": "1000000000",
            "REBOND_LOG_LEVEL": "ERROR",
        }
        built = prepare(folder, count)
        print(f"  {count} features prepared in {built:.2f} s", flush=True)
        port = free_port()
        command = [
            *(sys.executable, "-m", "gunicorn", "rebond.web.wsgi:application"),
            *("--config", "python:rebond.web.web_server", "--bind", f"127.0.0.1:{port}"),
            *("--workers", str(WORKERS), "--threads", "2", "--log-level", "error"),
            *("--keep-alive", "60", "--timeout", "120", "--no-control-socket"),
        ]
        server = subprocess.Popen(command, env=os.environ.copy())
        try:
            wait_for(port)
            path = f"/api/ogc/collections/communes/items?{urlencode({'bbox': BOX, 'limit': PAGE})}"
            _pages, _size, found = walk(port, path, compared=10**9)
            wrong = len(set(found) ^ exact(count)) + len(found) - len(set(found))
            rate, pages = measured(port, path, 3 if asked.quick else 15)
        finally:
            server.terminate()
            server.wait(30)
        print(f"  ours: {rate:.0f} pages a second over {pages} pages; {wrong} differ", flush=True)
        row = Row(
            work=f"OGC items with bbox, {PAGE} a page, {CLIENTS} clients, {WORKERS} workers (s a page)",
            size=f"{count} features",
            ours_s=1 / rate,
            peer=None,
            peer_s=None,
            ratio=None,
            per_thread_ratio=None,
            exactness=f"{wrong} of {len(found)} features differ from plain arithmetic; built in {built:.1f} s",
            peak_mib=peak_mib(),
        )
        rows_told = beside_peers(folder, row, rate, count, 3 if asked.quick else 15)
    deliver(rows_told, asked.json)


def beside_peers(folder: Path, row: Row, rate: float, count: int, seconds: float) -> list[Row]:
    """Return our row beside each peer on the same features, in this run; ours alone without pygeoapi."""
    if importlib.util.find_spec("pygeoapi") is None:
        print("  no pygeoapi here: install requirements/bench.lock to run it", flush=True)
        return [row]
    from benchmarks import _ogc_peer

    data = folder / "peer.geojson"
    _ogc_peer.write(data, places(count))
    told = []
    for name, provider in _ogc_peer.PROVIDERS.items():
        with _ogc_peer.Peer(provider, data, PAGE, WORKERS) as peer:
            theirs, pages, seen = _ogc_peer.pages_a_second(peer, BOX, CLIENTS, seconds)
        differ = f"{len(seen - exact(count))} of the {len(seen)} that they gave differ"
        print(f"  {name}: {theirs:.2f} pages a second over {pages}; {differ}", flush=True)
        said = f"{row.exactness}; {rate:.0f} pages a second, theirs {theirs:.1f}; {differ}"
        told.append(replace(row, peer=name, peer_s=1 / theirs, ratio=rate / theirs, exactness=said))
    return told


def wait_for(port: int) -> None:
    """Wait until the platform answers."""
    wait_for_path(port, "/healthz")


def wait_for_path(port: int, path: str) -> None:
    """Wait until the server answers."""
    for _ in range(200):
        try:
            client = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
            client.request("GET", path)
            if client.getresponse().status == 200:
                return
        except OSError:
            time.sleep(0.2)
    message = "the server does not answer"
    raise RuntimeError(message)


if __name__ == "__main__":
    main()
