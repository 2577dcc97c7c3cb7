"""What can go wrong in an evaluation, one class per thing, with its data and its cure.

Every class carries the values found as attributes, so that a program can act on them, and texts in
French and English, so that a person can. Errors that one method alone can raise are written in
`rebond.evaluation.method_errors` and offered here with the others.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from rebond.errors import BadInput, RebondError
from rebond.evaluation.method_errors import (
    BadThresholds,
    BadValueFunction,
    ContradictoryWeights,
    IdenticalCandidates,
    OutsideBounds,
    UnknownCategory,
    UnknownCriterion,
    UnknownPreferenceFunction,
    UnorderedProfiles,
    position,
)
from rebond.texts import Text

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = [
    "BadDirection",
    "BadInterval",
    "BadThresholds",
    "BadValueFunction",
    "Cancelled",
    "ContradictoryWeights",
    "EmptyInput",
    "IdenticalCandidates",
    "NegativeWeight",
    "NotFinite",
    "NumberOutOfRange",
    "OutsideBounds",
    "RankLimitOutOfRange",
    "TooFewCandidates",
    "TooManyCandidates",
    "UnknownCategory",
    "UnknownCriterion",
    "UnknownMethod",
    "UnknownPreferenceFunction",
    "UnorderedProfiles",
    "WeightsDoNotSumToOne",
    "WrongShape",
]


class NotFinite(BadInput):
    """A number is NaN or infinite where a finite one is needed."""

    def __init__(self, name: str, index: Sequence[int], value: float) -> None:
        self.name = name
        self.index = tuple(index)
        self.value = value
        super().__init__(
            Text(f"la valeur trouvée est {value}", f"the value found is {value}"),
            where=position(name, index),
            why=Text(
                "Une valeur manquante n’est ni zéro ni un nombre : la méthode donnerait un résultat sans objet.",
                "A missing value is neither zero nor a number: the method would return a result about nothing.",
            ),
            cure=Text(
                "Donnez un intervalle (le pire et le meilleur possibles) ou retirez ce critère.",
                "Give an interval (the worst and the best possible) or leave the criterion out.",
            ),
        )


class WrongShape(BadInput):
    """An array does not have the shape that the method needs."""

    def __init__(self, name: str, found: Sequence[int], expected: str) -> None:
        self.name = name
        self.found = tuple(found)
        self.expected = expected
        super().__init__(
            Text(
                f"la forme trouvée est {self.found}, attendue : {expected}",
                f"the shape found is {self.found}, expected: {expected}",
            ),
            where=name,
            cure=Text(
                "Vérifiez que les tableaux parlent des mêmes candidats et des mêmes critères, dans le même ordre.",
                "Check that the arrays are about the same candidates and criteria, in the same order.",
            ),
        )


class EmptyInput(BadInput):
    """There is nothing to evaluate."""

    def __init__(self, name: str) -> None:
        self.name = name
        super().__init__(
            Text("le tableau est vide", "the array is empty"),
            where=name,
            cure=Text(
                "Donnez au moins un candidat et un critère.",
                "Give at least one candidate and one criterion.",
            ),
        )


class NegativeWeight(BadInput):
    """A weight is below zero."""

    def __init__(self, index: Sequence[int], value: float) -> None:
        self.index = tuple(index)
        self.value = value
        super().__init__(
            Text(f"le poids est négatif : {value}", f"the weight is negative: {value}"),
            where=position("weights", index),
            why=Text(
                "Un poids négatif ferait perdre des points à un meilleur candidat.",
                "A negative weight would take points from a better candidate.",
            ),
            cure=Text(
                "Inversez le sens du critère au lieu de son poids.",
                "Turn the direction of the criterion instead of its weight.",
            ),
        )


class WeightsDoNotSumToOne(BadInput):
    """Weights, or the shares of the indicators of one criterion, do not sum to 1."""

    def __init__(self, name: str, index: Sequence[int], total: float) -> None:
        self.name = name
        self.index = tuple(index)
        self.total = total
        super().__init__(
            Text(
                f"la somme trouvée est {total}, attendue : 1",
                f"the sum found is {total}, expected: 1",
            ),
            where=position(name, index),
            why=Text(
                "Un score ne se lit entre 0 et 1 que si les poids se partagent le tout.",
                "A score reads between 0 and 1 only when the weights share out the whole.",
            ),
            cure=Text("Divisez chaque poids par la somme.", "Divide each weight by the sum."),
        )


class RankLimitOutOfRange(BadInput):
    """K, the number of first places, is below 1 or above the number of candidates."""

    def __init__(self, k: int, candidates: int) -> None:
        self.k = k
        self.candidates = candidates
        super().__init__(
            Text(
                f"K vaut {k} pour {candidates} candidat(s)",
                f"K is {k} for {candidates} candidate(s)",
            ),
            where="k",
            why=Text(
                "« Parmi les K premiers » n’a de sens que pour K entre 1 et le nombre de candidats.",
                "“Among the first K” means something only for K between 1 and the number of candidates.",
            ),
            cure=Text(
                f"Choisissez K entre 1 et {candidates}.", f"Choose K between 1 and {candidates}."
            ),
        )


class NumberOutOfRange(BadInput):
    """A count, a seed or a level lies outside what is allowed."""

    def __init__(self, name: str, value: float, low: float, high: float | None = None) -> None:
        self.name = name
        self.value = value
        self.low = low
        self.high = high
        allowed = f">= {low}" if high is None else f"[{low}, {high}]"
        super().__init__(
            Text(f"la valeur trouvée est {value}", f"the value found is {value}"),
            where=name,
            cure=Text(f"Valeurs admises : {allowed}.", f"Allowed values: {allowed}."),
        )


class BadDirection(BadInput):
    """The direction of a criterion is neither +1 (more is better) nor -1 (less is better)."""

    def __init__(self, index: int, value: float) -> None:
        self.index = index
        self.value = value
        super().__init__(
            Text(f"le sens trouvé est {value}", f"the direction found is {value}"),
            where=position("directions", (index,)),
            cure=Text(
                "Écrivez 1 (plus vaut mieux) ou -1 (moins vaut mieux).",
                "Write 1 (more is better) or -1 (less is better).",
            ),
        )


class BadInterval(BadInput):
    """The low end of an interval is above its high end, or the interval leaves its range."""

    def __init__(self, name: str, index: Sequence[int], low: float, high: float) -> None:
        self.name = name
        self.index = tuple(index)
        self.low = low
        self.high = high
        super().__init__(
            Text(
                f"l’intervalle trouvé est [{low}, {high}]", f"the interval found is [{low}, {high}]"
            ),
            where=position(name, index),
            cure=Text(
                "Écrivez le plus petit nombre d’abord, dans les bornes de l’échelle.",
                "Write the smaller number first, inside the bounds of the scale.",
            ),
        )


class TooFewCandidates(BadInput):
    """A method that compares candidates with each other got fewer than it needs."""

    def __init__(self, method: str, found: int, needed: int) -> None:
        self.method = method
        self.found = found
        self.needed = needed
        super().__init__(
            Text(
                f"{method} compare des candidats : {found} donné(s), {needed} nécessaires",
                f"{method} compares candidates: {found} given, {needed} needed",
            ),
            where="scores",
            cure=Text("Ajoutez des candidats.", "Add candidates."),
        )


class TooManyCandidates(BadInput):
    """Full rank distributions were asked for more candidates than memory allows."""

    def __init__(self, found: int, limit: int) -> None:
        self.found = found
        self.limit = limit
        super().__init__(
            Text(
                f"{found} candidats, limite des distributions de rang : {limit}",
                f"{found} candidates, limit of rank distributions: {limit}",
            ),
            where="low",
            why=Text(
                "Une distribution de rang tient une case par candidat et par rang.",
                "A rank distribution holds one cell per candidate and rank.",
            ),
            cure=Text(
                "Utilisez top_k_acceptability, qui ne garde que les K premiers.",
                "Use top_k_acceptability, which keeps only the first K.",
            ),
        )


class UnknownMethod(BadInput):
    """The registry has no method of that name."""

    def __init__(self, name: str, known: Sequence[str]) -> None:
        self.name = name
        self.known = tuple(known)
        super().__init__(
            Text(f"méthode inconnue : « {name} »", f"unknown method: {name!r}"),
            where="method",
            cure=Text(
                f"Méthodes connues : {', '.join(known)}.", f"Known methods: {', '.join(known)}."
            ),
        )


class Cancelled(RebondError):
    """The caller asked to stop; nothing was returned."""

    def __init__(self, done: int, total: int) -> None:
        self.done = done
        self.total = total
        super().__init__(
            Text(
                f"calcul arrêté après {done} tirages sur {total}",
                f"computation stopped after {done} of {total} draws",
            )
        )
