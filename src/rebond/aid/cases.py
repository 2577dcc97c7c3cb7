"""Worked cases of aids: facts, a day, and the answer that the sources give, in a form that a lawyer can extend."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import Field

from rebond.aid.errors import CasesInvalid
from rebond.aid.evaluating import Answer, answer
from rebond.aid.loading import GUIDE, shipped_aid
from rebond.procedure.reading import read_model
from rebond.programme.policy_model import Day, PolicyModel, Sentence, Slug, SourceId

CASES_FOLDER = Path(__file__).parent / "cases"
CENTS = 100
Given = bool | int | Sentence | None
"""A fact as written: yes or no, a whole number or cents, a choice; null is unknown."""


class Expected(PolicyModel):
    """What the sources answer."""

    answer: Literal["yes", "no", "unknown"]
    supposed: Literal["yes", "no", "unknown"] | None = None
    """If rules first read later are supposed to have held already; left out when it is the answer."""
    decided_by: tuple[Slug, ...] | None = None
    """Conditions that refuse or leave open, in the order of the aid."""
    euros: Decimal | int | None = None
    """The amount when it is one number."""
    last_read: Sentence | None = None
    """The earliest day, month or year in which a rule was last read that the answer presumes to hold still."""
    at_least: Decimal | int | None = None
    at_most: Decimal | int | None = None


class AidCase(PolicyModel):
    """One case."""

    case: Sentence
    """What the case is, in one sentence."""
    filed_on: Day
    """Filing day."""
    facts: dict[Slug, Given] = Field(default_factory=dict)
    """What differs from the file's `usual` facts."""
    expect: Expected
    sources: tuple[SourceId, ...] = Field(min_length=1)
    """Sources of the expected answer."""


class CaseFile(PolicyModel):
    """Cases of one aid."""

    aid: Slug
    usual: dict[Slug, Given]
    """Facts of every case unless it says otherwise."""
    cases: Annotated[tuple[AidCase, ...], Field(min_length=1)]


@dataclass(frozen=True, slots=True)
class Played:
    """A case beside what the rules answer to it.

    Parameters
    ----------
    file : str
    case : AidCase
    answer : Answer
    differences : tuple of str
        What is not as expected, in words of the case file; empty when all is.
    """

    file: str
    case: AidCase
    answer: Answer
    differences: tuple[str, ...]


@cache
def shipped_cases() -> tuple[tuple[str, CaseFile], ...]:
    """Return the case files that the package ships, by name."""
    return tuple((path.name, read_cases(path)) for path in sorted(CASES_FOLDER.glob("*.yaml")))


def read_cases(path: Path) -> CaseFile:
    """Read a case file.

    Raises
    ------
    CasesInvalid
        With every problem and its line.
    """
    found, _source = read_model(
        CaseFile, path.read_bytes(), path.name, error=CasesInvalid, guide=GUIDE
    )
    return found


def facts_of(file: CaseFile, case: AidCase) -> dict[str, Any]:
    """Return the facts of a case."""
    return {**file.usual, **case.facts}


def play(name: str, file: CaseFile) -> tuple[Played, ...]:
    """Answer every case of a file and compare.

    Raises
    ------
    UnknownAid, UnknownFact, UnusableFact
        When a case cannot be meant.
    """
    aid = shipped_aid(file.aid)
    played = []
    for case in file.cases:
        found = answer(aid, facts_of(file, case), on=case.filed_on)
        played.append(Played(name, case, found, tuple(_differences(case.expect, found))))
    return tuple(played)


def _differences(expected: Expected, found: Answer) -> list[str]:
    pairs: list[tuple[str, Any, Any]] = [
        ("answer", expected.answer, found.answer),
        ("supposed", expected.supposed or expected.answer, found.supposed),
    ]
    if expected.decided_by is not None:
        decided = tuple(dict.fromkeys(step.id for step in found.deciding))
        pairs.append(("decided_by", expected.decided_by, decided))
    if expected.last_read is not None:
        read = found.last_read.first if found.last_read is not None else None
        pairs.append(("last_read", expected.last_read, read))
    for name, euros, bounds in (
        ("euros", expected.euros, (found.amount.low, found.amount.high)),
        ("at_least", expected.at_least, (found.amount.low,)),
        ("at_most", expected.at_most, (found.amount.high,)),
    ):
        if euros is not None:
            pairs.append((name, (int(Decimal(euros) * CENTS),) * len(bounds), bounds))
    return [f"{name}: {wanted} != {got}" for name, wanted, got in pairs if wanted != got]
