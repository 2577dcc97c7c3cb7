"""pygeoapi on the same features, where it is installed, behind a WSGI server like ours.

Of the providers that it ships, those that have an index need what is not here (SQLiteGPKG: mod_spatialite;
PostgreSQL: PostGIS) and are not tried; CSV and TinyDB read their whole file for each page as GeoJSON does, and
GeoJSON is the quickest of them. So that it is not judged by its files alone, it runs a second time on a provider
of our own that holds the features in memory: what is left is pygeoapi itself.
"""

from __future__ import annotations

import http.client
import json
import os
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

CONFIGURATION = """
server:
  bind: {{host: 127.0.0.1, port: {port}}}
  url: http://127.0.0.1:{port}
  mimetype: application/json; charset=UTF-8
  encoding: utf-8
  languages: [en-US]
  limits: {{default_items: {page}, max_items: {page}}}
  map: {{url: "", attribution: ""}}
logging: {{level: ERROR}}
metadata:
  identification: {{title: x, description: x, keywords: [x], keywords_type: theme, terms_of_service: x, url: "http://x"}}
  license: {{name: x, url: "http://x"}}
  provider: {{name: x, url: "http://x"}}
  contact: {{name: x}}
resources:
  places:
    type: collection
    title: x
    description: x
    keywords: [x]
    links: []
    extents: {{spatial: {{bbox: [-180, -90, 180, 90], crs: "http://www.opengis.net/def/crs/OGC/1.3/CRS84"}}}}
    providers:
      - {{type: feature, name: {provider}, data: {data}, id_field: code}}
"""
PROVIDERS = {
    "pygeoapi, GeoJSON provider": "GeoJSON",
    "pygeoapi, features in memory": "benchmarks._ogc_memory.MemoryProvider",
}
MARK = b'"geometry"'


def write(path: Path, where: Any) -> None:
    """Write the features as GeoJSON, with the columns that ours have."""
    features = [
        {
            "type": "Feature",
            "id": f"{number:06d}",
            "geometry": {"type": "Point", "coordinates": [lon, lat]},
            "properties": {
                "code": f"{number:06d}",
                "name": f"Lieu fictif {number:06d}",
                "epci_code": None,
                "departement_code": f"{number % 95:02d}",
                "region_code": f"{number % 13:02d}",
                "population": number % 9_000,
                "longitude": lon,
                "latitude": lat,
            },
        }
        for number, (lon, lat) in enumerate(zip(*(one.tolist() for one in where), strict=True))
    ]
    path.write_text(json.dumps({"type": "FeatureCollection", "features": features}))


class Peer:
    """pygeoapi with one provider, answering on a port of its own while the block lasts."""

    def __init__(self, provider: str, data: Path, page: int, workers: int) -> None:
        from benchmarks.platform_pages import free_port

        self.port, self.page = free_port(), page
        self._folder = tempfile.TemporaryDirectory()
        folder = Path(self._folder.name)
        configuration, openapi = folder / "pygeoapi.yml", folder / "openapi.yml"
        configuration.write_text(
            CONFIGURATION.format(port=self.port, page=page, data=data, provider=provider)
        )
        root = str(Path(__file__).parents[1])
        self._env = os.environ | {
            "PYGEOAPI_CONFIG": str(configuration),
            "PYGEOAPI_OPENAPI": str(openapi),
            "PYTHONPATH": root,
        }
        command = [str(Path(sys.executable).parent / "pygeoapi"), "openapi", "generate"]
        with openapi.open("w") as stream:
            subprocess.run([*command, str(configuration)], env=self._env, check=True, stdout=stream)
        self._command = [
            *(sys.executable, "-m", "gunicorn", "pygeoapi.flask_app:APP"),
            *("--bind", f"127.0.0.1:{self.port}", "--workers", str(workers), "--threads", "2"),
            *("--keep-alive", "60", "--timeout", "120", "--log-level", "error"),
            "--no-control-socket",
        ]

    def __enter__(self) -> Peer:
        from benchmarks.ogc_items import wait_for_path

        self._server = subprocess.Popen(self._command, env=self._env)
        wait_for_path(self.port, "/conformance?f=json")
        return self

    def __exit__(self, *_fault: object) -> None:
        self._server.terminate()
        self._server.wait(30)
        self._folder.cleanup()

    def walk(self, box: str, until: float, found: set[str] | None = None) -> int:
        """Ask every page of a box, or as many as there is time for; return how many."""
        client = http.client.HTTPConnection("127.0.0.1", self.port, timeout=120)
        pages = offset = 0
        while time.perf_counter() < until:
            query = urlencode({"bbox": box, "limit": self.page, "offset": offset, "f": "json"})
            client.request("GET", f"/collections/places/items?{query}")
            answer = client.getresponse()
            content = answer.read()
            assert answer.status == 200, (answer.status, content[:300])
            pages += 1
            if found is not None:
                found |= {one["id"] for one in json.loads(content)["features"]}
            if content.count(MARK) < self.page:
                break
            offset += self.page
        return pages


def pages_a_second(
    peer: Peer, box: str, clients: int, seconds: float
) -> tuple[float, int, set[str]]:
    """Walk the pages of a box once, then with some clients; return the pages a second, how many, and what was found."""
    found: set[str] = set()
    peer.walk(box, time.perf_counter() + 60, found)
    counts = [0] * clients
    start = time.perf_counter()

    def client(at: int) -> None:
        while time.perf_counter() - start < seconds:
            counts[at] += peer.walk(box, start + seconds)

    threads = [threading.Thread(target=client, args=(at,)) for at in range(clients)]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    return sum(counts) / (time.perf_counter() - start), sum(counts), found
