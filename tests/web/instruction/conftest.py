"""The test world at its moment, and what the tests of instruction ask of it again and again."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from rebond.web.calls.models import Call, Revision
from rebond.web.dossiers.models import Dossier, DossierPlace
from rebond.web.instruction.models import Instruction, Shortlist
from tests.web.world import NOW, World, make_world

DAY = timedelta(days=1)


@pytest.fixture
def world(db: None, settings: Any) -> World:
    settings.CLOCK = lambda: NOW
    return make_world(NOW)


@pytest.fixture
def unsent(world: World) -> World:
    """The world before any région has sent its list; no list has begun."""
    Shortlist.objects.all().delete()
    return world


def choose(call: Call, **choices: Any) -> None:
    """Publish a revision with what the call decides about its instruction; the policy stays."""
    last = call.revisions.order_by("-number").first()
    assert last is not None
    Revision.objects.create(
        call=call,
        number=last.number + 1,
        policy=last.policy,
        policy_digest=last.policy_digest,
        settings={**last.settings, **choices},
        created_at=last.created_at,
        published_at=last.published_at,
    )
    call.__dict__.pop("revision", None)


def another(world: World, name: str, like: str = "a_filed", **changes: Any) -> Dossier:
    """Add a filed dossier beside another, examined by the same organisation."""
    model = world.dossiers[like]
    fields: dict[str, Any] = {
        "call": model.call,
        "revision": model.revision,
        "organisation": model.organisation,
        "title": f"Site fictif {name}",
        "state": Dossier.State.FILED,
        "region_code": model.region_code,
        "commune_code": model.commune_code,
        "eligibility": "yes",
        "created_at": model.created_at,
        "saved_at": model.saved_at,
        "filed_at": model.filed_at,
        **changes,
    }
    one = Dossier.objects.create(reference=f"D-{name.upper()}", **fields)
    DossierPlace.objects.bulk_create(
        DossierPlace(dossier=one, kind=place.kind, code=place.code) for place in model.places.all()
    )
    Instruction.objects.create(
        dossier=one, organisation=model.instruction.organisation, opened_at=NOW
    )
    return one
