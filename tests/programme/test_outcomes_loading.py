"""Reading ``indicators.yaml``: optional, and every fault named with its place."""

from __future__ import annotations

from pathlib import Path

import pytest

from rebond.programme import PolicyInvalid, ProblemKind, load_outcomes, load_programme

from .policies import FICTITIOUS, copy_with

FILE = "indicators.yaml"


def test_a_policy_without_the_file_has_no_indicator(tmp_path: Path) -> None:
    folder = copy_with(tmp_path, [])
    (folder / FILE).unlink()
    assert load_outcomes(folder) is None


def test_the_file_does_not_move_the_digest_of_the_policy(tmp_path: Path) -> None:
    folder = copy_with(tmp_path, [(FILE, 'version: "1.0.0"', 'version: "9.0.0"')])
    changed, kept = load_outcomes(folder), load_outcomes(FICTITIOUS)
    assert changed is not None
    assert kept is not None
    assert changed.digest != kept.digest
    assert load_programme(folder).digest == load_programme(FICTITIOUS).digest


@pytest.mark.parametrize(
    ("old", "new", "kind", "key"),
    [
        ("[ateliers]", "[atelier]", ProblemKind.UNKNOWN_REFERENCE, "indicators[0].objectives[0]"),
        (
            "sources: [BRUME1]",
            "sources: [BRUME9]",
            ProblemKind.UNKNOWN_REFERENCE,
            "baseline.sources",
        ),
        ("programme: iles", "programme: ile", ProblemKind.UNKNOWN_REFERENCE, "programme"),
        ("status: missing", "status: absent", ProblemKind.NOT_ALLOWED, "indicators[2].data"),
        ("direction: increase", "direction: up", ProblemKind.NOT_ALLOWED, "direction"),
        ("id: vent_porteur", "id: ateliers_ouverts", ProblemKind.DUPLICATE_ID, "indicators"),
        ("value: 3", "valeur: 3", ProblemKind.UNKNOWN_KEY, "baseline"),
        (
            "status: missing",
            "status: missing\n      status: missing",
            ProblemKind.DUPLICATE_KEY,
            "data",
        ),
    ],
)
def test_a_fault_names_the_file_the_key_and_its_kind(
    tmp_path: Path, old: str, new: str, kind: ProblemKind, key: str
) -> None:
    folder = copy_with(tmp_path, [(FILE, old, new)])
    with pytest.raises(PolicyInvalid) as caught:
        load_outcomes(folder)
    found = [one for one in caught.value.problems if one.kind is kind]
    assert found, [(one.kind, one.where) for one in caught.value.problems]
    assert found[0].file == FILE
    assert key in (found[0].key or "")
    assert found[0].line


def test_an_objective_that_nothing_follows_is_a_fault(tmp_path: Path) -> None:
    edits = [(FILE, "objectives: [ateliers]\n", "objectives: []\n")] * 2
    with pytest.raises(PolicyInvalid) as caught:
        load_outcomes(copy_with(tmp_path, edits))
    assert "ateliers" in str(caught.value)
