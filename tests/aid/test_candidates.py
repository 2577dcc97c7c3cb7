"""What a dated parameter may have been on a day."""

from __future__ import annotations

import datetime

import pytest

from rebond.aid.candidates import candidates_on
from rebond.programme.dated import Period, check_periods
from rebond.programme.policy_model import Unknown
from rebond.texts import Text

D = datetime.date
NOT_FOUND = Unknown(status="unknown", looked_for=Text("la date", "the day"))
SEEN = check_periods(
    (
        Period[int](value=2, valid_from=NOT_FOUND, valid_to=NOT_FOUND, seen_in="2021-12"),
        Period[int](value=3, valid_from=NOT_FOUND, valid_to=NOT_FOUND, seen_in="2023"),
    )
)
DATED = check_periods(
    (
        Period[int](value=2, valid_from=D(2020, 1, 1), valid_to=D(2020, 12, 31)),
        Period[int](value=NOT_FOUND, valid_from=D(2021, 1, 1), valid_to=D(2021, 12, 31)),
        Period[int](value=4, valid_from=D(2022, 1, 1), valid_to=D(2022, 12, 31)),
    )
)


@pytest.mark.parametrize(
    ("periods", "day", "standing", "values"),
    [
        (SEEN, D(2020, 7, 20), "before", (2,)),
        (SEEN, D(2021, 12, 31), "established", (2,)),
        (SEEN, D(2022, 6, 1), "between", (2, 3)),
        (SEEN, D(2023, 12, 31), "established", (3,)),
        (SEEN, D(2026, 1, 1), "presumed", (3,)),
        (DATED, D(2019, 12, 31), "none", ()),
        (DATED, D(2020, 1, 1), "established", (2,)),
        (DATED, D(2020, 12, 31), "established", (2,)),
        (DATED, D(2021, 6, 1), "unknown", ()),
        (DATED, D(2022, 12, 31), "established", (4,)),
        (DATED, D(2023, 1, 1), "after", ()),
    ],
)
def test_each_day_has_the_values_that_its_sources_leave(
    periods: tuple[Period[int], ...], day: datetime.date, standing: str, values: tuple[int, ...]
) -> None:
    found = candidates_on(periods, day)
    assert (found.standing, found.values) == (standing, values)


def test_a_known_end_leaves_the_days_past_it_to_the_next_value() -> None:
    periods = check_periods(
        (
            Period[int](value=2, valid_from=D(2020, 1, 1), valid_to=D(2020, 6, 30)),
            Period[int](value=3, valid_from=NOT_FOUND, seen_on=D(2021, 1, 1)),
        )
    )
    assert candidates_on(periods, D(2020, 9, 1)).values == (3,)
