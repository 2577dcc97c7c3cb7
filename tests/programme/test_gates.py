"""Gates: yes, no, unknown; and unknown never eliminates."""

from __future__ import annotations

import datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rebond.programme.applicants import ApplicantType
from rebond.programme.gates import Case, Gate, is_unestablished, judge

WORDS = {"fr": "x", "en": "x"}
UNKNOWN = {"status": "unknown", "looked_for": WORDS}
ON = datetime.date(2031, 4, 1)
DATED = ({"value": 3, "valid_from": ON},)


def gate(test: dict[str, Any], *, eliminates: Any = True, name: str = "g") -> Gate:
    """Make a gate."""
    return Gate.model_validate(
        {"id": name, "title": WORDS, "requirement": WORDS, "eliminates": eliminates, "test": test}
    )


PLACE = gate({"kind": "in_perimeter", "perimeters": ("ti", "acv")})
WHO = gate({"kind": "applicant", "types": ("epci",)})
AREA = gate({"kind": "at_least", "fact": "area", "unit": WORDS, "threshold": DATED})
PRICE = gate({"kind": "at_most", "fact": "price", "unit": WORDS, "threshold": DATED})
LEVEL = gate(
    {"kind": "one_of", "fact": "level", "values": ({"value": ("bac2", "bac3"), "valid_from": ON},)}
)
STATED = gate({"kind": "stated", "fact": "ready"})


@pytest.mark.parametrize(
    ("one", "case", "answer"),
    [
        (PLACE, Case(perimeters=frozenset({"acv", "other"})), "yes"),
        (PLACE, Case(perimeters=frozenset({"other"})), "no"),
        (PLACE, Case(perimeters=frozenset()), "no"),
        (PLACE, Case(), "unknown"),
        (WHO, Case(applicant=ApplicantType.EPCI), "yes"),
        (WHO, Case(applicant=ApplicantType.PORT), "no"),
        (WHO, Case(), "unknown"),
        (AREA, Case(facts={"area": 3}), "yes"),
        (AREA, Case(facts={"area": 2.99}), "no"),
        (AREA, Case(facts={"area": 0}), "no"),
        (AREA, Case(facts={"area": None}), "unknown"),
        (AREA, Case(), "unknown"),
        (PRICE, Case(facts={"price": 3}), "yes"),
        (PRICE, Case(facts={"price": 3.01}), "no"),
        (LEVEL, Case(facts={"level": "bac2"}), "yes"),
        (LEVEL, Case(facts={"level": "bac"}), "no"),
        (STATED, Case(facts={"ready": True}), "yes"),
        (STATED, Case(facts={"ready": False}), "no"),
        (STATED, Case(facts={"ready": None}), "unknown"),
    ],
)
def test_a_gate_answers_what_is_known(one: Gate, case: Case, answer: str) -> None:
    (found,) = judge([one], case, on=ON).gates
    assert found.answer == answer
    assert found.eliminates is (answer == "no")
    assert found.why.fr
    assert found.why.en


def test_the_threshold_is_that_of_the_day() -> None:
    stepped = gate(
        {
            "kind": "at_least",
            "fact": "area",
            "unit": WORDS,
            "threshold": (
                {
                    "value": 2,
                    "valid_from": datetime.date(2031, 3, 1),
                    "valid_to": datetime.date(2031, 3, 31),
                },
                {"value": 3, "valid_from": ON},
            ),
        }
    )
    case = Case(facts={"area": 2.5})
    assert judge([stepped], case, on=datetime.date(2031, 3, 31)).answer == "yes"
    assert judge([stepped], case, on=ON).answer == "no"
    assert judge([stepped], case, on=datetime.date(2031, 2, 1)).answer == "unknown"


def test_a_threshold_that_nobody_established_leaves_the_answer_unknown() -> None:
    unsure = gate(
        {
            "kind": "at_least",
            "fact": "area",
            "unit": WORDS,
            "threshold": ({"value": UNKNOWN, "valid_from": ON},),
        }
    )
    assert judge([unsure], Case(facts={"area": 0.1}), on=ON).answer == "unknown"
    assert is_unestablished(unsure)
    assert not is_unestablished(AREA)


def test_no_rule_on_that_day_is_met_by_everyone() -> None:
    absent = {"status": "not_applicable", "why": WORDS}
    free = gate(
        {
            "kind": "at_least",
            "fact": "area",
            "unit": WORDS,
            "threshold": ({"value": absent, "valid_from": ON},),
        }
    )
    assert judge([free], Case(facts={"area": 0}), on=ON).answer == "yes"


def test_a_no_of_a_gate_of_which_nobody_knows_whether_it_eliminates_leaves_the_case_unknown() -> (
    None
):
    soft = gate({"kind": "stated", "fact": "ready"}, eliminates=UNKNOWN)
    found = judge([soft], Case(facts={"ready": False}), on=ON)
    assert found.gates[0].answer == "no"
    assert found.answer == "unknown"


def test_a_gate_said_not_to_eliminate_is_answered_and_does_not_bear_on_eligibility() -> None:
    soft = gate({"kind": "stated", "fact": "ready"}, eliminates=False)
    for ready, answer in ((False, "no"), (None, "unknown"), (True, "yes")):
        found = judge([soft], Case(facts={"ready": ready}), on=ON)
        assert found.gates[0].answer == answer
        assert found.answer == "yes"
        assert found.failed == ()
    assert is_unestablished(gate({"kind": "stated", "fact": "ready"}, eliminates=UNKNOWN))


def test_one_eliminating_no_is_enough_and_is_named() -> None:
    found = judge([STATED, AREA], Case(facts={"ready": True, "area": 1}), on=ON)
    assert found.answer == "no"
    assert [one.gate for one in found.failed] == ["g"]


def test_without_gates_everyone_is_eligible() -> None:
    assert judge([], Case(), on=ON).answer == "yes"


@given(
    st.dictionaries(st.sampled_from(["area", "price", "level", "ready"]), st.none()),
    st.sets(st.sampled_from(["area", "price", "level", "ready"])),
)
def test_what_is_not_known_never_eliminates(facts: dict[str, None], dropped: set[str]) -> None:
    kept = {key: value for key, value in facts.items() if key not in dropped}
    found = judge([PLACE, WHO, AREA, PRICE, LEVEL, STATED], Case(facts=kept), on=ON)
    assert found.answer == "unknown"
    assert found.failed == ()
