"""What a measure refers to must be declared: sources, objectives, actors, perimeters, regions, indicators."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from pydantic import BaseModel

from rebond.programme.applicants import Applicants, Task
from rebond.programme.awards import Award, Funder
from rebond.programme.complaints import Complaint, KeyPath, unknown_reference
from rebond.programme.errors import ProblemKind
from rebond.programme.forms import FieldBase
from rebond.programme.gates import InPerimeterTest
from rebond.programme.grids import IndicatorUse
from rebond.programme.measures import Measure, Stage
from rebond.programme.selection_rules import GroupBound, SelectionRules
from rebond.texts import Text

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from rebond.programme.programmes import ProgrammeIdentity

_SOURCE = Text("la source", "the source")
_OBJECTIVE = Text("l’objectif", "the objective")
_ACTOR = Text("l’acteur", "the actor")
_PERIMETER = Text("le périmètre", "the perimeter")
_REGION = Text("la région", "the region")
_INDICATOR = Text("l’indicateur", "the indicator")
_CRITERION = Text("le critère", "the criterion")

EACH = "each"


@dataclass(frozen=True, slots=True)
class KnownNames:
    """Names that other rooms declare, when the caller wants references to them checked.

    Parameters
    ----------
    indicators : collection of str or None
        Indicators of the evidence; None: not checked.
    perimeters : collection of str or None
        Lists of places of the territorial data; None: not checked.
    """

    indicators: Collection[str] | None = None
    perimeters: Collection[str] | None = None


def walk_models(value: Any, path: KeyPath = ()) -> Iterator[tuple[KeyPath, BaseModel]]:
    """Yield every model inside `value` with its path, itself first."""
    if isinstance(value, BaseModel):
        yield path, value
        for name in type(value).model_fields:
            yield from walk_models(getattr(value, name), (*path, name))
    elif isinstance(value, dict):
        for key, item in value.items():
            yield from walk_models(item, (*path, key))
    elif isinstance(value, tuple):
        for position, item in enumerate(value):
            yield from walk_models(item, (*path, position))


def head_complaints(head: ProgrammeIdentity, known: KnownNames) -> list[Complaint]:
    """Return the references of ``programme.yaml`` that lead nowhere."""
    declared = {source.id for source in head.sources}
    complaints = _sources(head, declared)
    if known.perimeters is not None:
        complaints += [
            unknown_reference(
                one.perimeter, known.perimeters, ("perimeters", position, "perimeter"), _PERIMETER
            )
            for position, one in enumerate(head.perimeters)
            if one.perimeter not in known.perimeters
        ]
    return complaints


def measure_complaints(
    measure: Measure, head: ProgrammeIdentity, known: KnownNames
) -> list[Complaint]:
    """Return the references of one measure that lead nowhere, given what the programme declares."""
    complaints = _sources(measure, {source.id for source in head.sources})
    objectives = [objective.id for objective in head.objectives]
    complaints += _missing(measure.objectives, objectives, ("objectives",), _OBJECTIVE)
    criteria = [criterion.id for criterion in measure.grid.criteria] if measure.grid else []
    for path, model in walk_models(measure):
        complaints += _actors(model, path, head) + _places(model, path, head)
        if isinstance(model, FieldBase):
            complaints += _missing(model.documents, criteria, (*path, "documents"), _CRITERION)
        if isinstance(model, IndicatorUse) and known.indicators is not None:
            complaints += _missing_one(
                model.indicator, known.indicators, (*path, "indicator"), _INDICATOR
            )
    return complaints


def _sources(root: BaseModel, declared: Collection[str]) -> list[Complaint]:
    complaints: list[Complaint] = []
    for path, model in walk_models(root):
        cited = getattr(model, "sources", ())
        if cited and isinstance(cited[0], str):
            complaints += _missing(cited, sorted(declared), (*path, "sources"), _SOURCE)
    return complaints


def _missing(names: Any, known: Collection[str], at: KeyPath, noun: Text) -> list[Complaint]:
    if not isinstance(names, tuple):
        return []
    return [
        unknown_reference(name, known, (*at, position), noun)
        for position, name in enumerate(names)
        if name not in known
    ]


def _missing_one(name: Any, known: Collection[str], at: KeyPath, noun: Text) -> list[Complaint]:
    if not isinstance(name, str) or name in known:
        return []
    return [unknown_reference(name, known, at, noun)]


def _actors(model: BaseModel, path: KeyPath, head: ProgrammeIdentity) -> list[Complaint]:
    actors = [actor.id for actor in head.actors]
    if isinstance(model, (Task, Funder)):
        return _missing_one(model.actor, actors, (*path, "actor"), _ACTOR)
    if isinstance(model, Stage):
        return _missing(model.actors, actors, (*path, "actors"), _ACTOR)
    if isinstance(model, Award):
        return _missing_one(model.provider, actors, (*path, "provider"), _ACTOR)
    return []


def _places(model: BaseModel, path: KeyPath, head: ProgrammeIdentity) -> list[Complaint]:
    if isinstance(model, (Applicants, InPerimeterTest)):
        perimeters = [perimeter.id for perimeter in head.perimeters]
        return _missing(model.perimeters, perimeters, (*path, "perimeters"), _PERIMETER)
    regions = [region.code for region in head.regions]
    if isinstance(model, GroupBound) and model.group == "region" and model.code != EACH:
        return _missing_one(model.code, regions, (*path, "code"), _REGION)
    if isinstance(model, SelectionRules):
        complaints = _missing(model.covered_regions, regions, (*path, "covered_regions"), _REGION)
        return complaints + _too_many_regions(model, path, len(regions))
    return []


def _too_many_regions(rules: SelectionRules, path: KeyPath, declared: int) -> list[Complaint]:
    least = rules.covered_regions_min
    if least is None or declared == 0 or least <= declared:
        return []
    return [
        Complaint(
            ProblemKind.SELECTION,
            (*path, "covered_regions_min"),
            Text(
                f"{least} régions à couvrir, {declared} déclarées par le programme",
                f"{least} regions to cover, {declared} declared by the programme",
            ),
            Text(
                "Baissez le nombre ou déclarez les régions.",
                "Lower the number or declare the regions.",
            ),
        )
    ]
