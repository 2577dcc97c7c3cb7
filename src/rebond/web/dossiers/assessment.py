"""How the call's grid reads a dossier before it is filed: an answer to «what is missing», never a ranking.

The row is made and scored by the same code as the committee's evaluation, alone: nothing here compares the
dossier with another.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import numpy as np

from rebond.errors import RebondError
from rebond.evaluation import WeightSet
from rebond.evidence import Evidence, Point
from rebond.pipeline.own_candidates import from_rows, policy_facts
from rebond.pipeline.scoring import DIGITS, FloatArray, GridLayout, criterion_values, valued
from rebond.programme import Grid, Measure
from rebond.programme.answers import AnswerProblem, check
from rebond.texts import Text
from rebond.web.calls.settings import CallSettings, settings_of
from rebond.web.clock import today
from rebond.web.dossiers.eligibility import GateRow, eligibility_of, gate_rows
from rebond.web.dossiers.evidence import Seen, described, engine, entered, evidence_at
from rebond.web.dossiers.filings import files_seen
from rebond.web.dossiers.locking import form_of
from rebond.web.dossiers.models import Attachment, Dossier
from rebond.web.territories.places import atlas

CENTRE_DRAWS = 2_000


@dataclass(frozen=True, slots=True)
class CriterionRead:
    """One criterion: values between 0 and 1, `low` and `high` differ by what is missing or uncertain."""

    id: str
    title: Text
    weight: float
    """At the centre of the admissible weights."""
    low: float
    mid: float
    high: float
    documented: float
    """Share of the criterion that known facts document."""
    facts: tuple[Seen, ...]

    @property
    def contribution(self) -> float:
        """What it brings to the score."""
        return round(self.weight * self.mid, DIGITS)

    @property
    def gap(self) -> float:
        """What the score would gain if the criterion were at its best."""
        return round(self.weight * (1 - self.mid), DIGITS)


@dataclass(frozen=True, slots=True)
class Assessment:
    """What the applicant reads of his own dossier; scores are None without a grid or a place."""

    answer: str
    """Of the gates together: yes, no or unknown."""
    gates: tuple[GateRow, ...]
    problems: tuple[AnswerProblem, ...]
    has_grid: bool
    place: str
    """Where facts were read: ``point``, ``commune``, ``commune_far`` (a point that is not near it), or empty."""
    criteria: tuple[CriterionRead, ...] = ()
    score: float | None = None
    low: float | None = None
    high: float | None = None
    documented: float | None = None
    missing: tuple[Seen, ...] = ()
    fault: Text | None = None

    @property
    def gaps(self) -> tuple[CriterionRead, ...]:
        """The criteria, the one where most could be gained first."""
        return tuple(sorted(self.criteria, key=lambda one: (-one.gap, one.id)))


def assess(dossier: Dossier, answers: Mapping[str, Any], now: datetime) -> Assessment:
    """Read a draft as the call's grid, gates and form read it on a day."""
    revision = dossier.revision
    form, measure, on = form_of(revision), revision.measure, today(now)
    found = eligibility_of(revision, form, answers, dossier.organisation.kind, on)
    files = Attachment.objects.filter(dossier=dossier, removed_at=None)
    problems = check(form, answers, files_seen(files), on=on)
    gates = gate_rows(revision, found)
    if measure.grid is None:
        return Assessment(found.answer, gates, problems, has_grid=False, place="")
    field = entered(dossier, answers, measure)
    if not field.entered:
        return Assessment(found.answer, gates, problems, has_grid=True, place="")
    place = field.entered[0].place
    try:
        evidence = _evidence(measure, measure.grid, field.rows, now)
        criteria, documented = _criteria(measure.grid, evidence, settings_of(revision))
    except RebondError as error:
        return Assessment(
            found.answer, gates, problems, has_grid=True, place=place, fault=error.what
        )
    return Assessment(
        answer=found.answer,
        gates=gates,
        problems=problems,
        has_grid=True,
        place=place,
        criteria=criteria,
        score=round(sum(one.contribution for one in criteria), DIGITS),
        low=round(sum(one.weight * one.low for one in criteria), DIGITS),
        high=round(sum(one.weight * one.high for one in criteria), DIGITS),
        documented=documented,
        missing=tuple(
            one
            for name in measure.grid.indicators
            if (one := described(evidence, name)).value is None
        ),
    )


def _evidence(measure: Measure, grid: Grid, rows: list[dict[str, str]], now: datetime) -> Evidence:
    """Return the facts of the one row, with what the dossier itself states in place of open data."""
    indicators = [engine().catalogue[name] for name in grid.indicators]
    one = from_rows(
        rows,
        source="draft",
        indicators=indicators,
        facts=policy_facts(measure),
        atlas=atlas(),
    ).candidates[0]
    # The name of a point is no part of its facts: without it, a change of title computes nothing again.
    place = Point(one.place.lon, one.place.lat, "") if isinstance(one.place, Point) else one.place
    later = frozenset(
        use.indicator
        for criterion in grid.criteria
        for use in criterion.indicators
        if use.later_vintage and use.later_vintage.allowed
    )
    read = evidence_at(place, tuple(grid.indicators), later, today(now))
    return read.with_values({0: dict(one.given)}) if one.given else read


def _criteria(
    grid: Grid, evidence: Evidence, settings: CallSettings
) -> tuple[tuple[CriterionRead, ...], float]:
    layout = GridLayout.of(grid)
    values = valued(evidence, layout)
    low = criterion_values(values.low, layout)[0]
    high = criterion_values(values.high, layout)[0]
    mid = criterion_values(np.round((values.low + values.high) / 2, DIGITS), layout)[0]
    documented = criterion_values(values.documented.astype(np.float64), layout)[0]
    weights = _central_weights(grid, settings)
    read = tuple(
        CriterionRead(
            id=one.id,
            title=one.title,
            weight=float(weights[row]),
            low=float(low[row]),
            mid=float(mid[row]),
            high=float(high[row]),
            documented=float(documented[row]),
            facts=tuple(described(evidence, use.indicator) for use in one.indicators),
        )
        for row, one in enumerate(grid.criteria)
    )
    return read, float(np.round((weights * documented).sum(), DIGITS))


def _central_weights(grid: Grid, settings: CallSettings) -> FloatArray:
    """Return the centre of the weights that the call, or else the policy, admits."""
    names = [one.id for one in grid.criteria]
    stated = settings.weights
    if stated["intervals"] or stated["orderings"]:
        admissible = WeightSet.stated(
            names,
            intervals={name: (ends[0], ends[1]) for name, ends in stated["intervals"].items()},
            orderings=[(pair[0], pair[1]) for pair in stated["orderings"]],
        )
    else:
        bounds = grid.weight_bounds()
        admissible = WeightSet.stated(
            names,
            intervals={
                name: (float(low), float(high))
                for name, (low, high) in zip(names, bounds, strict=True)
            },
            orderings=[(one.heavier, one.lighter) for one in grid.orderings],
        )
    if admissible.is_full:
        return np.full(admissible.size, 1.0 / admissible.size)
    drawn = admissible.sample(CENTRE_DRAWS, settings.seed or 0)
    centre: FloatArray = np.round(drawn.mean(axis=0), DIGITS)
    return centre
