"""What can go wrong when something is said of a label."""

from __future__ import annotations

from datetime import date

from rebond.errors import BadInput
from rebond.texts import Text, day_text
from rebond.web.labels.folding import STATE_TEXTS, State

SHORTEST_REASON = 30
NOTHING_CHANGED = Text("Rien n’a été changé.", "Nothing was changed.")


class ReasonTooShort(BadInput):
    """An act on a label says why."""

    def __init__(self, length: int) -> None:
        self.length = length
        super().__init__(
            Text(
                "la raison compte {length} caractères ; il en faut {least} au moins.",
                "the reason has {length} characters; at least {least} are needed.",
            ).filled(length=length, least=SHORTEST_REASON),
            why=Text(
                "Elle est publiée avec l’acte sur la page du site.",
                "It is published with the act on the site’s page.",
            ),
            cure=Text("Dites en une phrase ce qui a décidé.", "Say in one sentence what decided."),
        )


class DayMissing(BadInput):
    """A day that was not given, or is not a day."""

    def __init__(self, what: Text, written: str) -> None:
        self.written = written
        super().__init__(
            Text(
                "{what} : « {written} » n’est pas un jour.", "{what}: “{written}” is not a day."
            ).filled(what=what, written=written)
            if written
            else Text("{what} manque.", "{what} is missing.").filled(what=what),
            cure=Text("Donnez un jour, comme 2031-06-02.", "Give a day, such as 2031-06-02."),
        )


class DayUnfit(BadInput):
    """A day that cannot be, beside the others."""

    def __init__(self, what: Text) -> None:
        super().__init__(what, cure=Text("Changez ce jour.", "Change this day."))


class NotInThatState(BadInput):
    """The act does not apply to a label in its state: somebody was quicker, or it is another act."""

    def __init__(self, reference: str, state: State, since: date | None, act: Text) -> None:
        self.state = state
        day = (
            Text("", "")
            if since is None
            else Text(f" depuis le {day_text(since).fr}", f" since {day_text(since).en}")
        )
        super().__init__(
            Text(
                "le label {reference} est {state}{day} : on ne peut pas {act}.",
                "the label {reference} is {state}{day}: one cannot {act}.",
            ).filled(reference=reference, state=STATE_TEXTS[state], day=day, act=act),
            why=NOTHING_CHANGED,
            cure=Text(
                "Relisez son histoire : un autre acte a pu être enregistré entre-temps.",
                "Read its history again: another act may have been recorded meanwhile.",
            ),
        )


class AlreadyLabelled(BadInput):
    """A site holds one label a wave."""

    def __init__(self, site: str, wave: str, reference: str) -> None:
        self.reference = reference
        super().__init__(
            Text(
                "le site {site} porte déjà le label {reference} de la vague « {wave} ».",
                "the site {site} already holds the label {reference} of wave “{wave}”.",
            ).filled(site=site, wave=wave, reference=reference),
            why=NOTHING_CHANGED,
            cure=Text(
                "Agissez sur ce label, ou nommez une autre vague.",
                "Act on that label, or name another wave.",
            ),
        )


class NoSuchEvent(BadInput):
    """A correction names an event of the label that is not there."""

    def __init__(self, number: int) -> None:
        super().__init__(
            Text(
                "le label n’a pas d’événement n° {number}.", "the label has no event no. {number}."
            ).filled(number=number)
        )


class NotGrantable(BadInput):
    """A decision from which no label follows."""

    def __init__(self, what: Text) -> None:
        super().__init__(what, why=NOTHING_CHANGED)


class Unreadable(BadInput):
    """A text that the form asks for and that is absent or too long."""

    def __init__(self, what: Text) -> None:
        super().__init__(what)
