"""Home, programme and method pages say what the policy and the decision say."""

from __future__ import annotations

import re

import pytest
from django.test import Client
from django.utils.html import escape

from rebond.programme import load_programme, shipped_programmes
from rebond.texts import Lang
from rebond.web.decisions.listing import findings
from rebond.web.decisions.rows import Decision
from rebond.web.programmes import queries


@pytest.fixture(params=shipped_programmes())
def programme_id(request: pytest.FixtureRequest) -> str:
    identifier: str = request.param
    return identifier


def escaped(text: str) -> str:
    return str(escape(text))


@pytest.mark.parametrize(("lang", "prefix"), [("fr", ""), ("en", "/en")])
def test_the_programme_page_holds_the_whole_policy(
    client: Client, programme_id: str, lang: Lang, prefix: str
) -> None:
    programme = load_programme(programme_id)
    text = client.get(f"{prefix}/programmes/{programme_id}/").content.decode()
    for objective in programme.objectives:
        assert escaped(objective.title.of(lang)) in text
    for measure in programme.measures:
        assert escaped(measure.title.of(lang)) in text
        assert escaped(measure.summary.of(lang)) in text
    for source in programme.sources:
        assert f'id="source-{source.id}"' in text
        for url in source.urls:
            assert escaped(url) in text
    for row in queries.unknowns(programme):
        assert escaped(row.looked_for.of(lang)) in text


def test_every_citation_leads_to_its_source(client: Client, programme_id: str) -> None:
    text = client.get(f"/programmes/{programme_id}/").content.decode()
    cited = set(re.findall(r'href="#(source-\w+)"', text))
    given = set(re.findall(r'id="(source-\w+)"', text))
    assert cited
    assert cited <= given


@pytest.mark.parametrize(("lang", "prefix"), [("fr", ""), ("en", "/en")])
def test_the_method_page_shows_every_criterion_and_indicator(
    client: Client, programme_id: str, lang: Lang, prefix: str
) -> None:
    measure = queries.graded(load_programme(programme_id))
    text = client.get(f"{prefix}/programmes/{programme_id}/methode/").content.decode()
    for row in queries.grid_rows(measure.grid):
        assert escaped(row.criterion.title.of(lang)) in text
        for indicator in row.indicators:
            assert escaped(indicator.title.of(lang)) in text
            assert escaped(indicator.why.of(lang)) in text
            assert escaped(indicator.basis.why.of(lang)) in text


def test_unknown_weights_are_said_to_be_unknown(client: Client, programme_id: str) -> None:
    measure = queries.graded(load_programme(programme_id))
    text = client.get(f"/programmes/{programme_id}/").content.decode()
    assert ("que l’on ne connaît pas" in text) == measure.grid.weights_are_unknown


def test_home_counts_what_the_decision_says(client: Client, decision: Decision) -> None:
    text = client.get("/").content.decode()
    found = findings(decision)
    for number in (found.nearly_always, found.depends, found.hardly_ever):
        assert f'<span class="figure-number">{number}</span>' in text
    assert 'role="search"' in text


def test_the_lasting_address_leads_to_the_newest_evaluation(
    client: Client, decision: Decision
) -> None:
    answer = client.get(f"/programmes/{decision.programme.id}/evaluation/")
    assert answer.status_code == 302
    assert answer.headers["Location"] == f"/decisions/{decision.code}/"
    assert client.get("/programmes/absent/evaluation/").status_code == 404


def test_a_perimeter_is_called_as_its_programme_calls_it() -> None:
    programme = load_programme(shipped_programmes()[0])
    perimeter = programme.perimeters[0]
    assert queries.perimeter_title(perimeter.perimeter, perimeter.phase) == perimeter.title
    assert "phase 9" in queries.perimeter_title(perimeter.perimeter, "9").fr
