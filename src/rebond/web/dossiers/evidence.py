"""What open data say of the place of a dossier: computed once a place and a day in each process."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Any

from rebond.evidence import Evidence, EvidenceEngine, Point
from rebond.programme import Measure
from rebond.territory import PlaceKey
from rebond.texts import Text, number
from rebond.web.committee.candidates import Field, rows
from rebond.web.dossiers.models import Dossier, Filing
from rebond.web.territories.places import atlas
from rebond.web.theme.datasets import catalogue_titles, snapshot

Place = PlaceKey | Point


@dataclass(frozen=True, slots=True)
class Seen:
    """One fact of open data at a place, with where it comes from; `said` is empty when it is missing."""

    indicator: str
    title: Text
    value: float | None
    said: Text
    source: Text
    vintage: Text
    note: Text


@cache
def engine() -> EvidenceEngine:
    """Return the engine of this process; its columns over all communes are computed when first needed."""
    return EvidenceEngine.shared(snapshot(), atlas())


@lru_cache(maxsize=256)
def evidence_at(
    place: Place, indicators: tuple[str, ...], later: frozenset[str], as_of: dt.date
) -> Evidence:
    """Return the values of indicators at one place as of a day."""
    return engine().evaluate([place], list(indicators), as_of=as_of, allow_later=later)


def entered(dossier: Dossier, answers: Mapping[str, Any], measure: Measure) -> Field:
    """Return the row that the official evaluation would read from these answers, by its own code."""
    draft = Filing(dossier=dossier, number=0, answers=dict(answers))
    return rows([dossier], {dossier.pk: draft}, measure, atlas(), judged=False)


def seen(place: Place, indicators: Sequence[str], as_of: dt.date) -> tuple[Seen, ...]:
    """Return what open data say of a place, missing facts included."""
    found = evidence_at(place, tuple(indicators), frozenset(), as_of)
    return tuple(described(found, name) for name in indicators)


def described(evidence: Evidence, name: str) -> Seen:
    """Return the first place's value of an indicator in words."""
    column = evidence.column(name)
    declared, fact = evidence.indicators[column], evidence.fact(0, column)
    said = Text("", "")
    if fact.value is not None:
        said = Text(
            f"{number(fact.value, 'fr', digits=declared.digits)}\u00a0{declared.unit_text.fr}",
            f"{number(fact.value, 'en', digits=declared.digits)}{'' if declared.unit_text.en == '%' else ' '}{declared.unit_text.en}",
        )
    titles = [
        catalogue_titles().get(one, Text(one, one)) for one in fact.dataset.split(" + ") if one
    ]
    return Seen(
        indicator=name,
        title=declared.title,
        value=fact.value,
        said=said,
        source=Text(", ".join(one.fr for one in titles), ", ".join(one.en for one in titles)),
        vintage=fact.vintage,
        note=fact.note,
    )
