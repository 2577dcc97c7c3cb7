"""Why the demonstration is refused."""

from __future__ import annotations

from rebond.errors import BadInput
from rebond.texts import Text


class DemonstrationRefused(BadInput):
    """This installation is not one to try things on."""

    def __init__(self, why: Text) -> None:
        super().__init__(
            Text(
                "la démonstration n’est pas installée ici.",
                "the demonstration is not installed here.",
            ),
            why=why,
            cure=Text(
                "Essayez-la sur une base vide, sur votre machine : REBOND_VAR=/tmp/essai make run",
                "Try it on an empty database, on your own machine: REBOND_VAR=/tmp/trial make run",
            ),
        )
