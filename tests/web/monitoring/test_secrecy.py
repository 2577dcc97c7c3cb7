"""No sum tells what one said."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from rebond.web.monitoring.secrecy import MOST_SHARE, Total, total


def test_nothing_said_is_no_sum_and_few_are_secret() -> None:
    assert total({}) is None
    assert total({"a": 10, "b": 10, "c": 10, "d": 10}) == Total(None, None)
    assert total(dict.fromkeys("abcde", 10)) == Total(5, 50)


def test_a_sum_that_is_nearly_all_of_one_is_secret() -> None:
    found = total({**dict.fromkeys("abcd", 1), "e": 1000})
    assert found == Total(5, None)
    assert found.is_secret


@given(st.dictionaries(st.text(max_size=3), st.integers(0, 10**9), max_size=12))
def test_a_sum_told_is_of_five_at_least_and_of_nobody_alone(values: dict[str, int]) -> None:
    found = total(values)
    if found is not None and found.value is not None:
        assert found.value == sum(values.values())
        assert len(values) >= 5
        assert max(values.values()) <= MOST_SHARE * found.value
