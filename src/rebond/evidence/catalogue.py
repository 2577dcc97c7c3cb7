"""Indicators as declared: what each says, how it is computed and from which data."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import Annotated, Any, Literal

from pydantic import (
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    TypeAdapter,
    ValidationError,
    model_validator,
)

from rebond.evidence.decay import LARGEST_RADIUS_KM
from rebond.evidence.errors import BrokenIndicatorFile, RepeatedIndicator, UnknownIndicator
from rebond.programme.yaml_source import read_yaml
from rebond.programme.yaml_values import YamlSource, path_text
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


def _text(value: Any) -> Any:
    if isinstance(value, Text):
        return value
    if (
        not isinstance(value, dict)
        or set(value) != {"fr", "en"}
        or not all(isinstance(part, str) and part.strip() for part in value.values())
    ):
        raise ValueError("a text needs `fr` and `en`, neither empty")
    return Text(value["fr"].strip(), value["en"].strip())


Bilingual = Annotated[Text, BeforeValidator(_text)]
Radius = Annotated[float, Field(gt=0, le=LARGEST_RADIUS_KM)]
Share = Annotated[float, Field(ge=0, le=1)]


class _Declared(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Coverage(_Declared):
    """Where a list says anything; elsewhere its silence means nothing."""

    zones: tuple[Literal["metro", "drom", "com"], ...] = ("metro", "drom", "com")
    except_departements: tuple[str, ...] = ()
    outside: Literal["missing", "not_applicable"] = "missing"
    why: Bilingual


class Keep(_Declared):
    """Rows of a list that count: those whose `column` is more than `above`."""

    column: str
    above: float


class DecaySum(_Declared):
    """Sum of columns over communes within a radius, with linear decay."""

    kind: Literal["decay_sum"]
    table: str
    code_column: str = "commune_code"
    columns: tuple[str, ...] = Field(min_length=1)
    radius_km: Radius
    covered_share_min: Share

    @property
    def reads(self) -> dict[str, tuple[str, ...]]:
        """Columns whose date decides, by table."""
        return {self.table: self.columns}


class DecayCount(_Declared):
    """Count of the entries of a list of points within a radius, with linear decay."""

    kind: Literal["decay_count"]
    table: str
    radius_km: Radius

    @property
    def reads(self) -> dict[str, tuple[str, ...]]:
        """Columns whose date decides, by table."""
        return {self.table: ("lon", "lat")}


class Nearest(_Declared):
    """Distance to the nearest entry of a list of points."""

    kind: Literal["nearest"]
    table: str
    name_column: str = "name"
    keep: Keep | None = None
    beyond_km: float = Field(gt=0)

    @property
    def reads(self) -> dict[str, tuple[str, ...]]:
        """Columns whose date decides, by table."""
        return {self.table: ("lon", "lat", *((self.keep.column,) if self.keep else ()))}


class NearestSegment(_Declared):
    """Distance to the nearest straight segment between joined nodes of a network."""

    kind: Literal["nearest_segment"]
    nodes: str
    edges: str
    beyond_km: float = Field(gt=0)

    @property
    def reads(self) -> dict[str, tuple[str, ...]]:
        """Columns whose date decides, by table."""
        return {self.nodes: ("lon", "lat"), self.edges: ("from_node", "to_node")}


class KnownSeats(_Declared):
    """Distance to the nearest of the few entries whose commune is known: an upper bound."""

    kind: Literal["known_seats"]
    table: str
    seat_column: str
    name_column: str = "name"
    entries: int = Field(gt=0)
    beyond_km: float = Field(gt=0)

    @property
    def reads(self) -> dict[str, tuple[str, ...]]:
        """Columns whose date decides, by table."""
        return {self.table: (self.seat_column,)}


class Ratio(_Declared):
    """One column over another, in the commune itself, at most `cap`."""

    kind: Literal["ratio"]
    table: str
    code_column: str = "commune_code"
    numerator: str
    denominator: str
    cap: float | None = None

    @property
    def reads(self) -> dict[str, tuple[str, ...]]:
        """Columns whose date decides, by table."""
        return {self.table: (self.numerator, self.denominator)}


class ZoneSeries(_Declared):
    """Value of the commune's zone in the last period that ended before the date."""

    kind: Literal["zone_series"]
    table: str
    zone_column: str
    period_column: str
    value_column: str
    period: Literal["quarter"]
    rule: Literal["last_ended_before"]

    @property
    def reads(self) -> dict[str, tuple[str, ...]]:
        """Columns whose date decides, by table."""
        return {self.table: (self.value_column,)}


class Unavailable(_Declared):
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
    Field(discriminator="kind"),
]


class Indicator(_Declared):
    """One measurable statement about a place."""

    id: str = Field(pattern=r"^[a-z][a-z0-9_]*$")
    title: Bilingual
    definition: Bilingual
    unit: str
    digits: int = Field(ge=0, le=6)
    minimum: float | None = None
    maximum: float | None = None
    direction: Literal["higher_is_better", "lower_is_better"]
    compute: Computation
    coverage: Coverage | None = None
    limits: Bilingual
    filled_by: Bilingual | None = None
    references: tuple[str, ...] = ()

    @model_validator(mode="after")
    def _consistent(self) -> Indicator:
        if self.unit not in UNITS:
            raise ValueError(f"unit {self.unit!r} is not one of {', '.join(UNITS)}")
        if isinstance(self.compute, Unavailable):
            if self.filled_by is None:
                raise ValueError("an unavailable indicator names the dataset that would fill it")
        elif self.filled_by is not None:
            raise ValueError("an indicator that is computed needs no dataset to fill it")
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


_INDICATOR: TypeAdapter[Indicator] = TypeAdapter(Indicator)


def load_indicators(folder: Path | None = None) -> IndicatorCatalogue:
    """Read every indicator file of a folder.

    Parameters
    ----------
    folder : Path, optional
        Folder of ``*.yaml`` files, each a list of indicators; by default the shipped one.

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
    root = SHIPPED if folder is None else folder
    files = sorted(root.glob("*.yaml"))
    if not files:
        raise BrokenIndicatorFile(
            str(root), 0, "", "∅", Text("au moins un fichier *.yaml", "at least one *.yaml file")
        )
    by_id: dict[str, Indicator] = {}
    sources: dict[str, str] = {}
    for path in files:
        source = _read_file(path)
        for position, declared in enumerate(source.value):
            indicator = _read_one(source, position, declared)
            line = source.mark_of((position,)).line
            if indicator.id in by_id:
                raise RepeatedIndicator(indicator.id, path.name, line, sources[indicator.id])
            by_id[indicator.id] = indicator
            sources[indicator.id] = f"{path.name}:{line}"
    return IndicatorCatalogue(MappingProxyType(by_id), MappingProxyType(sources))


def _read_file(path: Path) -> YamlSource:
    """Read a file that holds a list, or say at which line it does not."""
    try:
        content = path.read_bytes()
    except OSError as error:
        found = error.strerror or str(error)
        raise BrokenIndicatorFile(
            path.name, 1, "", found, Text("un fichier lisible", "a readable file")
        ) from error
    source = read_yaml(content, path.name)
    if source.problems:
        first = source.problems[0]
        raise BrokenIndicatorFile(
            path.name, first.line or 1, first.key, first.what.en, first.cure, found_fr=first.what.fr
        )
    if not isinstance(source.value, tuple):
        raise BrokenIndicatorFile(
            path.name,
            source.mark_of(()).line,
            "",
            repr(source.value)[:120],
            Text("une liste d’indicateurs", "a list of indicators"),
        )
    return source


def _read_one(source: YamlSource, position: int, declared: Any) -> Indicator:
    try:
        return _INDICATOR.validate_python(declared)
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        # pydantic puts the name of the union's branch into the path; the file has no such key
        keys: tuple[str | int, ...] = (position,)
        for part in first["loc"]:
            if (*keys, part) in source.values:
                keys = (*keys, part)
        named = path_text((position, *first["loc"]))
        raise BrokenIndicatorFile(
            source.file,
            source.mark_of(keys).line,
            named,
            "∅" if first["type"] == "missing" else repr(first["input"])[:120],
            Text(first["msg"], first["msg"]),
        ) from error
