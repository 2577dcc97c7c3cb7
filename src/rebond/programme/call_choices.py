"""What a call decides where the policy is unknown or adjustable, as data: the models and their JSON.

`rebond.programme.chosen_policy` applies them; `rebond.programme.call_questions` lists what is open.
"""

import datetime
import json
from collections.abc import Mapping
from decimal import Decimal, InvalidOperation
from fractions import Fraction
from typing import Annotated, Any

from pydantic import BeforeValidator, Field, ValidationError

from rebond.programme.applicants import ApplicantName
from rebond.programme.call_choice_errors import ChoiceProblem, ChoicesInvalid
from rebond.programme.call_questions import OpenQuestion, open_questions
from rebond.programme.chosen_policy import with_choices
from rebond.programme.complaints import quoted
from rebond.programme.grids import MOST_ORDERINGS, WeightInterval
from rebond.programme.policy_model import Cents, Count, Number, PolicyModel, Sentence, Slug
from rebond.programme.translation import problems_of
from rebond.programme.yaml_values import YamlSource
from rebond.texts import Text

__all__ = [
    "CallChoices",
    "ChoiceProblem",
    "ChoicesInvalid",
    "OpenQuestion",
    "open_questions",
    "read_choices",
    "with_choices",
]

EARLIEST, LATEST = datetime.date(1990, 1, 1), datetime.date(2199, 12, 31)
LONGEST_JSON = 200_000

ChosenDay = Annotated[datetime.date, Field(ge=EARLIEST, le=LATEST)]
"""A day within two centuries."""


def _read_ends(value: Any) -> Any:
    """Turn ``0.2`` and ``[0.1, "2/5"]`` into two exact bounds; leave anything else to be refused."""
    if isinstance(value, (list, tuple)) and len(value) == 2:  # noqa: PLR2004 - two bounds
        return {"low": _exact(value[0]), "high": _exact(value[1])}
    if isinstance(value, (int, float, str, Decimal, Fraction)) and not isinstance(value, bool):
        return {"low": _exact(value), "high": _exact(value)}
    return value


def _exact(end: Any) -> Any:
    """Read a decimal as written, so that 0.1 is one tenth."""
    if isinstance(end, float) or (isinstance(end, str) and "." in end):
        try:
            return Decimal(str(end))
        except InvalidOperation:
            return end
    return end


class GateChoice(PolicyModel):
    """What the call decides of one gate."""

    eliminates: bool | None = None
    """Whether a no makes a dossier ineligible."""
    threshold: "ThresholdChoice | None" = None
    """The least or greatest value accepted."""
    values: "ValuesChoice | None" = None
    """The choices accepted."""


class ThresholdChoice(PolicyModel):
    """A number from a day on."""

    value: Number
    """The number, in the unit of the gate."""
    valid_from: ChosenDay
    """First day on which it holds."""


class ValuesChoice(PolicyModel):
    """Accepted choices from a day on."""

    value: tuple[Sentence, ...] = Field(min_length=1, max_length=200)
    """The choices, as the form lists them."""
    valid_from: ChosenDay
    """First day on which they hold."""


class ApplicantsChoice(PolicyModel):
    """Who may apply."""

    types: tuple[ApplicantName, ...] | None = Field(default=None, min_length=1, max_length=50)
    """Kinds of applicant."""
    perimeters: tuple[Slug, ...] | None = Field(default=None, max_length=50)
    """Perimeters of which one at least must hold the place; empty: anywhere."""


class SelectionChoice(PolicyModel):
    """Rules of the portfolio; zero lifts a rule on régions or on distance."""

    k: Annotated[int, Field(ge=1, le=10**6)] | None = None
    """How many are retained."""
    covered_regions_min: Annotated[int, Field(ge=0, le=1000)] | None = None
    """Least number of régions."""
    minimum_distance_km: Annotated[Number, Field(ge=0, le=1000)] | None = None
    """Least distance between two of those retained."""
    budget_cents: Cents | None = None
    """Ceiling of cost, in cents."""


class WeightsChoice(PolicyModel):
    """What the call says of the weights; a criterion left out may weigh anything."""

    intervals: Mapping[Slug, Annotated[WeightInterval, BeforeValidator(_read_ends)]] = Field(
        default_factory=dict
    )
    """By criterion a weight or its two ends."""
    orderings: tuple[tuple[Slug, Slug], ...] = Field(default=(), max_length=MOST_ORDERINGS)
    """Pairs heavier, lighter."""


class QuotaChoice(PolicyModel):
    """How many there are to give."""

    count: Count | None = None
    """The number."""
    valid_from: ChosenDay | None = None
    """First day on which it holds; required with a number."""
    is_limit: bool | None = None
    """Whether it is a limit."""


class CalendarChoice(PolicyModel):
    """Days of this call, beside those that the policy tells of earlier ones."""

    opens: ChosenDay | None = None
    """First day of filing."""
    closes: ChosenDay | None = None
    """Last day of filing."""
    announced: ChosenDay | None = None
    """Day of the results."""


class CallChoices(PolicyModel):
    """Everything a call decides; what is left out stays as the policy has it, unknown included."""

    reference: Sentence | None = None
    """Code of the call, shown in the source of each choice."""
    gates: Mapping[Slug, GateChoice] = Field(default_factory=dict, max_length=200)
    """By gate."""
    applicants: ApplicantsChoice | None = None
    """Who may apply."""
    selection: SelectionChoice | None = None
    """Rules of the portfolio."""
    weights: WeightsChoice | None = None
    """Weights."""
    quota: QuotaChoice | None = None
    """How many."""
    calendar: CalendarChoice | None = None
    """Days."""

    def as_json(self) -> dict[str, Any]:
        """Return the choices as JSON values; what is not chosen is left out."""
        return self.model_dump(mode="json", exclude_defaults=True)


GateChoice.model_rebuild()


def read_choices(value: Mapping[str, Any] | str) -> CallChoices:
    """Read choices from JSON, or from values that JSON can hold.

    Parameters
    ----------
    value : mapping or str

    Returns
    -------
    CallChoices

    Raises
    ------
    ChoicesInvalid
        With every problem found: place, value, cure. A key that does not exist is refused.

    Examples
    --------
    >>> read_choices({"selection": {"k": 12}}).selection.k
    12
    >>> read_choices('{"weights": {"intervals": {"jobs": [0.1, 0.4]}}}').as_json()
    {'weights': {'intervals': {'jobs': ['1/10', '2/5']}}}
    """
    try:
        text = value if isinstance(value, str) else json.dumps(value, allow_nan=False)
    except (TypeError, ValueError, RecursionError):
        raise ChoicesInvalid([_unreadable()]) from None
    if len(text) > LONGEST_JSON:
        raise ChoicesInvalid([_too_long()])
    try:
        return CallChoices.model_validate_json(text)
    except ValidationError as error:
        raise ChoicesInvalid(_problems(error, text)) from None


def _problems(error: ValidationError, text: str) -> list[ChoiceProblem]:
    try:
        parsed = json.loads(text)
    except (ValueError, RecursionError):
        return [_unreadable()]
    source = YamlSource("choices", value=_as_tuples(parsed))
    found = []
    for problem in problems_of(error, CallChoices, source):
        allowed = problem.allowed
        cure = problem.cure
        if allowed is not None:
            cure = Text("Permis : {allowed}. {cure}", "Allowed: {allowed}. {cure}").filled(
                allowed=allowed, cure=problem.cure
            )
        found.append(ChoiceProblem(problem.key or "—", problem.what, cure))
    return found


def _as_tuples(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _as_tuples(item) for key, item in value.items()}
    if isinstance(value, list):
        return tuple(_as_tuples(item) for item in value)
    return value


def _unreadable() -> ChoiceProblem:
    return ChoiceProblem(
        "—",
        Text("ces choix ne sont pas du JSON lisible", "these choices are not readable JSON"),
        Text("Écrivez un objet {} de choix.", "Write an object {} of choices."),
    )


def _too_long() -> ChoiceProblem:
    return ChoiceProblem(
        "—",
        Text(
            "ces choix dépassent {most} caractères", "these choices exceed {most} characters"
        ).filled(most=quoted(LONGEST_JSON)),
        Text("Retirez ce qui n’est pas un choix.", "Remove what is not a choice."),
    )
