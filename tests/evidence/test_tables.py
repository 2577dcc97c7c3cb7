"""Reading columns."""

import numpy as np
import pytest

from rebond.evidence.errors import MissingTable, StrayCommune
from rebond.evidence.tables import Reader
from tests.evidence.world import Tables, engine


def test_missing_numbers_are_nan_and_missing_texts_empty():
    tables = Tables({"fibre_2018t1": ({"commune_code": "90001", "premises": None},)})
    reader = Reader("fibre_rate", tables)
    assert np.isnan(reader.numbers("fibre_2018t1", "premises")).all()
    assert Reader("x", Tables()).texts("clusters", "seat_commune_code") == ["90002", ""]


def test_columns_are_summed_by_commune_and_an_empty_cell_makes_the_sum_missing():
    rows = (
        {"commune_code": "90001", "premises": 1, "connectable": 2},
        {"commune_code": "90002", "premises": None, "connectable": 2},
    )
    frame = engine().frame
    reader = Reader("fibre_rate", Tables({"fibre_2018t1": rows}))
    found = reader.by_commune("fibre_2018t1", "commune_code", ("premises", "connectable"), frame)
    assert found[frame.row_of["90001"]] == 3.0
    assert np.isnan(np.delete(found, frame.row_of["90001"])).all()


def test_a_missing_table_or_column_is_named_with_its_indicator():
    with pytest.raises(MissingTable, match="fibre_rate"):
        Reader("fibre_rate", Tables(without=["fibre_2018t1"])).texts("fibre_2018t1", "premises")
    with pytest.raises(MissingTable, match=r"fibre_2018t1\.premises"):
        Reader("fibre_rate", Tables(without=["fibre_2018t1.premises"])).numbers(
            "fibre_2018t1", "premises"
        )


def test_a_commune_outside_the_register_is_named_with_its_line():
    rows = ({"commune_code": "90001", "premises": 1}, {"commune_code": "12345", "premises": 1})
    reader = Reader("fibre_rate", Tables({"fibre_2018t1": rows}))
    with pytest.raises(StrayCommune) as caught:
        reader.by_commune("fibre_2018t1", "commune_code", ("premises",), engine().frame)
    assert (caught.value.table, caught.value.line, caught.value.code) == (
        "fibre_2018t1",
        3,
        "12345",
    )
