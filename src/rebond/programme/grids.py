"""Grids: criteria, their indicators and value functions, and what is known of their weights."""

from collections.abc import Mapping
from fractions import Fraction
from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field, model_serializer, model_validator

from rebond.programme.complaints import (
    Complaint,
    refuse,
    repeated_ids,
    unknown_reference,
)
from rebond.programme.errors import ProblemKind
from rebond.programme.policy_model import (
    Basis,
    Bilingual,
    OrUnknown,
    PolicyModel,
    Share,
    Slug,
    SourceId,
    Unknown,
)
from rebond.programme.value_functions import ValueFunction
from rebond.programme.weights import ONE, ZERO, decimal_text, weight_complaints
from rebond.texts import Text

MOST_CRITERIA = 50
MOST_ORDERINGS = 200


class LaterVintage(PolicyModel):
    """Whether data of after the decision may stand for this indicator, and why."""

    allowed: bool
    """Whether it may."""
    why: Bilingual
    """Why."""


class IndicatorUse(PolicyModel):
    """An indicator in a criterion."""

    indicator: Slug
    """Indicator, as the evidence declares it."""
    share: Literal["equal"] | Share
    """Its share of the criterion: ``equal`` for all, or a share for each, summing to 1."""
    value: ValueFunction
    """How it becomes a value between 0 and 1."""
    why: Bilingual
    """What it says of the criterion."""
    later_vintage: LaterVintage | None = None
    """Exception to the rule that no data of after the decision enters; left out: no exception."""


class Criterion(PolicyModel):
    """A criterion of the grid."""

    id: Slug
    """Id."""
    title: Bilingual
    """Short name."""
    statement: Bilingual
    """The criterion as its source states it."""
    shares_basis: Basis
    """Where the shares of its indicators come from."""
    indicators: tuple[IndicatorUse, ...] = Field(min_length=1, max_length=MOST_CRITERIA)
    """The indicators that document it."""
    note: Bilingual | None = None
    """What the reader should know."""
    sources: tuple[SourceId, ...] = Field(min_length=1)
    """Sources that state it."""

    @model_validator(mode="after")
    def _check_shares(self) -> "Criterion":
        complaints = repeated_ids(
            [use.indicator for use in self.indicators], ("indicators",), "indicator"
        )
        written = [use.share for use in self.indicators if isinstance(use.share, Fraction)]
        if written and len(written) != len(self.indicators):
            complaints.append(_mixed_shares())
        elif written and sum(written, ZERO) != ONE:
            complaints.append(_shares_sum(sum(written, ZERO)))
        refuse(complaints)
        return self

    @property
    def shares(self) -> tuple[Fraction, ...]:
        """Return the exact share of each indicator, in order, summing to 1."""
        equal = Fraction(1, len(self.indicators))
        return tuple(
            use.share if isinstance(use.share, Fraction) else equal for use in self.indicators
        )


def _mixed_shares() -> Complaint:
    return Complaint(
        ProblemKind.SHARES,
        ("indicators",),
        Text(
            "certaines parts sont écrites «\u202fequal\u202f» et d’autres chiffrées",
            "some shares are written “equal” and others as numbers",
        ),
        Text("Écrivez-les toutes de la même façon.", "Write them all in the same way."),
    )


def _shares_sum(total: Fraction) -> Complaint:
    shown = decimal_text(total)
    return Complaint(
        ProblemKind.SHARES,
        ("indicators",),
        Text(f"les parts font {shown}, et non 1", f"the shares sum to {shown}, not 1"),
        Text(
            'Corrigez une part\u202f; les fractions exactes sont permises\u202f: "1/3".',
            'Correct a share; exact fractions are allowed: "1/3".',
        ),
        Text("des parts de somme 1", "shares that sum to 1"),
    )


class WeightInterval(PolicyModel):
    """The least and the greatest weight of a criterion; equal when the weight is fixed."""

    low: Share
    """Least weight."""
    high: Share
    """Greatest weight."""

    @model_validator(mode="after")
    def _check_order(self) -> "WeightInterval":
        if self.low > self.high:
            low, high = decimal_text(self.low), decimal_text(self.high)
            refuse(
                [
                    Complaint(
                        ProblemKind.WEIGHTS,
                        (),
                        Text(
                            f"l’intervalle [{low}, {high}] est à l’envers",
                            f"the interval [{low}, {high}] is reversed",
                        ),
                        Text(
                            "Écrivez la plus petite borne d’abord.",
                            "Write the smaller bound first.",
                        ),
                    )
                ]
            )
        return self

    @model_serializer
    def _as_written(self) -> list[str]:
        return [str(self.low), str(self.high)]


def _read_interval(value: Any) -> Any:
    """Turn ``0.2`` and ``[0.1, 0.4]`` into the two bounds; leave anything else for the model to refuse."""
    if isinstance(value, (tuple, list)) and len(value) == 2:  # noqa: PLR2004 - two bounds
        return {"low": value[0], "high": value[1]}
    if isinstance(value, (WeightInterval, dict, tuple, list)) or value is None:
        return value
    return {"low": value, "high": value}


Weight = Annotated[WeightInterval, BeforeValidator(_read_interval)]
"""A fixed weight ``0.2`` or an interval ``[0.1, 0.4]``."""


class Ordering(PolicyModel):
    """One criterion weighs at least as much as another."""

    heavier: Slug
    """The criterion that weighs at least as much."""
    lighter: Slug
    """The criterion that weighs at most as much."""
    sources: tuple[SourceId, ...] = ()
    """Sources that say so."""


class Grid(PolicyModel):
    """What is weighed, how, and with which weights as far as anyone knows."""

    id: Slug
    """Id."""
    title: Bilingual
    """Name."""
    statement: Bilingual
    """What the source says the grid is for."""
    criteria: tuple[Criterion, ...] = Field(min_length=1, max_length=MOST_CRITERIA)
    """The criteria."""
    weights: OrUnknown[Mapping[Slug, Weight]]
    """By criterion a weight or an interval; unknown: every weighting is admissible."""
    weights_basis: Basis | None = None
    """Where known weights come from."""
    orderings: tuple[Ordering, ...] = Field(default=(), max_length=MOST_ORDERINGS)
    """Which criteria weigh at least as much as which."""
    note: Bilingual | None = None
    """What the reader should know."""
    sources: tuple[SourceId, ...] = Field(min_length=1)
    """Sources."""

    @model_validator(mode="after")
    def _check_weights(self) -> "Grid":
        names = [criterion.id for criterion in self.criteria]
        complaints = repeated_ids(names, ("criteria",))
        noun = Text("le critère", "the criterion")
        intervals = {} if isinstance(self.weights, Unknown) else self.weights
        complaints += [
            unknown_reference(name, names, ("weights", name), noun)
            for name in intervals
            if name not in names
        ]
        for position, one in enumerate(self.orderings):
            complaints += [
                unknown_reference(name, names, ("orderings", position, key), noun)
                for key, name in (("heavier", one.heavier), ("lighter", one.lighter))
                if name not in names
            ]
        refuse(complaints or weight_complaints(intervals, self.orderings, names))
        return self

    @property
    def weights_are_unknown(self) -> bool:
        """Return whether no weight was established."""
        return isinstance(self.weights, Unknown)

    def criterion(self, name: str) -> Criterion:
        """Return the criterion called `name`.

        Raises
        ------
        KeyError
        """
        for criterion in self.criteria:
            if criterion.id == name:
                return criterion
        raise KeyError(name)

    def weight_bounds(self) -> tuple[tuple[Fraction, Fraction], ...]:
        """Return the least and greatest weight of each criterion, in order; 0 and 1 when unknown."""
        intervals = {} if isinstance(self.weights, Unknown) else self.weights
        return tuple(
            (intervals[one.id].low, intervals[one.id].high) if one.id in intervals else (ZERO, ONE)
            for one in self.criteria
        )

    @property
    def indicators(self) -> tuple[str, ...]:
        """Return every indicator used, in order, once."""
        return tuple(
            dict.fromkeys(use.indicator for one in self.criteria for use in one.indicators)
        )
