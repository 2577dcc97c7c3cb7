from __future__ import annotations

import datetime

import pytest

from rebond.canonical import canonical_bytes
from rebond.procedure.catalogue import list_procedures, show_procedure
from rebond.procedure.deadlines import deadline
from rebond.procedure.errors import NoVersionInForce, UnknownProcedure
from rebond.procedure.law_book import shipped_law


def test_every_procedure_is_listed_by_family() -> None:
    views = list_procedures()
    assert {view.procedure for view in views} == set(shipped_law().procedures)
    families = [view.family for view in views]
    assert families == sorted(families, key=["urbanisme", "environnement", "archeologie"].index)


def test_every_statement_speaks_both_languages() -> None:
    for view in list_procedures():
        lines = [*view.statements, *(line for item in view.versions for line in item.statements)]
        for line in lines:
            assert all((line.label.fr, line.label.en, line.value.fr, line.value.en))


def test_what_is_not_established_is_marked() -> None:
    view = show_procedure("autorisation_environnementale", on=datetime.date(2025, 1, 1))
    silence = next(line for line in view.versions[0].statements if line.label.en == "Silence")
    assert silence.is_unknown
    assert view.has_unknown


def test_a_day_chooses_the_version() -> None:
    before = show_procedure("autorisation_environnementale", on=datetime.date(2024, 10, 21))
    after = show_procedure("autorisation_environnementale", on=datetime.date(2024, 10, 22))
    assert [view.versions[0].version for view in (before, after)] == ["2017-03", "2024-10"]
    assert len(show_procedure("autorisation_environnementale").versions) == 2
    doubtful = show_procedure("archeologie_diagnostic", on=datetime.date(2015, 1, 1))
    assert (len(doubtful.versions), doubtful.certainty) == (2, "not_settled")
    with pytest.raises(NoVersionInForce):
        show_procedure("autorisation_environnementale", on=datetime.date(2010, 1, 1))
    with pytest.raises(UnknownProcedure):
        show_procedure("permis")


def test_the_circumstances_and_events_shown_are_those_that_a_deadline_takes() -> None:
    for view in list_procedures():
        version = view.versions[-1]
        for name in version.circumstances:
            deadline(view.procedure, {}, circumstances=[name])
        for event in version.events:
            if event != "decided":
                deadline(view.procedure, {event: datetime.date(2027, 1, 4)})


def test_sources_are_shown_with_their_addresses() -> None:
    view = show_procedure("permis_de_construire")
    assert view.sources["N6"][0].startswith("https://")


def test_a_view_is_canonical_json() -> None:
    for view in list_procedures():
        assert canonical_bytes(view.as_json())
