"""The base of every model of a policy, and the kinds of value they share.

Models are strict and frozen and refuse keys they do not know. Texts stand in both languages. A value
that could not be established is `Unknown`, with what was looked for; one that does not exist is
`NotApplicable`, with the reason; neither is ever zero or null.
"""

import datetime
import math
from decimal import Decimal
from fractions import Fraction
from typing import Annotated, Any, Literal, TypeVar

from pydantic import (
    BaseModel,
    ConfigDict,
    Discriminator,
    Field,
    GetCoreSchemaHandler,
    PlainSerializer,
    PlainValidator,
    StringConstraints,
    Tag,
    model_validator,
)
from pydantic_core import CoreSchema, PydanticCustomError, core_schema

from rebond.programme.complaints import Complaint, refuse
from rebond.programme.errors import ProblemKind
from rebond.texts import Text

LARGEST_CENTS = 10**15
LARGEST_COUNT = 10**9


class PolicyModel(BaseModel):
    """Base: frozen, strict, without unknown keys, without NaN or infinities."""

    model_config = ConfigDict(
        frozen=True,
        strict=True,
        extra="forbid",
        allow_inf_nan=False,
        hide_input_in_errors=True,
        defer_build=True,
    )


Sentence = Annotated[str, StringConstraints(pattern=r"\S", max_length=4000)]
"""A text that is not blank."""

Slug = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]*$", max_length=64)]
"""An id of our own: small letters, digits and underscores."""

SourceId = Annotated[str, StringConstraints(pattern=r"^[A-Z][A-Z0-9_]*$", max_length=16)]
"""An id of a source, as cited: ``Q``, ``CP``, ``S81``."""

Code = Annotated[str, StringConstraints(pattern=r"^[0-9A-Za-z][0-9A-Za-z_-]*$", max_length=32)]
"""A code of a national list, as text: ``"01"``, ``"2A"``."""

Url = Annotated[str, StringConstraints(pattern=r"^https?://[^\s<>\"]+$", max_length=500)]
"""An address on the public web."""

Month = Annotated[str, StringConstraints(pattern=r"^(?:19|20)[0-9]{2}-(?:0[1-9]|1[0-2])$")]
"""A month without its day, as text: ``"2019-11"``."""

MonthOrYear = Annotated[
    str, StringConstraints(pattern=r"^(?:19|20)[0-9]{2}(?:-(?:0[1-9]|1[0-2]))?$")
]
"""A month or a year, as text: ``"2021-12"``, ``"2023"``."""

Version = Annotated[str, StringConstraints(pattern=r"^[0-9]+\.[0-9]+\.[0-9]+$", max_length=32)]
"""A version, as text: ``"1.0.0"``."""

Cents = Annotated[int, Field(ge=0, le=LARGEST_CENTS)]
"""Money in cents of euro."""

Count = Annotated[int, Field(ge=0, le=LARGEST_COUNT)]
"""How many."""

Day = datetime.date


class BilingualShape(PolicyModel):
    """A text in both languages."""

    fr: Sentence
    """French."""
    en: Sentence
    """English."""


class _AsText:
    """Reads a `BilingualShape` and keeps it as the `Text` of the whole project."""

    @classmethod
    def __get_pydantic_core_schema__(cls, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        shape = handler.generate_schema(BilingualShape)
        read = core_schema.no_info_after_validator_function(_to_text, shape)
        return core_schema.no_info_wrap_validator_function(
            _keep_text,
            read,
            serialization=core_schema.plain_serializer_function_ser_schema(Text.as_json),
        )


def _to_text(shape: BilingualShape) -> Text:
    return Text(shape.fr, shape.en)


def _keep_text(value: Any, read: Any) -> Text:
    if isinstance(value, Text):
        return value
    kept: Text = read(value)
    return kept


Bilingual = Annotated[Text, _AsText]
"""A text in both languages: keys ``fr`` and ``en``."""


def _read_number(value: Any) -> float:
    if isinstance(value, bool) or not isinstance(value, (int, float, Decimal)):
        raise PydanticCustomError("number_type", "a number is expected")
    if not math.isfinite(value):
        raise PydanticCustomError("finite_number", "a finite number is expected")
    return float(value)


Number = Annotated[float, PlainValidator(_read_number)]
"""A finite number."""

LARGEST_DENOMINATOR = 10**6


def _read_share(value: Any) -> Fraction:
    if isinstance(value, Fraction):
        share = value
    elif isinstance(value, (int, Decimal)) and not isinstance(value, bool) and math.isfinite(value):
        share = Fraction(value)
    elif isinstance(value, str):
        share = _read_written_share(value)
    else:
        raise PydanticCustomError("share_type", "a share is expected")
    if not 0 <= share <= 1:
        raise PydanticCustomError("share_range", "a share stands between 0 and 1")
    if share.denominator > LARGEST_DENOMINATOR:
        raise PydanticCustomError("share_type", "a share has at most six decimals")
    return share


def _read_written_share(value: str) -> Fraction:
    numerator, slash, denominator = value.partition("/")
    parts = (numerator, denominator) if slash else (numerator, "1")
    if not all(part.isascii() and part.isdigit() and len(part) <= 7 for part in parts):  # noqa: PLR2004
        raise PydanticCustomError("share_type", "a share is expected")
    if int(parts[1]) == 0:
        raise PydanticCustomError("share_type", "a share is expected")
    return Fraction(int(parts[0]), int(parts[1]))


Share = Annotated[Fraction, PlainValidator(_read_share), PlainSerializer(str, return_type=str)]
"""A share between 0 and 1, exact: ``0.25`` or ``"1/3"``."""


class Unknown(PolicyModel):
    """An official value that could not be established."""

    status: Literal["unknown"]
    """Always ``unknown``."""
    looked_for: Bilingual
    """What was looked for, and where, without being found."""
    sources: tuple[SourceId, ...] = ()
    """Sources that were read in search of it."""


class NotApplicable(PolicyModel):
    """A value that does not exist here."""

    status: Literal["not_applicable"]
    """Always ``not_applicable``."""
    why: Bilingual
    """Why there is no such value."""
    sources: tuple[SourceId, ...] = ()
    """Sources that say so."""


VALUE_TAG = "(value)"
UNKNOWN_TAG = "(unknown)"
NOT_APPLICABLE_TAG = "(not applicable)"
PROBLEM_TAGS = frozenset({VALUE_TAG, UNKNOWN_TAG, NOT_APPLICABLE_TAG})


def _value_or_unknown(value: Any) -> str:
    if isinstance(value, (Unknown, NotApplicable)):
        return UNKNOWN_TAG
    return UNKNOWN_TAG if isinstance(value, dict) and "status" in value else VALUE_TAG


def _value_or_absent(value: Any) -> str:
    if isinstance(value, NotApplicable):
        return NOT_APPLICABLE_TAG
    if isinstance(value, dict) and value.get("status") == "not_applicable":
        return NOT_APPLICABLE_TAG
    return _value_or_unknown(value)


T = TypeVar("T")

OrUnknown = Annotated[
    Annotated[T, Tag(VALUE_TAG)] | Annotated[Unknown, Tag(UNKNOWN_TAG)],
    Discriminator(_value_or_unknown),
]
"""A value, or ``{status: unknown, looked_for: …}``."""

OrAbsent = Annotated[
    Annotated[T, Tag(VALUE_TAG)]
    | Annotated[Unknown, Tag(UNKNOWN_TAG)]
    | Annotated[NotApplicable, Tag(NOT_APPLICABLE_TAG)],
    Discriminator(_value_or_absent),
]
"""A value, or unknown, or ``{status: not_applicable, why: …}``."""


class Basis(PolicyModel):
    """Where a rule or a modelling choice comes from."""

    kind: Literal["official", "assumption"]
    """``official``: stated by a source; ``assumption``: chosen by the authors of the policy."""
    why: Bilingual
    """The reason, or what the source says."""
    sources: tuple[SourceId, ...] = ()
    """Sources; required when official."""

    @model_validator(mode="after")
    def _check_sources(self) -> "Basis":
        if self.kind == "official" and not self.sources:
            refuse([_no_source()])
        return self


def _no_source() -> Complaint:
    return Complaint(
        ProblemKind.MISSING_KEY,
        ("sources",),
        Text("une règle officielle ne cite aucune source", "an official rule cites no source"),
        Text(
            "Citez la source, ou écrivez «\u202fkind: assumption\u202f» avec la raison du choix.",
            "Cite the source, or write “kind: assumption” with the reason of the choice.",
        ),
    )
