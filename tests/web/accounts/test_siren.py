"""The key of a SIREN."""

from __future__ import annotations

import pytest

from rebond.web.accounts.siren import is_siren


@pytest.mark.parametrize("written", ["200069532", "732829320", "356000000"])
def test_real_numbers_agree_with_their_key(written: str) -> None:
    assert is_siren(written)


@pytest.mark.parametrize(
    "written", ["200069533", "20006953", "2000695320", "20006953a", "", "²00069532", "٢٠٠٠٦٩٥٣٢"]
)
def test_what_is_no_siren_is_refused(written: str) -> None:
    assert not is_siren(written)


def test_one_wrong_digit_is_always_found() -> None:
    good = "200069532"
    for place in range(9):
        for digit in "0123456789":
            wrong = good[:place] + digit + good[place + 1 :]
            assert is_siren(wrong) == (wrong == good)
