"""Policies for the tests: the fictitious programme, copied and edited."""

from __future__ import annotations

import shutil
from collections.abc import Mapping, Sequence
from pathlib import Path

import pytest

from rebond.programme import PolicyInvalid, Problem, load_programme

FICTITIOUS = Path(__file__).parents[1] / "programmes" / "iles_de_brume_2031"
HEAD = "programme.yaml"
MEASURE = "measures/hangar_partage.yaml"

Edit = tuple[str, str, str]
"""File, text to find, text to put instead."""


def copy_with(folder: Path, edits: Sequence[Edit]) -> Path:
    """Copy the fictitious programme and replace the first occurrence of each text."""
    target = folder / "policy"
    shutil.copytree(FICTITIOUS, target)
    for name, old, new in edits:
        path = target / name
        text = path.read_text(encoding="utf-8")
        assert old in text, f"{old!r} is not in {name}"
        path.write_text(text.replace(old, new, 1), encoding="utf-8")
    return target


def problems_of(folder: Path) -> tuple[Problem, ...]:
    """Return the problems of a policy that must be refused."""
    with pytest.raises(PolicyInvalid) as caught:
        load_programme(folder)
    return caught.value.problems


def line_of(folder: Path, name: str, text: str) -> int:
    """Return the number of the first line that holds `text`."""
    lines = (folder / name).read_text(encoding="utf-8").splitlines()
    return next(number for number, line in enumerate(lines, start=1) if text in line)


def minimal_files() -> Mapping[str, str]:
    """Return the smallest policy that stands."""
    return {
        HEAD: """format: rebond-programme/1
id: petit
version: "1.0.0"
title: {fr: Petit, en: Small}
summary: {fr: Fictif., en: Fictitious.}
announced_on: 2031-03-01
decision_on: 2031-06-30
objectives:
  - {id: but, title: {fr: But, en: Aim}, sources: [A1]}
measures: [hangar]
actors:
  - {id: conseil, name: {fr: Conseil, en: Council}}
sources:
  - {id: A1, kind: other, title: {fr: Cahier, en: Notebook}}
""",
        "measures/hangar.yaml": """id: hangar
kind: label
title: {fr: Hangar, en: Hangar}
summary: {fr: Fictif., en: Fictitious.}
objectives: [but]
applicants: {types: [epci]}
sources: [A1]
""",
    }


def write(folder: Path, files: Mapping[str, str | bytes]) -> Path:
    """Write files into a folder."""
    for name, content in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content.encode() if isinstance(content, str) else content)
    return folder
