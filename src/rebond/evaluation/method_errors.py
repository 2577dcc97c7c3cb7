"""What one method alone can refuse: its thresholds, its profiles, its points, its weight constraints."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rebond.errors import BadInput
from rebond.texts import Text

if TYPE_CHECKING:
    from collections.abc import Sequence


def position(name: str, index: Sequence[int]) -> str:
    """Return ``name[i, j]``, or the name alone for the whole array."""
    return f"{name}[{', '.join(str(i) for i in index)}]" if index else name


class BadThresholds(BadInput):
    """Thresholds of a method are missing, negative or out of order."""

    def __init__(self, name: str, index: Sequence[int], found: str, rule: str) -> None:
        self.name = name
        self.index = tuple(index)
        self.found = found
        self.rule = rule
        super().__init__(
            Text(f"seuils trouvés : {found}", f"thresholds found: {found}"),
            where=position(name, index),
            cure=Text(f"Règle : {rule}.", f"Rule: {rule}."),
        )


class UnknownPreferenceFunction(BadInput):
    """A PROMETHEE preference function has a name that does not exist."""

    def __init__(self, kind: str, known: Sequence[str]) -> None:
        self.kind = kind
        self.known = tuple(known)
        super().__init__(
            Text(
                f"fonction de préférence inconnue : « {kind} »",
                f"unknown preference function: {kind!r}",
            ),
            where="kind",
            cure=Text(
                f"Choisissez parmi {', '.join(known)}.", f"Choose one of {', '.join(known)}."
            ),
        )


class UnorderedProfiles(BadInput):
    """Two ELECTRE TRI profiles are not in order from worst to best."""

    def __init__(self, profile: int, criterion: int, lower: float, upper: float) -> None:
        self.profile = profile
        self.criterion = criterion
        self.lower = lower
        self.upper = upper
        super().__init__(
            Text(
                f"le profil vaut {upper}, moins bon que {lower} du profil d’en dessous",
                f"the profile is {upper}, worse than {lower} of the profile below",
            ),
            where=position("profiles", (profile, criterion)),
            why=Text(
                "Les classes ne seraient plus ordonnées.",
                "The classes would no longer be in order.",
            ),
            cure=Text(
                "Rangez les profils du pire au meilleur.", "Order the profiles from worst to best."
            ),
        )


class OutsideBounds(BadInput):
    """A value lies outside the bounds that SPOTIS was given for its criterion."""

    def __init__(
        self, name: str, index: Sequence[int], value: float, low: float, high: float
    ) -> None:
        self.name = name
        self.index = tuple(index)
        self.value = value
        self.low = low
        self.high = high
        super().__init__(
            Text(
                f"{value} est hors des bornes [{low}, {high}]",
                f"{value} is outside the bounds [{low}, {high}]",
            ),
            where=position(name, index),
            why=Text(
                "Les distances ne seraient plus comparables d’un critère à l’autre.",
                "Distances would no longer compare from one criterion to another.",
            ),
            cure=Text(
                "Élargissez les bornes du critère pour tous les candidats.",
                "Widen the bounds of the criterion for all candidates.",
            ),
        )


class IdenticalCandidates(BadInput):
    """All candidates are the same, so that TOPSIS has no ideal apart from the worst."""

    def __init__(self, candidates: int) -> None:
        self.candidates = candidates
        super().__init__(
            Text(
                f"les {candidates} candidats ont les mêmes valeurs pondérées",
                f"the {candidates} candidates have the same weighted values",
            ),
            where="scores",
            why=Text(
                "La proximité à l’idéal serait 0/0.", "The closeness to the ideal would be 0/0."
            ),
            cure=Text(
                "Ajoutez un critère de poids non nul qui les distingue.",
                "Add a criterion with a weight above zero that tells them apart.",
            ),
        )


class BadValueFunction(BadInput):
    """The points of a value function are out of order, outside [0, 1] or too few."""

    def __init__(self, kind: str, problem: Text, found: str) -> None:
        self.kind = kind
        self.found = found
        super().__init__(
            problem.filled(found=found) if "{found}" in problem.en else problem,
            where=kind,
            cure=Text(
                "Corrigez les points de la fonction de valeur dans la grille.",
                "Correct the points of the value function in the grid.",
            ),
        )


class UnknownCategory(BadInput):
    """A code has no value in the categories of a value function."""

    def __init__(self, index: Sequence[int], code: float, known: Sequence[float]) -> None:
        self.index = tuple(index)
        self.code = code
        self.known = tuple(known)
        listed = ", ".join(f"{value:g}" for value in known)
        super().__init__(
            Text(f"la catégorie {code:g} n’a pas de valeur", f"category {code:g} has no value"),
            where=position("codes", index),
            cure=Text(f"Catégories connues : {listed}.", f"Known categories: {listed}."),
        )


class UnknownCriterion(BadInput):
    """A constraint on weights names a criterion that the set does not have."""

    def __init__(self, name: str, known: Sequence[str]) -> None:
        self.name = name
        self.known = tuple(known)
        super().__init__(
            Text(f"critère inconnu : « {name} »", f"unknown criterion: {name!r}"),
            where="weights",
            cure=Text(
                f"Critères connus : {', '.join(known)}.", f"Known criteria: {', '.join(known)}."
            ),
        )


class ContradictoryWeights(BadInput):
    """No weights satisfy all constraints; the error names a smallest set that cannot hold together."""

    def __init__(self, constraints: Sequence[Text]) -> None:
        self.constraints = tuple(constraints)
        super().__init__(
            Text(
                "aucun jeu de poids de somme 1 ne respecte à la fois : "
                + " ; ".join(c.fr for c in constraints),
                "no weights that sum to 1 satisfy all of: " + "; ".join(c.en for c in constraints),
            ),
            where="weights",
            why=Text(
                "Retirer une seule de ces contraintes rend les autres possibles.",
                "Removing any one of these constraints makes the others possible.",
            ),
            cure=Text("Relâchez l’une d’elles.", "Relax one of them."),
        )
