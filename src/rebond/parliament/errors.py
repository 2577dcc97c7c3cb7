"""What can go wrong when a written question is read."""

from __future__ import annotations

from collections.abc import Sequence

from rebond.errors import BadInput
from rebond.texts import Text

FORMS_GUIDE = Text(
    "Se lisent : le texte publié par une assemblée, avec ses titres ; les données ouvertes de l’Assemblée nationale "
    "(JSON, XML) ; celles du Sénat (CSV).",
    "What is read: the text that an assembly published, with its headings; the open data of the Assemblée nationale "
    "(JSON, XML); those of the Sénat (CSV).",
)


class QuestionUnreadable(BadInput):
    """A file or a text that is no written question in a form known here."""

    def __init__(self, what: Text, *, where: str | None = None, cure: Text | None = None) -> None:
        super().__init__(what, where=where, cure=cure or FORMS_GUIDE)


class TooLarge(BadInput):
    """A file beyond what is read."""

    def __init__(self, found: int, most: int, *, where: str | None = None) -> None:
        self.found, self.most = found, most
        super().__init__(
            Text(
                "le fichier compte {found} octets ; {most} au plus sont lus.",
                "the file has {found} bytes; at most {most} are read.",
            ).filled(found=found, most=most),
            where=where,
            cure=Text(
                "Déposez moins de questions à la fois.", "Hand in fewer questions at a time."
            ),
        )


class NumberMissing(BadInput):
    """A question without a number that tells it from the others."""

    def __init__(self, where: str | None = None) -> None:
        super().__init__(
            Text("le numéro de la question manque.", "the number of the question is missing."),
            where=where,
            why=Text(
                "Sans lui, rien ne distingue cette question d’une autre.",
                "Without it, nothing tells this question from another.",
            ),
            cure=Text(
                "Écrivez « Question écrite n° » suivi du numéro, comme au Journal officiel.",
                "Write “Question écrite n°” followed by the number, as in the Journal officiel.",
            ),
        )


class LegislatureMissing(BadInput):
    """A question whose number starts again with each legislature, without the legislature."""

    def __init__(self, where: str | None = None) -> None:
        super().__init__(
            Text("la législature manque.", "the legislature is missing."),
            where=where,
            why=Text(
                "À l’Assemblée nationale, les numéros recommencent à chaque législature.",
                "At the Assemblée nationale, numbers start again with each legislature.",
            ),
            cure=Text(
                "Écrivez par exemple « 15ème législature » en tête du texte.",
                "Write for example “15ème législature” at the head of the text.",
            ),
        )


class PublicationMissing(BadInput):
    """A question of the Sénat without the day that tells it from older ones of the same number."""

    def __init__(self, where: str | None = None) -> None:
        super().__init__(
            Text(
                "la date de publication au Journal officiel manque.",
                "the day of publication in the Journal officiel is missing.",
            ),
            where=where,
            why=Text(
                "Au Sénat, un même numéro sert plusieurs fois : l’année de publication distingue les questions.",
                "At the Sénat, one number serves several times: the year of publication tells questions apart.",
            ),
            cure=Text("Ajoutez cette date.", "Add that day."),
        )


class NotWritten(BadInput):
    """A question of another kind: oral, or to the Government."""

    def __init__(self, kind: str, where: str | None = None) -> None:
        self.kind = kind
        super().__init__(
            Text(
                "c’est « {kind} », pas une question écrite.",
                "it is “{kind}”, not a written question.",
            ).filled(kind=kind),
            where=where,
            cure=Text(
                "Seules les questions écrites ont ici un délai et un projet de réponse.",
                "Only written questions have a delay and a draft answer here.",
            ),
        )


class NumbersDisagree(BadInput):
    """One text that states two values for one thing."""

    def __init__(self, what: Text, first: object, second: object, where: str | None = None) -> None:
        super().__init__(
            Text(
                "{what} est dit deux fois : {first}, puis {second}.",
                "{what} is stated twice: {first}, then {second}.",
            ).filled(what=what, first=first, second=second),
            where=where,
            cure=Text("Gardez celui qui est juste.", "Keep the right one."),
        )


class DayUnreadable(BadInput):
    """A day that is not one."""

    def __init__(self, written: str, where: str | None = None) -> None:
        self.written = written
        super().__init__(
            Text("« {written} » n’est pas un jour.", "“{written}” is not a day.").filled(
                written=written[:60]
            ),
            where=where,
            cure=Text(
                "Écrivez 11 août 2020, 11/08/2020 ou 2020-08-11.",
                "Write 11 août 2020, 11/08/2020 or 2020-08-11.",
            ),
        )


class DaysOutOfOrder(BadInput):
    """Two days of which the second stands before the first."""

    def __init__(self, first: Text, second: Text, where: str | None = None) -> None:
        super().__init__(
            Text(
                "les dates ne se suivent pas : {second} précède {first}.",
                "the days are out of order: {second} stands before {first}.",
            ).filled(first=first, second=second),
            where=where,
            why=Text(
                "Une question est publiée, puis signalée, puis répondue.",
                "A question is published, then flagged, then answered.",
            ),
            cure=Text("Corrigez celle qui est fausse.", "Correct the wrong one."),
        )


class DayToCome(BadInput):
    """A publication in a Journal officiel that has not appeared."""

    def __init__(self, what: Text, where: str | None = None) -> None:
        super().__init__(
            Text("{what} est à venir.", "{what} is yet to come.").filled(what=what),
            where=where,
            why=Text(
                "On n’enregistre ici que ce que le Journal officiel a publié.",
                "Only what the Journal officiel has published is recorded here.",
            ),
            cure=Text("Vérifiez l’année.", "Check the year."),
        )


class TwiceInTheFile(BadInput):
    """One question that stands twice in what was handed in."""

    def __init__(self, key: str, where: str | None = None) -> None:
        self.key = key
        super().__init__(
            Text(
                "la question {key} est deux fois dans ce fichier.",
                "question {key} stands twice in this file.",
            ).filled(key=key),
            where=where,
            cure=Text("Gardez la plus complète.", "Keep the more complete one."),
        )


class RulesInvalid(BadInput):
    """The file of rules or of names cannot be used."""

    def __init__(self, file: str, reasons: Sequence[Text]) -> None:
        super().__init__(
            Text(" ; ".join(one.fr for one in reasons), "; ".join(one.en for one in reasons)),
            where=file,
            cure=Text("Corrigez le fichier.", "Correct the file."),
        )
