"""Aids read from YAML; what the policy declares is taken from it."""

from __future__ import annotations

from pathlib import Path

import pytest

from rebond.aid.amounts import Fixed, Monthly
from rebond.aid.errors import AidInvalid, NotInTheMeasure, UnknownAid
from rebond.aid.loading import AIDS_FOLDER, load_aid, shipped_aid, shipped_aids
from rebond.aid.rules import OneOf, leaves
from rebond.programme import load_programme


def written(tmp_path: Path, old: str, new: str, name: str = "aide_vte.yaml") -> Path:
    text = (AIDS_FOLDER / name).read_text(encoding="utf-8")
    assert old in text
    path = tmp_path / name
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    return path


def test_gates_and_amounts_are_those_of_the_policy() -> None:
    aid = shipped_aid("aide_vte")
    assert aid.measure is not None
    measure = load_programme(aid.measure.programme).measure(aid.measure.measure)
    gates = {gate.id: gate for gate in measure.gates}
    assert {leaf.id for leaf in leaves(aid.eligibility)} == set(gates)
    level = next(leaf for leaf in leaves(aid.eligibility) if leaf.id == "niveau_de_diplome")
    assert isinstance(level, OneOf)
    assert level.accepted == gates["niveau_de_diplome"].test.values  # type: ignore[union-attr]
    assert isinstance(aid.amount, Fixed)
    assert isinstance(shipped_aid("aide_logement_vte").amount, Monthly)


def test_every_fact_that_is_read_is_asked_and_perimeters_are_asked_by_their_names() -> None:
    for aid in shipped_aids():
        assert set(aid.read) <= {fact.id for fact in aid.facts}
    place = shipped_aid("aide_vte").fact("dans_ti_2020")
    assert place.question.en.startswith("Is the place in the perimeter")


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("gate: taille", "gate: taillle"),
        ("award: aide_entreprise", "award: aide_perdue"),
        ("- siege_en_france", "- entreprise_nom"),
    ],
)
def test_what_the_measure_does_not_declare_is_named(tmp_path: Path, old: str, new: str) -> None:
    with pytest.raises(NotInTheMeasure):
        load_aid(written(tmp_path, old, new))


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("beneficiary: firm", "beneficiary: robot"),
        ("kind: all_of", "kind: every_of"),
        ('version: "1.0.0"', 'version: "1"'),
        ("provider: bpifrance", "payer: bpifrance"),
    ],
)
def test_a_file_that_breaks_the_format_says_where(tmp_path: Path, old: str, new: str) -> None:
    with pytest.raises(AidInvalid) as refused:
        load_aid(written(tmp_path, old, new))
    assert "aide_vte.yaml:" in refused.value.message("fr")


def test_an_aid_that_is_not_shipped_is_named_with_the_nearest() -> None:
    with pytest.raises(UnknownAid, match="aide_vte"):
        shipped_aid("aide_vtt")
