"""OGC API Features as a client walks it: owslib from the landing page to the last page of a collection."""

from __future__ import annotations

from typing import Any

import geopandas
import pytest
from django.test import Client
from owslib.ogcapi.features import Features

from tests.web.publishing.test_api import refused

OGC = "/api/ogc/"
ITEMS = f"{OGC}collections/departements/items"


@pytest.mark.django_db(transaction=True)
def test_a_client_walks_the_collections_and_their_pages(live_server: Any) -> None:
    served = Features(f"{live_server.url}{OGC}")
    assert any(one.endswith("/core") for one in served.conformance()["conformsTo"])
    assert {"sites", "labels", "departements", "perimeters"} <= set(served.feature_collections())
    described = served.collection("departements")
    assert described["crs"] == ["http://www.opengis.net/def/crs/OGC/1.3/CRS84"]
    assert served.api()["openapi"].startswith("3.0")
    codes: list[str] = []
    page = served.collection_items("departements", limit=40)
    while True:
        codes += [one["id"] for one in page["features"]]
        following = [one["href"] for one in page["links"] if one["rel"] == "next"]
        if not following:
            break
        page = Client().get(following[0].replace(live_server.url, "")).json()
    assert len(codes) == len(set(codes)) == page["numberMatched"] == 109
    one = served.collection_item("departements", "14")
    assert one["properties"]["name"] == "Calvados"
    box = served.collection_items("departements", bbox=[-1, 48.8, 0.6, 49.6], limit=100)
    assert {each["id"] for each in box["features"]} >= {"14"}
    found = geopandas.GeoDataFrame.from_features(box["features"], crs="OGC:CRS84")
    assert len(found) == box["numberReturned"]
    assert found.total_bounds[0] >= -1


@pytest.mark.parametrize(
    "query",
    [
        "bbox=1,2,3",
        "bbox=0,50,1,40",
        "bbox=-200,0,0,1",
        "bbox=a,b,c,d",
        "limit=0",
        "limit=-1",
        "limit=x",
        "limit=1.5",
        "offset=3",
        "bbox-crs=http://www.opengis.net/def/crs/EPSG/0/3857",
        "crs=http://www.opengis.net/def/crs/EPSG/0/2154",
        "datetime=hier",
        "datetime=2031-01-01/2030-01-01",
        "datetime=../..",
        "datetime=2031-02-30",
        "datetime=0000-00-00T00:00:00Z",
        "f=html",
        "cursor=x",
        "bbox=0,0,1,1&bbox=0,0,1,1",
        "q=%00",
    ],
)
def test_a_parameter_that_means_nothing_is_refused(db: None, query: str) -> None:
    refused(Client().get(f"{ITEMS}?{query}"), 400)


def test_formats_methods_and_addresses_that_are_not_served(db: None) -> None:
    client = Client()
    refused(client.get(ITEMS, headers={"Accept": "text/html"}), 406)
    assert client.get(f"{ITEMS}?f=json", headers={"Accept": "text/html"}).status_code == 200
    refused(client.post(ITEMS), 405)
    for path in (
        "collections/absent",
        "collections/absent/items",
        "absent",
        "collections/departements/x",
    ):
        refused(client.get(OGC + path), 404)
    refused(client.get(f"{ITEMS}/absent"), 404)


def test_a_page_is_no_longer_than_promised_and_says_what_it_is(db: None) -> None:
    answer = Client().get(f"{ITEMS}?limit=5000&region_code=28")
    told = answer.json()
    assert answer["Content-Type"] == "application/geo+json"
    assert answer["Content-Crs"] == "<http://www.opengis.net/def/crs/OGC/1.3/CRS84>"
    assert told["numberMatched"] == told["numberReturned"] == len(told["features"]) == 5
    assert {one["rel"] for one in told["links"]} == {"self", "collection"}


def test_a_moment_of_a_day_and_an_open_interval_are_read(db: None) -> None:
    where = f"{OGC}collections/perimeters/items?limit=1&datetime="
    counts = [
        Client().get(where + one).json()["numberMatched"]
        for one in ("1900-01-01", "../1900-01-01", "2020-07-20T12:00:00Z", "2020-07-20/..")
    ]
    assert counts[0] == counts[1] <= counts[2] <= counts[3]


def test_the_document_allows_the_boxes_that_are_read_and_no_other(db: None) -> None:
    parameters = Client().get(f"{OGC}api").json()["components"]["parameters"]
    shapes = parameters["bbox"]["schema"]["oneOf"]
    for box in ([1, 2], [1, 2, 3, 4], [1, 2, 3, 4, 5], [-180, -90, -50, 180, 90, 9000], [1] * 7):
        is_read = Client().get(f"{ITEMS}?bbox={','.join(map(str, box))}").status_code == 200
        fitting = [one for one in shapes if one["minItems"] <= len(box) <= one["maxItems"]]
        assert (len(fitting) == 1) is is_read, box
        assert not any(one["items"].keys() - {"type"} for one in fitting), "heights have no bound"
