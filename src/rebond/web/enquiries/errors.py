"""What can go wrong with an enquiry, told to the investor or to those who answer."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from rebond.errors import BadInput
from rebond.texts import Text, day_text, verbatim
from rebond.web.clock import today

NOTHING_CHANGED = Text("Rien n’a été changé.", "Nothing was changed.")


class MessageMissing(BadInput):
    """An answer, a message or a note says nothing."""

    def __init__(self) -> None:
        super().__init__(
            Text("Le texte manque.", "The text is missing."),
            cure=Text("Écrivez ce que l’autre doit lire.", "Write what the other should read."),
        )


class NotAsked(BadInput):
    """A contact lacks what it needs, or holds what cannot be used; nothing was sent."""

    def __init__(self, what: Text, field: str) -> None:
        self.field = field
        super().__init__(what, cure=Text("Rien n’a été envoyé.", "Nothing was sent."))


class TooManySites(BadInput):
    """One form reaches five sites at most."""

    def __init__(self, count: int, most: int) -> None:
        super().__init__(
            Text(
                f"Le contact porte sur {count} sites\u202f; il en admet {most} au plus.",
                f"The contact is about {count} sites; {most} at most are admitted.",
            ),
            cure=Text(
                "Retirez des sites, ou écrivez en deux fois.",
                "Remove sites, or write in two times.",
            ),
        )


class NobodyManages(BadInput):
    """The level chosen shows the investor to the manager only, and a site has none."""

    def __init__(self, names: Sequence[str]) -> None:
        self.names = tuple(names)
        listed = ", ".join(names)
        super().__init__(
            Text(
                f"Dans Rebond, personne ne gère {listed}. À ce niveau, personne ne saurait qui vous êtes.",
                f"In Rebond nobody manages {listed}. At this level nobody would know who you are.",
            ),
            cure=Text(
                "Choisissez un autre niveau, ou écrivez-lui à part.",
                "Choose another level, or write about it apart.",
            ),
        )


class ConfirmationOver(BadInput):
    """The link came back too late."""

    def __init__(self, days: int) -> None:
        super().__init__(
            Text(
                f"Ce lien valait {days} jours pour confirmer\u202f; rien n’a été transmis.",
                f"This link held for {days} days to confirm; nothing was passed on.",
            ),
            cure=Text(
                "Écrivez de nouveau depuis la page du site.",
                "Write again from the site’s page.",
            ),
        )


class EnquiryOver(BadInput):
    """The investor took the contact back, or its data is erased: nobody can write any more."""

    def __init__(self, at: datetime | None) -> None:
        day = day_text(today(at)) if at is not None else verbatim("…")
        super().__init__(
            Text(
                "Ce contact est retiré ou effacé depuis le {day}.",
                "This contact was withdrawn or erased on {day}.",
            ).filled(day=day),
            cure=NOTHING_CHANGED,
        )


class NotConfirmed(BadInput):
    """Nothing may be done before the address is confirmed."""

    def __init__(self) -> None:
        super().__init__(
            Text("Ce contact n’est pas encore confirmé.", "This contact is not confirmed yet."),
            cure=Text("Confirmez d’abord votre adresse.", "Confirm your address first."),
        )


class AlreadyMoved(BadInput):
    """Somebody else moved the enquiry first."""

    def __init__(self, who: Text, state: Text, at: datetime) -> None:
        from rebond.web.instruction.errors import moment_text  # noqa: PLC0415 - words only

        super().__init__(
            Text(
                "{who} a déjà fait passer ce contact à l’état «\u00a0{state}\u00a0», le {moment}.",
                "{who} already moved this contact to “{state}” on {moment}.",
            ).filled(who=who, state=state, moment=moment_text(at)),
            cure=Text(
                "Rien n’a été changé\u00a0: relisez, puis recommencez s’il le faut.",
                "Nothing was changed: read again, then start over if needed.",
            ),
        )


class CannotFollow(BadInput):
    """A state does not come after the one that stands."""

    def __init__(self, state: Text, target: Text) -> None:
        super().__init__(
            Text(
                "L’état «\u00a0{target}\u00a0» ne suit pas l’état «\u00a0{state}\u00a0».",
                "State “{target}” does not follow “{state}”.",
            ).filled(state=state, target=target),
            cure=NOTHING_CHANGED,
        )


class ReasonMissing(BadInput):
    """A lost enquiry says why."""

    def __init__(self) -> None:
        super().__init__(
            Text("Le motif de la perte manque.", "The reason of the loss is missing."),
            cure=Text("Choisissez-en un dans la liste.", "Choose one in the list."),
        )


class BadFigure(BadInput):
    """A number or a day cannot be used."""

    def __init__(self, label: Text, written: str) -> None:
        super().__init__(
            Text(
                "{label}\u00a0: «\u00a0{written}\u00a0» ne convient pas.",
                "{label}: “{written}” cannot be used.",
            ).filled(label=label, written=verbatim(written[:40])),
            cure=Text(
                "Écrivez un nombre positif, ou une date qui ne soit pas à venir.",
                "Write a positive number, or a date that is not to come.",
            ),
        )


class TooMany(BadInput):
    """One place or one address sent too much in too little time."""

    def __init__(self) -> None:
        super().__init__(
            Text(
                "Trop de messages sont partis d’ici ou pour cette adresse en peu de temps.",
                "Too many messages left from here or for this address in a short time.",
            ),
            cure=Text(
                "Rien n’a été envoyé. Recommencez dans une heure.",
                "Nothing was sent. Try again in an hour.",
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
                "Rien n’a été enregistré. Votre texte est ci-dessous\u00a0: recommencez plus tard.",
                "Nothing was recorded. Your text stands below: try again later.",
            ),
        )
