"""What the places are built from, and whether it is later than the day of the run."""

from __future__ import annotations

import datetime as dt

from rebond.record import Record


def test_what_is_later_than_the_decision_is_listed_with_what_it_can_change(shipped: Record) -> None:
    parts = {part["id"]: part for part in shipped.body["frame"]}
    assert {"commune_codes", "commune_centres", "population_weights", "perimeter_list"} <= set(
        parts
    )
    assert {"perimeter_members", "employment_zones"} <= set(parts)
    day = dt.date.fromisoformat(shipped.body["programme"]["as_of"])
    for part in parts.values():
        assert part["is_later"] == (dt.date.fromisoformat(part["observed_until"]) > day)
        assert part["why"]["fr"]
        assert part["why"]["en"] != part["why"]["fr"]
    assert parts["commune_codes"]["is_later"]


def test_own_places_are_built_from_no_perimeter(fictitious: Record) -> None:
    parts = {part["id"] for part in fictitious.body["frame"]}
    assert {"commune_codes", "commune_centres"} <= parts
    assert not {"perimeter_list", "perimeter_members", "population_weights"} & parts
    assert not any(part["is_later"] for part in fictitious.body["frame"])
