from __future__ import annotations

import datetime as dt

import pytest

from rebond.territory import Atlas, errors
from rebond.territory.former import FormerName
from tests.territory.tiny import TinySource, table_of


def day(year: int, month: int = 1, number: int = 1) -> dt.date:
    return dt.date(year, month, number)


def former(**changes: object) -> FormerName:
    values: dict[str, object] = {
        "code": "96900",
        "name": "Vieux",
        "since": day(1950),
        "until": day(1972, 12, 31),
        "gone_on": day(1973),
        "ended_by": "merged",
        "commune_code": "96001",
        "status": "",
    }
    return FormerName(**(values | changes))  # type: ignore[arg-type]


def test_a_known_day_is_said_and_an_unknown_one_lies_between_two() -> None:
    assert former().when.fr == "jusqu’au 31 décembre 1972"
    between = former(until=day(2019), gone_on=day(2021))
    assert between.when.fr == "encore au 1er janvier 2019, plus au 1er janvier 2021"
    assert between.when.en == "still on 1 January 2019, no more on 1 January 2021"
    assert (former().has_day, between.has_day) == (True, False)


def test_what_was_on_a_day_is_known_or_left_open() -> None:
    between = former(since=day(2000), until=day(2019), gone_on=day(2021))
    answers = [between.was(day(year)) for year in (1999, 2000, 2019, 2020, 2021)]
    assert answers == [None, True, True, None, False]
    assert former(since=None).was(day(1943)) is True


def test_a_code_in_use_again_was_gone_only_in_between(tiny: Atlas) -> None:
    first, last = tiny.former_names.by_code["96900"]
    assert [first.was_gone(day(year)) for year in (1972, 1973, 1979, 1980)] == [
        False,
        True,
        True,
        False,
    ]
    assert first.resumed_on == day(1980)
    assert not last.was_gone(day(2020))
    assert last.was_gone(day(2021))


def test_how_it_ended_is_said_only_where_the_source_states_it() -> None:
    assert former(ended_by="").how is None
    assert "déléguée" in former(ended_by="delegated").how.fr  # type: ignore[union-attr]
    assert former(ended_by="renamed").went_on
    assert not former(ended_by="absorbed").went_on


def test_names_are_grouped_by_code_and_by_commune_of_today(tiny: Atlas) -> None:
    names = tiny.former_names
    assert [one.name for one in names.by_code["96900"]] == ["Vieille-Œuvre", "Œuvre-la-Neuve"]
    assert {one.code for one in names.by_commune["96001"]} == {"96900"}


@pytest.mark.parametrize(
    ("changes", "error"),
    [
        ({"commune_code": "96999"}, errors.BrokenReference),
        ({"gone_on": day(1972, 12, 31)}, errors.BrokenDate),
        ({"until": None}, errors.BrokenDate),
    ],
)
def test_a_row_that_leads_nowhere_or_ends_before_itself_is_refused(
    changes: dict[str, object], error: type[Exception]
) -> None:
    row: dict[str, object] = {
        "code": "96900",
        "name": "Vieux",
        "since": None,
        "until": day(1972, 12, 31),
        "gone_on": day(1973),
        "ended_by": "merged",
        "commune_code": "96001",
        "status": None,
        "absent_until": None,
        "resumed_on": None,
    }
    with pytest.raises(error):
        Atlas.from_snapshot(TinySource(former_names=table_of([row | changes])))
