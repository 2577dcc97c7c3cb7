"""The compiled pass keeps the first few in order whatever the order in which they come."""

from __future__ import annotations

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from rebond.matching import AtLeast, Need, SiteColumns, Wish
from rebond.matching.index import SiteIndex


@given(st.lists(st.integers(0, 8), min_size=1, max_size=60), st.integers(1, 7))
@settings(deadline=None)
def test_the_first_few_are_the_largest_then_the_earliest(values: list[int], first: int) -> None:
    column = np.array(values, dtype=np.float32)
    place = np.zeros(len(values), np.float32)
    table = SiteColumns(np.arange(len(values)).astype("U4"), place, place, {"lot_ha": column})
    need = Need(wishes=(Wish(AtLeast("lot_ha", 8)),))
    found = SiteIndex.build(table).search(need, first=first)
    # Below half of what is wished a value counts for nothing, so that those are equal.
    expected = sorted(range(len(values)), key=lambda row: (-max(values[row], 4), row))
    assert found.rows.tolist() == expected[:first]
