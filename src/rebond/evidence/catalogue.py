"""Indicators as declared: what each says, how it is computed and from which data."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Annotated, Literal

from pydantic import Discriminator, Field, ValidationError, model_validator

from rebond.evidence.decay import LARGEST_RADIUS_KM
from rebond.evidence.errors import BrokenIndicatorFile, RepeatedIndicator, UnknownIndicator
from rebond.programme.complaints import Complaint, refuse
from rebond.programme.errors import ProblemKind
from rebond.programme.policy_model import Bilingual, Number, PolicyModel, Sentence, Slug
from rebond.programme.translation import problems_of
from rebond.programme.yaml_source import read_yaml
from rebond.programme.yaml_values import YamlSource
from rebond.texts import Text

SHIPPED = Path(__file__).with_name("indicators")

UNITS: Mapping[str, Text] = MappingProxyType(
    {
        "km": Text("km", "km"),
        "establishments": Text(
            "établissements (pondérés par la distance)", "establishments (weighted by distance)"
        ),
        "jobs": Text("emplois (pondérés par la distance)", "jobs (weighted by distance)"),
        "institutions": Text(
            "établissements d’enseignement (pondérés par la distance)",
            "institutions (weighted by distance)",
        ),
        "percent": Text("%", "%"),
        "share": Text("part de 0 à 1", "share from 0 to 1"),
        "count": Text("nombre", "count"),
    }
)


Radius = Annotated[Number, Field(gt=0, le=LARGEST_RADIUS_KM)]
Distance = Annotated[Number, Field(gt=0)]
CoveredShare = Annotated[Number, Field(ge=0, le=1)]
Name = Slug
"""Name of a table or of a column."""

Unit = Literal["km", "establishments", "jobs", "institutions", "percent", "share", "count"]


class Coverage(PolicyModel):
    """Where a list says anything; elsewhere its silence means nothing."""

    zones: tuple[Literal["metro", "drom", "com"], ...] = ("metro", "drom", "com")
    except_departements: tuple[str, ...] = ()
    outside: Literal["missing", "not_applicable"] = "missing"
    why: Bilingual


class Keep(PolicyModel):
    """Rows of a list that count: those whose `column` is more than `above`."""

    column: Name
    above: Number


class DecaySum(PolicyModel):
    """Sum of columns over communes within a radius, with linear decay."""

    kind: Literal["decay_sum"]
    table: Name
    code_column: Name = "commune_code"
    columns: Annotated[tuple[Name, ...], Field(min_length=1)]
    radius_km: Radius
    covered_share_min: CoveredShare

    @property
    def reads(self) -> dict[str, tuple[str, ...]]:
        """Columns whose date decides, by table."""
        return {self.table: self.columns}


class DecayCount(PolicyModel):
    """Count of the entries of a list of points within a radius, with linear decay."""

    kind: Literal["decay_count"]
    table: Name
    radius_km: Radius

    @property
    def reads(self) -> dict[str, tuple[str, ...]]:
        """Columns whose date decides, by table."""
        return {self.table: ("lon", "lat")}


class Nearest(PolicyModel):
    """Distance to the nearest entry of a list of points."""

    kind: Literal["nearest"]
    table: Name
    name_column: Name = "name"
    keep: Keep | None = None
    beyond_km: Distance

    @property
    def reads(self) -> dict[str, tuple[str, ...]]:
        """Columns whose date decides, by table."""
        return {self.table: ("lon", "lat", *((self.keep.column,) if self.keep else ()))}


class NearestSegment(PolicyModel):
    """Distance to the nearest straight segment between joined nodes of a network."""

    kind: Literal["nearest_segment"]
    nodes: Name
    edges: Name
    beyond_km: Distance

    @property
    def reads(self) -> dict[str, tuple[str, ...]]:
        """Columns whose date decides, by table."""
        return {self.nodes: ("lon", "lat"), self.edges: ("from_node", "to_node")}


class KnownSeats(PolicyModel):
    """Distance to the nearest of the few entries whose commune is known: an upper bound."""

    kind: Literal["known_seats"]
    table: Name
    seat_column: Name
    name_column: Name = "name"
    entries: int = Field(gt=0)
    beyond_km: Distance

    @property
    def reads(self) -> dict[str, tuple[str, ...]]:
        """Columns whose date decides, by table."""
        return {self.table: (self.seat_column,)}


class Ratio(PolicyModel):
    """One column over another, in the commune itself, at most `cap`."""

    kind: Literal["ratio"]
    table: Name
    code_column: Name = "commune_code"
    numerator: Name
    denominator: Name
    cap: Number | None = None

    @property
    def reads(self) -> dict[str, tuple[str, ...]]:
        """Columns whose date decides, by table."""
        return {self.table: (self.numerator, self.denominator)}


class ZoneSeries(PolicyModel):
    """Value of the commune's zone in the last period that ended before the date."""

    kind: Literal["zone_series"]
    table: Name
    zone_column: Name
    period_column: Name
    value_column: Name
    period: Literal["quarter"]
    rule: Literal["last_ended_before"]

    @property
    def reads(self) -> dict[str, tuple[str, ...]]:
        """Columns whose date decides, by table."""
        return {self.table: (self.value_column,)}


class Unavailable(PolicyModel):
    """No data at hand says this."""

    kind: Literal["unavailable"]
    why: Bilingual

    @property
    def reads(self) -> dict[str, tuple[str, ...]]:
        """Columns whose date decides, by table."""
        return {}


Computation = Annotated[
    DecaySum
    | DecayCount
    | Nearest
    | NearestSegment
    | KnownSeats
    | Ratio
    | ZoneSeries
    | Unavailable,
    Discriminator("kind"),
]


class Indicator(PolicyModel):
    """One measurable statement about a place."""

    id: Slug
    title: Bilingual
    definition: Bilingual
    unit: Unit
    digits: Annotated[int, Field(ge=0, le=6)]
    minimum: Number | None = None
    maximum: Number | None = None
    direction: Literal["higher_is_better", "lower_is_better"]
    is_upper_bound: bool = False
    """Whether a value is only the largest that it can be: the list that it is read from is known to be incomplete,
    and an entry not in it may be nearer. The evaluation keeps the bounds of the computation; nothing ranks a place by it."""
    compute: Computation
    coverage: Coverage | None = None
    limits: Bilingual
    filled_by: Bilingual | None = None
    references: tuple[Sentence, ...] = ()

    @model_validator(mode="after")
    def _check_source(self) -> Indicator:
        if self.is_available == (self.filled_by is not None):
            refuse([_MISPLACED_SOURCE])
        if isinstance(self.compute, KnownSeats) and not self.is_upper_bound:
            refuse([_UNSAID_BOUND])
        return self

    @property
    def unit_text(self) -> Text:
        """The unit in words."""
        return UNITS[self.unit]

    @property
    def datasets(self) -> tuple[str, ...]:
        """Tables that it reads, beside the register of communes."""
        return tuple(self.compute.reads)

    @property
    def is_available(self) -> bool:
        """Whether some data at hand gives it."""
        return not isinstance(self.compute, Unavailable)


class IndicatorFile(PolicyModel):
    """A file of indicators."""

    indicators: tuple[Indicator, ...]


_MISPLACED_SOURCE = Complaint(
    ProblemKind.NOT_ALLOWED,
    ("compute",),
    Text(
        "la clé «\u202ffilled_by\u202f» va avec le calcul «\u202funavailable\u202f», et avec lui seul",
        "the key “filled_by” goes with the computation “unavailable”, and with it alone",
    ),
    Text(
        "Nommez la source qui renseignerait un indicateur indisponible\u202f; sinon retirez la clé.",
        "Name the dataset that would fill an unavailable indicator; else remove the key.",
    ),
)
_UNSAID_BOUND = Complaint(
    ProblemKind.NOT_ALLOWED,
    ("compute",),
    Text(
        "le calcul «\u202fknown_seats\u202f» ne donne qu’une borne supérieure",
        "the computation “known_seats” gives an upper bound only",
    ),
    Text("Ajoutez «\u202fis_upper_bound: true\u202f».", "Add “is_upper_bound: true”."),
)
_ADD_KEY = Text(
    "Ajoutez-la\u202f; voir docs/reference/indicators.md.",
    "Add it; see docs/reference/indicators.md.",
)


@dataclass(frozen=True, slots=True)
class IndicatorCatalogue:
    """All declared indicators, by identifier, in the order of declaration."""

    by_id: Mapping[str, Indicator]
    sources: Mapping[str, str]

    def __getitem__(self, indicator: str) -> Indicator:
        """Return the indicator of that identifier or raise `UnknownIndicator`."""
        try:
            return self.by_id[indicator]
        except KeyError:
            raise UnknownIndicator(indicator, self.by_id) from None

    def __iter__(self) -> Iterator[Indicator]:
        """Walk the indicators in the order of declaration."""
        return iter(self.by_id.values())

    def __len__(self) -> int:
        """Return how many indicators are declared."""
        return len(self.by_id)

    def __contains__(self, indicator: object) -> bool:
        """Return whether an identifier is declared."""
        return indicator in self.by_id

    @property
    def ids(self) -> tuple[str, ...]:
        """Identifiers in the order of declaration."""
        return tuple(self.by_id)

    def check(self, indicators: Iterable[str]) -> tuple[Indicator, ...]:
        """Return the declared indicators of these identifiers or raise `UnknownIndicator`."""
        return tuple(self[one] for one in indicators)


def load_indicators(folder: Path | None = None) -> IndicatorCatalogue:
    """Read every indicator file of a folder.

    Parameters
    ----------
    folder : Path, optional
        Folder of ``*.yaml`` files, each with a list ``indicators``; by default the shipped one.

    Returns
    -------
    IndicatorCatalogue
        In the order of file names, then of declaration.

    Raises
    ------
    BrokenIndicatorFile
        Naming file, line, key and what is expected.
    RepeatedIndicator
        When an identifier is declared twice.
    """
    return _shipped() if folder is None else _declared_in(folder)


@cache
def _shipped() -> IndicatorCatalogue:
    return _declared_in(SHIPPED)


def _declared_in(folder: Path) -> IndicatorCatalogue:
    files = sorted(folder.glob("*.yaml"))
    if not files:
        raise BrokenIndicatorFile.unreadable(
            str(folder), Text("aucun fichier *.yaml", "no *.yaml file")
        )
    by_id: dict[str, Indicator] = {}
    sources: dict[str, str] = {}
    for path in files:
        source = _read_file(path)
        for position, indicator in enumerate(_declared(source)):
            line = source.mark_of(("indicators", position)).line
            if indicator.id in by_id:
                raise RepeatedIndicator(indicator.id, path.name, line, sources[indicator.id])
            by_id[indicator.id] = indicator
            sources[indicator.id] = f"{path.name}:{line}"
    return IndicatorCatalogue(MappingProxyType(by_id), MappingProxyType(sources))


def _read_file(path: Path) -> YamlSource:
    try:
        content = path.read_bytes()
    except OSError as error:
        reason = error.strerror or str(error)
        raise BrokenIndicatorFile.unreadable(path.name, Text(reason, reason)) from error
    source = read_yaml(content, path.name)
    if source.problems:
        raise BrokenIndicatorFile(source.problems)
    return source


def _declared(source: YamlSource) -> tuple[Indicator, ...]:
    try:
        return IndicatorFile.model_validate(source.value).indicators
    except ValidationError as error:
        raise BrokenIndicatorFile(
            [
                dataclasses.replace(problem, cure=_ADD_KEY)
                if problem.kind is ProblemKind.MISSING_KEY
                else problem
                for problem in problems_of(error, IndicatorFile, source)
            ]
        ) from error
