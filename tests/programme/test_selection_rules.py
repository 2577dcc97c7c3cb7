"""Rules of selection."""

from __future__ import annotations

from typing import Any

import pytest
from pydantic import ValidationError

from rebond.programme.selection_rules import SelectionRules, ShareRule

WORDS = {"fr": "x", "en": "x"}
BASIS = {"kind": "assumption", "why": WORDS}


def bound(name: str, count: int, code: str = "28", group: str = "region") -> dict[str, Any]:
    """Write a floor or a ceiling."""
    return {
        "id": name,
        "title": WORDS,
        "group": group,
        "code": code,
        "count": count,
        "basis": BASIS,
    }


def rules(k: int = 10, **more: Any) -> SelectionRules:
    """Read rules."""
    return SelectionRules.model_validate({"k": k, "k_basis": BASIS, **more})


def test_sound_rules_are_read() -> None:
    read = rules(
        covered_regions_min=2,
        covered_regions=("28", "32"),
        floors=(bound("f1", 4), bound("f2", 6, "32"), bound("f3", 9, "14", "departement")),
        ceilings=(bound("c1", 4),),
        minimum_distance_km=5,
        adjustable=("k",),
    )
    assert read.k == 10
    assert read.minimum_distance_km == 5.0


@pytest.mark.parametrize(
    ("more", "text"),
    [
        ({"covered_regions_min": 11}, "11 regions to cover with 10"),
        ({"covered_regions_min": 2, "covered_regions": ("28",)}, "2 regions to cover, 1 named"),
        ({"floors": (bound("f", 11),)}, "floors ask for 11 places and k offers 10"),
        ({"floors": (bound("f", 6), bound("g", 5, "32"))}, "floors ask for 11 places"),
        (
            {"floors": (bound("f", 3),), "ceilings": (bound("c", 2),)},
            "floor f .3. exceeds ceiling c .2.",
        ),
        ({"floors": (bound("f", 3),), "ceilings": (bound("c", 2, "each"),)}, "exceeds ceiling"),
        ({"floors": (bound("f", 3, "each"),), "ceilings": (bound("c", 2),)}, "exceeds ceiling"),
        ({"floors": (bound("f", 1), bound("f", 1, "32"))}, "already in this list"),
        ({"minimum_distance_km": 0}, "greater than 0"),
    ],
)
def test_rules_that_cannot_all_hold_are_refused(more: dict[str, Any], text: str) -> None:
    with pytest.raises(ValidationError, match=text):
        rules(**more)


@pytest.mark.parametrize("k", [0, -1])
def test_at_least_one_is_retained(k: int) -> None:
    with pytest.raises(ValidationError):
        rules(k)


def test_floors_of_regions_and_of_departements_are_not_added_up() -> None:
    assert rules(floors=(bound("f", 6), bound("g", 6, "14", "departement"))).k == 10


def share(**more: Any) -> ShareRule:
    """Read a rule on shares."""
    return ShareRule.model_validate(
        {
            "id": "s",
            "title": WORDS,
            "fact": "use",
            "values": ("friche", True),
            "basis": BASIS,
            **more,
        }
    )


def test_a_rule_on_shares_has_a_bound() -> None:
    assert share(at_least="1/3").at_most is None
    with pytest.raises(ValidationError, match="neither"):
        share()
    with pytest.raises(ValidationError, match="is below"):
        share(at_least="1/2", at_most="1/3")
