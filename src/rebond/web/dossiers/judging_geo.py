"""GeoPackages, read by a process of their own before anything is believed, and geometries read from files."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

from rebond.texts import Text
from rebond.web.dossiers.file_errors import BrokenFile, FileRefused

WALL_SECONDS = 15
READER = "rebond.web.dossiers.reading_geo"
KEPT = ("PATH", "PYTHONPATH", "LANG", "LC_ALL", "GDAL_DATA", "PROJ_DATA", "PROJ_LIB")
"""What the reader needs to know of the environment; no secret of the service is among it."""


def judge_gpkg(path: Path) -> str:
    """Return ``gpkg`` for a GeoPackage with at least one layer of places."""
    if not _read(path, "layers"):
        raise _refused("il ne contient aucune couche", "it holds no layer")
    return "gpkg"


def _refused(fr: str, en: str) -> BrokenFile:
    return BrokenFile("gpkg", Text(fr, en))


def _read(path: Path, what: str) -> Any:
    """Ask the reader; whatever it does not survive is a file that cannot be read."""
    environment = {name: os.environ[name] for name in KEPT if name in os.environ}
    command = [sys.executable, "-m", READER, what, str(path)]
    try:
        done = subprocess.run(  # noqa: S603 - our own interpreter and module; the path is ours
            command,
            env=environment | {"OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1"},
            stdin=subprocess.DEVNULL,
            capture_output=True,
            timeout=WALL_SECONDS,
            check=True,
        )
        said: dict[str, Any] = json.loads(done.stdout)
    except subprocess.TimeoutExpired as error:
        raise _refused("la lire prend trop de temps", "reading it takes too long") from error
    except (subprocess.CalledProcessError, ValueError) as error:
        raise _refused("la base ne se lit pas", "the database cannot be read") from error
    if "fault" in said:
        what_is_wrong = Text(**said["fault"])
        if said["cure"]:
            raise FileRefused(what_is_wrong, Text(**said["cure"]))
        raise BrokenFile("gpkg", what_is_wrong)
    return said[what]


def geometry_of(path: Path, kind: str) -> dict[str, Any]:
    """Return the places of a GeoJSON or GeoPackage file as GeoJSON in WGS 84.

    A GeoPackage is reprojected from the system that it declares by the PROJ library inside GDAL. A GeoJSON
    file is in WGS 84 by definition (RFC 7946); the old ``crs`` key is obeyed when it says so, else refused.
    """
    if kind == "geojson":
        return _from_geojson(path)
    found: dict[str, Any] = _read(path, "geometry")
    return found


def _from_geojson(path: Path) -> dict[str, Any]:
    value = json.loads(path.read_text(encoding="utf-8-sig"))
    named = str(((value.get("crs") or {}).get("properties") or {}).get("name", ""))
    if named and not named.endswith(("CRS84", "EPSG::4326", "EPSG:4326")):
        raise FileRefused(
            Text(f"ce fichier est en {named}.", f"this file is in {named}."),
            Text(
                "Exportez-le en WGS 84 (EPSG:4326), ou donnez un GeoPackage\u202f: il sera reprojeté.",
                "Export it in WGS 84 (EPSG:4326), or give a GeoPackage: it will be reprojected.",
            ),
        )
    found: dict[str, Any] = value
    return found
