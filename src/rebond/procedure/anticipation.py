"""What to do first: the days gained by each task done in advance, alone and in the best order."""

from __future__ import annotations

import datetime
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

from rebond.procedure.network import Row, batch_of, with_done
from rebond.procedure.simulation import Simulation, simulate

if TYPE_CHECKING:
    from collections.abc import Collection

    from rebond.procedure.skeleton import Skeleton

METHOD = "anticipation_order"
METHOD_VERSION = "1.0.0"
EXACT_UP_TO = 8
"""Above this many tasks the order is greedy: all subsets would be too many."""
ORDER_DRAWS = 2000
_P50, _P90 = 1, 2


@dataclass(frozen=True, slots=True)
class Gain:
    """What doing some tasks in advance would gain, against the same draws.

    Parameters
    ----------
    tasks : tuple of str
    p50_days, p90_days : int
        Days by which the P50 and the P90 move earlier; never negative.
    mean_days : float
    p50_on, p90_on : date
        Where they would then stand.
    cost_eur : float or None
        Sum of the costs; None when one of them is not given.
    """

    tasks: tuple[str, ...]
    p50_days: int
    p90_days: int
    mean_days: float
    p50_on: datetime.date
    p90_on: datetime.date
    cost_eur: float | None

    def as_json(self) -> dict[str, Any]:
        """Return the gain as a record keeps it."""
        return {
            "tasks": list(self.tasks),
            "p50_days": self.p50_days,
            "p90_days": self.p90_days,
            "mean_days": self.mean_days,
            "p50_on": self.p50_on.isoformat(),
            "p90_on": self.p90_on.isoformat(),
            "cost_eur": self.cost_eur,
        }


@dataclass(frozen=True, slots=True)
class Order:
    """Tasks in the order in which to do them in advance.

    Parameters
    ----------
    prefixes : tuple of Gain
        Gain of the first, of the first two, and so on.
    how : {"exact", "greedy"}
        ``exact``: the best of all orders, by the sum over prefixes of the P50 gain, the mean gain
        breaking ties; ``greedy``: the task that adds most, one after the other.
    draws : int
        Draws on which the order was chosen; the gains shown are on all the draws of the plan.
    """

    prefixes: tuple[Gain, ...]
    how: Literal["exact", "greedy"]
    draws: int

    @property
    def tasks(self) -> tuple[str, ...]:
        """Return the tasks in order."""
        return self.prefixes[-1].tasks if self.prefixes else ()

    def as_json(self) -> dict[str, Any]:
        """Return the order as a record keeps it."""
        return {
            "method": METHOD,
            "method_version": METHOD_VERSION,
            "how": self.how,
            "draws": self.draws,
            "prefixes": [gain.as_json() for gain in self.prefixes],
        }


@dataclass(frozen=True, slots=True)
class Question:
    """A site whose anticipations are asked about.

    Parameters
    ----------
    row : Row
    skeleton : Skeleton
    as_of : date
    costs : mapping of str to float
        Euros, of the tasks whose cost is given.
    seed : int
    threads : int
    """

    row: Row
    skeleton: Skeleton
    as_of: datetime.date
    costs: Mapping[str, float]
    seed: int
    threads: int = 1

    def run(self, sets: Sequence[Collection[str]], draws: int) -> Simulation:
        """Simulate the site with each set of tasks done; the same numbers are drawn for all."""
        rows = [with_done(self.row, self.skeleton, sorted(done)) for done in sets]
        batch = batch_of(rows, self.skeleton, as_of=self.as_of)
        return simulate(batch, draws=draws, seed=self.seed, threads=self.threads)

    def gains(self, sets: Sequence[tuple[str, ...]], draws: int) -> tuple[Gain, ...]:
        """Return the gain of each set of tasks."""
        seen = self.run([(), *sets], draws)
        return tuple(self._gain(seen, place + 1, tasks) for place, tasks in enumerate(sets))

    def _gain(self, seen: Simulation, place: int, tasks: tuple[str, ...]) -> Gain:
        base, then = seen.quantiles[0], seen.quantiles[place]
        known = all(task in self.costs for task in tasks)
        return Gain(
            tasks=tasks,
            p50_days=int(base[_P50] - then[_P50]),
            p90_days=int(base[_P90] - then[_P90]),
            mean_days=float(seen.mean[0] - seen.mean[place]),
            p50_on=self.as_of + datetime.timedelta(days=int(then[_P50])),
            p90_on=self.as_of + datetime.timedelta(days=int(then[_P90])),
            cost_eur=sum(self.costs[task] for task in tasks) if known else None,
        )


def single_gains(question: Question, tasks: Sequence[str], draws: int) -> tuple[Gain, ...]:
    """Return the gain of each task alone, largest P50 gain first.

    Parameters
    ----------
    question : Question
    tasks : sequence of str
    draws : int

    Returns
    -------
    tuple of Gain
        Ties by P90 gain, then mean gain, then name.
    """
    if not tasks:
        return ()
    gains = question.gains([(task,) for task in tasks], draws)
    return tuple(
        sorted(
            gains, key=lambda gain: (-gain.p50_days, -gain.p90_days, -gain.mean_days, gain.tasks)
        )
    )


def best_order(
    question: Question, tasks: Sequence[str], draws: int, *, order_draws: int = ORDER_DRAWS
) -> Order:
    """Return the order in which to do the tasks in advance.

    Parameters
    ----------
    question : Question
    tasks : sequence of str
    draws : int
        For the gains shown.
    order_draws : int, default 2000
        For the choice of the order, no more than `draws`.

    Returns
    -------
    Order

    Notes
    -----
    Gains do not add up: two tasks on parallel paths may gain nothing alone and much together. The
    exact order maximises the sum of the gains of its prefixes, found by dynamic programming over the
    subsets (Held and Karp, 1962); it is not always the best set at every length.
    """
    fewer = min(draws, order_draws)
    if not tasks:
        return Order((), "exact", fewer)
    exact = len(tasks) <= EXACT_UP_TO
    ordered = (_exact if exact else _greedy)(question, tuple(sorted(tasks)), fewer)
    prefixes = [ordered[: length + 1] for length in range(len(ordered))]
    return Order(question.gains(prefixes, draws), "exact" if exact else "greedy", fewer)


def _exact(question: Question, tasks: tuple[str, ...], draws: int) -> tuple[str, ...]:
    count = len(tasks)
    sets = [tuple(tasks[i] for i in range(count) if mask >> i & 1) for mask in range(1 << count)]
    seen = question.run(sets, draws)
    worth = [
        (int(seen.quantiles[0, _P50] - seen.quantiles[mask, _P50]), seen.mean[0] - seen.mean[mask])
        for mask in range(1 << count)
    ]
    best: list[tuple[float, float]] = [(0.0, 0.0)] * (1 << count)
    last = [-1] * (1 << count)
    for mask in range(1, 1 << count):
        options = [(*best[mask & ~(1 << i)], -i) for i in range(count) if mask >> i & 1]
        days, mean, minus = max(options)
        best[mask] = (days + worth[mask][0], mean + worth[mask][1])
        last[mask] = -minus
    ordered: list[str] = []
    mask = (1 << count) - 1
    while mask:
        ordered.append(tasks[last[mask]])
        mask &= ~(1 << last[mask])
    return tuple(ordered[::-1])


def _greedy(question: Question, tasks: tuple[str, ...], draws: int) -> tuple[str, ...]:
    done: tuple[str, ...] = ()
    left = list(tasks)
    while left:
        seen = question.run([(*done, task) for task in left], draws)
        ranked = [
            (int(seen.quantiles[place, _P50]), float(seen.mean[place]), task)
            for place, task in enumerate(left)
        ]
        chosen = min(ranked)[2]
        done = (*done, chosen)
        left.remove(chosen)
    return done
