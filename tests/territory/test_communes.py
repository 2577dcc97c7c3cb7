from __future__ import annotations

import numpy as np
import pytest

from rebond.territory.communes import Communes
from rebond.territory.errors import DuplicateCode
from tests.territory.tiny import TABLES, TinySource, rows_of, table_of, with_rows


def test_communes_are_sorted_by_code_whatever_the_order_of_the_table() -> None:
    shuffled = table_of(rows_of(TABLES["communes"])[::-1])
    communes = Communes.from_source(TinySource(communes=shuffled))
    assert communes.code.tolist() == sorted(communes.code.tolist())
    assert communes.name[communes.index_of("96003")] == "Lizeux"
    assert communes.population[communes.index_of("96003")] == 5000


def test_what_the_register_does_not_say_is_missing_not_zero() -> None:
    communes = Communes.from_source(TinySource())
    assert np.isnan(communes.population[communes.index_of("00002")])
    assert np.isnan(communes.area_km2[communes.index_of("00003")])
    assert np.isnan(communes.lon[communes.index_of("99056")])
    assert communes.epci[communes.index_of("00003")] == ""


def test_rows_of_several_codes_come_in_the_order_asked() -> None:
    communes = Communes.from_source(TinySource())
    rows = communes.indices_of(["96003", "00001"])
    assert communes.code[rows].tolist() == ["96003", "00001"]
    with pytest.raises(KeyError, match="96900"):
        communes.indices_of(["96900"])


def test_two_communes_under_one_code_are_refused() -> None:
    twice = with_rows("communes", {"code": "96003", "name": "Lizeux"})
    with pytest.raises(DuplicateCode):
        Communes.from_source(TinySource(**twice))


def test_there_are_as_many_communes_as_codes() -> None:
    communes = Communes.from_source(TinySource())
    assert len(communes) == len(communes.rows) == 8
