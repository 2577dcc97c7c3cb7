"""What can go wrong on the public pages of sites."""

from __future__ import annotations

from rebond.errors import BadInput
from rebond.texts import Text


class TooManyReports(BadInput):
    """One network address reports too much in an hour."""

    def __init__(self) -> None:
        super().__init__(
            Text(
                "trop de signalements sont venus de votre réseau en une heure.",
                "too many reports came from your network within an hour.",
            ),
            why=Text("Le vôtre n’a pas été gardé.", "Yours was not kept."),
            cure=Text(
                "Gardez votre texte et réessayez plus tard.", "Keep your text and try again later."
            ),
        )
