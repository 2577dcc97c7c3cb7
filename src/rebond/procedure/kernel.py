"""The compiled loop: durations drawn, dates propagated, critical steps traced, day by day.

Everything is whole days in int32, so that sums, maxima and comparisons are exact and the same on any
machine; the only floating-point work is the inverse of each duration's distribution function.

All compiled functions stand in this one module on purpose: numba's cache looks at the file of the
function it saved, not at the files of those it calls.
"""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
from numba import njit

LANES = 128  # Philox blocks computed side by side
CHUNK = 4 * LANES  # draws in one draw block: four numbers come out of each Philox block

FIXED, TRIANGULAR, UNIFORM, TABLE, MONTHS, BEHIND = 0, 1, 2, 3, 4, 5
PIECES = 4096  # pieces of a tabulated quantile function

_U64 = np.uint64
_U32 = np.uint32
_I32 = np.int32
_I64 = np.int64
_F32 = np.float32
_LOW = 0xFFFFFFFF
_M0, _M1 = 0xD2511F53, 0xCD9E8D57
_W0, _W1 = 0x9E3779B9, 0xBB67AE85
_ROUNDS = 10
_HALF = np.float32(0.5)
_ONE = np.float32(1.0)
_UNIT = np.float32(2.0**-23)
_SHIFT = np.uint32(9)
_HISTOGRAM_DAYS = 16384


class Streams(NamedTuple):
    """Addresses of the random numbers: uint32 words of the seed, the sites, the steps, the branches."""

    seed: Any  # (2,)
    site: Any  # (sites, 2)
    step: Any  # (steps,)
    branch: Any  # (branches,)


class Graphs(NamedTuple):
    """The graph shared by the sites, and their durations."""

    first_arc: Any  # (steps + 1,) int32; the steps before s are before[first_arc[s]:first_arc[s+1]]
    before: Any  # (arcs,) int32, smaller than the step they stand before
    first_follower: (
        Any  # (steps + 1,) int32; the steps after s are follower[first_follower[s]:…[s+1]]
    )
    follower: Any  # (arcs,) int32; the same arcs, by the step they leave
    step_branch: Any  # (steps,) int32, number of branches when the step is always on the way
    branch_parent: Any  # (branches,) int32, smaller than the branch, or -1
    chance: Any  # (sites, branches) float32 in [0, 1]
    kind: Any  # (sites, steps) int8
    number: Any  # (sites, steps) int32, days of FIXED, or days after the months of MONTHS
    release: Any  # (sites, steps) int32, day before which the step cannot start
    bounds: Any  # (sites, steps, 3) float32, low, mode, high, days
    row: Any  # (sites, steps) int32, row of `tables` for TABLE, of `months` for MONTHS
    tables: Any  # (rows, PIECES + 1) float32 in [0, 1]
    months: Any  # (rows, horizon) int32, day reached by a clock of so many months, by starting day


class Questions(NamedTuple):
    """What is asked of each site."""

    promise: (
        Any  # (promises, 3) int32: from the start of a step, to the end of another, row of months
    )
    target: Any  # (sites,) int32, day by which the end is hoped for
    levels: Any  # (q,) float64 in (0, 1], increasing


class Answers(NamedTuple):
    """Room for what is answered; counts are of draws."""

    mean: Any  # (sites,) float64, days
    quantiles: Any  # (sites, q) int32, days
    on_time: Any  # (sites,) int64
    kept: Any  # (sites, promises) int64
    counted: Any  # (sites, promises) int64
    criticality: Any  # (sites, steps) int64
    finals: Any  # (sites or 0, draws) int32, end of the last step
    starts: Any  # (sites or 0, steps, kept draws) int32
    ends: Any  # (sites or 0, steps, kept draws) int32


@njit(nogil=True, cache=True)
def fill_bits(out: Any, counter: Any, key: Any) -> None:
    """Write the 32-bit numbers of one draw block of one step of one site into `out`.

    Parameters
    ----------
    out : array, shape (CHUNK,), uint32
        Filled so that ``out[LANES j + b]`` is word ``j`` of Philox block ``LANES draw_block + b``.
    counter : tuple of four uint32
        Draw block, step key, low and high words of the site key.
    key : array, shape (2,), uint32
        The seed.

    Notes
    -----
    Words live in 64-bit lanes of which only the low half counts: the products mask it, the high half
    never comes back down, and the last cast drops it. That keeps the loop free of shuffles. Sums of
    counters and keys are masked: unmasked, they would carry over and the numbers would not be
    Philox's.

    References
    ----------
    Salmon, Moraes, Dror and Shaw (2011), «Parallel random numbers: as easy as 1, 2, 3», SC'11.
    """
    low = _U64(_LOW)
    half = _U64(32)
    first = (_U64(counter[0]) * _U64(LANES)) & low
    for lane in range(LANES):
        x0 = (first + _U64(lane)) & low
        x1 = _U64(counter[1])
        x2 = _U64(counter[2])
        x3 = _U64(counter[3])
        k0 = _U64(key[0])
        k1 = _U64(key[1])
        for _ in range(_ROUNDS):
            p0 = _U64(_M0) * (x0 & low)
            p1 = _U64(_M1) * (x2 & low)
            x0 = (p1 >> half) ^ x1 ^ k0
            x2 = (p0 >> half) ^ x3 ^ k1
            x1 = p1
            x3 = p0
            k0 = (k0 + _U64(_W0)) & low
            k1 = (k1 + _U64(_W1)) & low
        out[lane] = _U32(x0 & low)
        out[LANES + lane] = _U32(x1 & low)
        out[2 * LANES + lane] = _U32(x2 & low)
        out[3 * LANES + lane] = _U32(x3 & low)


@njit(nogil=True, cache=True)
def draw_branches(active: Any, bits: Any, chance: Any, parent: Any, address: Any) -> None:
    """Write 1 where a branch is taken and 0 where it is not, for one draw block of one site.

    Parameters
    ----------
    active : array, shape (branches + 1, CHUNK), int32
        Filled but for its last row; a branch under another is taken only where the other is.
    bits : array, shape (CHUNK,), uint32
        Room for the random numbers.
    chance : array, shape (branches,), float32 in [0, 1]
    parent : array, shape (branches,), int32
    address : tuple
        Branch keys, draw block, low and high words of the site key, seed words.
    """
    keys, block, site_low, site_high, seed = address
    for branch in range(chance.shape[0]):
        row = active[branch]
        share = chance[branch]
        if share <= _F32(0.0) or share >= _ONE:
            row[:] = _I32(1) if share >= _ONE else _I32(0)
        else:
            fill_bits(bits, (block, keys[branch], site_low, site_high), seed)
            for draw in range(CHUNK):
                unit = (_F32(_I32(bits[draw] >> _SHIFT)) + _HALF) * _UNIT
                row[draw] = _I32(1) if unit < share else _I32(0)
        if parent[branch] >= 0:
            above = active[parent[branch]]
            for draw in range(CHUNK):
                row[draw] = row[draw] & above[draw]


@njit(nogil=True, cache=True)
def run_step(dates: Any, where: Any, bits: Any, rule: Any, months: Any) -> None:
    """Write when one step ends, for one draw block.

    Parameters
    ----------
    dates : tuple
        Starts (steps, CHUNK) and finishes (steps, CHUNK, filled), int32, days, and what is active
        (branches + 1, CHUNK), int32. Where a step does not occur, its finish is day 0: what does not
        happen makes nothing wait.
    where : tuple of three int
        Step, its branch, its row of the tables or of the months.
    bits : array, shape (CHUNK,), uint32
    rule : tuple
        Kind, number of days, low, mode and high (float32, days), and the tables (rows, PIECES + 1),
        float32, quantiles of the standard shapes.
    months : array, shape (rows, horizon), int32
        Day reached when the clock starts on each day, for MONTHS.

    Notes
    -----
    Rows are indexed: each slice would cost two atomic operations.
    """
    start, finish, active = dates
    step, mask, row = where
    kind, number, low, mode, high, tables = rule
    width = high - low
    if kind == BEHIND:
        for draw in range(CHUNK):
            finish[step, draw] = _I32(0)
    elif kind == FIXED:
        for draw in range(CHUNK):
            finish[step, draw] = (start[step, draw] + number) * active[mask, draw]
    elif kind == MONTHS:
        for draw in range(CHUNK):
            reached = months[row, start[step, draw]] + number
            finish[step, draw] = reached * active[mask, draw]
    elif kind == TRIANGULAR:
        rising = mode - low
        cut = rising / width
        left = width * rising
        right = width * (high - mode)
        for draw in range(CHUNK):
            unit = (_F32(_I32(bits[draw] >> _SHIFT)) + _HALF) * _UNIT
            before = unit < cut
            root = np.sqrt(unit * left if before else (_ONE - unit) * right)
            days = _I32((low + root if before else high - root) + _HALF)
            finish[step, draw] = (start[step, draw] + days) * active[mask, draw]
    elif kind == UNIFORM:
        for draw in range(CHUNK):
            unit = (_F32(_I32(bits[draw] >> _SHIFT)) + _HALF) * _UNIT
            days = _I32(low + unit * width + _HALF)
            finish[step, draw] = (start[step, draw] + days) * active[mask, draw]
    else:
        for draw in range(CHUNK):
            cell = (_F32(_I32(bits[draw] >> _SHIFT)) + _HALF) * (_UNIT * _F32(PIECES))
            knot = min(_I32(cell), _I32(PIECES - 1))
            rise = tables[row, knot + 1] - tables[row, knot]
            days = _I32(low + (tables[row, knot] + (cell - _F32(knot)) * rise) * width + _HALF)
            finish[step, draw] = (start[step, draw] + days) * active[mask, draw]


@njit(nogil=True, cache=True)
def trace_back(total: Any, wanted: Any, room: Any, dates: Any, arcs: Any) -> None:
    """Add to `total` the draws in which each step takes time and holds the end back.

    Parameters
    ----------
    total : array, shape (steps,), int64
    wanted : array, shape (steps, CHUNK), int32
        Filled: where the step occurs and holds the end back, the day on which it starts, that is, the
        day on which a step before it must end to hold the end back too; -1 elsewhere.
    room : tuple of four arrays, shape (CHUNK,), int32
    dates : tuple
        Starts and finishes (steps, CHUNK), int32, days, and how many draws of the block count.
    arcs : tuple of two arrays, int32
        `first_follower` and `follower` of `Graphs`.

    Notes
    -----
    Rows go through `room`: a loop that reads and writes rows of one array is not done sixteen at once.
    """
    start, finish, lanes = dates
    first_follower, follower = arcs
    begun, ended, flag, out = room
    last = start.shape[0] - 1
    for step in range(last, -1, -1):
        level = _I32(1) if step == last else _I32(0)
        for draw in range(CHUNK):
            begun[draw], ended[draw], flag[draw] = start[step, draw], finish[step, draw], level
        for arc in range(first_follower[step], first_follower[step + 1]):
            after = follower[arc]
            for draw in range(CHUNK):
                meets = _I32(1) if ended[draw] == wanted[after, draw] else _I32(0)
                flag[draw] = flag[draw] | meets
        for draw in range(CHUNK):
            held = flag[draw] & (_I32(1) if ended[draw] >= begun[draw] else _I32(0))
            out[draw] = begun[draw] if held > 0 else _I32(-1)
            flag[draw] = held & (_I32(1) if ended[draw] > begun[draw] else _I32(0))
        for draw in range(CHUNK):
            wanted[step, draw] = out[draw]
        hits = 0
        for draw in range(lanes):
            hits += flag[draw]
        total[step] += hits


@njit(nogil=True, cache=True)
def count_promises(kept: Any, counted: Any, promise: Any, dates: Any, lanes: int) -> None:
    """Add to `counted` the draws in which the promised step occurs, to `kept` those within the span.

    Parameters
    ----------
    kept, counted : array, shape (promises,), int64
    promise : array, shape (promises, 4), int32
    dates : tuple
        Starts and finishes (steps, CHUNK), what is active (branches + 1, CHUNK), branch of each step, and
        the table of months.
    lanes : int
        Draws that count in this block.
    """
    start, finish, active, step_branch, months = dates
    for number in range(promise.shape[0]):
        begun = finish[promise[number, 0]] if promise[number, 3] else start[promise[number, 0]]
        ended = finish[promise[number, 1]]
        limit = months[promise[number, 2]]
        occurs = active[step_branch[promise[number, 1]]]
        hits = _I32(0)
        seen = _I32(0)
        for draw in range(lanes):
            seen += occurs[draw]
            hits += occurs[draw] & (_I32(1) if ended[draw] <= limit[begun[draw]] else _I32(0))
        kept[number] += hits
        counted[number] += seen


@njit(nogil=True, cache=True)
def summarise(ends: Any, levels: Any, quantiles: Any, counts: Any) -> float:
    """Write the smallest day by which at least each share of the draws has ended; return the mean.

    Parameters
    ----------
    ends : array, shape (draws,), int32, days
    levels : array, shape (q,), float64 in (0, 1], increasing
    quantiles : array, shape (q,), int32
        Filled.
    counts : array, int32
        Room for a histogram; when the spread of `ends` is longer, a sort is used.
    """
    draws = ends.shape[0]
    smallest = ends[0]
    largest = ends[0]
    total = _I64(0)
    for draw in range(draws):
        smallest = min(smallest, ends[draw])
        largest = max(largest, ends[draw])
        total += _I64(ends[draw])
    spread = _I64(largest) - _I64(smallest) + 1
    if spread <= counts.shape[0]:
        counts[:spread] = _I32(0)
        for draw in range(draws):
            counts[ends[draw] - smallest] += _I32(1)
        reached = _I64(0)
        day = _I64(-1)
        for level in range(levels.shape[0]):
            needed = np.ceil(levels[level] * draws)
            while reached < needed:
                day += 1
                reached += counts[day]
            quantiles[level] = _I32(smallest + max(day, 0))
    else:
        ordered = np.sort(ends)
        for level in range(levels.shape[0]):
            rank = _I64(np.ceil(levels[level] * draws)) - 1
            quantiles[level] = ordered[rank]
    return float(total) / float(draws)


@njit(nogil=True, cache=True)
def simulate_sites(span: Any, streams: Any, graphs: Any, asked: Any, answers: Any) -> None:
    """Simulate the sites ``span[0]`` to ``span[1]`` excluded, with ``span[2]`` draws.

    Parameters
    ----------
    span : tuple of three int
    streams : Streams
    graphs : Graphs
    asked : Questions
    answers : Answers
        Filled; counts start at zero.
    """
    first_site, end_site, draws = span
    steps = streams.step.shape[0]
    branches = streams.branch.shape[0]
    start = np.empty((steps, CHUNK), dtype=np.int32)
    finish = np.empty((steps, CHUNK), dtype=np.int32)
    wanted = np.empty((steps, CHUNK), dtype=np.int32)
    one, two = np.empty(CHUNK, dtype=np.int32), np.empty(CHUNK, dtype=np.int32)
    three, four = np.empty(CHUNK, dtype=np.int32), np.empty(CHUNK, dtype=np.int32)
    active = np.empty((branches + 1, CHUNK), dtype=np.int32)
    bits = np.empty(CHUNK, dtype=np.uint32)
    counts = np.empty(_HISTOGRAM_DAYS, dtype=np.int32)
    finals = np.empty(draws, dtype=np.int32)
    active[branches] = _I32(1)
    dates = (start, finish, active)
    room = (one, two, three, four)
    first_arc, before = graphs.first_arc, graphs.before
    months, tables = graphs.months, graphs.tables
    arcs = (graphs.first_follower, graphs.follower)
    for site in range(first_site, end_site):
        low, high = streams.site[site, 0], streams.site[site, 1]
        for done in range(0, draws, CHUNK):
            block = _U32(done // CHUNK)
            lanes = min(CHUNK, draws - done)
            address = (streams.branch, block, low, high, streams.seed)
            draw_branches(active, bits, graphs.chance[site], graphs.branch_parent, address)
            for step in range(steps):
                release = graphs.release[site, step]
                for draw in range(CHUNK):
                    start[step, draw] = release
                for arc in range(first_arc[step], first_arc[step + 1]):
                    other = before[arc]
                    for draw in range(CHUNK):
                        start[step, draw] = max(start[step, draw], finish[other, draw])
                kind = graphs.kind[site, step]
                if kind in {TRIANGULAR, UNIFORM, TABLE}:
                    fill_bits(bits, (block, streams.step[step], low, high), streams.seed)
                run_step(
                    dates,
                    (step, graphs.step_branch[step], graphs.row[site, step]),
                    bits,
                    (
                        kind,
                        graphs.number[site, step],
                        graphs.bounds[site, step, 0],
                        graphs.bounds[site, step, 1],
                        graphs.bounds[site, step, 2],
                        tables,
                    ),
                    months,
                )
            for draw in range(lanes):
                finals[done + draw] = finish[steps - 1, draw]
            trace_back(answers.criticality[site], wanted, room, (start, finish, lanes), arcs)
            seen = (start, finish, active, graphs.step_branch, months)
            count_promises(answers.kept[site], answers.counted[site], asked.promise, seen, lanes)
            kept = min(lanes, answers.ends.shape[2] - done)
            if answers.ends.shape[0] and kept > 0:
                answers.starts[site, :, done : done + kept] = start[:, :kept]
                answers.ends[site, :, done : done + kept] = finish[:, :kept]
        if answers.finals.shape[0]:
            answers.finals[site] = finals
        answers.mean[site] = summarise(finals, asked.levels, answers.quantiles[site], counts)
        answers.on_time[site] = np.sum(finals <= asked.target[site])
