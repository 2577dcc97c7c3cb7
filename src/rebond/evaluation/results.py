"""What every method returns: which method, which version, from which inputs, by which steps."""

from __future__ import annotations

from dataclasses import dataclass
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

import numpy as np

from rebond.evaluation.arrays import frozen

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

    from rebond.texts import Text


@dataclass(frozen=True, slots=True, eq=False)
class Step:
    """One step of a computation, kept so that a person can follow it.

    Parameters
    ----------
    name : str
        Stable name, such as ``ideal``.
    text : Text
        What the step is.
    value : array
        Its outcome, read-only.
    """

    name: str
    text: Text
    value: NDArray[np.generic]

    def __post_init__(self) -> None:
        frozen(self.value)


@dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class MethodResult:
    """What all results share.

    Parameters
    ----------
    method : str
        Name in the registry.
    method_version : str
        Version that computed this result.
    inputs_digest : str
        Digest of the arrays given.
    parameters : mapping
        Every other parameter, as JSON values.
    trace : tuple of Step
        Intermediate values, in the order of the formula.
    """

    method: str
    method_version: str
    inputs_digest: str
    parameters: Mapping[str, Any]
    trace: tuple[Step, ...]

    def __post_init__(self) -> None:
        object.__setattr__(self, "parameters", MappingProxyType(dict(self.parameters)))

    def step(self, name: str) -> Step:
        """Return the step called `name`.

        Raises
        ------
        KeyError
            When the trace has no such step.
        """
        for step in self.trace:
            if step.name == name:
                return step
        raise KeyError(name)


def competition_ranks(scores: NDArray[np.float64], *, best: str = "high") -> NDArray[np.int64]:
    """Rank scores so that tied candidates share the better rank.

    Parameters
    ----------
    scores : array, shape (candidates,), float64, finite
    best : {"high", "low"}
        Whether the highest or the lowest score is rank 1.

    Returns
    -------
    array, shape (candidates,), int64
        1 plus the number of strictly better candidates.

    Examples
    --------
    >>> competition_ranks(np.array([0.2, 0.9, 0.9, 0.1])).tolist()
    [3, 1, 1, 4]
    """
    values = -scores if best == "high" else scores
    order = np.argsort(values)
    return ranks_of_sorted(order, values[order])


def ranks_of_sorted(order: NDArray[np.integer], ordered: NDArray[np.float64]) -> NDArray[np.int64]:
    """Rank candidates from their sorted values, best first.

    Parameters
    ----------
    order : array, shape (candidates,), integers
    ordered : array, shape (candidates,), float64, ascending
        Value of candidate ``order[i]``, the smallest being the best.

    Returns
    -------
    array, shape (candidates,), int64
        1 plus the number of strictly better candidates.
    """
    places = np.arange(1, ordered.size + 1)
    places[1:][ordered[1:] == ordered[:-1]] = 0
    ranks = np.empty(ordered.size, dtype=np.int64)
    ranks[order] = np.maximum.accumulate(places)
    return ranks
