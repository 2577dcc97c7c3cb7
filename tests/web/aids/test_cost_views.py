"""The public page of costs says what the command says."""

from __future__ import annotations

import csv
import io
import json
import re

import pytest
from django.test import Client

from tests.cli.conftest import Command, rebond  # noqa: F401 - the fixture of commands

pytestmark = pytest.mark.django_db
SAID = "?jour=2020-09-01&housing_share=0"


def text_of(page: str) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", page).replace("\u202f", " ")).replace(
        "\xa0", " "
    )


def test_the_page_and_its_file_say_what_the_command_says(
    client: Client,
    rebond: Command,  # noqa: F811
) -> None:
    command = ("aid", "cost", "--on", "2020-09-01", "--suppose", "housing_share=0")
    said = json.loads(rebond(*command, "--format", "json").out)
    page = client.get(f"/aides/cout/{SAID}")
    assert page.status_code == 200
    found = page.context["found"]
    assert (found.supposed_cents, found.sure_cents, found.most_cents) == (
        said["supposed_cents"],
        said["sure_cents"],
        said["most_cents"],
    )
    words = text_of(page.content.decode())
    assert "Environ 4 000 000 € pour 1 000 recrutements dans 149 Territoires d’industrie" in words
    assert "Le simulateur suit les règles du jour demandé" in words
    assert "Certain" not in words
    assert ("C’est le même montant" in words) is (found.most_cents == found.supposed_cents)
    assert "Chaque territoire compte ici une fois" in words
    assert not re.search(r"\d,\d\d €", words)
    for one in said["assumptions"]:
        assert one["words"]["fr"].lower() in words.lower()
    rows = list(
        csv.DictReader(
            io.StringIO(client.get(f"/aides/cout/territoires.csv{SAID}").content.decode())
        )
    )
    assert [(row["territory"], int(row["firm_cents"]), int(row["jobs"])) for row in rows] == [
        (row["territory"], row["firm_cents"], row["jobs"]) for row in said["territories"]
    ]


def test_bad_input_keeps_what_was_typed_and_computes_nothing(client: Client) -> None:
    page = client.get("/aides/cout/?recruitments=%3Cscript%3E&jour=hier")
    assert page.status_code == 200
    text = page.content.decode()
    assert "rien n’est calculé" in text
    assert "&lt;script&gt;" in text
    assert "<script>" not in text.split("<main")[1]
    assert page.context["found"] is None
    sent = client.get("/aides/cout/territoires.csv?recruitments=-3")
    assert (sent.status_code, sent["Location"]) == (302, "/aides/cout/?recruitments=-3")


def test_the_page_speaks_english(client: Client) -> None:
    page = client.get("/en/aides/cout/")
    assert page.status_code == 200
    assert client.post("/aides/cout/").status_code == 405
