"""A whole run: what holds whatever the figures are."""

from __future__ import annotations

from typing import Any

import pytest

from rebond.opendata import Snapshot
from rebond.pipeline import Request, evaluate_to_record, run
from rebond.pipeline.errors import BadParameter
from rebond.pipeline.plan import make_plan
from rebond.pipeline.running import STEPS
from rebond.record import Record
from rebond.selection.errors import RulesConflict, TooFewCandidates
from rebond.territory import Atlas
from tests.pipeline.conftest import FICTITIOUS, HANGARS

MILLIONTH = 1e-6


def candidates(record: Record) -> list[dict[str, Any]]:
    return [one for one in record.body["candidates"] if one["role"] == "candidate"]


def references(record: Record) -> list[dict[str, Any]]:
    return [one for one in record.body["candidates"] if one["role"] == "reference"]


def test_every_territory_of_the_first_phase_has_one_outcome(shipped: Record) -> None:
    found = candidates(shipped)
    assert len(found) == 149
    assert {one["status"] for one in found} <= {"retained", "below_cut", "kept_out", "ineligible"}
    assert sum(one["status"] == "retained" for one in found) == 78
    assert {one["id"] for one in found if one["portfolio"]["chosen"]} == set(
        shipped.body["portfolio"]["chosen"]
    )


def test_whether_a_territory_proposed_a_site_is_known_by_a_label_alone(shipped: Record) -> None:
    day = shipped.body["programme"]["as_of"]
    for one in candidates(shipped):
        labelled = any(label["announced_on"] <= day for label in one["history"]["labels"])
        assert one["history"]["proposed"] == ("yes" if labelled else "unknown")
    assert {one["history"]["proposed"] for one in candidates(shipped)} == {"yes", "unknown"}


def test_contributions_add_up_to_the_score_exactly(shipped: Record) -> None:
    for one in shipped.body["candidates"]:
        units = sum(round(value * 10**6) for value in one["contributions"].values())
        assert units == round(one["score"]["mid"] * 10**6)


def test_chances_of_all_candidates_sum_to_k(shipped: Record) -> None:
    # In every draw exactly K are among the first K, but for ties, which only add.
    total = sum(one["chance"] for one in candidates(shipped))
    assert total == pytest.approx(78, abs=0.01)


def test_a_missing_fact_is_the_whole_interval_and_never_zero(shipped: Record) -> None:
    missing = [
        fact
        for one in candidates(shipped)
        for fact in one["facts"].values()
        if fact["status"] == "missing"
    ]
    assert missing
    assert all(fact["u"] == [0.0, 1.0] and fact["value"] is None for fact in missing)
    assert all(fact["note"]["fr"] and fact["note"]["en"] for fact in missing)


def test_no_later_vintage_enters_unless_the_policy_says_why(shipped: Record) -> None:
    indicators = [i for c in shipped.body["criteria"] for i in c["indicators"]]
    later = [i for i in indicators if i["as_of_state"] == "later_allowed"]
    assert later
    assert all(i["later_why"]["fr"] for i in later)


def test_asking_for_no_later_vintage_makes_those_facts_missing(snapshot: Snapshot) -> None:
    record = evaluate_to_record(Request("pack_rebond_2020", draws=50, later="none"), snapshot)
    states = {i["id"]: i["as_of_state"] for c in record.body["criteria"] for i in c["indicators"]}
    assert states["jobs_30km"] == "later_excluded"
    assert states["unemployment_rate"] == "in_time"
    assert all(one["facts"]["jobs_30km"]["status"] == "missing" for one in candidates(record))


def test_the_number_of_threads_changes_no_byte(shipped: Record) -> None:
    # Data opened anew: nothing that another run computed from them is found again.
    afresh = Snapshot.open()
    again = evaluate_to_record(Request("pack_rebond_2020", draws=2000), afresh, threads=2)
    assert again.digest == shipped.digest
    assert again.body == shipped.body


def test_another_seed_is_another_decision(snapshot: Snapshot, shipped: Record) -> None:
    again = evaluate_to_record(Request("pack_rebond_2020", draws=2000, seed=7), snapshot)
    assert again.digest != shipped.digest


def test_known_sites_take_nobodys_place(shipped: Record) -> None:
    found = references(shipped)
    assert found
    assert all(one["status"] == "reference" for one in found)
    assert not {one["id"] for one in found} & set(shipped.body["portfolio"]["chosen"])
    assert all(one["history"]["labels"][0]["source_url"] for one in found)


def test_thirteen_regions_hold_one_retained(shipped: Record) -> None:
    regions = {one["region_code"] for one in candidates(shipped) if one["portfolio"]["chosen"]}
    assert len(regions) >= 13


def test_one_criterion_raised_as_said_would_reach_the_cut(shipped: Record) -> None:
    weights, cut = shipped.body["weights"], shipped.body["cut"]["score"]
    below = [one for one in candidates(shipped) if one["status"] == "below_cut"]
    for one in below:
        for change in one["changes"]:
            if change["kind"] == "criterion":
                raised = weights[change["criterion"]] * (change["to"] - change["from"])
                assert one["score"]["mid"] + raised > cut - 2 * MILLIONTH


def test_a_fictitious_programme_runs_through_every_rule(fictitious: Record) -> None:
    body = fictitious.body
    assert body["programme"]["is_fictitious"] is True
    by_name = {one["name"]: one for one in body["candidates"]}
    assert by_name["Hangar trop petit"]["status"] == "ineligible"
    assert (
        by_name["Hangar muet"]["status"] != "ineligible"
    )  # an area that is not stated excludes nobody
    rules = {rule["id"] for rule in body["portfolio"]["rules"]}
    assert {"exactly_k", "covered_regions", "deux_par_region", "enveloppe"} <= rules
    assert len(body["portfolio"]["chosen"]) == 3
    spent = next(r for r in body["portfolio"]["rules"] if r["id"] == "enveloppe")
    assert spent["value"] <= 900_000_000
    assert references(fictitious) == []


def test_stated_weights_keep_their_centre_inside(fictitious: Record) -> None:
    weights = fictitious.body["weights"]
    assert weights["signal"] == pytest.approx(0.2, abs=MILLIONTH)
    assert 0.3 <= weights["acces"] <= 0.7
    assert weights["acces"] >= weights["equipage"]
    assert sum(weights.values()) == pytest.approx(1, abs=3 * MILLIONTH)


def test_more_regions_than_k_is_a_conflict_of_two_rules_in_words(snapshot: Snapshot) -> None:
    request = Request("pack_rebond_2020", k=3, covered_regions_min=5, draws=5)
    with pytest.raises(RulesConflict) as caught:
        evaluate_to_record(request, snapshot)
    assert set(caught.value.conflict.rule_ids) == {"exactly_k", "covered_regions"}
    assert "3 candidats retenus" in caught.value.message("fr")


def test_more_regions_than_there_are_is_a_conflict_of_one_rule(snapshot: Snapshot) -> None:
    request = Request("pack_rebond_2020", covered_regions_min=25, draws=5)
    with pytest.raises(RulesConflict) as caught:
        evaluate_to_record(request, snapshot)
    assert caught.value.conflict.rule_ids == ("covered_regions",)
    assert "from 25 to 17" in caught.value.message("en")


def test_fewer_eligible_than_k_is_said_before_anything_is_drawn(snapshot: Snapshot) -> None:
    small = [{**row, "surface_ha": "1"} for row in HANGARS[:4]] + HANGARS[4:]
    with pytest.raises(TooFewCandidates) as caught:
        evaluate_to_record(Request(FICTITIOUS, own_rows=small, draws=5), snapshot)
    assert (caught.value.selectable, caught.value.total) == (2, 6)


def test_no_thread_is_refused(snapshot: Snapshot, atlas: Atlas) -> None:
    plan = make_plan(Request(FICTITIOUS, own_rows=HANGARS, draws=5), atlas)
    with pytest.raises(BadParameter, match="threads"):
        run(plan, snapshot, atlas, threads=0)


def test_progress_is_told_step_by_step_to_its_end(snapshot: Snapshot, atlas: Atlas) -> None:
    plan = make_plan(Request(FICTITIOUS, own_rows=HANGARS, draws=600), atlas)
    told: dict[str, tuple[int, int]] = {}
    run(plan, snapshot, atlas, on_progress=lambda step, done, of: told.update({step: (done, of)}))
    assert list(told) == list(STEPS)
    assert all(done == of for done, of in told.values())


def test_every_candidate_retained_is_a_decision_too(snapshot: Snapshot) -> None:
    record = evaluate_to_record(Request("pack_rebond_2020", k=149, draws=5), snapshot)
    assert {one["status"] for one in candidates(record)} == {"retained"}
    assert {one["chance"] for one in candidates(record)} == {1.0}
