"""Which vintage may be used on a date."""

from dataclasses import dataclass
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rebond.evidence.as_of import (
    Read,
    choose_quarter,
    choose_vintage,
    last_ended_quarter,
    no_data,
    quarter_end,
)
from rebond.texts import Text

QUARTERS = [f"{year}-T{n}" for year in (2019, 2020) for n in (1, 2, 3, 4)]


VINTAGE = Text("millésime", "vintage")


@dataclass
class Described:
    id: str = "table"
    until: date = date(2020, 7, 20)
    published_on: date | None = None
    vintage: Text = VINTAGE

    def observed_until_of(self, column: str) -> date:
        return self.until if column == "late" else self.until - timedelta(days=400)


@pytest.mark.parametrize(
    ("quarter", "last_day"),
    [
        ("2020-T1", date(2020, 3, 31)),
        ("2020-T2", date(2020, 6, 30)),
        ("2020-T3", date(2020, 9, 30)),
        ("2020-T4", date(2020, 12, 31)),
    ],
)
def test_a_quarter_ends_on_its_last_day(quarter, last_day):
    assert quarter_end(quarter) == last_day


@pytest.mark.parametrize("written", ["2020", "2020-T5", "2020-Q1", "2020-T1 ", "20-T1", ""])
def test_what_is_not_a_quarter_is_refused(written):
    with pytest.raises(ValueError, match="not a quarter"):
        quarter_end(written)


@pytest.mark.parametrize(
    ("as_of", "expected"),
    [
        (date(2020, 7, 20), "2020-T2"),
        (date(2020, 7, 1), "2020-T2"),
        (date(2020, 6, 30), "2020-T1"),  # the quarter ends that very day: it has not ended before
        (date(2020, 4, 1), "2020-T1"),
        (date(2020, 3, 31), "2019-T4"),
        (date(2030, 1, 1), "2020-T4"),
        (date(2019, 3, 31), None),
        (date(2000, 1, 1), None),
    ],
)
def test_the_quarter_is_the_last_that_had_ended_before_the_date(as_of, expected):
    assert last_ended_quarter(QUARTERS, as_of) == expected


@given(st.dates(date(2018, 1, 1), date(2023, 1, 1)))
def test_no_later_quarter_ever_enters(as_of):
    chosen = last_ended_quarter(reversed(QUARTERS), as_of)
    assert chosen is None or quarter_end(chosen) < as_of


def test_what_describes_the_day_itself_is_in_time():
    choice = choose_vintage([Read(Described(), ("late",))], date(2020, 7, 20), allow_later=False)
    assert choice.state == "in_time"
    assert choice.is_usable


def test_one_day_later_is_excluded_and_the_reason_gives_both_days():
    choice = choose_vintage([Read(Described(), ("late",))], date(2020, 7, 19), allow_later=False)
    assert choice.state == "later_excluded"
    assert not choice.is_usable
    assert "20/07/2020" in choice.why.fr
    assert "19/07/2020" in choice.why.fr
    assert "2020-07-20" in choice.why.en


def test_a_later_vintage_enters_when_asked_for_and_says_so():
    choice = choose_vintage([Read(Described(), ("late",))], date(2020, 7, 19), allow_later=True)
    assert choice.state == "later_allowed"
    assert choice.is_usable
    assert "by the policy or by the request" in choice.why.en
    assert "par la politique ou par la demande" in choice.why.fr


def test_asking_for_later_vintages_changes_nothing_for_one_in_time():
    choice = choose_vintage([Read(Described(), ("late",))], date(2021, 1, 1), allow_later=True)
    assert choice.state == "in_time"


def test_only_the_columns_that_are_read_count():
    choice = choose_vintage([Read(Described(), ("early",))], date(2020, 1, 1), allow_later=False)
    assert choice.state == "in_time"


def test_the_latest_of_several_datasets_decides():
    reads = [
        Read(Described("old", date(2010, 1, 1)), ("late",)),
        Read(Described("new", date(2021, 1, 1)), ("late",)),
    ]
    choice = choose_vintage(reads, date(2020, 7, 20), allow_later=False)
    assert choice.state == "later_excluded"
    assert choice.dataset == "old + new"
    assert "new" in choice.why.en


def test_a_publication_after_the_date_is_said():
    late = Described(until=date(2020, 6, 30), published_on=date(2020, 10, 1))
    choice = choose_vintage([Read(late, ("late",))], date(2020, 7, 20), allow_later=False)
    assert choice.state == "in_time"
    assert "2020-10-01" in choice.why.en


def test_a_quarter_is_chosen_whatever_is_allowed_and_named_as_the_vintage():
    choice = choose_quarter(Described("rates"), QUARTERS, date(2020, 7, 20))
    assert (choice.state, choice.period, choice.vintage.fr) == ("in_time", "2020-T2", "2020-T2")


def test_before_the_first_quarter_there_is_none_and_the_reason_names_it():
    choice = choose_quarter(Described("rates"), QUARTERS, date(2018, 1, 1))
    assert choice.state == "later_excluded"
    assert choice.period is None
    assert "2019-T1" in choice.why.en


def test_a_table_without_any_quarter_gives_none():
    assert choose_quarter(Described("rates"), [], date(2018, 1, 1)).state == "later_excluded"


def test_without_data_the_choice_is_unavailable():
    choice = no_data(Text("rien", "nothing"))
    assert choice.state == "unavailable"
    assert not choice.is_usable
