"""What can go wrong with laws, events, sites and plans; one class per thing, with its data."""

from __future__ import annotations

import difflib
from typing import TYPE_CHECKING

from rebond.errors import BadInput, BrokenData
from rebond.texts import Text

if TYPE_CHECKING:
    import datetime
    from collections.abc import Iterable, Sequence

    from rebond.programme.errors import Problem
    from rebond.texts import Lang


def listed(names: Iterable[str]) -> str:
    """Return names as a plain enumeration."""
    return ", ".join(names) or "—"


def guess(name: str, known: Sequence[str]) -> Text:
    """Return the question that offers the nearest known name, or nothing."""
    close = difflib.get_close_matches(name, known, n=1, cutoff=0.6)
    if not close:
        return Text("", "")
    return Text(
        f" Vouliez-vous dire «\u202f{close[0]}\u202f»\u202f?", f" Did you mean “{close[0]}”?"
    )


class FileInvalid(BadInput):
    """A YAML or JSON file of ours or of the user cannot be used.

    Parameters
    ----------
    file : str
    problems : sequence of Problem
        Each with file, line, key, value found, what is allowed and the cure.
    guide : str
        Page that describes the format.
    """

    def __init__(self, file: str, problems: Sequence[Problem], guide: str) -> None:
        self.file = file
        self.problems = tuple(problems)
        count = len(self.problems)
        super().__init__(
            Text(
                f"ce fichier a {count} problème{'s' if count > 1 else ''}",
                f"this file has {count} problem{'s' if count > 1 else ''}",
            ),
            where=file,
            cure=Text(
                f"Corrigez les endroits nommés. Format\u202f: {guide}",
                f"Repair the places named. Format: {guide}",
            ),
        )

    def message(self, lang: Lang) -> str:
        """Return the head line, every problem, then where the format is described."""
        listed = "\n".join(f"  - {problem.message(lang)}" for problem in self.problems)
        return f"{self.where}: {self.what.of(lang)}\n{listed}\n{self.cure.of(lang) if self.cure else ''}"


class LawInvalid(FileInvalid):
    """A law file breaks the format, overlaps itself or leaves a gap that it does not explain."""


class SiteInvalid(FileInvalid):
    """A site description breaks the format."""


class ModelInvalid(FileInvalid):
    """The graph, the facts or the maturity ladder of the package are damaged."""


class SiteUnreadable(BadInput):
    """The file of a site cannot be read.

    Parameters
    ----------
    path : str
    detail : str
    """

    def __init__(self, path: str, detail: str) -> None:
        self.path = path
        self.detail = detail
        super().__init__(
            Text(
                f"ce fichier ne peut pas être lu ({detail})", f"this file cannot be read ({detail})"
            ),
            where=path,
            cure=Text(
                "Donnez le chemin d’une description de site en YAML ou en JSON\u202f; voir docs/tutorial/site-plan.md.",
                "Give the path of a site description in YAML or JSON; see docs/tutorial/site-plan.md.",
            ),
        )


class LawMissing(BrokenData):
    """The folder of law files is not there or holds none.

    Parameters
    ----------
    folder : str
    """

    def __init__(self, folder: str) -> None:
        self.folder = folder
        super().__init__(
            Text("aucun fichier de loi dans ce dossier", "no law file in this folder"),
            where=folder,
            cure=Text("Réinstallez rebond.", "Install rebond again."),
        )


class NegativeSpan(BadInput):
    """A delay is negative.

    Parameters
    ----------
    months, days : int
    """

    def __init__(self, months: int, days: int) -> None:
        self.months = months
        self.days = days
        super().__init__(
            Text(
                f"le délai est négatif ({months} mois, {days} jours)",
                f"the delay is negative ({months} months, {days} days)",
            ),
            why=Text(
                "Un délai court vers l’avenir\u202f: il ne peut pas finir avant d’avoir commencé.",
                "A delay runs forward: it cannot end before it has started.",
            ),
            cure=Text(
                "Donnez des mois et des jours positifs ou nuls.",
                "Give months and days that are zero or more.",
            ),
        )


class DayOutOfCalendar(BadInput):
    """A date would fall outside the years 1 to 9999.

    Parameters
    ----------
    day : date
    span : Text
    """

    def __init__(self, day: datetime.date, span: Text) -> None:
        self.day = day
        self.span = span
        super().__init__(
            Text(
                "{day} plus {span} sort du calendrier", "{day} plus {span} leaves the calendar"
            ).filled(day=day, span=span),
            why=Text("Les dates vont de l’an 1 à l’an 9999.", "Dates go from year 1 to year 9999."),
            cure=Text("Donnez une date plus ancienne.", "Give an earlier date."),
        )


class MomentWithoutZone(BadInput):
    """A moment is given without its time zone.

    Parameters
    ----------
    moment : datetime
    """

    def __init__(self, moment: datetime.datetime) -> None:
        self.moment = moment
        super().__init__(
            Text(
                f"le moment {moment.isoformat()} n’a pas de fuseau",
                f"the moment {moment.isoformat()} has no time zone",
            ),
            why=Text(
                "À quelques minutes de minuit, le jour à Paris en dépend, donc l’échéance.",
                "A few minutes from midnight, the day in Paris depends on it, and so does the deadline.",
            ),
            cure=Text(
                "Donnez un jour (AAAA-MM-JJ), ou un moment avec son décalage (…+01:00).",
                "Give a day (YYYY-MM-DD), or a moment with its offset (…+01:00).",
            ),
        )


class UnknownProcedure(BadInput):
    """No procedure has this name.

    Parameters
    ----------
    asked : str
    known : sequence of str
    """

    def __init__(self, asked: str, known: Sequence[str], where: str | None = None) -> None:
        self.asked = asked
        self.known = tuple(known)
        super().__init__(
            Text(
                "aucune procédure «\u202f{asked}\u202f».{guess}", "no procedure “{asked}”.{guess}"
            ).filled(asked=asked, guess=guess(asked, self.known)),
            where=where,
            cure=Text(
                f"Choisissez parmi\u202f: {listed(self.known)}.",
                f"Choose among: {listed(self.known)}.",
            ),
        )


class UnknownEvent(BadInput):
    """No event has this name.

    Parameters
    ----------
    asked : str
    known : sequence of str
    """

    def __init__(self, asked: str, known: Sequence[str], where: str | None = None) -> None:
        self.asked = asked
        self.known = tuple(known)
        super().__init__(
            Text(
                "aucun événement «\u202f{asked}\u202f».{guess}", "no event “{asked}”.{guess}"
            ).filled(asked=asked, guess=guess(asked, self.known)),
            where=where,
            cure=Text(
                f"Choisissez parmi\u202f: {listed(self.known)}.",
                f"Choose among: {listed(self.known)}.",
            ),
        )


class UnknownCircumstance(BadInput):
    """The rule knows no such increase nor variant.

    Parameters
    ----------
    procedure, asked : str
    known : sequence of str
    """

    def __init__(
        self, procedure: str, asked: str, known: Sequence[str], where: str | None = None
    ) -> None:
        self.procedure = procedure
        self.asked = asked
        self.known = tuple(known)
        super().__init__(
            Text(
                "la règle «\u202f{procedure}\u202f» n’a ni majoration ni variante «\u202f{asked}\u202f».{guess}",
                "the rule “{procedure}” has no increase or variant “{asked}”.{guess}",
            ).filled(procedure=procedure, asked=asked, guess=guess(asked, self.known)),
            where=where,
            why=Text(
                "Un délai n’est allongé que dans les cas que les textes énumèrent.",
                "A delay is extended only in the cases that the texts list.",
            ),
            cure=Text(
                f"Choisissez parmi\u202f: {listed(self.known)}.",
                f"Choose among: {listed(self.known)}.",
            ),
        )


class ContradictoryCircumstances(BadInput):
    """Two circumstances that the rule does not allow together.

    Parameters
    ----------
    procedure : str
    circumstances : sequence of str
    """

    def __init__(
        self, procedure: str, circumstances: Sequence[str], where: str | None = None
    ) -> None:
        self.procedure = procedure
        self.circumstances = tuple(circumstances)
        super().__init__(
            Text(
                f"ces circonstances se contredisent pour «\u202f{procedure}\u202f»\u202f: {listed(circumstances)}",
                f"these circumstances contradict each other for “{procedure}”: {listed(circumstances)}",
            ),
            where=where,
            why=Text(
                "Chacune remplace le délai de base par un autre\u202f: un seul peut courir.",
                "Each replaces the base delay by another one: only one can run.",
            ),
            cure=Text("N’en gardez qu’une.", "Keep one of them."),
        )


class EventsOutOfOrder(BadInput):
    """Two events stand in an order that cannot be.

    Parameters
    ----------
    earlier, later : str
        Names, in the order in which they must come.
    earlier_on, later_on : date
    """

    def __init__(
        self,
        earlier: str,
        earlier_on: datetime.date,
        later: str,
        later_on: datetime.date,
        where: str | None = None,
    ) -> None:
        self.earlier, self.earlier_on = earlier, earlier_on
        self.later, self.later_on = later, later_on
        super().__init__(
            Text(
                f"«\u202f{later}\u202f» ({later_on}) précède «\u202f{earlier}\u202f» ({earlier_on})",
                f"“{later}” ({later_on}) comes before “{earlier}” ({earlier_on})",
            ),
            where=where,
            why=Text(
                f"«\u202f{earlier}\u202f» vient toujours avant «\u202f{later}\u202f», ou le même jour.",
                f"“{earlier}” always comes before “{later}”, or on the same day.",
            ),
            cure=Text("Corrigez l’une des deux dates.", "Correct one of the two dates."),
        )


class DecisionBeforeCompleteness(BadInput):
    """A decision is recorded on a file that is not recorded as complete.

    Parameters
    ----------
    procedure : str
    decided_on : date
    """

    def __init__(self, procedure: str, decided_on: datetime.date, where: str | None = None) -> None:
        self.procedure = procedure
        self.decided_on = decided_on
        super().__init__(
            Text(
                f"«\u202f{procedure}\u202f»\u202f: décision du {decided_on} sur un dossier qui n’est pas dit complet",
                f"“{procedure}”: decision of {decided_on} on a file that is not said complete",
            ),
            where=where,
            why=Text(
                "Le délai court du dossier complet\u202f: sans lui, rien ne dit si la décision est dans les temps.",
                "The clock runs from the complete file: without it, nothing tells whether the decision is in time.",
            ),
            cure=Text(
                "Ajoutez l’événement «\u202fcomplete\u202f», au plus tard à la date de la décision.",
                "Add the event “complete”, on the day of the decision at the latest.",
            ),
        )


class NoVersionInForce(BadInput):
    """No recorded version of the rule was in force on a day.

    Parameters
    ----------
    procedure : str
    day : date
    file : str
        Law file and line of the first version.
    periods : Text
        The recorded periods.
    reason : Text, optional
        Why the file leaves that day out.
    """

    def __init__(
        self,
        procedure: str,
        day: datetime.date,
        file: str,
        periods: Text,
        reason: Text | None = None,
    ) -> None:
        self.procedure = procedure
        self.day = day
        self.file = file
        self.periods = periods
        why = Text(
            "Versions enregistrées\u202f: {periods}.{reason}",
            "Recorded versions: {periods}.{reason}",
        )
        gap = Text("", "") if reason is None else Text(f" {reason.fr}", f" {reason.en}")
        super().__init__(
            Text(
                f"aucune version de «\u202f{procedure}\u202f» n’est enregistrée pour le {day}",
                f"no version of “{procedure}” is recorded for {day}",
            ),
            where=file,
            why=why.filled(periods=periods, reason=gap),
            cure=Text(
                "Vérifiez la date\u202f; sinon, ajoutez au fichier la version en vigueur ce jour-là, avec sa source.",
                "Check the date; otherwise add the version in force on that day to the file, with its source.",
            ),
        )
