from __future__ import annotations

import datetime
from typing import Any

import pytest

from rebond.procedure.coverage import Standing, standing
from tests.procedure.world import TODAY, case, site

YEAR = datetime.timedelta(days=365)


def stands(entry: dict[str, Any] | None, *, late: bool = False, **described: Any) -> Standing:
    tasks = {} if entry is None else {"etude_faune_flore": entry}
    found = case(site(facts={"natural_land": True}, tasks=tasks, **described))
    return standing(found, found.graph.tasks["etude_faune_flore"], is_late=late)


def done(**more: Any) -> dict[str, Any]:
    return {"state": "done", "expires_on": "never", "scope": "any"} | more


def test_what_was_done_alive_and_covering_counts() -> None:
    assert stands(done()).counts is True
    assert stands(done(done_on=TODAY, expires_on=TODAY)).counts is True


def test_nothing_done_does_not_count() -> None:
    assert stands(None).counts is False
    assert stands(done(state="required")).counts is False
    assert stands(done(state="expired")).counts is False


def test_what_expired_or_is_done_later_or_expires_before_use_does_not_count() -> None:
    expired = stands(done(expires_on=TODAY - datetime.timedelta(days=1)))
    assert expired.counts is False
    assert expired.why[0].en == "Expired since 2026-11-20."
    assert stands(done(done_on=TODAY + YEAR)).counts is False
    assert stands(done(expires_on=TODAY + YEAR), late=True).why[0].en.endswith("before it is used.")


@pytest.mark.parametrize(
    ("scope", "counts"),
    [
        ("any", True),
        ("unknown", None),
        ({"activities": ["24", "25"]}, True),
        ({"activities": ["20"]}, False),
        ({"facts": {"icpe_regime": ["none", "declaration"]}}, True),
        ({"facts": {"icpe_regime": ["autorisation"]}}, False),
        ({"max_area_ha": 10}, True),
        ({"max_area_ha": 9.9}, False),
        ({"activities": ["25"], "max_area_ha": 5}, False),
        ({}, True),
    ],
)
def test_a_study_counts_only_if_its_scope_covers_the_activity(
    scope: object, counts: bool | None
) -> None:
    found = stands(done(scope=scope))
    assert found.counts is counts
    assert bool(found.why) == (counts is not True)


def test_an_activity_that_is_not_known_leaves_the_scope_open() -> None:
    assert stands(done(scope={"activities": ["25"]}), code="unknown").counts is None
    assert stands(done(scope={"max_area_ha": 5}), area_ha="unknown").counts is None
    regime = {"facts": {"icpe_regime": ["none"]}}
    assert stands(done(scope=regime), activity={"icpe_regime": "unknown"}).counts is None


def test_one_limit_that_is_passed_settles_what_another_leaves_open() -> None:
    scope = {"activities": ["25"], "max_area_ha": 5}
    assert stands(done(scope=scope), code="unknown").counts is False


def test_a_life_that_is_not_known_leaves_it_open_and_says_so() -> None:
    found = stands(done(expires_on="unknown"))
    assert found.counts is None
    assert "not known" in found.why[-1].en


def test_the_law_gives_the_life_of_a_permit() -> None:
    entry = {
        "state": "granted",
        "scope": "any",
        "events": {
            "filed": "2024-01-02", "complete": "2024-01-10",
            "decided": "2024-04-01", "notified": "2024-04-05",
        },
    }  # fmt: skip
    found = case(site(facts={"development_permit": True}, tasks={"permis_amenager": entry}))
    result = standing(found, found.graph.tasks["permis_amenager"])
    assert (result.counts, result.expires_on) == (True, datetime.date(2027, 4, 5))


def test_events_carry_the_place_of_their_task() -> None:
    entry = done(events={"report_received": "2024-01-02"})
    found = case(site(facts={"natural_land": True}, tasks={"etude_faune_flore": entry}))
    assert found.log("etude_faune_flore").events[0].place is not None
    assert found.log("depollution").events == ()


def test_a_decision_under_a_law_that_was_not_read_has_a_life_that_is_not_known() -> None:
    entry = {
        "state": "granted",
        "scope": "any",
        "events": {"filed": "2005-01-02", "complete": "2005-02-01"},
    }
    found = case(site(facts={"development_permit": True}, tasks={"permis_amenager": entry}))
    assert standing(found, found.graph.tasks["permis_amenager"]).counts is None
