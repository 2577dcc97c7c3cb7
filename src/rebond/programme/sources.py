"""Sources, and what they say when several of them give a figure."""

from typing import Literal

from pydantic import Field, model_validator

from rebond.programme.complaints import Complaint, refuse
from rebond.programme.errors import ProblemKind
from rebond.programme.policy_model import (
    Bilingual,
    Day,
    Month,
    Number,
    OrUnknown,
    PolicyModel,
    Sentence,
    Slug,
    SourceId,
    Unknown,
    Url,
)
from rebond.texts import Text


class Source(PolicyModel):
    """A document that states a fact of the policy."""

    id: SourceId
    """How the policy cites it."""
    title: Bilingual
    """What the document is."""
    kind: Literal["official", "law", "press", "data", "other"]
    """``official``: a public body speaks of its own act; ``law``; ``press``; ``data``; ``other``."""
    urls: tuple[Url, ...] = ()
    """Public addresses, when there are any."""
    published_on: Day | None = None
    """Day of publication, when it is known."""
    reference: Sentence | None = None
    """Number, page or article that finds it without an address."""


class Saying(PolicyModel):
    """What some sources say of a figure."""

    value: Number
    """The figure."""
    sources: tuple[SourceId, ...] = Field(min_length=1)
    """Sources that give it."""
    note: Bilingual | None = None
    """Scope or reservation."""


class Figure(PolicyModel):
    """A figure announced or observed; sources that disagree stand side by side."""

    id: Slug
    """Id."""
    title: Bilingual
    """What is counted or measured."""
    unit: Bilingual
    """Unit."""
    as_of: Day | None = None
    """Day of which it speaks, when it is known."""
    said: OrUnknown[tuple[Saying, ...]]
    """What the sources say, one item for each value found."""


class Milestone(PolicyModel):
    """A date in the life of a programme or of a call; exactly one of `day`, `month` and `unknown` is given."""

    id: Slug
    """Id."""
    title: Bilingual
    """What happens."""
    kind: Literal["opens", "closes", "announced", "decided", "published", "other"]
    """What the date means for a call: ``opens`` and ``closes`` bound the filing of dossiers."""
    day: Day | None = None
    """The day, or the first of several."""
    until: Day | None = None
    """The last day, when it takes several."""
    month: Month | None = None
    """The month, when the day is not established."""
    unknown: Unknown | None = None
    """Unknown, when not even the month is established."""
    note: Bilingual | None = None
    """What the reader should know."""
    sources: tuple[SourceId, ...] = ()
    """Sources of the date."""

    @model_validator(mode="after")
    def _check_one_date(self) -> "Milestone":
        given = [name for name in ("day", "month", "unknown") if getattr(self, name) is not None]
        if len(given) != 1:
            refuse([_one_of_three(given)])
        if self.until is not None and (self.day is None or self.until < self.day):
            refuse([_until_alone()])
        return self


def _one_of_three(given: list[str]) -> Complaint:
    found = ", ".join(given) or "—"
    return Complaint(
        ProblemKind.DATES,
        (),
        Text(f"la date est donnée par\u202f: {found}", f"the date is given by: {found}"),
        Text(
            "Donnez exactement une des clés day (jour), month (mois) ou unknown (inconnu).",
            "Give exactly one of the keys day, month or unknown.",
        ),
    )


def _until_alone() -> Complaint:
    return Complaint(
        ProblemKind.DATES,
        ("until",),
        Text("until précède day, ou day manque", "until comes before day, or day is missing"),
        Text(
            "Donnez day, puis un until égal ou postérieur.",
            "Give day, then an until on or after it.",
        ),
    )
