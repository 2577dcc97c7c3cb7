"""What can go wrong with the path of a laureate, told to whoever records it."""

from __future__ import annotations

from rebond.errors import BadInput
from rebond.texts import Text

SHORTEST, LONGEST = 10, 2_000
MOST_PEOPLE = 100_000


class StepUnfit(BadInput):
    """A step cannot be recorded as it is told."""

    def __init__(self, what: Text, cure: Text | None = None) -> None:
        super().__init__(
            Text(
                "Cette étape n’est pas enregistrée\u202f: {what}",
                "This step is not recorded: {what}",
            ).filled(what=what),
            cure=cure,
        )


class StepAnswered(StepUnfit):
    """Another step has answered this one meanwhile."""

    def __init__(self, number: int) -> None:
        self.number = number
        super().__init__(
            Text(
                "une autre étape a déjà répondu à celle-ci (n°\u00a0{number}).",
                "another step has answered this one already (no. {number}).",
            ).filled(number=number),
            cure=Text("Lisez-la, puis répondez-lui.", "Read it, then answer that one."),
        )


class NotALaureate(BadInput):
    """A dossier cannot be made a laureate."""

    def __init__(self, reference: str, what: Text) -> None:
        super().__init__(
            Text(
                "Le dossier {reference} n’est pas fait lauréat\u202f: {what}",
                "The dossier {reference} is not made a laureate: {what}",
            ).filled(reference=reference, what=what)
        )


class OrganisationUnfit(BadInput):
    """An organisation cannot be named as a laureate."""

    def __init__(self, written: str, what: Text) -> None:
        super().__init__(
            Text(
                "«\u00a0{written}\u00a0» n’est pas rattachée\u202f: {what}",
                "“{written}” is not attached: {what}",
            ).filled(written=written[:80], what=what)
        )
