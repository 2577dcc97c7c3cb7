"""A user's own file: every cell that cannot be used is named by line and column, nothing is guessed."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rebond.evidence import Point, load_indicators
from rebond.pipeline.candidates import CandidateSet
from rebond.pipeline.errors import BadCandidatesFile, UnreadableCandidatesFile
from rebond.pipeline.own_candidates import (
    FILE_LIMIT_BYTES,
    LONGEST_CELL,
    from_rows,
    policy_facts,
    read_csv,
)
from rebond.programme import load_programme
from rebond.territory import Atlas, PlaceKey
from tests.pipeline.conftest import FICTITIOUS

INDICATORS = [load_indicators()[name] for name in ("port_km", "fibre_rate")]
FACTS = {"surface_ha": "number", "ancien_usage": "text", "depollue": "boolean"}


def read(rows: list[dict[str, str]], atlas: Atlas) -> CandidateSet:
    return from_rows(rows, source="mine.csv", indicators=INDICATORS, facts=FACTS, atlas=atlas)


def problems(rows: list[dict[str, str]], atlas: Atlas) -> list[tuple[int, str]]:
    with pytest.raises(BadCandidatesFile) as caught:
        read(rows, atlas)
    assert caught.value.where == "mine.csv"
    for one in caught.value.problems:
        assert one.line("fr") in caught.value.message("fr")
        assert one.line("en") in caught.value.message("en")
        assert one.line("fr") != one.line("en")
    return [(one.row, one.field) for one in caught.value.problems]


# The layout of the file


@pytest.mark.parametrize("separator", [",", ";", "\t"])
@pytest.mark.parametrize("mark", [b"", b"\xef\xbb\xbf"])
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_usual_layouts_are_read_alike(separator: str, mark: bytes, end: str) -> None:
    text = end.join(separator.join(row) for row in (["name", "insee"], ["À l’est", " 14366 "], []))
    assert read_csv(mark + text.encode(), "x") == [{"name": "À l’est", "insee": "14366"}]


def test_quoted_cells_hold_the_separator_and_quotes() -> None:
    assert read_csv(b'name,insee\n"a, ""b""",14366\n', "x") == [
        {"name": 'a, "b"', "insee": "14366"}
    ]


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "header"),
        (b"\n\n", "header"),
        (b"nom,insee\na,14366\n", "nom, insee"),
        (b"name,insee\n", "at least one row"),
        (b"name,name\na,b\n", "distinct"),
        (b"name,insee\na\n", "Line 2 has 1 cells, the header has 2"),
        (b"name,insee\na,14366\nb,14366,7\n", "Line 3 has 3 cells"),
        (b"name,insee\na,14366\n\nb,14366\n", "Line 3 is empty"),
        (b"name,insee\n,\n", "Line 2 is empty"),
        (b'name,insee\n"a\nb",14366\n', "Line 2 holds a line break"),
        (b"name,insee\na\x00,14366\n", "Line 2 holds"),
        ("name,insee\na\u202eb,14366\n".encode(), "Line 2 holds"),
        (b'name,insee\n"a,14366\n', "near line 2"),
        (b'name,insee\n"a"b,14366\n', "near line 2"),
        (b"name,insee\n\xff,14366\n", "Byte 11"),
        ("name,insee\né,14366\n".encode("latin-1"), "Byte 11"),
        (b"name,insee\n" + b"a" * (LONGEST_CELL + 1) + b",14366\n", "Line 2 has a cell"),
        (b"name\n" * (FILE_LIMIT_BYTES // 5 + 1), "20 MB"),
    ],
)
def test_a_file_that_is_no_table_is_refused_with_the_place(content: bytes, said: str) -> None:
    with pytest.raises(UnreadableCandidatesFile) as caught:
        read_csv(content, "mine.csv")
    assert said in caught.value.message("en")
    assert caught.value.where == "mine.csv"
    assert caught.value.exit_code == 2


@given(st.binary(max_size=200))
def test_any_bytes_are_read_or_refused_in_words(content: bytes) -> None:
    try:
        rows = read_csv(content, "x")
    except UnreadableCandidatesFile:
        return
    assert rows
    assert len({tuple(row) for row in rows}) == 1


@given(
    st.lists(
        st.lists(
            st.text(
                alphabet=st.characters(exclude_categories=["Cc", "Cf", "Cs", "Zl", "Zp"]),
                max_size=8,
            ).map(str.strip),
            min_size=2,
            max_size=2,
        ).filter(any),
        min_size=1,
        max_size=5,
    )
)
def test_what_is_written_quoted_is_read_back(table: list[list[str]]) -> None:
    lines = [
        ",".join('"' + cell.replace('"', '""') + '"' for cell in row)
        for row in [["name", "insee"], *table]
    ]
    assert read_csv("\n".join(lines).encode(), "x") == [
        {"name": name, "insee": insee} for name, insee in table
    ]


# The cells


def test_a_place_is_a_commune_or_a_point(atlas: Atlas) -> None:
    rows = [
        {"name": "A", "insee": "14366", "lon": "", "lat": ""},
        {"name": "B", "insee": "", "lon": "0,2264", "lat": "49.1466"},
    ]
    places = [one.place for one in read(rows, atlas).candidates]
    assert places == [PlaceKey("commune", "14366"), Point(0.2264, 49.1466, "B")]


def test_a_former_commune_stands_in_its_successor(atlas: Atlas) -> None:
    former = atlas.resolve_commune("14697")
    assert former.code != "14697"
    found = read([{"name": "A", "insee": "14697"}], atlas).candidates[0].place
    assert found == PlaceKey("commune", former.code)


@pytest.mark.parametrize(
    ("written", "value"),
    [
        ("3", 3.0),
        ("3,5", 3.5),
        ("3.5", 3.5),
        ("1 200", 1200.0),
        ("1\u202f200,5", 1200.5),
        ("1e2", 100.0),
        ("-0", 0.0),
    ],
)
def test_numbers_are_read_as_french_and_english_write_them(
    atlas: Atlas, written: str, value: float
) -> None:
    found = read([{"name": "A", "insee": "14366", "port_km": written}], atlas)
    assert found.candidates[0].given == {"port_km": value}


@pytest.mark.parametrize(
    "written",
    [
        "NaN",
        "nan",
        "inf",
        "-inf",
        "1e999",
        "1_0",
        "1,2,3",
        "1,200.5",
        "trois",
        "0x10",
        "٣",
        "--1",
        "1e",
        "=",
    ],
)
def test_what_is_not_a_finite_number_is_named(atlas: Atlas, written: str) -> None:
    rows = [{"name": "A", "insee": "14366"}, {"name": "B", "insee": "14366", "port_km": written}]
    assert problems(rows, atlas) == [(3, "port_km")]


@pytest.mark.parametrize(("column", "written"), [("fibre_rate", "80"), ("port_km", "-1")])
def test_a_value_outside_the_indicators_range_is_named_with_the_range(
    atlas: Atlas, column: str, written: str
) -> None:
    row = {"name": "A", "insee": "14366", column: written}
    assert problems([row], atlas) == [(2, column)]
    with pytest.raises(BadCandidatesFile, match="from 0 to"):
        read([row], atlas)


def test_an_empty_cell_is_missing_and_never_zero(atlas: Atlas) -> None:
    row = {"name": "A", "insee": "14366", "port_km": "", "fibre_rate": " ", "surface_ha": ""}
    found = read([row], atlas).candidates[0]
    assert found.given == {}
    assert found.stated == {}


def test_answers_of_the_form_keep_their_kind(atlas: Atlas) -> None:
    row = {
        "name": "A",
        "insee": "14366",
        "surface_ha": "3,5",
        "ancien_usage": "friche",
        "depollue": "Oui",
    }
    assert read([row], atlas).candidates[0].stated == {
        "surface_ha": 3.5,
        "ancien_usage": "friche",
        "depollue": True,
    }
    assert problems([{**row, "depollue": "peut-être"}], atlas) == [(2, "depollue")]


def test_all_problems_are_told_at_once_with_their_lines(atlas: Atlas) -> None:
    rows = [
        {"name": "", "insee": "14366", "lon": "", "lat": "", "inconnu": "1"},
        {"name": "A", "insee": "99999", "lon": "", "lat": "", "inconnu": ""},
        {"name": "A", "insee": "", "lon": "", "lat": "49", "inconnu": ""},
        {"name": "B", "insee": "", "lon": "x", "lat": "49", "inconnu": ""},
        {"name": "C", "insee": "", "lon": "48.85", "lat": "2.35", "inconnu": ""},
        {"name": "D", "insee": "", "lon": "0", "lat": "0", "inconnu": ""},
    ]
    assert problems(rows, atlas) == [
        (1, "inconnu"),
        (2, "name"),
        (3, "insee"),
        (4, "name"),
        (4, "insee"),
        (5, "lon"),
        (6, "lon, lat"),
        (7, "lon, lat"),
    ]


def test_a_code_without_its_first_zero_is_proposed_with_it_and_not_guessed(atlas: Atlas) -> None:
    with pytest.raises(BadCandidatesFile, match="01004"):
        read([{"name": "A", "insee": "1004"}], atlas)


def test_a_column_close_to_a_known_one_is_answered_with_it(atlas: Atlas) -> None:
    with pytest.raises(BadCandidatesFile) as caught:
        read([{"name": "A", "insee": "14366", "port_kms": "1", "zzz": "2", "qqq": "3"}], atlas)
    lines = [one.line("en") for one in caught.value.problems]
    assert "or write port_km" in lines[0]
    assert "fibre_rate" not in lines[2]  # the whole list of columns is told once at most


def test_names_that_cannot_be_told_apart_are_refused(atlas: Atlas) -> None:
    rows = [{"name": "A", "insee": "14366"}, {"name": "A ", "insee": "76351"}]
    assert problems(rows, atlas) == [(3, "name")]


def test_identifiers_follow_the_lines_and_rows_are_kept_as_written(atlas: Atlas) -> None:
    rows = [{"name": "A", "insee": "14366"}, {"name": "B", "insee": "76351", "port_km": "1,5"}]
    found = read(rows, atlas)
    assert [one.id for one in found.candidates] == ["own:1", "own:2"]
    assert list(found.own_rows) == rows
    assert found.source == "mine.csv"


def test_the_facts_of_a_policy_have_the_kind_that_its_tests_need() -> None:
    assert policy_facts(load_programme(FICTITIOUS).measures[0]) == {
        "surface_ha": "number",
        "cout": "number",
        "ancien_usage": "text",
    }
    assert policy_facts(load_programme("pack_rebond_2020").measure("site_cle_en_main"))[
        "terrain_viabilise"
    ] in {"boolean", "text"}


CELLS: Any = st.one_of(
    st.sampled_from(["", "14366", "NaN", "1e9", "49", "0,2", "=1+1", "x" * 50]), st.text(max_size=6)
)


@settings(max_examples=60, deadline=None)
@given(
    st.lists(
        st.fixed_dictionaries(
            {"name": CELLS, "insee": CELLS, "lon": CELLS, "lat": CELLS, "port_km": CELLS}
        ),
        min_size=1,
        max_size=4,
    )
)
def test_any_cells_are_used_or_named(atlas: Atlas, rows: list[dict[str, str]]) -> None:
    try:
        found = read(rows, atlas)
    except BadCandidatesFile as error:
        assert error.problems  # noqa: PT017 - either outcome is right, both are looked at
    else:
        assert len(found.candidates) == len(rows)


def test_the_example_of_the_tutorial_can_be_read(atlas: Atlas) -> None:
    example = Path(__file__).parents[2] / "docs" / "tutorial" / "candidates.csv"
    rows = read_csv(example.read_bytes(), example.name)
    measure = load_programme("pack_rebond_2020").measure("site_cle_en_main")
    catalogue = load_indicators()
    assert measure.grid is not None
    found = from_rows(
        rows,
        source=example.name,
        indicators=[catalogue[name] for name in measure.grid.indicators],
        facts=policy_facts(measure),
        atlas=atlas,
    )
    assert len(found.candidates) >= 5


# A point beside a commune


def test_a_point_in_the_commune_that_the_row_names_is_used(atlas: Atlas) -> None:
    lisieux = atlas.place(PlaceKey("commune", "14366"))
    row = {"name": "A", "insee": "14366", "lon": str(lisieux.lon), "lat": str(lisieux.lat)}
    (found,) = read([row], atlas).candidates
    assert found.place == Point(lisieux.lon, lisieux.lat, "A")
    assert found.asked_code == "14366"


def test_a_point_far_from_the_commune_that_the_row_names_is_refused(atlas: Atlas) -> None:
    row = {"name": "A", "insee": "14366", "lon": "2.35", "lat": "48.85"}
    assert problems([row], atlas) == [(2, "lon, lat")]


@pytest.mark.parametrize(
    ("cells", "field"),
    [({"lon": "east", "lat": "49"}, "lon"), ({"lon": "0.2", "lat": ""}, "lon, lat")],
)
def test_coordinates_beside_a_commune_are_checked(
    atlas: Atlas, cells: dict[str, str], field: str
) -> None:
    assert problems([{"name": "A", "insee": "14366", **cells}], atlas) == [(2, field)]


def test_the_code_asked_is_kept_beside_its_successor(atlas: Atlas) -> None:
    (found,) = read([{"name": "A", "insee": "75101"}], atlas).candidates
    assert found.place == PlaceKey("commune", "75056")
    assert found.asked_code == "75101"
