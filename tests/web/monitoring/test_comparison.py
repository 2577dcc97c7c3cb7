"""The comparison on the record, and its form on invented data that says that it is invented."""

from __future__ import annotations

from datetime import date

import numpy as np

from rebond.impact import Strength
from rebond.web.calls.models import Call
from rebond.web.monitoring import comparison
from rebond.web.monitoring.models import Baseline
from tests.web.deliberations.scenes import add_dossiers, decide, published
from tests.web.monitoring.monitoring_world import observed
from tests.web.world import NOW, World


def test_without_real_candidates_nothing_can_be_computed(world: World) -> None:
    published(world)
    assert comparison.real("jobs") is None
    assert comparison.held() == comparison.Held(0, 0, 0, 0)


def test_real_candidates_are_compared_by_years_since_their_decision_and_few_forbid_a_claim(
    world: World,
) -> None:
    call = world.calls["closed"]
    Call.objects.filter(pk=call.pk).update(is_fictitious=False)
    for number, dossier in enumerate(add_dossiers(world, call, 6)):
        made = decide(world, dossier, "retained" if number % 2 else "not_retained")
        Baseline.objects.create(
            decision=made,
            dossier=dossier,
            measure_id=call.measure_id,
            decided_on=date(2028, 3, 1),
            is_retained=bool(number % 2),
            content={
                "facts": [{"indicator": "airport_km", "value": number + 0.5 if number else None}]
            },
            digest="sha256:" + "4" * 64,
            frozen_at=NOW,
        )
        for year in (2026, 2027, 2028, 2030):
            observed(world, dossier, 10 * year - 20_000 + number, year=year)
        observed(world, dossier, 999_999, year=2030, basis="checked")
    data = comparison.real_panel("jobs")
    assert data is not None
    assert data.years == (-2, -1, 2)  # the year of the decision is on neither side
    assert data.first_after == 1
    assert np.isnan(data.facts[0]).all()
    assert data.outcomes[0].tolist() == [260.0, 270.0, 300.0]
    shown = comparison.real("jobs")
    assert shown is not None
    assert shown.found.strength is Strength.NONE
    assert not any(letter.isdigit() for letter in shown.answer.fr)
    assert comparison.held().observations == 30
    assert comparison.real("relocations") is None


def test_the_invented_comparison_recovers_the_effect_that_was_put_in_it() -> None:
    shown = comparison.invented()
    assert shown.is_invented
    one = shown.found.estimate
    assert one is not None
    assert one.low is not None
    assert one.high is not None
    assert one.low <= comparison.INVENTED.effect <= one.high
    assert shown.found.strength is not Strength.NONE
    assert [year for year, _x in shown.ticks] == [-3, -2, -1, 1, 2, 3]
    assert len(shown.points) == 5
