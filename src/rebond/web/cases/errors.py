"""What can go wrong in a case, told to those who can repair it."""

from __future__ import annotations

from datetime import date, datetime

from rebond.errors import BadInput
from rebond.texts import Text, day_text
from rebond.web.instruction.errors import moment_text

NOTHING = Text("Rien n’a été changé.", "Nothing was changed.")


class FieldMissing(BadInput):
    """Something that an act needs was not given."""

    def __init__(self, what: Text, cure: Text) -> None:
        super().__init__(what, cure=cure)


class TooLong(BadInput):
    """A text is longer than what is kept."""

    def __init__(self, name: Text, count: int, most: int) -> None:
        super().__init__(
            Text(
                "{name} : {count} caractères, {most} au plus sont gardés.",
                "{name}: {count} characters; at most {most} are kept.",
            ).filled(name=name, count=count, most=most),
            cure=Text("Raccourcissez, ou joignez un document.", "Shorten it, or add a document."),
        )


class BadDay(BadInput):
    """A day that cannot be one of a project."""

    def __init__(self, name: Text, written: str) -> None:
        super().__init__(
            Text(
                "{name} : « {written} » n’est pas un jour possible.",
                "{name}: “{written}” is not a possible day.",
            ).filled(name=name, written=written[:40]),
            cure=Text(
                "Écrivez AAAA-MM-JJ, entre 1990 et 2200.",
                "Write YYYY-MM-DD, between 1990 and 2200.",
            ),
        )


class NotYet(BadInput):
    """A fact cannot be of a day to come."""

    def __init__(self, name: Text, day: date) -> None:
        super().__init__(
            Text("{name} : le {day} est à venir.", "{name}: {day} is still to come.").filled(
                name=name, day=day_text(day)
            ),
            why=Text(
                "le jour légal se calcule de ce qui est arrivé, jamais de ce qui est prévu",
                "the legal day is computed from what happened, never from what is planned",
            ),
            cure=Text(
                "Donnez le jour passé, ou mettez votre prévision dans « jour promis ».",
                "Give the past day, or put your forecast in “promised day”.",
            ),
        )


class NotAParty(BadInput):
    """A line can be assigned to an organisation of the case only."""

    def __init__(self) -> None:
        super().__init__(
            Text(
                "Cette organisation n’a pas de part dans ce projet.",
                "This organisation has no part in this project.",
            ),
            cure=Text("Invitez-la d’abord.", "Invite it first."),
        )


class UnknownChoice(BadInput):
    """A value that is not one of the choices."""

    def __init__(self, name: Text, written: str) -> None:
        super().__init__(
            Text(
                "{name} : « {written} » n’est pas un choix.", "{name}: “{written}” is not a choice."
            ).filled(name=name, written=written[:60]),
            cure=NOTHING,
        )


class AlreadyAParty(BadInput):
    """An organisation that takes part already is not invited twice."""

    def __init__(self, name: str, part: Text, at: datetime) -> None:
        super().__init__(
            Text(
                "{name} est déjà dans ce projet ({part}), depuis le {at}.",
                "{name} is in this project already ({part}), since {at}.",
            ).filled(name=name, part=part, at=moment_text(at)),
            cure=NOTHING,
        )


class NotInCase(BadInput):
    """An organisation that takes no part, or no longer, cannot be taken out."""

    def __init__(self) -> None:
        super().__init__(
            Text(
                "Cette organisation n’est pas, ou n’est plus, dans ce projet.",
                "This organisation is not, or no longer, in this project.",
            ),
            cure=NOTHING,
        )


class LeadStays(BadInput):
    """The préfecture that leads a case cannot leave it."""

    def __init__(self) -> None:
        super().__init__(
            Text(
                "La préfecture qui conduit le projet ne peut pas en sortir.",
                "The préfecture that leads the project cannot leave it.",
            ),
            cure=NOTHING,
        )


class StateChanged(BadInput):
    """Somebody changed the state of the case in the meantime, or it cannot go where it is sent."""

    def __init__(self, state: Text, by: str, at: datetime | None) -> None:
        said = Text("Le projet est {state}", "The project is {state}").filled(state=state)
        if at is not None:
            said = Text(
                f"{said.fr}, par {by or 'la plateforme'}, depuis le {moment_text(at).fr}",
                f"{said.en}, by {by or 'the platform'}, since {moment_text(at).en}",
            )
        super().__init__(Text(f"{said.fr}.", f"{said.en}."), cure=NOTHING)


class PromiseChanged(BadInput):
    """Somebody else changed the promised day since the page was shown."""

    def __init__(self, stands: date | None) -> None:
        now = Text("aucun", "none") if stands is None else day_text(stands)
        super().__init__(
            Text(
                "Le jour promis a été changé entre-temps : {now}.",
                "The promised day was changed meanwhile: {now}.",
            ).filled(now=now),
            cure=Text(
                "Regardez s’il convient ; sinon, enregistrez de nouveau le vôtre.",
                "See whether it suits; if not, save yours again.",
            ),
        )


class CaseIsOver(BadInput):
    """A case that is closed or abandoned takes no line any more."""

    def __init__(self, state: Text) -> None:
        super().__init__(
            Text(
                "Le projet est {state} : sa chronologie ne change plus.",
                "The project is {state}: its timeline no longer changes.",
            ).filled(state=state),
            cure=NOTHING,
        )


class EnquiryUnknown(BadInput):
    """No enquiry of this reference concerns this site."""

    def __init__(self, reference: str) -> None:
        super().__init__(
            Text(
                "Aucun contact {reference} ne concerne ce site.",
                "No enquiry {reference} concerns this site.",
            ).filled(reference=reference[:24]),
            cure=Text(
                "Vérifiez la référence, ou laissez-la vide.",
                "Check the reference, or leave it empty.",
            ),
        )


class NoFile(BadInput):
    """A document needs a file."""

    def __init__(self) -> None:
        super().__init__(
            Text("Aucun fichier n’a été choisi.", "No file was chosen."),
            cure=Text("Choisissez un fichier, puis envoyez.", "Choose a file, then send."),
        )


class TooManyLines(BadInput):
    """A case holds as many lines as it may."""

    def __init__(self, most: int) -> None:
        super().__init__(
            Text(
                f"Le projet a déjà {most} lignes, le plus qui soit gardé.",
                f"The project already has {most} lines, the most that is kept.",
            ),
            cure=Text("Complétez une ligne qui existe.", "Add to a line that exists."),
        )
