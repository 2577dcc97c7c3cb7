from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rebond.parliament.days import find_day, read_day
from rebond.parliament.errors import DayUnreadable
from rebond.texts import day_text


@given(st.dates(min_value=date(1958, 1, 1), max_value=date(2999, 12, 31)))
def test_a_day_is_read_as_it_is_written(day: date):
    for written in (day_text(day).fr, day.isoformat(), f"{day:%d/%m/%Y}"):
        assert read_day(f"publiée le {written}, page 12") == day


@pytest.mark.parametrize("written", ["30 février 2020", "2020-13-01", "31/06/2020", "pas de jour"])
def test_what_is_no_day_is_refused(written: str):
    with pytest.raises(DayUnreadable):
        read_day(written)


def test_a_text_without_a_day_has_none_and_a_word_is_no_month():
    assert find_day("la page 5370") is None
    assert find_day("les 12 sites 2020 et le 3 mars 2021") == date(2021, 3, 3)
