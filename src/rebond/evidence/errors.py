"""What can go wrong with evidence, one class per thing."""

from __future__ import annotations

import difflib
from collections.abc import Collection, Sequence
from datetime import date

from rebond.errors import BadInput, BrokenData
from rebond.programme.errors import Problem, ProblemKind
from rebond.texts import Lang, Text, verbatim


class BrokenIndicatorFile(BrokenData):
    """A file that declares indicators cannot be read as such; `problems` holds all that was found.

    Parameters
    ----------
    problems : sequence of Problem
        At least one; the first gives `file` and `line`.
    """

    def __init__(self, problems: Sequence[Problem]) -> None:
        self.problems = tuple(problems)
        self.file, self.line = self.problems[0].file, self.problems[0].line
        count = len(self.problems)
        plural = "s" if count > 1 else ""
        super().__init__(
            Text(
                f"déclaration d’indicateurs inutilisable, {count} problème{plural}",
                f"unusable declaration of indicators, {count} problem{plural}",
            ),
            where=self.file,
            why=Text(
                "Un indicateur n’est calculé que s’il est déclaré sans ambiguïté.",
                "An indicator is computed only when its declaration is unambiguous.",
            ),
            cure=Text(
                "Corrigez les endroits nommés. Format\u202f: docs/reference/indicators.md",
                "Repair the places named. Format: docs/reference/indicators.md",
            ),
        )

    @classmethod
    def unreadable(cls, file: str, found: Text) -> BrokenIndicatorFile:
        """Return the error for a file or folder that cannot be read at all."""
        problem = Problem(
            ProblemKind.UNREADABLE,
            file,
            None,
            None,
            "",
            what=found,
            allowed=Text("au moins un fichier *.yaml lisible", "at least one readable *.yaml file"),
            cure=Text("Vérifiez le chemin et les droits.", "Check the path and the permissions."),
        )
        return cls([problem])

    def message(self, lang: Lang) -> str:
        """Return the head line, every problem with its place, then where the format is described."""
        problems = "\n".join(f"  - {problem.message(lang)}" for problem in self.problems)
        return f"{super().message(lang)}\n{problems}"


class RepeatedIndicator(BrokenData):
    """Two declarations carry the same identifier."""

    def __init__(self, indicator: str, file: str, line: int, first: str) -> None:
        self.indicator, self.file, self.line, self.first = indicator, file, line, first
        super().__init__(
            Text(
                f"l’indicateur «\u202f{indicator}\u202f» est déclaré deux fois",
                f"indicator “{indicator}” is declared twice",
            ),
            where=f"{file}:{line}",
            why=Text(f"Première déclaration\u202f: {first}.", f"First declared in {first}."),
            cure=Text(
                "Supprimez l’une des deux ou changez son identifiant.",
                "Remove one of them or change its identifier.",
            ),
        )


class UnknownIndicator(BadInput):
    """An indicator is asked for that no file declares."""

    def __init__(self, indicator: str, known: Collection[str]) -> None:
        self.indicator, self.known = indicator, tuple(known)
        close = difflib.get_close_matches(indicator, known, n=3) or sorted(known)
        names = ", ".join(close)
        super().__init__(
            Text(
                f"indicateur inconnu\u202f: «\u202f{indicator}\u202f»",
                f"unknown indicator: “{indicator}”",
            ),
            why=Text(
                "Seuls les indicateurs déclarés dans rebond/evidence/indicators existent.",
                "Only the indicators declared in rebond/evidence/indicators exist.",
            ),
            cure=Text(f"Vouliez-vous dire\u202f: {names}\u202f?", f"Did you mean: {names}?"),
        )


class MissingTable(BrokenData):
    """The data at hand lack a table or a column that an indicator reads."""

    def __init__(self, indicator: str, table: str, column: str | None = None) -> None:
        self.indicator, self.table, self.column = indicator, table, column
        part = verbatim(table) if column is None else verbatim(f"{table}.{column}")
        super().__init__(
            Text(
                "il manque «\u202f{part}\u202f», que lit l’indicateur «\u202f{indicator}\u202f»",
                "“{part}”, which indicator “{indicator}” reads, is not there",
            ).filled(part=part, indicator=indicator),
            where=table,
            why=Text(
                "Sans cette table l’indicateur n’aurait aucune valeur, et non la valeur zéro.",
                "Without this table the indicator would have no value, which is not the value zero.",
            ),
            cure=Text(
                "Reconstruisez l’instantané\u202f: rebond data build.",
                "Build the snapshot again: rebond data build.",
            ),
        )


class StrayCommune(BrokenData):
    """A table counts something in a commune that the register does not have."""

    def __init__(self, table: str, line: int, code: str) -> None:
        self.table, self.line, self.code = table, line, code
        super().__init__(
            Text(
                f"la commune «\u202f{code}\u202f» n’est pas dans le référentiel des communes",
                f"commune “{code}” is not in the register of communes",
            ),
            where=f"{table}:{line}",
            why=Text(
                "Ce qui y est compté manquerait dans les sommes sans que cela se voie.",
                "What is counted there would be missing from the sums without a trace.",
            ),
            cure=Text(
                "Ramenez la table aux communes du référentiel\u202f: rebond data build.",
                "Bring the table to the communes of the register: rebond data build.",
            ),
        )


class BrokenNetwork(BrokenData):
    """An edge of the road network names a node that the node table lacks."""

    def __init__(self, table: str, row: int, node: str, nodes: str) -> None:
        self.table, self.row, self.node, self.nodes = table, row, node, nodes
        super().__init__(
            Text(
                f"le nœud «\u202f{node}\u202f» n’est pas dans la table «\u202f{nodes}\u202f»",
                f"node “{node}” is not in table “{nodes}”",
            ),
            where=f"{table}:{row}",
            why=Text(
                "Un tronçon sans extrémité n’a pas de tracé.",
                "A segment without an end has no course.",
            ),
            cure=Text(
                "Reconstruisez l’instantané\u202f: rebond data build.",
                "Build the snapshot again: rebond data build.",
            ),
        )


class BadPoint(BadInput):
    """A point has coordinates that are not on the globe."""

    def __init__(self, name: str, lon: float, lat: float) -> None:
        self.name, self.lon, self.lat = name, lon, lat
        super().__init__(
            Text(
                f"le point «\u202f{name}\u202f» a pour coordonnées longitude {lon}, latitude {lat}",
                f"point “{name}” has longitude {lon}, latitude {lat}",
            ),
            why=Text(
                "Une longitude est comprise entre −180 et 180 degrés, une latitude entre −90 et 90.",
                "A longitude lies between −180 and 180 degrees, a latitude between −90 and 90.",
            ),
            cure=Text(
                "Donnez des degrés décimaux WGS 84, longitude d’abord.",
                "Give decimal degrees WGS 84, longitude first.",
            ),
        )


class PlaceWithoutCommune(BadInput):
    """A place holds no commune, so that nothing can be computed for it."""

    def __init__(self, place: str, as_of: date) -> None:
        self.place, self.as_of = place, as_of
        super().__init__(
            Text(
                f"«\u202f{place}\u202f» ne contient aucune commune au {as_of:%d/%m/%Y}",
                f"“{place}” holds no commune on {as_of.isoformat()}",
            ),
            why=Text(
                "La valeur d’un périmètre est la médiane de celles de ses communes.",
                "The value of a perimeter is the median of those of its communes.",
            ),
            cure=Text(
                "Choisissez une date à laquelle le périmètre existe, ou un autre lieu.",
                "Choose a date on which the perimeter exists, or another place.",
            ),
        )


class PlaceNotEvaluated(BadInput):
    """A value is given or asked for a place that is not among those evaluated."""

    def __init__(self, place: str, count: int) -> None:
        self.place, self.count = place, count
        super().__init__(
            Text(
                f"«\u202f{place}\u202f» ne désigne pas un et un seul des {count} lieux évalués",
                f"“{place}” does not name one and only one of the {count} evaluated places",
            ),
            cure=Text(
                "Ajoutez ce lieu aux candidats, ou désignez-le par son rang.",
                "Add this place to the candidates, or name it by its row.",
            ),
        )


class UnusableValue(BadInput):
    """A user's own value is not a number, is out of range, or its bounds do not hold it."""

    def __init__(self, place: str, indicator: str, found: str, allowed: Text) -> None:
        self.place, self.indicator, self.found = place, indicator, found
        super().__init__(
            Text(
                f"valeur inutilisable\u202f: {found}",
                f"unusable value: {found}",
            ),
            where=f"{place}, {indicator}",
            why=Text(
                "Une valeur absente n’est ni zéro ni NaN\u202f; elle se dit «\u202fmanquante\u202f» ou «\u202fnon "
                "applicable\u202f».",
                "An absent value is neither zero nor NaN; it is said to be “missing” or “not "
                "applicable”.",
            ),
            cure=Text(
                "Donnez {allowed}, ou retirez la valeur pour qu’elle soit manquante.",
                "Give {allowed}, or leave the value out so that it is missing.",
            ).filled(allowed=allowed),
        )
