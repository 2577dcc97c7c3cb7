"""The keys: twice-typed people are one, others are not, and nothing of a name is in them."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from rebond.web.aids.identity import contract_key, normalised, person_key

BORN = date(2009, 2, 3)


@pytest.mark.parametrize(
    "typed",
    [
        "Zoé Dupont-Œuvrard",
        "DUPONT OEUVRARD Zoe",
        "  dupont\u00a0œuvrard,\tZOÉ ",
        "Zoe\u0301 Dupont\u2010Œuvrard",
    ],
)
def test_accents_capitals_order_and_punctuation_do_not_matter(typed: str) -> None:
    assert person_key(typed, BORN) == person_key("Zoé Dupont-Œuvrard", BORN)


def test_another_name_or_another_birthday_is_another_person() -> None:
    mine = person_key("Zoé Dupont", BORN)
    assert mine != person_key("Zoé Dupond", BORN)
    assert mine != person_key("Zoé Dupont", date(2009, 3, 2))
    assert "zoe" not in mine
    assert len(mine) <= 71


def test_the_key_is_the_installation_s(settings: Any) -> None:
    before = person_key("Zoé Dupont", BORN)
    settings.SECRET_KEY = "another" * 10
    assert person_key("Zoé Dupont", BORN) != before


def test_a_contract_is_a_siren_a_person_and_a_first_day() -> None:
    person = person_key("Zoé Dupont", BORN)
    one = contract_key("900000001", person, date(2031, 9, 1))
    assert one == contract_key("900000001", person, date(2031, 9, 1))
    assert one != contract_key("900000019", person, date(2031, 9, 1))
    assert one != contract_key("900000001", person, date(2031, 9, 2))


def test_a_name_without_a_letter_is_no_name() -> None:
    assert normalised(" -.'’ \u0301 ") == ""
    assert normalised("王小明") == "王小明"
