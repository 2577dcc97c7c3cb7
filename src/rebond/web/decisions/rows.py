"""What a decision file says, as typed rows; `reading` makes them from a sealed file."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, Literal

from rebond.texts import Text

OWN = "own"
FactStatus = Literal["known", "missing", "not_applicable"]


@dataclass(frozen=True, slots=True)
class Indicator:
    """One measured quantity of a criterion, with its source."""

    id: str
    title: Text
    unit: Text
    digits: int
    dataset: str
    vintage: Text
    share: float
    as_of_state: str
    why: Text | None
    later_why: Text | None
    filled_by: Text | None
    value_function: Any


@dataclass(frozen=True, slots=True)
class Criterion:
    """One criterion of the grid."""

    id: str
    title: Text
    statement: Text | None
    indicators: tuple[Indicator, ...]


@dataclass(frozen=True, slots=True)
class Fact:
    """One value of one place, known, missing or not applicable, never zero by default."""

    status: FactStatus
    value: float | None
    low: float | None
    high: float | None
    note: Text | None
    dataset: str = ""

    @property
    def is_own(self) -> bool:
        """Whether the candidate gave this value itself."""
        return self.dataset == OWN


@dataclass(frozen=True, slots=True)
class Span:
    """A value between two bounds."""

    low: float
    mid: float
    high: float


@dataclass(frozen=True, slots=True)
class CriterionScore:
    """A criterion's score in [0, 1] and the share of its weight that is documented."""

    low: float
    mid: float
    high: float
    documented: float


@dataclass(frozen=True, slots=True)
class RankSpan:
    """The 5 %, 50 % and 95 % ranks over the draws."""

    low: int
    median: int
    high: int


@dataclass(frozen=True, slots=True)
class Change:
    """The smallest change that would bring the candidate in: one criterion, or one rule."""

    kind: str
    subject: str
    before: float | None
    after: float | None
    title: Text | None = None


@dataclass(frozen=True, slots=True)
class Label:
    """A known label of a site in a place."""

    site: str
    name: str
    wave: str
    announced_on: str
    source_url: str

    @property
    def urls(self) -> tuple[str, ...]:
        """The pages that name the site; only addresses of the web are ever linked."""
        parts = (part.strip() for part in self.source_url.split(" ; "))
        return tuple(part for part in parts if part.startswith(("https://", "http://")))


@dataclass(frozen=True, slots=True)
class Composition:
    """Where the list of a territory's communes comes from, and whether it was in force at the date."""

    source: str
    vintage: Text | None
    in_force: bool | None
    note: Text | None


@dataclass(frozen=True, slots=True)
class FramePart:
    """A table that the places themselves rest on (communes, populations)."""

    id: str
    title: Text
    dataset: str
    vintage: Text | None
    is_later: bool
    why: Text | None


@dataclass(frozen=True, slots=True)
class Candidate:
    """One candidate or one reference site, with everything the record says about it."""

    id: str
    name: str
    kind: str
    role: str
    region_code: str
    region: str
    departement_code: str
    lon: float | None
    lat: float | None
    population: float | None
    facts: Mapping[str, Fact]
    criteria: Mapping[str, CriterionScore]
    score: Span
    reliability: float
    chance: float
    rank: RankSpan
    central_weights: Mapping[str, float] | None
    confidence: float | None
    status: str
    chosen: bool | None
    core: str | None
    score_rank: int | None
    rule: str | None
    reason: Text
    contributions: Mapping[str, float]
    changes: tuple[Change, ...]
    proposed: str
    labels: tuple[Label, ...]
    failed_gates: tuple[Text, ...] = ()
    composition: Composition | None = None

    @property
    def has_own_values(self) -> bool:
        """Whether a value that counts was given by the candidate, not read in open data."""
        return any(fact.is_own for fact in self.facts.values())

    @property
    def is_scored(self) -> bool:
        """Whether it competes for a place: an ineligible candidate is shown, never counted."""
        return not self.is_reference and self.status not in {"ineligible", "never_proposed"}

    @property
    def is_reference(self) -> bool:
        """Whether this is a known site entered beside the candidates, not a candidate."""
        return self.role == "reference"


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule of the portfolio with its bound and the value reached."""

    id: str
    title: Text
    bound: float | None
    value: float | None
    binding: bool


@dataclass(frozen=True, slots=True)
class ProgrammeRef:
    """The programme under which the decision was computed."""

    id: str
    version: str
    digest: str
    title: Text
    measure: str
    measure_title: Text
    is_fictitious: bool
    decision_on: str
    as_of: str


@dataclass(frozen=True)
class Decision:
    """One sealed evaluation.

    `central` are the weights of the one score: the centre of all admissible weights, in the order of
    the criteria.
    """

    digest: str
    produced_at: str
    programme: ProgrammeRef
    k: int
    draws: int
    seed: int
    later_vintages: str
    has_stated_weights: bool
    candidates_source: str
    snapshot_digest: str
    tables: Mapping[str, str]
    methods: Mapping[str, str]
    criteria: tuple[Criterion, ...]
    central: tuple[float, ...]
    mean_contributions: Mapping[str, float]
    everyone: tuple[Candidate, ...]
    portfolio_ids: frozenset[str]
    rules: tuple[Rule, ...]
    cut_score: float | None
    cut_id: str | None
    environment: Mapping[str, Any]
    frame: tuple[FramePart, ...] = ()
    weights_are_unknown: bool = True
    weight_ranges: Mapping[str, tuple[float, float]] = field(default_factory=dict)

    @property
    def code(self) -> str:
        """The short, stable name of the decision in addresses: twelve digits of its digest."""
        return self.digest.removeprefix("sha256:")[:12]

    @cached_property
    def candidates(self) -> tuple[Candidate, ...]:
        """The candidates, without the references."""
        return tuple(one for one in self.everyone if not one.is_reference)

    @cached_property
    def references(self) -> tuple[Candidate, ...]:
        """Known sites, each entered alone among the candidates."""
        return tuple(one for one in self.everyone if one.is_reference)

    @cached_property
    def by_id(self) -> Mapping[str, Candidate]:
        """Candidates and references by their id."""
        return {one.id: one for one in self.everyone}

    @property
    def has_equal_weights(self) -> bool:
        """Whether the one score weighs every criterion alike."""
        return len(set(self.central)) == 1

    @property
    def is_retrospective(self) -> bool:
        """Whether it is not known that the candidates ever proposed anything."""
        return any(one.proposed == "unknown" for one in self.candidates)
