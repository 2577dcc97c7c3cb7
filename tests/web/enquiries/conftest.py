"""The test world at its moment, contacts at each level, and what every persona may see of one."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.test import Client

from rebond.web.enquiries import services
from rebond.web.enquiries.models import Enquiry
from rebond.web.enquiries.services import Contact
from rebond.web.sites.models import Site
from tests.web.world import NOW, World, make_world

DAY = timedelta(days=1)
NAME, EMAIL, COMPANY, MESSAGE = (
    "Zoltan Verhaeghe",
    "zoltan@kwarzit.invalid",
    "Kwarzit Holding",
    "Nous cherchons vingt hectares pour Kwarzit.",
)
SECRETS = (NAME, EMAIL, "zoltan", COMPANY, "Kwarzit")
"""What only those whom the level names may read."""


@pytest.fixture
def world(db: None, settings: Any) -> World:
    settings.CLOCK = lambda: NOW
    return make_world(NOW)


@pytest.fixture
def sign_in(world: World, settings: Any) -> Callable[[str], Client]:
    def signed(persona: str) -> Client:
        client = Client()
        client.force_login(world.users[persona], backend=settings.AUTHENTICATION_BACKENDS[0])
        return client

    return signed


def contact(level: str, **changes: Any) -> Contact:
    """Return what an investor says."""
    said: dict[str, Any] = {
        "name": NAME,
        "email": EMAIL,
        "company": COMPANY,
        "country": "HU",
        "message": MESSAGE,
        "confidentiality": level,
        "figures": {"area_ha": 20, "jobs": 120},
        **changes,
    }
    return Contact(**said)


def received(world: World, level: str, site: str = "public", now: datetime = NOW) -> Enquiry:
    """Return a contact asked and confirmed."""
    (asked,) = services.ask([world.sites[site]], contact(level), now=now)
    services.confirm(asked.enquiry, now=now)
    return Enquiry.objects.get(pk=asked.enquiry.pk)


def unmanaged(world: World) -> Site:
    """Return the public site of the other région, left by its manager."""
    site = world.sites["other"]
    site.manager = None
    site.save()
    return site
