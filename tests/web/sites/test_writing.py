"""The day of what a file says: its rows' own, else the one that is given with it, else none."""

from __future__ import annotations

import io
from datetime import date, timedelta
from typing import Any

import pytest
from django.conf import settings as django_settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from rebond.web.jobs.worker import work_once
from rebond.web.sites import services
from rebond.web.sites.errors import NotADay
from rebond.web.sites.models import Delivery, Site
from rebond.web.sites.provenance import provenance_of
from tests.web.sites.given_files import applied, as_csv, site_row
from tests.web.world import NOW, World

NAME = "14366_SITE-ECO_00001"


def test_an_extension_is_of_the_day_that_is_given_with_it_and_old_without_one(
    world: World, settings: Any
) -> None:
    settings.CLOCK = lambda: NOW
    applied(world, "epci_a", "site-eco", [site_row(1)])
    applied(world, "epci_a", "rebond-extension", [{"site_id": NAME, "power_mva": "12"}])
    said = provenance_of(Site.objects.get(identifier=NAME), "power_mva")
    assert said.stated_on is None
    assert said.is_old("power_mva", NOW.date())

    client = Client()
    client.force_login(world.users["epci_a"], backend=django_settings.AUTHENTICATION_BACKENDS[0])
    content = as_csv("rebond-extension", [{"site_id": NAME, "power_mva": "14"}])

    def sent(day: str) -> Any:
        file = SimpleUploadedFile("encore.csv", content)
        return client.post(reverse("registry-deposit"), {"fichier": file, "etabli": day})

    for wrong in ("2031-02-31", "2099-01-01"):
        assert sent(wrong).status_code == 422
    assert sent("2031-05-01").status_code == 302
    while work_once("essai", lambda: NOW):
        pass
    delivery = Delivery.objects.get(file_name="encore.csv")
    services.apply(world.actor("epci_a"), delivery, NOW)
    site = Site.objects.get(identifier=NAME)
    said = provenance_of(site, "power_mva")
    assert said.stated_on == date(2031, 5, 1)
    assert not said.is_old("power_mva", NOW.date())
    assert site.stated_on == date(2031, 5, 10)
    late = NOW.date() + timedelta(days=1)
    with pytest.raises(NotADay):
        services.receive(
            world.actor("epci_a"), io.BytesIO(content), "a.csv", None, NOW, stated_on=late
        )
