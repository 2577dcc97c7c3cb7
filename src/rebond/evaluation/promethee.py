"""PROMETHEE II: rank candidates by how much they are preferred to all others, less the reverse.

The flows of a criterion need no comparison of all pairs: values are sorted and merged once.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, cast

import numpy as np

from rebond.evaluation.arrays import (
    arrays_digest,
    as_directions,
    as_finite,
    as_weights,
    check_count,
    frozen,
)
from rebond.evaluation.errors import (
    BadThresholds,
    TooFewCandidates,
    UnknownPreferenceFunction,
    WrongShape,
)
from rebond.evaluation.promethee_kernels import (
    COUNT,
    LEVEL,
    LINEAR,
    add_weighted,
    flows,
    sort_order,
)
from rebond.evaluation.registry import method
from rebond.evaluation.results import MethodResult, Step, ranks_of_sorted
from rebond.evaluation.threads import share_out
from rebond.texts import Text

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import ArrayLike

    from rebond.evaluation.arrays import FloatArray, IntArray

METHOD = "promethee_ii"

KINDS = ("usual", "u_shape", "v_shape", "level", "linear", "gaussian")

GAUSSIAN_DIGITS = 12
"""Gaussian flows are rounded to this many decimals: exponentials differ by one bit among machines."""

_GAUSSIAN_IS_ONE = 9.0


@dataclass(frozen=True, slots=True)
class PreferenceFunction:
    """How a difference on one criterion becomes a preference in [0, 1].

    Parameters
    ----------
    kind : {"usual", "u_shape", "v_shape", "level", "linear", "gaussian"}
        Types I to VI of Brans and Vincke. "linear" is the V-shape with indifference.
    q : float, default 0
        Indifference threshold, in the criterion's unit (u_shape, level, linear).
    p : float, default 0
        Preference threshold, above q (v_shape, level, linear).
    s : float, default 0
        Inflection point (gaussian).

    Raises
    ------
    UnknownPreferenceFunction, BadThresholds

    Examples
    --------
    >>> PreferenceFunction("linear", q=1.0, p=2.0).of(np.array([0.5, 1.5, 3.0])).tolist()
    [0.0, 0.5, 1.0]
    """

    kind: str
    q: float = 0.0
    p: float = 0.0
    s: float = 0.0

    def __post_init__(self) -> None:
        rules = {
            "usual": (True, ""),
            "u_shape": (self.q >= 0, "0 <= q"),
            "v_shape": (self.p > 0, "0 < p"),
            "level": (0 <= self.q <= self.p, "0 <= q <= p"),
            "linear": (0 <= self.q < self.p, "0 <= q < p"),
            "gaussian": (self.s > 0, "0 < s"),
        }
        if self.kind not in rules:
            raise UnknownPreferenceFunction(self.kind, KINDS)
        holds, rule = rules[self.kind]
        if not holds or not all(math.isfinite(x) for x in (self.q, self.p, self.s)):
            found = f"q = {self.q}, p = {self.p}, s = {self.s}"
            raise BadThresholds(self.kind, (), found, rule or "q, p, s: ℝ")

    def of(self, difference: FloatArray) -> FloatArray:
        """Return the preference for each difference: 0 for none, 1 for full."""
        d = difference
        if self.kind == "usual":
            return np.where(d > 0, 1.0, 0.0)
        if self.kind == "u_shape":
            return np.where(d > self.q, 1.0, 0.0)
        if self.kind == "level":
            return np.where(d > self.p, 1.0, np.where(d > self.q, 0.5, 0.0))
        if self.kind == "gaussian":
            return np.where(d > 0, 1.0 - np.exp(-0.5 * (d / self.s) ** 2), 0.0)
        q = self.q if self.kind == "linear" else 0.0
        partial: FloatArray = np.clip((d - q) / (self.p - q), 0.0, 1.0)
        return partial

    def as_json(self) -> dict[str, Any]:
        """Return kind and thresholds as a JSON value."""
        return {"kind": self.kind, "q": self.q, "p": self.p, "s": self.s}


@dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class PrometheeResult(MethodResult):
    """Flows and ranks.

    Parameters
    ----------
    net, positive, negative : arrays, shape (candidates,), float64
        net = positive - negative, in [-1, 1]; the other two in [0, 1].
    weights : array, shape (criteria,), float64
    ranks : array, shape (candidates,), int64, 1 is best, ties share the better rank
    """

    net: FloatArray
    positive: FloatArray
    negative: FloatArray
    weights: FloatArray
    ranks: IntArray

    @property
    def criterion_flows(self) -> FloatArray:
        """Net flow of each criterion alone, shape (candidates, criteria), in [-1, 1]."""
        above = cast("FloatArray", self.step("positive_flows").value)
        below = cast("FloatArray", self.step("negative_flows").value)
        return above - below

    @property
    def contributions(self) -> FloatArray:
        """Weighted criterion flows; added from the first criterion to the last they give `net`."""
        return self.criterion_flows * self.weights


class Workspace:
    """Memory that the flows of one criterion after another are computed in.

    Parameters
    ----------
    candidates : int
    """

    def __init__(self, candidates: int) -> None:
        self.packed = np.empty((2, candidates), dtype=np.uint64)
        self.marks = np.empty((5, candidates + 1), dtype=np.int32)
        self.numbers = np.empty((3, candidates + 1))


def criterion_flows(
    values: FloatArray,
    function: PreferenceFunction,
    direction: float,
    positive: FloatArray,
    negative: FloatArray,
    workspace: Workspace,
) -> None:
    """Fill positive and negative flows of one criterion.

    Parameters
    ----------
    values : array, shape (candidates,), float64, at least two
    function : PreferenceFunction
    direction : float
        1 when more is better, -1 for a cost.
    positive, negative : arrays, shape (candidates,), float64 in [0, 1]
    workspace : Workspace

    Notes
    -----
    n log n steps, except n² / 2 for "gaussian", whose exponential no running sum can carry.
    """
    if function.kind == "gaussian":
        _gaussian_flows(values * direction, function.s, positive, negative)
        return
    place = (workspace.packed, workspace.marks, workspace.numbers)
    flows(values, direction, *_shape(function), positive, negative, *place)


def promethee_ii(
    scores: ArrayLike,
    weights: ArrayLike,
    functions: Sequence[PreferenceFunction] | PreferenceFunction,
    directions: ArrayLike | None = None,
    threads: int = 1,
) -> PrometheeResult:
    """Rank candidates by net outranking flow.

    Parameters
    ----------
    scores : array-like, shape (candidates, criteria), finite, each criterion in its own unit
        At least two candidates.
    weights : array-like, shape (criteria,), non-negative, summing to 1
    functions : PreferenceFunction, or one for each criterion
    directions : array-like, shape (criteria,), optional
        +1 when more is better (default), -1 for a cost.
    threads : int, at least 1, default 1
        Criteria are shared out; the result does not depend on it.

    Returns
    -------
    PrometheeResult

    Raises
    ------
    WrongShape, EmptyInput, NotFinite, NegativeWeight, WeightsDoNotSumToOne, BadDirection
    TooFewCandidates, NumberOutOfRange

    Notes
    -----
    φ⁺(a) = sum_b sum_j w_j P_j(a, b) / (n - 1), φ⁻(a) the same with P_j(b, a), φ = φ⁺ - φ⁻. Ranks may
    change when a candidate enters or leaves.

    References
    ----------
    Brans, J. P., Vincke, Ph. (1985). A preference ranking organisation method. Management Science 31.

    Examples
    --------
    >>> promethee_ii([[1.0], [2.0], [3.0]], [1.0], PreferenceFunction("usual")).net.tolist()
    [-1.0, 0.0, 1.0]
    """
    table = as_finite("scores", scores, 2)
    candidates, criteria = table.shape
    checked = as_weights(weights, criteria)
    turned = as_directions(directions, criteria)
    check_count("threads", threads)
    if candidates < 2:  # noqa: PLR2004 - a flow compares two
        raise TooFewCandidates(METHOD, candidates, 2)
    used = [functions] * criteria if isinstance(functions, PreferenceFunction) else list(functions)
    if len(used) != criteria:
        raise WrongShape("functions", (len(used),), f"({criteria},)")

    # one criterion a row, so that each thread works on memory of its own
    columns = np.ascontiguousarray(table.T)
    positive_flows, negative_flows = np.empty((2, criteria, candidates))
    digests: list[str] = []

    def one(workspace: Workspace, j: int, _: int) -> None:
        if j == criteria:
            digests.append(arrays_digest(scores=table, weights=checked, directions=turned))
            return
        place = positive_flows[j], negative_flows[j]
        criterion_flows(columns[j], used[j], float(turned[j]), *place, workspace)

    parts = [(j, 1) for j in range(criteria + 1)]
    share_out(parts, threads, lambda: Workspace(candidates), one)
    net, positive, negative = np.zeros((3, candidates))
    add_weighted(positive_flows, negative_flows, checked, net, positive, negative)
    ranks = _ranks(net)
    for array in (net, positive, negative, checked, ranks):
        frozen(array)
    return PrometheeResult(
        method=METHOD,
        method_version=method(METHOD).version,
        inputs_digest=digests[0],
        parameters={"functions": [function.as_json() for function in used]},
        trace=(
            Step(
                "positive_flows",
                Text("Flux positifs par critère", "Positive flows"),
                positive_flows.T,
            ),
            Step(
                "negative_flows",
                Text("Flux négatifs par critère", "Negative flows"),
                negative_flows.T,
            ),
        ),
        net=net,
        positive=positive,
        negative=negative,
        weights=checked,
        ranks=ranks,
    )


def _shape(function: PreferenceFunction) -> tuple[int, float, float]:
    return {
        "usual": (COUNT, 0.0, 0.0),
        "u_shape": (COUNT, function.q, function.q),
        "v_shape": (LINEAR, 0.0, function.p),
        "level": (LEVEL, function.q, function.p),
        "linear": (LINEAR, function.q, function.p),
    }[function.kind]


def _ranks(net: FloatArray) -> IntArray:
    """Rank net flows; the same as `competition_ranks`, by the faster sort at hand."""
    workspace = Workspace(net.size)
    order, ordered = workspace.marks[0, :-1], workspace.numbers[0, :-1]
    sort_order(-net, workspace.packed, order, ordered)
    return ranks_of_sorted(order, ordered)


def _gaussian_flows(
    values: FloatArray, s: float, positive: FloatArray, negative: FloatArray
) -> None:
    order = np.argsort(values, kind="stable")
    ordered = values[order]
    above, below = np.empty_like(ordered), np.zeros_like(ordered)
    # beyond nine inflection lengths the preference is 1 to the last bit
    near = np.searchsorted(ordered, ordered - _GAUSSIAN_IS_ONE * s, side="left")
    for a in range(ordered.size):
        first = near[a]
        preferences = 1.0 - np.exp(-0.5 * ((ordered[a] - ordered[first:a]) / s) ** 2)
        above[a] = first + preferences.sum()
        below[first:a] += preferences
    below += ordered.size - np.searchsorted(near, np.arange(ordered.size), side="right")
    positive[order] = np.round(above / (values.size - 1), GAUSSIAN_DIGITS)
    negative[order] = np.round(below / (values.size - 1), GAUSSIAN_DIGITS)
