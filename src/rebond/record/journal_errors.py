"""What can be wrong with a journal and with an exported head of it."""

from __future__ import annotations

from typing import Literal

from rebond.errors import BadInput, BrokenData
from rebond.texts import Text

Fault = Literal[
    "gap", "previous", "row", "content", "content_missing", "cut", "other_head", "rewritten"
]

SEE_JOURNAL = Text(
    fr="Gardez la base telle qu’elle est et comparez-la à une sauvegarde ; voir docs/how-to/verify-the-journal.md.",
    en="Keep the database as it is and compare it with a backup; see docs/how-to/verify-the-journal.md.",
)

_WHAT: dict[Fault, Text] = {
    "gap": Text(
        "La ligne {number} du journal manque ou n’est pas à sa place : attendu {expected}, trouvé {found}.",
        "Row {number} of the journal is missing or out of place: expected {expected}, found {found}.",
    ),
    "previous": Text(
        "La ligne {number} du journal ne suit pas la précédente : attendu {expected}, trouvé {found}.",
        "Row {number} of the journal does not follow the one before: expected {expected}, found {found}.",
    ),
    "row": Text(
        "La ligne {number} du journal a été modifiée : son empreinte est {expected}, son contenu donne {found}.",
        "Row {number} of the journal was changed: its digest is {expected}, its values give {found}.",
    ),
    "content": Text(
        "Ce que dit la ligne {number} du journal a été modifié : attendu {expected}, trouvé {found}.",
        "What row {number} of the journal says was changed: expected {expected}, found {found}.",
    ),
    "content_missing": Text(
        "Ce que disait la ligne {number} du journal a disparu sans qu’aucun acte ne l’ait effacé.",
        "What row {number} of the journal said is gone, and no act erased it.",
    ),
    "cut": Text(
        "Le journal est coupé avant la ligne {number} : il devait aller jusqu’à {expected}, il va jusqu’à {found}.",
        "The journal is cut before row {number}: it should reach {expected}, it reaches {found}.",
    ),
    "other_head": Text(
        "La fin du journal n’est pas sa tête (ligne {number}) : attendu {expected}, trouvé {found}.",
        "The end of the journal is not its head (row {number}): expected {expected}, found {found}.",
    ),
    "rewritten": Text(
        "La ligne {number} du journal n’est plus celle de la tête exportée : attendu {expected}, trouvé {found}.",
        "Row {number} of the journal is no longer that of the exported head: expected {expected}, found {found}.",
    ),
}


class ChainBroken(BrokenData):
    """A row of the journal does not hold."""

    def __init__(self, number: int, fault: Fault, expected: str = "", found: str = "") -> None:
        self.number = number
        self.fault = fault
        super().__init__(
            _WHAT[fault].filled(number=number, expected=expected or "∅", found=found or "∅"),
            why=Text(
                "Le journal ne prouve plus ce qui s’est passé à partir de cette ligne.",
                "From this row on, the journal no longer proves what happened.",
            ),
            cure=SEE_JOURNAL,
        )


class HeadUnreadable(BadInput):
    """A file is not an exported head of a journal."""

    def __init__(self, where: str, cause: Text) -> None:
        self.cause = cause
        super().__init__(
            Text(
                "Ce n’est pas une tête de journal : {cause}.",
                "This is not a head of a journal: {cause}.",
            ).filled(cause=cause),
            where=where,
            cure=Text(
                "Donnez un fichier écrit par « rebond journal head ».",
                "Give a file written by “rebond journal head”.",
            ),
        )


class HeadNotSigned(BadInput):
    """A key is given to check a head that carries no signature."""

    def __init__(self, where: str) -> None:
        super().__init__(
            Text("Cette tête n’est pas signée.", "This head is not signed."),
            where=where,
            why=Text(
                "Sans signature, rien ne dit qui l’a exportée.",
                "Without a signature, nothing tells who exported it.",
            ),
            cure=Text(
                "Donnez une tête signée, ou retirez --key.", "Give a signed head, or drop --key."
            ),
        )
