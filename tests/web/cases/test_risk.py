from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rebond.web.cases.risk import LEVELS, SILENT_AFTER, Facts, Passed, risk

TODAY = date(2031, 6, 2)
DAY = timedelta(days=1)
QUIET = Facts(
    is_open=True,
    promised_on=date(2033, 1, 1),
    p50=date(2032, 1, 1),
    p90=date(2032, 6, 1),
    last_news_on=TODAY,
)


def rules(facts: Facts) -> list[str]:
    return [one.rule for one in risk(facts, TODAY).reasons]


@pytest.mark.parametrize(
    ("changed", "level", "rule"),
    [
        ({}, 0, None),
        ({"passed": (Passed("Permis", TODAY - DAY),)}, 6, "legal_passed"),
        ({"promised_on": TODAY - DAY, "p50": None, "p90": None}, 5, "promise_unlikely"),
        ({"promised_on": date(2031, 12, 31)}, 5, "promise_unlikely"),
        ({"promised_on": date(2032, 1, 1)}, 4, "promise_unsafe"),
        ({"promised_on": date(2032, 5, 31)}, 4, "promise_unsafe"),
        ({"promised_on": date(2032, 6, 1)}, 0, None),
        ({"blocked": ("Étude",)}, 3, "held_up"),
        ({"contested": ("Permis",)}, 3, "held_up"),
        ({"late": (("Relevé", TODAY - DAY),)}, 2, "late_tasks"),
        ({"last_news_on": TODAY - SILENT_AFTER - DAY}, 1, "no_news"),
        ({"last_news_on": TODAY - SILENT_AFTER}, 0, None),
    ],
)
def test_each_rule_gives_its_level_and_its_words(
    changed: dict[str, object], level: int, rule: str | None
) -> None:
    found = risk(replace(QUIET, **changed), TODAY)
    assert found.level == level
    assert [one.rule for one in found.reasons] == ([rule] if rule else [])
    assert all(one.text.fr and one.text.en for one in found.reasons)


def test_the_gravest_rule_decides_and_the_others_are_told_too() -> None:
    facts = replace(
        QUIET,
        late=(("Relevé", TODAY - 3 * DAY),),
        passed=(Passed("Permis", TODAY - 12 * DAY), Passed("Avis", TODAY - DAY)),
        promised_on=date(2031, 7, 1),
    )
    found = risk(facts, TODAY)
    assert found.level == 6
    assert rules(facts) == ["legal_passed", "promise_unlikely", "late_tasks"]
    assert "12 j" in found.reasons[0].text.fr
    assert "Permis" in found.reasons[0].text.fr


def test_a_rule_without_its_facts_does_not_hold_and_says_so() -> None:
    unknown = Facts(is_open=True, last_news_on=TODAY, unknown_days=2)
    found = risk(unknown, TODAY)
    assert found.level == 0
    assert [one.en for one in found.unknown] == [
        "promised day not given",
        "no plan: dates not simulated",
        "2 procedures without an established legal day",
    ]


def test_a_case_that_is_paused_or_closed_has_no_level() -> None:
    facts = replace(QUIET, is_open=False, passed=(Passed("Permis", TODAY - DAY),))
    assert risk(facts, TODAY).level == 0
    assert risk(facts, TODAY).reasons == ()


@given(
    passed=st.booleans(),
    late=st.booleans(),
    blocked=st.booleans(),
    promised=st.integers(min_value=-400, max_value=900),
    silent=st.integers(min_value=0, max_value=90),
)
def test_one_more_trouble_never_lowers_the_level(
    passed: bool, late: bool, blocked: bool, promised: int, silent: int
) -> None:
    facts = replace(
        QUIET,
        promised_on=TODAY + promised * DAY,
        late=(("Relevé", TODAY - DAY),) if late else (),
        blocked=("Étude",) if blocked else (),
        last_news_on=TODAY - silent * DAY,
    )
    worse = replace(facts, passed=(Passed("Permis", TODAY - DAY),) if passed else ())
    assert 0 <= risk(facts, TODAY).level <= risk(worse, TODAY).level < len(LEVELS)
