"""What can go wrong with a site, a graph, a simulation or a budget; one class per thing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rebond.errors import BadInput
from rebond.procedure.errors import guess, listed
from rebond.texts import Text

if TYPE_CHECKING:
    from collections.abc import Sequence


class UnknownStep(BadInput):
    """No step or procedure of the plan has this name.

    Parameters
    ----------
    asked : str
    known : sequence of str
    """

    def __init__(self, asked: str, known: Sequence[str], where: str | None = None) -> None:
        self.asked = asked
        self.known = tuple(known)
        super().__init__(
            Text(
                "aucune étape «\u202f{asked}\u202f» dans ce plan.{guess}",
                "no step “{asked}” in this plan.{guess}",
            ).filled(asked=asked, guess=guess(asked, self.known)),
            where=where,
            cure=Text(
                f"Choisissez parmi\u202f: {listed(self.known)}.",
                f"Choose among: {listed(self.known)}.",
            ),
        )


class GraphHasCycle(BadInput):
    """Steps wait for each other in a circle.

    Parameters
    ----------
    cycle : sequence of str
        Steps of the circle, in order.
    """

    def __init__(self, cycle: Sequence[str], where: str | None = None) -> None:
        self.cycle = tuple(cycle)
        round_trip = " → ".join((*self.cycle, self.cycle[0]))
        super().__init__(
            Text(
                f"des étapes s’attendent en rond\u202f: {round_trip}",
                f"steps wait for each other in a circle: {round_trip}",
            ),
            where=where,
            why=Text("Aucune ne pourrait jamais commencer.", "None of them could ever start."),
            cure=Text(
                "Retirez l’une de ces précédences («\u202fafter\u202f»).",
                "Remove one of these precedences (“after”).",
            ),
        )


class BadDistribution(BadInput):
    """The numbers of a duration do not make a distribution.

    Parameters
    ----------
    kind : str
    numbers : sequence of float
    reason : Text
    """

    def __init__(
        self, kind: str, numbers: Sequence[float], reason: Text, where: str | None = None
    ) -> None:
        self.kind = kind
        self.numbers = tuple(numbers)
        written = listed(f"{number:g}" for number in numbers)
        super().__init__(
            Text(f"durée «\u202f{kind}\u202f» ({written})", f"duration “{kind}” ({written})"),
            where=where,
            why=reason,
            cure=Text(
                "Donnez des jours finis, positifs ou nuls, avec minimum ≤ mode ≤ maximum.",
                "Give finite days, zero or more, with minimum ≤ mode ≤ maximum.",
            ),
        )


class BadSimulation(BadInput):
    """A simulation is asked with numbers that make no sense.

    Parameters
    ----------
    field : str
    value : object
    allowed : Text
    """

    def __init__(self, field: str, value: object, allowed: Text, where: str | None = None) -> None:
        self.field = field
        self.value = value
        super().__init__(
            Text(f"{field} vaut {value}", f"{field} is {value}"),
            where=where,
            cure=Text("Permis\u202f: {allowed}.", "Allowed: {allowed}.").filled(allowed=allowed),
        )


class NoBudgetSolution(BadInput):
    """The budget problem has no solution.

    Parameters
    ----------
    status : str
        What the solver says.
    """

    def __init__(self, status: str) -> None:
        self.status = status
        super().__init__(
            Text(
                f"le choix sous budget n’a pas de solution ({status})",
                f"the choice under a budget has no solution ({status})",
            ),
            cure=Text(
                "Vérifiez le budget et les coûts\u202f: positifs ou nuls.",
                "Check the budget and the costs: zero or more.",
            ),
        )


class UnknownExample(BadInput):
    """No shipped site has this name.

    Parameters
    ----------
    asked : str
    known : sequence of str
    """

    def __init__(self, asked: str, known: Sequence[str]) -> None:
        self.asked = asked
        self.known = tuple(known)
        super().__init__(
            Text(
                "aucun site livré ne s’appelle «\u202f{asked}\u202f».{guess}",
                "no shipped site is called “{asked}”.{guess}",
            ).filled(asked=asked, guess=guess(asked, self.known)),
            cure=Text(
                f"Choisissez parmi\u202f: {listed(self.known)}.",
                f"Choose among: {listed(self.known)}.",
            ),
        )


class PlanUnwritable(BadInput):
    """The document of a plan could not be made.

    Parameters
    ----------
    reason : str
        What the typesetter says.
    """

    def __init__(self, reason: str) -> None:
        self.reason = reason
        super().__init__(
            Text(
                f"le document du plan n’a pas pu être composé ({reason})",
                f"the document of the plan could not be typeset ({reason})",
            ),
            cure=Text(
                "Le plan reste lisible en texte ou en JSON\u202f; signalez cette erreur avec la description du site.",
                "The plan can still be read as text or JSON; report this error with the description of the site.",
            ),
        )
