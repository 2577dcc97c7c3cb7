"""Searching shows what may be read and nothing else, the same on the page and in the files."""

from __future__ import annotations

import csv
import io
from typing import Any

import openpyxl
import pytest
from django.test import Client
from django.urls import reverse

from rebond.web.desk import exports, search
from rebond.web.desk.asking import PAGE, Asked
from rebond.web.dossiers.models import Dossier
from tests.web.world import NOW, World, make_world

pytestmark = pytest.mark.django_db


@pytest.fixture
def world(settings: Any) -> World:
    settings.CLOCK = lambda: NOW
    return make_world(NOW)


def references(world: World, persona: str, question: Asked) -> set[str]:
    return {one.reference for one in search.found(world.actor(persona), question, NOW).rows}


def test_each_persona_finds_only_what_it_may_read(world: World) -> None:
    a_draft, a_filed, b_filed = (
        world.dossiers[n].reference for n in ("a_draft", "a_filed", "b_filed")
    )
    everything = Asked(words="fictif")
    assert references(world, "epci_a", everything) == {a_draft, a_filed}
    assert references(world, "prefecture_1", everything) == {a_filed}
    assert references(world, "dreal_2", everything) == {b_filed}
    assert references(world, "national", everything) == {a_filed, b_filed}
    assert references(world, "investor", everything) == set()
    assert references(world, "parliament", everything) == set()
    assert references(world, "recused", everything) == {b_filed}


@pytest.mark.parametrize(
    ("question", "found"),
    [
        (Asked(words="A_FILED"), {"a_filed"}),
        (Asked(words="62498"), {"b_filed"}),
        (Asked(words="epci-b fictif"), {"b_filed"}),
        (Asked(region="28"), {"a_filed"}),
        (Asked(call="essai-closed"), {"a_filed", "b_filed"}),
        (Asked(call="essai-open"), set()),
        (Asked(state="withdrawn"), set()),
        (Asked(eligibility="unknown"), {"a_filed", "b_filed"}),
        (Asked(words="%_"), set()),
    ],
)
def test_each_filter_narrows(world: World, question: Asked, found: set[str]) -> None:
    expected = {world.dossiers[name].reference for name in found}
    assert references(world, "national", question) == expected


def many(world: World, count: int) -> None:
    like = world.dossiers["a_filed"]
    Dossier.objects.bulk_create(
        Dossier(
            reference=f"D-N{number:04}",
            call=like.call,
            revision=like.revision,
            organisation=like.organisation,
            title=f"=HYPERLINK({number})",
            state=Dossier.State.FILED,
            region_code="28",
            commune_code="14366",
            created_at=NOW,
            saved_at=NOW,
            filed_at=NOW,
        )
        for number in range(count)
    )


def test_the_files_hold_every_page_of_the_same_list(world: World) -> None:
    many(world, 2 * PAGE + 7)
    client = Client()
    client.force_login(world.users["national"])
    query = "?" + Asked(words="HYPERLINK", sort="reference", page=2).query()
    page = client.get(reverse("dossier-search") + query)
    assert page.context["found"].total == 2 * PAGE + 7
    assert len(page.context["found"].rows) == PAGE
    streamed = client.get(reverse("dossier-search-csv") + query)
    lines = list(csv.DictReader(io.StringIO(streamed.getvalue().decode("utf-8-sig"))))
    wanted = [f"D-N{number:04}" for number in range(2 * PAGE + 7)]
    assert [line["reference"] for line in lines] == wanted
    workbook = openpyxl.load_workbook(
        io.BytesIO(client.get(reverse("dossier-search-xlsx") + query).content)
    )
    cells = list(workbook.active.iter_rows(values_only=True))
    assert [row[0] for row in cells[1:]] == wanted
    assert cells[0] == exports.COLUMNS


def test_no_cell_of_a_file_is_a_formula(world: World) -> None:
    many(world, 1)
    client = Client()
    client.force_login(world.users["national"])
    text = client.get(reverse("dossier-search-csv") + "?q=HYPERLINK").getvalue().decode()
    assert "'=HYPERLINK(0)" in text
    content = client.get(reverse("dossier-search-xlsx") + "?q=HYPERLINK").content
    sheet = openpyxl.load_workbook(io.BytesIO(content)).active
    assert sheet["C2"].data_type == "s"


def test_a_page_asks_the_database_as_often_for_three_rows_as_for_fifty(
    world: World, django_assert_num_queries: Any
) -> None:
    client = Client()
    client.force_login(world.users["national"])
    address = reverse("dossier-search")
    client.get(address)
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    with CaptureQueriesContext(connection) as few:
        client.get(address)
    many(world, PAGE)
    with django_assert_num_queries(len(few)):
        client.get(address)


def test_a_page_beyond_the_last_is_the_last(world: World) -> None:
    found = search.found(world.actor("national"), Asked(page=900), NOW)
    assert (found.page, found.pages) == (1, 1)
