"""A commune's name or code leads to the one candidate that holds it, and never to a guess."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from rebond.cli.holding import candidate_or_holder
from rebond.cli.opened import open_atlas
from rebond.pipeline.errors import AmbiguousCandidate, CandidateNotFound
from rebond.record import read_record
from tests.cli.conftest import Command


@pytest.fixture
def body(shipped: Path) -> dict[str, Any]:
    return read_record(shipped).body


@pytest.mark.parametrize("asked", ["14366", "200069532", "commune:14366", "Orbec"])
def test_a_place_leads_to_the_candidate_that_holds_it(body: dict[str, Any], asked: str) -> None:
    entry, found = candidate_or_holder(body, asked, open_atlas)
    assert entry["id"] == "territoire_industrie:1:ti-2805"
    assert found is not None
    assert "Lisieux Industrie" in found.fr


def test_a_candidates_own_name_needs_no_atlas(body: dict[str, Any]) -> None:
    def never() -> None:
        raise AssertionError

    entry, found = candidate_or_holder(body, "Lisieux Industrie", never)
    assert (entry["name"], found) == ("Lisieux Industrie", None)


@pytest.mark.parametrize("asked", ["75056", "Normandie", "zzzz", "Saint-Denis"])
def test_a_place_that_no_single_candidate_holds_is_not_found(
    body: dict[str, Any], asked: str
) -> None:
    with pytest.raises((CandidateNotFound, AmbiguousCandidate)):
        candidate_or_holder(body, asked, open_atlas)


def test_the_answer_says_through_which_place(rebond: Command, shipped: Path) -> None:
    done = rebond("explain", shipped, "14366")
    assert done.code == 0
    assert done.words.startswith("Lisieux (Calvados, 14366) est dans « Lisieux Industrie ».")
