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
                "Servez sans elle (make run DEMO=0), ou essayez-la ailleurs : REBOND_VAR=/tmp/essai make run.",
                "Serve without it (make run DEMO=0), or try it elsewhere: REBOND_VAR=/tmp/trial make run.",
            ),
        )
