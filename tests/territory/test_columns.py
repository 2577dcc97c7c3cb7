from __future__ import annotations

import datetime as dt

import numpy as np
import pyarrow as pa
import pytest

from rebond.territory.columns import Columns, refuse_duplicates
from rebond.territory.errors import BrokenDate, DuplicateCode, MissingColumn, WrongColumnType
from tests.territory.tiny import TinySource


def columns(**values: pa.Array) -> Columns:
    return Columns(TinySource(communes=pa.table(values)), "communes")


def test_a_missing_text_is_empty_and_a_missing_number_is_nan() -> None:
    table = columns(a=pa.array(["x", None]), b=pa.array([None, 2], pa.int64()))
    assert table.texts("a") == ["x", ""]
    assert table.codes("a").tolist() == ["x", ""]
    assert table.names("a").tolist() == ["x", ""]
    np.testing.assert_array_equal(table.numbers("b"), [np.nan, 2.0])


def test_columns_cannot_be_written_to() -> None:
    table = columns(a=pa.array(["x"]), b=pa.array([1.0]))
    for array in (table.codes("a"), table.names("a"), table.numbers("b")):
        with pytest.raises(ValueError, match="read-only"):
            array[0] = array[0]


def test_an_empty_table_has_empty_columns() -> None:
    table = columns(a=pa.array([], pa.string()), b=pa.array([], pa.float64()))
    assert len(table) == len(table.codes("a")) == len(table.numbers("b")) == 0


def test_a_missing_column_is_named_with_those_found() -> None:
    with pytest.raises(MissingColumn) as caught:
        columns(a=pa.array(["x"])).texts("code")
    assert caught.value.column == "code"
    assert caught.value.found == ("a",)
    assert caught.value.exit_code == 3
    assert "communes" in caught.value.message("fr")


def test_codes_read_as_numbers_are_refused_because_zeros_are_lost() -> None:
    with pytest.raises(WrongColumnType, match="int64"):
        columns(code=pa.array([1001])).codes("code")


def test_numbers_kept_as_text_are_refused() -> None:
    with pytest.raises(WrongColumnType, match="string"):
        columns(population=pa.array(["1"])).numbers("population")


def test_dates_are_read_from_dates_and_from_iso_text() -> None:
    day = dt.date(2018, 11, 22)
    table = columns(a=pa.array([day, None]), b=pa.array(["2018-11-22", ""]))
    assert table.dates("a", ["1", "2"]) == table.dates("b", ["1", "2"]) == (day, None)


def test_a_broken_date_is_named_with_its_row() -> None:
    with pytest.raises(BrokenDate) as caught:
        columns(a=pa.array(["2018-11-22", "22/11/2018"])).dates("a", ["first", "second"])
    assert (caught.value.row, caught.value.found) == ("second", "22/11/2018")


def test_years_are_read_from_numbers_and_from_text() -> None:
    table = columns(a=pa.array([2020, 2021]), b=pa.array(["2020", "2021-06"]))
    assert table.years("a") == table.years("b") == [2020, 2021]


@pytest.mark.parametrize("value", ["", "20201", "about 2020"])
def test_what_is_no_year_is_refused(value: str) -> None:
    with pytest.raises(BrokenDate, match="row 2"):
        columns(a=pa.array(["2020", value])).years("a")


def test_the_first_code_that_stands_twice_is_named() -> None:
    refuse_duplicates("communes", ["1", "2"])
    with pytest.raises(DuplicateCode) as caught:
        refuse_duplicates("communes", ["1", "2", "2", "1"])
    assert caught.value.code == "2"
