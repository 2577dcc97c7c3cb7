"""What can go wrong in the registry of sites, told to whoever delivers, edits or reports."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from rebond.errors import BadInput
from rebond.texts import Text, verbatim
from rebond.web.calls.moments import moment_text
from rebond.web.sites.models import Delivery


class BadEvent(BadInput):
    """A line of a site's history cannot be recorded."""

    def __init__(self, what: Text, cure: Text | None = None) -> None:
        super().__init__(
            Text(
                "Ce fait n’est pas enregistré\u202f: {what}", "This fact is not recorded: {what}"
            ).filled(what=what),
            cure=cure,
        )


class NotAFormat(BadInput):
    """A file's name ends with no format of the registry."""

    def __init__(self, name: str) -> None:
        super().__init__(
            Text(
                "Le fichier «\u00a0{name}\u00a0» n’est ni un CSV, ni un GeoJSON, ni un GeoPackage.",
                "The file “{name}” is neither CSV, GeoJSON nor GeoPackage.",
            ).filled(name=name),
            cure=Text(
                "Donnez un fichier en .csv, .geojson ou .gpkg.",
                "Give a file in .csv, .geojson or .gpkg.",
            ),
        )


class NotADay(BadInput):
    """The day of what a file says is none, or has not come."""

    def __init__(self) -> None:
        super().__init__(
            Text(
                "Le jour de ces données n’en est pas un, ou n’est pas encore venu.",
                "The day of these data is none, or has not come yet.",
            ),
            cure=Text(
                "Donnez le jour auquel elles ont été établies, ou laissez vide.",
                "Give the day on which they were established, or leave it empty.",
            ),
        )


class NoFile(BadInput):
    """The form came without its file."""

    def __init__(self) -> None:
        super().__init__(
            Text("Aucun fichier n’a été envoyé.", "No file was sent."),
            cure=Text("Choisissez un fichier.", "Choose a file."),
        )


class UnknownTable(BadInput):
    """No table of the registry has this name."""

    def __init__(self, name: str) -> None:
        super().__init__(
            Text(
                "La table «\u00a0{name}\u00a0» n’existe pas.", "There is no table “{name}”."
            ).filled(name=name[:60]),
            cure=Text("Choisissez dans la liste.", "Choose in the list."),
        )


class TooManyRows(BadInput):
    """A file has more rows than this installation takes at once."""

    def __init__(self, most: int) -> None:
        super().__init__(
            Text(
                f"Le fichier compte plus de {most} lignes.", f"The file has more than {most} rows."
            ),
            cure=Text(
                "Partagez-le en plusieurs fichiers, ou demandez à l’administrateur d’élever REBOND_REGISTRY_ROWS.",
                "Split it into several files, or ask the administrator to raise REBOND_REGISTRY_ROWS.",
            ),
        )


class DeliveryStands(BadInput):
    """A delivery cannot be applied or abandoned in its state."""

    def __init__(self, delivery: Delivery) -> None:
        when = delivery.applied_at or delivery.checked_at or delivery.received_at
        super().__init__(
            Text(
                "La livraison {reference} est «\u00a0{state}\u00a0» depuis le {at}.",
                "Delivery {reference} is “{state}” since {at}.",
            ).filled(
                reference=delivery.reference,
                state=STATES[Delivery.State(delivery.state)],
                at=moment_text(when),
            ),
            why=Text("Rien n’a changé.", "Nothing changed."),
        )


STATES = {
    Delivery.State.RECEIVED: Text("à contrôler", "to be checked"),
    Delivery.State.CHECKED: Text("contrôlée, à appliquer", "checked, to be applied"),
    Delivery.State.REFUSED: Text("refusée", "refused"),
    Delivery.State.APPLIED: Text("appliquée", "applied"),
    Delivery.State.ABANDONED: Text("abandonnée", "abandoned"),
}


class MovedSinceCheck(BadInput):
    """The registry changed since the check, so that a row accepted then is refused now."""

    def __init__(self, row: int, field: str, words: Text) -> None:
        super().__init__(
            words,
            where=f"{row} · {field}" if field else str(row or ""),
            why=Text(
                "Le registre a changé depuis le contrôle\u202f: rien n’a été appliqué.",
                "The registry changed since the check: nothing was applied.",
            ),
            cure=Text("Livrez de nouveau le fichier.", "Deliver the file again."),
        )


class RecordMoved(BadInput):
    """Somebody wrote the same record meanwhile."""

    def __init__(self, identifier: str, who: str, at: Text) -> None:
        super().__init__(
            Text(
                "«\u00a0{identifier}\u00a0» a été modifié par {who}, le {at}.",
                "“{identifier}” was changed by {who}, on {at}.",
            ).filled(identifier=identifier, who=verbatim(who), at=at),
            cure=Text(
                "Relisez les valeurs avant de recommencer. Rien n’a changé.",
                "Read the values again before you retry. Nothing changed.",
            ),
        )


class UploadCut(BadInput):
    """The transfer of a file broke off before its end."""

    def __init__(self, name: str) -> None:
        super().__init__(
            Text(
                "L’envoi s’est interrompu avant la fin.", "The transfer broke off before its end."
            ),
            where=name[:80],
            why=Text("Rien n’a été gardé du fichier.", "Nothing of the file was kept."),
            cure=Text("Envoyez-le à nouveau.", "Send it again."),
        )


class ValuesRefused(BadInput):
    """Values typed by hand cannot be kept; everything wrong is told at once.

    Parameters
    ----------
    problems : sequence of (str, Text)
        Name of the field, and what is wrong with it.
    """

    def __init__(self, problems: Sequence[tuple[str, Text]]) -> None:
        self.problems = tuple(problems)
        count = len(self.problems)
        super().__init__(
            Text(f"Valeurs à corriger : {count}.", f"Values to correct: {count}."),
            why=Text(
                " ".join(f"{name} : {words.fr}" for name, words in self.problems),
                " ".join(f"{name}: {words.en}" for name, words in self.problems),
            ),
            cure=Text("Rien n’a été enregistré.", "Nothing was saved."),
        )


class SourceMissing(BadInput):
    """Values are given without what they come from and of which day they are."""

    def __init__(self) -> None:
        super().__init__(
            Text("Il manque la source ou la date.", "The source or the date is missing."),
            why=Text(
                "Qui lit une valeur doit savoir d’où elle vient et de quand elle date.",
                "Whoever reads a value must know where it comes from and of when it is.",
            ),
            cure=Text(
                "Écrivez une source de 3 à 300 caractères et un jour qui n’est pas à venir.",
                "Write a source of 3 to 300 characters and a day that is not to come.",
            ),
        )


class NothingChanges(BadInput):
    """What is typed is what the registry says already."""

    def __init__(self) -> None:
        super().__init__(
            Text("Rien ne change.", "Nothing changes."),
            cure=Text("Modifiez au moins une valeur.", "Change at least one value."),
        )


class BadConsent(BadInput):
    """A consent names no group, or leaves out the identity that every other group needs."""

    def __init__(self, what: Text) -> None:
        super().__init__(
            what,
            cure=Text(
                "Cochez au moins «\u00a0identité et lieu\u00a0».",
                "Tick at least “identity and place”.",
            ),
        )


class ConsentMoved(BadInput):
    """Somebody gave or withdrew a consent while the person was choosing."""

    def __init__(self, who: str, at: datetime, *, is_given: bool) -> None:
        did = (
            Text("{who} a donné un autre accord, le {at}.", "{who} gave another consent, on {at}.")
            if is_given
            else Text("{who} a retiré l’accord, le {at}.", "{who} withdrew the consent, on {at}.")
        )
        super().__init__(
            did.filled(who=verbatim(who), at=moment_text(at)),
            why=Text("Rien n’a changé depuis.", "Nothing has changed since."),
            cure=Text("Relisez l’accord avant de recommencer.", "Read it again before you retry."),
        )


class BadReport(BadInput):
    """An error report, or the answer to one, cannot be kept."""

    def __init__(self, what: Text, cure: Text) -> None:
        super().__init__(what, cure=cure)


class ReportAnswered(BadInput):
    """Somebody has answered this report already."""

    def __init__(self, who: str, at: Text) -> None:
        super().__init__(
            Text(
                "{who} a déjà répondu à ce signalement, le {at}.",
                "{who} has answered this report already, on {at}.",
            ).filled(who=verbatim(who), at=at),
            why=Text("Rien n’a changé.", "Nothing changed."),
        )


class IdentifierTaken(BadInput):
    """A site of this identifier stands in the registry."""

    def __init__(self, identifier: str) -> None:
        super().__init__(
            Text(
                "L’identifiant «\u00a0{identifier}\u00a0» est déjà au registre.",
                "The identifier “{identifier}” is in the registry already.",
            ).filled(identifier=identifier),
            cure=Text("Choisissez un autre numéro.", "Choose another number."),
        )


class OutsideTerritory(BadInput):
    """A site is entered outside the organisation's territory."""

    def __init__(self, commune: str) -> None:
        super().__init__(
            Text(
                "La commune «\u00a0{commune}\u00a0» est hors de votre territoire, ou inconnue.",
                "The commune “{commune}” is outside your territory, or unknown.",
            ).filled(commune=commune[:60]),
            cure=Text(
                "Donnez le code INSEE d’une commune de votre territoire.",
                "Give the INSEE code of a commune of your territory.",
            ),
        )


class SiteManaged(BadInput):
    """A site has a manager already."""

    def __init__(self, who: str) -> None:
        super().__init__(
            Text("{who} gère déjà ce site.", "{who} manages this site already.").filled(
                who=verbatim(who)
            ),
            why=Text("Rien n’a changé.", "Nothing changed."),
        )


class NoSuchManager(BadInput):
    """No organisation that may manage sites has this short name."""

    def __init__(self, slug: str) -> None:
        super().__init__(
            Text(
                "Aucune organisation qui puisse gérer un site ne se nomme «\u00a0{slug}\u00a0».",
                "No organisation that may manage a site is named “{slug}”.",
            ).filled(slug=slug),
            cure=Text(
                "Donnez son nom court, tel que la page des organisations l’écrit.",
                "Give its short name, as the page of organisations writes it.",
            ),
        )
