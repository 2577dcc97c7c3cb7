"""The training part of the test world: laureates of the past, and a fictitious one of a call of this platform."""

from __future__ import annotations

from datetime import date
from typing import Any

from rebond.web.calls.models import Call
from rebond.web.deliberations.models import Decision
from rebond.web.dossiers.models import Dossier
from rebond.web.training import history, services
from rebond.web.training.models import Laureate
from rebond.web.training.services import Told
from tests.web.deliberations.scenes import close, decide
from tests.web.world import DAY, NORMANDIE, NOW, World

DID = "Une phrase fictive qui dit ce qui a été fait."
SOURCE = "https://exemple.invalid/page"


def told(kind: str, on: date = date(2031, 6, 1), **more: Any) -> Told:
    return Told(**{"kind": kind, "on": on, "sentence": DID, **more})


def past(reference: str = "ami-2-dole") -> Laureate:
    history.load(NOW)
    return Laureate.objects.get(reference=reference)


def published(world: World) -> Dossier:
    """Publish the results of the training call, one dossier retained and one not; once however often it is asked."""
    call = world.calls["training"]
    known = Dossier.objects.filter(call=call, reference="D-FORMATION").first()
    if known is not None:
        return known
    kept, other = (
        Dossier.objects.create(
            reference=reference,
            call=call,
            revision=call.revisions.get(),
            organisation=world.organisations[slug],
            title=title,
            state=Dossier.State.FILED,
            region_code=NORMANDIE,
            commune_code="14366",
            created_at=NOW - 9 * DAY,
            saved_at=NOW - 8 * DAY,
            filed_at=NOW - 8 * DAY,
        )
        for reference, slug, title in (
            ("D-FORMATION", "epci-a", "Formations fictives du pays d’Auge"),
            ("D-AUTRE", "epci-b", "Formations fictives d’ailleurs"),
        )
    )
    decide(world, kept, at=NOW - 3 * DAY)
    decide(world, other, "not_retained", at=NOW - 3 * DAY)
    dates = {"closes_at": NOW - 5 * DAY, "deliberated_at": NOW - 2 * DAY, "results_at": NOW - DAY}
    Call.objects.filter(pk=call.pk).update(**dates)
    call.refresh_from_db()
    close(call, NOW - 2 * DAY)
    return kept


def admitted(world: World) -> Laureate:
    return services.admit(world.actor("cnam"), published(world), NOW)


def decision(world: World) -> Decision:
    return Decision.objects.get(dossier=published(world))
