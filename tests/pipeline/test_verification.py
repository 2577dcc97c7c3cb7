"""A decision is computed again from its own file, or the first difference is named."""

from __future__ import annotations

import copy
import shutil
from pathlib import Path

import pytest

from rebond.errors import NotReproduced
from rebond.opendata import Snapshot
from rebond.pipeline import verify_record
from rebond.pipeline.errors import OtherInputs
from rebond.record import DecisionNotReproduced, Record, read_record, sealed_record
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
