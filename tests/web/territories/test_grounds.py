"""The layers of the maps: ours, digested, kept, compressed; official contours where there are some."""

from __future__ import annotations

import gzip
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import shapely
from django.template import Context, Template
from django.test import Client

from rebond.web.territories import contours, grounds
from rebond.web.territories.places import atlas


@pytest.fixture(autouse=True)
def read_anew(settings: Any, tmp_path: Path) -> Iterator[None]:
    settings.CONTOURS_FOLDER = tmp_path / "contours"
    settings.CONTOURS_FOLDER.mkdir()
    yield
    contours.official.cache_clear()


def features(name: str) -> list[dict[str, Any]]:
    drawn = grounds.drawn(name)
    assert drawn is not None
    assert gzip.decompress(drawn.packed) == drawn.content
    return list(json.loads(drawn.content)["features"])


def test_each_unit_has_its_area_and_a_name_inside_it() -> None:
    found = features("regions")
    areas = {one["properties"]["code"]: one for one in found if one["geometry"]["type"] != "Point"}
    names = [one for one in found if one["geometry"]["type"] == "Point"]
    assert len(areas) == len(names) == 18
    for one in names:
        area = shapely.geometry.shape(areas[one["properties"]["code"]]["geometry"])
        assert area.contains(shapely.geometry.shape(one["geometry"])), one["properties"]


def test_each_commune_of_a_departement_has_a_name_and_nearly_all_a_cell() -> None:
    found = features("communes-14")
    own = {str(code) for code in atlas().communes.code[atlas().communes.departement == "14"]}
    named = [one["properties"]["code"] for one in found if one["geometry"]["type"] == "Point"]
    celled = {one["properties"]["code"] for one in found if one["geometry"]["type"] == "Polygon"}
    assert set(named) == own
    assert len(named) == len(own)
    assert len(own - celled) <= 5
    assert grounds.drawn("communes-99") is None
    assert grounds.drawn("absente") is None


def test_a_layer_is_kept_a_year_under_its_digest_and_asked_again_otherwise(client: Client) -> None:
    page = Template("{% load grounds %}{% map_ground as ground %}{{ ground.ground.1.url }}")
    address = page.render(Context())
    response = client.get(address, headers={"Accept-Encoding": "gzip"})
    assert response.status_code == 200
    assert response["Content-Encoding"] == "gzip"
    assert len(response.content) < 60_000
    assert response["Cache-Control"] == "public, max-age=31536000, immutable"
    short = client.get(address.split("?")[0])
    assert short["Cache-Control"] == "public, max-age=3600"
    assert json.loads(short.content)["type"] == "FeatureCollection"
    again = client.get(address, headers={"If-None-Match": response["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    assert client.get("/fonds-de-carte/absente.json").status_code == 404


def test_official_contours_replace_the_drawn_ones_and_unreadable_ones_do_not(
    settings: Any, caplog: pytest.LogCaptureFixture
) -> None:
    assert grounds.method() is grounds.METHOD
    square = {"type": "Polygon", "coordinates": [[[0, 0], [1, 0], [1, 1], [0, 1], [0, 0]]]}
    one = {"type": "Feature", "properties": {"code": "11", "nom": "Essai"}, "geometry": square}
    path = settings.CONTOURS_FOLDER / "regions.geojson"
    path.write_text(json.dumps({"type": "FeatureCollection", "features": [one]}))
    contours.official.cache_clear()
    found = list(grounds._labelled_units("region", "regions"))
    assert [one["properties"]["name"] for one in found] == ["Essai", "Essai"]
    assert found[1]["geometry"] == {"type": "Point", "coordinates": [0.5, 0.5]}
    assert grounds.method() is grounds.OFFICIAL

    path.write_text('{"features": [{"geometry": null}]}')
    contours.official.cache_clear()
    assert len(list(grounds._labelled_units("region", "regions"))) == 36
    assert "contours that cannot be read are left out" in caplog.text
    assert grounds.method() is grounds.METHOD
