"""The explanation of one candidate, in words that are exactly those of the decision."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from rebond.cli.explanation import change_sentences, fact_rows, print_explanation
from rebond.cli.output import Format
from rebond.pipeline import find_candidate
from rebond.record import read_record
from rebond.texts import day_text, number, percent


@pytest.fixture
def body(shipped: Path) -> dict[str, Any]:
    return read_record(shipped).body


def explained(
    body: dict[str, Any],
    entry: dict[str, Any],
    capsys: pytest.CaptureFixture[str],
    lang: str = "fr",
) -> str:
    print_explanation(body, entry, Format.text, lang)  # type: ignore[arg-type]
    return capsys.readouterr().out


@pytest.mark.parametrize("columns", ["80", "120"])
@pytest.mark.parametrize("lang", ["fr", "en"])
def test_everyone_fits_the_terminal(
    body: dict[str, Any],
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
    columns: str,
    lang: str,
) -> None:
    monkeypatch.setenv("COLUMNS", columns)
    for entry in body["candidates"][::15]:
        lines = explained(body, entry, capsys, lang).splitlines()
        # An address cannot be broken: it may stand alone on a longer line.
        assert all(len(line) <= int(columns) or "://" in line for line in lines)


def test_the_figures_are_those_of_the_decision(
    body: dict[str, Any], capsys: pytest.CaptureFixture[str]
) -> None:
    entry = find_candidate(body, "Lisieux Industrie")
    said = explained(body, entry, capsys)
    assert percent(entry["chance"], "fr", digits=1) in said
    assert f"{entry['rank']['median']}, de {entry['rank']['low']} à {entry['rank']['high']}" in said
    assert number(entry["score"]["mid"], "fr", digits=3) in said
    for criterion in body["criteria"]:
        assert number(entry["contributions"][criterion["id"]], "fr", digits=3) in said


def test_a_chance_is_said_of_draws(
    body: dict[str, Any], capsys: pytest.CaptureFixture[str]
) -> None:
    entry = find_candidate(body, "Lisieux Industrie")
    assert "des 300 tirages" in explained(body, entry, capsys)
    assert "of the 300 draws" in explained(body, entry, capsys, "en")
    assert "A draw is one admissible weighting" in explained(body, entry, capsys, "en")


def test_known_facts_have_a_source_and_missing_ones_a_reason(body: dict[str, Any]) -> None:
    for entry in body["candidates"][::20]:
        rows = fact_rows(body, entry, "fr")
        assert len(rows) == sum(len(one["indicators"]) for one in body["criteria"])
        for row in rows:
            if row["status"] == "known":
                assert set(row["dataset"].split(" + ")) <= set(body["snapshot"]["sources"])
            else:
                assert row["value"] is None
                assert row["note"]


def test_sources_are_those_of_this_candidates_facts(
    body: dict[str, Any], capsys: pytest.CaptureFixture[str]
) -> None:
    entry = find_candidate(body, "Lisieux Industrie")
    used = {
        name
        for fact in entry["facts"].values()
        if fact["status"] == "known"
        for name in fact["dataset"].split(" + ")
    }
    sources = explained(body, entry, capsys).split("\nSources\n")[1]
    named = {line.split("]")[0].strip("- [") for line in sources.splitlines() if "- [" in line}
    assert named == used


def test_the_smallest_rise_comes_first(body: dict[str, Any]) -> None:
    entry = {
        "status": "below_cut",
        "changes": [
            {"kind": "rule", "rule": "exactly_k", "from": 78, "to": 95},
            {"kind": "criterion", "criterion": "transport", "from": 0.2, "to": 0.9},
            {"kind": "criterion", "criterion": "clusters", "from": 0.5, "to": 0.6},
            {"kind": "rule", "rule": "covered_regions", "from": 13, "to": None},
        ],
    }
    assert change_sentences(body, entry, "en") == [
        "Criterion “Competitiveness clusters”: 0.600 instead of 0.500, on a scale from 0 to 1.",
        "Criterion “Transport and communications”: 0.900 instead of 0.200, on a scale from 0 to 1.",
        "Rule “78 candidates retained”: 95 instead of 78.",
        "Without the rule “at least 13 régions hold one retained”.",
    ]


@pytest.mark.parametrize(
    ("status", "said"), [("retained", "Nothing: it is retained."), ("below_cut", "No change of")]
)
def test_no_change_is_said_too(body: dict[str, Any], status: str, said: str) -> None:
    assert change_sentences(body, {"status": status, "changes": []}, "en")[0].startswith(said)


def test_a_known_site_is_told_as_a_reference_without_anything_to_change(
    body: dict[str, Any], capsys: pytest.CaptureFixture[str]
) -> None:
    entry = next(one for one in body["candidates"] if one["role"] == "reference")
    said = explained(body, entry, capsys)
    assert "Ce qui l’aurait changé" not in said
    assert "rien n’établit" not in said
    assert day_text(entry["history"]["labels"][0]["announced_on"]).fr in " ".join(said.split())
    assert "De quoi le lieu est fait" in said
