"""Rules of selection and weights of a grid as a call completes them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rebond.programme.call_choice_errors import ChoiceProblem
from rebond.programme.grids import Grid, Ordering, WeightInterval
from rebond.programme.policy_model import Basis, Unknown
from rebond.programme.selection_rules import Budget, SelectionRules
from rebond.programme.weights import decimal_text
from rebond.texts import Text

if TYPE_CHECKING:
    from collections.abc import Mapping

    from rebond.programme.call_choices import SelectionChoice, WeightsChoice

Problems = list[ChoiceProblem]
_FIXED_CURE = Text(
    "Un appel ne change que ce que la politique laisse inconnu ou déclare réglable (adjustable).",
    "A call changes only what the policy leaves unknown or declares adjustable.",
)


def chosen_selection(
    rules: SelectionRules | None,
    choice: SelectionChoice,
    cited: tuple[str, ...],
    problems: Problems,
) -> SelectionRules | None:
    """Return the rules of selection as a call sets them.

    Parameters
    ----------
    rules : SelectionRules or None
        Rules of the measure; None when the policy says nothing of selection.
    choice : SelectionChoice
    cited : tuple of str
        Source that the choices cite.
    problems : list of ChoiceProblem
        What cannot be taken is added there.

    Returns
    -------
    SelectionRules or None
        With what the policy said before kept in the basis of each changed rule.
    """
    if rules is None:
        rules = _from_nothing(choice, cited, problems)
        if rules is None:
            return None
    changes: dict[str, object] = {}
    if choice.k is not None and choice.k != rules.k:
        if may_set(rules, "k"):
            changes["k"] = choice.k
            changes["k_basis"] = _basis(cited, str(rules.k), rules.k_basis)
            if rules.covered_regions_min is not None and choice.covered_regions_min is None:
                problems.append(_regions_of_another_k(rules.covered_regions_min, choice.k))
        else:
            problems.append(_fixed("selection.k", str(rules.k)))
    for name, basis in (
        ("covered_regions_min", "covered_regions_basis"),
        ("minimum_distance_km", "minimum_distance_basis"),
    ):
        chosen, held = getattr(choice, name), getattr(rules, name)
        # Zero lifts the rule; a rule that the policy does not have is lifted already.
        if chosen is None or (chosen or None) == held:
            continue
        if may_set(rules, name):
            changes[name] = chosen or None
            said = None if held is None else f"{held:g}"
            changes[basis] = _basis(cited, said, getattr(rules, basis))
        else:
            problems.append(_fixed(f"selection.{name}", "—" if held is None else f"{held:g}"))
    if choice.budget_cents is not None:
        changes["budget"] = _budget(rules, choice.budget_cents, cited, problems)
    return rules.model_copy(update=changes)


def may_set(rules: SelectionRules, name: str) -> bool:
    """Return whether a call may set a rule: declared adjustable, or looked for by the policy in vain."""
    if name in rules.adjustable:
        return True
    if name in ("k", "budget"):
        return False
    return getattr(rules, name) is None and rules.other_rules is not None


def may_set_budget(rules: SelectionRules) -> bool:
    """Return whether a call may set the ceiling of cost; the policy must say which field holds a cost."""
    if rules.budget is None:
        return False
    return "budget" in rules.adjustable or isinstance(rules.budget.limit_cents, Unknown)


def _from_nothing(
    choice: SelectionChoice, cited: tuple[str, ...], problems: Problems
) -> SelectionRules | None:
    if choice.k is None:
        problems.append(
            ChoiceProblem(
                "selection.k",
                Text(
                    "la politique ne dit rien de la sélection, et l’appel ne dit pas combien sont retenus",
                    "the policy says nothing of selection, and the call does not say how many are retained",
                ),
                Text("Donnez k, ou retirez selection.", "Give k, or remove selection."),
            )
        )
        return None
    nothing = Unknown(
        status="unknown",
        looked_for=Text("Toute règle de sélection", "Any rule of selection"),
    )
    return SelectionRules(k=choice.k, k_basis=_basis(cited, None, None), other_rules=nothing)


def _budget(
    rules: SelectionRules, cents: int, cited: tuple[str, ...], problems: Problems
) -> Budget | None:
    budget = rules.budget
    if budget is not None and budget.limit_cents == cents:
        return budget
    if budget is None or not may_set_budget(rules):
        fixed = "—" if budget is None else f"{budget.limit_cents}"
        problems.append(_fixed("selection.budget_cents", fixed))
        return budget
    held = budget.limit_cents
    said = None if isinstance(held, Unknown) else f"{held}"
    return budget.model_copy(
        update={"limit_cents": cents, "basis": _basis(cited, said, budget.basis)}
    )


def _basis(cited: tuple[str, ...], said: str | None, before: Basis | None) -> Basis:
    """Return the basis of a choice; what the policy said before stays readable in it."""
    why = Text("Choix de l’appel.", "Choice of the call.")
    if said is not None:
        why = Text("{why} La politique disait {said}.", "{why} The policy said {said}.").filled(
            why=why, said=said
        )
    if before is not None:
        why = Text("{why} {before}", "{why} {before}").filled(why=why, before=before.why)
    sources = () if before is None else before.sources
    return Basis(kind="assumption", why=why, sources=(*cited, *sources))


def _fixed(key: str, said: str) -> ChoiceProblem:
    return ChoiceProblem(
        key,
        Text(
            f"la politique fixe cette règle ({said}) et ne la dit pas réglable",
            f"the policy fixes this rule ({said}) and does not call it adjustable",
        ),
        _FIXED_CURE,
    )


def _regions_of_another_k(least: int, k: int) -> ChoiceProblem:
    return ChoiceProblem(
        "selection.covered_regions_min",
        Text(
            f"les {least} régions à couvrir allaient avec un autre nombre de retenus que {k}",
            f"the {least} régions to cover went with another number retained than {k}",
        ),
        Text(
            "Dites aussi combien de régions couvrir ; 0 lève la règle.",
            "Say also how many régions to cover; 0 lifts the rule.",
        ),
    )


def chosen_weights(
    grid: Grid | None,
    choice: WeightsChoice,
    cited: tuple[str, ...],
    problems: Problems,
) -> Grid | None:
    """Return the grid with the weights of a call.

    Parameters
    ----------
    grid : Grid or None
    choice : WeightsChoice
    cited : tuple of str
    problems : list of ChoiceProblem
        What cannot be taken is added there.

    Returns
    -------
    Grid or None
        Orderings that the policy states stay; those of the call are added.
    """
    if not choice.intervals and not choice.orderings:
        return grid
    if grid is None:
        problems.append(
            ChoiceProblem(
                "weights",
                Text("la mesure n’a pas de grille", "the measure has no grid"),
                Text("Retirez ces poids.", "Remove these weights."),
            )
        )
        return grid
    held = grid.weights
    if not isinstance(held, Unknown):
        if (choice.intervals and dict(choice.intervals) != dict(held)) or choice.orderings:
            problems.append(_fixed("weights", _written(held)))
        return grid
    before = Basis(kind="assumption", why=_looked_for(held), sources=held.sources)
    changes: dict[str, object] = {"weights_basis": _basis(cited, None, before)}
    if choice.intervals:
        changes["weights"] = dict(choice.intervals)
    known = {(one.heavier, one.lighter) for one in grid.orderings}
    added = tuple(
        Ordering(heavier=heavier, lighter=lighter, sources=cited)
        for heavier, lighter in dict.fromkeys(choice.orderings)
        if (heavier, lighter) not in known
    )
    changes["orderings"] = (*grid.orderings, *added)
    return grid.model_copy(update=changes)


def _looked_for(unknown: Unknown) -> Text:
    return Text(
        "Non établi par la politique : {looked_for}.",
        "Not established by the policy: {looked_for}.",
    ).filled(looked_for=unknown.looked_for)


def _written(weights: Mapping[str, WeightInterval]) -> str:
    return ", ".join(
        f"{name} {decimal_text(one.low)}–{decimal_text(one.high)}" for name, one in weights.items()
    )
