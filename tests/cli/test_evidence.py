"""`rebond evidence`: the facts of a place as of a day, and the indicators there are."""

from __future__ import annotations

import csv
import io
import json

import pytest

from rebond.evidence import load_indicators
from tests.cli.conftest import Command


def facts(rebond: Command, *arguments: str) -> dict[str, dict[str, object]]:
    done = rebond("evidence", "show", *arguments, "--format", "json")
    assert (done.code, done.err) == (0, "")
    return {row["indicator"]: row for row in json.loads(done.out)}


def test_each_fact_has_its_source_or_its_reason(rebond: Command) -> None:
    found = facts(rebond, "14366", "--as-of", "2020-07-20")
    assert set(found) == set(load_indicators().ids)
    for row in found.values():
        if row["status"] == "known":
            assert row["dataset"]
            assert row["vintage"]
        else:
            assert row["value"] is None
            assert row["note"]


def test_the_day_decides_and_an_exception_is_asked_for_by_name(rebond: Command) -> None:
    before = facts(rebond, "14366", "--as-of", "2020-07-20")
    assert before["jobs_30km"]["status"] == "missing"
    asked = facts(rebond, "14366", "--as-of", "2020-07-20", "--allow-later", "jobs_30km")
    assert asked["jobs_30km"]["as_of"] == "later_allowed"
    assert asked["port_km"]["status"] == "missing"
    every = facts(rebond, "14366", "--as-of", "2020-07-20", "--allow-later", "all")
    assert every["port_km"]["status"] == "known"


def test_a_point_and_a_commune_are_read_alike(rebond: Command) -> None:
    assert facts(rebond, "2.35,48.85")["port_km"]["status"] == "known"
    assert facts(rebond, "commune:75056")["port_km"]["status"] == "known"


def test_people_read_a_fact_a_line_with_units(rebond: Command) -> None:
    done = rebond("evidence", "show", "14366", "--as-of", "2020-07-20")
    assert done.out.startswith("Lisieux (commune:14366), 2020-07-20\n")
    assert "[establishments_2014] 31 décembre 2014" in done.words
    assert "manquant :" in done.words
    assert all(len(line) <= 80 for line in done.out.splitlines())


def test_bounds_of_a_perimeter_are_shown(rebond: Command) -> None:
    done = rebond(
        "evidence",
        "show",
        "territoire_industrie:1:ti-2805",
        "--as-of",
        "2020-07-20",
        "--lang",
        "en",
    )
    assert ", from " in done.words
    assert "missing: " in done.words


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["zzzz"], "zzzz"),
        (["nan,nan"], "nan"),
        (["200,95"], "200"),
        (["14366", "--as-of", "hier"], "hier"),
        (["14366", "--allow-later", "nowhere"], "nowhere"),
        (["Saint-Denis"], "plusieurs lieux"),
    ],
)
def test_what_cannot_be_read_is_refused(rebond: Command, arguments: list[str], said: str) -> None:
    done = rebond("evidence", "show", *arguments)
    assert (done.code, done.out) == (2, "")
    assert said in done.words


def test_every_indicator_is_listed_with_its_identifier_whole(rebond: Command) -> None:
    done = rebond("evidence", "list")
    starts = {line.split(" ")[0] for line in done.out.splitlines()}
    assert set(load_indicators().ids) <= starts
    rows = list(csv.DictReader(io.StringIO(rebond("evidence", "list", "--format", "csv").out)))
    assert [row["indicator"] for row in rows] == list(load_indicators().ids)
    assert all(row["definition"] for row in rows)
