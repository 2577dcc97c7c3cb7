"""What can go wrong when a need is kept."""

from __future__ import annotations

from rebond.errors import BadInput
from rebond.texts import Text


class BadAddress(BadInput):
    """The address cannot receive mail."""

    def __init__(self, address: str) -> None:
        super().__init__(
            Text(
                f"« {address[:80]} » n’est pas une adresse électronique.",
                f"“{address[:80]}” is not an e-mail address.",
            ),
            cure=Text(
                "Écrivez-la sous la forme nom@domaine.fr. Rien n’a été enregistré.",
                "Write it as name@domain.com. Nothing was recorded.",
            ),
        )


class NothingAsked(BadInput):
    """A need that asks nothing would mail every change of the registry."""

    def __init__(self) -> None:
        super().__init__(
            Text("Ce besoin ne demande rien.", "This need asks for nothing."),
            cure=Text(
                "Dites d’abord ce qu’il vous faut, puis demandez à être prévenu.",
                "Say first what you need, then ask to be told.",
            ),
        )


class TooMany(BadInput):
    """One place or one address asked too often."""

    def __init__(self) -> None:
        super().__init__(
            Text(
                "Trop de demandes sont parties d’ici ou pour cette adresse en peu de temps.",
                "Too many requests left from here or for this address in a short time.",
            ),
            cure=Text(
                "Rien n’a été enregistré. Recommencez dans une heure.",
                "Nothing was recorded. Try again in an hour.",
            ),
        )


class MailNotSent(BadInput):
    """The link could not be mailed: without it nothing can be confirmed."""

    def __init__(self) -> None:
        super().__init__(
            Text(
                "Le courriel de confirmation n’a pas pu partir.",
                "The confirmation mail could not leave.",
            ),
            cure=Text(
                "Rien n’a été enregistré. Recommencez plus tard.",
                "Nothing was recorded. Try again later.",
            ),
        )


class WatchOver(BadInput):
    """The watch was stopped, or its time is past."""

    def __init__(self) -> None:
        super().__init__(
            Text("Ce suivi est arrêté.", "This watch is over."),
            cure=Text(
                "Refaites la recherche et demandez à être prévenu de nouveau.",
                "Search again and ask to be told once more.",
            ),
        )
