"""Reasons are read from the cited evaluation, agree with the outcome, and say where they leave it."""

from __future__ import annotations

from typing import Any

import pytest

from rebond.web.committee.models import CriterionScore, Declaration, Evaluation, Review
from rebond.web.deliberations import reasons, records
from rebond.web.deliberations.errors import (
    DeviationUnexplained,
    ReasonDisagrees,
    ReasonIncomplete,
)
from rebond.web.deliberations.medians import medians_of
from rebond.web.dossiers.models import Dossier
from tests.web.deliberations.scenes import MOTIVE, add_dossiers, evaluate
from tests.web.world import NOW, World

pytestmark = pytest.mark.django_db


@pytest.fixture
def dossiers(world: World) -> list[Dossier]:
    return add_dossiers(world, world.calls["closed"], 20)


@pytest.fixture
def official(world: World, dossiers: list[Dossier]) -> Evaluation:
    return evaluate(world, world.calls["closed"], dossiers)


def of_status(official: Evaluation, dossiers: list[Dossier], status: str) -> Dossier:
    read = records.read(official).by_dossier
    return next(one for one in dossiers if read[one.reference].status == status)


@pytest.mark.parametrize(
    ("status", "kind"),
    [("retained", "rank"), ("below_cut", "rank"), ("kept_out", "constraint")],
)
def test_each_outcome_of_the_engine_is_suggested_with_its_values(
    official: Evaluation, dossiers: list[Dossier], status: str, kind: str
) -> None:
    one = of_status(official, dossiers, status)
    said = reasons.from_evaluation(official, one)
    candidate = records.read(official).by_dossier[one.reference]
    assert (said.outcome, said.kind) == (status, kind)
    assert said.reason["rank"] == candidate.score_rank
    assert said.reason["chance"] == candidate.chance
    assert said.reason["evaluation"] == official.record_digest
    assert said.sentence is not None
    assert len(said.sentence.fr) > 30
    assert "{" not in said.sentence.fr + said.sentence.en
    if kind == "constraint":
        assert said.reason["rule"] == "au_moins_un_par_region"
        assert said.reason["title"]["fr"] in said.sentence.fr


def test_what_a_person_types_of_a_value_is_ignored(
    official: Evaluation, dossiers: list[Dossier]
) -> None:
    one = of_status(official, dossiers, "below_cut")
    lying = {"kind": "rank", "rank": 1, "score": 1.0, "chance": 1.0, "deviates": False}
    reason = reasons.complete("below_cut", lying, official, one)
    assert reason == reasons.from_evaluation(official, one).reason


@pytest.mark.parametrize(
    ("outcome", "kind"),
    [
        ("retained", "gate"),
        ("below_cut", "committee"),
        ("ineligible", "rank"),
        ("kept_out", "rank"),
        ("deferred", ""),
        ("invented", "rank"),
    ],
)
def test_outcome_and_reason_must_agree(
    official: Evaluation, dossiers: list[Dossier], outcome: str, kind: str
) -> None:
    with pytest.raises(ReasonDisagrees):
        reasons.complete(outcome, {"kind": kind}, official, dossiers[0])


def test_leaving_the_engine_is_allowed_and_said(
    official: Evaluation, dossiers: list[Dossier]
) -> None:
    one = of_status(official, dossiers, "below_cut")
    with pytest.raises(DeviationUnexplained):
        reasons.complete("retained", {"kind": "committee"}, official, one)
    with pytest.raises(DeviationUnexplained):
        reasons.complete(
            "retained", {"kind": "committee", "explanation": "  parce que  "}, official, one
        )
    reason = reasons.complete(
        "retained", {"kind": "committee", "explanation": MOTIVE}, official, one
    )
    assert (reason["deviates"], reason["suggested"]) == (True, "below_cut")
    assert reason["explanation"] == MOTIVE
    assert reason["rank"] == records.read(official).by_dossier[one.reference].score_rank


def test_a_rank_needs_an_evaluation_that_speaks_of_the_dossier(world: World) -> None:
    with pytest.raises(ReasonIncomplete):
        reasons.complete("below_cut", {"kind": "rank"}, None, world.dossiers["a_filed"])


def test_a_rule_is_cited_only_where_one_keeps_the_dossier_out(
    official: Evaluation, dossiers: list[Dossier]
) -> None:
    one = of_status(official, dossiers, "below_cut")
    with pytest.raises(ReasonIncomplete):
        reasons.complete("kept_out", {"kind": "constraint", "explanation": MOTIVE}, official, one)


@pytest.mark.parametrize(
    "written", [["territoire"], [{"gate": "territoire", "answer": "no"}], [{"id": "territoire"}]]
)
def test_a_gate_failed_at_filing_is_suggested(world: World, written: list[Any]) -> None:
    one = world.dossiers["a_filed"]
    gate = records.measure_of(one).gates[0]
    renamed = [
        {key: gate.id if value == "territoire" else value for key, value in each.items()}
        if isinstance(each, dict)
        else gate.id
        for each in written
    ]
    Dossier.objects.filter(pk=one.pk).update(eligibility="no", failed_gates=renamed)
    one.refresh_from_db()
    said = reasons.from_evaluation(None, one)
    assert (said.outcome, said.reason["gate"]) == ("ineligible", gate.id)
    assert (said.reason["answer"], said.reason["established"]) == ("no", "filing")
    assert said.sentence is not None
    assert gate.title.fr in said.sentence.fr


def test_a_gate_unknown_to_the_measure_suggests_nothing(world: World) -> None:
    one = world.dossiers["a_filed"]
    one.eligibility, one.failed_gates = "no", ["gone"]
    assert reasons.from_evaluation(None, one).outcome is None


def test_a_gate_found_by_the_committee_must_be_one_of_the_measure(world: World) -> None:
    one = world.dossiers["a_filed"]
    gate = records.measure_of(one).gates[0]
    reason = reasons.complete("ineligible", {"kind": "gate", "gate": gate.id}, None, one)
    assert reason["established"] == "committee"
    for wrong in ("", "invented"):
        with pytest.raises(ReasonIncomplete):
            reasons.complete("ineligible", {"kind": "gate", "gate": wrong}, None, one)


def test_a_deferral_says_until_when_or_under_which_condition(world: World) -> None:
    one = world.dossiers["a_filed"]
    with pytest.raises(ReasonIncomplete):
        reasons.complete("deferred", {"kind": "deferred"}, None, one)
    reason = reasons.complete("deferred", {"kind": "deferred", "until": "2031-09-01"}, None, one)
    assert (reason["until"], reason["condition"]) == ("2031-09-01", None)


def test_medians_leave_out_blanks_drafts_and_those_with_an_interest(world: World) -> None:
    one = world.dossiers["b_filed"]
    for who, scores, submitted in (
        ("member", {"transport": 40, "emploi": 80}, NOW),
        ("national", {"transport": 70}, NOW),
        ("recused", {"transport": 100}, NOW),
    ):
        review = Review.objects.create(
            seat=world.seats[who], dossier=one, saved_at=NOW, submitted_at=submitted
        )
        for criterion, score in scores.items():
            CriterionScore.objects.create(review=review, criterion=criterion, score=score)
    Declaration.objects.create(
        seat=world.seats["recused"], dossier=one, has_interest=True, declared_at=NOW
    )
    found = medians_of(one)
    assert found.reviews == 2
    assert found.by_criterion == {"transport": (5.5, 2), "emploi": (8.0, 1)}
    Review.objects.filter(seat=world.seats["national"]).update(submitted_at=None)
    assert medians_of(one).by_criterion["transport"] == (4.0, 1)
    assert medians_of(world.dossiers["a_filed"]).as_json() == {"reviews": 0, "medians": {}}
