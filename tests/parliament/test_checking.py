from __future__ import annotations

from datetime import date

import pytest

from rebond.parliament.checking import check
from rebond.parliament.errors import DaysOutOfOrder, DayToCome, NumberMissing
from rebond.parliament.question import Chamber, WrittenQuestion
from tests.parliament.given import asked


@pytest.mark.parametrize(
    "more",
    [
        {"replied_on": date(2020, 8, 10)},
        {"flagged_on": date(2020, 8, 1)},
        {"flagged_on": date(2020, 12, 9), "replied_on": date(2020, 12, 8)},
        {"ended_on": date(2020, 8, 10)},
    ],
)
def test_days_out_of_order_are_refused_with_both_days(more: dict[str, date]):
    with pytest.raises(DaysOutOfOrder) as refused:
        check(asked(**more), where="q.txt")
    assert " 2020) précède " in refused.value.message("fr")
    assert refused.value.where == "q.txt"


def test_days_to_come_and_numbers_below_one_are_refused():
    with pytest.raises(DayToCome):
        check(asked(), today=date(2020, 8, 10))
    assert check(asked(), today=date(2020, 8, 11)).number == 31804
    with pytest.raises(NumberMissing):
        check(WrittenQuestion(Chamber.ASSEMBLEE, 0, 15))
