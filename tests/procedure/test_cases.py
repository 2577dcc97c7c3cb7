"""Legal cases that a lawyer can read, in ``cases/*.yaml``."""

from __future__ import annotations

import datetime
from pathlib import Path
from typing import Any

import pytest
import yaml

from rebond.errors import RebondError
from rebond.procedure.deadline_result import Deadline
from rebond.procedure.deadlines import deadline
from rebond.procedure.law_book import shipped_law

CASES = [
    pytest.param(case, id=f"{path.stem}: {case['case']}")
    for path in sorted((Path(__file__).parent / "cases").glob("*.yaml"))
    for case in yaml.safe_load(path.read_text(encoding="utf-8"))
]


def answer(case: dict[str, Any]) -> Deadline:
    return deadline(
        case["procedure"],
        case["events"],
        circumstances=case.get("circumstances", ()),
        on=case.get("today"),
    )


@pytest.mark.parametrize("case", CASES)
def test_the_law_answers_as_the_case_says(case: dict[str, Any]) -> None:
    if "refused" in case:
        with pytest.raises(RebondError) as refused:
            answer(case)
        assert type(refused.value).__name__ == case["refused"]
        assert refused.value.cure is not None
        return
    found, expected = answer(case), case["expect"]
    simple = {"version": found.version, "state": found.state, "silence": found.silence_effect}
    simple |= {"due_on": found.due_on, "earliest_on": found.earliest_on}  # type: ignore[dict-item]
    assert {key: simple[key] for key in expected if key in simple} == {
        key: value for key, value in expected.items() if key in simple
    }
    terms = {term.clock: term.due_on for term in found.terms}
    assert {name: terms[name] for name in expected.get("terms", {})} == expected.get("terms", {})
    dates = [item.due_on for item in found.alternatives]
    assert dates == expected.get("alternatives", [])
    if "article" in expected:
        assert expected["article"] in {line.article for line in found.trace}
    if found.due_on is None:
        assert found.missing or found.state in {"waiting_for_completeness", "suspended"}
    if case["source"] is not None:
        cited = {name for line in found.trace for name in line.sources}
        cited |= set(shipped_law().procedure(case["procedure"]).versions[-1].sources)
        assert case["source"] in cited | _validity_sources(case["procedure"])


def _validity_sources(procedure_id: str) -> set[str]:
    procedure = shipped_law().procedure(procedure_id)
    return {name for version in procedure.versions for name in version.sources}


def test_every_procedure_has_a_case() -> None:
    covered = {case.values[0]["procedure"] for case in CASES}  # type: ignore[index]
    assert set(shipped_law().procedures) <= covered | {
        "plu_modification_simplifiee",
        "plu_revision",
    }


def test_the_cases_use_days_and_not_moments() -> None:
    for case in CASES:
        for days in case.values[0]["events"].values():  # type: ignore[index, union-attr]
            for day in days if isinstance(days, list) else [days]:
                assert type(day) is datetime.date
