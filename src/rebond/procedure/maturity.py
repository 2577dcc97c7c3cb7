"""Maturity of a site: five tiers, each requirement with its evidence, nothing unknown hidden."""

from __future__ import annotations

import functools
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal, Self

from pydantic import Field, model_validator

from rebond.procedure.errors import ModelInvalid
from rebond.procedure.graph_model import GUIDE, MODEL_FOLDER, SiteGraph, shipped_graph
from rebond.procedure.reading import read_model
from rebond.programme.complaints import Complaint, refuse, unknown_reference
from rebond.programme.errors import ProblemKind
from rebond.programme.policy_model import Bilingual, PolicyModel, Slug
from rebond.texts import Text

if TYPE_CHECKING:
    from collections.abc import Mapping

    from rebond.procedure.coverage import Case
    from rebond.procedure.needs import Need

METHOD = "maturity"
METHOD_VERSION = "1.0.0"

Status = Literal["met", "not_met", "expired", "unknown", "not_needed"]
STATUS_TEXTS: dict[Status, Text] = {
    "met": Text("rempli", "met"),
    "not_met": Text("non rempli", "not met"),
    "expired": Text("périmé", "expired"),
    "unknown": Text("inconnu", "unknown"),
    "not_needed": Text("sans objet", "not needed"),
}
PASSING: tuple[Status, ...] = ("met", "not_needed")


class Requirement(PolicyModel):
    """One thing that a tier asks: a task settled, or a fact."""

    id: Slug
    title: Bilingual
    task: Slug | None = None
    fact: Slug | None = None
    is_: tuple[str | bool, ...] | None = Field(default=None, alias="is", min_length=1)
    or_task: Slug | None = None
    """Task that meets a fact once done."""

    @model_validator(mode="after")
    def _check_one(self) -> Self:
        if (self.task is None) == (self.fact is None) or (self.fact is None) != (self.is_ is None):
            what = Text(
                "une exigence porte sur une tâche, ou sur un fait avec «\u202fis\u202f»",
                "a requirement is about a task, or about a fact with “is”",
            )
            cure = Text("Gardez-en un.", "Keep one of them.")
            refuse([Complaint(ProblemKind.NOT_ALLOWED, (), what, cure)])
        return self


class Tier(PolicyModel):
    """One tier."""

    tier: int = Field(ge=1, le=9)
    title: Bilingual
    requirements: tuple[Requirement, ...] = ()


class Ladder(PolicyModel):
    """The tiers, lowest first."""

    version: str
    tiers: tuple[Tier, ...] = Field(min_length=1)

    @model_validator(mode="after")
    def _check_order(self) -> Self:
        numbers = [tier.tier for tier in self.tiers]
        if numbers != list(range(1, len(numbers) + 1)) or self.tiers[0].requirements:
            what = Text(
                "les paliers se suivent à partir de 1, et le premier ne demande rien",
                "tiers follow each other from 1, and the first asks nothing",
            )
            cure = Text("Renumérotez-les.", "Number them again.")
            refuse([Complaint(ProblemKind.NOT_ALLOWED, ("tiers",), what, cure)])
        return self


@dataclass(frozen=True, slots=True)
class Evidence:
    """One requirement on one site.

    Parameters
    ----------
    tier : int
    requirement : str
    title : Text
    status : {"met", "not_met", "expired", "unknown", "not_needed"}
    why : tuple of Text
    evidence, source : str or None
        What the site file shows.
    """

    tier: int
    requirement: str
    title: Text
    status: Status
    why: tuple[Text, ...]
    evidence: str | None = None
    source: str | None = None

    def as_json(self) -> dict[str, Any]:
        """Return it as a record keeps it."""
        return {
            "tier": self.tier,
            "requirement": self.requirement,
            "title": self.title.as_json(),
            "status": self.status,
            "status_text": STATUS_TEXTS[self.status].as_json(),
            "why": [text.as_json() for text in self.why],
            "evidence": self.evidence,
            "source": self.source,
        }


@dataclass(frozen=True, slots=True)
class Maturity:
    """Where a site stands.

    Parameters
    ----------
    tier : int
        Highest tier of which every requirement, and of those below, is met for sure.
    possible_tier : int
        The same if everything unknown were met: never below `tier`.
    title : Text
    evidence : tuple of Evidence
    next_needs : tuple of Evidence
        What the next tier still asks, unknown included.
    unknown : tuple of Evidence
        Every requirement whose status is unknown, at any tier.
    """

    tier: int
    possible_tier: int
    title: Text
    evidence: tuple[Evidence, ...]
    next_needs: tuple[Evidence, ...]
    unknown: tuple[Evidence, ...]

    def as_json(self) -> dict[str, Any]:
        """Return it as a record keeps it."""
        return {
            "method": METHOD,
            "method_version": METHOD_VERSION,
            "tier": self.tier,
            "possible_tier": self.possible_tier,
            "title": self.title.as_json(),
            "evidence": [item.as_json() for item in self.evidence],
            "next_needs": [item.requirement for item in self.next_needs],
            "unknown": [item.requirement for item in self.unknown],
        }


def read_ladder(
    content: bytes, file: str = "maturity.yaml", *, graph: SiteGraph | None = None
) -> Ladder:
    """Read a ladder of tiers.

    Raises
    ------
    ModelInvalid
    """
    known = graph or shipped_graph()

    def check(ladder: Ladder) -> list[Complaint]:
        return _complaints(ladder, known)

    return read_model(Ladder, content, file, error=ModelInvalid, guide=GUIDE, check=check)[0]


@functools.cache
def shipped_ladder() -> Ladder:
    """Return the ladder of the package, read once."""
    return read_ladder((MODEL_FOLDER / "maturity.yaml").read_bytes())


def _complaints(ladder: Ladder, graph: SiteGraph) -> list[Complaint]:
    complaints = []
    for place, tier in enumerate(ladder.tiers):
        for number, item in enumerate(tier.requirements):
            at = ("tiers", place, "requirements", number)
            for key, name, known in (
                ("task", item.task, graph.tasks),
                ("or_task", item.or_task, graph.tasks),
                ("fact", item.fact, graph.facts),
            ):
                if name is not None and name not in known:
                    noun = Text("la référence", "the reference")
                    complaints.append(unknown_reference(name, known, (*at, key), noun))
    return complaints


def maturity_of(case: Case, needs: Mapping[str, Need], *, ladder: Ladder | None = None) -> Maturity:
    """Return the maturity of a site on the day of reading.

    Parameters
    ----------
    case : Case
    needs : mapping of str to Need
    ladder : Ladder, optional
        The shipped one by default.

    Returns
    -------
    Maturity
    """
    tiers = (ladder or shipped_ladder()).tiers
    evidence = tuple(
        _evidence(tier.tier, item, case, needs) for tier in tiers for item in tier.requirements
    )
    sure = _reached(tiers, evidence, PASSING)
    possible = _reached(tiers, evidence, (*PASSING, "unknown"))
    return Maturity(
        tier=sure,
        possible_tier=possible,
        title=tiers[sure - 1].title,
        evidence=evidence,
        next_needs=tuple(
            item for item in evidence if item.tier == sure + 1 and item.status not in PASSING
        ),
        unknown=tuple(item for item in evidence if item.status == "unknown"),
    )


def _reached(
    tiers: tuple[Tier, ...], evidence: tuple[Evidence, ...], enough: tuple[Status, ...]
) -> int:
    reached = 1
    for tier in tiers:
        if any(item.tier == tier.tier and item.status not in enough for item in evidence):
            break
        reached = tier.tier
    return reached


def _evidence(tier: int, item: Requirement, case: Case, needs: Mapping[str, Need]) -> Evidence:
    if item.task is not None:
        need = needs[item.task]
        return Evidence(
            tier, item.id, item.title, _status(need), need.why, need.evidence, need.source
        )
    assert item.fact is not None  # noqa: S101 - the model asks for one of the two
    fact = case.graph.facts[item.fact]
    value = case.read.site.known_facts().get(item.fact)
    shown = fact.shows(value)
    why = Text(f"{fact.title.fr}\u202f: {shown.fr}.", f"{fact.title.en}: {shown.en}.")
    if value is not None and value in (item.is_ or ()):
        return Evidence(tier, item.id, item.title, "met", (why,))
    if item.or_task is not None:
        need = needs[item.or_task]
        if _status(need) == "met":
            return Evidence(
                tier, item.id, item.title, "met", (why, *need.why), need.evidence, need.source
            )
    return Evidence(tier, item.id, item.title, "unknown" if value is None else "not_met", (why,))


def _status(need: Need) -> Status:
    if need.chance_needed == 0:
        return "not_needed"
    if need.state == "contested":
        return "not_met"
    if need.chance_again == 0 or need.is_supposed:
        return "met"
    if need.state == "expired":
        return "expired"
    return "unknown" if need.state == "unknown" else "not_met"
