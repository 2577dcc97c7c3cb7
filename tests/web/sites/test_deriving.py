"""The largest free lot is told only when no lot could be larger: a lower bound is no value."""

from __future__ import annotations

from decimal import Decimal

import pytest

from rebond.web.sites.deriving import largest_lot

Lot = tuple[str | None, bool | None]


@pytest.mark.parametrize(
    ("stated", "lots", "value", "least"),
    [
        (None, [], None, None),
        (40, [], "40", None),
        (None, [("15", True), ("12", True), ("30", False)], "15", "15"),
        (None, [("15", True), ("14", None)], "15", "15"),
        (None, [("15", True), ("30", None)], None, "15"),
        (None, [("15", True), (None, True)], None, "15"),
        (None, [("15", True), (None, None)], None, "15"),
        (None, [(None, None)], None, None),
        (None, [("15", False), (None, False)], "0", None),
        # What is stated counts where the lots leave room for it, and is not passed over where they do not.
        (40, [("15", True), (None, True)], "40", "15"),
        (30, [("15", True), ("30", None)], "30", "15"),
        (15, [("15", True), ("30", None)], "15", "15"),
        (40, [("15", True), ("30", None)], None, "15"),
        (40, [("15", True)], None, "15"),
        (12, [("15", False)], None, None),
        (10, [("15", True)], "15", "15"),
        (10, [("15", True), (None, None)], None, "15"),
    ],
)
def test_the_largest_free_lot_is_unknown_while_another_could_be_larger(
    stated: float | None, lots: list[Lot], value: str | None, least: str | None
) -> None:
    extension = {} if stated is None else {"area_largest_free_lot_ha": stated}
    given = [(None if area is None else Decimal(area), is_free) for area, is_free in lots]
    found = largest_lot(extension, given)
    assert found.value == (None if value is None else Decimal(value))
    assert found.least == (None if least is None else Decimal(least))
