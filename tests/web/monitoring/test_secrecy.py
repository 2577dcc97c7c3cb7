"""No sum tells what one said."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from rebond.web.monitoring.secrecy import MOST_SHARE, Said, Total, rounded, total


def each(values: dict[str, int]) -> dict[str, Said]:
    return {name: Said(value, name) for name, value in values.items()}


def test_nothing_said_is_no_sum_and_few_are_secret() -> None:
    assert total({}) is None
    assert total(each({"a": 10, "b": 10, "c": 10, "d": 10})) == Total(None, None)
    assert total(each(dict.fromkeys("abcde", 10))) == Total(5, 50)


def test_a_sum_that_is_nearly_all_of_one_is_secret() -> None:
    found = total(each({**dict.fromkeys("abcd", 1), "e": 1000}))
    assert found == Total(5, None)
    assert found.is_secret


def test_sites_of_one_organisation_are_one_answer() -> None:
    assert total({str(number): Said(10, "one") for number in range(30)}) == Total(None, None)
    mixed = each(dict.fromkeys("abcd", 10)) | {f"e{n}": Said(200, "e") for n in range(4)}
    assert total(mixed) == Total(8, None)


def test_one_more_answer_is_not_read_off_a_rounded_sum() -> None:
    assert [rounded(one) for one in (0, 2, 3, 52, 53, 1004, 1_234_567)] == [
        0,
        0,
        5,
        50,
        55,
        1000,
        1_230_000,
    ]
    assert total(each({**dict.fromkeys("abcd", 0), "e": 1, "f": 1})) == Total(6, None)


@given(st.dictionaries(st.text(max_size=3), st.integers(0, 10**9), max_size=12))
def test_a_sum_told_is_of_five_at_least_and_of_nobody_alone(values: dict[str, int]) -> None:
    found = total(each(values))
    if found is not None and found.value is not None:
        whole = sum(values.values())
        assert found.value == rounded(whole)
        assert abs(found.value - whole) <= max(3, whole / 100)
        assert len(values) >= 5
        assert max(values.values()) <= MOST_SHARE * whole
