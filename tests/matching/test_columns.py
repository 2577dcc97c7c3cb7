from __future__ import annotations

import numpy as np
import pytest

from rebond.matching import SiteColumns
from rebond.matching.errors import ColumnsDisagree, UnknownColumn


def columns(**changed: object) -> SiteColumns:
    given = {
        "ids": np.array(["a", "b"]),
        "lon": np.zeros(2, np.float32),
        "lat": np.zeros(2, np.float32),
        "numbers": {"lot_ha": np.array([1, np.nan], np.float32)},
        "codes": {"rail": np.array([1, 255], np.uint8)},
        "code_names": {"rail": ("no", "yes")},
    }
    return SiteColumns(**(given | changed))  # type: ignore[arg-type]


def test_columns_are_read_by_name_and_missing_stays_missing() -> None:
    table = columns()
    assert len(table) == 2
    assert np.isnan(table.number("lot_ha")[1])
    assert table.code("rail").tolist() == [1, 255]
    with pytest.raises(UnknownColumn):
        table.number("rail")
    with pytest.raises(UnknownColumn):
        table.code("lot_ha")


@pytest.mark.parametrize(
    "changed",
    [
        {"ids": np.array(["a", "a"])},
        {"lon": np.zeros(3, np.float32)},
        {"numbers": {"lot_ha": np.array([1, np.inf], np.float32)}},
        {"codes": {"rail": np.array([1, 2], np.uint8)}},
        {"codes": {"port": np.array([0, 0], np.uint8)}},
    ],
)
def test_columns_that_disagree_are_refused(changed: dict[str, object]) -> None:
    with pytest.raises(ColumnsDisagree):
        columns(**changed)
