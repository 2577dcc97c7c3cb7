from __future__ import annotations

import datetime as dt

import numpy as np

from rebond.territory.former import FormerName
from rebond.territory.formersearch import FormerIndex


def former(name: str, year: int, commune: str) -> FormerName:
    last = dt.date(year, 12, 31)
    gone = dt.date(year + 1, 1, 1)
    return FormerName("9" + commune, name, None, last, gone, "merged", commune, "")


ROWS = (
    former("Val-Vieux", 1950, "B"),
    former("Val-Vieux", 1970, "B"),
    former("Val-Vieux", 1960, "A"),
    former("Le Val", 1980, "A"),
)
ALL = np.ones(3, dtype=np.bool_)
INDEX = FormerIndex(ROWS, {"A": 0, "B": 2})


def test_each_entry_comes_once_with_its_latest_name_in_the_order_of_entries() -> None:
    found = INDEX.exact("val vieux", ALL)
    assert [(entry, one.until.year) for entry, one in found.items()] == [(0, 1960), (2, 1970)]


def test_articles_are_free_and_what_is_not_allowed_is_left_out() -> None:
    assert [one.name for one in INDEX.exact("val", ALL).values()] == ["Le Val"]
    assert list(INDEX.exact("val vieux", np.array([False, True, True]))) == [2]
    assert INDEX.exact("ailleurs", ALL) == {}


def test_the_beginning_or_a_word_of_a_name_is_enough_for_a_part() -> None:
    assert list(INDEX.partial("vieu", ALL)) == [0, 2]
    assert list(INDEX.partial("val", ALL)) == [0, 2]
    assert INDEX.partial("zzz", ALL) == {}
