from __future__ import annotations

import pytest

from rebond.procedure.assumptions import Assumption, Days
from rebond.procedure.distributions import Duration
from rebond.texts import Text
from rebond.web.procedures.assumed import Field, changes_of, fields_of

NAME = Text("travaux", "works")
WORKS = Assumption(
    "works", NAME, Duration("triangular", 240, 365, 600), None, NAME, (), "assumption"
)
CHANCE = Assumption("contested", NAME, None, 0.125, NAME, (), "assumption")


def read(**typed: str) -> tuple[Field, Field]:
    works, chance = fields_of((WORKS, CHANCE), {k.replace("_", "."): v for k, v in typed.items()})
    return works, chance


def test_untouched_fields_change_nothing() -> None:
    works, chance = read()
    assert works.values == ("240", "365", "600")
    assert chance.values == ("12.5",)
    assert changes_of((works, chance)) == {}
    again = read(works_low="240", works_mode="365", works_high="600", contested_chance="12.5")
    assert changes_of(again) == {}


def test_one_number_typed_changes_the_whole_duration() -> None:
    works, _chance = read(works_high="900")
    assert changes_of((works,)) == {"works": Days(240, 365, 900)}
    assert works.is_changed
    assert not works.fault


def test_a_chance_is_read_in_percent_with_either_decimal_sign() -> None:
    assert changes_of(read(contested_chance="75")) == {"contested": 0.75}
    assert changes_of(read(contested_chance="7,5")) == {"contested": 0.075}


def test_a_bell_stays_a_bell() -> None:
    pert = Assumption("works", NAME, Duration("pert", 1, 2, 3), None, NAME, (), "user")
    (field,) = fields_of((pert,), {"works.high": "9"})
    assert field.change == Days(1, 2, 9, "pert")
    uniform = Assumption("works", NAME, Duration("uniform", 1, 2, 3), None, NAME, (), "source")
    (field,) = fields_of((uniform,), {"works.high": "9"})
    assert field.change == Days(1, 2, 9, "triangular")


@pytest.mark.parametrize(
    "typed",
    [
        {"works_low": "beaucoup"},
        {"works_low": ""},
        {"works_low": "500"},
        {"works_low": "-1"},
        {"works_high": "1e9"},
        {"works_high": "nan"},
        {"works_high": "inf"},
        {"contested_chance": "101"},
        {"contested_chance": "-1"},
        {"contested_chance": "nan"},
        {"contested_chance": "٥٠ pour cent"},
    ],
)
def test_what_makes_no_sense_is_named_and_changes_nothing(typed: dict[str, str]) -> None:
    fields = read(**typed)
    assert changes_of(fields) == {}
    assert [bool(one.fault) for one in fields].count(True) == 1
    assert [value for one in fields for value in one.values if value in typed.values()]
