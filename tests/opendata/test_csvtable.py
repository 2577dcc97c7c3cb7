from __future__ import annotations

import datetime as dt
from pathlib import Path

import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from rebond.opendata.catalogue import Dataset
from rebond.opendata.csvtable import Row, parse_table, write_table
from rebond.opendata.errors import TableColumnsWrong, TableRefused, TableValueWrong
from tests.opendata.datasets import catalogue, entry

HEADER = "code,name,members,page,quarter,people,rate,day\n"
GOOD = '01,"Été, un",01;2A,https://example.org/,2020-T2,12,3.5,2020-07-20\n'


@pytest.fixture(scope="module")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Dataset:
    return catalogue(tmp_path_factory.mktemp("catalogue"), entry())["sample"]


def row(**changes: object) -> Row:
    values: dict[str, object] = {
        "code": "01",
        "name": "Été, un",
        "members": "01;2A",
        "page": "https://example.org/",
        "quarter": "2020-T2",
        "people": 12,
        "rate": 3.5,
        "day": dt.date(2020, 7, 20),
    }
    values.update(changes)
    return values  # type: ignore[return-value]


def test_a_row_is_written_and_read_back(sample: Dataset) -> None:
    content = write_table(sample, [row()])
    assert content.decode() == HEADER + GOOD
    assert parse_table(content, sample).to_pylist() == [row()]


def test_a_missing_value_is_an_empty_field_and_null(sample: Dataset) -> None:
    missing = row(members=None, page=None, quarter=None, people=None, rate=None, day=None)
    content = write_table(sample, [missing])
    assert content.decode() == HEADER + '01,"Été, un",,,,,,\n'
    assert parse_table(content, sample).to_pylist() == [missing]


def test_zero_is_not_missing(sample: Dataset) -> None:
    content = write_table(sample, [row(people=0, rate=0.0)])
    table = parse_table(content, sample)
    assert table.column("people").to_pylist() == [0]
    assert table.column("rate").to_pylist() == [0.0]


def test_codes_are_text_even_when_all_digits(sample: Dataset) -> None:
    table = parse_table(write_table(sample, [row(code="007", members="01001")]), sample)
    assert table.schema.field("code").type == pa.string()
    assert table.to_pylist()[0]["members"] == "01001"


def test_rows_are_sorted_by_key_whatever_their_order(sample: Dataset) -> None:
    rows = [row(code="2A"), row(code="10"), row(code="02")]
    first = write_table(sample, rows)
    assert first == write_table(sample, reversed(rows))
    assert parse_table(first, sample).column("code").to_pylist() == ["02", "10", "2A"]


@pytest.mark.parametrize(
    ("value", "text"),
    [(3.14159, "3.14"), (3.0, "3"), (3, "3"), (-0.001, "0"), (0.5, "0.5"), (1e6, "1000000")],
)
def test_numbers_are_rounded_as_declared(sample: Dataset, value: float, text: str) -> None:
    line = write_table(sample, [row(rate=value)]).decode().splitlines()[1]
    assert line.split(",")[-2] == text


@given(st.floats(min_value=-1e9, max_value=1e9))
def test_a_number_read_back_is_within_half_a_unit_of_the_last_digit(
    sample: Dataset, value: float
) -> None:
    table = parse_table(write_table(sample, [row(rate=value)]), sample)
    assert abs(table.column("rate").to_pylist()[0] - value) <= 0.005 + 1e-6


@pytest.mark.parametrize(
    "changes",
    [
        pytest.param({"code": None}, id="no key"),
        pytest.param({"code": ""}, id="empty key"),
        pytest.param({"code": 1}, id="code as a number"),
        pytest.param({"code": "1 2"}, id="blank in a code"),
        pytest.param({"name": None}, id="required text missing"),
        pytest.param({"name": " x"}, id="blank around a text"),
        pytest.param({"name": "a\nb"}, id="line break"),
        pytest.param({"members": "01; 02"}, id="blank between codes"),
        pytest.param({"page": "ftp://example.org"}, id="not http"),
        pytest.param({"quarter": "2020-T5"}, id="fifth quarter"),
        pytest.param({"people": 1.5}, id="half a person"),
        pytest.param({"people": True}, id="a truth value"),
        pytest.param({"rate": float("nan")}, id="NaN"),
        pytest.param({"rate": float("inf")}, id="infinite"),
        pytest.param({"rate": "3.5"}, id="number as a text"),
        pytest.param({"day": "2020-07-20"}, id="day as a text"),
    ],
)
def test_a_value_that_does_not_fit_is_refused(sample: Dataset, changes: dict[str, object]) -> None:
    with pytest.raises(TableRefused) as caught:
        write_table(sample, [row(**changes)])
    assert caught.value.table == "sample"
    assert next(iter(changes)) in caught.value.message("fr")


def test_two_rows_of_one_key_are_refused(sample: Dataset) -> None:
    with pytest.raises(TableRefused, match="appears twice") as caught:
        write_table(sample, [row(), row(name="autre")])
    assert caught.value.key == "01"


def test_a_row_with_other_columns_is_refused(sample: Dataset) -> None:
    short = dict(row())
    del short["rate"]
    with pytest.raises(TableRefused, match="rate"):
        write_table(sample, [short])


@pytest.mark.parametrize(
    ("line", "field", "value"),
    [
        (GOOD.replace(",12,", ",douze,"), "people", "douze"),
        (GOOD.replace(",12,", ",12.5,"), "people", "12.5"),
        (GOOD.replace(",12,", ",1_2,"), "people", "1_2"),
        (GOOD.replace(",12,", f",{2**63},"), "people", str(2**63)),
        (GOOD.replace(",3.5,", ",3.5 €,"), "rate", "3.5 €"),
        (GOOD.replace(",3.5,", ",1e999,"), "rate", "1e999"),
        (GOOD.replace("2020-07-20", "2020-02-30"), "day", "2020-02-30"),
        (GOOD.replace("2020-07-20", "20200720"), "day", "20200720"),
        (GOOD.replace(",3.5,", ",NaN,"), "rate", "NaN"),
        (GOOD.replace(",3.5,", ",inf,"), "rate", "inf"),
        (GOOD.replace("2020-07-20", "20/07/2020"), "day", "20/07/2020"),
        (GOOD.replace("01,", ",", 1), "code", ""),
        (GOOD.replace('"Été, un"', ""), "name", ""),
    ],
)
def test_a_wrong_value_is_named_with_its_row_and_field(
    sample: Dataset, line: str, field: str, value: str
) -> None:
    content = HEADER + GOOD.replace("01,", "00,", 1) + line
    with pytest.raises(TableValueWrong) as caught:
        parse_table(content.encode(), sample)
    error = caught.value
    assert (error.file, error.row, error.field, error.value) == ("sample.csv", 3, field, value)
    assert error.exit_code == 3


@pytest.mark.parametrize("line", ["01,seul\n", GOOD.replace("\n", ",de trop\n")])
def test_a_row_of_another_length_is_named(sample: Dataset, line: str) -> None:
    with pytest.raises(TableValueWrong, match="8 fields") as caught:
        parse_table((HEADER + line).encode(), sample)
    assert caught.value.row == 2


def test_bytes_that_are_not_utf8_are_refused(sample: Dataset) -> None:
    with pytest.raises(TableValueWrong) as caught:
        parse_table((HEADER + GOOD).encode("latin-1"), sample)
    assert (caught.value.row, caught.value.field) == (2, "name")


@pytest.mark.parametrize(
    "header",
    ["", "code,name\n", HEADER.replace("rate", "taux"), HEADER.replace("code,name", "name,code")],
)
def test_other_columns_than_those_of_the_catalogue_are_refused(
    sample: Dataset, header: str
) -> None:
    with pytest.raises(TableColumnsWrong) as caught:
        parse_table((header + GOOD).encode(), sample)
    assert caught.value.expected == sample.column_names


def test_a_table_without_rows_keeps_its_types(sample: Dataset, tmp_path: Path) -> None:
    table = parse_table(write_table(sample, []), sample)
    assert table.num_rows == 0
    assert table.schema.field("day").type == pa.date32()
