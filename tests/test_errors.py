"""An error says what, where, why and how to repair, in both languages."""

from __future__ import annotations

import errno
import os

import pytest

from rebond.errors import BadInput, BrokenData, NotReproduced, RebondError, refusal
from rebond.texts import Text


def test_a_message_has_its_parts_in_order() -> None:
    error = BadInput(
        Text("K vaut 0.", "K is 0."),
        where="p.yaml:3",
        why=Text("Il faut au moins 1.", "At least 1 is needed."),
        cure=Text("Donnez K ≥ 1.", "Give K ≥ 1."),
    )
    assert error.message("fr") == "p.yaml:3: K vaut 0.\nIl faut au moins 1.\nDonnez K ≥ 1."
    assert str(error) == "p.yaml:3: K is 0.\nAt least 1 is needed.\nGive K ≥ 1."


def test_absent_parts_leave_no_empty_line() -> None:
    assert RebondError(Text("a", "b")).message("en") == "b"


@pytest.mark.parametrize(
    ("kind", "code"), [(RebondError, 1), (BadInput, 2), (BrokenData, 3), (NotReproduced, 4)]
)
def test_each_kind_has_its_exit_code(kind: type[RebondError], code: int) -> None:
    assert kind.exit_code == code


@pytest.mark.parametrize("code", [errno.ENOENT, errno.EACCES, errno.EISDIR, errno.ENOSPC])
def test_a_refusal_of_the_system_is_told_in_both_languages(code: int) -> None:
    words = refusal(OSError(code, os.strerror(code)))
    assert words.fr != words.en
    assert os.strerror(code) not in words.fr
    assert refusal(OSError(9999, "odd")).fr == "odd"
