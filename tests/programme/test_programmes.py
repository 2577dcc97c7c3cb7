"""Programmes and their digest."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
import yaml

from rebond.programme import MeasureNotFound, load_programme

from .policies import FICTITIOUS, HEAD, MEASURE, copy_with, minimal_files, write

# Written down so that a change of the format or of the policy is seen; it moves only with either.
FICTITIOUS_DIGEST = "sha256:71783aabb109f8e9cec8e664cacec4b7bad1855400a13b87a4f6ddf954b42207"


def test_the_digest_of_a_policy_is_known() -> None:
    assert load_programme(FICTITIOUS).digest == FICTITIOUS_DIGEST


def test_comments_layout_and_order_of_keys_do_not_change_the_digest(tmp_path: Path) -> None:
    files = minimal_files()
    plain = load_programme(write(tmp_path / "plain", files))
    rewritten = {
        name: "# a comment\n"
        + yaml.safe_dump(yaml.safe_load(text), allow_unicode=True, sort_keys=True, width=30)
        for name, text in files.items()
    }
    assert rewritten != files
    assert load_programme(write(tmp_path / "rewritten", rewritten)).digest == plain.digest


def test_a_default_written_out_does_not_change_the_digest(tmp_path: Path) -> None:
    before = load_programme(FICTITIOUS).digest
    folder = copy_with(
        tmp_path, [(MEASURE, "      type: money\n", "      type: money\n      required: true\n")]
    )
    assert load_programme(folder).digest == before


@pytest.mark.parametrize(
    ("name", "old", "new"),
    [
        (HEAD, "Programme fictif", "Programme Fictif"),
        (MEASURE, "signal: 0.2", "signal: 0.200001"),
        (MEASURE, "k: 3", "k: 4"),
        (MEASURE, "types: [epci, port]", "types: [port, epci]"),
    ],
)
def test_any_change_of_content_changes_the_digest(
    tmp_path: Path, name: str, old: str, new: str
) -> None:
    assert load_programme(copy_with(tmp_path, [(name, old, new)])).digest != FICTITIOUS_DIGEST


def test_the_same_share_written_otherwise_is_the_same_policy(tmp_path: Path) -> None:
    folder = copy_with(tmp_path, [(MEASURE, "signal: 0.2", 'signal: ["1/5", 0.20]')])
    assert load_programme(folder).digest == FICTITIOUS_DIGEST


def test_the_canonical_form_is_json_without_defaults() -> None:
    programme = load_programme(FICTITIOUS)
    content = json.loads(programme.canonical())
    assert content == programme.as_json()
    assert content["decision_on"] == "2031-06-30"
    assert "figures" not in content
    grid = content["measures"][0]["grid"]
    assert grid["weights"] == {
        "acces": ["3/10", "7/10"],
        "equipage": ["1/10", "1/2"],
        "signal": ["1/5", "1/5"],
    }


def test_measures_and_sources_are_found_by_name() -> None:
    programme = load_programme(FICTITIOUS)
    assert programme.measure("hangar_partage").kind == "label"
    assert programme.source("BRUME1").kind == "other"
    with pytest.raises(MeasureNotFound):
        programme.measure("tour")
    with pytest.raises(KeyError):
        programme.source("X")


def test_perimeters_are_found_by_list_and_phase() -> None:
    programme = load_programme("pack_rebond_2020")
    held = {("territoire_industrie", "1"), ("territoire_industrie", "2")}
    assert programme.perimeters_among(held) == {"ti_2020"}
    assert programme.perimeters_among(set()) == frozenset()
