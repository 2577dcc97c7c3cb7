"""What can go wrong in a committee, told to those who can repair it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.utils import timezone

from rebond.errors import BadInput
from rebond.texts import Text, day_text

NOTHING_CHANGED = Text("Rien n’a été changé.", "Nothing was changed.")


def moment_text(moment: datetime) -> Text:
    """Write a moment of the programme's time zone in both languages."""
    local = timezone.localtime(moment)
    day = day_text(local.date())
    return Text(f"{day.fr} à {local.hour}\u00a0h\u00a0{local:%M}", f"{day.en} at {local:%H:%M}")


class UnknownMember(BadInput):
    """Nobody with this address may sit."""

    def __init__(self) -> None:
        super().__init__(
            Text(
                "Aucun compte actif n’a cette adresse, dans cette organisation.",
                "No active account has this address in this organisation.",
            ),
            cure=Text(
                "Vérifiez l’adresse, ou invitez d’abord la personne dans son organisation.",
                "Check the address, or first have the person invited by their organisation.",
            ),
        )


class SeveralMemberships(BadInput):
    """A person acts for several organisations: which one is to sit is not said."""

    def __init__(self, organisations: Sequence[tuple[int, str]]) -> None:
        self.organisations = tuple(organisations)
        super().__init__(
            Text(
                "Cette personne agit pour plusieurs organisations.",
                "This person acts for several organisations.",
            ),
            cure=Text(
                "Choisissez au nom de laquelle elle siège.", "Choose for which one they sit."
            ),
        )


class ApplicantCannotSit(BadInput):
    """The organisation of a would-be member has filed a dossier in the call."""

    def __init__(self, organisation: str) -> None:
        self.organisation = organisation
        super().__init__(
            Text(
                f"{organisation} a déposé un dossier dans cet appel.",
                f"{organisation} has filed a dossier in this call.",
            ),
            why=Text(
                "Une personne qui agit pour un candidat ne siège pas au comité qui le juge.",
                "Whoever acts for an applicant does not sit in the committee that judges it.",
            ),
            cure=Text("Nommez une personne d’une autre organisation.", "Appoint someone else."),
        )


class ReaderCannotSit(BadInput):
    """A role that only reads cannot score."""

    def __init__(self) -> None:
        super().__init__(
            Text(
                "Le rôle de cette personne est de lire, pas d’agir.",
                "This person’s role is to read, not to act.",
            ),
            cure=Text(
                "Son organisation peut lui donner un rôle qui agit.",
                "Their organisation can give them a role that acts.",
            ),
        )


class KindCannotSit(BadInput):
    """An investor or the parliament does not judge dossiers."""

    def __init__(self) -> None:
        super().__init__(
            Text(
                "Une organisation de ce genre ne siège pas dans un comité.",
                "An organisation of this kind does not sit in a committee.",
            ),
            why=Text(
                "Les investisseurs et le parlement ne lisent pas les dossiers à l’examen.",
                "Investors and the parliament do not read dossiers under examination.",
            ),
            cure=Text("Nommez une personne d’une autre organisation.", "Appoint someone else."),
        )


class AlreadySeated(BadInput):
    """Somebody has appointed this member already."""

    def __init__(self, at: datetime) -> None:
        when = moment_text(at)
        super().__init__(
            Text(
                f"Cette personne siège déjà depuis le {when.fr}.",
                f"This person has been sitting since {when.en}.",
            ),
            cure=NOTHING_CHANGED,
        )


class SeatEnded(BadInput):
    """Somebody has ended this seat already."""

    def __init__(self, at: datetime) -> None:
        when = moment_text(at)
        super().__init__(
            Text(f"Ce siège a pris fin le {when.fr}.", f"This seat ended on {when.en}."),
            cure=NOTHING_CHANGED,
        )


class InterestUnexplained(BadInput):
    """An interest is declared without saying which."""

    def __init__(self, reference: str) -> None:
        self.reference = reference
        super().__init__(
            Text(
                f"Dossier {reference} : dites en une phrase quel est l’intérêt.",
                f"Dossier {reference}: say in one sentence what the interest is.",
            ),
            cure=Text(
                "Ce que vous avez coché est resté dans le formulaire.",
                "What you ticked is still in the form.",
            ),
        )


class NothingDeclared(BadInput):
    """The form of declarations came back empty."""

    def __init__(self) -> None:
        super().__init__(
            Text("Aucune réponse n’est cochée.", "No answer is ticked."),
            cure=Text("Répondez pour un dossier au moins.", "Answer for one dossier at least."),
        )


class CommitteeClosed(BadInput):
    """Reviews are not open: the call has not closed, or its deliberation is over."""

    def __init__(self, stage: Text) -> None:
        super().__init__(
            Text(
                f"Les appréciations ne sont pas ouvertes : l’appel est {stage.fr}.",
                f"Reviews are not open: the call is {stage.en}.",
            ),
            cure=NOTHING_CHANGED,
        )


class ReviewSubmitted(BadInput):
    """A review has been handed in: its author has read the others since."""

    def __init__(self, at: datetime) -> None:
        when = moment_text(at)
        self.at = at
        super().__init__(
            Text(
                f"Cette appréciation a été remise le {when.fr} ; elle ne change plus.",
                f"This review was handed in on {when.en}; it no longer changes.",
            ),
            why=Text(
                "Elle ouvre la lecture de celles des autres : la changer après coup en dépendrait.",
                "It opens those of the others: changing it afterwards would depend on them.",
            ),
        )


class ReviewChanged(BadInput):
    """The same review was saved from elsewhere meanwhile."""

    def __init__(self, at: datetime) -> None:
        when = moment_text(at)
        super().__init__(
            Text(
                f"Cette appréciation a été enregistrée ailleurs le {when.fr}, pendant que vous écriviez.",
                f"This review was saved elsewhere on {when.en} while you were writing.",
            ),
            cure=Text(
                "Ce que vous avez écrit est resté ci-dessous : vérifiez, puis enregistrez de nouveau.",
                "What you wrote is still below: check it, then save again.",
            ),
        )


class EmptyReview(BadInput):
    """A review without any score nor word."""

    def __init__(self) -> None:
        super().__init__(
            Text(
                "L’appréciation est vide : ni note ni commentaire.",
                "The review is empty: neither score nor comment.",
            ),
            cure=Text("Donnez au moins une note ou un mot.", "Give at least one score or a word."),
        )


class BadScores(BadInput):
    """Scores that cannot be read, all at once, by criterion."""

    def __init__(self, faults: dict[str, Text]) -> None:
        self.faults = faults
        super().__init__(
            Text(
                "Une note au moins ne peut pas être lue ; rien n’a été enregistré.",
                "At least one score cannot be read; nothing was saved.",
            ),
            cure=Text(
                "Écrivez un nombre de 0 à 10, avec un dixième au plus, ou laissez vide : un vide n’est pas un zéro.",
                "Write a number from 0 to 10, to one tenth at most, or leave blank: a blank is not a zero.",
            ),
        )


class NoEvaluation(BadInput):
    """The measure weighs nothing by data."""

    def __init__(self) -> None:
        super().__init__(
            Text(
                "Cette mesure n’a pas de grille mesurée : le calcul n’a rien à évaluer.",
                "This measure has no measured grid: there is nothing to compute.",
            ),
            cure=Text(
                "Le comité s’en tient à ses propres appréciations.",
                "The committee goes by its own reviews.",
            ),
        )


class EvaluationCited(BadInput):
    """Decisions rest on the official evaluation: it is not replaced under them."""

    def __init__(self) -> None:
        super().__init__(
            Text(
                "L’évaluation officielle ne se remplace plus : des décisions confirmées la citent, ou la délibération est close.",
                "The official evaluation is no longer replaced: confirmed decisions cite it, or the deliberation is closed.",
            ),
            cure=Text(
                "Un essai reste possible ; une décision se change par un nouvel acte.",
                "A trial remains possible; a decision is changed by a new act.",
            ),
        )


class NothingToEvaluate(BadInput):
    """No eligible dossier is before the committee."""

    def __init__(self) -> None:
        super().__init__(
            Text(
                "Aucun dossier éligible et situé n’est devant le comité.",
                "No eligible dossier with a place is before the committee.",
            ),
            cure=Text(
                "Attendez les listes régionales, ou corrigez les codes des lieux.",
                "Wait for the regional lists, or correct the codes of places.",
            ),
        )


class TooManyPlaces(BadInput):
    """More places are asked for than there are eligible dossiers."""

    def __init__(self, k: int, count: int) -> None:
        self.k, self.count = k, count
        super().__init__(
            Text(
                f"{k} places pour {count} dossiers éligibles : il n’y a rien à départager.",
                f"{k} places for {count} eligible dossiers: there is nothing to choose between.",
            ),
            cure=Text(f"Demandez {count} places au plus.", f"Ask for {count} places at most."),
        )


class BadChoice(BadInput):
    """One choice of a trial cannot be used."""

    def __init__(self, what: Text) -> None:
        super().__init__(what, cure=NOTHING_CHANGED)


class SimulationClosed(BadInput):
    """A draft grid is tried before its call opens, never after."""

    def __init__(self) -> None:
        super().__init__(
            Text("L’appel est déjà ouvert.", "The call is already open."),
            why=Text(
                "Une grille en projet s’essaie sur des dossiers passés avant l’ouverture, jamais sur ceux qu’elle jugera.",
                "A draft grid is tried on past dossiers before opening, never on those that it will judge.",
            ),
        )


class TooManyTrials(BadInput):
    """A person has several trials waiting already."""

    def __init__(self, count: int) -> None:
        super().__init__(
            Text(
                f"{count} calculs que vous avez demandés attendent déjà.",
                f"{count} calculations that you asked for are waiting already.",
            ),
            cure=Text(
                "Attendez le premier résultat ; vos choix restent dans le formulaire.",
                "Wait for the first result; your choices stay in the form.",
            ),
        )
