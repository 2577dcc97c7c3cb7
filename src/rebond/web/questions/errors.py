"""What can go wrong on a written question, told to those who can repair it."""

from __future__ import annotations

from rebond.errors import BadInput
from rebond.texts import Text

NOTHING = Text("Rien n’a été changé.", "Nothing was changed.")


class NothingHanded(BadInput):
    """Neither a text nor a file."""

    def __init__(self) -> None:
        super().__init__(
            Text("il n’y a ni texte ni fichier.", "there is neither a text nor a file."),
            cure=Text(
                "Collez le texte de la question, ou choisissez un fichier.",
                "Paste the text of the question, or choose a file.",
            ),
        )


class NothingChosen(BadInput):
    """No question of a preview was ticked."""

    def __init__(self) -> None:
        super().__init__(
            Text("aucune question n’est cochée.", "no question is ticked."),
            why=NOTHING,
            cure=Text("Cochez celles à enregistrer.", "Tick those to record."),
        )


class AlreadyTaken(BadInput):
    """A preview that was already recorded."""

    def __init__(self) -> None:
        super().__init__(
            Text("cet import est déjà enregistré.", "this import is already recorded."),
            why=NOTHING,
            cure=Text(
                "Ouvrez les questions dans le registre.", "Open the questions in the register."
            ),
        )


class RealQuestion(BadInput):
    """A real question that a fictitious organisation would change."""

    def __init__(self, reference: str) -> None:
        super().__init__(
            Text(
                "la question {reference} est réelle, et votre organisation est fictive.",
                "question {reference} is real, and your organisation is fictitious.",
            ).filled(reference=reference),
            why=NOTHING,
            cure=Text(
                "Essayez avec une question inventée, sous un autre numéro.",
                "Try with an invented question, under another number.",
            ),
        )


class NoSuchPlace(BadInput):
    """A territory that somebody typed and that no place, or more than one, is."""

    def __init__(self, written: str, count: int) -> None:
        several = Text("« {written} » désigne {count} lieux.", "“{written}” names {count} places.")
        none = Text("« {written} » ne désigne aucun lieu.", "“{written}” names no place.")
        super().__init__(
            (several if count else none).filled(written=written[:80], count=count),
            why=NOTHING,
            cure=Text(
                "Donnez son code, par exemple commune:14366.",
                "Give its code, for example commune:14366.",
            ),
        )


class NothingAsked(BadInput):
    """A draft needs at least one request."""

    def __init__(self) -> None:
        super().__init__(
            Text("aucune demande n’est confirmée.", "no request is confirmed."),
            why=Text("Le projet a un bloc par demande.", "The draft has one block a request."),
            cure=Text(
                "Confirmez d’abord ce que la question demande.",
                "First confirm what the question asks.",
            ),
        )


class InHand(BadInput):
    """There is already an answer that may still change."""

    def __init__(self, number: int) -> None:
        super().__init__(
            Text(
                "la réponse n° {number} est déjà en cours.",
                "answer no. {number} is already in hand.",
            ).filled(number=number),
            why=NOTHING,
            cure=Text("Continuez-la, ou abandonnez-la.", "Go on with it, or abandon it."),
        )


class NotInThatState(BadInput):
    """Somebody was quicker, or the act does not apply."""

    def __init__(self, state: Text, act: Text) -> None:
        super().__init__(
            Text(
                "la réponse est {state} : on ne peut pas {act}.",
                "the answer is {state}: one cannot {act}.",
            ).filled(state=state, act=act),
            why=NOTHING,
            cure=Text(
                "Relisez la page : quelqu’un a pu agir entre-temps.",
                "Read the page again: somebody may have acted meanwhile.",
            ),
        )


class WrittenMeanwhile(BadInput):
    """Somebody else saved the same draft since the page was opened."""

    def __init__(self) -> None:
        super().__init__(
            Text(
                "quelqu’un a enregistré ce projet depuis que vous l’avez ouvert.",
                "somebody saved this draft since you opened it.",
            ),
            why=Text(
                "Votre texte est gardé ci-dessous ; il n’est pas enregistré.",
                "Your text is kept below; it is not saved.",
            ),
            cure=Text(
                "Comparez avec la version enregistrée, puis enregistrez de nouveau.",
                "Compare with the saved version, then save again.",
            ),
        )


class SamePerson(BadInput):
    """The second reader must be somebody else."""

    def __init__(self) -> None:
        super().__init__(
            Text("vous avez écrit ou soumis ce projet.", "you wrote or submitted this draft."),
            why=Text(
                "Une seconde personne de l’équipe relit et valide.",
                "A second person of the team reads and validates.",
            ),
            cure=Text("Demandez-le à une ou un collègue.", "Ask a colleague."),
        )


class RemarkMissing(BadInput):
    """A draft that goes back needs a word."""

    def __init__(self) -> None:
        super().__init__(
            Text("la remarque manque.", "the remark is missing."),
            cure=Text(
                "Dites en une phrase ce qui est à reprendre.",
                "Say in one sentence what is to be changed.",
            ),
        )


class EmptyBlock(BadInput):
    """A request without any word of answer."""

    def __init__(self, number: int) -> None:
        super().__init__(
            Text("le bloc n° {number} est vide.", "block no. {number} is empty.").filled(
                number=number
            ),
            cure=Text(
                "Écrivez ce qui est établi, ou dites que rien ne l’est.",
                "Write what is established, or say that nothing is.",
            ),
        )


class TooLong(BadInput):
    """A text beyond what is kept."""

    def __init__(self, count: int, most: int) -> None:
        super().__init__(
            Text(
                "le texte compte {count} caractères, {most} au plus sont gardés.",
                "the text has {count} characters; at most {most} are kept.",
            ).filled(count=count, most=most),
            cure=Text("Raccourcissez-le.", "Shorten it."),
        )
