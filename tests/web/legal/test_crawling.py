"""The list for search engines holds public pages that answer, and nothing made up or private."""

from __future__ import annotations

from xml.etree import ElementTree

import pytest
from django.conf import settings
from django.test import Client

from rebond.web.sites.models import Site
from tests.web import registry_world
from tests.web.world import NOW, make_cast

pytestmark = pytest.mark.django_db


def test_search_engines_are_led_to_public_pages_alone(client: Client) -> None:
    world = make_cast(NOW)
    registry_world.fill(world, NOW)
    Site.objects.filter(pk=world.sites["public"].pk).update(is_fictitious=False)
    assert f"Sitemap: {settings.BASE_URL}/sitemap.xml" in client.get("/robots.txt").content.decode()
    response = client.get("/sitemap.xml")
    assert response["Content-Type"].startswith("application/xml")
    names = {"s": "http://www.sitemaps.org/schemas/sitemap/0.9"}
    root = ElementTree.fromstring(response.content)  # noqa: S314 - our own
    told = [one.text or "" for one in root.findall("s:url/s:loc", names)]
    paths = [one.removeprefix(settings.BASE_URL) for one in told]
    assert len(paths) == len(set(paths))
    assert {"/", "/aides/", "/territoires/region:28/"} <= set(paths)
    assert "/territoires/territoire_industrie:1:ti-2805/" in paths
    sites = [one for one in paths if one.startswith("/sites/") and one.count("/") == 3]
    assert f"/sites/{world.sites['public'].identifier}/" in sites
    for name in ("private", "other"):
        assert f"/sites/{world.sites[name].identifier}/" not in sites
    for path in (
        paths[1],
        "/territoires/region:28/",
        f"/sites/{world.sites['public'].identifier}/",
    ):
        assert client.get(path).status_code == 200
        assert client.get(f"/en{path}").status_code == 200


def test_the_address_of_all_territories_leads_to_their_search(client: Client) -> None:
    for prefix in ("", "/en"):
        response = client.get(f"{prefix}/territoires/")
        assert (response.status_code, response["Location"]) == (302, f"{prefix}/recherche/")
    assert client.post("/territoires/").status_code == 405
