from __future__ import annotations

import datetime

import pytest
from django.http import QueryDict

from rebond.procedure.law_book import shipped_law
from rebond.web.procedures.deadline_form import DeadlineForm, deadline_form


def form(procedure: str, query: str) -> DeadlineForm:
    version = shipped_law().procedure(procedure).versions[-1]
    return deadline_form(procedure, version, QueryDict(query))


def test_nothing_given_asks_for_days_and_answers_nothing() -> None:
    found = form("permis_de_construire", "")
    assert not found.is_asked
    assert found.answer is None
    assert [one.name for one in found.main] == [
        "filed",
        "complete",
        "inquiry_report_received",
        "decided",
    ]
    assert "suspended" in [one.name for one in found.more]
    assert [case.name for case in found.cases] == ["abf", "commission", "enquete_publique"]


@pytest.mark.parametrize(
    ("query", "due"),
    [
        ("complete=2020-03-01", "2020-06-01"),
        ("complete=2019-11-30", "2020-02-29"),
        ("complete=2020-03-01&cas=abf", "2020-07-01"),
        ("complete=2020-03-01&cas=abf&cas=commission", "2020-08-01"),
        ("complete=2020-03-01&cas=lune", "2020-06-01"),
    ],
)
def test_days_and_cases_give_the_deadline_of_the_law(query: str, due: str) -> None:
    found = form("permis_de_construire", query)
    assert found.error is None
    assert found.answer is not None
    assert found.answer.due_on == datetime.date.fromisoformat(due)


def test_the_days_fix_the_version_not_the_page() -> None:
    found = form("autorisation_environnementale", "filed=2024-10-21&complete=2024-10-21")
    assert found.answer is not None
    assert found.answer.version == "2017-03"
    assert found.answer.due_on is None
    assert found.answer.missing
    assert set(found.cited) >= {"N9", "S50"}


def test_the_day_of_reading_tells_what_is_left() -> None:
    found = form("permis_de_construire", "complete=2020-03-01&au=2020-05-31")
    assert found.answer is not None
    assert found.answer.remaining_days == 1


@pytest.mark.parametrize(
    "written", ["hier", "2020-13-01", "01/03/2020", "2020-03-01T00:00", "٢٠٢٠"]
)
def test_what_is_no_date_is_named_and_nothing_is_computed(written: str) -> None:
    found = form("permis_de_construire", f"complete={written}")
    assert found.answer is None
    assert [one.name for one in found.faults] == ["complete"]
    assert "AAAA-MM-JJ" in found.faults[0].fault


def test_what_the_law_refuses_is_an_error_in_words() -> None:
    found = form("permis_de_construire", "complete=2020-03-01&decided=2020-01-01")
    assert found.error is not None
    assert "précède" in found.error.message("fr")
    assert form("permis_de_construire", "filed=1990-01-01").error is not None


def test_a_day_of_the_folded_part_opens_it() -> None:
    assert form("permis_de_construire", "suspended=2020-04-01").has_more
    assert not form("permis_de_construire", "complete=2020-04-01").has_more
