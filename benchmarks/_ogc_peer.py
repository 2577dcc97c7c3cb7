"""pygeoapi on the same features, where it is installed: a GeoPackage provider behind its own WSGI server."""

from __future__ import annotations

import http.client
import json
import os
import subprocess
import sys
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
      - {{type: feature, name: SQLiteGPKG, data: {data}, id_field: fid, table: places}}
"""


def pages_a_second(folder: Path, where: Any, box: str, page: int) -> float:
    """Write the features as a GeoPackage, serve them, and walk the pages of the box once warm."""
    import geopandas

    lon, lat = where
    frame = geopandas.GeoDataFrame(
        {"name": [f"Lieu fictif {one:06d}" for one in range(len(lon))]},
        geometry=geopandas.points_from_xy(lon, lat),
        crs="EPSG:4326",
    )
    data = folder / "peer.gpkg"
    frame.to_file(data, layer="places", driver="GPKG")
    from benchmarks.platform_pages import free_port

    port = free_port()
    configuration = folder / "pygeoapi.yml"
    configuration.write_text(CONFIGURATION.format(port=port, page=page, data=data))
    openapi = folder / "openapi.yml"
    env = os.environ | {"PYGEOAPI_CONFIG": str(configuration), "PYGEOAPI_OPENAPI": str(openapi)}
    with openapi.open("w") as stream:
        subprocess.run(
            [
                str(Path(sys.executable).parent / "pygeoapi"),
                "openapi",
                "generate",
                str(configuration),
            ],
            env=env,
            check=True,
            stdout=stream,
        )
    command = [sys.executable, "-m", "gunicorn", "pygeoapi.flask_app:APP", "--workers", "2"]
    server = subprocess.Popen([*command, "--bind", f"127.0.0.1:{port}", "--threads", "2"], env=env)
    try:
        from benchmarks.ogc_items import wait_for_path

        wait_for_path(port, "/")
        start, pages = time.perf_counter(), 0
        client = http.client.HTTPConnection("127.0.0.1", port, timeout=120)
        offset = 0
        while time.perf_counter() - start < 15:
            query = urlencode({"bbox": box, "limit": page, "offset": offset, "f": "json"})
            client.request("GET", f"/collections/places/items?{query}")
            told = json.loads(client.getresponse().read())
            pages += 1
            offset = offset + page if len(told["features"]) == page else 0
        return pages / (time.perf_counter() - start)
    finally:
        server.terminate()
        server.wait(30)
