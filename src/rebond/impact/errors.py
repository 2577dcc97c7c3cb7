"""What can be wrong with the data of a comparison."""

from __future__ import annotations

from collections.abc import Sequence

from rebond.errors import BadInput
from rebond.texts import Text


class UnitTwice(BadInput):
    """Two candidates have the same id."""

    def __init__(self, unit: str) -> None:
        self.unit = unit
        super().__init__(
            Text(
                "le candidat {unit} est donné deux fois.", "candidate {unit} is given twice."
            ).filled(unit=unit),
            cure=Text(
                "Gardez une ligne par candidat et par an.", "Keep one row a candidate and year."
            ),
        )


class ShapesDiffer(BadInput):
    """Arrays of a panel do not fit together."""

    def __init__(self, name: str, found: Sequence[int], wanted: Sequence[int]) -> None:
        self.name, self.found, self.wanted = name, tuple(found), tuple(wanted)
        super().__init__(
            Text(
                "le tableau {name} a la forme {found} ; il faut {wanted}.",
                "the array {name} has shape {found}; it must have {wanted}.",
            ).filled(name=name, found=self.found, wanted=self.wanted)
        )


class NotANumber(BadInput):
    """A value that is neither a finite number nor missing."""

    def __init__(self, name: str, value: object, where: str | None = None) -> None:
        self.name, self.value = name, value
        super().__init__(
            Text(
                "{name} : « {value} » n’est pas un nombre.", "{name}: “{value}” is not a number."
            ).filled(name=name, value=value),
            where=where,
            cure=Text(
                "Écrivez un nombre, ou laissez la cellule vide : vide veut dire manquant, jamais zéro.",
                "Write a number, or leave the cell empty: empty means missing, never zero.",
            ),
        )


class YearsUnfit(BadInput):
    """The years do not allow a comparison of before and after."""

    def __init__(self, first_after: int, years: Sequence[int]) -> None:
        self.first_after, self.years = first_after, tuple(years)
        listed = ", ".join(str(one) for one in years) or "—"
        super().__init__(
            Text(
                "aucune année avant, ou aucune à partir de {first} (années données : {listed}).",
                "no year before, or none from {first} on (years given: {listed}).",
            ).filled(first=first_after, listed=listed),
            why=Text(
                "La méthode compare des changements : il faut au moins une année avant la décision et une après.",
                "The method compares changes: at least one year before the decision and one after are needed.",
            ),
            cure=Text(
                "Ajoutez des années, ou donnez une autre première année.",
                "Add years, or give another first year.",
            ),
        )


class OptionUnfit(BadInput):
    """An option is outside what it may be."""

    def __init__(self, name: str, value: object, allowed: Text) -> None:
        self.name, self.value = name, value
        super().__init__(
            Text("l’option {name} vaut {value}.", "option {name} is {value}.").filled(
                name=name, value=value
            ),
            cure=Text("Permis : {allowed}.", "Allowed: {allowed}.").filled(allowed=allowed),
        )


class FileUnfit(BadInput):
    """A file of observations that cannot be read as one."""

    def __init__(self, what: Text, where: str | None = None) -> None:
        super().__init__(
            what,
            where=where,
            cure=Text(
                "Le fichier a les colonnes unit, retained, year, outcome et une colonne par fait : docs/how-to/follow-results.md.",
                "The file has the columns unit, retained, year, outcome and one column a fact: docs/how-to/follow-results.md.",
            ),
        )
