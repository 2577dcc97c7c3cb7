"""The « what if » form: weights in ranges or by importance, K and rules, read with each fault in words."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from rebond.programme import Measure, Unknown
from rebond.web.committee.choices import Choices
from rebond.web.decisions.bounds import WHOLE, Bounds, read_bounds
from rebond.web.decisions.rows import Criterion

MOST_DIGITS = 12
CENTS = 100


@dataclass(frozen=True, slots=True)
class NumberField:
    """One whole number as typed, with what it means and what stands when it is left blank."""

    name: str
    label: str
    hint: str
    value: str
    fault: str


@dataclass(frozen=True, slots=True)
class TrialForm:
    """The whole form; `parameters` is None when something is wrong."""

    bounds: Bounds
    numbers: tuple[NumberField, ...]
    note: str
    parameters: dict[str, Any] | None


@dataclass(frozen=True, slots=True)
class _Weighed:
    """What the form of bounds reads of a decision: its criteria."""

    criteria: tuple[Criterion, ...]


def read_form(
    values: Mapping[str, str], measure: Measure, chosen: Choices, count: int
) -> TrialForm:
    """Read a trial; blank fields leave what the call chose."""
    grid = measure.grid
    criteria = tuple(
        Criterion(one.id, one.title, one.statement, ()) for one in (grid.criteria if grid else ())
    )
    start = values if values else _chosen_bounds(chosen)
    bounds = read_bounds(start, _Weighed(criteria))  # type: ignore[arg-type]
    numbers = tuple(_number(values, *one) for one in _fields(measure, chosen, count))
    note = values.get("note", "").replace("\x00", "")[:200]
    is_sound = bounds.parameters is not None and not any(one.fault for one in numbers)
    return TrialForm(
        bounds, numbers, note, _parameters(bounds, numbers, note) if is_sound else None
    )


def _chosen_bounds(chosen: Choices) -> dict[str, str]:
    """Return the call's own ranges, in whole percent, as a form would send them."""
    found = {}
    for name, (low, high) in (chosen.weights.get("intervals") or {}).items():
        found |= {f"min_{name}": str(round(WHOLE * low)), f"max_{name}": str(round(WHOLE * high))}
    return found


def _fields(measure: Measure, chosen: Choices, count: int) -> list[tuple[str, str, str]]:
    rules = measure.selection
    stated = chosen.k or (rules.k if rules is not None else count)
    fields = [
        (
            "k",
            _("Places"),
            _("Vide : %(k)s. Au plus %(count)s, le nombre de dossiers éligibles.")
            % {"k": min(stated, count), "count": count},
        ),
        (
            "covered_regions_min",
            _("Régions à couvrir"),
            _("Vide : la règle de l’appel. 0 lève la règle."),
        ),
    ]
    if rules is not None and "minimum_distance_km" in rules.adjustable:
        fields.append(
            (
                "minimum_distance_km",
                _("Distance minimale entre deux retenus, en km"),
                _("Vide : la règle de l’appel. 0 lève la règle."),
            )
        )
    if (
        rules is not None
        and rules.budget is not None
        and ("budget" in rules.adjustable or isinstance(rules.budget.limit_cents, Unknown))
    ):
        fields.append(("budget_euros", _("Budget, en euros"), _("Vide : la règle de l’appel.")))
    return fields


def _number(values: Mapping[str, str], name: str, label: str, hint: str) -> NumberField:
    text = values.get(name, "").strip()[: MOST_DIGITS + 8]
    is_sound = not text or (text.isascii() and text.isdigit() and len(text) <= MOST_DIGITS)
    fault = "" if is_sound else _("« %(value)s » n’est pas un nombre entier.") % {"value": text}
    return NumberField(name, label, hint, text, fault)


def _parameters(bounds: Bounds, numbers: tuple[NumberField, ...], note: str) -> dict[str, Any]:
    typed = {one.name: int(one.value) for one in numbers if one.value}
    rules = {
        name: typed[name]
        for name in ("covered_regions_min", "minimum_distance_km")
        if name in typed
    }
    if "budget_euros" in typed:
        rules["budget_cents"] = typed["budget_euros"] * CENTS
    asked = bounds.parameters or {}
    return {
        "k": typed.get("k"),
        "rules": rules,
        "weights": {
            "intervals": {
                name: [low / WHOLE, high / WHOLE] for name, (low, high) in asked["weights"].items()
            },
            "orderings": asked["orderings"],
        },
        "note": note,
    }
