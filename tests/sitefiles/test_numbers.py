"""Numbers, days and years as people write them."""

from __future__ import annotations

import pytest

from rebond.sitefiles import TABLES
from rebond.sitefiles.numbers import number_text, read_date, read_number, read_year

AREA = TABLES["site-eco"].field("site_surf_brute")
COUNT = TABLES["friches"].field("bati_nombre")


@pytest.mark.parametrize(
    ("text", "value", "codes"),
    [
        ("37.2", 37.2, []),
        ("21", 21, []),
        ("21.0", 21, []),
        ("37,2", 37.2, ["decimal-comma"]),
        ("1 254,5", 1254.5, ["number-spaced", "decimal-comma"]),
        ("1\u202f254", 1254, ["number-spaced"]),
        ("37.2 ha", 37.2, ["number-unit"]),
        ("12,345", 12.345, ["decimal-comma"]),
        ("1e2", 100, []),
    ],
)
def test_numbers_are_read_and_what_was_written_is_said(
    text: str, value: float, codes: list[str]
) -> None:
    found, remarks = read_number(text, AREA, has_decimal_comma=True)
    assert found == value
    assert type(found) is type(value)
    assert [one.code for one in remarks] == codes


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("1,234", "number-ambiguous"),
        ("1,234.5", "number"),
        ("-3", "minimum"),
        ("1e999", "number"),
        ("nan", "number"),
        ("inf", "number"),
        ("37 m²", "number"),
        ("douze", "number"),
        ("١٢", "number"),
    ],
)
def test_what_is_no_number_or_reads_in_two_ways_is_refused(text: str, code: str) -> None:
    found, remarks = read_number(text, AREA, has_decimal_comma=False)
    assert found is None
    assert [one.code for one in remarks] == [code]
    assert remarks[-1].severity == "refused"


def test_a_whole_number_is_needed_where_the_standard_needs_one() -> None:
    assert read_number("2.5", COUNT, has_decimal_comma=True)[1][0].code == "integer"
    assert read_number("2.0", COUNT, has_decimal_comma=True)[0] == 2
    tier = TABLES["rebond-extension"].field("maturity_tier")
    assert read_number("12", tier, has_decimal_comma=True)[1][0].code == "maximum"


def test_numbers_are_written_without_needless_decimals() -> None:
    assert number_text(-0.0) == "0"
    assert number_text(1e22) == "1e+22"


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2016-03-26", "2016-03-26"),
        ("26/03/2016", "2016-03-26"),
        ("3.4.2016", "2016-04-03"),
        ("2016/3/6", "2016-03-06"),
        ("20160326", "2016-03-26"),
        ("2016-03-26T10:00:00Z", "2016-03-26"),
    ],
)
def test_days_are_read_day_first(text: str, day: str) -> None:
    found, remarks = read_date(text)
    assert found == day
    assert [one.code for one in remarks] == ([] if text == day else ["date-written"])


@pytest.mark.parametrize("text", ["2016-02-30", "31/02/2016", "hier", "2016-W12-6", "0016-03-26"])
def test_what_is_no_day_is_refused(text: str) -> None:
    assert read_date(text)[0] is None


def test_years_are_four_digits() -> None:
    assert read_year("2015") == ("2015", ())
    assert read_year("2015.0")[0] == "2015"
    assert read_year("2015-06-01")[1][0].code == "date-written"
    assert read_year("15")[1][0].code == "year"
