"""Who says a value, as the public page tells it: no person, no name of a file."""

from __future__ import annotations

from typing import Any

from django.test import Client

from rebond.web.accounts.kinds import Kind
from rebond.web.accounts.models import Organisation
from rebond.web.sites.managing import sections
from rebond.web.sites.models import Delivery, Site
from tests.web.sites.test_public_sheet import text_of
from tests.web.world import NOW, World


def test_a_private_owner_and_the_name_of_a_file_are_told_to_nobody_outside(
    world: World, client: Client, settings: Any
) -> None:
    settings.CLOCK = lambda: NOW
    site = world.sites["public"]
    owner = Organisation.objects.filter(pk=world.organisations["epci-a"].pk)
    owner.update(kind=Kind.PROPRIETAIRE_PRIVE, name="Jean Durand")
    Delivery.objects.filter(pk=site.delivery_id).update(file_name="durand-jean.csv", source="")
    for manager in (site.manager, None):
        Site.objects.filter(pk=site.pk).update(manager=manager)
        for prefix in ("", "/en"):
            page = client.get(f"{prefix}/sites/{site.identifier}/").content.decode()
            sheet = text_of(client.get(f"{prefix}/sites/{site.identifier}/fiche.pdf").content)
            for said in (page, sheet):
                assert "durand" not in said.lower()
                assert ("un propriétaire privé" in said) or prefix or manager is None
    found = Site.objects.get(pk=site.pk)
    inside = {
        line.provenance.source
        for one in sections(found, NOW.date())
        for line in one.lines
        if line.provenance
    }
    assert "durand-jean.csv" in inside
