"""From filed dossiers to a sealed record that anyone computes again."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from django.core.exceptions import PermissionDenied

from rebond.cli.app import run as run_command
from rebond.record import read_record
from rebond.web.calls.models import Call, Revision
from rebond.web.committee import evaluating, services
from rebond.web.committee.errors import (
    BadChoice,
    NoEvaluation,
    NothingToEvaluate,
    SimulationClosed,
    TooManyPlaces,
    TooManyTrials,
)
from rebond.web.committee.models import Evaluation
from rebond.web.deliberations.models import Decision
from rebond.web.dossiers.models import Dossier, Filing
from rebond.web.jobs import worker
from rebond.web.jobs.errors import LostLease
from rebond.web.jobs.models import Job
from rebond.web.journal.models import Entry
from tests.web.committee.conftest import DRAWS, evaluated
from tests.web.world import DAY, NOW, World

pytestmark = pytest.mark.django_db
REFERENCES = ["D-AFILED", "D-BFILED"]


def silent(_done: int, _total: int) -> None:
    return None


def verified(file: Path) -> object:
    with pytest.raises(SystemExit) as left:
        run_command(["verify", str(file)])
    return left.value.code


def test_an_official_evaluation_is_sealed_with_who_is_who(world: World) -> None:
    done = evaluated(world, k=1)
    assert (done.state, done.error_fr) == (Evaluation.State.DONE, "")
    record = read_record(bytes(done.record))
    assert record.digest == done.record_digest
    names = {one["id"]: one["name"] for one in record.body["candidates"]}
    assert names == {
        "own:1": "Site fictif a_filed [D-AFILED]",
        "own:2": "Site fictif b_filed [D-BFILED]",
    }
    assert done.parameters["candidates"] == {"own:1": "D-AFILED", "own:2": "D-BFILED"}
    assert record.body["parameters"]["as_of"] == "2031-05-13"
    assert sorted(one["status"] for one in record.body["candidates"]) == ["below_cut", "retained"]


def test_the_same_question_gives_the_same_bytes(world: World) -> None:
    first, second = evaluated(world, k=1), evaluated(world, k=1)
    assert bytes(first.record) == bytes(second.record)
    other = evaluated(world, k=1, seed=7)
    assert other.parameters["seed"] == 7
    assert other.record_digest != first.record_digest


def test_the_command_verifies_the_downloaded_file(world: World, tmp_path: Path) -> None:
    done = evaluated(world, k=1, weights={"intervals": {"transport": [0.4, 0.6]}, "orderings": []})
    file = tmp_path / "evaluation.json"
    file.write_bytes(bytes(done.record))
    assert verified(file) == 0
    file.write_bytes(bytes(done.record).replace(b"a_filed", b"z_filed", 1))
    assert verified(file) != 0


def test_a_policy_completed_by_a_call_verifies_and_says_so(
    world: World, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    from rebond.programme.call_choices import read_choices, with_choices

    revision = world.calls["closed"].revisions.get()
    chosen = with_choices(
        revision.programme,
        "site_cle_en_main",
        read_choices({"selection": {"k": 2, "covered_regions_min": 0}}),
    )
    Revision.objects.create(
        call=revision.call,
        number=2,
        policy=chosen.canonical().decode(),
        policy_digest=chosen.digest,
        created_at=NOW,
        published_at=NOW,
    )
    world.calls["closed"] = Call.objects.get(pk=revision.call_id)
    done = evaluated(world)
    assert (done.state, done.parameters["k"]) == (Evaluation.State.DONE, 2)
    file = tmp_path / "evaluation.json"
    file.write_bytes(bytes(done.record))
    assert verified(file) == 0
    assert "complétée par les choix d’un appel" in " ".join(capsys.readouterr().out.split())


def test_a_worker_runs_the_job_and_tells_its_progress(world: World) -> None:
    asked = services.ask_evaluation(
        world.actor("national"), world.calls["closed"], "official", {"draws": DRAWS}, now=NOW
    )
    assert worker.work_once("w1", lambda: NOW)
    asked.refresh_from_db()
    job = Job.objects.get(kind="committee.evaluation")
    assert asked.state == Evaluation.State.DONE
    assert job.result == {"state": "done", "digest": asked.record_digest}


def test_a_lost_lease_leaves_the_evaluation_to_the_other_worker(world: World) -> None:
    asked = services.ask_evaluation(
        world.actor("national"), world.calls["closed"], "official", {"draws": DRAWS}, now=NOW
    )

    def lost(_done: int, _total: int) -> None:
        raise LostLease

    with pytest.raises(LostLease):
        evaluating.run(asked.pk, lost, NOW)
    asked.refresh_from_db()
    assert asked.state == Evaluation.State.WAITING
    assert evaluating.run(asked.pk, silent, NOW).state == Evaluation.State.DONE
    again = evaluating.run(asked.pk, lost, NOW + DAY)
    assert again.finished_at == NOW


def test_the_policys_k_is_lowered_to_the_field_and_an_asked_one_is_refused(world: World) -> None:
    done = evaluated(world)
    assert (done.parameters["k"], done.parameters["k_before"]) == (2, 78)
    with pytest.raises(TooManyPlaces) as refused:
        evaluated(world, k=3)
    assert refused.value.count == 2


def test_one_dossier_alone_is_evaluated(world: World) -> None:
    Dossier.objects.filter(reference="D-BFILED").update(state=Dossier.State.WITHDRAWN)
    done = evaluated(world)
    assert (done.state, done.parameters["dossiers"]) == (Evaluation.State.DONE, ["D-AFILED"])


def test_ineligible_dossiers_are_left_out_with_their_gate(world: World) -> None:
    Dossier.objects.filter(reference="D-BFILED").update(
        eligibility="no", failed_gates=["surface_minimale"]
    )
    done = evaluated(world)
    assert done.parameters["left_out"] == [
        {"dossier": "D-BFILED", "why": "ineligible", "gates": ["surface_minimale"]}
    ]
    Dossier.objects.filter(reference="D-AFILED").update(eligibility="no")
    with pytest.raises(NothingToEvaluate):
        evaluated(world)


def test_a_measure_without_grid_says_so(world: World) -> None:
    with pytest.raises(NoEvaluation):
        services.ask_evaluation(
            world.actor("cnam"), world.calls["training"], "official", {}, now=NOW
        )


def test_rules_that_exclude_each_other_fail_in_both_languages(world: World) -> None:
    done = evaluated(world, k=1, rules={"covered_regions_min": 2})
    assert done.state == Evaluation.State.FAILED
    assert done.error_fr
    assert done.error_en
    assert done.error_fr != done.error_en
    assert done.record is None


def test_contradictory_weights_fail_in_words(world: World) -> None:
    weights = {"intervals": {"transport": [0.9, 1.0], "clusters": [0.9, 1.0]}, "orderings": []}
    done = evaluated(world, k=1, weights=weights)
    assert done.state == Evaluation.State.FAILED
    assert "transport" in done.error_fr


def test_a_correction_filed_meanwhile_does_not_change_the_run(world: World) -> None:
    asked = services.ask_evaluation(
        world.actor("national"), world.calls["closed"], "official", {"draws": DRAWS}, now=NOW
    )
    first = Filing.objects.get(dossier__reference="D-AFILED")
    Filing.objects.create(
        dossier=first.dossier,
        number=2,
        revision=first.revision,
        answers={**first.answers, "surface_brute_ha": "1.00"},
        files=[],
        digest=first.digest,
        filed_by=first.filed_by,
        filed_at=NOW,
    )
    done = evaluating.run(asked.pk, silent, NOW)
    rows = read_record(bytes(done.record)).body["parameters"]["candidates"]["own_rows"]
    assert rows[0]["surface_brute_ha"] == "60.00"


def test_official_ones_are_journalled_and_sealed_in_the_chain(world: World) -> None:
    done = evaluated(world, k=1)
    acts = list(Entry.objects.filter(object_type="evaluation").order_by("number"))
    assert [one.act for one in acts] == ["committee.ask_evaluation", "committee.finish_evaluation"]
    assert acts[1].content.value["record_digest"] == done.record_digest


def test_a_trial_leaves_no_trace(world: World) -> None:
    before = json.dumps(list(Dossier.objects.order_by("pk").values()), default=str)
    done = evaluated(world, "member", "trial", k=1, seed=3)
    assert done.state == Evaluation.State.DONE
    assert not Entry.objects.exists()
    assert not Decision.objects.exists()
    assert json.dumps(list(Dossier.objects.order_by("pk").values()), default=str) == before


def test_trials_are_limited_to_a_few_waiting(world: World) -> None:
    for seed in range(5):
        services.ask_evaluation(
            world.actor("member"), world.calls["closed"], "trial", {"seed": seed}, now=NOW
        )
    with pytest.raises(TooManyTrials):
        services.ask_evaluation(
            world.actor("member"), world.calls["closed"], "trial", {"seed": 9}, now=NOW
        )


@pytest.mark.parametrize(
    ("persona", "purpose"),
    [
        ("member", "official"),
        ("member", "simulation"),
        ("epci_a", "trial"),
        ("prefecture_1", "trial"),
        ("cnam", "official"),
        ("parliament", "trial"),
        ("national", "nonsense"),
    ],
)
def test_only_those_who_may_can_ask(world: World, persona: str, purpose: str) -> None:
    with pytest.raises(PermissionDenied):
        evaluated(world, persona, purpose)
    assert not Evaluation.objects.exists()


@pytest.mark.parametrize(
    "asked",
    [
        {"k": "0"},
        {"k": "1; drop"},
        {"k": "-1"},
        {"draws": 100_001},
        {"seed": 2**32},
        {"rules": {"floors": 1}},
        {"rules": {"covered_regions_min": "x"}},
        {"weights": {"intervals": {"inconnu": [0, 1]}}},
        {"weights": {"intervals": {"transport": [0.6, 0.4]}}},
        {"weights": {"intervals": {"transport": ["0", "1"]}}},
        {"weights": {"orderings": [["transport", "transport"]]}},
        {"weights": "tout"},
        {"candidates": {}},
    ],
)
def test_unusable_choices_are_refused_before_any_row(
    world: World, asked: dict[str, object]
) -> None:
    with pytest.raises(BadChoice):
        evaluated(world, **asked)
    assert not Evaluation.objects.exists()
    assert not Job.objects.exists()


def test_a_draft_grid_is_tried_on_past_dossiers_before_opening(world: World) -> None:
    past = world.calls["closed"]
    past.deliberated_at = NOW - DAY
    past.save()
    Dossier.objects.filter(reference="D-BFILED").update(eligibility="no")
    asked = services.ask_evaluation(
        world.actor("national"),
        world.calls["draft"],
        "simulation",
        {"draws": DRAWS, "k": 1, "calls": [past.reference]},
        now=NOW,
    )
    done = evaluating.run(asked.pk, silent, NOW)
    assert (done.state, done.error_fr) == (Evaluation.State.DONE, "")
    assert done.parameters["dossiers"] == REFERENCES
    assert not Entry.objects.exists()


def test_a_simulation_is_for_calls_not_yet_open_and_past_ones_decided(world: World) -> None:
    with pytest.raises(SimulationClosed):
        evaluated(world, "national", "simulation")
    with pytest.raises(NothingToEvaluate):
        services.ask_evaluation(
            world.actor("national"), world.calls["draft"], "simulation", {}, now=NOW
        )
