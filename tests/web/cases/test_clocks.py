from __future__ import annotations

from datetime import date

import pytest

from rebond.procedure.errors import EventsOutOfOrder, UnknownProcedure
from rebond.web.cases import clocks


def legal(procedure: str, started: str | None, **given: object) -> clocks.Legal:
    return clocks.legal(
        procedure,
        started_on=date.fromisoformat(started) if started else None,
        done_on=given.get("done_on"),
        events=given.get("events", {}),
        circumstances=given.get("circumstances", ()),
    )


def test_months_run_from_day_to_same_day_with_every_increase_together() -> None:
    assert legal("permis_de_construire", "2019-11-30").due_on == date(2020, 2, 29)
    increased = legal("permis_de_construire", "2019-11-30", circumstances=["abf"])
    assert increased.due_on == date(2020, 3, 30)
    assert increased.why["silence_effect"] == "granted"
    assert increased.why["trace"]


def test_a_rule_that_is_not_established_gives_no_day_and_says_what_was_looked_for() -> None:
    found = legal("icpe_enregistrement", "2026-03-01")
    assert found.due_on is None
    assert found.why["state"] == "blocked"
    assert all(one["what"]["fr"] and one["looked_for"]["en"] for one in found.why["missing"])


def test_without_a_complete_file_the_clock_does_not_run() -> None:
    for events in ({}, {"filed": "2026-03-01"}):
        found = legal("permis_de_construire", None, events=events)
        assert found.due_on is None
        assert found.why["missing"], events


def test_a_stopped_clock_has_no_day_until_it_runs_again() -> None:
    stopped = {"suspended": "2026-04-01"}
    assert legal("autorisation_environnementale", "2026-03-01", events=stopped).due_on is None


def test_days_that_cannot_be_are_refused_and_unknown_procedures_too() -> None:
    with pytest.raises(EventsOutOfOrder):
        legal("permis_de_construire", "2026-03-01", done_on=date(2026, 2, 1))
    with pytest.raises(UnknownProcedure):
        clocks.asked_of("permis_imaginaire")


def test_a_decision_lives_as_long_as_its_validity_from_its_notification() -> None:
    found = legal(
        "permis_de_construire",
        "2022-03-01",
        done_on=date(2022, 5, 30),
        events={"notified": "2022-05-31"},
    )
    assert found.expires_on == date(2025, 5, 31)
    assert legal("permis_de_construire", "2022-03-01").expires_on is None
