"""What can go wrong when the rooms are put together."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from rebond.errors import BadInput, BrokenData, NotReproduced, RebondError
from rebond.texts import Lang, Text, day_text


@dataclass(frozen=True, slots=True)
class RowProblem:
    """One cell of a candidates' file that cannot be used."""

    row: int
    field: str
    found: str
    problem: Text
    cure: Text

    def line(self, lang: Lang) -> str:
        """Return the problem as one line."""
        place = Text(f"ligne {self.row}, {self.field}", f"line {self.row}, {self.field}")
        if self.found != self.field:
            place = Text(f"{place.fr} = {self.found!r}", f"{place.en} = {self.found!r}")
        said = Text(
            f"{place.fr} : {self.problem.fr} {self.cure.fr}",
            f"{place.en}: {self.problem.en} {self.cure.en}",
        )
        return said.of(lang)


class BadCandidatesFile(BadInput):
    """A file of candidates has rows that cannot be used; all of them are listed."""

    def __init__(self, source: str, problems: Sequence[RowProblem]) -> None:
        self.problems = tuple(problems)
        count = len(self.problems)
        super().__init__(
            Text(
                "Valeurs inutilisables dans le fichier de candidats : {count}\n{lines}",
                "Unusable values in the candidates' file: {count}\n{lines}",
            ).filled(
                count=count,
                lines=Text(
                    "\n".join(p.line("fr") for p in self.problems),
                    "\n".join(p.line("en") for p in self.problems),
                ),
            ),
            where=source,
            cure=Text(
                "Rien n’a été évalué. Corrigez ces cellules puis relancez.",
                "Nothing was evaluated. Repair these cells and run again.",
            ),
        )


class UnreadableCandidatesFile(BadInput):
    """A file of candidates cannot be read as a table."""

    def __init__(self, source: str, reason: Text) -> None:
        super().__init__(
            reason,
            where=source,
            cure=Text(
                "Donnez un CSV en UTF-8 avec un en-tête : name, puis insee ou lon et lat, puis vos indicateurs.",
                "Give a UTF-8 CSV with a header: name, then insee or lon and lat, then your indicators.",
            ),
        )


class MeasureWithoutGrid(BadInput):
    """The measure asked for has no grid: there is nothing to score."""

    def __init__(self, measure: str, with_grid: Sequence[str]) -> None:
        self.measure = measure
        super().__init__(
            Text(
                "La mesure « {measure} » n’a pas de grille de critères.",
                "The measure “{measure}” has no grid of criteria.",
            ).filled(measure=measure),
            why=Text(
                "Une évaluation a besoin de critères et d’indicateurs ; pour cette mesure, la politique n’en fixe pas.",
                "An evaluation needs criteria and indicators; the policy sets none for this measure.",
            ),
            cure=Text("Mesures avec grille : {names}.", "Measures with a grid: {names}.").filled(
                names=", ".join(with_grid) or "—"
            ),
        )


class CandidateNotFound(BadInput):
    """No candidate of the decision bears this name or code."""

    def __init__(self, query: str, nearest: Sequence[str]) -> None:
        self.query = query
        self.nearest = tuple(nearest)
        super().__init__(
            Text(
                "Aucun candidat de ce fichier ne correspond à « {query} ».",
                "No candidate of this file matches “{query}”.",
            ).filled(query=query),
            cure=Text("Les plus proches : {names}.", "The nearest: {names}.").filled(
                names=", ".join(nearest)
            )
            if nearest
            else Text(
                "Cherchez d’abord le territoire : rebond territory find.",
                "Look the territory up first: rebond territory find.",
            ),
        )


class AmbiguousCandidate(BadInput):
    """Several candidates of the decision could be meant."""

    def __init__(self, query: str, names: Sequence[str]) -> None:
        self.names = tuple(names)
        super().__init__(
            Text(
                "« {query} » peut désigner plusieurs candidats : {names}.",
                "“{query}” may mean several candidates: {names}.",
            ).filled(query=query, names="; ".join(names)),
            cure=Text("Donnez l’identifiant complet.", "Give the full identifier."),
        )


class OtherInputs(NotReproduced):
    """The decision was computed from another policy, snapshot or method version than those at hand."""

    def __init__(self, what: str, stated: str, found: str) -> None:
        self.input = what
        super().__init__(
            Text(
                "Le fichier a été calculé avec un autre contenu de « {what} ».",
                "The file was computed with another content of “{what}”.",
            ).filled(what=what),
            why=Text(
                "Empreinte du fichier : {stated} ; ici : {found}.",
                "Digest in the file: {stated}; here: {found}.",
            ).filled(stated=stated, found=found),
            cure=Text(
                "Installez la version de Rebond et la politique nommées dans le fichier, puis vérifiez à nouveau.",
                "Install the version of Rebond and the policy named in the file, then verify again.",
            ),
        )


class BodyUnusable(BrokenData):
    """A sealed decision has a body that is not laid out as the format says."""

    def __init__(self, path: str, expected: Text, found: str) -> None:
        self.path = path
        self.expected = expected
        self.found = found
        super().__init__(
            Text(
                "Le contenu de la décision n’a pas la forme du format : attendu {expected}, trouvé {found}.",
                "The content of the decision is not laid out as the format says: expected {expected}, found {found}.",
            ).filled(expected=expected, found=found),
            where=path,
            why=Text(
                "Le sceau est intact : ce fichier a été écrit ainsi, sans doute par un autre outil.",
                "The seal is intact: the file was written so, probably by another tool.",
            ),
            cure=Text(
                "Demandez le fichier d’origine à l’autorité. Format : docs/reference/decision-file.md.",
                "Ask the authority for the original file. Format: docs/reference/decision-file.md.",
            ),
        )


class ContentChanged(BrokenData):
    """The content of a file is not the one sealed, and computing it again shows where."""

    def __init__(self, mismatch: BrokenData, found: NotReproduced) -> None:
        self.mismatch = mismatch
        self.found = found
        super().__init__(
            mismatch.what,
            where=mismatch.where,
            why=Text(
                "Recalcul à partir de ce que le fichier énonce (attendu : ce que dit le fichier ; trouvé : ce que donne "
                "le calcul). {found}",
                "Computing it again from what the file states (expected: what the file says; found: what the "
                "computation gives). {found}",
            ).filled(found=found.what),
            cure=mismatch.cure,
        )


class NotRecomputable(NotReproduced):
    """What a decision says it was made from is refused by the rooms that would compute it again."""

    def __init__(self, reason: RebondError) -> None:
        self.reason = reason
        super().__init__(
            Text(
                "La décision ne peut pas être recalculée à partir de ce qu’elle énonce.\n{reason}",
                "The decision cannot be computed again from what it states.\n{reason}",
            ).filled(reason=Text(reason.message("fr"), reason.message("en"))),
            cure=Text(
                "Demandez l’original à l’autorité, et vérifiez-le avec la version de Rebond qu’il nomme.",
                "Ask the authority for the original, and verify it with the version of Rebond that it names.",
            ),
        )


class CategoriesNotMeasured(BadInput):
    """A grid gives values to categories, and no indicator of this version is a category."""

    def __init__(self, indicator: str) -> None:
        self.indicator = indicator
        super().__init__(
            Text(
                "L’indicateur « {indicator} » est une grandeur ; la grille lui donne des catégories.",
                "The indicator “{indicator}” is a quantity; the grid gives it categories.",
            ).filled(indicator=indicator),
            cure=Text(
                "Écrivez une fonction linear, piecewise ou threshold.",
                "Write a linear, piecewise or threshold function.",
            ),
        )


class NotApplicableUnweighed(BadInput):
    """An indicator has no meaning at a place and the grid does not say how to weigh without it."""

    def __init__(self, place: str, indicator: str) -> None:
        self.place = place
        self.indicator = indicator
        super().__init__(
            Text(
                "« {indicator} » ne s’applique pas à {place}.",
                "“{indicator}” does not apply to {place}.",
            ).filled(indicator=indicator, place=place),
            why=Text(
                "La grille ne dit pas comment répartir sa part ; la compter comme nulle serait faux.",
                "The grid does not say how to share out its part; counting it as zero would be wrong.",
            ),
            cure=Text(
                "Retirez ce lieu, ou donnez une valeur avec sa source.",
                "Leave this place out, or give a value with its source.",
            ),
        )


class BadParameter(BadInput):
    """A parameter of the run is out of its range."""

    def __init__(self, name: str, found: object, allowed: Text) -> None:
        self.name = name
        self.found = found
        super().__init__(
            Text("{name} vaut {found}.", "{name} is {found}.").filled(name=name, found=found),
            cure=Text("Valeurs permises : {allowed}.", "Allowed: {allowed}.").filled(
                allowed=allowed
            ),
        )


class BadWeightOption(BadInput):
    """A weight or an ordering is not written as it should be."""

    def __init__(self, written: str) -> None:
        self.written = written
        super().__init__(
            Text(
                "« {written} » n’est ni un poids ni un ordre.",
                "“{written}” is neither a weight nor an ordering.",
            ).filled(written=written),
            cure=Text(
                "Écrivez critère=0.2, critère=0.1:0.4 (entre 0 et 1) ou a>=b.",
                "Write criterion=0.2, criterion=0.1:0.4 (between 0 and 1) or a>=b.",
            ),
        )


class RepeatedWeight(BadInput):
    """A criterion is given two weights on one line."""

    def __init__(self, criterion: str) -> None:
        self.criterion = criterion
        super().__init__(
            Text(
                "Le critère « {criterion} » reçoit deux poids.",
                "The criterion “{criterion}” is given two weights.",
            ).filled(criterion=criterion),
            why=Text("Lequel vaut n’est pas dit.", "Which one holds is not said."),
            cure=Text(
                "Donnez un poids, ou un intervalle critère=0.1:0.4.",
                "Give one weight, or an interval criterion=0.1:0.4.",
            ),
        )


class UnknownPhase(BadInput):
    """A perimeter is asked for without its phase, or with one that it does not have."""

    def __init__(self, asked: str, known: Sequence[str]) -> None:
        self.asked = asked
        self.known = tuple(known)
        super().__init__(
            Text(
                "« {asked} » ne désigne pas une liste de lieux à évaluer.",
                "“{asked}” does not name a list of places to evaluate.",
            ).filled(asked=asked),
            why=Text(
                "Un périmètre de programme se nomme avec sa phase : ses lieux changent d’une phase à l’autre.",
                "A programme's perimeter is named with its phase: its places differ from one phase to another.",
            ),
            cure=Text("Écrivez {known}.", "Write {known}.").filled(
                known=Text(" ou ".join(known), " or ".join(known))
            ),
        )


class PerimeterNotInForce(BadInput):
    """Every place of a perimeter is established not to be in force on the day of the run."""

    def __init__(self, perimeter: str, as_of: dt.date, first: dt.date | None) -> None:
        self.perimeter = perimeter
        self.as_of = as_of
        self.first = first
        super().__init__(
            Text(
                "Aucun lieu de « {perimeter} » n’est en vigueur le {day}.",
                "No place of “{perimeter}” is in force on {day}.",
            ).filled(perimeter=perimeter, day=day_text(as_of)),
            why=None
            if first is None
            else Text("Premier jour connu : {day}.", "First known day: {day}.").filled(
                day=day_text(first)
            ),
            cure=Text(
                "Choisissez un périmètre de l’époque avec --perimeter"
                + (f", ou un jour plus tardif avec --as-of {first}." if first else "."),
                "Choose a perimeter of the time with --perimeter"
                + (f", or a later day with --as-of {first}." if first else "."),
            ),
        )


class TooManyCandidates(BadInput):
    """More candidates than a decision with ranks and a portfolio is made for."""

    def __init__(self, found: int, most: int) -> None:
        self.found = found
        self.most = most
        super().__init__(
            Text(
                "Il y a {found} candidats ; une décision en compare au plus {most}.",
                "There are {found} candidates; a decision compares at most {most}.",
            ).filled(found=found, most=most),
            why=Text(
                "Les rangs et leurs chances demandent un temps qui croît comme le carré du nombre de candidats.",
                "Ranks and their chances take a time that grows with the square of the candidates.",
            ),
            cure=Text(
                "Présélectionnez, ou évaluez par région.", "Shortlist first, or evaluate by région."
            ),
        )


class NoCandidates(BadInput):
    """Nothing says which places are evaluated."""

    def __init__(self, programme: str) -> None:
        super().__init__(
            Text(
                "Le programme « {programme} » ne nomme aucun périmètre à évaluer.",
                "The programme “{programme}” names no perimeter to evaluate.",
            ).filled(programme=programme),
            cure=Text(
                "Donnez vos candidats avec --candidates, ou un périmètre dans la politique.",
                "Give your candidates with --candidates, or a perimeter in the policy.",
            ),
        )
