from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from rebond.territory.errors import DuplicateCode
from rebond.territory.registers import Grouping, Register, read_registers
from tests.territory.tiny import TinySource, with_rows


def test_each_administrative_kind_above_the_commune_has_its_register() -> None:
    registers = read_registers(TinySource())
    assert {kind: len(register) for kind, register in registers.items()} == {
        "arrondissement": 2,
        "epci": 3,
        "ept": 1,
        "departement": 3,
        "region": 2,
        "zone_emploi": 2,
    }


def test_a_register_keeps_what_its_table_says_and_no_more() -> None:
    epci = Register.from_source(TinySource(), "epci")
    row = epci.rows["999000002"]
    assert (epci.name[row], epci.nature[row]) == ("CC du Val-d'Aune", "CC")
    assert np.isnan(epci.population[row])
    assert np.isnan(epci.lon[row])
    departement = Register.from_source(TinySource(), "departement")
    assert departement.parent[departement.rows["00"]] == "96"
    assert np.isnan(departement.population).all()


def test_two_places_under_one_code_are_refused() -> None:
    with pytest.raises(DuplicateCode):
        Register.from_source(
            TinySource(**with_rows("regions", {"code": "96", "name": "Essaie"})), "region"
        )


@given(st.lists(st.sampled_from(["", "a", "b", "cc"])))
def test_groups_hold_each_row_with_a_code_once_and_in_order(codes: list[str]) -> None:
    grouping = Grouping.of(np.array(codes or [""], dtype=np.str_)[: len(codes)])
    for code in ("a", "b", "cc"):
        rows = [row for row, found in enumerate(codes) if found == code]
        assert grouping.of_code(code).tolist() == rows
    assert grouping.of_code("").tolist() == []
