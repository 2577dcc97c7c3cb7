"""`rebond programme`: list, validate, show; a policy's faults are all told with their places."""

from __future__ import annotations

import csv
import io
import json
import shutil
from pathlib import Path

import pytest

from rebond.programme import load_programme
from tests.cli.conftest import Command
from tests.pipeline.conftest import FICTITIOUS


def test_the_shipped_programmes_are_listed(rebond: Command) -> None:
    rows = json.loads(rebond("programme", "list", "--format", "json").out)
    loaded = load_programme("pack_rebond_2020")
    assert [row["id"] for row in rows] == ["pack_rebond_2020"]
    assert rows[0]["digest"] == loaded.digest
    assert "2020-07-20" in rebond("programme", "list").out


def test_a_valid_policy_is_told_with_its_digest(rebond: Command) -> None:
    done = rebond("programme", "validate", FICTITIOUS)
    assert (done.code, done.err) == (0, "")
    assert load_programme(FICTITIOUS).digest in done.out


def test_every_fault_of_a_policy_is_named_with_file_line_and_what_is_allowed(
    rebond: Command, tmp_path: Path
) -> None:
    policy = tmp_path / "policy"
    shutil.copytree(FICTITIOUS, policy)
    measure = policy / "measures" / "hangar_partage.yaml"
    text = measure.read_text(encoding="utf-8")
    text = text.replace("indicator: port_km", "indicator: port_kms").replace("k: 3", "k: many", 1)
    measure.write_text(text, encoding="utf-8")
    line = text.split("k: many")[0].count("\n") + 1
    done = rebond("programme", "validate", policy)
    assert (done.code, done.out) == (2, "")
    assert f"measures/hangar_partage.yaml:{line}" in done.err
    assert "many" in done.err
    measure.write_text(text.replace("k: many", "k: 3"), encoding="utf-8")
    done = rebond("programme", "validate", policy)
    assert done.code == 2
    assert "port_kms" in done.err
    assert "port_km" in done.err.replace("port_kms", "")
    evaluated = rebond("evaluate", policy)
    assert (evaluated.code, "port_kms" in evaluated.err) == (2, True)


@pytest.mark.parametrize(
    ("lang", "parts"),
    [
        (
            "fr",
            ["Objectifs", "Conditions", "Poids non établis", "Règles de sélection", "78 retenus"],
        ),
        (
            "en",
            ["Objectives", "Gates", "Weights not established", "Selection rules", "78 retained"],
        ),
    ],
)
def test_a_programme_is_shown_whole(rebond: Command, lang: str, parts: list[str]) -> None:
    done = rebond("programme", "show", "pack_rebond_2020", "--lang", lang)
    assert (done.code, done.err) == (0, "")
    for part in parts:
        assert part in done.words
    loaded = load_programme("pack_rebond_2020")
    for measure in loaded.measures:
        assert f"({measure.id})" in done.words
    assert all(len(line) <= 80 for line in done.out.splitlines())


def test_known_weights_and_every_rule_are_shown(rebond: Command) -> None:
    done = rebond("programme", "show", FICTITIOUS, "--lang", "en")
    assert "acces 0.3:0.7, equipage 0.1:0.5, signal 0.2" in done.words
    for rule in (
        "3 retained",
        "at least 2 régions",
        "Two per region",
        "Invented envelope",
        "10 km",
    ):
        assert rule in done.words


def test_what_is_not_established_is_shown(rebond: Command) -> None:
    loaded = load_programme("pack_rebond_2020")
    looked_for = [
        one.looked_for.fr for owner in (loaded, *loaded.measures) for one in owner.not_established
    ]
    done = rebond("programme", "show", "pack_rebond_2020")
    for one in looked_for:
        assert " ".join(one.replace("\u202f", " ").split()) in done.words


def test_machines_get_the_whole_policy_or_its_parts(rebond: Command) -> None:
    loaded = load_programme("pack_rebond_2020")
    shown = rebond("programme", "show", "pack_rebond_2020", "--format", "json").out
    assert json.loads(shown) == json.loads(json.dumps(loaded.as_json()))
    rows = list(
        csv.DictReader(
            io.StringIO(rebond("programme", "show", "pack_rebond_2020", "--format", "csv").out)
        )
    )
    assert {row["part"] for row in rows} == {
        "objective",
        "measure",
        "gate",
        "weights",
        "criterion",
        "indicator",
    }


def test_a_name_that_is_nowhere_is_answered_with_those_there_are(rebond: Command) -> None:
    for verb in ("show", "validate"):
        done = rebond("programme", verb, "pack_rebond_2021")
        assert (done.code, done.out) == (2, "")
        assert "pack_rebond_2020" in done.err
