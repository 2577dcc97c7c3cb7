"""The place of a site for its map: public values only, in two languages."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import Any

import pytest
import shapely
from django.test import Client

from tests.web.world import NOW, World, make_world

pytestmark = pytest.mark.django_db


@pytest.fixture
def world() -> World:
    return make_world(NOW)


def asked(client: Client, identifier: str, prefix: str = "") -> dict[str, Any]:
    response = client.get(f"{prefix}/sites/{identifier}/carte.json")
    assert response.status_code == 200
    return dict(json.loads(response.content))


def test_a_place_is_sent_as_far_as_everyone_may_read_it(world: World, client: Client) -> None:
    site = world.sites["public"]
    lot = site.lots.get()
    lot.shape = shapely.to_wkb(shapely.box(0.22, 49.14, 0.23, 49.15))
    lot.save()
    sent = asked(client, site.identifier)
    kinds = [(one["properties"]["kind"], one["geometry"]["type"]) for one in sent["features"]]
    assert kinds == [("site", "Point"), ("lot", "Polygon"), ("lot", "Point")]
    assert sent["features"][1]["properties"]["lines"] == ["24,0\u00a0ha, libre"]
    assert sent["bounds"] == [0.22, 49.14, 0.23, 49.15]

    # A site's own outline takes the place of its point, to centimetres, not more.
    site.shape = shapely.to_wkb(shapely.box(0.2123456789, 49.13, 0.24, 49.16))
    site.save()
    sent = asked(client, site.identifier)
    assert sent["features"][0]["geometry"]["type"] == "Polygon"
    assert sent["bounds"][0] == 0.212346

    # Lots without consent are not sent, and nothing is once every consent is withdrawn.
    consent = site.consents.get()
    consent.groups = ["identity", "areas"]
    consent.save()
    assert [one["properties"]["kind"] for one in asked(client, site.identifier)["features"]] == [
        "site"
    ]
    consent.withdrawn_at = NOW + timedelta(days=1)
    consent.save()
    assert asked(client, site.identifier) == {
        "type": "FeatureCollection",
        "bounds": None,
        "features": [],
    }


def test_a_private_site_has_no_place_for_others_and_a_point_of_a_commune_says_so(
    world: World, client: Client
) -> None:
    private = world.sites["private"]
    assert client.get(f"/sites/{private.identifier}/carte.json").status_code == 404
    assert client.get("/sites/absent/carte.json").status_code == 404
    site = world.sites["public"]
    site.is_located_by_commune = True
    site.save()
    feature = asked(client, site.identifier)["features"][0]
    assert feature["properties"]["by_commune"] == 1
    assert feature["properties"]["lines"] == ["Emplacement non établi\u00a0: centre de la commune."]
    west, _south, east, _north = asked(client, site.identifier)["bounds"]
    assert east - west == pytest.approx(0.16)
