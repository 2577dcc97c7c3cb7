"""What is done where no rule is established: how often an aid is had, when a proof is due, what is paid back.

Each parameter says which source states it or, when none does, that it is an assumption of ours and why. None of
them moves an answer or an amount of the rules.
"""

from __future__ import annotations

import datetime
from functools import cache
from pathlib import Path
from typing import Annotated, Literal

from pydantic import Field, model_validator

from rebond.aid.errors import AidInvalid
from rebond.procedure.reading import read_model
from rebond.programme.complaints import Complaint, refuse
from rebond.programme.errors import ProblemKind
from rebond.programme.policy_model import Bilingual, Day, PolicyModel, Slug, SourceId, Version
from rebond.texts import Text

PRACTICE_FILE = Path(__file__).parent / "practice.yaml"
GUIDE = "docs/reference/aids.md"
Kind = Literal["contract", "person", "firm"]


class Parameter(PolicyModel):
    """What a source states, or what we assume and why; never both, never neither."""

    sources: tuple[SourceId, ...] = ()
    near: tuple[SourceId, ...] = ()
    """What the reason for assuming it leans on: sources that say something near, and not the parameter itself."""
    assumed: Bilingual | None = None

    @model_validator(mode="after")
    def _check_grounds(self) -> Parameter:
        if bool(self.sources) == (self.assumed is not None):
            refuse(
                [
                    Complaint(
                        ProblemKind.MISSING_KEY,
                        ("assumed",),
                        Text(
                            "un paramètre a ses sources, ou la raison de le supposer",
                            "a parameter has its sources, or the reason for assuming it",
                        ),
                        Text("Donnez l’un des deux.", "Give one of the two."),
                    )
                ]
            )
        return self

    @property
    def is_ours(self) -> bool:
        """Return whether no source states it."""
        return self.assumed is not None


class Limit(Parameter):
    """How often a contract, a person or a firm may have the aid."""

    kind: Kind
    most: Annotated[int, Field(ge=1, le=1000)]
    period: Literal["ever", "year"]

    def periods(self, on: datetime.date) -> tuple[str, ...]:
        """Return the names of the places that the limit leaves on a day: each is taken once.

        Examples
        --------
        >>> limit = Limit(kind="firm", most=2, period="year", sources=("S1",))
        >>> limit.periods(datetime.date(2031, 6, 2))
        ('2031/1', '2031/2')
        """
        return self.places(self.span(on))

    def span(self, on: datetime.date) -> str:
        """Return the name of the span of time that a day counts in: its year, or empty for all time."""
        return str(on.year) if self.period == "year" else ""

    def places(self, span: str) -> tuple[str, ...]:
        """Return the names of the places of a span."""
        if self.most == 1:
            return (span,)
        return tuple(f"{span}/{n}" for n in range(1, self.most + 1))


class Proof(Parameter):
    """When a proof that the contract runs lets the aid be paid."""

    after_days: Annotated[int, Field(ge=0, le=3660)]
    """Days after the first day of the contract."""

    def due_on(self, starts_on: datetime.date) -> datetime.date:
        """Return the first day on which the proof is of use."""
        return starts_on + datetime.timedelta(days=self.after_days)


class Recovery(Parameter):
    """What is paid back when a contract ends before its time."""

    kind: Literal["proportional"]
    reference_days: Annotated[int, Field(ge=1, le=3660)]
    """Longest length counted; also that of a contract without a last day."""

    def due(
        self,
        amount: int,
        starts_on: datetime.date,
        ends_on: datetime.date | None,
        broken_on: datetime.date,
    ) -> int:
        """Return what is paid back of an amount, in whole cents rounded down.

        Parameters
        ----------
        amount : int
            Paid, in cents.
        starts_on, ends_on : datetime.date
            First and last planned day of the contract; no last day for a permanent one.
        broken_on : datetime.date
            Last day on which it ran; before the first day it never did.
        """
        ran, planned = self.days(starts_on, ends_on, broken_on)
        return amount * (planned - ran) // planned

    def days(
        self, starts_on: datetime.date, ends_on: datetime.date | None, broken_on: datetime.date
    ) -> tuple[int, int]:
        """Return the days that ran, and those counted.

        Examples
        --------
        >>> rule = Recovery(kind="proportional", reference_days=365, sources=("S1",))
        >>> first, last = datetime.date(2031, 9, 1), datetime.date(2032, 5, 31)
        >>> rule.days(first, last, datetime.date(2031, 12, 7))
        (98, 274)
        """
        planned = self.reference_days
        if ends_on is not None:
            planned = max(1, min(planned, (ends_on - starts_on).days + 1))
        return min(planned, max(0, (broken_on - starts_on).days + 1)), planned


class Unpaid(Parameter):
    """What becomes of what is granted and not paid yet when a contract ends before its time."""

    kind: Literal["returned"]
    """Returned to the fund, whatever part of it the days that ran have earned."""


class Practice(PolicyModel):
    """What is done for one aid, for applications filed from a day on."""

    aid: Slug
    valid_from: Day
    limits: tuple[Limit, ...] = Field(min_length=1)
    proof: Proof
    recovery: Recovery
    unpaid: Unpaid | None = None
    """None in what was frozen before version 1.1.0: the same was done, and not said."""


class PracticeFile(PolicyModel):
    """All practices."""

    version: Version
    practices: tuple[Practice, ...] = Field(min_length=1)


@cache
def practices(path: Path = PRACTICE_FILE) -> PracticeFile:
    """Return the shipped practices.

    Raises
    ------
    AidInvalid
    """
    found, _source = read_model(
        PracticeFile, path.read_bytes(), path.name, error=AidInvalid, guide=GUIDE
    )
    return found


def practice_on(aid: str, on: datetime.date) -> Practice | None:
    """Return the practice of an aid for an application filed on a day; None where there is none."""
    known = [one for one in practices().practices if one.aid == aid and one.valid_from <= on]
    return max(known, key=lambda one: one.valid_from, default=None)
