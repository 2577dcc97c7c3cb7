"""When a reminder's turn has come."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from rebond.web.notices.turns import begun, turn

DUE = date(2031, 6, 20)


@pytest.mark.parametrize(
    ("on", "expected"),
    [
        (date(2031, 6, 12), None),
        (date(2031, 6, 13), date(2031, 6, 13)),
        (date(2031, 6, 18), date(2031, 6, 13)),
        (date(2031, 6, 19), date(2031, 6, 19)),
        (DUE, None),
        (date(2031, 7, 1), None),
    ],
)
def test_the_turn_of_a_day(on: date, expected: date | None) -> None:
    assert turn(DUE, on, (7, 1)) == expected


def test_a_day_is_that_of_paris_and_midnight_ends_the_day_before() -> None:
    midnight = datetime(2031, 6, 20, 22, tzinfo=UTC)  # 21 June in Paris: the 20th is the last day
    assert begun(midnight, datetime(2031, 6, 18, 21, 59, tzinfo=UTC), (1,)) is None
    eve = datetime(2031, 6, 18, 22, tzinfo=UTC)
    assert begun(midnight, eve, (1,)) == eve
    assert begun(midnight, datetime(2031, 6, 19, 22, tzinfo=UTC), (1,)) is None
