from __future__ import annotations

import pytest

from rebond.errors import RebondError
from rebond.matching.errors import ColumnsDisagree, UnknownColumn, UnusableCondition
from rebond.texts import Text

WHY = Text("parce que.", "because.")


@pytest.mark.parametrize(
    ("error", "named"),
    [
        (UnknownColumn("surface", ["lot_ha", "rail_km"]), "lot_ha, rail_km"),
        (UnusableCondition("icpe", WHY), "icpe"),
        (ColumnsDisagree("lon", WHY), "lon"),
    ],
)
def test_an_error_names_its_column_in_both_languages(error: RebondError, named: str) -> None:
    assert named in error.message("fr")
    assert named in error.message("en")
    assert error.message("fr") != error.message("en")
