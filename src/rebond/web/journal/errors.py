"""What can go wrong with acts on the journal."""

from __future__ import annotations

from rebond.errors import BadInput, BrokenData
from rebond.record.journal_errors import SEE_JOURNAL
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


KINDS = {
    "decision": Text("l’acte de décision", "the act of decision"),
    "filing": Text("le dépôt", "the filing"),
    "revision": Text("le texte de la révision", "the text of the revision"),
}


class RowDiffers(BrokenData):
    """A frozen row is no longer the one whose digest the journal chained."""

    def __init__(
        self, kind: str, reference: str, number: int | None, expected: str | None, found: str | None
    ) -> None:
        self.kind, self.reference, self.number = kind, reference, number or 0
        if number is None:
            what = Text(
                "{kind} {reference} est dans la base sans qu’aucune ligne du journal ne l’y ait mis.",
                "{kind} {reference} is in the database and no row of the journal put it there.",
            )
        elif found is None:
            what = Text(
                "{kind} {reference} a disparu de la base ; la ligne {number} du journal l’y a mis.",
                "{kind} {reference} is gone from the database; row {number} of the journal put it there.",
            )
        else:
            what = Text(
                "{kind} {reference} a été modifié après la ligne {number} du journal : empreinte attendue {expected}, trouvée {found}.",
                "{kind} {reference} was changed after row {number} of the journal: expected digest {expected}, found {found}.",
            )
        super().__init__(
            what.filled(
                kind=KINDS[kind],
                reference=reference,
                number=number or "—",
                expected=expected or "∅",
                found=found or "∅",
            ),
            why=Text(
                "La chaîne tient, mais ce qui est montré n’est plus ce qui est entré au journal.",
                "The chain holds, but what is shown is no longer what entered the journal.",
            ),
            cure=SEE_JOURNAL,
        )


class RealObject(BadInput):
    """A fictitious person would write about something real."""

    def __init__(self, kind: str, reference: str, example: str) -> None:
        self.kind, self.reference, self.example = kind, reference, example
        at_hand = Text(
            "Essayez sur ce qui est fictif, par exemple « {example} ».",
            "Try on what is fictitious, for example “{example}”.",
        ).filled(example=example)
        none_yet = Text(
            "Rien de fictif n’est encore là pour essayer : ajoutez-le d’abord.",
            "Nothing fictitious is there to try on yet: add it first.",
        )
        super().__init__(
            Text(
                "« {reference} » est réel, et votre organisation est fictive : elle n’en écrit rien.",
                "“{reference}” is real, and your organisation is fictitious: it writes nothing of it.",
            ).filled(reference=reference),
            why=Text(
                "Ce qu’une démonstration en dirait serait lu comme un fait. Rien n’a été changé.",
                "What a demonstration says of it would be read as a fact. Nothing was changed.",
            ),
            cure=at_hand if example else none_yet,
        )
