"""The test world with an official evaluation of the closed call, and people who open pages."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.conf import settings as django_settings
from django.test import Client

from rebond.web.committee import evaluating, services
from rebond.web.committee.models import Evaluation
from tests.web.world import NOW, World, make_world

DRAWS = 200


@pytest.fixture
def world(db: None, settings: Any) -> World:
    settings.CLOCK = lambda: NOW
    return make_world(NOW)


@pytest.fixture
def as_person(world: World) -> Callable[[str], Client]:
    """Return a client signed in as a persona."""

    def signed_in(persona: str) -> Client:
        client = Client()
        client.force_login(world.users[persona], backend=django_settings.AUTHENTICATION_BACKENDS[0])
        return client

    return signed_in


def evaluated(
    world: World, persona: str = "national", purpose: str = "official", **asked: Any
) -> Evaluation:
    """Ask for an evaluation and run it, as a worker would."""
    evaluation = services.ask_evaluation(
        world.actor(persona), world.calls["closed"], purpose, {"draws": DRAWS, **asked}, now=NOW
    )
    return evaluating.run(evaluation.pk, lambda _done, _total: None, NOW)


@pytest.fixture
def official(world: World) -> Evaluation:
    return evaluated(world, k=1)
