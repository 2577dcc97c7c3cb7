"""What can go wrong with a dossier, told to those who can repair it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.utils import timezone

from rebond.errors import BadInput
from rebond.programme.answers import AnswerProblem
from rebond.texts import Lang, Text, day_text

NOTHING_CHANGED = Text("Rien n’a été changé.", "Nothing was changed.")


def moment_text(moment: datetime) -> Text:
    """Write a moment of the programme's time zone in both languages."""
    local = timezone.localtime(moment)
    day = day_text(local.date())
    return Text(f"{day.fr} à {local.hour}\u00a0h\u00a0{local:%M}", f"{day.en} at {local:%H:%M}")


class CallNotOpen(BadInput):
    """A dossier can be started, changed and filed while its call is open only."""

    def __init__(self, call: str, stage: Text, closes_at: datetime | None = None) -> None:
        self.call = call
        since = (
            None
            if closes_at is None
            else Text("Il fermait le {at}.", "It closed on {at}.").filled(at=moment_text(closes_at))
        )
        super().__init__(
            Text(
                "L’appel {call} n’est pas ouvert\u202f: {stage}.",
                "Call {call} is not open: {stage}.",
            ).filled(call=call, stage=stage),
            why=since,
            cure=NOTHING_CHANGED,
        )


class ApplicantNotAdmitted(BadInput):
    """The call is not for this kind of organisation."""

    def __init__(self, kind: Text, admitted: Sequence[Text]) -> None:
        super().__init__(
            Text(
                "Cet appel n’est pas ouvert à votre organisation ({kind}).",
                "This call is not open to your organisation ({kind}).",
            ).filled(kind=kind),
            why=Text(
                "Il l’est à\u202f: " + ", ".join(one.fr for one in admitted) + ".",
                "It is open to: " + ", ".join(one.en for one in admitted) + ".",
            ),
            cure=Text(
                "Si la nature de votre organisation est fausse, écrivez à l’équipe nationale.",
                "If the kind of your organisation is wrong, write to the national team.",
            ),
        )


class TooManyDrafts(BadInput):
    """An organisation has many drafts in one call already."""

    def __init__(self, count: int) -> None:
        super().__init__(
            Text(
                f"Votre organisation a déjà {count} brouillons dans cet appel.",
                f"Your organisation already has {count} drafts in this call.",
            ),
            cure=Text(
                "Reprenez l’un d’eux, ou retirez-en.", "Take one of them up, or withdraw some."
            ),
        )


class NotEditable(BadInput):
    """The state of the dossier, or the correction request, does not let this field change."""

    def __init__(self, why: Text, path: str = "") -> None:
        self.path = path
        super().__init__(
            Text("Ce champ ne peut pas être changé.", "This field cannot be changed."),
            where=path or None,
            why=why,
            cure=Text(
                "Ce que vous avez écrit n’a pas été enregistré\u202f; copiez-le si vous en avez besoin.",
                "What you wrote was not saved; copy it if you need it.",
            ),
        )


class ItemGone(BadInput):
    """An item of a list was removed meanwhile."""

    def __init__(self, path: str) -> None:
        super().__init__(
            Text(
                "Cette ligne a été retirée entre-temps par quelqu’un de votre organisation.",
                "This item was removed meanwhile by somebody of your organisation.",
            ),
            where=path,
            cure=Text(
                "Ajoutez-la de nouveau si elle doit y être.", "Add it again if it should be there."
            ),
        )


class NotAList(BadInput):
    """An item can be added to, or taken from, a list only."""

    def __init__(self, path: str) -> None:
        super().__init__(
            Text("Ce champ n’est pas une liste.", "This field is not a list."),
            where=path,
            cure=NOTHING_CHANGED,
        )


class TooManyItems(BadInput):
    """A list is full."""

    def __init__(self, most: int) -> None:
        super().__init__(
            Text(f"Cette liste a {most} lignes au plus.", f"This list has at most {most} items."),
            cure=Text("Retirez-en une d’abord.", "Remove one first."),
        )


class AlreadySettled(BadInput):
    """A value set aside was settled already."""

    def __init__(self, settled_at: datetime) -> None:
        super().__init__(
            Text(
                "Cette divergence a été réglée le {at}.", "This difference was settled on {at}."
            ).filled(at=moment_text(settled_at)),
            cure=NOTHING_CHANGED,
        )


class Incomplete(BadInput):
    """A dossier cannot be filed; `problems` holds everything wrong or missing."""

    def __init__(self, problems: Sequence[AnswerProblem]) -> None:
        self.problems = tuple(problems)
        count = len(self.problems)
        super().__init__(
            Text(
                f"Le dossier n’est pas complet\u202f: {count} point{'s' if count > 1 else ''} à reprendre.",
                f"The dossier is not complete: {count} point{'s' if count > 1 else ''} to see to.",
            ),
            cure=Text(
                "Reprenez chacun des points ci-dessous, puis déposez.",
                "See to each point below, then file.",
            ),
        )

    def message(self, lang: Lang) -> str:
        """Return the head line, then every problem with its question."""
        lines = [
            f"- {one.label.of(lang)}\u202f: {one.what.of(lang)} {one.cure_text.of(lang)}"
            for one in self.problems
        ]
        return "\n".join((self.what.of(lang), *lines, self.cure.of(lang) if self.cure else ""))


class Ineligible(BadInput):
    """A gate says no: filing is possible, once the applicant has confirmed that it knows."""

    def __init__(self, gates: Sequence[tuple[Text, Text]]) -> None:
        self.gates = tuple(gates)
        super().__init__(
            Text(
                "Ce dossier ne remplit pas une condition qui élimine.",
                "This dossier does not meet an eliminating condition.",
            ),
            why=Text(
                " ".join(f"{title.fr}\u202f: {why.fr}." for title, why in gates),
                " ".join(f"{title.en}: {why.en}." for title, why in gates),
            ),
            cure=Text(
                "Corrigez la réponse si elle est fausse. Sinon confirmez que vous déposez en le sachant\u202f: "
                "le dossier sera reçu, et décidé non éligible.",
                "Correct the answer if it is wrong. Otherwise confirm that you file knowing it: the dossier will be "
                "received, and decided ineligible.",
            ),
        )


class TooLate(BadInput):
    """The deadline has passed, and the rule for drafts of the last day does not apply."""

    def __init__(self, closes_at: datetime, why: Text) -> None:
        super().__init__(
            Text("L’appel est clos depuis le {at}.", "The call closed on {at}.").filled(
                at=moment_text(closes_at)
            ),
            why=why,
            cure=Text(
                "Le brouillon est gardé\u202f; il peut servir de départ à un autre appel.",
                "The draft is kept; it can be the start of another call’s dossier.",
            ),
        )


class RevisionChanged(BadInput):
    """The call published a revision since the draft was last opened."""

    def __init__(self, mine: int, newest: int) -> None:
        super().__init__(
            Text(
                f"L’appel a publié la révision {newest}\u202f; ce brouillon est encore sous la révision {mine}.",
                f"The call has published revision {newest}; this draft is still under revision {mine}.",
            ),
            why=Text(
                "Tous les dossiers déposés pendant que l’appel est ouvert suivent la révision en vigueur.",
                "Every dossier filed while the call is open follows the revision in force.",
            ),
            cure=Text(
                "Ouvrez le dossier\u202f: le formulaire se met à jour, vos réponses sont gardées. "
                "Relisez-le, puis déposez.",
                "Open the dossier: the form is brought up to date, your answers are kept. Read it again, then file.",
            ),
        )


class AlreadyFiled(BadInput):
    """Somebody filed, or withdrew, the dossier first."""

    def __init__(self, state: Text, at: datetime | None, organisation: str) -> None:
        moment = moment_text(at) if at else Text("—", "—")
        super().__init__(
            Text("Ce dossier est déjà {state}.", "This dossier is already {state}.").filled(
                state=state
            ),
            why=Text("{who}, le {at}.", "{who}, on {at}.").filled(who=organisation, at=moment),
            cure=NOTHING_CHANGED,
        )


class NotFiled(BadInput):
    """The act needs a filed dossier."""

    def __init__(self, state: Text) -> None:
        super().__init__(
            Text(
                "Ce dossier n’est pas déposé\u202f: {state}.", "This dossier is not filed: {state}."
            ).filled(state=state),
            cure=NOTHING_CHANGED,
        )


class DeliberationBegun(BadInput):
    """A dossier can be withdrawn or corrected before its decision only."""

    def __init__(self) -> None:
        super().__init__(
            Text(
                "La délibération de cet appel a commencé\u202f: le dossier ne change plus.",
                "The deliberation of this call has begun: the dossier no longer changes.",
            ),
            cure=Text(
                "Écrivez à l’organisation qui gère l’appel.",
                "Write to the organisation that manages the call.",
            ),
        )


class ReasonMissing(BadInput):
    """An act needs a sentence and has none."""

    def __init__(self) -> None:
        super().__init__(
            Text("Il manque la phrase qui dit pourquoi.", "The sentence that says why is missing."),
            cure=Text(
                "Écrivez une phrase\u202f: elle reste attachée à l’acte.",
                "Write a sentence: it stays with the act.",
            ),
        )


class BadCorrection(BadInput):
    """A correction request names no field of the form, or no day to come."""

    def __init__(self, what: Text, cure: Text) -> None:
        super().__init__(what, cure=cure)


class CorrectionLapsed(BadInput):
    """The day of a correction request has passed."""

    def __init__(self, due_at: datetime) -> None:
        super().__init__(
            Text(
                "Le délai de cette demande de correction est passé depuis le {at}.",
                "The time for this correction request ended on {at}.",
            ).filled(at=moment_text(due_at)),
            why=Text(
                "Le dernier dépôt reste celui qui compte.",
                "The last filing is the one that counts.",
            ),
            cure=Text(
                "Demandez un nouveau délai à qui examine le dossier.",
                "Ask whoever examines the dossier for more time.",
            ),
        )


class NothingToCopy(BadInput):
    """An earlier dossier can be used again by its own organisation only."""

    def __init__(self) -> None:
        super().__init__(
            Text(
                "Seul un dossier de votre organisation peut servir de départ.",
                "Only a dossier of your organisation can be used again.",
            ),
            cure=NOTHING_CHANGED,
        )


class PlacesMissing(BadInput):
    """A correction of places names no commune."""

    def __init__(self) -> None:
        super().__init__(
            Text("Aucune commune n’est donnée.", "No commune is given."),
            cure=Text("Donnez au moins un code.", "Give at least one code."),
        )
