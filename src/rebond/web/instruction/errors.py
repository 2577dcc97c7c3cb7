"""What can go wrong in instruction, told to those who can repair it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.utils import timezone

from rebond.errors import BadInput
from rebond.texts import Text, day_text


def moment_text(moment: datetime) -> Text:
    """Write a moment of the programme's time zone in both languages."""
    local = timezone.localtime(moment)
    day = day_text(local.date())
    return Text(f"{day.fr} à {local.hour}\u00a0h\u00a0{local:%M}", f"{day.en} at {local:%H:%M}")


class SentenceMissing(BadInput):
    """An act needs a sentence and has none."""

    def __init__(self, what: Text) -> None:
        super().__init__(
            what,
            cure=Text(
                "Écrivez une phrase : elle reste attachée à l’acte.",
                "Write a sentence: it stays with the act.",
            ),
        )


class SentenceTooShort(BadInput):
    """A sentence says too little for the committee and the applicant who read it."""

    def __init__(self, count: int, least: int) -> None:
        super().__init__(
            Text(
                f"La phrase a {count} caractères\u202f; il en faut au moins {least}.",
                f"The sentence has {count} characters; at least {least} are needed.",
            ),
            why=Text(
                "le comité la lit pour comprendre votre choix",
                "the committee reads it to understand your choice",
            ),
            cure=Text("Dites pourquoi en une phrase.", "Say why in one sentence."),
        )


class DossierNotExamined(BadInput):
    """A dossier is not, or no longer, under examination."""

    def __init__(self, reference: str, state: Text) -> None:
        self.reference = reference
        super().__init__(
            Text(
                f"Le dossier {reference} n’est pas à l’examen : {state.fr}.",
                f"Dossier {reference} is not under examination: {state.en}.",
            ),
            cure=Text("Rien n’a été changé.", "Nothing was changed."),
        )


class NotAColleague(BadInput):
    """A dossier can be assigned to people of the organisation that examines it only."""

    def __init__(self) -> None:
        super().__init__(
            Text(
                "Cette personne n’agit pas pour l’organisation qui examine le dossier.",
                "This person does not act for the organisation that examines the dossier.",
            ),
            cure=Text("Choisissez un collègue de la liste.", "Choose a colleague from the list."),
        )


class NoPrefecture(BadInput):
    """No préfecture of this région can take its dossiers."""

    def __init__(self, region_code: str) -> None:
        super().__init__(
            Text(
                f"Aucune préfecture de la région {region_code} ne peut prendre ces dossiers.",
                f"No préfecture of région {region_code} can take these dossiers.",
            ),
            cure=Text(
                "Invitez-la d’abord ; d’ici là, l’examen reste au gestionnaire de l’appel.",
                "Invite it first; until then the call’s manager examines.",
            ),
        )


class NoteChanged(BadInput):
    """Somebody else wrote the note meanwhile."""

    def __init__(self, note: str) -> None:
        self.note = note
        super().__init__(
            Text(
                "Quelqu’un d’autre a changé cette note pendant que vous écriviez.",
                "Somebody else changed this note while you were writing.",
            ),
            cure=Text(
                "Votre texte est gardé ci-dessous, la note enregistrée est au-dessus : réunissez-les, puis enregistrez.",
                "Your text is kept below, the saved note stands above: merge them, then save.",
            ),
        )


@dataclass(frozen=True, slots=True)
class RowProblem:
    """Why one opinion of several cannot be asked."""

    dossier: str
    service: str
    why: Text


class OpinionsNotAsked(BadInput):
    """At least one opinion cannot be asked; none was."""

    def __init__(self, problems: Sequence[RowProblem]) -> None:
        self.problems = tuple(problems)
        rows = [
            Text(f"{p.dossier}, {p.service} : {p.why.fr}", f"{p.dossier}, {p.service}: {p.why.en}")
            for p in problems
        ]
        super().__init__(
            Text("Aucun avis n’a été demandé.", "No opinion was asked."),
            why=Text("\n".join(r.fr for r in rows), "\n".join(r.en for r in rows)),
            cure=Text(
                "Corrigez ou retirez ces lignes, puis recommencez.",
                "Correct or remove these rows, then try again.",
            ),
        )


class BadDueDay(BadInput):
    """The day before which an opinion is wanted does not fit."""

    def __init__(self, what: Text, cure: Text) -> None:
        super().__init__(what, cure=cure)


def due_day_past(due: date) -> BadDueDay:
    """Return the error of a day that has passed."""
    day = day_text(due)
    return BadDueDay(
        Text(f"Le {day.fr} est passé ou s’achève.", f"{day.en} has passed or is ending."),
        Text("Choisissez un jour à venir.", "Choose a day to come."),
    )


def due_day_after_opinions(due: date, limit: date) -> BadDueDay:
    """Return the error of a day after the call's date for opinions."""
    day, last = day_text(due), day_text(limit)
    return BadDueDay(
        Text(
            f"Le {day.fr} vient après la date des avis de cet appel, le {last.fr}.",
            f"{day.en} comes after this call’s date for opinions, {last.en}.",
        ),
        Text(
            "Choisissez un jour plus tôt, ou cochez « au-delà de la date des avis ».",
            "Choose an earlier day, or tick “beyond the date for opinions”.",
        ),
    )


class OpinionRefused(BadInput):
    """An opinion can no longer be given."""

    def __init__(self, why: Text) -> None:
        super().__init__(
            Text("Cet avis ne peut plus être rendu.", "This opinion can no longer be given."),
            why=why,
            cure=Text(
                "Votre texte est gardé dans le formulaire ; rien n’a été enregistré.",
                "Your text stays in the form; nothing was saved.",
            ),
        )


class RequestNotWaiting(BadInput):
    """A request is no longer waiting, so that it cannot be cancelled."""

    def __init__(self, state: Text, at: datetime | None) -> None:
        when = moment_text(at) if at else None
        super().__init__(
            Text(
                f"Cette demande est déjà close : {state.fr}" + (f" le {when.fr}." if when else "."),
                f"This request is already closed: {state.en}"
                + (f" on {when.en}." if when else "."),
            ),
            cure=Text("Rien n’a été changé.", "Nothing was changed."),
        )


class ShortlistSent(BadInput):
    """The région's list has been sent; nothing in it changes any more."""

    def __init__(self, at: datetime, who: str) -> None:
        when = moment_text(at)
        self.at, self.who = at, who
        super().__init__(
            Text(
                f"La liste de la région a été transmise le {when.fr} par {who}.",
                f"The région’s list was sent on {when.en} by {who}.",
            ),
            why=Text(
                "Une liste transmise est figée : le comité la lit.",
                "A list that has been sent is frozen: the committee is reading it.",
            ),
            cure=Text("Rien n’a été changé.", "Nothing was changed."),
        )


class IneligibleOnList(BadInput):
    """A dossier that a condition makes ineligible cannot be sent on."""

    def __init__(self, reference: str) -> None:
        super().__init__(
            Text(
                f"Le dossier {reference} n’est pas éligible : il ne peut pas être classé.",
                f"Dossier {reference} is not eligible: it cannot be placed on the list.",
            ),
            cure=Text(
                "Laissez-le hors de la liste, avec la phrase qui dit la condition manquée.",
                "Leave it off the list, with the sentence that names the condition it misses.",
            ),
        )


class BadPlace(BadInput):
    """What was written is no place in the list, or is one after its end."""

    def __init__(self, raw: str, *, last: int | None = None) -> None:
        why = None
        if last is not None:
            why = Text(f"la dernière place est la {last}", f"the last place is {last}")
        super().__init__(
            Text(
                f"« {raw} » n’est pas une place dans la liste.",
                f"“{raw}” is not a place in the list.",
            ),
            why=why,
            cure=Text(
                "Écrivez 1 pour la première place, ou rien pour ne pas transmettre le dossier.",
                "Write 1 for the first place, or nothing not to send the dossier on.",
            ),
        )


class ListChanged(BadInput):
    """The list changed between reading and ordering it."""

    def __init__(self) -> None:
        super().__init__(
            Text(
                "La liste a changé depuis que vous l’avez lue.",
                "The list has changed since you read it.",
            ),
            cure=Text(
                "Relisez-la ci-dessous, puis ordonnez-la de nouveau.",
                "Read it again below, then order it again.",
            ),
        )


class NoRegionalStage(BadInput):
    """The call has no regional list."""

    def __init__(self) -> None:
        super().__init__(
            Text("Cet appel n’a pas de liste régionale.", "This call has no regional list."),
            cure=Text(
                "Le comité lit ses dossiers dès la clôture.",
                "The committee reads its dossiers as soon as it closes.",
            ),
        )


class ShortlistIncomplete(BadInput):
    """A list cannot be sent yet; every reason at once."""

    def __init__(self, reasons: Sequence[Text]) -> None:
        self.reasons = tuple(reasons)
        super().__init__(
            Text("La liste ne peut pas encore être transmise.", "The list cannot be sent yet."),
            why=Text("\n".join(r.fr for r in reasons), "\n".join(r.en for r in reasons)),
        )
