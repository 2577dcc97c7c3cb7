"""The « what if » form: weights in ranges or by importance, K and rules, read with each fault in words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
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
    """Read a trial; blank fields leave what the call chose, the policy standing where it chose nothing."""
    grid = measure.grid
    criteria = tuple(
        Criterion(one.id, one.title, one.statement, ()) for one in (grid.criteria if grid else ())
    )
    own = _chosen_bounds(chosen, [one.id for one in criteria])
    typed = _typed_bounds(values, criteria)
    bounds = read_bounds(own | typed, _Weighed(criteria))  # type: ignore[arg-type]
    # What is left as the page showed it is the call's own, orderings that no rank can write included.
    is_own = own | typed in (own, _shown(own, criteria))
    numbers = tuple(_number(values, *one) for one in _fields(measure, chosen, count))
    note = values.get("note", "").replace("\x00", "")[:200]
    is_sound = bounds.parameters is not None and not any(one.fault for one in numbers)
    return TrialForm(
        bounds,
        numbers,
        note,
        _parameters(bounds, numbers, note, None if is_own else _kept(chosen, own))
        if is_sound
        else None,
    )


def _chosen_bounds(chosen: Choices, criteria: Sequence[str]) -> dict[str, str]:
    """Return the call's own ranges and order, in whole percent and ranks, as a form would send them."""
    found = {}
    for name, (low, high) in (chosen.weights.get("intervals") or {}).items():
        found |= {f"min_{name}": str(round(WHOLE * low)), f"max_{name}": str(round(WHOLE * high))}
    ranks = _ranks([(pair[0], pair[1]) for pair in chosen.weights.get("orderings") or ()])
    return found | {f"rang_{name}": str(ranks[name]) for name in criteria if name in ranks}


def _ranks(orderings: Sequence[tuple[str, str]]) -> dict[str, int]:
    """Return the ranks that say exactly these orderings; nothing where ranks would say more, or less."""
    ranks = {name: 1 for pair in orderings for name in pair}
    for _turn in range(len(ranks)):
        for heavier, lighter in orderings:
            ranks[lighter] = max(ranks[lighter], ranks[heavier] + 1)
    said = {
        (heavier, lighter)
        for heavier, above in ranks.items()
        for lighter, below in ranks.items()
        if below == above + 1
    }
    return ranks if said == set(orderings) else {}


def _typed_bounds(values: Mapping[str, str], criteria: Sequence[Criterion]) -> dict[str, str]:
    """Return the bounds and ranks that somebody wrote; a rank taken away is written as none."""
    names = [f"{what}_{one.id}" for one in criteria for what in ("min", "max", "rang")]
    sent = {name: values.get(name, "").strip() for name in names if name in values}
    if not any(sent.values()):
        return {}
    return {name: text for name, text in sent.items() if text or name.startswith("rang_")}


def _shown(own: Mapping[str, str], criteria: Sequence[Criterion]) -> dict[str, str]:
    """Return what a page sends back when nobody changes what it shows."""
    blank: dict[str, str] = {}
    for one in criteria:
        blank |= {f"min_{one.id}": "0", f"max_{one.id}": str(WHOLE), f"rang_{one.id}": ""}
    return blank | dict(own)


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


def _kept(chosen: Choices, own: Mapping[str, str]) -> list[list[str]]:
    """Return the call's orderings that the page had no ranks for: changing a range does not take them away."""
    if any(name.startswith("rang_") for name in own):
        return []
    return [list(pair) for pair in chosen.weights.get("orderings") or ()]


def _parameters(
    bounds: Bounds, numbers: tuple[NumberField, ...], note: str, kept: list[list[str]] | None
) -> dict[str, Any]:
    """Return what is asked; `kept` is None when the weights are the call's own."""
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
        "weights": None
        if kept is None
        else {
            "intervals": {
                name: [low / WHOLE, high / WHOLE] for name, (low, high) in asked["weights"].items()
            },
            "orderings": asked["orderings"] or kept,
        },
        "note": note,
    }
