"""Looking into a GeoPackage: tried with every hostile schema where dossiers are judged too."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest

from rebond.sitefiles.geopackage import Refused, look_inside, open_readonly
from tests.sitefiles.conftest import SITE
from tests.sitefiles.test_gpkg_reading import SHAPE, make


@pytest.fixture
def package(tmp_path: Path) -> Path:
    path = tmp_path / "x.gpkg"
    make(path, SITE, "sites", "EPSG:4326", SHAPE)
    return path


def test_an_ordinary_package_passes(package: Path) -> None:
    look_inside(package)


@pytest.mark.parametrize(
    "statement",
    [
        "CREATE TABLE g (a INTEGER, b INTEGER GENERATED ALWAYS AS (a * 2))",
        "CREATE INDEX i ON sites (lower(site_nom))",
        "CREATE INDEX j ON sites (site_nom) WHERE site_nom > 'a'",
        "CREATE VIRTUAL TABLE f USING fts5(a)",
    ],
)
def test_a_schema_that_computes_is_refused(package: Path, statement: str) -> None:
    connection = sqlite3.connect(package)
    connection.execute(statement)
    connection.commit()
    connection.close()
    with pytest.raises(Refused) as refused:
        look_inside(package)
    assert refused.value.what.fr != refused.value.what.en


def test_nothing_can_be_written(package: Path) -> None:
    connection = open_readonly(package)
    with pytest.raises(sqlite3.OperationalError):
        connection.execute("CREATE TABLE t (a)")
    connection.close()
