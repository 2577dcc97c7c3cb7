"""The history of a site: figures that are figures, facts taken back, and who reads what was confided."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.conf import settings as django_settings
from django.test import Client
from django.urls import reverse

from rebond.web.labels.outcomes import outcomes
from rebond.web.sites import queries, services
from rebond.web.sites.errors import BadEvent
from rebond.web.sites.models import SiteEvent
from rebond.web.sites.page_history import history
from tests.web.world import NOW, World

DAY = date(2031, 5, 1)


@pytest.fixture(autouse=True)
def clock(settings: Any) -> None:
    settings.CLOCK = lambda: NOW


def test_figures_that_are_none_and_addresses_too_long_are_refused_in_words(world: World) -> None:
    client = Client()
    client.force_login(world.users["epci_a"], backend=django_settings.AUTHENTICATION_BACKENDS[0])
    address = reverse("registry-site", args=[world.sites["public"].identifier])
    event = {"acte": "fait", "sorte": "offer", "jour": "2031-05-01", "etablissement": "declared"}
    for wrong in (
        {"emplois": "nan"},
        {"emplois": "1e400"},
        {"montant": "inf"},
        {"montant": "1e300"},
        {"surface": "nan"},
        {"surface": "-1"},
        {"page": "https://exemple.invalid/" + "a" * 500},
    ):
        answer = client.post(address, {**event, **wrong})
        assert answer.status_code == 422, wrong
        assert "n’est pas enregistré" in answer.content.decode()
    with pytest.raises(BadEvent):
        services.record_event(
            world.actor("epci_a"),
            world.sites["public"],
            "offer",
            DAY,
            now=NOW,
            figures={"area_ha": float("nan")},
        )
    assert not SiteEvent.objects.exists()
    assert client.post(address, {**event, "emplois": "12"}).status_code == 302


def test_a_fact_taken_back_in_private_does_not_stand_in_public(world: World) -> None:
    site, actor = world.sites["public"], world.actor("epci_a")
    wrong = services.record_event(
        actor, site, "in_operation", DAY, now=NOW, figures={"jobs": 40}, sentence="Ouverte"
    )
    before = next(one for one in outcomes(NOW.date()) if one.site == site)
    assert before.jobs.total == 40
    services.record_event(actor, site, "note", DAY, now=NOW, corrects=wrong, is_public=False)
    (line,) = (one for one in history(site, []) if one.sentence == "Ouverte")
    assert line.is_struck
    after = next(one for one in outcomes(NOW.date()) if one.site == site)
    assert (after.jobs.total, after.stage) == (None, "")


def test_what_an_enquiry_confided_is_read_by_its_manager_and_recipients(world: World) -> None:
    site, enquiry = world.sites["public"], world.enquiries["public"]
    known = {"now": NOW, "enquiry_reference": enquiry.reference}
    services.record_event(None, site, "visit", DAY, sentence="Confié", is_public=False, **known)
    services.record_event(None, site, "offer", DAY, sentence="Dit à tous", **known)

    def read(persona: str) -> set[str]:
        return {one.sentence for one in queries.events_of(world.actor(persona), site)}

    both = {"Confié", "Dit à tous"}
    assert read("epci_a") == read("national") == both
    assert read("commune_c") == {"Dit à tous"}
    enquiry.recipients.filter(organisation=world.organisations["equipe-nationale"]).delete()
    assert read("national") == {"Dit à tous"}
    client = Client()
    client.force_login(world.users["commune_c"], backend=django_settings.AUTHENTICATION_BACKENDS[0])
    page = client.get(reverse("registry-site", args=[site.identifier]))
    assert page.status_code == 200
    assert "Confié" not in page.content.decode()
