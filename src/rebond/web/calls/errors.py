"""What can go wrong with a call, told to whoever prepares it."""

from __future__ import annotations

from collections.abc import Sequence

from rebond.errors import BadInput
from rebond.texts import Lang, Text, verbatim

LEAST_REASON, MOST_REASON = 10, 2_000


class ReasonMissing(BadInput):
    """An act that touches applicants has no reason that they could read."""

    def __init__(self, found: int) -> None:
        self.found = found
        super().__init__(
            Text(
                f"Le motif compte {found} caractères.",
                f"The reason has {found} characters.",
            ),
            why=Text(
                "Les candidats le lisent : ils doivent comprendre ce qui change et pourquoi.",
                "Applicants read it: they must understand what changes and why.",
            ),
            cure=Text(
                f"Écrivez une phrase de {LEAST_REASON} à {MOST_REASON} caractères.",
                f"Write a sentence of {LEAST_REASON} to {MOST_REASON} characters.",
            ),
        )


class BadReference(BadInput):
    """A call's code cannot be used."""

    def __init__(self, reference: str, *, is_taken: bool = False) -> None:
        self.reference = reference
        what = (
            Text("Le code « {reference} » est déjà pris.", "The code “{reference}” is taken.")
            if is_taken
            else Text(
                "Le code « {reference} » ne convient pas.",
                "The code “{reference}” is not accepted.",
            )
        )
        super().__init__(
            what.filled(reference=reference[:60]),
            cure=Text(
                "Écrivez de 3 à 24 minuscules, chiffres et tirets, comme « site-2031-1 ».",
                "Write 3 to 24 small letters, digits and hyphens, such as “site-2031-1”.",
            ),
        )


class BadTitle(BadInput):
    """A call has no title in one of the languages."""

    def __init__(self) -> None:
        super().__init__(
            Text("Il manque un titre.", "A title is missing."),
            cure=Text(
                "Donnez un titre de 200 caractères au plus dans chaque langue.",
                "Give a title of at most 200 characters in each language.",
            ),
        )


class NoSuchMeasure(BadInput):
    """The programme or the measure is not shipped here."""

    def __init__(self, programme: str, measure: str) -> None:
        super().__init__(
            Text(
                "La mesure « {measure} » du programme « {programme} » n’est pas installée ici.",
                "Measure “{measure}” of programme “{programme}” is not installed here.",
            ).filled(measure=measure[:60], programme=programme[:60]),
            cure=Text("Choisissez dans la liste.", "Choose in the list."),
        )


class SettingsInvalid(BadInput):
    """Settings of a call cannot be used; everything wrong is told at once.

    Parameters
    ----------
    problems : sequence of (str, Text)
        Name of the setting, and what to write.
    """

    def __init__(self, problems: Sequence[tuple[str, Text]]) -> None:
        self.problems = tuple(problems)
        count = len(self.problems)
        super().__init__(
            Text(f"Réglages à corriger : {count}.", f"Settings to correct: {count}."),
            cure=Text("Rien n’a été enregistré.", "Nothing was saved."),
        )

    def message(self, lang: Lang) -> str:
        """Return the head line, one line a problem, then what to do."""
        lines = [f"{name}: {text.of(lang)}" for name, text in self.problems]
        return "\n".join((self.what.of(lang), *lines, self.cure.of(lang) if self.cure else ""))


class NotReady(BadInput):
    """A call cannot be published yet; everything missing is told at once."""

    def __init__(self, missing: Sequence[Text]) -> None:
        self.missing = tuple(missing)
        super().__init__(
            Text("L’appel n’est pas prêt à être publié.", "The call is not ready to be published."),
            why=Text(
                " ".join(one.fr for one in self.missing), " ".join(one.en for one in self.missing)
            ),
            cure=Text(
                "Complétez, puis publiez. Rien n’a changé.",
                "Complete, then publish. Nothing changed.",
            ),
        )


class NoDraft(BadInput):
    """No revision is being prepared; perhaps somebody has just published it."""

    def __init__(self, published: Text | None = None) -> None:
        super().__init__(
            Text("Aucune révision n’est en préparation.", "No revision is being prepared."),
            why=published,
            cure=Text(
                "Ce qui est publié ne change plus : préparez une nouvelle révision.",
                "What is published no longer changes: prepare a new revision.",
            ),
        )


class DraftExists(BadInput):
    """A revision is being prepared already."""

    def __init__(self, number: int) -> None:
        super().__init__(
            Text(
                f"La révision {number} est déjà en préparation.",
                f"Revision {number} is being prepared already.",
            ),
            cure=Text("Complétez celle-ci.", "Complete that one."),
        )


class TooLate(BadInput):
    """The call has gone too far for this act."""

    def __init__(self, stage: Text, why: Text) -> None:
        super().__init__(
            Text("L’appel est « {stage} ».", "The call is “{stage}”.").filled(stage=stage),
            why=why,
        )


class DateRefused(BadInput):
    """A date of a call cannot be moved there."""

    def __init__(self, date: Text, what: Text, cure: Text) -> None:
        self.date = date
        super().__init__(
            Text("{date} : {what}", "{date}: {what}").filled(date=date, what=what), cure=cure
        )


class MovedMeanwhile(BadInput):
    """Somebody moved the same date meanwhile."""

    def __init__(self, date: Text, value: Text, who: str, at: Text) -> None:
        super().__init__(
            Text(
                "{date} a été déplacée au {value} par {who}, le {at}.",
                "{date} was moved to {value} by {who}, on {at}.",
            ).filled(date=date, value=value, who=verbatim(who), at=at),
            cure=Text(
                "Relisez le calendrier avant de recommencer. Rien n’a changé.",
                "Read the calendar again before you retry. Nothing changed.",
            ),
        )
