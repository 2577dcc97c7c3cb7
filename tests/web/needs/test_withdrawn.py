"""What is shown is what is consented to at this moment, whatever the index still holds; vouchers as all may read."""

from __future__ import annotations

import csv
import io
from typing import Any

import pytest
from django.test import Client

from rebond.web.accounts.kinds import Kind
from rebond.web.needs import index
from rebond.web.sites.changes import bump
from rebond.web.sites.models import Consent
from tests.web.world import NOW, World, make_world

pytestmark = pytest.mark.django_db


@pytest.fixture
def world(settings: Any) -> World:
    settings.CLOCK = lambda: NOW
    return make_world(NOW)


def page(client: Client, query: str) -> str:
    text = client.get(f"/sites/?{query}").content.decode()
    return text.split("Parc fictif public")[1].split("</li>")[0]


def test_a_withdrawn_group_is_told_nowhere_while_the_index_is_read_again(world: World) -> None:
    client, site = Client(), world.sites["public"]
    asked = "lot=20&puissance=10"
    compare = f"/sites/comparer/?site={site.identifier}&{asked}"
    assert "12\u00a0MVA" in page(client, asked)
    Consent.objects.filter(site=site).update(groups=["identity", "access"])
    bump(NOW)
    # Another thread is reading: this one answers from the index before.
    index._holder.building.acquire()
    try:
        shown = page(client, asked)
        compared = client.get(compare).content.decode()
        rows = client.get(f"/sites/resultats.csv?{asked}").content.decode()
    finally:
        index._holder.building.release()
    for text in (shown, compared):
        assert "12\u00a0MVA" not in text
        assert "24\u00a0ha" not in text
    assert shown.count("is-met") == 0
    assert "à vérifier" in shown
    row = {one["site_id"]: one for one in csv.DictReader(io.StringIO(rows))}[site.identifier]
    assert (row["power_mva"], row["largest_lot_ha"], row["motorway_junction_km"]) == ("", "", "4.0")


def test_who_vouches_is_told_by_name_and_a_private_owner_or_a_file_is_not(world: World) -> None:
    client, site = Client(), world.sites["public"]
    owner, said = world.organisations["epci-b"], {"source": "un plan", "stated_on": "2031-04-01"}
    site.provenance = {"power_mva": said | {"vouched_by": owner.slug}}
    site.save()
    bump(NOW)
    assert f"{owner.name}, 1er avril 2031" in page(client, "puissance=10")
    owner.kind = Kind.PROPRIETAIRE_PRIVE
    owner.save()
    bump(NOW)
    shown = page(client, "puissance=10")
    assert "un propriétaire privé, 1er avril 2031" in shown
    assert owner.slug not in shown.replace("(fictif)", "")
    english = client.get("/en/sites/?puissance=10").content.decode()
    assert "un propriétaire privé" not in english
    site.provenance = {}
    site.delivery.organisation, site.delivery.file_name = None, "secret_SITE-ECO.csv"
    site.save()
    site.delivery.save()
    bump(NOW)
    assert "secret_SITE" not in page(client, "puissance=10")
