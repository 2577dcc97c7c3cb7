"""A decision is computed again from its own file, or the first difference is named."""

from __future__ import annotations

import copy
import shutil
from pathlib import Path

import pytest

from rebond.canonical import canonical_bytes, digest
from rebond.errors import NotReproduced
from rebond.opendata import Snapshot
from rebond.pipeline import changed_content, verify_record
from rebond.pipeline.errors import BodyUnusable, ContentChanged, NotRecomputable, OtherInputs
from rebond.record import DecisionNotReproduced, Record, read_record, sealed_record
from rebond.record.errors import DigestMismatch
from tests.pipeline.conftest import FICTITIOUS, MOMENT


def resealed(record: Record, change: dict[str, object]) -> Record:
    """Return a well-sealed forgery: its digests are right, its content is not."""
    body = copy.deepcopy(record.body)
    for path, value in change.items():
        *parents, last = path.split("/")
        node = body
        for key in parents:
            node = node[int(key)] if isinstance(node, list) else node[key]
        node[last] = value
    return sealed_record(body, MOMENT, record.environment)


def test_a_shipped_decision_verifies_from_its_bytes(shipped: Record, snapshot: Snapshot) -> None:
    verify_record(read_record(shipped.to_bytes()), snapshot, threads=2)


def test_a_decision_on_own_candidates_carries_them_and_verifies(
    fictitious: Record, snapshot: Snapshot
) -> None:
    verify_record(read_record(fictitious.to_bytes()), snapshot)


def test_a_forged_chance_is_named(shipped: Record, snapshot: Snapshot) -> None:
    forged = resealed(shipped, {"candidates/3/chance": 1.0})
    with pytest.raises(DecisionNotReproduced) as caught:
        verify_record(forged, snapshot)
    assert "chance" in caught.value.message("en")
    assert isinstance(caught.value, NotReproduced)


def test_a_forged_policy_is_refused_under_a_shipped_name(
    shipped: Record, snapshot: Snapshot
) -> None:
    policy = copy.deepcopy(shipped.body["policy"])
    policy["measures"][0]["selection"]["k"] = 5
    with pytest.raises(OtherInputs) as caught:
        verify_record(resealed(shipped, {"policy": policy}), snapshot)
    assert caught.value.input == "policy"


def test_another_snapshot_is_named(shipped: Record, snapshot: Snapshot) -> None:
    forged = resealed(shipped, {"snapshot/digest": "sha256:" + "0" * 64})
    with pytest.raises(OtherInputs) as caught:
        verify_record(forged, snapshot)
    assert caught.value.input == "snapshot"


def test_another_folder_of_the_policy_is_compared(
    fictitious: Record, snapshot: Snapshot, tmp_path: Path
) -> None:
    other = tmp_path / FICTITIOUS.name
    shutil.copytree(FICTITIOUS, other)
    verify_record(fictitious, snapshot, programme=str(other))
    measure = other / "measures" / "hangar_partage.yaml"
    measure.write_text(
        measure.read_text(encoding="utf-8").replace("k: 3", "k: 2", 1), encoding="utf-8"
    )
    with pytest.raises(OtherInputs):
        verify_record(fictitious, snapshot, programme=str(other))


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"parameters/draws": 10**15}, "draws"),
        ({"parameters/k": 7}, "k is 7"),
        ({"parameters/seed": -1}, "seed"),
        ({"parameters/later_vintages": "never"}, "never"),
        ({"parameters/weights/intervals": {"nobody": [0, 1]}}, "nobody"),
        ({"parameters/weights/intervals": {"signal": [0.9, 0.1]}}, "[0.9, 0.1]"),
        ({"parameters/weights/orderings": [["acces", "acces"]]}, "acces"),
        ({"parameters/candidates/own_rows": []}, "own"),
        ({"parameters/candidates/own_rows/0/insee": "99999"}, "99999"),
        ({"programme/measure": "nobody"}, "nobody"),
    ],
)
def test_what_no_run_can_have_been_asked_is_not_reproduced(
    fictitious: Record, snapshot: Snapshot, change: dict[str, object], said: str
) -> None:
    with pytest.raises(NotRecomputable) as caught:
        verify_record(resealed(fictitious, change), snapshot)
    assert caught.value.exit_code == 4
    assert said in caught.value.message("en")
    assert caught.value.message("fr") != caught.value.message("en")


def test_a_well_sealed_body_of_another_layout_is_broken_data(
    fictitious: Record, snapshot: Snapshot
) -> None:
    with pytest.raises(BodyUnusable) as caught:
        verify_record(resealed(fictitious, {"parameters/weights": None}), snapshot)
    assert (caught.value.path, caught.value.exit_code) == ("/body/parameters/weights", 3)


def test_a_hostile_policy_in_the_file_is_not_recomputed(
    fictitious: Record, snapshot: Snapshot
) -> None:
    policy = copy.deepcopy(fictitious.body["policy"])
    policy["measures"][0]["grid"]["criteria"][0]["indicators"][0]["share"] = "7"
    forged = {"policy": policy, "programme/digest": digest(policy)}
    with pytest.raises(NotRecomputable):
        verify_record(resealed(fictitious, forged), snapshot)


def test_a_moment_given_is_the_moment_written(fictitious: Record) -> None:
    assert fictitious.produced_at == "2026-01-02T03:04:05Z"


def test_a_changed_file_is_told_where_it_does_not_follow(
    fictitious: Record, snapshot: Snapshot, tmp_path: Path
) -> None:
    body = copy.deepcopy(fictitious.body)
    body["candidates"][3]["chance"] = 0.999
    target = tmp_path / "d.json"
    target.write_bytes(
        fictitious.to_bytes().replace(canonical_bytes(fictitious.body), canonical_bytes(body))
    )
    with pytest.raises(DigestMismatch) as caught:
        read_record(target)
    found = changed_content(target, caught.value, snapshot)
    assert isinstance(found, ContentChanged)
    assert found.exit_code == 3
    said = found.message("en")
    assert "/candidates/3/chance" in said
    assert "0.999" in said
    assert body["candidates"][3]["name"] in said


def test_a_changed_file_of_another_layout_keeps_the_error_of_its_digest(
    fictitious: Record, snapshot: Snapshot, tmp_path: Path
) -> None:
    target = tmp_path / "d.json"
    mismatch = DigestMismatch("d.json", "body", "sha256:a", "sha256:b")
    for content in (b"{", b"[]", b'{"body": {}}', b"\xff"):
        target.write_bytes(content)
        assert changed_content(target, mismatch, snapshot) is mismatch
    target.write_bytes(fictitious.to_bytes())
    assert changed_content(target, mismatch, snapshot) is mismatch
