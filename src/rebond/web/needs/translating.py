"""From what an investor asks to conditions on columns."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

import numpy as np
from numpy.typing import NDArray

from rebond.matching import AtLeast, AtMost, Condition, Need, OneOf, Wish
from rebond.web.needs import activities
from rebond.web.needs.fields import ON_SITE, REGIMES, SEVESO
from rebond.web.needs.query import InvestorNeed, Wanted
from rebond.web.needs.standing import Standing

CHANCE = "chance"
NUMBERS = {
    "lot": ("lot_ha", True),
    "puissance": ("power_mva", True),
    "emplois": ("jobs", True),
    "rail": ("rail_km", False),
    "eau": ("port_km", False),
    "autoroute": ("motorway_km", False),
}
"""The column of each quantity, and whether what is asked must be reached."""
_CHOSEN = {"friche": "brownfield", "label": "labelled"}


@dataclass(frozen=True, slots=True)
class Question:
    """A need for the engine; `conditions` are those of `InvestorNeed.wanted`, in the same order."""

    need: Need
    conditions: tuple[Condition, ...]
    asked: Mapping[str, NDArray[np.float32]]


def question(need: InvestorNeed, standing: Standing) -> Question:
    """Return what the engine is asked."""
    asked: dict[str, NDArray[np.float32]] = {}
    conditions = tuple(_condition(one, standing, asked) for one in need.wanted)
    together = list(zip(need.wanted, conditions, strict=True))
    musts = tuple(condition for one, condition in together if one.is_must)
    wishes = tuple(Wish(condition, one.importance) for one, condition in together if one.importance)
    return Question(Need(musts, wishes, need.box, need.with_unknown), conditions, asked)


def _condition(  # noqa: PLR0911 - one a kind of question
    one: Wanted, standing: Standing, asked: dict[str, NDArray[np.float32]]
) -> Condition:
    key, value = one.key, one.value
    if isinstance(value, tuple):
        name = f"in {key}"
        asked[name] = standing.within(key, value)
        return AtLeast(name, 1)
    if isinstance(value, date):
        asked[CHANCE] = standing.chance_by(value)
        return AtLeast(CHANCE, one.chance)
    if isinstance(value, float):
        column, at_least = NUMBERS[key]
        if column in standing.bounds:
            name = f"{column} asked"
            asked[name] = standing.judged(column, value, at_least=at_least, is_must=one.is_must)
            column = name
        return (AtLeast if at_least else AtMost)(column, value)
    if value == ON_SITE:
        return OneOf({"rail": "siding", "eau": "quay"}[key], frozenset({"oui"}))
    if key == "activite":
        return OneOf(f"naf_{activities.section_of(value)}", frozenset({"oui"}))
    if key == "icpe":
        return OneOf("icpe", frozenset(REGIMES[REGIMES.index(value) :]))
    if key == "seveso":
        return OneOf("seveso", frozenset(SEVESO[SEVESO.index(value) :]))
    return OneOf(_CHOSEN[key], frozenset({value}))
