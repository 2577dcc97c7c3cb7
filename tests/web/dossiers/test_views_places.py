"""The national team corrects a territory's code without a developer; what was filed stays."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from rebond.web.dossiers.models import Dossier
from rebond.web.journal.models import Entry
from tests.web.world import NOW, World, make_world

pytestmark = pytest.mark.django_db


@pytest.fixture
def world(settings: Any) -> World:
    settings.CLOCK = lambda: NOW
    return make_world(NOW)


def test_a_corrected_commune_moves_the_dossier_to_its_region(world: World) -> None:
    dossier = world.dossiers["a_filed"]
    before = dossier.filings.get().answers
    client = Client()
    client.force_login(world.users["national"])
    address = f"/administration/dossiers/{dossier.reference}/communes/"
    assert "14366" in client.get(address).content.decode()
    response = client.post(address, {"communes": "62041", "motif": "Code d’une autre commune."})
    assert response.status_code == 302
    dossier = Dossier.objects.get(pk=dossier.pk)
    assert (dossier.commune_code, dossier.region_code) == ("62041", "32")
    assert dossier.filings.get().answers == before
    assert Entry.objects.filter(act="dossiers.places_corrected").count() == 1


@pytest.mark.parametrize(
    ("communes", "reason"), [("99999", "Erreur."), ("", "Erreur."), ("62041", " ")]
)
def test_what_cannot_be_corrected_is_said_and_kept(
    world: World, communes: str, reason: str
) -> None:
    dossier = world.dossiers["a_filed"]
    client = Client()
    client.force_login(world.users["national"])
    address = f"/administration/dossiers/{dossier.reference}/communes/"
    response = client.post(address, {"communes": communes, "motif": reason})
    assert response.status_code == 422
    assert 'role="alert"' in response.content.decode()
    assert Dossier.objects.get(pk=dossier.pk).region_code == "28"
