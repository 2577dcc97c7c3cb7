"""The list as CSV and JSON: the same rows as the page, safe in a spreadsheet."""

from __future__ import annotations

import csv
import dataclasses
import io
import json

import pytest
from django.test import Client

from rebond.web.decisions import exports
from rebond.web.decisions.rows import Decision


def test_csv_holds_everyone_with_numbers_as_the_record_has_them(decision: Decision) -> None:
    rows = list(csv.DictReader(io.StringIO(exports.as_csv(decision))))
    assert len(rows) == len(decision.everyone)
    assert float(rows[0]["chance"]) == decision.candidates[0].chance
    assert {row["decision_digest"] for row in rows} == {decision.digest}


@pytest.mark.parametrize("name", ["=1+1", "+1", "-1", "@x", "\tx"])
def test_a_name_is_never_a_formula(decision: Decision, name: str) -> None:
    tampered = dataclasses.replace(decision.candidates[0], name=name)
    changed = dataclasses.replace(decision, everyone=(tampered,))
    (row,) = csv.DictReader(io.StringIO(exports.as_csv(changed)))
    assert row["name"] == f"'{name}"


def test_an_absent_coordinate_is_an_empty_cell(decision: Decision) -> None:
    nowhere = dataclasses.replace(decision.candidates[0], lon=None, lat=None)
    changed = dataclasses.replace(decision, everyone=(nowhere,))
    (row,) = csv.DictReader(io.StringIO(exports.as_csv(changed)))
    assert row["lon"] == row["lat"] == ""


def test_downloads_have_a_name_and_a_type(client: Client, decision: Decision) -> None:
    for name, kind in (
        ("liste.csv", "text/csv"),
        ("liste.json", "application/json"),
        ("carte.svg", "image/svg+xml"),
    ):
        response = client.get(f"/decisions/{decision.code}/{name}")
        assert response.headers["Content-Type"].startswith(kind)
        assert decision.code in response.headers["Content-Disposition"]


def test_json_says_which_decision_it_is(client: Client, decision: Decision) -> None:
    document = json.loads(client.get(f"/decisions/{decision.code}/liste.json").content)
    assert document["decision"] == decision.digest
    assert len(document["candidates"]) == 63


def test_the_decision_file_is_given_byte_for_byte(
    client: Client, decision: Decision, sealed: bytes
) -> None:
    assert client.get(f"/decisions/{decision.code}/decision.json").content == sealed
