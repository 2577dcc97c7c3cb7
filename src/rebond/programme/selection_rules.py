"""Selection rules: how many are retained, and what the portfolio must respect."""

from typing import Annotated, Literal

from pydantic import Field, model_validator

from rebond.programme.complaints import Complaint, KeyPath, refuse, repeated_ids
from rebond.programme.errors import ProblemKind
from rebond.programme.policy_model import (
    Basis,
    Bilingual,
    Cents,
    Code,
    Count,
    Number,
    OrUnknown,
    PolicyModel,
    Sentence,
    Share,
    Slug,
    Unknown,
)
from rebond.texts import Text

Grouping = Literal["region", "departement"]


class GroupBound(PolicyModel):
    """A floor or a ceiling on the number retained in a group of places."""

    id: Slug
    """Id, by which a kept-out candidate is told the rule."""
    title: Bilingual
    """The rule in a few words."""
    group: Grouping
    """Kind of group."""
    code: Code
    """Code of the group; ``each`` for every group of that kind."""
    count: Count
    """The bound."""
    basis: Basis
    """Where the rule comes from."""


class Budget(PolicyModel):
    """A ceiling on the sum of costs of those retained."""

    id: Slug
    """Id."""
    title: Bilingual
    """The rule in a few words."""
    limit_cents: OrUnknown[Cents]
    """The ceiling."""
    cost: Slug
    """Field of the form that holds the cost of a candidate."""
    basis: Basis
    """Where the rule comes from."""


class ShareRule(PolicyModel):
    """A least or greatest share of those retained that have one of some values."""

    id: Slug
    """Id."""
    title: Bilingual
    """The rule in a few words."""
    fact: Slug
    """Field of the form that is looked at."""
    values: tuple[Sentence | bool, ...] = Field(min_length=1)
    """Values counted."""
    at_least: Share | None = None
    """Least share; the number it means is rounded up exactly."""
    at_most: Share | None = None
    """Greatest share; the number it means is rounded down exactly."""
    basis: Basis
    """Where the rule comes from."""

    @model_validator(mode="after")
    def _check_shares(self) -> "ShareRule":
        if self.at_least is None and self.at_most is None:
            refuse(
                [
                    _complain(
                        (),
                        Text(
                            "la part n’a ni minimum ni maximum",
                            "the share has neither a least nor a greatest value",
                        ),
                        Text("Donnez at_least ou at_most.", "Give at_least or at_most."),
                    )
                ]
            )
        if self.at_least is not None and self.at_most is not None and self.at_least > self.at_most:
            refuse(
                [
                    _complain(
                        ("at_most",),
                        Text(
                            f"at_most ({self.at_most}) est inférieur à at_least ({self.at_least})",
                            f"at_most ({self.at_most}) is below at_least ({self.at_least})",
                        ),
                        Text("Corrigez l’une des deux parts.", "Correct one of the two shares."),
                    )
                ]
            )
        return self


def _complain(at: KeyPath, what: Text, cure: Text) -> Complaint:
    return Complaint(ProblemKind.SELECTION, at, what, cure)


class SelectionRules(PolicyModel):
    """How many candidates are retained, and under which rules."""

    k: Annotated[int, Field(ge=1, le=10**6)]
    """How many are retained."""
    k_basis: Basis
    """Where that number comes from."""
    covered_regions_min: Annotated[int, Field(ge=1, le=1000)] | None = None
    """Least number of regions that hold at least one of those retained."""
    covered_regions: OrUnknown[tuple[Code, ...]] | None = None
    """Which regions, when the source names them."""
    covered_regions_basis: Basis | None = None
    """Where the rule on regions comes from."""
    floors: tuple[GroupBound, ...] = ()
    """Least numbers by group."""
    ceilings: tuple[GroupBound, ...] = ()
    """Greatest numbers by group."""
    budget: Budget | None = None
    """Ceiling of cost."""
    shares: tuple[ShareRule, ...] = ()
    """Least and greatest shares."""
    minimum_distance_km: Annotated[Number, Field(gt=0, le=1000)] | None = None
    """Least distance between two of those retained."""
    minimum_distance_basis: Basis | None = None
    """Where the rule on distance comes from."""
    adjustable: tuple[
        Literal["k", "covered_regions_min", "minimum_distance_km", "budget"], ...
    ] = ()
    """Rules that whoever runs the evaluation may change, the change being written in the record."""
    other_rules: Unknown | None = None
    """What was looked for without being found."""

    @model_validator(mode="after")
    def _check_rules(self) -> "SelectionRules":
        refuse(
            [
                *self._ids(),
                *self._regions(),
                *self._floors_against_k(),
                *self._floors_against_ceilings(),
            ]
        )
        return self

    def _ids(self) -> list[Complaint]:
        below: list[tuple[str, tuple[GroupBound, ...] | tuple[ShareRule, ...]]] = [
            ("floors", self.floors),
            ("ceilings", self.ceilings),
            ("shares", self.shares),
        ]
        return [
            complaint
            for key, rules in below
            for complaint in repeated_ids([rule.id for rule in rules], (key,))
        ]

    def _regions(self) -> list[Complaint]:
        least = self.covered_regions_min
        if least is None:
            return []
        complaints = []
        if least > self.k:
            complaints.append(
                _complain(
                    ("covered_regions_min",),
                    Text(
                        f"{least} régions à couvrir avec {self.k} retenus",
                        f"{least} regions to cover with {self.k} retained",
                    ),
                    Text(
                        "Baissez covered_regions_min ou relevez k.",
                        "Lower covered_regions_min or raise k.",
                    ),
                )
            )
        if isinstance(self.covered_regions, tuple) and least > len(self.covered_regions):
            named = len(self.covered_regions)
            complaints.append(
                _complain(
                    ("covered_regions_min",),
                    Text(
                        f"{least} régions à couvrir, {named} nommées",
                        f"{least} regions to cover, {named} named",
                    ),
                    Text(
                        "Nommez les autres régions ou baissez le nombre.",
                        "Name the other regions or lower the number.",
                    ),
                )
            )
        return complaints

    def _floors_against_k(self) -> list[Complaint]:
        complaints = []
        sums: dict[str, int] = {}
        for position, floor in enumerate(self.floors):
            if floor.code != "each":
                sums[floor.group] = sums.get(floor.group, 0) + floor.count
            needed = max(floor.count, sums.get(floor.group, 0))
            if needed > self.k:
                complaints.append(
                    _complain(
                        ("floors", position, "count"),
                        Text(
                            f"les planchers demandent {needed} places et k en offre {self.k}",
                            f"the floors ask for {needed} places and k offers {self.k}",
                        ),
                        Text("Baissez un plancher ou relevez k.", "Lower a floor or raise k."),
                    )
                )
        return complaints

    def _floors_against_ceilings(self) -> list[Complaint]:
        complaints = []
        for position, floor in enumerate(self.floors):
            for ceiling in self.ceilings:
                is_same = ceiling.group == floor.group and (
                    ceiling.code == floor.code or "each" in (ceiling.code, floor.code)
                )
                if is_same and floor.count > ceiling.count:
                    complaints.append(
                        _complain(
                            ("floors", position, "count"),
                            Text(
                                f"le plancher {floor.id} ({floor.count}) dépasse le plafond {ceiling.id} ({ceiling.count})",
                                f"floor {floor.id} ({floor.count}) exceeds ceiling {ceiling.id} ({ceiling.count})",
                            ),
                            Text("Corrigez l’un des deux.", "Correct one of the two."),
                        )
                    )
        return complaints
