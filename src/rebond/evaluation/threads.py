"""Sharing work out among threads: who does which part never changes the outcome."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor
from queue import SimpleQueue
from typing import TYPE_CHECKING, TypeVar

from rebond.evaluation.errors import Cancelled

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

Part = TypeVar("Part")
Outcome = TypeVar("Outcome")


def share_out(
    parts: Sequence[tuple[Part, int]],
    threads: int,
    start: Callable[[], Outcome],
    work: Callable[[Outcome, Part, int], None],
    *,
    on_progress: Callable[[int, int], None] | None = None,
    is_cancelled: Callable[[], bool] | None = None,
) -> list[Outcome]:
    """Do every part once; each thread gathers what it did in an outcome of its own.

    Parameters
    ----------
    parts : sequence of (part, size)
    threads : int, at least 1
        With 1, all work is done in the caller's thread.
    start : callable
        Makes the empty outcome of a thread.
    work : callable (outcome, part, size)
        Adds one part to an outcome; outcomes must add up to the same total in any order.
    on_progress : callable (done, total), optional
        Called in the caller's thread with sums of sizes.
    is_cancelled : callable, optional
        Asked in the caller's thread after each part.

    Returns
    -------
    list of outcomes, one a thread

    Raises
    ------
    Cancelled
        When `is_cancelled` says so; running parts end first.
    """
    progress = _Progress(sum(size for _, size in parts), on_progress, is_cancelled)
    if threads == 1 or len(parts) <= 1:
        outcome = start()
        for part, size in parts:
            work(outcome, part, size)
            progress.add(size)
        return [outcome]
    return _on_threads(parts, threads, start, work, progress)


class _Progress:
    def __init__(
        self,
        total: int,
        on_progress: Callable[[int, int], None] | None,
        is_cancelled: Callable[[], bool] | None,
    ) -> None:
        self.done = 0
        self.total = total
        self._on_progress = on_progress
        self._is_cancelled = is_cancelled

    def add(self, size: int) -> None:
        self.done += size
        if self._on_progress is not None:
            self._on_progress(self.done, self.total)
        if self._is_cancelled is not None and self._is_cancelled() and self.done < self.total:
            raise Cancelled(self.done, self.total)


def _on_threads(
    parts: Sequence[tuple[Part, int]],
    threads: int,
    start: Callable[[], Outcome],
    work: Callable[[Outcome, Part, int], None],
    progress: _Progress,
) -> list[Outcome]:
    left: Iterator[tuple[Part, int]] = iter(parts)
    turn = threading.Lock()
    stop = threading.Event()
    news: SimpleQueue[int | None] = SimpleQueue()

    def worker() -> Outcome:
        outcome = start()
        try:
            while not stop.is_set():
                with turn:
                    item = next(left, None)
                if item is None:
                    break
                work(outcome, *item)
                news.put(item[1])
        finally:
            news.put(None)
        return outcome

    with ThreadPoolExecutor(max_workers=threads) as pool:
        futures = [pool.submit(worker) for _ in range(threads)]
        running = threads
        try:
            while running:
                size = news.get()
                if size is None:
                    running -= 1
                else:
                    progress.add(size)
        finally:
            stop.set()
        return [future.result() for future in futures]
