from __future__ import annotations

import re
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from rebond.web.enquiries.models import Enquiry, Recipient
from rebond.web.enquiries.rules import (
    CLOSING,
    WORKING_DAYS,
    Parties,
    Sight,
    answer_due,
    following,
    may_follow,
    recipients,
    reminder_day,
    sight,
)

PAGE = Path(__file__).resolve().parents[3] / "docs" / "reference" / "enquiries.md"
MANAGER, AGENCY, OTHER_AGENCY, TEAM = 1, 2, 3, 9


def rules_of(parties: Parties) -> dict[int, str]:
    return {one.organisation: str(one.rule) for one in recipients(parties, "open")}


def test_a_contact_goes_to_the_manager_the_agency_and_the_team() -> None:
    parties = Parties(MANAGER, {"region": (AGENCY,)}, (TEAM,))
    assert rules_of(parties) == {MANAGER: "manager", AGENCY: "agency", TEAM: "national"}


def test_nobody_takes_the_place_of_a_manager_who_is_not_there() -> None:
    assert rules_of(Parties(None, {"region": (AGENCY,)}, (TEAM,))) == {
        AGENCY: "agency",
        TEAM: "national",
    }
    assert rules_of(Parties(None, {}, (TEAM,))) == {TEAM: "national"}


def test_the_regions_agency_comes_before_a_wider_or_a_narrower_one() -> None:
    agencies = {"commune": (4,), "pays": (5,), "region": (AGENCY, OTHER_AGENCY)}
    assert rules_of(Parties(None, agencies, ())) == {AGENCY: "agency", OTHER_AGENCY: "agency"}
    assert rules_of(Parties(None, {"commune": (4,), "pays": (5,)}, ())) == {4: "agency"}


def test_an_organisation_receives_once_by_its_first_rule() -> None:
    parties = Parties(AGENCY, {"region": (AGENCY,)}, (AGENCY, TEAM))
    assert rules_of(parties) == {AGENCY: "manager", TEAM: "national"}


@pytest.mark.parametrize(
    ("level", "revealed", "manager", "agency"),
    [
        ("open", False, (True, True), (True, True)),
        ("manager", False, (True, True), (False, False)),
        ("manager", True, (True, True), (False, False)),
        ("anonymous", False, (False, True), (False, True)),
        ("anonymous", True, (True, True), (True, True)),
        ("of-another-time", True, (False, False), (False, False)),
    ],
)
def test_a_level_says_who_sees_what(
    level: str, revealed: bool, manager: tuple[bool, bool], agency: tuple[bool, bool]
) -> None:
    seen = sight(level, Recipient.Rule.MANAGER, is_revealed=revealed)
    assert seen == Sight(*manager)
    for rule in (Recipient.Rule.AGENCY, Recipient.Rule.NATIONAL):
        assert sight(level, rule, is_revealed=revealed) == Sight(*agency)


def test_states_go_forward_may_skip_and_end() -> None:
    assert [str(one) for one in following("visit")] == [
        "offer",
        "permit_filed",
        "in_operation",
        "lost",
    ]
    assert not may_follow("offer", "visit")
    assert not may_follow("visit", "visit")
    assert not may_follow("visit", "nowhere")
    assert [following(one) for one in sorted(CLOSING)] == [(), ()]


@pytest.mark.parametrize(
    ("confirmed", "departement", "due"),
    [
        # Wednesday 28 May 2031; 1 June is Whit Sunday, Monday 2 June a holiday.
        (datetime(2031, 5, 28, 8, tzinfo=UTC), "14", date(2031, 6, 5)),
        # Saturday evening in Paris, still Friday elsewhere: five days from Monday.
        (datetime(2031, 9, 5, 22, 30, tzinfo=UTC), "14", date(2031, 9, 12)),
        # 26 December is a holiday in Alsace and Moselle only.
        (datetime(2031, 12, 22, 8, tzinfo=UTC), "14", date(2031, 12, 30)),
        (datetime(2031, 12, 22, 8, tzinfo=UTC), "67", date(2031, 12, 31)),
    ],
)
def test_an_answer_is_due_at_the_end_of_the_fifth_working_day(
    confirmed: datetime, departement: str, due: date
) -> None:
    found = answer_due(confirmed, departement)
    assert (found.date(), found.hour, found.minute) == (due, 23, 59)


def test_reminders_come_on_the_working_day_before_once_late_and_each_week() -> None:
    due = answer_due(datetime(2031, 5, 26, 8, tzinfo=UTC))  # Tuesday 3 June, after a long week-end
    assert due.date() == date(2031, 6, 3)
    turns = {
        date(2031, 5, 29): None,
        date(2031, 5, 30): date(2031, 5, 30),
        date(2031, 6, 3): date(2031, 5, 30),
        date(2031, 6, 4): date(2031, 6, 4),
        date(2031, 6, 10): date(2031, 6, 4),
        date(2031, 6, 20): date(2031, 6, 18),
    }
    assert {on: reminder_day(due, on) for on in turns} == turns


def test_the_reference_page_says_the_same() -> None:
    page = PAGE.read_text(encoding="utf-8")
    for level in Enquiry.Confidentiality.values:
        for rule in Recipient.Rule.values:
            seen = sight(level, rule, is_revealed=False)
            said = (
                "who and what" if seen.identity else "what, not who" if seen.content else "neither"
            )
            row = re.search(rf"^\| `{level}` \| `{rule}` \| (.*?) \|", page, re.MULTILINE)
            assert row is not None, (level, rule)
            assert row[1] == said
    for state in Enquiry.State.values:
        assert f"`{state}`" in page
    for reason in Enquiry.Lost.values:
        assert f"`{reason}`" in page
    assert f"{WORKING_DAYS} working days" in page
