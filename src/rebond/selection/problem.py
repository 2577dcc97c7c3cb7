"""Who may be chosen: candidates with integer scores, groups, costs and places, checked once."""

from __future__ import annotations

import difflib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias, TypeVar

import numpy as np
from numpy.typing import ArrayLike, NDArray

from rebond.canonical import digest
from rebond.selection.errors import (
    DataMissingForRule,
    DuplicateCandidate,
    DuplicateRule,
    LengthsDiffer,
    NoCandidates,
    NotANumber,
    ScoresTooLarge,
    SizeRuleMissing,
    TooFewCandidates,
    UnknownCandidate,
    UnknownGroup,
    UnknownGroupValue,
)
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
)
from rebond.texts import Text

if TYPE_CHECKING:
    from collections.abc import Iterable

IntArray: TypeAlias = NDArray[np.int64]
FloatArray: TypeAlias = NDArray[np.float64]
BoolArray: TypeAlias = NDArray[np.bool_]

SCALE = 10**6
"""Units in a score of 1: scores are compared to the millionth, as integers."""

Frozen = TypeVar("Frozen", IntArray, BoolArray)
NO_VALUE = -1
EXACT_INTEGER = 2**53


@dataclass(frozen=True, slots=True)
class Grouping:
    """One grouping of the candidates.

    Parameters
    ----------
    values : tuple of str
        Distinct values, sorted; a candidate without a value has none.
    codes : int64 array, shape (n,)
        Index into `values`, or -1 when the value is missing.
    """

    values: tuple[str, ...]
    codes: IntArray


@dataclass(frozen=True, slots=True)
class Problem:
    """The candidates of a selection.

    Parameters
    ----------
    ids, names : tuple of str, length n
    units : int64 array, shape (n,)
        Scores in units of 1/scale.
    scale : int
    groups : mapping of str to Grouping
    costs_cents : int64 array, shape (n,), or None
        -1 where missing.
    lon, lat : float64 arrays, shape (n,), degrees, or None
        NaN where missing.
    selectable : bool array, shape (n,)
        False for a candidate set aside before the choice (gate failed, never proposed, deferred).
    """

    ids: tuple[str, ...]
    names: tuple[str, ...]
    units: IntArray
    scale: int
    groups: Mapping[str, Grouping]
    costs_cents: IntArray | None
    lon: FloatArray | None
    lat: FloatArray | None
    selectable: BoolArray

    @property
    def size(self) -> int:
        """Number of candidates."""
        return len(self.ids)

    def index(self, candidate: str, where: str) -> int:
        """Return the position of a candidate by its id."""
        try:
            return self.ids.index(candidate)
        except ValueError:
            close = tuple(difflib.get_close_matches(candidate, self.ids, n=3))
            raise UnknownCandidate(where, candidate, close) from None

    def score(self, units: int) -> float:
        """Return a number of units as a score."""
        return units / self.scale

    def digest(self) -> str:
        """Return the digest of all inputs of the choice but the rules."""
        return digest(
            {
                "ids": list(self.ids),
                "units": self.units.tolist(),
                "scale": self.scale,
                "groups": {
                    name: [g.values[c] if c >= 0 else None for c in g.codes.tolist()]
                    for name, g in self.groups.items()
                },
                "costs_cents": None if self.costs_cents is None else self.costs_cents.tolist(),
                "places": None
                if self.lon is None or self.lat is None
                else [[_known(x), _known(y)] for x, y in zip(self.lon, self.lat, strict=True)],
                "selectable": self.selectable.tolist(),
            }
        )


def pose(
    scores: ArrayLike,
    groups: Mapping[str, Sequence[str | None]] | None = None,
    *,
    ids: Sequence[str] | None = None,
    names: Sequence[str] | None = None,
    costs_cents: Sequence[int | None] | None = None,
    lon: ArrayLike | None = None,
    lat: ArrayLike | None = None,
    selectable: ArrayLike | None = None,
    scale: int = SCALE,
) -> Problem:
    """Check the candidates and give them integer scores.

    Parameters
    ----------
    scores : array, shape (n,), float64
        Finite where selectable; compared as integers of 1/scale.
    groups : mapping of name to n values, optional
        None or "" where a candidate has no value: it then counts for no value.
    ids, names : n texts, optional
        By default the positions; names default to ids.
    costs_cents : n integers, optional
        None where missing.
    lon, lat : arrays, shape (n,), degrees, optional
        NaN where missing.
    selectable : bool array, shape (n,), optional
    scale : int, default 10**6

    Returns
    -------
    Problem

    Raises
    ------
    NoCandidates, LengthsDiffer, DuplicateCandidate, NotANumber
    """
    values = np.asarray(scores, dtype=np.float64).reshape(-1)
    n = len(values)
    if n == 0:
        raise NoCandidates
    own_ids = tuple(str(i) for i in range(n)) if ids is None else tuple(ids)
    own_names = own_ids if names is None else tuple(names)
    _same_length("ids", own_ids, n)
    _same_length("names", own_names, n)
    if len(set(own_ids)) != n:
        raise DuplicateCandidate(next(i for p, i in enumerate(own_ids) if i in own_ids[:p]))
    may = np.ones(n, dtype=np.bool_) if selectable is None else np.array(selectable, dtype=np.bool_)
    _same_length("selectable", may, n)
    bad = np.flatnonzero(~np.isfinite(values) & may)
    if bad.size:
        allowed = Text("un nombre fini", "a finite number")
        raise NotANumber("scores", own_ids[bad[0]], values[bad[0]], allowed)
    # A candidate set aside may lack a score; its zero never enters a comparison.
    units = np.rint(np.where(np.isfinite(values), values, 0.0) * scale).astype(np.int64)
    return Problem(
        ids=own_ids,
        names=own_names,
        units=_frozen(units),
        scale=scale,
        groups={name: _grouping(name, given, n) for name, given in (groups or {}).items()},
        costs_cents=None if costs_cents is None else _costs(costs_cents, own_ids),
        lon=None if lon is None else _coordinates("lon", lon, n),
        lat=None if lat is None else _coordinates("lat", lat, n),
        selectable=_frozen(may),
    )


def size_of(rules: Iterable[Rule]) -> int:
    """Return K, from the one rule that says it."""
    sizes = [rule.k for rule in rules if isinstance(rule, ExactlyK)]
    if len(sizes) != 1:
        raise SizeRuleMissing(len(sizes))
    return sizes[0]


def check_rules(problem: Problem, rules: Sequence[Rule]) -> int:
    """Check rules against the candidates and return K.

    Raises
    ------
    SizeRuleMissing, TooFewCandidates, DuplicateRule, UnknownGroup, UnknownGroupValue,
    UnknownCandidate, DataMissingForRule, ScoresTooLarge
    """
    seen: set[str] = set()
    for rule in rules:
        if rule.id in seen:
            raise DuplicateRule(rule.id)
        seen.add(rule.id)
    k = size_of(rules)
    available = int(problem.selectable.sum())
    if k > available:
        raise TooFewCandidates(k, available, problem.size)
    largest = int(np.abs(problem.units).max())
    if largest * k >= EXACT_INTEGER:
        raise ScoresTooLarge(largest, k, problem.scale)
    for rule in rules:
        _check_rule(problem, rule)
    return k


def _check_rule(problem: Problem, rule: Rule) -> None:
    match rule:
        case GroupFloor() | GroupCeiling():
            _check_values(problem, rule, () if rule.value is None else (rule.value,))
        case ShareFloor() | ShareCeiling():
            _check_values(problem, rule, (rule.value,))
        case CoveredGroupsMinimum():
            _check_values(problem, rule, rule.among or ())
        case Budget():
            costs = problem.costs_cents
            missing = problem.selectable if costs is None else problem.selectable & (costs < 0)
            _refuse_missing(problem, rule, "costs_cents", missing)
        case MinimumDistance():
            for column, values in (("lon", problem.lon), ("lat", problem.lat)):
                known = np.zeros(problem.size, np.bool_) if values is None else np.isfinite(values)
                _refuse_missing(problem, rule, column, problem.selectable & ~known)
        case FixedIn() | FixedOut():
            problem.index(rule.candidate, rule.id)
        case ExactlyK():
            pass


def _check_values(
    problem: Problem,
    rule: GroupFloor | GroupCeiling | ShareFloor | ShareCeiling | CoveredGroupsMinimum,
    values: tuple[str, ...],
) -> None:
    if rule.group not in problem.groups:
        raise UnknownGroup(rule.id, rule.group, tuple(problem.groups))
    known = problem.groups[rule.group].values
    for value in values:
        if value not in known:
            raise UnknownGroupValue(rule.id, rule.group, value, known)


def _refuse_missing(problem: Problem, rule: Rule, column: str, missing: BoolArray) -> None:
    if missing.any():
        ids = tuple(problem.ids[i] for i in np.flatnonzero(missing))
        raise DataMissingForRule(rule.id, column, ids)


def _grouping(name: str, given: Sequence[str | None], n: int) -> Grouping:
    _same_length(name, given, n)
    values = tuple(sorted({v for v in given if v}))
    position = {value: i for i, value in enumerate(values)}
    codes = np.array([position[v] if v else NO_VALUE for v in given], dtype=np.int64)
    return Grouping(values, _frozen(codes))


def _costs(given: Sequence[int | None], ids: tuple[str, ...]) -> IntArray:
    _same_length("costs_cents", given, len(ids))
    costs = np.full(len(ids), NO_VALUE, dtype=np.int64)
    for i, cost in enumerate(given):
        if cost is None:
            continue
        if isinstance(cost, bool) or int(cost) != cost or not 0 <= cost < EXACT_INTEGER // len(ids):
            allowed = Text("un entier positif de centimes", "a whole number of cents, zero or more")
            raise NotANumber("costs_cents", ids[i], cost, allowed)
        costs[i] = int(cost)
    return _frozen(costs)


def _coordinates(column: str, given: ArrayLike, n: int) -> FloatArray:
    values = np.array(given, dtype=np.float64).reshape(-1)
    _same_length(column, values, n)
    values.setflags(write=False)
    return values


def _same_length(column: str, values: Sequence[object] | NDArray[np.generic], n: int) -> None:
    if len(values) != n:
        raise LengthsDiffer(column, n, len(values))


def _frozen(array: Frozen) -> Frozen:
    array.setflags(write=False)
    return array


def _known(value: float) -> float | None:
    return float(value) if np.isfinite(value) else None
