"""Rules are plain data that refuse impossible numbers and say what they are in both languages."""

from __future__ import annotations

from dataclasses import FrozenInstanceError
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

from rebond.selection import (
    RULE_KINDS,
    Budget,
    CoveredGroupsMinimum,
    ExactlyK,
    FixedIn,
    FixedOut,
    GroupCeiling,
    GroupFloor,
    MinimumDistance,
    Rule,
    ShareCeiling,
    ShareFloor,
)
from rebond.selection.errors import BadBound
from rebond.selection.rules import as_share, bound_in_words, bound_of, looser
from rebond.texts import Text

REASON = Text("motif", "reason")
EXAMPLES: list[Rule] = [
    ExactlyK(78),
    GroupFloor("region", 1),
    GroupFloor("region", 2, "28"),
    GroupCeiling("departement", 3),
    GroupCeiling("departement", 3, "14"),
    CoveredGroupsMinimum(group="region", minimum=13),
    Budget(450_000_000_00),
    ShareFloor("kind", "friche", Fraction(1, 3)),
    ShareCeiling("kind", "friche", Fraction("0.55")),
    MinimumDistance(12.5),
    FixedIn("ti-1", REASON),
    FixedOut("ti-2", REASON),
]


@pytest.mark.parametrize("rule", EXAMPLES, ids=lambda rule: rule.id)
def test_a_rule_has_an_id_a_title_in_both_languages_and_is_frozen(rule: Rule) -> None:
    assert rule.id
    assert rule.title.fr
    assert rule.title.en
    assert rule.title.fr != rule.title.en
    with pytest.raises(FrozenInstanceError):
        rule.id = "other"  # type: ignore[misc]


def test_every_kind_of_rule_has_an_example_here() -> None:
    assert {type(rule) for rule in EXAMPLES} == {*RULE_KINDS}


def test_every_kind_of_rule_and_every_field_is_documented() -> None:
    page = (Path(__file__).parents[2] / "docs/reference/selection.md").read_text("utf-8")
    for kind in RULE_KINDS:
        assert f"### `{kind.__name__}`" in page
        section = page.split(f"### `{kind.__name__}`")[1].split("\n##")[0]
        for name in kind.__dataclass_fields__:
            assert f"`{name}`" in section or name in ("id", "title"), f"{kind.__name__}.{name}"


def test_titles_carry_their_numbers_as_each_language_writes_them() -> None:
    assert Budget(450_000_000_00).title.en == "at most €450,000,000 in total"
    assert Budget(1_050).title.fr == "au plus 10,50\u00a0€ au total"
    assert EXAMPLES[8].title.en == "at most 55% of the places for kind = friche"
    assert EXAMPLES[7].title.en == "at least 1/3 of the places for kind = friche"
    assert MinimumDistance(12.5).title.en == "at least 12.5 km between two retained"


@pytest.mark.parametrize(
    ("kind", "arguments", "field"),
    [
        (ExactlyK, {"k": 0}, "k"),
        (ExactlyK, {"k": True}, "k"),
        (ExactlyK, {"k": 7.5}, "k"),
        (GroupFloor, {"group": "region", "minimum": -1}, "minimum"),
        (GroupCeiling, {"group": "region", "maximum": -1}, "maximum"),
        (CoveredGroupsMinimum, {"group": "region", "minimum": None}, "minimum"),
        (Budget, {"limit_cents": -1}, "limit_cents"),
        (Budget, {"limit_cents": 10.5}, "limit_cents"),
        (ShareFloor, {"group": "g", "value": "v", "share": Fraction(3, 2)}, "share"),
        (ShareCeiling, {"group": "g", "value": "v", "share": -0.1}, "share"),
        (ShareCeiling, {"group": "g", "value": "v", "share": float("nan")}, "share"),
        (ShareFloor, {"group": "g", "value": "v", "share": "1/0"}, "share"),
        (MinimumDistance, {"km": -1}, "km"),
        (MinimumDistance, {"km": float("nan")}, "km"),
    ],
)
def test_an_impossible_number_is_refused_with_its_field(
    kind: Any, arguments: dict[str, Any], field: str
) -> None:
    with pytest.raises(BadBound, match=field) as caught:
        kind(**arguments)
    assert caught.value.field == field


def test_a_share_is_the_decimal_that_was_written() -> None:
    assert as_share(0.55) == Fraction(11, 20)
    assert as_share("0.1") == Fraction(1, 10)
    assert as_share(Fraction(1, 3)) == Fraction(1, 3)


@pytest.mark.parametrize(
    ("rule", "step", "bound"),
    [
        (ExactlyK(78), 2, 80),
        (GroupFloor("region", 3), 2, 1),
        (GroupFloor("region", 3), 4, None),
        (GroupCeiling("region", 3), 2, 5),
        (CoveredGroupsMinimum("region", 13), 1, 12),
        (CoveredGroupsMinimum("region", 1), 2, None),
        (Budget(100), 1, 101),
        (ShareFloor("g", "v", Fraction(1, 2)), 1, 4),
        (ShareFloor("g", "v", Fraction(1, 2)), 6, None),
        (ShareCeiling("g", "v", Fraction(1, 2)), 1, 6),
        (ShareCeiling("g", "v", Fraction(1, 2)), 6, None),
        (MinimumDistance(2.5), 1, 1.5),
        (MinimumDistance(2.5), 3, 0),
        (MinimumDistance(2.5), 4, None),
        (FixedIn("a", REASON), 1, None),
        (FixedOut("a", REASON), 1, None),
    ],
)
def test_a_rule_is_relaxed_by_steps_until_nothing_is_left(
    rule: Rule, step: int, bound: float | None
) -> None:
    relaxed = looser(rule, step, 10)
    assert (None if relaxed is None else bound_of(relaxed, 10)) == bound
    if relaxed is not None:
        assert relaxed.id == rule.id
        assert relaxed.title != rule.title


def test_a_title_given_by_the_policy_stays_when_the_rule_is_relaxed() -> None:
    own = Text("plafond départemental", "département ceiling")
    rule = GroupCeiling("departement", 3, title=own)
    assert rule.looser(1) == GroupCeiling("departement", 4, title=own)


@pytest.mark.parametrize(
    ("rule", "bound", "fr", "en"),
    [
        (ExactlyK(78), 77, "77", "77"),
        (Budget(1), 1_050, "10,50\u00a0€", "€10.50"),
        (MinimumDistance(5), 2.5, "2,5 km", "2.5 km"),
        (ShareFloor("g", "v", Fraction(1, 2)), 4, "4 places", "4 places"),
    ],
)
def test_a_bound_is_written_with_its_unit(rule: Rule, bound: float, fr: str, en: str) -> None:
    assert bound_in_words(rule, bound) == Text(fr, en)
