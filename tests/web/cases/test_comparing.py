from __future__ import annotations

from datetime import date

from rebond.web.cases.comparing import FEWEST, compare, difference, figure, middle
from rebond.web.cases.models import Item

TODAY = date(2031, 6, 2)


def procedure(**days: date | None) -> Item:
    return Item(kind=Item.Kind.PROCEDURE, title="Permis", **days)


def test_a_difference_needs_both_days_and_grows_while_the_decision_is_awaited() -> None:
    assert difference(None, date(2031, 1, 1), TODAY) == (None, False)
    assert difference(date(2031, 7, 1), None, TODAY) == (None, False)
    assert difference(TODAY, None, TODAY) == (None, False)
    assert difference(date(2031, 6, 1), None, TODAY) == (1, True)
    assert difference(date(2031, 6, 1), date(2031, 5, 30), TODAY) == (-2, False)


def test_procedures_stand_in_the_order_of_their_start_and_dropped_ones_are_left_out() -> None:
    rows = compare(
        [
            procedure(),
            procedure(started_on=date(2031, 5, 1), legal_on=date(2031, 6, 1)),
            procedure(started_on=date(2031, 1, 1), done_on=date(2031, 2, 1)),
            Item(kind=Item.Kind.PROCEDURE, state=Item.State.DROPPED),
            Item(kind=Item.Kind.TASK, promised_on=date(2031, 1, 1)),
        ],
        TODAY,
    )
    assert [row.started_on for row in rows] == [date(2031, 1, 1), date(2031, 5, 1), None]
    assert [row.after_law for row in rows] == [None, 1, None]
    assert [row.is_growing for row in rows] == [False, True, False]


def test_the_figure_shows_what_has_a_day_and_nothing_that_has_none() -> None:
    assert figure(compare([procedure()], TODAY), TODAY) is None
    found = figure(
        compare(
            [
                procedure(),
                procedure(
                    started_on=date(2030, 12, 1),
                    legal_on=date(2031, 3, 1),
                    done_on=date(2031, 4, 1),
                ),
            ],
            TODAY,
        ),
        TODAY,
    )
    assert found is not None
    (row,) = found.rows
    assert float(row.start) < float(row.legal) < float(row.actual) <= 100
    assert row.promised == ""
    assert [tick.label for tick in found.ticks] == ["2031"]


def test_a_median_of_few_values_is_hidden_not_zero() -> None:
    assert middle([]).days is None
    assert not middle([]).is_hidden
    few = middle([4] * (FEWEST - 1))
    assert few.days is None
    assert few.is_hidden
    assert middle([-3, 0, 4, 9, 100]).days == 4
