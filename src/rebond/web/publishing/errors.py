"""What can go wrong with what leaves for reuse."""

from __future__ import annotations

from rebond.errors import BadInput, BrokenData, RebondError
from rebond.texts import Text, verbatim


class RowFailed(BrokenData):
    """One row cannot be written as its dataset declares it: the file is not made at all."""

    def __init__(self, dataset: str, number: int, identifier: str, reason: str) -> None:
        self.dataset, self.number, self.identifier = dataset, number, identifier
        super().__init__(
            Text(
                f"la ligne {number} (« {identifier} ») du jeu « {dataset} » ne peut pas être écrite : {reason}.",
                f"row {number} (“{identifier}”) of dataset “{dataset}” cannot be written: {reason}.",
            ),
            why=Text(
                "Un fichier auquel il manque une ligne tromperait : il n’est pas fait du tout.",
                "A file that lacks a row would mislead: it is not made at all.",
            ),
            cure=Text(
                "Prenez un autre format, ou signalez cette ligne à l’équipe de la plateforme.",
                "Take another format, or report this row to the platform’s team.",
            ),
        )


class TooManyRows(BadInput):
    """A workbook cannot hold them all."""

    def __init__(self, dataset: str, most: int) -> None:
        super().__init__(
            Text(
                f"« {dataset} » a plus de {most} lignes.", f"“{dataset}” has more than {most} rows."
            ),
            why=Text("Un classeur n’en tient pas plus.", "A workbook holds no more."),
            cure=Text("Prenez le CSV ou le Parquet.", "Take CSV or Parquet."),
        )


class InPreparation(RebondError):
    """A large file is being made."""

    def __init__(self, dataset: str) -> None:
        super().__init__(
            Text(
                f"« {dataset} » vient de changer et se prépare.",
                f"“{dataset}” has just changed and is being prepared.",
            ),
            cure=Text("Redemandez dans une minute.", "Ask again in a minute."),
        )


class BadParameter(BadInput):
    """A parameter of a request does not hold what it should."""

    def __init__(self, name: str, found: object, why: Text, cure: Text | None = None) -> None:
        self.name = name
        shown = str(found)[:80]
        super().__init__(
            Text(
                f"le paramètre « {name} » ne convient pas : « {shown} ».",
                f"the parameter “{name}” cannot be used: “{shown}”.",
            ),
            where=name,
            why=why,
            cure=cure,
        )


class UnknownParameter(BadInput):
    """A parameter that the address does not have."""

    def __init__(self, name: str, known: tuple[str, ...]) -> None:
        self.name = name
        listed = ", ".join(known)
        super().__init__(
            Text(
                f"le paramètre « {name[:80]} » n’existe pas ici.",
                f"there is no parameter “{name[:80]}” here.",
            ),
            where=name[:80],
            why=Text(
                "L’ignorer donnerait une réponse à une autre question.",
                "Ignoring it would answer another question.",
            ),
            cure=Text(
                f"Cette adresse connaît : {listed}."
                if known
                else "Cette adresse n’en prend aucun.",
                f"This address knows: {listed}." if known else "This address takes none.",
            ),
        )


class NotFound(BadInput):
    """Nothing stands at an address; `said` and `why` tell what is not there, where that is known."""

    def __init__(
        self, what: str, said: Text | None = None, why: Text | None = None, cure: Text | None = None
    ) -> None:
        super().__init__(
            said or Text(f"rien à l’adresse « {what[:120]} ».", f"nothing at “{what[:120]}”."),
            why=why,
            cure=cure
            or Text(
                "Les adresses sont décrites à /api/ et dans /api/v1/openapi.json.",
                "Addresses are described at /en/api/ and in /api/v1/openapi.json.",
            ),
        )


class TokenRefused(BadInput):
    """A token that does not open anything."""

    def __init__(self, what: Text) -> None:
        super().__init__(
            what,
            cure=Text(
                "Un administrateur de votre organisation en crée à /compte/jetons/.",
                "An administrator of your organisation makes one at /en/compte/jetons/.",
            ),
        )


class BadToken(BadInput):
    """What a person asks of a new token cannot be had."""

    def __init__(self, what: Text, cure: Text | None = None) -> None:
        super().__init__(what, cure=cure)


def said(text: str) -> Text:
    """Return a technical word that reads the same in both languages."""
    return verbatim(text)
