"""The test world with its clock, and people with a password."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from rebond.web.accounts import services
from rebond.web.accounts.models import User
from tests.web.world import NOW, PASSWORD, World, make_world


@pytest.fixture
def world(db: None, settings: Any) -> World:
    settings.CLOCK = lambda: NOW
    return make_world(NOW)


@pytest.fixture
def person(db: None, settings: Any) -> User:
    settings.CLOCK = lambda: NOW
    return services.create_person("camille@exemple.invalid", name="Camille", password=PASSWORD)


@pytest.fixture(autouse=True)
def cheap_hashing(settings: Any) -> None:
    """Hash passwords fast: their strength against theft is Django's own matter."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


def opened_by(world: World, persona: str, settings: Any) -> Client:
    """Return the browser of a persona, signed in."""
    client = Client()
    client.force_login(world.users[persona], backend=settings.AUTHENTICATION_BACKENDS[0])
    return client
