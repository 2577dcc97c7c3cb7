"""What can go wrong with acts on the journal."""

from __future__ import annotations

from rebond.errors import BadInput
from rebond.texts import Text


class NothingToErase(BadInput):
    """The row says nothing any more, or never was."""

    def __init__(self, number: int) -> None:
        self.number = number
        super().__init__(
            Text(
                f"La ligne {number} du journal n’a pas, ou n’a plus, de contenu à effacer.",
                f"Row {number} of the journal has no content to erase, or no longer.",
            ),
            cure=Text("Vérifiez le numéro de la ligne.", "Check the number of the row."),
        )
