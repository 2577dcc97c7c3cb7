"""Awards: what those retained receive, from whom, and how many there are to give."""

from fractions import Fraction
from typing import Annotated, Literal

from pydantic import Discriminator, Field, model_validator

from rebond.programme.applicants import ApplicantName
from rebond.programme.complaints import Complaint, refuse
from rebond.programme.dated import InOrder, Period
from rebond.programme.errors import ProblemKind
from rebond.programme.policy_model import (
    Bilingual,
    Cents,
    Count,
    OrUnknown,
    PolicyModel,
    Share,
    Slug,
    SourceId,
)
from rebond.programme.weights import ONE, ZERO, decimal_text
from rebond.texts import Text


class FixedAmount(PolicyModel):
    """The same amount for everyone."""

    kind: Literal["fixed"]
    """Always ``fixed``."""
    cents: Cents
    """The amount."""


class CeilingAmount(PolicyModel):
    """At most this amount."""

    kind: Literal["ceiling"]
    """Always ``ceiling``."""
    cents: Cents
    """The ceiling."""


class MonthlyAmount(PolicyModel):
    """An amount by month, up to a number of months and a total."""

    kind: Literal["monthly"]
    """Always ``monthly``."""
    least_cents: Cents
    """Least amount for a month."""
    greatest_cents: Cents
    """Greatest amount for a month."""
    most_months: Annotated[int, Field(ge=1, le=600)]
    """Most months."""
    ceiling_cents: Cents
    """Greatest total."""
    paid: Literal["monthly", "at_once"]
    """Whether it is paid month by month or in one payment."""

    @model_validator(mode="after")
    def _check_bounds(self) -> "MonthlyAmount":
        complaints = []
        if self.least_cents > self.greatest_cents:
            complaints.append(
                _amount_complaint(
                    ("greatest_cents",),
                    Text(
                        f"{self.greatest_cents} est inférieur à least_cents ({self.least_cents})",
                        f"{self.greatest_cents} is below least_cents ({self.least_cents})",
                    ),
                )
            )
        reachable = self.greatest_cents * self.most_months
        if self.ceiling_cents > reachable:
            complaints.append(
                _amount_complaint(
                    ("ceiling_cents",),
                    Text(
                        f"le plafond {self.ceiling_cents} ne peut pas être atteint ({reachable} au plus)",
                        f"the ceiling {self.ceiling_cents} cannot be reached ({reachable} at most)",
                    ),
                )
            )
        refuse(complaints)
        return self


def _amount_complaint(at: tuple[str | int, ...], what: Text) -> Complaint:
    return Complaint(
        ProblemKind.AMOUNT,
        at,
        what,
        Text(
            "Corrigez les montants, en centimes d’euro.", "Correct the amounts, in cents of euro."
        ),
    )


Amount = Annotated[FixedAmount | CeilingAmount | MonthlyAmount, Discriminator("kind")]
"""An amount of money."""


class Funder(PolicyModel):
    """Who pays for an award, and which share."""

    actor: Slug
    """The actor."""
    share: OrUnknown[Share]
    """Its share of the cost."""


class Quota(PolicyModel):
    """How many there are to give."""

    unit: Bilingual
    """What is counted."""
    count: Annotated[tuple[Period[Count], ...], InOrder]
    """The number, dated."""
    is_limit: OrUnknown[bool]
    """Whether it is a limit (true) or a goal or an observed number (false)."""
    note: Bilingual | None = None
    """What the reader should know."""
    sources: tuple[SourceId, ...] = ()
    """Sources."""


class Award(PolicyModel):
    """Something that those retained receive."""

    id: Slug
    """Id."""
    kind: Literal["label", "grant", "accompaniment", "priority"]
    """``label``: an event on a site; ``grant``: money; ``accompaniment``: work done for the laureate; ``priority``."""
    title: Bilingual
    """Short name."""
    description: Bilingual
    """What it is."""
    beneficiary: OrUnknown[ApplicantName]
    """Who receives it."""
    amount: Annotated[tuple[Period[Amount], ...], InOrder] | None = None
    """How much, dated; left out when it is not money."""
    conditions: tuple[Bilingual, ...] = ()
    """Conditions of this award that are not gates of the measure."""
    funders: tuple[Funder, ...] = ()
    """Who pays."""
    provider: OrUnknown[Slug] | None = None
    """Actor that hands it over or does the work."""
    quota: Quota | None = None
    """How many of this award."""
    sources: tuple[SourceId, ...] = Field(min_length=1)
    """Sources."""

    @model_validator(mode="after")
    def _check_money(self) -> "Award":
        complaints = []
        if self.kind == "grant" and self.amount is None:
            complaints.append(
                Complaint(
                    ProblemKind.MISSING_KEY,
                    ("amount",),
                    Text("une aide en argent n’a pas de montant", "a grant has no amount"),
                    Text(
                        "Donnez amount\u202f; une valeur «\u202fstatus: unknown\u202f» est permise.",
                        "Give amount; a value “status: unknown” is allowed.",
                    ),
                )
            )
        shares = [funder.share for funder in self.funders if isinstance(funder.share, Fraction)]
        total = sum(shares, ZERO)
        if shares and (total > ONE or (len(shares) == len(self.funders) and total != ONE)):
            shown = decimal_text(total)
            complaints.append(
                Complaint(
                    ProblemKind.SHARES,
                    ("funders",),
                    Text(
                        f"les parts des financeurs font {shown}, et non 1",
                        f"the funders' shares sum to {shown}, not 1",
                    ),
                    Text(
                        "Corrigez une part, ou écrivez-la inconnue.",
                        "Correct a share, or write it unknown.",
                    ),
                )
            )
        refuse(complaints)
        return self
