"""Programmes: identity, objectives, measures and sources, and the digest that a record keeps."""

from collections.abc import Collection
from functools import cached_property
from typing import Any, Literal

from pydantic import Field, model_validator

from rebond.canonical import canonical_bytes, digest_bytes
from rebond.programme.applicants import Actor, Perimeter, RegionName
from rebond.programme.complaints import refuse, repeated_ids
from rebond.programme.errors import MeasureNotFound
from rebond.programme.measures import Measure
from rebond.programme.policy_model import (
    Bilingual,
    Day,
    OrUnknown,
    PolicyModel,
    Slug,
    SourceId,
    Unknown,
    Version,
)
from rebond.programme.sources import Figure, Milestone, Source

MOST_MEASURES = 50


class Objective(PolicyModel):
    """What the programme is for."""

    id: Slug
    """Id."""
    title: Bilingual
    """The objective."""
    sources: tuple[SourceId, ...] = Field(min_length=1)
    """Sources."""


class ProgrammeIdentity(PolicyModel):
    """What a programme is, apart from its measures."""

    format: Literal["rebond-programme/1"]
    """Version of this format."""
    id: Slug
    """Id of the programme."""
    version: Version
    """Version of this policy file, not of the programme."""
    title: Bilingual
    """Name."""
    summary: Bilingual
    """What it is, in a few sentences."""
    is_fictitious: bool = False
    """Whether it was invented, for tests or demonstrations."""
    announced_on: OrUnknown[Day]
    """Day of the announcement."""
    decision_on: Day
    """Day of the decision: no data of after it enters an evaluation unless asked."""
    objectives: tuple[Objective, ...] = Field(min_length=1)
    """What it is for."""
    actors: tuple[Actor, ...] = Field(min_length=1)
    """Institutions with a part in it."""
    perimeters: tuple[Perimeter, ...] = ()
    """Lists of places that measures refer to."""
    regions: tuple[RegionName, ...] = ()
    """Regions that rules may name."""
    calendar: tuple[Milestone, ...] = ()
    """Dates of the programme."""
    figures: tuple[Figure, ...] = ()
    """Figures announced or observed."""
    not_established: tuple[Unknown, ...] = ()
    """What was looked for without being found."""
    note: Bilingual | None = None
    """What the reader should know."""
    sources: tuple[Source, ...] = Field(min_length=1)
    """Every source that the policy cites."""

    @model_validator(mode="after")
    def _check_ids(self) -> "ProgrammeIdentity":
        complaints = [
            complaint
            for key in ("objectives", "actors", "perimeters", "calendar", "figures", "sources")
            for complaint in repeated_ids([one.id for one in getattr(self, key)], (key,))
        ]
        complaints += repeated_ids([region.code for region in self.regions], ("regions",), "code")
        refuse(complaints)
        return self


class ProgrammeHead(ProgrammeIdentity):
    """What ``programme.yaml`` holds: everything but the measures themselves."""

    measures: tuple[Slug, ...] = Field(min_length=1, max_length=MOST_MEASURES)
    """Measures, in the order of reading; each has a file ``measures/<id>.yaml``."""

    @model_validator(mode="after")
    def _check_measures(self) -> "ProgrammeHead":
        refuse(repeated_ids(self.measures, ("measures",), None))
        return self


class Programme(ProgrammeIdentity):
    """A whole policy, checked; made by `load_programme`, or by `thaw_programme` from kept bytes."""

    measures: tuple[Measure, ...] = Field(min_length=1, max_length=MOST_MEASURES)
    """The measures, in the order of ``programme.yaml``."""

    def measure(self, name: str) -> Measure:
        """Return the measure called `name`.

        Raises
        ------
        MeasureNotFound
            With the names there are.
        """
        for measure in self.measures:
            if measure.id == name:
                return measure
        raise MeasureNotFound(self.id, name, [measure.id for measure in self.measures])

    def perimeters_among(self, lists: Collection[tuple[str, str]]) -> frozenset[str]:
        """Return the ids of the perimeters that are among some lists of the territorial data.

        Parameters
        ----------
        lists : collection of (str, str)
            Name and phase of each list.
        """
        return frozenset(one.id for one in self.perimeters if (one.perimeter, one.phase) in lists)

    def source(self, name: str) -> Source:
        """Return the source cited as `name`.

        Raises
        ------
        KeyError
        """
        for source in self.sources:
            if source.id == name:
                return source
        raise KeyError(name)

    def as_json(self) -> dict[str, Any]:
        """Return the policy as JSON values; what equals its default is left out.

        Leaving defaults out keeps the digest of a policy when the format gains an optional key.
        """
        return self.model_dump(mode="json", exclude_defaults=True)

    def canonical(self) -> bytes:
        """Return the canonical JSON bytes of the policy, the form to freeze and to thaw."""
        return canonical_bytes(self.as_json())

    @cached_property
    def digest(self) -> str:
        """Return the digest of the canonical form, whatever the comments and layout of the files."""
        return digest_bytes(self.canonical())
