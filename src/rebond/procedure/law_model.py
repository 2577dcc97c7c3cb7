"""The law as data: procedures, their dated versions, clocks, increases, silence and validity.

Models are strict and frozen. What could not be established is `Unknown`, with what was looked for.
"""

import datetime
from collections import Counter
from collections.abc import Sequence
from typing import Annotated, Literal

from pydantic import Field, PlainSerializer, PlainValidator, model_validator
from pydantic_core import PydanticCustomError

from rebond.procedure.events import EventKind
from rebond.procedure.legal_time import Span
from rebond.programme.complaints import Complaint, refuse, repeated_ids, unknown_reference
from rebond.programme.errors import ProblemKind
from rebond.programme.policy_model import (
    Bilingual,
    Day,
    NotApplicable,
    OrAbsent,
    OrUnknown,
    PolicyModel,
    Sentence,
    Slug,
    SourceId,
    Unknown,
    Url,
)
from rebond.texts import Text

ONE_DAY = datetime.timedelta(days=1)
MONTHS_A_YEAR = 12
DAYS_A_WEEK = 7


def _read_event(value: object) -> EventKind:
    if isinstance(value, str) and value in {kind.value for kind in EventKind}:
        return EventKind(value)
    expected = ", ".join(f"'{kind.value}'" for kind in EventKind)
    raise PydanticCustomError("enum", "an event is expected", {"expected": expected})


EventName = Annotated[
    EventKind,
    PlainValidator(_read_event),
    PlainSerializer(lambda kind: kind.value, return_type=str),
]
"""The name of an event."""

SilenceEffect = Literal[
    "granted",
    "rejected",
    "renounced",
    "lapses",
    "no_opposition",
    "impact_study_required",
    "opinion_only",
]
CLOCK_NOUN = Text("l’horloge", "the clock")
RULE_NOUN = Text("la majoration ou la variante", "the increase or variant")


class Delay(PolicyModel):
    """A delay as the text writes it."""

    years: int = Field(default=0, ge=0)
    months: int = Field(default=0, ge=0)
    weeks: int = Field(default=0, ge=0)
    days: int = Field(default=0, ge=0)

    @property
    def span(self) -> Span:
        """Return calendar months and days."""
        return Span(self.years * MONTHS_A_YEAR + self.months, self.weeks * DAYS_A_WEEK + self.days)

    @model_validator(mode="after")
    def _check_not_empty(self) -> "Delay":
        if self.span == Span():
            refuse(
                [
                    Complaint(
                        ProblemKind.OUT_OF_RANGE,
                        (),
                        Text("le délai est vide", "the delay is empty"),
                        Text(
                            "Donnez des années, des mois, des semaines ou des jours\u202f; ou «\u202fstatus: unknown\u202f».",
                            "Give years, months, weeks or days; or “status: unknown”.",
                        ),
                    )
                ]
            )
        return self


class Source(PolicyModel):
    """Where a rule was read."""

    id: SourceId
    urls: tuple[Url, ...] = ()
    note: Bilingual | None = None
    """What the reader should know: part read, date of the version, nature of the page."""


class Notice(PolicyModel):
    """The condition under which an increase counts."""

    within: Delay
    after: EventName
    article: Sentence
    late: Unknown
    """Effect of a late notice; not established for any rule so far."""


class Increase(PolicyModel):
    """Time added to a delay when a circumstance holds."""

    id: Slug
    title: Bilingual
    when: Bilingual
    """In which case."""
    delay: OrUnknown[Delay]
    article: Sentence
    absorbed_by: tuple[Slug, ...] = ()
    """Increases that replace this one instead of adding to it."""
    notice: Notice | None = None
    note: Bilingual | None = None
    sources: tuple[SourceId, ...] = ()


class Silence(PolicyModel):
    """What follows when the authority says nothing until the end of the delay."""

    effect: SilenceEffect
    text: Bilingual
    article: Sentence | None = None
    sources: tuple[SourceId, ...] = ()


class Variant(PolicyModel):
    """Another base delay, when a circumstance holds."""

    id: Slug
    title: Bilingual
    when: Bilingual
    start: EventName | None = None
    """Start event, when it is not the usual one."""
    delay: OrUnknown[Delay]
    article: Sentence
    increases: OrUnknown[Literal["add", "none"]] = "add"
    """Whether the increases add to this delay."""
    silence: OrAbsent[Silence] | None = None
    """What silence means in this case, when it differs."""
    note: Bilingual | None = None
    sources: tuple[SourceId, ...] = ()


class Clock(PolicyModel):
    """One delay that runs."""

    id: Slug
    title: Bilingual
    start: EventName
    ends: EventName
    """Event that stops the clock."""
    after: Slug | None = None
    """Clock whose end starts this one when the start event is not given."""
    beside: bool = False
    """True when the clock runs beside the procedure and does not make its deadline."""
    delay: OrUnknown[Delay]
    franc: bool = False
    """True for a «délai franc»: neither the first nor the last day counts."""
    article: OrUnknown[Sentence]
    increases: tuple[Increase, ...] = ()
    variants: tuple[Variant, ...] = ()
    note: Bilingual | None = None
    sources: tuple[SourceId, ...] = ()

    @model_validator(mode="after")
    def _check_rules(self) -> "Clock":
        names = list(self.circumstances)
        complaints = repeated_ids([item.id for item in self.increases], ("increases",))
        known = [item.id for item in self.increases]
        for position, item in enumerate(self.increases):
            for place, other in enumerate(item.absorbed_by):
                at = ("increases", position, "absorbed_by", place)
                if other not in known or other == item.id:
                    complaints.append(unknown_reference(other, known, at, RULE_NOUN))
                elif item.id in self.increases[known.index(other)].absorbed_by:
                    complaints.append(_mutual(item.id, other, at))
        complaints += [
            _twice(name, ("variants",)) for name, count in Counter(names).items() if count > 1
        ]
        refuse(complaints)
        return self

    @property
    def circumstances(self) -> tuple[str, ...]:
        """Return the ids of the increases and variants."""
        return (
            *(item.id for item in self.increases),
            *(item.id for item in self.variants),
        )


class Suspension(PolicyModel):
    """What a suspension does to the clock."""

    effect: Literal["stops_the_clock", "none"]
    text: Bilingual
    article: Sentence | None = None
    sources: tuple[SourceId, ...] = ()


class Validity(PolicyModel):
    """How long a decision lives."""

    start: EventName
    delay: OrUnknown[Delay]
    extensions: tuple[Delay, ...] = ()
    not_before: Day | None = None
    """First day for which the rule is sure; earlier days are not settled."""
    lapse: Bilingual | None = None
    """What else makes it lapse, suspends it or starts it later."""
    article: Sentence
    sources: tuple[SourceId, ...] = ()


class Caution(PolicyModel):
    """Something that a reader of the date must know."""

    text: Bilingual
    first: Day | None = None
    last: Day | None = None
    """Days of the clock that it concerns; every day when left out."""
    sources: tuple[SourceId, ...] = ()


class Version(PolicyModel):
    """What the law said between two days."""

    id: Sentence
    title: Bilingual | None = None
    valid_from: OrUnknown[Day]
    valid_to: OrUnknown[Day] | None = None
    """Last day in force; left out while it is."""
    seen: tuple[Day, ...] = Field(default=(), max_length=2)
    """First and last day on which a source shows it, when a bound is unknown."""
    not_before: Day | None = None
    """Day before which it surely was not in force, when `valid_from` is unknown."""
    legal_basis: tuple[Sentence, ...] = Field(min_length=1)
    clocks: tuple[Clock, ...] = ()
    silence: OrAbsent[Silence]
    suspension: OrAbsent[Suspension]
    validity: OrAbsent[Validity]
    cautions: tuple[Caution, ...] = ()
    sources: tuple[SourceId, ...] = ()

    @model_validator(mode="after")
    def _check_version(self) -> "Version":
        complaints = repeated_ids([clock.id for clock in self.clocks], ("clocks",))
        for position, clock in enumerate(self.clocks):
            before = [earlier.id for earlier in self.clocks[:position]]
            if clock.after is not None and clock.after not in before:
                at = ("clocks", position, "after")
                complaints.append(unknown_reference(clock.after, before, at, CLOCK_NOUN))
        if self.first_sure_day > self.last_sure_day:
            complaints.append(_backwards(self.first_sure_day, self.last_sure_day))
        refuse(complaints)
        return self

    @property
    def first_sure_day(self) -> datetime.date:
        """Return the first day on which it was surely in force; the first of all days when unsaid."""
        if isinstance(self.valid_from, datetime.date):
            return self.valid_from
        if self.seen:
            return self.seen[0]
        return self.not_before or datetime.date.min

    @property
    def last_sure_day(self) -> datetime.date:
        """Return the last day on which it was surely in force; the last of all days while it is."""
        if isinstance(self.valid_to, datetime.date):
            return self.valid_to
        if self.valid_to is None:
            return datetime.date.max
        return self.seen[-1] if self.seen else self.first_sure_day

    @property
    def main_clocks(self) -> tuple[Clock, ...]:
        """Return the clocks that make the deadline."""
        return tuple(clock for clock in self.clocks if not clock.beside)


class Gap(PolicyModel):
    """Days that no version covers, and why."""

    first: Day
    last: Day
    why: Bilingual
    sources: tuple[SourceId, ...] = ()


class Procedure(PolicyModel):
    """One procedure and its versions, oldest first."""

    id: Slug
    title: Bilingual
    family: Literal["urbanisme", "environnement", "archeologie"]
    nature: Literal["statutory", "practice"]
    """`statutory` when a text sets a clock; `practice` when none does."""
    trigger: OrUnknown[Bilingual]
    authority: OrUnknown[Bilingual]
    fixed_by: EventName
    """Event whose day fixes the version."""
    versions: tuple[Version, ...] = Field(min_length=1)
    gaps: tuple[Gap, ...] = ()

    @model_validator(mode="after")
    def _check_versions(self) -> "Procedure":
        complaints = repeated_ids([version.id for version in self.versions], ("versions",))
        for position in range(1, len(self.versions)):
            earlier, later = self.versions[position - 1], self.versions[position]
            if earlier.valid_to is None or later.first_sure_day <= earlier.last_sure_day:
                complaints.append(_overlap(position, earlier, later))
            elif isinstance(earlier.valid_to, datetime.date) and isinstance(
                later.valid_from, datetime.date
            ):
                first, last = earlier.valid_to + ONE_DAY, later.valid_from - ONE_DAY
                if first <= last and not _explained(first, last, self.gaps):
                    complaints.append(_gap(position, first, last))
        refuse(complaints)
        return self

    def version(self, version_id: str) -> Version | None:
        """Return the version of that id."""
        return next((item for item in self.versions if item.id == version_id), None)


def _explained(first: datetime.date, last: datetime.date, gaps: Sequence[Gap]) -> bool:
    return any(gap.first <= first and last <= gap.last for gap in gaps)


def _mutual(one: str, other: str, at: tuple[str | int, ...]) -> Complaint:
    return Complaint(
        ProblemKind.NOT_ALLOWED,
        at,
        Text(
            f"«\u202f{one}\u202f» et «\u202f{other}\u202f» se remplacent l’une l’autre",
            f"“{one}” and “{other}” replace each other",
        ),
        Text("Gardez un seul sens.", "Keep one direction."),
    )


def _twice(name: str, at: tuple[str | int, ...]) -> Complaint:
    return Complaint(
        ProblemKind.DUPLICATE_ID,
        at,
        Text(f"«\u202f{name}\u202f» est nommé deux fois", f"“{name}” is named twice"),
        Text("Donnez à chaque cas son propre nom.", "Give each case its own name."),
    )


def _backwards(first: datetime.date, last: datetime.date) -> Complaint:
    return Complaint(
        ProblemKind.DATES,
        ("valid_to",),
        Text(
            f"la version finit le {last} avant de commencer le {first}",
            f"the version ends on {last} before it starts on {first}",
        ),
        Text("Corrigez l’un des deux jours.", "Correct one of the two days."),
    )


def _overlap(position: int, earlier: Version, later: Version) -> Complaint:
    starts, ends = later.first_sure_day, earlier.last_sure_day
    return Complaint(
        ProblemKind.DATES,
        ("versions", position),
        Text(
            f"«\u202f{later.id}\u202f» commence le {starts}, «\u202f{earlier.id}\u202f» tient jusqu’au {ends}\u202f: elles se recouvrent",
            f"“{later.id}” starts on {starts}, “{earlier.id}” holds until {ends}: they overlap",
        ),
        Text(
            "Rangez les versions de la plus ancienne à la plus récente et donnez à la première un valid_to antérieur.",
            "Put the versions from the oldest to the newest and give the first an earlier valid_to.",
        ),
    )


def _gap(position: int, first: datetime.date, last: datetime.date) -> Complaint:
    return Complaint(
        ProblemKind.DATES,
        ("versions", position),
        Text(
            f"aucune version du {first} au {last}, et rien ne l’explique",
            f"no version from {first} to {last}, and nothing explains it",
        ),
        Text(
            "Joignez les versions, ou ajoutez ces jours à «\u202fgaps\u202f» avec un motif.",
            "Join the versions, or add these days to “gaps” with a reason.",
        ),
    )


__all__ = [
    "Caution",
    "Clock",
    "Delay",
    "Increase",
    "NotApplicable",
    "Procedure",
    "Silence",
    "Source",
    "Suspension",
    "Unknown",
    "Validity",
    "Variant",
    "Version",
]
