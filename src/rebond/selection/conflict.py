"""Rules that cannot hold together: a smallest set of them, in words, with what would repair it."""

from __future__ import annotations

import itertools
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from rebond.selection.model import build_model
from rebond.selection.problem import SCALE, Problem, check_rules, pose
from rebond.selection.rules import (
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
    bound_in_words,
    bound_of,
    looser,
)
from rebond.selection.solver import TIME_LIMIT_S, Solver, best_by_order
from rebond.texts import Text

SEARCHED_RULES = 12
"""Up to this many rules, every smaller set is tried, so that the conflict is a smallest one."""


@dataclass(frozen=True, slots=True)
class Repair:
    """One rule changed alone, by the smallest step, so that a portfolio exists again.

    Parameters
    ----------
    rule_id : str
    title : Text
    frm, to : float or None
        Bound before and after; `to` is None when the rule must be removed.
    words : Text
        The change, in words, with its unit.
    """

    rule_id: str
    title: Text
    frm: float
    to: float | None
    words: Text


@dataclass(frozen=True, slots=True)
class Conflict:
    """A set of rules that no portfolio satisfies, while every smaller part of it can be satisfied.

    Parameters
    ----------
    rule_ids : tuple of str
    titles : tuple of Text
    smallest : bool
        True when no conflicting set has fewer rules; False when only its parts were tried
        (more than `SEARCHED_RULES` rules).
    repairs : tuple of Repair
        Each repairs the whole rule set, alone.
    candidates : int
        Number that may be retained.
    """

    rule_ids: tuple[str, ...]
    titles: tuple[Text, ...]
    smallest: bool
    repairs: tuple[Repair, ...]
    candidates: int

    @property
    def sentence(self) -> Text:
        """What cannot hold together."""
        listed = Text(
            fr=" ; ".join(f"« {title.fr} »" for title in self.titles),
            en="; ".join(f'"{title.en}"' for title in self.titles),
        )
        words = (
            Text(
                fr="Avec ces {n} candidats, cette règle ne peut pas être satisfaite : {listed}.",
                en="With these {n} candidates, this rule cannot be satisfied: {listed}.",
            )
            if len(self.titles) == 1
            else Text(
                fr="Avec ces {n} candidats, ces {count} règles ne peuvent pas être satisfaites ensemble : {listed}.",
                en="With these {n} candidates, these {count} rules cannot be satisfied together: {listed}.",
            )
        )
        return words.filled(n=self.candidates, count=len(self.titles), listed=listed)

    @property
    def cure(self) -> Text:
        """What would repair it, one rule at a time."""
        if not self.repairs:
            return Text(
                fr="Aucune règle changée seule ne suffit : il faut en changer plusieurs.",
                en="Changing one rule alone is not enough: several must change.",
            )
        ways = [repair.words for repair in self.repairs]
        return Text(
            fr="Pour la lever, au choix : " + " ; ou ".join(way.fr for way in ways) + ".",
            en="To lift it, either: " + "; or ".join(way.en for way in ways) + ".",
        )


def smallest_conflict(
    scores: ArrayLike,
    groups: Mapping[str, Sequence[str | None]],
    rules: Sequence[Rule],
    *,
    ids: Sequence[str] | None = None,
    names: Sequence[str] | None = None,
    costs_cents: Sequence[int | None] | None = None,
    lon: ArrayLike | None = None,
    lat: ArrayLike | None = None,
    selectable: ArrayLike | None = None,
    scale: int = SCALE,
    time_limit_s: float = TIME_LIMIT_S,
) -> Conflict | None:
    """Return a smallest set of rules that cannot hold together; None when a portfolio exists.

    Parameters
    ----------
    scores, groups, rules, ids, names, costs_cents, lon, lat, selectable, scale, time_limit_s
        As in `rebond.selection.portfolio.choose_portfolio`.

    Returns
    -------
    Conflict or None
    """
    problem = pose(
        scores,
        groups,
        ids=ids,
        names=names,
        costs_cents=costs_cents,
        lon=lon,
        lat=lat,
        selectable=selectable,
        scale=scale,
    )
    k = check_rules(problem, rules)
    if is_possible(problem, rules, k, time_limit_s):
        return None
    return find_conflict(problem, rules, time_limit_s=time_limit_s)


def find_conflict(
    problem: Problem, rules: Sequence[Rule], *, time_limit_s: float = TIME_LIMIT_S
) -> Conflict:
    """Return a smallest conflicting set of rules that are known to conflict.

    Notes
    -----
    A deletion filter leaves a set whose every part can hold; then, for at most `SEARCHED_RULES` rules,
    every set with fewer rules is tried.

    References
    ----------
    Chinneck, J. W. (2008), Feasibility and Infeasibility in Optimization, chapter 6.
    """
    k = check_rules(problem, rules)
    kept = list(rules)
    for rule in rules:
        without = [other for other in kept if other is not rule]
        if not is_possible(problem, without, k, time_limit_s):
            kept = without
    smallest = len(rules) <= SEARCHED_RULES
    if smallest:
        kept = _smaller(problem, rules, k, len(kept), time_limit_s) or kept
    return Conflict(
        rule_ids=tuple(rule.id for rule in kept),
        titles=tuple(rule.title for rule in kept),
        smallest=smallest,
        repairs=tuple(
            repair
            for rule in kept
            if (repair := _repair(problem, rules, rule, k, time_limit_s)) is not None
        ),
        candidates=int(problem.selectable.sum()),
    )


def is_possible(problem: Problem, rules: Sequence[Rule], k: int, time_limit_s: float) -> bool:
    """Say whether some choice satisfies the rules."""
    model = build_model(problem, rules, k)
    solver = Solver(model, time_limit_s)
    lower, upper = model.free()
    if best_by_order(model, lower, upper) is not None:
        return True
    relaxed = solver.relax(lower, upper)
    if relaxed is None:
        return False
    if solver.integral(relaxed[1]) is not None:
        return True
    # Any feasible choice answers the question: no objective, so that the first one found ends it.
    return solver.best_integer(lower, upper, weights=np.zeros(problem.size)) is not None


def _smaller(
    problem: Problem, rules: Sequence[Rule], k: int, found: int, time_limit_s: float
) -> list[Rule] | None:
    for size in range(1, found):
        for part in itertools.combinations(rules, size):
            if not is_possible(problem, part, k, time_limit_s):
                return list(part)
    return None


def _repair(
    problem: Problem, rules: Sequence[Rule], rule: Rule, k: int, time_limit_s: float
) -> Repair | None:
    frm = bound_of(rule, k)
    if isinstance(rule, ExactlyK):
        to = _nearest_size(problem, rules, rule, time_limit_s)
        return None if to is None else _repaired(rule, frm, to)

    def holds_after(step: int) -> bool:
        relaxed = looser(rule, step, k)
        changed = [other for other in rules if other is not rule]
        return is_possible(
            problem, changed if relaxed is None else [*changed, relaxed], k, time_limit_s
        )

    last = _largest_step(problem, rule, k)
    if not holds_after(last + 1):
        return None
    if isinstance(rule, FixedIn | FixedOut) or not holds_after(last):
        return _repaired(rule, frm, None)
    # Relaxed rules are nested, so the first step that holds is found by halving.
    low, high = 0, last
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (low, middle) if holds_after(middle) else (middle, high)
    relaxed = looser(rule, high, k)
    return _repaired(rule, frm, None if relaxed is None else bound_of(relaxed, k))


def _largest_step(problem: Problem, rule: Rule, k: int) -> int:
    """Return the last step that still leaves a rule; past it, `looser` gives None."""
    match rule:
        case Budget():
            costs = problem.costs_cents
            whole = 0 if costs is None else int(costs[costs > 0].sum())
            step = max(1, whole - rule.limit_cents)
        case MinimumDistance():
            step = math.ceil(rule.km)
        case GroupFloor() | CoveredGroupsMinimum():
            step = rule.minimum
        case ShareFloor():
            step = rule.count(k)
        case ShareCeiling():
            step = k - rule.count(k)
        case GroupCeiling() | ExactlyK():
            step = problem.size
        case FixedIn() | FixedOut():
            step = 0
    return step


def _nearest_size(
    problem: Problem, rules: Sequence[Rule], rule: ExactlyK, time_limit_s: float
) -> int | None:
    """Return the K nearest to the one asked, smaller first, under which a portfolio exists."""
    available = int(problem.selectable.sum())
    for distance in range(1, available + 1):
        for k in (rule.k - distance, rule.k + distance):
            if 1 <= k <= available:
                resized = [ExactlyK(k, rule.id) if other is rule else other for other in rules]
                if is_possible(problem, resized, k, time_limit_s):
                    return k
    return None


def _repaired(rule: Rule, frm: float, to: float | None) -> Repair:
    words = (
        Text(fr="retirer « {title} »", en='remove "{title}"')
        if to is None
        else Text(
            fr="changer « {title} » de {frm} à {to}", en='change "{title}" from {frm} to {to}'
        ).filled(title="{title}", frm=bound_in_words(rule, frm), to=bound_in_words(rule, to))
    )
    return Repair(rule.id, rule.title, frm, to, words.filled(title=rule.title))
