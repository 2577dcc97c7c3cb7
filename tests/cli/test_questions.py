"""`rebond questions`: key data, clock and detections of a file; the questions of the package, loaded once."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from tests.cli.conftest import Command
from tests.parliament.given import FILES, SEED
from tests.web.world import NOW


def test_read_says_key_data_clock_and_detections_in_both_languages(rebond: Command) -> None:
    done = rebond("questions", "read", FILES / "question.txt")
    assert done.code == 0
    assert "an-16-912" in done.words
    assert "Mme Odile Fictive" in done.words
    assert "répondue en retard" in done.words
    assert "Lisieux Industrie" in done.words
    assert "Demande 1 (pourquoi ces choix" in done.words
    english = rebond("questions", "read", FILES / "question.txt", "--lang", "en")
    assert "answered late" in english.words


def test_read_gives_json_and_one_csv_row_a_question(rebond: Command) -> None:
    said = json.loads(rebond("questions", "read", FILES / "questions.xml", "--format", "json").out)
    assert said["form"] == "xml"
    assert [one["key"] for one in said["questions"]] == ["an-16-912", "an-16-913"]
    rows = rebond("questions", "read", FILES / "questions.csv", "--format", "csv").out
    assert len(rows.splitlines()) == 3


def test_read_refuses_with_2_and_says_where(rebond: Command, tmp_path: Path) -> None:
    path = tmp_path / "q.txt"
    path.write_text("# ASSEMBLÉE NATIONALE\n15ème législature\nQuestion écrite n°\n", "utf-8")
    done = rebond("questions", "read", path)
    assert done.code == 2
    assert "numéro de la question manque" in done.err
    assert rebond("questions", "read", tmp_path / "absent").code == 2


def test_a_file_that_is_not_there_is_told_in_the_language_asked(rebond: Command) -> None:
    missing = rebond("questions", "read", "nope.txt")
    assert missing.code == 2
    assert "il n’existe pas" in missing.err
    assert "No such file" not in missing.err
    assert "it does not exist" in rebond("questions", "read", "nope.txt", "--lang", "en").err


@pytest.mark.shared
@pytest.mark.skipif(not SEED.exists(), reason="the seed is not here")
def test_read_shows_the_119_days_of_the_seed_question(rebond: Command) -> None:
    said = json.loads(rebond("questions", "read", SEED, "--format", "json").out)
    (one,) = said["questions"]
    assert (one["key"], one["days_taken"], one["due_on"]) == ("an-15-31804", 119, "2020-11-12")
    assert [each["measure"] for each in one["measures"]] == ["site_cle_en_main"]
    assert one["territories"][0]["keys"] == ["territoire_industrie:1:ti-2805"]


@pytest.mark.django_db
def test_the_published_questions_are_loaded_once(rebond: Command, settings: Any) -> None:
    settings.CLOCK = lambda: NOW
    settings.DEBUG = True
    first = rebond("--lang", "fr", "questions", "load-published")
    said = "Questions publiées\u00a0: 1\u202f; nouvelles\u00a0: {}\u202f; complétées\u00a0: 0."
    assert (first.code, first.words) == (
        0,
        said.format(1).replace("\u202f", " ").replace("\u00a0", " "),
    )
    again = rebond("--lang", "en", "questions", "load-published")
    assert (again.code, again.words) == (0, "Published questions: 1; new: 0; completed: 0.")


@pytest.mark.django_db
def test_the_snapshot_that_is_named_is_the_one_loaded(
    rebond: Command, settings: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.CLOCK = lambda: NOW
    settings.DEBUG = True
    monkeypatch.setenv("REBOND_SNAPSHOT", str(tmp_path / "absent"))
    done = rebond("--lang", "en", "questions", "load-published")
    assert done.code == 3
    assert "absent" in done.err
