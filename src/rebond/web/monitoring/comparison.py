"""The comparison of retained and other candidates, on the record; and its form on invented data, said to be so."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from math import nan

import numpy as np
from django.db.models import QuerySet

from rebond.evidence import load_indicators
from rebond.impact import Comparison, Options, Panel, compare, panel
from rebond.impact.synthetic import Design, invent
from rebond.impact.telling import answer_of
from rebond.programme import Measure
from rebond.texts import Text
from rebond.web.monitoring.models import Baseline, Observation
from rebond.web.monitoring.quantities import UNITS
from rebond.web.programmes.queries import main_programme
from rebond.web.theme.figures import coordinate

Quantity, Basis = Observation.Quantity, Observation.Basis
CENTS = 100
INVENTED = Design(units=160, effect=12.0, noise=8.0)
INVENTED_SEED = 2031
INVENTED_FACTS = {
    "access": Text("Accès (inventé)", "Access (invented)"),
    "workforce": Text("Main-d’œuvre (inventée)", "Workforce (invented)"),
    "area": Text("Surface (inventée)", "Area (invented)"),
}


@dataclass(frozen=True, slots=True)
class Point:
    """One year of the figure, in percent of its width and height."""

    year: int
    is_before: bool
    x: str
    y: str
    low: str
    high: str
    value: float
    low_value: float
    high_value: float


@dataclass(frozen=True, slots=True)
class Shown:
    """A comparison with what a page says of it."""

    found: Comparison
    answer: Text
    unit: Text
    facts: dict[str, Text]
    points: tuple[Point, ...]
    ticks: tuple[tuple[int, str], ...]
    """Every year with its place, the one of reference among them."""
    reference: str
    zero: str
    cut: str
    """Where the decision stands between two years."""
    is_invented: bool


@dataclass(frozen=True, slots=True)
class Held:
    """What the record holds for a comparison: candidates frozen, and how many numbers were said of them."""

    retained: int
    others: int
    observations: int
    years: int
    later: int = 0
    """Candidates that were not retained at first and were later: they stand on neither side."""


def measures() -> tuple[Measure, ...]:
    """Return the measures of the programme in force that real candidates were decided for."""
    programme = main_programme()
    if programme is None:
        return ()
    known = set(_real(programme.id).order_by().values_list("measure_id", flat=True).distinct())
    return tuple(one for one in programme.measures if one.id in known)


def held(measure: str) -> Held:
    """Count what a comparison on real candidates of one measure could rest on."""
    rows, later = _candidates(measure)
    said = Observation.objects.filter(dossier__in=[one.dossier_id for one in rows])
    return Held(
        retained=sum(one.is_retained for one in rows),
        others=sum(not one.is_retained for one in rows),
        observations=said.count(),
        years=said.order_by().values("year").distinct().count(),
        later=later,
    )


def _real(programme_id: str) -> QuerySet[Baseline]:
    return Baseline.objects.filter(
        dossier__call__is_fictitious=False, dossier__call__programme_id=programme_id
    )


def _candidates(measure: str) -> tuple[list[Baseline], int]:
    """Return the first baseline of each real candidate of a measure, and how many are left out.

    Notes
    -----
    Facts are those of the first decision. Who was not retained then and was later, in the same dossier or in one
    copied from it, is neither retained from the first day nor a candidate without the measure: it is left out.
    """
    programme = main_programme()
    if programme is None:
        return [], 0
    rows = _real(programme.id).filter(measure_id=measure).order_by("decided_on", "pk")
    first: dict[int, Baseline] = {}
    retained: set[int] = set()
    for one in rows.select_related("dossier__call"):
        first.setdefault(one.dossier_id, one)
        if one.is_retained:
            retained.add(one.dossier_id)
    copied = {key: one.dossier.copied_from_id for key, one in first.items()}
    same = set(retained)
    for key in retained:
        before = copied.get(key)
        while before is not None and before not in same:
            same.add(before)
            before = copied.get(before)
    kept = [one for key, one in first.items() if one.is_retained or key not in same]
    return kept, len(first) - len(kept)


def real(quantity: str, measure: str) -> Shown | None:
    """Return the comparison on the record; None while nothing allows one to be computed at all."""
    data = real_panel(quantity, measure)
    if data is None:
        return None
    names = load_indicators()
    facts = {
        name: names[name].title if name in names.ids else Text(name, name)
        for name in data.fact_names
    }
    return shown(compare(data), UNITS[quantity], facts, is_invented=False)


def real_panel(quantity: str, measure: str) -> Panel | None:
    """Return candidates, frozen facts and declared numbers; None without candidates on both sides of a decision.

    Notes
    -----
    Declared numbers alone are compared: they exist on both sides, while checks bear more on the retained. The years
    of a candidate count from its own decision; candidates of one call alone are put side by side.
    """
    rows, _later = _candidates(measure)
    said: dict[int, dict[int, int]] = {}
    for dossier, year, value in (
        Observation.objects.filter(
            dossier__in=[one.dossier_id for one in rows], quantity=quantity, basis=Basis.DECLARED
        )
        .order_by("number")
        .values_list("dossier_id", "year", "value")
    ):
        said.setdefault(dossier, {})[year] = value
    offsets = sorted(
        {
            year - one.decided_on.year
            for one in rows
            for year in said.get(one.dossier_id, {})
            if year != one.decided_on.year
        }
    )
    if not any(one < 0 for one in offsets) or not any(one > 0 for one in offsets):
        return None
    scale = CENTS if quantity == Quantity.INVESTMENT else 1
    names = sorted({fact["indicator"] for one in rows for fact in one.content["facts"]})
    facts = np.full((len(rows), len(names)), nan)
    outcomes = np.full((len(rows), len(offsets)), nan)
    for row, one in enumerate(rows):
        for fact in one.content["facts"]:
            if fact["value"] is not None:
                facts[row, names.index(fact["indicator"])] = fact["value"]
        for column, offset in enumerate(offsets):
            value = said.get(one.dossier_id, {}).get(one.decided_on.year + offset)
            if value is not None:
                outcomes[row, column] = value / scale
    return panel(
        [one.dossier.reference for one in rows],
        [one.is_retained for one in rows],
        names,
        facts,
        offsets,
        outcomes,
        first_after=1,
        groups=[one.dossier.call.reference for one in rows],
    )


@lru_cache(maxsize=1)
def invented() -> Shown:
    """Return the comparison on invented candidates, whose true effect is known: 12 jobs."""
    data = invent(INVENTED, INVENTED_SEED)
    offsets = [year - data.first_after for year in data.years]
    years = [offset + 1 if offset >= 0 else offset for offset in offsets]
    moved = panel(
        data.units,
        data.is_retained,
        data.fact_names,
        data.facts,
        years,
        data.outcomes,
        first_after=1,
    )
    return shown(
        compare(moved, Options(draws=1999)),
        UNITS[Quantity.JOBS],
        INVENTED_FACTS,
        is_invented=True,
    )


def shown(found: Comparison, unit: Text, facts: dict[str, Text], *, is_invented: bool) -> Shown:
    """Return a comparison with its sentence and the geometry of its figure."""
    known = [one for one in found.years_estimates if one.estimate.low is not None]
    lows = [one.estimate.low or 0.0 for one in known]
    highs = [one.estimate.high or 0.0 for one in known]
    bottom, top = min([0.0, *lows]), max([0.0, *highs])
    span = (top - bottom) or 1.0
    bottom, span = bottom - 0.08 * span, 1.16 * span
    columns = len(found.years)

    def across(position: float) -> str:
        return coordinate(100 * (position + 0.5) / columns)

    def down(value: float) -> str:
        return coordinate(100 * (1 - (value - bottom) / span))

    points = tuple(
        Point(
            one.year,
            one.is_before,
            across(found.years.index(one.year)),
            down(one.estimate.value),
            down(one.estimate.low or 0.0),
            down(one.estimate.high or 0.0),
            one.estimate.value,
            one.estimate.low or 0.0,
            one.estimate.high or 0.0,
        )
        for one in known
    )
    before = sum(year < found.first_after for year in found.years)
    return Shown(
        found=found,
        answer=answer_of(found, unit),
        unit=unit,
        facts=facts,
        points=points,
        ticks=tuple((year, across(number)) for number, year in enumerate(found.years)),
        reference=across(before - 1),
        zero=down(0.0),
        cut=across(before - 0.5),
        is_invented=is_invented,
    )
