"""Slow and obvious answers for small selections: every choice is looked at, every rule read from its words."""

from __future__ import annotations

import itertools
import math
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cache

from hypothesis import strategies as st

from rebond.selection import (
    Budget,
    CoveredGroupsMinimum,
    ExactlyK,
    FixedIn,
    FixedOut,
    GroupCeiling,
    GroupFloor,
    MinimumDistance,
    Problem,
    Rule,
    ShareCeiling,
    ShareFloor,
    pose,
)
from rebond.texts import Text

Choice = tuple[int, ...]
REASON = Text("motif", "reason")
SCALE = 1000


@dataclass(frozen=True)
class Small:
    """A selection small enough to look at every choice."""

    units: tuple[int, ...]
    regions: tuple[str | None, ...]
    sectors: tuple[str, ...]
    costs: tuple[int, ...]
    lon: tuple[float, ...]
    lat: tuple[float, ...]
    selectable: tuple[bool, ...]
    rules: tuple[Rule, ...]

    @property
    def k(self) -> int:
        """Number retained."""
        return next(rule.k for rule in self.rules if isinstance(rule, ExactlyK))

    def problem(self) -> Problem:
        """Return the candidates as the room takes them."""
        return pose(
            [unit / SCALE for unit in self.units],
            {"region": self.regions, "sector": self.sectors},
            costs_cents=self.costs,
            lon=self.lon,
            lat=self.lat,
            selectable=self.selectable,
            scale=SCALE,
        )

    def sum(self, choice: Choice) -> int:
        """Return the sum of scores, in units."""
        return sum(self.units[i] for i in choice)


def kilometres(small: Small, a: int, b: int) -> float:
    """Return the great-circle distance by the law of cosines in three dimensions."""
    points = []
    for i in (a, b):
        lam, phi = math.radians(small.lon[i]), math.radians(small.lat[i])
        points.append((math.cos(phi) * math.cos(lam), math.cos(phi) * math.sin(lam), math.sin(phi)))
    chord = math.dist(*points)
    return 2 * 6371.0088 * math.asin(min(1.0, chord / 2))


def holds(small: Small, rule: Rule, choice: Choice, k: int) -> bool:  # noqa: PLR0911 - one answer a rule
    """Read one rule from its words."""
    columns = {"region": small.regions, "sector": small.sectors}
    match rule:
        case ExactlyK():
            return len(choice) == rule.k
        case GroupFloor() | GroupCeiling():
            counts = Counter(columns[rule.group][i] for i in choice)
            present = {v for v in columns[rule.group] if v is not None}
            values = present if rule.value is None else {rule.value}
            if isinstance(rule, GroupFloor):
                return all(counts[v] >= rule.minimum for v in values)
            return all(counts[v] <= rule.maximum for v in values)
        case ShareFloor():
            count = sum(columns[rule.group][i] == rule.value for i in choice)
            return Fraction(count) >= rule.share * k
        case ShareCeiling():
            count = sum(columns[rule.group][i] == rule.value for i in choice)
            return Fraction(count) <= rule.share * k
        case CoveredGroupsMinimum():
            covered = {columns[rule.group][i] for i in choice} - {None}
            if rule.among is not None:
                covered &= {*rule.among}
            return len(covered) >= rule.minimum
        case Budget():
            return sum(small.costs[i] for i in choice) <= rule.limit_cents
        case MinimumDistance():
            return all(
                round(1000 * kilometres(small, a, b)) >= round(1000 * rule.km)
                for a, b in itertools.combinations(choice, 2)
            )
        case FixedIn():
            return int(rule.candidate) in choice
        case FixedOut():
            return int(rule.candidate) not in choice


def choices(small: Small, rules: Sequence[Rule], k: int) -> Iterator[Choice]:
    """Yield every choice that satisfies the rules, in lexicographic order for one size."""
    allowed = [i for i, may in enumerate(small.selectable) if may]
    sized = any(isinstance(rule, ExactlyK) for rule in rules)
    for size in [k] if sized else range(len(allowed) + 1):
        for choice in itertools.combinations(allowed, size):
            if all(holds(small, rule, choice, k) for rule in rules):
                yield choice


def best(small: Small, rules: Sequence[Rule] | None = None) -> Choice | None:
    """Return the best choice, the one with the earliest candidates among equals."""
    own = small.rules if rules is None else rules
    k = next(rule.k for rule in own if isinstance(rule, ExactlyK))
    # `max` keeps the first of equals, and lexicographic order puts the earliest candidates first.
    return max(choices(small, own, k), key=small.sum, default=None)


def possible(small: Small, rules: Sequence[Rule]) -> bool:
    """Say whether some choice satisfies the rules."""
    return next(choices(small, rules, small.k), None) is not None


@st.composite
def smalls(draw: st.DrawFn, *, budgets: bool = True, largest: int = 8) -> Small:
    """Draw a small selection with ties, missing regions, and any of the rules."""
    n = draw(st.integers(2, largest))

    def column(name: str) -> tuple:  # type: ignore[type-arg]
        return draw(columns(name, n))

    units = column("units")
    regions = column("regions")
    sectors = column("sectors")
    selectable = column("selectable")
    available = sum(selectable)
    if available == 0:
        selectable, available = (True,) * n, n
    present = tuple(sorted({r for r in regions if r})) or (None,)
    rules: list[Rule] = [ExactlyK(draw(st.integers(1, available)))]
    drawn = draw(other_rules(present, tuple(sorted({*sectors})), n, budgets))
    return Small(
        units=units,
        regions=regions,
        sectors=sectors,
        costs=column("costs"),
        lon=column("lon"),
        lat=column("lat"),
        selectable=selectable,
        rules=(*rules, *drawn),
    )


VALUES: dict[str, st.SearchStrategy[object]] = {
    "units": st.integers(-3, 12),
    "regions": st.sampled_from(["A", "B", "C", None]),
    "sectors": st.sampled_from(["x", "y"]),
    "selectable": st.sampled_from([True, True, True, False]),
    "costs": st.integers(0, 12),
    "lon": st.integers(0, 3).map(float),
    "lat": st.integers(45, 47).map(float),
}


# Strategies are made once: making and checking them takes longer than drawing from them.
@cache
def columns(name: str, n: int) -> st.SearchStrategy[tuple[object, ...]]:
    """Draw one value of each of `n` candidates."""
    return st.lists(VALUES[name], min_size=n, max_size=n).map(tuple)


@cache
def other_rules(
    present: tuple[str | None, ...], sectors: tuple[str, ...], n: int, budgets: bool
) -> st.SearchStrategy[list[Rule]]:
    """Draw rules other than the number retained, for `n` candidates of these regions and sectors."""
    small = st.integers(0, 2)
    share = st.fractions(0, 1, max_denominator=6)
    region, sector = st.sampled_from(present), st.sampled_from(sectors)
    anyone = st.integers(0, n - 1).map(str)
    kinds: list[st.SearchStrategy[Rule]] = [
        st.builds(GroupFloor, group=st.just("region"), minimum=small, value=region),
        st.builds(GroupCeiling, group=st.just("region"), maximum=small, value=st.none() | region),
        st.builds(CoveredGroupsMinimum, group=st.just("region"), minimum=small),
        st.builds(ShareFloor, group=st.just("sector"), value=sector, share=share),
        st.builds(ShareCeiling, group=st.just("sector"), value=sector, share=share),
        st.builds(MinimumDistance, km=st.sampled_from([0, 50.0, 120.0])),
        st.builds(FixedIn, candidate=anyone, reason=st.just(REASON)),
        st.builds(FixedOut, candidate=anyone, reason=st.just(REASON)),
    ]
    if budgets:
        kinds.append(st.builds(Budget, limit_cents=st.integers(0, 40)))
    return st.lists(st.one_of(kinds), max_size=3, unique_by=lambda rule: rule.id)
