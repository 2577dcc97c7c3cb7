"""Monte Carlo over a graph shared by many sites: same bits for any threads, one site or ten thousand."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from rebond.procedure.kernel import Answers, Graphs, Questions, Streams, simulate_sites
from rebond.procedure.plan_errors import BadSimulation
from rebond.procedure.streams import site_words, step_words, words
from rebond.texts import Text

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from numpy.typing import NDArray

METHOD = "delay_simulation"
METHOD_VERSION = "1.0.0"
LEVELS = (0.1, 0.5, 0.9)
MAX_DRAWS = 10_000_000
SITES_A_BLOCK = 64


@dataclass(frozen=True, slots=True)
class Batch:
    """Sites to simulate over one graph.

    Parameters
    ----------
    sites : tuple of str
        Identifiers; equal ones share their random numbers, which is how «what if» is compared.
    steps, branches : tuple of str
        Identifiers, in topological order; the last step is the end.
    graphs : Graphs
    promise : array, shape (promises, 4), int32
        As in `kernel.Questions`.
    target : array, shape (sites,), int32
        Day number by which the end is hoped for.
    """

    sites: tuple[str, ...]
    steps: tuple[str, ...]
    branches: tuple[str, ...]
    graphs: Graphs
    promise: NDArray[np.int32]
    target: NDArray[np.int32]


@dataclass(frozen=True, slots=True)
class Simulation:
    """What the draws say, site by site; days are counted from day 0.

    Parameters
    ----------
    draws : int
    seed : int
    mean : array, shape (sites,), float64
    quantiles : array, shape (sites, 3), int32
        P10, P50, P90: the smallest day by which at least that share of the draws has ended.
    chance_on_time : array, shape (sites,), float64 in [0, 1]
    promise_chance : array, shape (sites, promises), float64
        NaN where the promised step never occurs.
    criticality : array, shape (sites, steps), float64 in [0, 1]
        Share of the draws in which the step takes time and holds the end back.
    finals : array, shape (sites or 0, draws), int32
        End of each draw, in the order of the draws.
    starts, ends : array, shape (sites or 0, steps, kept draws), int32
    """

    draws: int
    seed: int
    mean: NDArray[np.float64]
    quantiles: NDArray[np.int32]
    chance_on_time: NDArray[np.float64]
    promise_chance: NDArray[np.float64]
    criticality: NDArray[np.float64]
    finals: NDArray[np.int32]
    starts: NDArray[np.int32]
    ends: NDArray[np.int32]


def simulate(
    batch: Batch,
    *,
    draws: int,
    seed: int,
    threads: int = 1,
    keep_finals: bool = False,
    keep_dates: int = 0,
    on_progress: Callable[[int, int], None] | None = None,
) -> Simulation:
    """Draw the durations of every site and propagate the dates.

    Parameters
    ----------
    batch : Batch
    draws : int
        1 to 10 000 000.
    seed : int
        In [0, 2**64).
    threads : int, default 1
        Python threads, each running the compiled loop without the GIL.
    keep_finals : bool, default False
        Keep the end of every draw: 4 bytes × sites × draws.
    keep_dates : int, default 0
        Of how many first draws to keep every start and end: 8 bytes × sites × steps × draws.
    on_progress : callable, optional
        Called with (sites done, sites).

    Returns
    -------
    Simulation

    Raises
    ------
    BadSimulation

    Notes
    -----
    A run depends on the seed and, for each site, on its identifier alone. The first draws of a longer
    run are those of a shorter one.
    """
    check_numbers(draws, seed, threads)
    answers = _room(batch, draws, min(keep_dates, draws), keep_finals=keep_finals)
    streams = Streams(
        np.array(words(seed), dtype=np.uint32),
        site_words(batch.sites),
        step_words(batch.steps),
        step_words([f"branch:{name}" for name in batch.branches]),
    )
    asked = Questions(batch.promise, batch.target, np.array(LEVELS))

    def run(first: int) -> int:
        end = min(first + SITES_A_BLOCK, len(batch.sites))
        simulate_sites((first, end, draws), streams, batch.graphs, asked, answers)
        return end - first

    firsts = range(0, len(batch.sites), SITES_A_BLOCK)
    _run_all(run, firsts, threads, len(batch.sites), on_progress)
    with np.errstate(invalid="ignore"):
        promise_chance = answers.kept / answers.counted
    return Simulation(
        draws,
        seed,
        answers.mean,
        answers.quantiles,
        answers.on_time / draws,
        promise_chance,
        answers.criticality / draws,
        answers.finals,
        answers.starts,
        answers.ends,
    )


def _run_all(
    run: Callable[[int], int],
    firsts: Sequence[int],
    threads: int,
    sites: int,
    on_progress: Callable[[int, int], None] | None,
) -> None:
    done = 0
    if threads == 1 or len(firsts) == 1:
        for first in firsts:
            done += run(first)
            if on_progress is not None:
                on_progress(done, sites)
        return
    with ThreadPoolExecutor(threads) as pool:
        for count in pool.map(run, firsts):
            done += count
            if on_progress is not None:
                on_progress(done, sites)


def check_numbers(draws: int, seed: int, threads: int) -> None:
    """Refuse a number of draws, a seed or a number of threads that makes no sense.

    Raises
    ------
    BadSimulation
    """
    limits = (
        ("draws", draws, 1, MAX_DRAWS),
        ("seed", seed, 0, 2**64 - 1),
        ("threads", threads, 1, 1024),
    )
    for name, value, low, high in limits:
        if isinstance(value, bool) or not isinstance(value, int) or not low <= value <= high:
            allowed = Text(f"un entier de {low} à {high}", f"a whole number from {low} to {high}")
            raise BadSimulation(name, value, allowed)


def _room(batch: Batch, draws: int, dates: int, *, keep_finals: bool) -> Answers:
    sites, steps, promises = len(batch.sites), len(batch.steps), batch.promise.shape[0]
    kept = (sites if dates else 0, steps, dates)
    return Answers(
        mean=np.zeros(sites),
        quantiles=np.zeros((sites, len(LEVELS)), dtype=np.int32),
        on_time=np.zeros(sites, dtype=np.int64),
        kept=np.zeros((sites, promises), dtype=np.int64),
        counted=np.zeros((sites, promises), dtype=np.int64),
        criticality=np.zeros((sites, steps), dtype=np.int64),
        finals=np.empty((sites if keep_finals else 0, draws), dtype=np.int32),
        starts=np.empty(kept, dtype=np.int32),
        ends=np.empty(kept, dtype=np.int32),
    )
