from __future__ import annotations

import datetime
import time
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rebond.canonical import canonical_bytes, digest
from rebond.procedure.errors import (
    ContradictoryCircumstances,
    DecisionBeforeCompleteness,
    EventsOutOfOrder,
    NoVersionInForce,
    SiteInvalid,
    UnknownCircumstance,
)
from rebond.procedure.graph_model import shipped_graph
from rebond.procedure.plan_errors import BadSimulation, UnknownStep
from rebond.procedure.plan_result import SitePlan
from rebond.procedure.planning import plan_site
from tests.procedure.world import TODAY, site

EXAMPLES = Path(__file__).parents[2] / "docs" / "tutorial" / "sites"
BUSY: dict[str, Any] = {
    "natural_land": True,
    "archaeology_case": True,
    "soil_to_clean": True,
    "development_permit": True,
    "electricity": False,
}
HEAVY: dict[str, Any] = {
    "environmental_assessment": "systematic",
    "icpe_regime": "autorisation",
    "water_regime": "declaration",
}
DONE = {"state": "done", "scope": "any", "expires_on": "never"}


def plan(as_of: datetime.date = TODAY, draws: int = 400, **described: Any) -> SitePlan:
    options = {
        name: described.pop(name)
        for name in ("what_if", "seed", "threads", "with_order")
        if name in described
    }
    return plan_site(
        site(**described), as_of=as_of, draws=draws, **({"with_order": False} | options)
    )


def test_the_greenfield_of_the_tutorial_has_everything_to_do() -> None:
    found = plan_site(EXAMPLES / "le_carnet.yaml", as_of=TODAY, draws=2_000)
    assert (found.maturity.tier, found.maturity.possible_tier) == (1, 2)
    assert TODAY < found.dates.p10 < found.dates.p50 < found.dates.p90
    assert found.critical_path[-1] == "commissioning"
    assert {gain.tasks[0] for gain in found.gains} >= {"etude_faune_flore", "viabilisation"}
    assert found.order is not None
    assert found.order.how == "greedy"
    assert {item.what.en for item in found.missing} >= {"Land control", "ICPE regime"}
    assert not any("ictitious" in text.en for text in found.cautions)


def test_the_brownfield_of_the_tutorial_has_an_expired_study_and_an_exact_order() -> None:
    found = plan_site(EXAMPLES / "friche_fictive.yaml", as_of=TODAY, draws=2_000)
    states = {need.task: need.state for need in found.needs}
    assert states["etude_faune_flore"] == "expired"
    assert states["archeologie_diagnostic"] == "done"
    assert states["permis_amenager"] == "granted"
    assert states["loi_eau_declaration"] == "filed"
    assert found.maturity.tier == 2
    assert ("fauna", "expired") in [(e.requirement, e.status) for e in found.maturity.next_needs]
    assert found.order is not None
    assert found.order.how == "exact"
    assert found.order.tasks[0] == "etude_faune_flore"
    assert any("ictitious" in text.en for text in found.cautions)
    assert found.chance_by_hoped_for == found.chance_by(datetime.date(2029, 12, 31))


def test_the_tutorial_tells_what_the_plan_says() -> None:
    example = EXAMPLES / "friche_fictive.yaml"
    before = plan_site(example, as_of=datetime.date(2025, 10, 31))
    assert before.chance_by_hoped_for == pytest.approx(0.91, abs=0.005)
    assert [item.requirement for item in before.maturity.next_needs] == ["impact"]
    after = plan_site(example, as_of=TODAY)
    assert after.chance_by_hoped_for is not None
    assert after.chance_by_hoped_for < 0.01
    assert after.order is not None
    assert after.order.tasks[:3] == ("etude_faune_flore", "etude_impact", "viabilisation")
    days = [gain.p50_days for gain in after.order.prefixes]
    assert days[2] - days[1] == 16
    text = (EXAMPLES.parent / "site-plan.md").read_text(encoding="utf-8")
    assert "91 %" in text
    assert "sixteen days" in text


def test_the_same_question_has_the_same_answer_to_the_byte() -> None:
    one = plan(facts=BUSY, activity=HEAVY, with_order=True)
    two = plan(facts=BUSY, activity=HEAVY, with_order=True, threads=3)
    assert digest(one.as_json()) == digest(two.as_json())
    other = plan(facts=BUSY, activity=HEAVY, with_order=True, seed=7)
    assert digest(one.as_json()) != digest(other.as_json())


ALL_TASKS = sorted(name for name, task in shipped_graph().tasks.items() if task.can_anticipate)
STUDIES = st.sets(st.sampled_from(ALL_TASKS))


@settings(max_examples=25, deadline=None)
@given(studies=STUDIES, removed=st.sampled_from(ALL_TASKS), unknown=st.booleans())
def test_removing_a_completed_study_never_makes_any_date_earlier(
    studies: set[str], removed: str, unknown: bool
) -> None:
    facts = BUSY | ({"archaeology_case": "unknown", "zoning": "unknown"} if unknown else {})
    whole = plan(facts=facts, activity=HEAVY, tasks=dict.fromkeys(studies | {removed}, DONE))
    less = plan(facts=facts, activity=HEAVY, tasks=dict.fromkeys(studies - {removed}, DONE))
    assert (less.end_days >= whole.end_days).all()
    assert less.dates.p50 >= whole.dates.p50
    assert less.maturity.tier <= whole.maturity.tier


@settings(max_examples=15, deadline=None)
@given(
    step=st.sampled_from(["works", "impact", "clean_up", "env_file", "permit_file", "servicing"]),
    more=st.integers(1, 400),
)
def test_a_longer_duration_never_makes_any_date_earlier(step: str, more: int) -> None:
    def changed(extra: int) -> dict[str, Any]:
        shape = {"kind": "triangular", "low": 30 + extra, "mode": 60 + extra, "high": 90 + extra}
        return {step: {"duration": shape | {"basis": "assumption", "why": {"fr": "a", "en": "a"}}}}

    short = plan(facts=BUSY, activity=HEAVY, assumptions=changed(0))
    long = plan(facts=BUSY, activity=HEAVY, assumptions=changed(more))
    assert (long.end_days >= short.end_days).all()


@settings(max_examples=15, deadline=None)
@given(supposed=STUDIES)
def test_supposing_studies_done_never_makes_any_date_later(supposed: set[str]) -> None:
    base = plan(facts=BUSY, activity=HEAVY)
    then = plan(facts=BUSY, activity=HEAVY, what_if=supposed)
    assert (then.end_days <= base.end_days).all()
    assert set(then.what_if) == supposed


def test_the_gain_of_a_task_is_what_supposing_it_done_gives() -> None:
    base = plan(facts=BUSY, activity=HEAVY)
    for gain in base.gains:
        then = plan(facts=BUSY, activity=HEAVY, what_if=gain.tasks)
        assert (base.dates.p50 - then.dates.p50).days == gain.p50_days
        assert then.dates.p90 == gain.p90_on


def test_the_unknown_stands_between_its_two_ends() -> None:
    found = plan(facts=BUSY | {"zoning": "unknown", "woodland_to_clear": "unknown"}, activity=HEAVY)
    best, worst = found.dates_if_nothing_unknown_applies, found.dates_if_everything_unknown_applies
    assert best.p50 <= found.dates.p50 <= worst.p50
    assert best.p90 <= found.dates.p90 <= worst.p90
    assert best != worst
    sure = plan(facts=BUSY, activity=HEAVY)
    assert sure.dates_if_nothing_unknown_applies == sure.dates_if_everything_unknown_applies


def test_promises_have_a_chance_and_the_interval_that_the_unknown_leaves() -> None:
    sure = {promise.promise: promise for promise in plan().promises}
    assert sure["permis_3_mois"].chance == 1
    assert sure["autorisation_9_mois"].chance is None
    doubtful = {
        p.promise: p for p in plan(facts={"heritage_area": "unknown"}, draws=4_000).promises
    }
    permit = doubtful["permis_3_mois"]
    assert permit.chance == pytest.approx(0.5, abs=0.05)
    assert (permit.lowest, permit.highest) == (0, 1)
    listed = {p.promise: p for p in plan(facts={"heritage_area": True}).promises}
    assert listed["permis_3_mois"].chance == 0
    assert (
        0 < {p.promise: p for p in plan(activity=HEAVY).promises}["autorisation_9_mois"].chance <= 1
    )  # type: ignore[operator]


def test_a_permit_already_filed_has_no_promise_left_to_draw() -> None:
    entry = {"state": "filed", "events": {"filed": "2026-10-01", "complete": "2026-10-10"}}
    found = {p.promise: p for p in plan(tasks={"permis_de_construire": entry}).promises}
    assert found["permis_3_mois"].chance is None


def test_seveso_is_said_to_be_without_an_established_delay() -> None:
    found = plan(activity=HEAVY | {"seveso": "seuil_haut"})
    assert any("Seveso" in text.en for text in found.cautions)
    assert found.dates == plan(activity=HEAVY).dates


def test_criticality_and_dates_of_steps_agree_with_the_draws() -> None:
    found = plan(facts=BUSY, activity=HEAVY, draws=3_000)
    steps = {step.step: step for step in found.steps}
    assert steps["works"].criticality == 1
    assert steps["litigation"].chance_happens == pytest.approx(0.1, abs=0.03)
    assert steps["plu_full"].chance_happens == 0
    assert steps["plu_full"].start_p50 is None
    assert steps["plu_full"].likely_start is None
    assert steps["litigation"].likely_end is None
    for step in found.steps:
        assert 0 <= step.criticality <= step.chance_happens <= 1
        if step.end_p90 is not None and step.start_p10 is not None:
            assert step.start_p10 <= step.end_p90
        assert step.is_on_path == (step.step in found.critical_path)


def test_the_most_likely_course_is_earlier_than_the_median_where_paths_meet() -> None:
    found = plan(facts=BUSY, activity=HEAVY, draws=5_000)
    assert found.likely_on < found.dates.p50


def test_the_distribution_is_told_by_months_and_percentiles() -> None:
    found = plan(facts=BUSY, activity=HEAVY)
    assert sum(count for _, count in found.months()) == found.draws
    assert found.day_reached(0.5) == found.dates.p50
    assert found.day_reached(0.9) == found.dates.p90
    assert found.chance_by(found.dates.p50) >= 0.5
    assert found.chance_by(found.dates.p50 - datetime.timedelta(days=1)) < 0.5
    assert (found.chance_by(TODAY), found.chance_by(datetime.date(2100, 1, 1))) == (0, 1)


def test_a_plan_is_canonical_json_with_method_and_digests() -> None:
    written = plan(facts=BUSY, activity=HEAVY, with_order=True, hoped_for_on="2030-01-01").as_json()
    assert canonical_bytes(written)
    assert written["format"] == "rebond-plan/1"
    for name in ("site_digest", "law_digest", "graph_digest"):
        assert written[name].startswith("sha256:")
    assert len(written["percentiles"]) == 99


def test_more_draws_keep_the_first_ones() -> None:
    few, many = plan(draws=300), plan(draws=30_000)
    assert abs((few.dates.p50 - many.dates.p50).days) < 30
    assert many.end_days.size == 30_000
    assert (np.diff(many.end_days) >= 0).all()


def test_events_out_of_order_are_refused_with_the_line_of_the_site(tmp_path: Path) -> None:
    path = tmp_path / "site.yaml"
    path.write_text(
        "format: rebond-site/1\nid: essai\nname: Essai\nis_fictitious: true\ntasks:\n"
        "  permis_de_construire:\n    state: filed\n"
        "    events: {filed: 2026-10-10, complete: 2026-10-01}\n",
        encoding="utf-8",
    )
    with pytest.raises(EventsOutOfOrder) as refused:
        plan_site(path, as_of=TODAY)
    assert refused.value.where == f"{path}:7"


def filed(state: str = "filed", **more: Any) -> dict[str, Any]:
    return {"permis_de_construire": {"state": state, "scope": "any", "expires_on": "never"} | more}


def test_a_file_under_way_has_its_deadline_in_the_plan() -> None:
    events = {"filed": "2026-10-01", "complete": "2026-10-10"}
    found = plan(tasks=filed(events=events, circumstances=["abf"]))
    assert [item.due_on for item in found.deadlines] == [datetime.date(2027, 2, 10)]
    assert found.deadlines[0].remaining_days == 81
    assert plan().deadlines == ()


@pytest.mark.parametrize(
    ("task", "refusal"),
    [
        (
            filed(events={"filed": "2026-09-01", "decided": "2026-10-01"}),
            DecisionBeforeCompleteness,
        ),
        (filed(circumstances=["canicule"]), UnknownCircumstance),
        (filed(events={"filed": "2005-09-01"}), NoVersionInForce),
        (
            {
                "defrichement": {
                    "state": "filed",
                    "circumstances": ["reconnaissance_terrain", "enquete_publique"],
                }
            },
            ContradictoryCircumstances,
        ),
    ],
)
def test_events_and_circumstances_that_the_law_refuses_are_refused(
    task: dict[str, Any], refusal: type[Exception]
) -> None:
    with pytest.raises(refusal):
        plan(tasks=task)


def test_what_was_settled_under_a_law_that_was_not_read_is_taken_as_settled() -> None:
    events = {"filed": "2005-01-10", "complete": "2005-02-01", "decided": "2005-06-01"}
    found = plan(tasks=filed("granted", events=events))
    assert {need.task: need.state for need in found.needs}["permis_de_construire"] == "granted"


def test_a_day_far_in_the_past_is_refused_with_the_rule_and_the_cure() -> None:
    with pytest.raises(NoVersionInForce) as refused:
        plan(datetime.date(1995, 5, 2))
    assert refused.value.procedure == "permis_amenager"
    assert ".yaml:" in refused.value.file


def test_a_day_far_in_the_future_is_planned_with_a_caution() -> None:
    found = plan(datetime.date(2150, 5, 2))
    assert found.dates.p50 > datetime.date(2151, 1, 1)
    assert any("was read on 2026-11-21" in text.en for text in found.cautions)


def test_bad_questions_are_refused() -> None:
    with pytest.raises(UnknownStep):
        plan(what_if=["sieste"])
    with pytest.raises(BadSimulation):
        plan(draws=0)
    with pytest.raises(SiteInvalid):
        plan(code="00")


def test_a_slider_is_answered_at_once() -> None:
    plan(facts=BUSY, activity=HEAVY, draws=10_000)
    start = time.thread_time()
    plan(facts=BUSY, activity=HEAVY, draws=10_000)
    # The figure itself is measured in the benchmark; this only catches a fall by an order of magnitude.
    assert time.thread_time() - start < 2.0
