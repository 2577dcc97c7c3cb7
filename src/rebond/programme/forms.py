"""Forms: what an applicant is asked, as data from which pages, receipts and exports are made."""

from collections.abc import Iterator
from typing import Annotated, Any, Literal

from pydantic import Discriminator, Field

from rebond.programme.policy_model import (
    Basis,
    Bilingual,
    Cents,
    Count,
    Day,
    Number,
    PolicyModel,
    Slug,
    SourceId,
)


class Condition(PolicyModel):
    """When a field is asked: another field of the same group has one of these values."""

    field: Slug
    """The other field, standing before this one in the same group."""
    is_one_of: tuple[str | bool, ...] = Field(min_length=1)
    """Values of a choice, or true or false."""


class FieldBase(PolicyModel):
    """What every field has."""

    id: Slug
    """Stable id, never reused for another meaning."""
    label: Bilingual
    """The question."""
    help: Bilingual | None = None
    """What to write, and why it is asked."""
    required: bool = True
    """Whether the dossier is incomplete without it."""
    asked_if: Condition | None = None
    """When it is asked; left out: always."""
    fills_from: Slug | None = None
    """Indicator or attribute of the place that can fill it beforehand."""
    documents: tuple[Slug, ...] = ()
    """Criteria of the grid that it documents."""
    is_personal: bool = False
    """Whether it names or describes a person, and is therefore kept apart."""
    is_public: bool = False
    """Whether it is published with the result."""
    sources: tuple[SourceId, ...] = ()
    """Sources that ask for it."""


class TextField(FieldBase):
    """One line of text."""

    type: Literal["text"]
    """Always ``text``."""
    format: Literal["plain", "email", "phone", "url"] = "plain"
    """What the line holds."""
    max_length: Count = 200
    """Most characters."""


class LongTextField(FieldBase):
    """Several paragraphs of text."""

    type: Literal["long_text"]
    """Always ``long_text``."""
    max_length: Count = 5000
    """Most characters."""


class IntegerField(FieldBase):
    """A whole number."""

    type: Literal["integer"]
    """Always ``integer``."""
    minimum: int | None = None
    """Least value accepted."""
    maximum: int | None = None
    """Greatest value accepted."""
    unit: Bilingual | None = None
    """Unit."""


class DecimalField(FieldBase):
    """A number with decimals."""

    type: Literal["decimal"]
    """Always ``decimal``."""
    minimum: Number | None = None
    """Least value accepted."""
    maximum: Number | None = None
    """Greatest value accepted."""
    digits: Annotated[int, Field(ge=0, le=6)] = 2
    """Decimals kept."""
    unit: Bilingual | None = None
    """Unit."""


class MoneyField(FieldBase):
    """An amount in euros, kept in cents."""

    type: Literal["money"]
    """Always ``money``."""
    minimum_cents: Cents = 0
    """Least amount accepted."""
    maximum_cents: Cents | None = None
    """Greatest amount accepted."""


class DateField(FieldBase):
    """A day."""

    type: Literal["date"]
    """Always ``date``."""
    earliest: Day | None = None
    """First day accepted."""
    latest: Day | None = None
    """Last day accepted."""


class Option(PolicyModel):
    """One of the choices."""

    id: Slug
    """Stable id."""
    label: Bilingual
    """What the reader sees."""
    help: Bilingual | None = None
    """What it means."""


class ChoiceField(FieldBase):
    """One of several."""

    type: Literal["choice"]
    """Always ``choice``."""
    options: tuple[Option, ...] = Field(min_length=2)
    """The choices."""


class MultiChoiceField(FieldBase):
    """Some of several."""

    type: Literal["multi_choice"]
    """Always ``multi_choice``."""
    options: tuple[Option, ...] = Field(min_length=2)
    """The choices."""
    min_items: Count = 0
    """Fewest to choose."""
    max_items: Count | None = None
    """Most to choose."""


class BooleanField(FieldBase):
    """Yes or no; an empty answer is neither."""

    type: Literal["boolean"]
    """Always ``boolean``."""


class FileField(FieldBase):
    """Documents."""

    type: Literal["file"]
    """Always ``file``."""
    formats: tuple[
        Literal["pdf", "jpeg", "png", "csv", "xlsx", "ods", "odt", "docx", "geojson", "gpkg"], ...
    ] = Field(min_length=1)
    """Formats accepted, judged by content."""
    max_megabytes: Annotated[int, Field(ge=1, le=200)] = 20
    """Greatest size of one file."""
    max_files: Annotated[int, Field(ge=1, le=50)] = 1
    """Most files."""


class GeometryField(FieldBase):
    """A place drawn or uploaded, in WGS 84."""

    type: Literal["geometry"]
    """Always ``geometry``."""
    shapes: tuple[Literal["point", "line", "polygon"], ...] = Field(min_length=1)
    """Shapes accepted; several of one shape may be given."""


class SirenField(FieldBase):
    """A SIREN number, checked by its key."""

    type: Literal["siren"]
    """Always ``siren``."""


class CommuneField(FieldBase):
    """A commune by its national code."""

    type: Literal["commune"]
    """Always ``commune``."""
    max_items: Annotated[int, Field(ge=1, le=500)] = 1
    """Most communes."""


class GroupField(FieldBase):
    """Fields under one heading."""

    type: Literal["group"]
    """Always ``group``."""
    fields: tuple["FormField", ...] = Field(min_length=1)
    """The fields."""


class ListField(FieldBase):
    """The same fields, as many times as needed."""

    type: Literal["list"]
    """Always ``list``."""
    item: Bilingual
    """What one item is called."""
    fields: tuple["FormField", ...] = Field(min_length=1)
    """The fields of one item."""
    min_items: Count = 0
    """Fewest items."""
    max_items: Annotated[int, Field(ge=1, le=500)] = 50
    """Most items."""


FormField = Annotated[
    TextField
    | LongTextField
    | IntegerField
    | DecimalField
    | MoneyField
    | DateField
    | ChoiceField
    | MultiChoiceField
    | BooleanField
    | FileField
    | GeometryField
    | SirenField
    | CommuneField
    | GroupField
    | ListField,
    Discriminator("type"),
]
"""One field of a form, told apart by ``type``."""


class Form(PolicyModel):
    """What an applicant is asked."""

    basis: Basis
    """Whether the form is the official one or written for this policy."""
    introduction: Bilingual | None = None
    """What to read before starting."""
    fields: tuple[FormField, ...] = Field(min_length=1)
    """The fields, in order."""

    def field(self, name: str) -> Any:
        """Return the field called `name`, wherever it stands, or None."""
        return next((one for one in walk_fields(self.fields) if one.id == name), None)


def walk_fields(fields: tuple[Any, ...]) -> Iterator[Any]:
    """Yield every field, those inside groups and lists included, in order."""
    for one in fields:
        yield one
        if isinstance(one, (GroupField, ListField)):
            yield from walk_fields(one.fields)
