"""The objectives of a programme with their indicators: what each stands at, and whether its data are there."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from functools import cache

from rebond.errors import RebondError
from rebond.programme import (
    OutcomeIndicator,
    OutcomeIndicators,
    Programme,
    Unknown,
    load_outcomes,
)
from rebond.programme.outcomes import DeclaredHere
from rebond.programme.sources import Figure, Source
from rebond.texts import Text
from rebond.web.monitoring.counts import Counted, Reading, counted
from rebond.web.programmes import queries as programmes


@dataclass(frozen=True, slots=True)
class Row:
    """An indicator with what it stands at."""

    indicator: OutcomeIndicator
    counted: Counted
    figure: Figure | None
    sources: tuple[Source, ...]

    @property
    def state(self) -> str:
        """``value``: something is known; ``waiting``: it is declared here and nothing was said; or the data's state."""
        if self.counted.is_known:
            return "value"
        return (
            "waiting"
            if isinstance(self.indicator.data, DeclaredHere)
            else self.indicator.data.status
        )

    @property
    def baseline_is_known(self) -> bool:
        """Whether a figure of before is established."""
        return not isinstance(self.indicator.baseline, Unknown)

    @property
    def baseline_sources(self) -> tuple[Source, ...]:
        """What the figure of before is read from."""
        if isinstance(self.indicator.baseline, Unknown):
            return ()
        cited = self.indicator.baseline.sources
        return tuple(one for one in self.sources if one.id in cited)

    @property
    def frequency(self) -> str:
        """How often it is computed; empty when that is not established."""
        held = self.indicator.frequency
        return "" if isinstance(held, Unknown) else held

    @property
    def said(self) -> tuple[tuple[float, tuple[Source, ...]], ...]:
        """What was said in public of it, with its sources."""
        if self.figure is None or isinstance(self.figure.said, Unknown):
            return ()
        return tuple(
            (one.value, tuple(each for each in self.sources if each.id in one.sources))
            for one in self.figure.said
        )


@dataclass(frozen=True, slots=True)
class Part:
    """An objective and its indicators."""

    id: str
    title: Text
    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class Results:
    """Everything of one programme."""

    programme: Programme
    outcomes: OutcomeIndicators
    parts: tuple[Part, ...]
    context: tuple[Row, ...]

    @property
    def rows(self) -> tuple[Row, ...]:
        """Every indicator once, in the order of the file."""
        found = {one.indicator.id: one for part in self.parts for one in part.rows}
        found |= {one.indicator.id: one for one in self.context}
        return tuple(found[one.id] for one in self.outcomes.indicators)

    def row(self, name: str) -> Row | None:
        """Return one indicator."""
        return next((one for one in self.rows if one.indicator.id == name), None)

    def count(self, state: str) -> int:
        """Count the indicators of one state."""
        return sum(one.state == state for one in self.rows)


@cache
def indicators(programme_id: str) -> OutcomeIndicators | None:
    """Return the indicators of a shipped programme, read once a process; None when it has none."""
    try:
        return load_outcomes(programme_id)
    except RebondError:
        return None


def results(now: datetime) -> Results | None:
    """Return the indicators of the programme in force here; None when it declares none."""
    programme = programmes.main_programme()
    found = indicators(programme.id) if programme is not None else None
    if programme is None or found is None:
        return None
    reading = Reading(now, programme.id)
    rows = {one.id: _row(one, programme, reading) for one in found.indicators}
    return Results(
        programme,
        found,
        tuple(
            Part(
                each.id,
                each.title,
                tuple(rows[one.id] for one in found.of_objective(each.id)),
            )
            for each in programme.objectives
        ),
        tuple(rows[one.id] for one in found.context),
    )


def _row(one: OutcomeIndicator, programme: Programme, reading: Reading) -> Row:
    data = one.data
    figure = next((each for each in programme.figures if each.id == one.figure), None)
    cited = set(one.sources)
    if not isinstance(one.baseline, Unknown):
        cited |= set(one.baseline.sources)
    if figure is not None and not isinstance(figure.said, Unknown):
        cited |= {name for said in figure.said for name in said.sources}
    return Row(
        one,
        counted(data.counted, reading) if isinstance(data, DeclaredHere) else Counted(),
        figure,
        tuple(source for source in programme.sources if source.id in cited),
    )
