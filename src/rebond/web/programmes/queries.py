"""Policies as the pages show them: read from their files, nothing known by name."""

from __future__ import annotations

import logging
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from pydantic import BaseModel

from rebond.aid import shipped_aids
from rebond.errors import RebondError
from rebond.evidence import load_indicators
from rebond.programme import Programme, load_programme, shipped_programmes
from rebond.programme.applicants import APPLICANT_TITLES
from rebond.programme.policy_model import Unknown
from rebond.territory import kind_text
from rebond.texts import Text
from rebond.web.decisions import queries as decisions
from rebond.web.decisions.rows import Candidate, Decision
from rebond.web.theme import figures

log = logging.getLogger(__name__)


def programme(programme_id: str) -> Programme | None:
    """Return a shipped programme; None when this installation does not have it, or cannot read it."""
    if programme_id not in shipped_programmes():
        return None
    try:
        return _loaded(programme_id)
    except RebondError as error:
        log.warning("programme %s cannot be read: %s", programme_id, error)
        return None


@cache
def _loaded(programme_id: str) -> Programme:
    return load_programme(programme_id)


def main_programme() -> Programme | None:
    """Return the programme of the newest decision when it is shipped, else the first shipped."""
    return programme_of(decisions.current())


def programme_of(decision: Decision | None) -> Programme | None:
    """Return the programme of a decision when it is shipped, else the first shipped."""
    known = programme(decision.programme.id) if decision else None
    if known is not None:
        return known
    shipped = shipped_programmes()
    return programme(shipped[0]) if shipped else None


def _perimeters() -> Mapping[tuple[str, str], Text]:
    titles: dict[tuple[str, str], Text] = {}
    for one in shipped_programmes():
        loaded = programme(one)
        for perimeter in loaded.perimeters if loaded else ():
            titles.setdefault((perimeter.perimeter, perimeter.phase), perimeter.title)
    return titles


def perimeter_title(kind: str, phase: str) -> Text:
    """Return what a reader calls a perimeter, as a programme names it; else its id in words."""
    named = Text("{kind}, phase {phase}", "{kind}, phase {phase}").filled(
        kind=kind_text(kind), phase=phase
    )
    titles = _perimeters()
    return titles.get((kind, phase)) or _as_another_phase(titles, kind, phase) or named


def _as_another_phase(titles: Mapping[tuple[str, str], Text], kind: str, phase: str) -> Text | None:
    """Return the name that a programme gives the same perimeter in another phase, for this phase."""
    for (other, _phase), title in titles.items():
        # « Name, first phase (years) »: what stands before the comma is the perimeter's own name.
        name_fr, comma, _rest = title.fr.partition(",")
        name_en, _comma, _rest = title.en.partition(",")
        if other == kind and comma:
            return Text(f"{name_fr}, phase {phase}", f"{name_en}, phase {phase}")
    return None


def candidate_kind(one: Candidate) -> Text:
    """Return what a candidate is, in words."""
    if one.is_reference:
        return Text("site labellisé", "labelled site")
    kind, _, rest = one.id.partition(":")
    phase, _, code = rest.partition(":")
    return perimeter_title(kind, phase) if code else Text("candidat", "candidate")


@dataclass(frozen=True, slots=True)
class CriterionRow:
    """One criterion of the grid with its indicators."""

    criterion: Any
    indicators: tuple[IndicatorRow, ...]


@dataclass(frozen=True, slots=True)
class IndicatorRow:
    """One indicator of a criterion: what it is, how it becomes a value, what would fill it."""

    title: Text
    definition: Text
    share: float
    why: Text
    curve: figures.Curve | None
    basis: Any
    filled_by: Text | None
    later_why: Text | None


@dataclass(frozen=True, slots=True)
class UnknownRow:
    """Something official that was looked for without being found."""

    where: Text
    looked_for: Text


@dataclass(frozen=True, slots=True)
class MeasureRow:
    """One measure with its applicants in words."""

    measure: Any
    applicants: tuple[Text, ...] | None
    applicants_unknown: Text | None
    has_aids: bool = False
    """Whether the simulator answers for it."""
    unknowns: tuple[Text, ...] = ()
    """Everything of it that was looked for without being found, what the policy says first of all first."""


def measure_rows(one: Programme) -> tuple[MeasureRow, ...]:
    """Return the measures with who may apply, or what was looked for to know it."""
    named = [aid.measure for aid in shipped_aids() if aid.measure is not None]
    aided = {measure.measure for measure in named if measure.programme == one.id}
    rows = []
    for measure in one.measures:
        types = measure.applicants.types
        unknown = types.looked_for if isinstance(types, Unknown) else None
        titles = () if isinstance(types, Unknown) else types
        applicants = None if unknown else tuple(APPLICANT_TITLES[kind] for kind in titles)
        rows.append(
            MeasureRow(
                measure, applicants, unknown, measure.id in aided, tuple(looked_for(measure))
            )
        )
    return tuple(rows)


def looked_for(measure: Any) -> Iterator[Text]:
    """Yield what was looked for about a measure without being found, each thing once."""
    said: set[Text] = set()
    for one in (*measure.not_established, *_unknown_in(measure)):
        if one.looked_for not in said:
            said.add(one.looked_for)
            yield one.looked_for


def _unknown_in(value: Any) -> Iterator[Unknown]:
    if isinstance(value, Unknown):
        yield value
    elif isinstance(value, BaseModel):
        for name in type(value).model_fields:
            yield from _unknown_in(getattr(value, name))
    elif isinstance(value, list | tuple):
        for one in value:
            yield from _unknown_in(one)


def graded(one: Programme) -> Any:
    """Return the first measure that has a grid; None when the programme weighs nothing."""
    return next((measure for measure in one.measures if measure.grid is not None), None)


def grid_rows(grid: Any) -> tuple[CriterionRow, ...]:
    """Return the criteria of a grid with their indicators as declared."""
    declared = load_indicators()
    return tuple(
        CriterionRow(
            criterion,
            tuple(
                _indicator_row(use, share, declared)
                for use, share in zip(criterion.indicators, criterion.shares, strict=True)
            ),
        )
        for criterion in grid.criteria
    )


def _indicator_row(use: Any, share: Any, declared: Any) -> IndicatorRow:
    indicator = declared[use.indicator]
    points = getattr(use.value, "points", None)
    later = use.later_vintage
    return IndicatorRow(
        title=indicator.title,
        definition=indicator.definition,
        share=float(share),
        why=use.why,
        curve=figures.curve(points) if points else None,
        basis=use.value.basis,
        filled_by=getattr(indicator, "filled_by", None),
        later_why=later.why if later is not None and later.allowed else None,
    )


def unknowns(one: Programme) -> tuple[UnknownRow, ...]:
    """Return everything that the policy says was looked for without being found."""
    rows = [UnknownRow(one.title, item.looked_for) for item in one.not_established]
    for measure in one.measures:
        rows += [UnknownRow(measure.title, item.looked_for) for item in measure.not_established]
        if measure.grid is not None and isinstance(measure.grid.weights, Unknown):
            rows.append(UnknownRow(measure.title, measure.grid.weights.looked_for))
        rules = measure.selection
        if rules is not None and isinstance(rules.other_rules, Unknown):
            rows.append(UnknownRow(measure.title, rules.other_rules.looked_for))
    return tuple(rows)
