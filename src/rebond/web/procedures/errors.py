"""What can go wrong with a description sent to a page."""

from __future__ import annotations

from rebond.errors import BadInput
from rebond.texts import Text, number

KIBI = 1024


class NothingSent(BadInput):
    """The form came without a file, a text or an example."""

    def __init__(self) -> None:
        super().__init__(
            Text("aucune description n’a été donnée", "no description was given"),
            cure=Text(
                "Choisissez un exemple, un fichier, ou collez un texte.",
                "Choose an example or a file, or paste a text.",
            ),
        )


class FileTooLarge(BadInput):
    """A file is larger than a description can be."""

    def __init__(self, name: str, size: int, most: int) -> None:
        self.size = size
        super().__init__(
            Text(
                f"ce fichier pèse {_kib(size, 'fr')}\u202fKio, {_kib(most, 'fr')}\u202fKio au plus sont lus",
                f"this file weighs {_kib(size, 'en')} KiB; at most {_kib(most, 'en')} KiB are read",
            ),
            where=name,
            cure=Text(
                "Une description de site tient en quelques pages : vérifiez que c’est le bon fichier.",
                "The description of a site takes a few pages: check that it is the right file.",
            ),
        )


def _kib(size: int, lang: str) -> str:
    return number(-(-size // KIBI), "fr" if lang == "fr" else "en")
