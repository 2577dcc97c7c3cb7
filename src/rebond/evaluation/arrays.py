"""The arrays that methods accept: their types, the checks that name what is wrong, their digests."""

from __future__ import annotations

import hashlib
import math
from typing import TYPE_CHECKING, TypeAlias

import numpy as np

from rebond.canonical import DIGEST_PREFIX
from rebond.evaluation.errors import (
    BadDirection,
    EmptyInput,
    NegativeWeight,
    NotFinite,
    NumberOutOfRange,
    RankLimitOutOfRange,
    WeightsDoNotSumToOne,
    WrongShape,
)

if TYPE_CHECKING:
    from numpy.typing import ArrayLike, NDArray

    FloatArray: TypeAlias = NDArray[np.float64]
    IntArray: TypeAlias = NDArray[np.int64]
    BoolArray: TypeAlias = NDArray[np.bool_]

SUM_TOLERANCE = 1e-9
"""Largest distance from 1 of a sum of weights: decimals such as 0.1 are not exact in binary."""

MAX_SEED = 2**64 - 1


def as_finite(name: str, value: ArrayLike, ndim: int) -> FloatArray:
    """Return `value` as a C-ordered float64 array, refusing emptiness, NaN and infinities.

    Parameters
    ----------
    name : str
        Name for messages.
    value : array-like of numbers
    ndim : int
        Number of dimensions needed.

    Returns
    -------
    array, float64
        Never the caller's own memory: results cannot change afterwards.

    Raises
    ------
    WrongShape, EmptyInput, NotFinite
    """
    array = np.array(value, dtype=np.float64, order="C")
    if array.ndim != ndim:
        raise WrongShape(name, array.shape, f"{ndim} dimension(s)")
    if array.size == 0:
        raise EmptyInput(name)
    finite = np.isfinite(array)
    if not finite.all():
        index = tuple(int(i) for i in np.argwhere(~finite)[0])
        raise NotFinite(name, index, float(array[index]))
    return array


def as_weights(value: ArrayLike, size: int) -> FloatArray:
    """Return weights as float64, shape (size,), non-negative, summing to 1 within `SUM_TOLERANCE`.

    Raises
    ------
    WrongShape, EmptyInput, NotFinite, NegativeWeight, WeightsDoNotSumToOne
    """
    weights = as_finite("weights", value, 1)
    if weights.shape != (size,):
        raise WrongShape("weights", weights.shape, f"({size},)")
    refuse_negative(weights)
    total = math.fsum(weights)
    if abs(total - 1.0) > SUM_TOLERANCE:
        raise WeightsDoNotSumToOne("weights", (), total)
    return weights


def refuse_negative(weights: FloatArray) -> None:
    """Raise `NegativeWeight` for the first weight below zero."""
    if (weights < 0).any():
        index = tuple(int(i) for i in np.argwhere(weights < 0)[0])
        raise NegativeWeight(index, float(weights[index]))


def as_directions(value: ArrayLike | None, size: int) -> FloatArray:
    """Return directions as float64 of +1 (more is better) and -1; all +1 when `value` is None.

    Raises
    ------
    WrongShape, BadDirection
    """
    if value is None:
        return np.ones(size)
    directions = np.array(value, dtype=np.float64)
    if directions.shape != (size,):
        raise WrongShape("directions", directions.shape, f"({size},)")
    wrong = ~np.isin(directions, (-1.0, 1.0))
    if wrong.any():
        index = int(np.flatnonzero(wrong)[0])
        raise BadDirection(index, float(directions[index]))
    return directions


def check_k(k: int, candidates: int) -> None:
    """Raise `RankLimitOutOfRange` unless 1 <= k <= candidates."""
    if not 1 <= k <= candidates:
        raise RankLimitOutOfRange(k, candidates)


def check_count(name: str, value: int, low: int = 1, high: int | None = None) -> None:
    """Raise `NumberOutOfRange` unless low <= value (<= high)."""
    if value < low or (high is not None and value > high):
        raise NumberOutOfRange(name, value, low, high)


def frozen(array: NDArray[np.generic]) -> None:
    """Make `array` read-only, so that a result is a fact and not a scratch pad."""
    array.setflags(write=False)


def arrays_digest(**arrays: NDArray[np.generic]) -> str:
    """Return one ``sha256:`` digest of named arrays: names, types, shapes and values.

    Values are hashed little-endian in C order, so that the digest does not depend on the machine;
    negative zero counts as zero, as it does in every method.

    Examples
    --------
    >>> a = arrays_digest(x=np.array([0.0, 1.0]))
    >>> a == arrays_digest(x=np.array([-0.0, 1.0])), a == arrays_digest(y=np.array([0.0, 1.0]))
    (True, False)
    """
    digest = hashlib.sha256()
    for name in sorted(arrays):
        array = arrays[name]
        digest.update(f"{name}|{array.dtype.kind}{array.dtype.itemsize}|{array.shape}|".encode())
        plain = array
        if array.dtype.kind == "f" and (np.signbit(array) & (array == 0)).any():
            plain = np.add(array, 0.0)
        little = plain.astype(plain.dtype.newbyteorder("<"), order="C", copy=False)
        digest.update(little.data)
    return DIGEST_PREFIX + digest.hexdigest()
