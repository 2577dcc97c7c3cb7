"""Every case that the package ships gets the answer that its sources give."""

from __future__ import annotations

import pytest

from rebond.aid.cases import Played, play, shipped_cases
from rebond.aid.loading import shipped_aid, shipped_aids

PLAYED = [one for name, file in shipped_cases() for one in play(name, file)]


@pytest.mark.parametrize("one", PLAYED, ids=lambda one: f"{one.file}: {one.case.case}")
def test_a_case_gets_the_answer_of_its_sources(one: Played) -> None:
    assert one.differences == ()


def test_there_are_cases_for_every_aid_and_every_condition_decides_one() -> None:
    assert len(PLAYED) >= 60
    for aid in shipped_aids():
        mine = [one for one in PLAYED if one.answer.aid == aid.id]
        decided = {step.id for one in mine for step in one.answer.deciding}
        assert decided >= {step.id for step in mine[0].answer.steps}
        assert {one.answer.answer for one in mine} == {"yes", "no", "unknown"}


def test_the_sources_of_the_cases_are_those_of_the_programme_or_of_the_aid() -> None:
    for name, file in shipped_cases():
        known = {source.id for source in shipped_aid(file.aid).sources} | {"S83", "S85"}
        for case in file.cases:
            assert set(case.sources) <= known, (name, case.case)
