from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from rebond.web.cases.alerts import NO_SILENCE, alerts, silence_words
from rebond.web.cases.models import Item
from tests.web.world import NOW

TODAY = date(2031, 6, 2)
DAY = timedelta(days=1)
GRANTED = {"silence_effect": "granted", "silence": {"fr": "permis tacite.", "en": "tacit permit."}}


def line(kind: str, **changes: Any) -> Item:
    return Item(kind=kind, title="Ligne", written_at=NOW, **changes)


@pytest.mark.parametrize(
    ("days", "code"), [(40, None), (30, "legal_near"), (0, "silence"), (-1, "legal_passed")]
)
def test_the_legal_day_is_told_near_on_its_day_and_once_passed(days: int, code: str | None) -> None:
    item = line("procedure", legal_on=TODAY + days * DAY, legal_why=GRANTED)
    found = alerts([item], TODAY)
    assert [one.code for one in found] == ([code] if code else [])
    assert all("permis tacite" in one.text.fr for one in found)
    assert all("tacit permit" in one.text.en for one in found)


def test_a_line_written_after_midnight_in_paris_is_of_that_day_and_told_once_while_it_stays_so() -> (
    None
):
    late = datetime(2031, 6, 1, 22, 30, tzinfo=UTC)
    for state in ("blocked", "contested"):
        item = line("procedure", state=state)
        item.written_at = late
        (first,) = alerts([item], TODAY)
        assert first.on == date(2031, 6, 2)
        # Written again the next day for another reason: nothing new is to be told.
        item.written_at = late + DAY
        (second,) = alerts([item], TODAY + DAY)
        assert second.key == first.key
    appealed = line("procedure", state="contested", events={"appealed": "2031-05-01"})
    assert alerts([appealed], TODAY)[0].key.endswith("2031-05-01")


def test_what_silence_means_is_told_or_said_not_established() -> None:
    assert silence_words(GRANTED).en == "silence means: tacit permit"
    assert silence_words({"silence": {"fr": "x", "en": "x"}, "silence_effect": None}) == NO_SILENCE
    assert silence_words({}) == NO_SILENCE


@pytest.mark.parametrize(
    ("changes", "codes"),
    [
        ({"promised_on": TODAY - DAY}, ["task_late"]),
        ({"promised_on": TODAY}, ["task_soon"]),
        ({"promised_on": TODAY + 8 * DAY}, []),
        ({"promised_on": TODAY - DAY, "state": "done", "done_on": TODAY}, []),
        ({"promised_on": TODAY - DAY, "state": "dropped"}, []),
        ({}, []),
    ],
)
def test_a_task_is_told_a_week_before_and_once_late(
    changes: dict[str, Any], codes: list[str]
) -> None:
    assert [one.code for one in alerts([line("task", **changes)], TODAY)] == codes


@pytest.mark.parametrize(
    ("changes", "codes"),
    [
        ({"done_on": TODAY - DAY, "state": "done", "legal_on": TODAY - 9 * DAY}, []),
        ({"state": "contested", "events": {"appealed": "2031-05-01"}}, ["contested"]),
        ({"state": "blocked", "promised_on": TODAY - DAY}, ["promise_passed", "blocked"]),
        ({"state": "done", "done_on": TODAY, "expires_on": TODAY + 100 * DAY}, ["expiring"]),
        ({"state": "done", "done_on": TODAY, "expires_on": TODAY - DAY}, ["expired"]),
        ({"state": "dropped", "legal_on": TODAY - DAY}, []),
    ],
)
def test_a_procedure_is_told_when_it_is_held_up_or_expires(
    changes: dict[str, Any], codes: list[str]
) -> None:
    assert [one.code for one in alerts([line("procedure", **changes)], TODAY)] == codes


def test_notes_and_documents_call_for_nothing() -> None:
    assert alerts([line("note"), line("document", promised_on=TODAY - DAY)], TODAY) == ()
