"""NAME=VALUE on the command line."""

from __future__ import annotations

import pytest

from rebond.cli.facts import UnusablePair, pairs


def test_a_value_may_hold_an_equals_sign() -> None:
    assert pairs(["a=b", " c = d=e "]) == [("a", "b"), ("c", "d=e")]


def test_a_name_alone_is_refused_with_what_to_write() -> None:
    with pytest.raises(UnusablePair, match="NAME=VALUE"):
        pairs(["contrat"])
