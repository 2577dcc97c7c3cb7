"""Faults of the journal are said in both languages, with the row and what to do."""

from __future__ import annotations

from typing import get_args

import pytest

from rebond.record.journal_errors import ChainBroken, Fault, HeadNotSigned, HeadUnreadable
from rebond.texts import Text


@pytest.mark.parametrize("fault", get_args(Fault))
def test_each_fault_names_its_row_and_the_cure(fault: Fault) -> None:
    error = ChainBroken(1234, fault, "a", "")
    for lang in ("fr", "en"):
        assert "1234" in error.message(lang)
        assert "verify-the-journal.md" in error.message(lang)
        assert "{" not in error.message(lang)
    assert error.what.fr != error.what.en


def test_a_file_that_is_no_head_is_input_that_cannot_be_used() -> None:
    assert HeadUnreadable("h.json", Text("vide", "empty")).exit_code == 2
    assert HeadNotSigned("h.json").message("en").startswith("h.json: This head is not signed.")
