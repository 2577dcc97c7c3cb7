"""What can go wrong when results are declared or checked."""

from __future__ import annotations

from rebond.errors import BadInput
from rebond.texts import Text

NOTHING_CHANGED = Text("Rien n’a été enregistré.", "Nothing was recorded.")
SHORTEST_REASON = 20


class NothingTyped(BadInput):
    """A form without any number."""

    def __init__(self) -> None:
        super().__init__(
            Text("aucun nombre n’est donné.", "no number is given."),
            why=NOTHING_CHANGED,
            cure=Text(
                "Donnez un nombre au moins ; une case vide veut dire que vous ne savez pas.",
                "Give at least one number; an empty field means that you do not know.",
            ),
        )


class NotAnAmount(BadInput):
    """A cell that is not a whole number, or not an amount."""

    def __init__(self, label: Text, written: str) -> None:
        self.written = written
        super().__init__(
            Text(
                "{label} : « {value} » n’est pas un nombre positif ou nul.",
                "{label}: “{value}” is not a number, zero or more.",
            ).filled(label=label, value=written[:40]),
            why=NOTHING_CHANGED,
            cure=Text(
                "Écrivez un nombre sans unité, comme 120 ; laissez vide si vous ne savez pas.",
                "Write a number without a unit, such as 120; leave empty if you do not know.",
            ),
        )


class YearUnfit(BadInput):
    """A year that is not over, or that precedes what is followed."""

    def __init__(self, year: str, first: int, last: int) -> None:
        super().__init__(
            Text(
                "l’année « {year} » ne se déclare pas.", "year “{year}” cannot be declared."
            ).filled(year=year[:10]),
            why=NOTHING_CHANGED,
            cure=Text("Choisissez de {first} à {last}.", "Choose {first} to {last}.").filled(
                first=first, last=last
            ),
        )


class SourceMissing(BadInput):
    """A number without its source or its day."""

    def __init__(self, what: Text) -> None:
        super().__init__(
            what,
            why=NOTHING_CHANGED,
            cure=Text(
                "Chaque nombre garde sa source et son jour : dites d’où il vient.",
                "Each number keeps its source and its day: say where it comes from.",
            ),
        )


class ReasonMissing(BadInput):
    """A number that replaces another says why."""

    def __init__(self, label: Text, before: str, who: str) -> None:
        super().__init__(
            Text(
                "{label} : {before} est déjà enregistré ({who}).",
                "{label}: {before} is already recorded ({who}).",
            ).filled(label=label, before=before, who=who),
            why=Text(
                "Un nombre ne s’efface pas : un autre prend sa suite et dit pourquoi.",
                "A number is not erased: another follows it and says why.",
            ),
            cure=Text(
                "Dites pourquoi en {least} caractères au moins, ou laissez la case vide.",
                "Say why in at least {least} characters, or leave the field empty.",
            ).filled(least=SHORTEST_REASON),
        )
