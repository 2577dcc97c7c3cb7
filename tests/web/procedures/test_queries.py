from __future__ import annotations

import datetime

from django.utils import translation

from rebond.procedure.law_book import shipped_law
from rebond.web.procedures import queries


def test_every_procedure_stands_in_one_family() -> None:
    found = queries.families()
    names = [row.view.procedure for family in found for row in family.rows]
    assert sorted(names) == sorted(shipped_law().procedures)
    assert queries.counts(found)["procedures"] == len(names)


def test_a_delay_is_told_only_when_each_of_its_clocks_is_known() -> None:
    rows = {row.view.procedure: row for family in queries.families() for row in family.rows}
    permit, environment = rows["permis_de_construire"], rows["autorisation_environnementale"]
    assert permit.delay is not None
    assert permit.delay.en == "3 months"
    assert environment.delay is not None
    assert environment.delay.en == "3 months, then 21 days, then 2 months"
    assert rows["icpe_enregistrement"].delay is None
    assert queries.counts(queries.families())["without_total"] == sum(
        row.delay is None for row in rows.values()
    )


def test_a_version_that_has_ended_says_so() -> None:
    rows = {row.view.procedure: row for family in queries.families() for row in family.rows}
    assert not any(row.is_over for name, row in rows.items() if name == "permis_de_construire")


def test_periods_are_words_and_never_guess_a_date() -> None:
    law = shipped_law()
    with translation.override("fr"):
        former, later = law.procedure("autorisation_environnementale").versions
        assert (
            queries.period(former).replace("\u00a0", " ") == "du 1er mars 2017 au 21 octobre 2024"
        )
        assert queries.period(later).replace("\u00a0", " ") == "depuis le 22 octobre 2024"
        unknown = law.procedure("recours_tiers").versions[-1]
        assert queries.period(unknown) == "en vigueur, depuis une date non établie"
    for procedure in law.procedures.values():
        for version in procedure.versions:
            for bound in (version.valid_from, version.valid_to):
                if isinstance(bound, datetime.date):
                    with translation.override("en"):
                        assert str(bound.year) in queries.period(version)


def test_the_page_of_a_version_holds_its_cases_and_what_replaces_them() -> None:
    page = queries.version_page("permis_de_construire", None)
    assert page is not None
    heritage, commission, inquiry = page.cases
    assert heritage.is_increase
    assert heritage.replaced_by == (commission.title,)
    assert commission.replaced_by == ()
    assert not inquiry.is_increase
    assert inquiry.span is not None
    labels = [line.label.en for line in page.known]
    assert not any(label.startswith("Examination: ") for label in labels)
    assert {"Legal basis", "Examination", "Silence", "Validity"} <= set(labels)


def test_what_is_not_established_stands_apart() -> None:
    page = queries.version_page("autorisation_environnementale", "2017-03")
    assert page is not None
    assert not page.is_settled
    assert all(line.is_unknown for line in page.unknowns)
    assert not any(line.is_unknown for line in page.known)
    assert [other.id for other, _period in page.others] == ["2024-10"]


def test_each_cited_source_is_listed() -> None:
    for name in shipped_law().procedures:
        page = queries.version_page(name, None)
        assert page is not None
        assert {source.id for source in queries.sources_named(page.cited)} == set(page.cited)


def test_what_does_not_exist_has_no_page() -> None:
    assert queries.version_page("permis_de_rever", None) is None
    assert queries.version_page("permis_de_construire", "1800-01") is None
