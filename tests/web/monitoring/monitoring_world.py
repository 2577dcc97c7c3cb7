"""Results of the test world: published decisions frozen, numbers declared and checked, all fictitious."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from rebond.web.deliberations.models import Decision
from rebond.web.monitoring.models import Baseline, Observation
from rebond.web.sites.models import Site
from tests.web.deliberations.scenes import published
from tests.web.world import NOW, World

YEAR = NOW.year - 1
TODAY = NOW.date()


def frozen(world: World, name: str = "a_filed") -> Baseline:
    """Publish decisions and freeze one candidate's facts, row by row."""
    if not Decision.objects.exists():
        published(world)
    dossier = world.dossiers[name]
    decision = dossier.decisions.latest("number")
    found, _is_new = Baseline.objects.get_or_create(
        decision=decision,
        defaults={
            "dossier": dossier,
            "measure_id": "site_cle_en_main",
            "decided_on": NOW.date(),
            "is_retained": decision.outcome == "retained",
            "content": {"facts": []},
            "digest": "sha256:" + "3" * 64,
            "frozen_at": NOW,
        },
    )
    return found


def baseline(
    decision: Decision, *, decided_on: date = TODAY, access: float | None = None
) -> Baseline:
    """Freeze the facts of one decision, with one fact."""
    return Baseline.objects.create(
        decision=decision,
        dossier=decision.dossier,
        measure_id=decision.call.measure_id,
        decided_on=decided_on,
        is_retained=decision.outcome == "retained",
        content={"facts": [{"indicator": "airport_km", "value": access}]},
        digest="sha256:" + "4" * 64,
        frozen_at=NOW,
    )


def observed(world: World, subject: Any, value: int, **more: Any) -> Observation:
    """Write a number as it stands once declared."""
    about = {"site": subject} if isinstance(subject, Site) else {"dossier": subject}
    values: dict[str, Any] = {
        "quantity": "jobs",
        "year": YEAR,
        "basis": "declared",
        "source": "Déclaration fictive",
        "stated_on": date(NOW.year, 1, 15),
        "organisation": world.organisations["epci-a"],
        "recorded_by": world.memberships["epci_a"],
        "recorded_at": NOW - timedelta(days=90),
    }
    return Observation.objects.create(**about, value=value, **(values | more))
