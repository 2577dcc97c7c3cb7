"""The body of a decision: everything a reader needs, rounded, and nothing that contradicts itself."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from rebond.canonical import canonical_bytes, digest
from rebond.evaluation import versions
from rebond.opendata import Snapshot
from rebond.pipeline import Request, evaluate_to_record
from rebond.programme import thaw_programme
from rebond.record import Record
from tests.pipeline.conftest import FICTITIOUS, HANGARS, MOMENT


def candidates(record: Record) -> list[dict[str, Any]]:
    return [one for one in record.body["candidates"] if one["role"] == "candidate"]


def test_a_body_survives_canonical_json_unchanged(shipped: Record, fictitious: Record) -> None:
    for record in (shipped, fictitious):
        assert json.loads(canonical_bytes(record.body)) == record.body


def test_the_policy_in_the_file_is_the_one_that_its_digest_names(fictitious: Record) -> None:
    body = fictitious.body
    assert digest(body["policy"]) == body["programme"]["digest"]
    thawed = thaw_programme(canonical_bytes(body["policy"]))
    assert (thawed.id, thawed.digest) == (body["programme"]["id"], body["programme"]["digest"])


def test_every_method_stands_with_its_version(shipped: Record) -> None:
    methods = shipped.body["methods"]
    assert methods["weighted_sum"] == versions()["weighted_sum"]
    assert len(methods) == 5
    assert all(version.count(".") == 2 for version in methods.values())


def test_every_table_that_an_indicator_reads_has_its_source(
    shipped: Record, snapshot: Snapshot
) -> None:
    named = shipped.body["snapshot"]
    read = {
        name
        for one in candidates(shipped)
        for fact in one["facts"].values()
        for name in fact["dataset"].split(" + ")
        if name
    }
    assert read <= set(named["sources"]) <= set(named["tables"])
    assert named["digest"] == snapshot.digest
    for name, source in named["sources"].items():
        assert source["producer"] == snapshot.dataset(name).producer
        assert source["licence"]
        assert source["title"]["fr"] != source["title"]["en"]


def test_shares_of_indicators_sum_to_one(shipped: Record) -> None:
    for criterion in shipped.body["criteria"]:
        total = sum(indicator["share"] for indicator in criterion["indicators"])
        assert total == pytest.approx(1, abs=len(criterion["indicators"]) * 1e-6)


def test_ends_stand_around_the_middle_and_chances_are_shares(shipped: Record) -> None:
    for one in shipped.body["candidates"]:
        for spread in (one["score"], *one["criteria"].values()):
            assert 0 <= spread["low"] <= spread["mid"] <= spread["high"] <= 1
        assert 0 <= one["chance"] <= 1
        assert 1 <= one["rank"]["low"] <= one["rank"]["median"] <= one["rank"]["high"]
        assert 0 <= one["reliability"] <= 1


def test_reliability_is_the_share_of_known_facts_when_weights_are_unknown(shipped: Record) -> None:
    criteria = shipped.body["criteria"]
    for one in candidates(shipped):
        documented = [
            sum(
                indicator["share"]
                for indicator in criterion["indicators"]
                if one["facts"][indicator["id"]]["status"] == "known"
            )
            for criterion in criteria
        ]
        assert one["reliability"] == pytest.approx(sum(documented) / 5, abs=1e-5)


def test_the_cut_is_the_lowest_score_retained(shipped: Record) -> None:
    cut = shipped.body["cut"]
    retained = {
        one["id"]: one["score"]["mid"] for one in candidates(shipped) if one["portfolio"]["chosen"]
    }
    assert cut["score"] == min(retained.values())
    assert retained[cut["id"]] == cut["score"]
    assert set(retained) == set(shipped.body["portfolio"]["chosen"])


def test_the_objective_is_the_sum_of_the_scores_retained(shipped: Record) -> None:
    scores = [one["score"]["mid"] for one in candidates(shipped) if one["portfolio"]["chosen"]]
    assert shipped.body["portfolio"]["objective"] == pytest.approx(sum(scores), abs=1e-6)


def test_rank_by_score_is_one_more_than_those_strictly_better(shipped: Record) -> None:
    scores = [one["score"]["mid"] for one in candidates(shipped)]
    for one in shipped.body["candidates"]:
        better = sum(score > one["score"]["mid"] for score in scores)
        assert one["portfolio"]["by_score_rank"] == better + 1


def test_central_weights_exist_only_for_those_that_are_ever_first(shipped: Record) -> None:
    ever, never = [], []
    for one in candidates(shipped):
        (ever if one["chance_first"] > 0 else never).append(one)
    assert ever
    assert never
    for one in ever:
        assert sum(one["central_weights"].values()) == pytest.approx(1, abs=1e-5)
        assert 0 <= one["confidence"] <= 1
    assert all(one["central_weights"] is None and one["confidence"] is None for one in never)


def test_mean_contributions_are_those_of_the_candidates_alone(shipped: Record) -> None:
    found = candidates(shipped)
    for criterion, mean in shipped.body["mean_contributions"].items():
        by_hand = sum(one["contributions"][criterion] for one in found) / len(found)
        assert mean == pytest.approx(by_hand, abs=1e-6)


def test_own_values_and_answers_stand_in_the_decision(snapshot: Snapshot) -> None:
    rows = [{**row, "port_km": "5"} for row in HANGARS]
    body = evaluate_to_record(
        Request(FICTITIOUS, own_rows=rows, draws=20), snapshot, produced_at=MOMENT
    ).body
    assert body["parameters"]["candidates"]["own_rows"] == rows
    for one in body["candidates"]:
        fact = one["facts"]["port_km"]
        assert (fact["status"], fact["value"], fact["dataset"]) == ("known", 5.0, "own")
        assert fact["u"] == [1.0, 1.0]
        assert one["history"] == {"proposed": "not_applicable", "labels": []}


def test_the_moment_and_the_software_stand_outside_the_body(shipped: Record) -> None:
    written = json.dumps(shipped.body)
    assert shipped.produced_at not in written
    assert "environment" not in shipped.body
    assert {"rebond", "python", "numpy"} <= set(shipped.environment)


def test_a_gate_that_is_not_met_is_the_first_thing_to_change(fictitious: Record) -> None:
    (small,) = [one for one in fictitious.body["candidates"] if one["status"] == "ineligible"]
    first = small["changes"][0]
    assert (first["kind"], first["from"], first["to"]) == ("gate", None, None)
    assert first["title"]["fr"].rstrip(" .") in small["reason"]["fr"]
    assert first["gate"] in [gate["gate"] for gate in small["gates"] if gate["answer"] == "no"]


def test_every_key_of_a_decision_is_documented(shipped: Record) -> None:
    page = (Path(__file__).parents[2] / "docs" / "reference" / "decision-file.md").read_text(
        "utf-8"
    )
    body = shipped.body
    candidate = body["candidates"][0]
    indicator = body["criteria"][0]["indicators"][0]
    parts = (
        body,
        body["programme"],
        body["parameters"],
        body["snapshot"],
        body["criteria"][0],
        indicator,
        body["portfolio"],
        body["frame"][0],
        candidate,
        candidate["facts"][indicator["id"]],
        candidate["portfolio"],
        candidate["history"],
        candidate["composition"],
    )
    missing = {key for part in parts for key in part if f"`{key}`" not in page}
    assert missing == set()
