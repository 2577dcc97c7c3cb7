"""Where each person is sent from the desk: only to pages that open for them."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from rebond.web.desk import links
from tests.web.world import CAST, NOW, World, make_world

pytestmark = pytest.mark.django_db
REGISTRY, LABELS = "/registre/", "/administration/labels/"
NATIONAL = {"national", "national_second", "national_admin"}
# Who answers for sites: those who file dossiers, but firms.
MANAGERS = {"epci_a", "epci_a_second", "epci_a_reader", "epci_a_admin", "epci_b", "commune_c"}


@pytest.fixture
def world(settings: Any) -> World:
    settings.CLOCK = lambda: NOW
    return make_world(NOW)


def test_the_registry_and_the_labels_are_shown_to_those_who_may_open_them(world: World) -> None:
    shown: dict[str, set[str]] = {REGISTRY: set(), LABELS: set()}
    for persona in CAST:
        actor = world.actor(persona)
        for link in links.of(actor):
            if link.url in shown:
                shown[link.url].add(persona)
    assert shown == {REGISTRY: MANAGERS | NATIONAL, LABELS: NATIONAL}

    for persona in ("epci_a_reader", "national", "firm"):
        client = Client()
        client.force_login(world.users[persona])
        page = client.get("/bureau/").content.decode()
        for address, personas in shown.items():
            assert (f'href="{address}"' in page) == (persona in personas), (persona, address)
            assert (client.get(address).status_code == 200) == (persona in personas)
