"""A panel is checked and put in order once; missing stays missing."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from rebond.errors import BadInput
from rebond.impact import panel
from rebond.impact.errors import NotANumber, ShapesDiffer, UnitTwice, YearsUnfit

NAN = float("nan")


def given(**changes: Any) -> Any:
    values: dict[str, Any] = {
        "units": ["b", "a"],
        "is_retained": [True, False],
        "fact_names": ["x"],
        "facts": [[1.0], [NAN]],
        "years": [2021, 2019],
        "outcomes": [[5.0, 4.0], [NAN, 2.0]],
        "first_after": 2020,
    } | changes
    first_after = values.pop("first_after")
    return panel(**values, first_after=first_after)


def test_rows_and_years_are_put_in_order_and_missing_is_kept() -> None:
    made = given()
    assert made.units == ("a", "b")
    assert made.years == (2019, 2021)
    assert list(made.is_retained) == [False, True]
    assert np.isnan(made.facts[0, 0])
    assert np.isnan(made.outcomes[0, 1])
    assert made.outcomes[1].tolist() == [4.0, 5.0]
    assert (made.before.tolist(), made.after.tolist()) == ([0], [1])


def test_the_digest_does_not_depend_on_the_order_given_and_sees_every_value() -> None:
    other = given(
        units=["a", "b"],
        is_retained=[False, True],
        facts=[[NAN], [1.0]],
        years=[2019, 2021],
        outcomes=[[2.0, NAN], [4.0, 5.0]],
    )
    assert other.digest == given().digest
    assert given(facts=[[1.0], [0.0]]).digest != given().digest


@pytest.mark.parametrize(
    ("changes", "error"),
    [
        ({"units": ["a", "a"]}, UnitTwice),
        ({"facts": [[1.0, 2.0], [3.0, 4.0]]}, ShapesDiffer),
        ({"is_retained": [True]}, ShapesDiffer),
        ({"outcomes": [[1.0], [2.0]]}, ShapesDiffer),
        ({"outcomes": [[float("inf"), 1.0], [1.0, 1.0]]}, NotANumber),
        ({"years": [2019, 2019]}, YearsUnfit),
        ({"first_after": 2018}, YearsUnfit),
        ({"first_after": 2022}, YearsUnfit),
        ({"units": [], "is_retained": [], "facts": [], "outcomes": []}, BadInput),
    ],
)
def test_what_does_not_fit_is_refused(changes: dict[str, Any], error: type[Exception]) -> None:
    with pytest.raises(error):
        given(**changes)


def test_a_panel_cannot_be_changed() -> None:
    with pytest.raises(ValueError, match="read-only"):
        given().outcomes[0, 0] = 1.0
