"""`rebond territory`: found by code, name or point, ambiguity shown, keys whole."""

from __future__ import annotations

import csv
import io
import json

import pytest

from tests.cli.conftest import Command


@pytest.mark.parametrize(
    ("asked", "key"),
    [
        ("Lisieux", "commune:14366"),
        ("lisieux industrie", "territoire_industrie:1:ti-2805"),
        ("14366", "commune:14366"),
        ("200069532", "epci:200069532"),
        ("commune:14366", "commune:14366"),
        ("2.35,48.85", "commune:75056"),
    ],
)
def test_a_place_is_found_however_it_is_named(rebond: Command, asked: str, key: str) -> None:
    done = rebond("territory", "find", asked)
    assert (done.code, done.err) == (0, "")
    assert any(line.startswith(key) for line in done.out.splitlines())


@pytest.mark.parametrize("columns", ["80", "120"])
def test_keys_are_never_broken(
    rebond: Command, monkeypatch: pytest.MonkeyPatch, columns: str
) -> None:
    monkeypatch.setenv("COLUMNS", columns)
    lines = rebond("territory", "find", "lisieux").out.splitlines()
    assert any(line.startswith("action_coeur_de_ville:2025:ACV119 ") for line in lines)
    assert all(len(line) <= int(columns) for line in lines)


def test_ambiguity_is_said_and_shown(rebond: Command) -> None:
    done = rebond("territory", "find", "saint-denis", "--lang", "en")
    assert "Several places answer equally well" in done.words
    found = json.loads(rebond("territory", "find", "saint-denis", "--format", "json").out)
    assert found["is_ambiguous"] is True
    assert len(found["matches"]) == 20


def test_a_former_name_says_which_it_was_and_until_when(rebond: Command) -> None:
    (found,) = json.loads(rebond("territory", "find", "Amareins", "--format", "json").out)[
        "matches"
    ]
    assert (found["key"], found["via"]) == ("commune:01165", "former_commune")
    assert found["former"] == "Amareins (01003), jusqu’au 31 décembre 1973"
    assert "until 31 December 1973" in rebond("territory", "find", "Amareins", "--lang", "en").words


def test_a_kind_narrows_the_search(rebond: Command) -> None:
    rows = list(
        csv.DictReader(
            io.StringIO(
                rebond("territory", "find", "lisieux", "--kind", "epci", "--format", "csv").out
            )
        )
    )
    assert [row["key"] for row in rows] == ["epci:200069532"]


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["find", "99999"], "99999"),
        (["find", ""], "lettre"),
        (["find", "48.85,2.35"], "échangées"),
        (["find", "lisieux", "--kind", "nowhere"], "nowhere"),
        (["find", "lisieux", "--as-of", "hier"], "hier"),
        (["show", "Saint-Denis"], "plusieurs lieux"),
        (["show", "commune:99999"], "99999"),
        (["show", "nowhere:1"], "nowhere"),
    ],
)
def test_what_is_not_found_prints_no_empty_table(
    rebond: Command, arguments: list[str], said: str
) -> None:
    done = rebond("territory", *arguments)
    assert (done.code, done.out) == (2, "")
    assert said in done.words


def test_machines_are_told_that_nothing_was_found_and_the_code_says_so(rebond: Command) -> None:
    done = rebond("territory", "find", "99999", "--format", "json")
    assert done.code == 2
    assert json.loads(done.out)["matches"] == []


def test_a_commune_is_shown_with_its_parents_and_perimeters(rebond: Command) -> None:
    done = rebond("territory", "show", "14366")
    for said in (
        "clé commune:14366",
        "CA Lisieux Normandie (epci:200069532)",
        "Lisieux Industrie (territoire_industrie:1:ti-2805)",
        "Normandie (region:28)",
    ):
        assert said in done.words
    assert all(len(line) <= 80 for line in done.out.splitlines())


def test_a_perimeter_is_shown_with_its_members_and_its_standing_on_a_day(rebond: Command) -> None:
    done = rebond(
        "territory",
        "show",
        "territoire_industrie:1:ti-2805",
        "--as-of",
        "2010-01-01",
        "--lang",
        "en",
    )
    assert "members CA Lisieux Normandie" in done.words
    assert "Not in force on 2010-01-01" in done.words
    shown = json.loads(
        rebond("territory", "show", "territoire_industrie:1:ti-2805", "--format", "json").out
    )
    assert shown["communes"] == 53
    assert shown["standing"] is None
    assert isinstance(shown["population"], int)
