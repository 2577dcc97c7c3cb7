from __future__ import annotations

from typing import Any

import pytest

from rebond.canonical import canonical_bytes
from rebond.procedure.plan_errors import BadSimulation
from rebond.procedure.planning import plan_site
from rebond.procedure.programme_plan import choose_for_programme, plan_sites
from tests.procedure.world import TODAY, site


def wet(name: str, **costs: float) -> dict[str, Any]:
    tasks = {task: {"state": "required", "cost_eur": cost} for task, cost in costs.items()}
    facts = {"natural_land": True, "soil_to_clean": True}
    return site(name, facts=facts, activity={"environmental_assessment": "systematic"}, tasks=tasks)


def test_each_of_many_sites_has_the_dates_that_it_has_alone() -> None:
    sites = [wet("un"), wet("deux"), site("trois", hoped_for_on="2028-06-01")]
    together = plan_sites(sites, as_of=TODAY, draws=500, threads=2)
    for described, found in zip(sites, together, strict=True):
        alone = plan_site(described, as_of=TODAY, draws=500, with_order=False)
        assert found.dates == alone.dates
        assert found.chance_by_hoped_for == alone.chance_by_hoped_for
        assert (found.tier, found.possible_tier) == (
            alone.maturity.tier,
            alone.maturity.possible_tier,
        )
        assert canonical_bytes(found.as_json())
    assert together[0].dates != together[1].dates


def test_no_site_gives_no_plan() -> None:
    assert plan_sites([], as_of=TODAY) == ()


def test_the_budget_goes_where_it_buys_most_days() -> None:
    sites = [
        wet("un", etude_faune_flore=50_000.0, depollution=900_000.0),
        wet("deux", etude_faune_flore=80_000.0),
    ]
    found = choose_for_programme(sites, as_of=TODAY, budget_eur=60_000, draws=300)
    assert set(found.chosen) == {"un"}
    assert found.chosen["un"].tasks == ("etude_faune_flore",)
    assert found.spent_eur == 50_000
    assert found.days_per_last_euro > 0
    more = choose_for_programme(sites, as_of=TODAY, budget_eur=200_000, draws=300)
    assert set(more.chosen) == {"un", "deux"}
    assert more.days >= found.days
    assert found.left_out["deux"]


def test_two_sites_cannot_bear_the_same_name() -> None:
    with pytest.raises(BadSimulation) as refused:
        choose_for_programme([wet("un"), wet("un")], as_of=TODAY, budget_eur=1)
    assert refused.value.field == "id"
    with pytest.raises(BadSimulation):
        plan_sites([wet("un"), wet("un")], as_of=TODAY)


def test_progress_is_told_for_each_site() -> None:
    told: list[tuple[int, int]] = []
    choose_for_programme(
        [wet("un"), wet("deux")],
        as_of=TODAY,
        budget_eur=1,
        draws=50,
        on_progress=lambda done, of: told.append((done, of)),
    )
    assert told == [(1, 2), (2, 2)]
