"""`rebond results`: an answer only where the data carry one, and the method tried on a known effect."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pytest

from rebond.impact.synthetic import Design, invent
from tests.cli.conftest import Command


def write(folder: Path, design: Design, seed: int = 21) -> Path:
    data = invent(design, seed)
    file = folder / "observations.csv"
    with file.open("w", encoding="utf-8", newline="") as stream:
        rows = csv.writer(stream)
        rows.writerow(["unit", "retained", "year", "outcome", *data.fact_names])
        for row, unit in enumerate(data.units):
            for column, year in enumerate(data.years):
                said = "yes" if data.is_retained[row] else "no"
                value = f"{data.outcomes[row, column]:.4f}"
                rows.writerow([unit, said, year, value, *(f"{one:.4f}" for one in data.facts[row])])
    return file


@pytest.fixture(scope="module")
def file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write(tmp_path_factory.mktemp("results"), Design(units=300, effect=3.0))


def test_an_effect_is_told_first_with_its_interval_and_what_must_be_true(
    rebond: Command, file: Path
) -> None:
    asked = ("results", "compare", file, "--from", 2019, "--draws", 99, "--unit", "emplois")
    done = rebond(*asked)
    assert done.code == 0
    assert done.words.startswith("Après la décision, l’écart entre les retenus")
    assert "emplois (95 %" in done.words
    assert "Évolutions parallèles" in done.words
    english = rebond("--lang", "en", *asked)
    assert "The decision is its cause only if the assumptions hold" in english.words


def test_the_json_and_the_pairs_are_for_programs(rebond: Command, file: Path) -> None:
    asked = ("results", "compare", file, "--from", 2019, "--draws", 99, "--with-replacement")
    said = json.loads(rebond(*asked, "--format", "json").out)
    assert said["parameters"]["with_replacement"] is True
    assert said["estimate"]["low"] <= 3.0 <= said["estimate"]["high"]
    rows = list(csv.DictReader(io.StringIO(rebond(*asked, "--format", "csv").out)))
    assert len(rows) == len(said["pairs"])


def test_too_few_candidates_give_no_number(rebond: Command, tmp_path: Path) -> None:
    done = rebond(
        "--lang", "en", "results", "compare", write(tmp_path, Design(units=14)), "--from", 2019
    )
    assert done.code == 0
    assert done.words.startswith("No claim can be made")
    assert "Year by year" not in done.words


def test_a_file_that_cannot_be_read_is_refused_with_what_is_wanted(
    rebond: Command, tmp_path: Path
) -> None:
    (tmp_path / "x.csv").write_text("a,b\n1,2\n", encoding="utf-8")
    done = rebond("--lang", "en", "results", "compare", tmp_path / "x.csv", "--from", 2019)
    assert done.code == 2
    assert "missing columns: unit, retained, year, outcome" in done.words
    assert rebond("results", "compare", tmp_path / "nothing.csv", "--from", 2019).code == 2


def test_the_method_is_tried_on_invented_programmes(rebond: Command) -> None:
    asked = ("results", "coverage", "--draws", 20, "--effect", 0)
    said = json.loads(rebond(*asked, "--format", "json").out)
    assert said["draws"] == 20
    assert said["covered"] >= 0.8
    assert "programmes inventés" in rebond(*asked).words
