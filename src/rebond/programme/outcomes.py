"""Indicators of a programme's objectives: what each measures, from which source, and whether its data are there.

They stand in ``indicators.yaml`` beside ``programme.yaml`` and have a version and a digest of their own: what
is followed after a decision may be completed without moving the digest of the policy that decided.
"""

from collections.abc import Collection
from functools import cached_property
from typing import Annotated, Any, Literal

from pydantic import Field, model_validator

from rebond.canonical import canonical_bytes, digest_bytes
from rebond.programme.complaints import Complaint, refuse, repeated_ids
from rebond.programme.errors import ProblemKind
from rebond.programme.policy_model import (
    Bilingual,
    Day,
    Number,
    OrUnknown,
    PolicyModel,
    Sentence,
    Slug,
    SourceId,
    Unknown,
    Version,
)
from rebond.texts import Text

MOST_INDICATORS = 100


class BaselineValue(PolicyModel):
    """Where an indicator stood before the programme."""

    value: Number
    """The figure."""
    as_of: Day
    """Day of which it speaks."""
    note: Bilingual | None = None
    """Scope or reservation."""
    sources: tuple[SourceId, ...] = Field(min_length=1)
    """Sources of the figure."""


class AtHand(PolicyModel):
    """The data stand in the snapshot of open data."""

    status: Literal["at_hand"]
    """Always ``at_hand``."""
    dataset: Sentence
    """Id of the data set in the snapshot."""
    note: Bilingual
    """What they cover, and what they do not."""


class DeclaredHere(PolicyModel):
    """The data come from the record of this platform, as people declare them and as services check them."""

    status: Literal["declared_here"]
    """Always ``declared_here``."""
    counted: Slug
    """Name of the count of the platform that gives the figure."""
    by: Bilingual
    """Who declares it, and who checks it."""


class MissingData(PolicyModel):
    """The data are not there."""

    status: Literal["missing"]
    """Always ``missing``."""
    why: Bilingual
    """Why the figure cannot be given."""
    would_fill: Bilingual
    """The data set that would fill it, and who holds it."""


DataState = Annotated[
    AtHand | DeclaredHere | MissingData,
    Field(discriminator="status"),
]
"""Whether the data of an indicator are there."""


class OutcomeIndicator(PolicyModel):
    """What tells whether an objective is met; nothing here decides who is retained."""

    id: Slug
    """Id."""
    objectives: tuple[Slug, ...] = ()
    """Objectives of the programme that it speaks of; none: a figure of context."""
    title: Bilingual
    """Name."""
    definition: Bilingual
    """What is counted, exactly, and what is not."""
    unit: Bilingual
    """Unit."""
    source: Bilingual
    """Where the values come from."""
    frequency: OrUnknown[Literal["continuous", "monthly", "quarterly", "yearly", "once"]]
    """How often it is computed: ``continuous``, ``monthly``, ``quarterly``, ``yearly``, ``once``."""
    direction: Literal["increase", "decrease", "none"]
    """Where it should go: ``increase``, ``decrease``; ``none``: no direction is good in itself."""
    baseline: OrUnknown[BaselineValue]
    """Where it stood before the programme."""
    data: DataState
    """Whether its data are there."""
    figure: Slug | None = None
    """Figure of the programme that was said of it in public, when one was."""
    not_established: tuple[Unknown, ...] = ()
    """What was looked for without being found."""
    sources: tuple[SourceId, ...] = ()
    """Sources of the objective, of the definition or of what was said."""

    @property
    def is_context(self) -> bool:
        """Whether it belongs to no objective."""
        return not self.objectives


class OutcomeIndicators(PolicyModel):
    """What ``indicators.yaml`` holds."""

    format: Literal["rebond-indicators/1"]
    """Version of this format."""
    programme: Slug
    """Id of the programme whose objectives they follow."""
    version: Version
    """Version of this file."""
    indicators: tuple[OutcomeIndicator, ...] = Field(min_length=1, max_length=MOST_INDICATORS)
    """The indicators, in the order of reading."""

    @model_validator(mode="after")
    def _check_ids(self) -> "OutcomeIndicators":
        refuse(repeated_ids([one.id for one in self.indicators], ("indicators",)))
        return self

    def indicator(self, name: str) -> OutcomeIndicator | None:
        """Return the indicator called `name`; None when there is none."""
        return next((one for one in self.indicators if one.id == name), None)

    def of_objective(self, name: str) -> tuple[OutcomeIndicator, ...]:
        """Return the indicators of an objective, in order."""
        return tuple(one for one in self.indicators if name in one.objectives)

    @property
    def context(self) -> tuple[OutcomeIndicator, ...]:
        """The figures of context, that belong to no objective."""
        return tuple(one for one in self.indicators if one.is_context)

    def as_json(self) -> dict[str, Any]:
        """Return them as JSON values; what equals its default is left out."""
        return self.model_dump(mode="json", exclude_defaults=True)

    @cached_property
    def digest(self) -> str:
        """Return the digest of the canonical form."""
        return digest_bytes(canonical_bytes(self.as_json()))


def objectives_without_indicator(
    objectives: Collection[str], indicators: OutcomeIndicators
) -> list[Complaint]:
    """Return a complaint for each objective that nothing follows."""
    followed = {name for one in indicators.indicators for name in one.objectives}
    return [
        Complaint(
            ProblemKind.MISSING_KEY,
            ("indicators",),
            Text(
                f"l’objectif « {name} » n’a aucun indicateur",
                f"objective “{name}” has no indicator",
            ),
            Text(
                "Ajoutez-en un, avec « status: missing » si ses données manquent.",
                "Add one, with “status: missing” when its data are missing.",
            ),
        )
        for name in objectives
        if name not in followed
    ]
