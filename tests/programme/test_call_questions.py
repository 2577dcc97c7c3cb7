"""Every open point of a policy is a question, and an answered one is closed."""

from __future__ import annotations

from pathlib import Path

import pytest

from rebond.programme import Programme, load_programme
from rebond.programme.call_choices import (
    open_questions,
    read_choices,
    with_choices,
)

FICTITIOUS = Path(__file__).parents[1] / "programmes" / "iles_de_brume_2031"
SITE, TRAINING = "site_cle_en_main", "formation"


@pytest.fixture(scope="module")
def policy() -> Programme:
    return load_programme("pack_rebond_2020")


def test_questions_are_those_that_choices_answer(policy: Programme) -> None:
    for measure in policy.measures:
        for one in open_questions(measure, policy.perimeters):
            assert one.asks.fr != one.asks.en
            assert (
                one.not_established is not None or one.stated is not None or one.key.endswith("k")
            )
    keys = [one.key for one in open_questions(policy.measure(TRAINING))]
    assert keys[0] == "applicants.types"
    assert "gates.territoire_admis.eliminates" not in keys


def test_an_answered_question_is_no_longer_open(policy: Programme) -> None:
    choices = read_choices({"gates": {"viabilise": {"eliminates": True}}})
    result = with_choices(policy, SITE, choices)
    before = {one.key for one in open_questions(policy.measure(SITE))}
    after = {one.key for one in open_questions(result.measure(SITE))}
    assert before - after == {"gates.viabilise.eliminates"}
