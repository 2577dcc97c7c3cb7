from __future__ import annotations

import datetime

import pytest

from rebond.canonical import canonical_bytes
from rebond.procedure.plan_errors import BadSimulation
from rebond.procedure.validity import validity_end


def day(text: str) -> datetime.date:
    return datetime.date.fromisoformat(text)


@pytest.mark.parametrize(
    ("extensions", "expected"), [(0, "2025-05-31"), (1, "2026-05-31"), (2, "2027-05-31")]
)
def test_a_permit_lives_three_years_from_its_notification_and_twice_one_more(
    extensions: int, expected: str
) -> None:
    found = validity_end(
        "permis_de_construire", {"notified": day("2022-05-31")}, extensions=extensions
    )
    assert found.ends_on == day(expected)
    assert found.trace[0].article is not None
    assert "R424-17" in found.trace[0].article
    assert found.note is not None


def test_a_leap_day_ends_on_the_last_of_february() -> None:
    found = validity_end("permis_de_construire", {"notified": day("2024-02-29")})
    assert found.ends_on == day("2027-02-28")


def test_more_extensions_than_the_rule_allows_are_refused() -> None:
    with pytest.raises(BadSimulation) as refused:
        validity_end("permis_de_construire", {"notified": day("2022-05-31")}, extensions=3)
    assert refused.value.field == "extensions"


def test_before_the_rule_is_sure_the_end_is_not_settled() -> None:
    found = validity_end("permis_de_construire", {"notified": day("2014-05-31")})
    assert found.ends_on is None
    assert "not recorded" in found.missing[0].looked_for.en


def test_without_the_starting_event_the_end_is_missing() -> None:
    found = validity_end("permis_de_construire", {"complete": day("2022-05-31")})
    assert found.ends_on is None
    assert "notification" in found.missing[0].what.en


def test_a_validity_that_is_not_established_says_what_was_looked_for() -> None:
    found = validity_end(
        "autorisation_environnementale", {"decided": day("2025-05-31"), "filed": day("2024-11-01")}
    )
    assert found.ends_on is None
    assert found.missing[0].looked_for.en.startswith("How long")


def test_what_does_not_expire_misses_nothing() -> None:
    found = validity_end("recours_tiers", {"posted": day("2025-05-31")})
    assert (found.ends_on, found.missing) == (None, ())


def test_clearing_lives_five_years() -> None:
    found = validity_end(
        "defrichement", {"decided": day("2022-05-31"), "complete": day("2022-03-01")}
    )
    assert found.ends_on == day("2027-05-31")
    assert canonical_bytes(found.as_json())
