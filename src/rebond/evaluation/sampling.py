"""Uniform draws, block by block: the same bits for any number of threads, parts or machines.

Draws come in blocks of `DRAWS_PER_BLOCK`. Each block has its own counter in a Philox stream, so that
a block is computed alone, anywhere, in any order, and asking for more draws keeps the first ones.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from rebond.evaluation.arrays import MAX_SEED, check_count
from rebond.evaluation.polytope import Polytope, polytope
from rebond.evaluation.sampling_kernels import walk

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rebond.evaluation.arrays import FloatArray
    from rebond.evaluation.feasibility import Constraint

DRAWS_PER_BLOCK = 256

WEIGHTS, CANDIDATES, REFERENCES = 0, 1, 2
"""Streams of one seed, one a purpose: more references never change the weights drawn."""

_WORD = 64
_COUNTER_OF_BLOCK = 128


def stream(seed: int, purpose: int, block: int) -> np.random.Generator:
    """Return the generator of one block of one purpose.

    Parameters
    ----------
    seed : int in [0, 2**64)
    purpose : int
        `WEIGHTS`, `CANDIDATES` or `REFERENCES`.
    block : int, at least 0

    Returns
    -------
    numpy.random.Generator over Philox 4x64

    References
    ----------
    Salmon, J. K. et al. (2011). Parallel random numbers: as easy as 1, 2, 3. SC'11.
    """
    check_count("seed", seed, 0, MAX_SEED)
    return np.random.Generator(
        np.random.Philox(key=seed + (purpose << _WORD), counter=block << _COUNTER_OF_BLOCK)
    )


def blocks(draws: int) -> list[tuple[int, int]]:
    """Return (block, draws in it) for a number of draws; only the last may be short.

    Examples
    --------
    >>> blocks(600)
    [(0, 256), (1, 256), (2, 88)]
    """
    check_count("draws", draws)
    return [
        (block, min(DRAWS_PER_BLOCK, draws - first))
        for block, first in enumerate(range(0, draws, DRAWS_PER_BLOCK))
    ]


def simplex_block(generator: np.random.Generator, size: int) -> FloatArray:
    """Draw one block uniformly from all weights that sum to 1.

    Parameters
    ----------
    generator : numpy.random.Generator
    size : int
        Number of criteria.

    Returns
    -------
    array, shape (DRAWS_PER_BLOCK, size), float64
        The gaps between sorted uniform numbers, which follow Dirichlet(1, …, 1). They are exact
        multiples of 2**-53 that sum to exactly 1, without any logarithm of the machine's library.
    """
    edges = np.empty((DRAWS_PER_BLOCK, size + 1))
    edges[:, 0], edges[:, -1] = 0.0, 1.0
    edges[:, 1:-1] = np.sort(generator.random((DRAWS_PER_BLOCK, size - 1)), axis=1)
    return np.diff(edges, axis=1)


class WeightSampler:
    """Uniform draws from one set of weights, block by block.

    Parameters
    ----------
    constraints : sequence of Constraint
        Known to hold together.
    size : int
        Number of criteria.
    seed : int in [0, 2**64)
    is_full : bool
        Whether the set is the whole simplex.

    Notes
    -----
    The whole simplex is drawn directly. Any other set is walked by hit-and-run in coordinates where it
    is round (`polytope`): every block starts at the analytic centre, forgets it over `burn_in` steps
    and then keeps one point every `thinning` steps. Tests compare means, quantiles and correlation
    with exact cases.
    """

    def __init__(
        self, constraints: Sequence[Constraint], size: int, seed: int, *, is_full: bool
    ) -> None:
        check_count("seed", seed, 0, MAX_SEED)
        self.size = size
        self.seed = seed
        self._shape: Polytope | None = None if is_full else polytope(constraints, size)

    @property
    def burn_in(self) -> int:
        """Steps of each block before the first kept point: 100 + 20 d² in d dimensions."""
        dimensions = 0 if self._shape is None else self._shape.dimensions
        return 100 + 20 * dimensions**2

    @property
    def thinning(self) -> int:
        """Steps from one kept point to the next: 5 + 4 d² in d dimensions."""
        dimensions = 0 if self._shape is None else self._shape.dimensions
        return 5 + 4 * dimensions**2

    def block(self, block: int) -> FloatArray:
        """Return block number `block`, shape (DRAWS_PER_BLOCK, criteria), float64."""
        generator = stream(self.seed, WEIGHTS, block)
        shape = self._shape
        if shape is None:
            return simplex_block(generator, self.size)
        if shape.dimensions == 0:
            return np.tile(shape.centre, (DRAWS_PER_BLOCK, 1))
        steps = self.burn_in + DRAWS_PER_BLOCK * self.thinning
        uniforms = generator.random((steps, shape.dimensions + 1))
        points = np.empty((DRAWS_PER_BLOCK, shape.dimensions))
        walk(
            shape.slack,
            np.ascontiguousarray(shape.slope.T),
            uniforms,
            self.burn_in,
            self.thinning,
            points,
        )
        weights = np.tile(shape.centre, (DRAWS_PER_BLOCK, 1))
        for j in range(shape.dimensions):
            weights += points[:, j, None] * shape.moves[:, j]
        return np.maximum(weights, 0.0)

    def draws(self, count: int) -> FloatArray:
        """Return the first `count` draws, shape (count, criteria), float64."""
        return np.concatenate([self.block(block)[:size] for block, size in blocks(count)])
