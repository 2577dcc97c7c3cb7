"""What can be wrong with a selection, one class per thing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rebond.errors import BadInput, RebondError
from rebond.texts import Text

if TYPE_CHECKING:
    from rebond.selection.conflict import Conflict

SEE_RULES = Text(
    fr="Voir docs/reference/selection.md.",
    en="See docs/reference/selection.md.",
)
SHOWN_VALUES = 12


class NoCandidates(BadInput):
    """There is nobody to choose among."""

    def __init__(self) -> None:
        super().__init__(
            Text(fr="Il n’y a aucun candidat.", en="There is no candidate."),
            cure=Text(fr="Donnez au moins un candidat.", en="Give at least one candidate."),
        )


class LengthsDiffer(BadInput):
    """Two columns that describe the same candidates do not have the same length."""

    def __init__(self, column: str, expected: int, found: int) -> None:
        self.column = column
        self.expected = expected
        self.found = found
        super().__init__(
            Text(
                fr="La colonne « {column} » a {found} valeurs pour {expected} candidats.",
                en='Column "{column}" has {found} values for {expected} candidates.',
            ).filled(column=column, expected=expected, found=found),
            where=column,
            cure=Text(
                fr="Donnez une valeur par candidat, dans le même ordre.",
                en="Give one value per candidate, in the same order.",
            ),
        )


class NotANumber(BadInput):
    """A score, a cost, a criterion or a weight is NaN, infinite or outside its range."""

    def __init__(self, column: str, candidate: str, found: object, allowed: Text) -> None:
        self.column = column
        self.candidate = candidate
        self.found = found
        super().__init__(
            Text(
                fr="« {column} » du candidat {candidate} vaut {found} ; il faut {allowed}.",
                en='"{column}" of candidate {candidate} is {found}; it must be {allowed}.',
            ).filled(column=column, candidate=candidate, found=found, allowed=allowed),
            where=f"{column}, {candidate}",
            why=Text(
                fr="Une valeur manquante n’est pas zéro : un candidat sans valeur ne peut pas être comparé.",
                en="A missing value is not zero: a candidate without a value cannot be compared.",
            ),
            cure=Text(
                fr="Donnez la valeur, ou écartez le candidat par un motif (porte, non proposé).",
                en="Give the value, or set the candidate aside for a reason (gate, never proposed).",
            ),
        )


class DuplicateCandidate(BadInput):
    """Two candidates carry the same id."""

    def __init__(self, candidate: str) -> None:
        self.candidate = candidate
        super().__init__(
            Text(
                fr="L’identifiant de candidat {candidate} est donné deux fois.",
                en="The candidate id {candidate} is given twice.",
            ).filled(candidate=candidate),
            where=candidate,
            cure=Text(fr="Un identifiant par candidat.", en="One id per candidate."),
        )


class UnknownCandidate(BadInput):
    """A rule or an argument names a candidate that is not there."""

    def __init__(self, where: str, candidate: str, close: tuple[str, ...]) -> None:
        self.candidate = candidate
        self.close = close
        super().__init__(
            Text(
                fr="Candidat inconnu : {candidate}.{close}",
                en="Unknown candidate: {candidate}.{close}",
            ).filled(candidate=candidate, close=_did_you_mean(close)),
            where=where,
            cure=Text(fr="Utilisez l’identifiant d’un candidat.", en="Use the id of a candidate."),
        )


class UnknownGroup(BadInput):
    """A rule names a grouping that the candidates do not have."""

    def __init__(self, rule_id: str, group: str, known: tuple[str, ...]) -> None:
        self.rule_id = rule_id
        self.group = group
        self.known = known
        super().__init__(
            Text(
                fr="Regroupement inconnu : « {group} ». Connus : {known}.",
                en='Unknown grouping: "{group}". Known: {known}.',
            ).filled(group=group, known=", ".join(known) or "—"),
            where=rule_id,
            cure=SEE_RULES,
        )


class UnknownGroupValue(BadInput):
    """A rule names a value (a région, a sector) that no candidate has."""

    def __init__(self, rule_id: str, group: str, value: str, known: tuple[str, ...]) -> None:
        self.rule_id = rule_id
        self.group = group
        self.value = value
        self.known = known
        listed = ", ".join(known[:SHOWN_VALUES]) + (" …" if len(known) > SHOWN_VALUES else "")
        super().__init__(
            Text(
                fr="Aucun candidat n’a « {value} » pour « {group} ». Valeurs présentes : {listed}.",
                en='No candidate has "{value}" for "{group}". Values present: {listed}.',
            ).filled(group=group, value=value, listed=listed or "—"),
            where=rule_id,
            why=Text(
                fr="Une règle sur une valeur absente serait sans effet, ou impossible, sans que personne ne le voie.",
                en="A rule on an absent value would do nothing, or be impossible, unseen by anyone.",
            ),
            cure=Text(
                fr="Corrigez la valeur ou retirez la règle.",
                en="Correct the value or remove the rule.",
            ),
        )


class DuplicateRule(BadInput):
    """Two rules carry the same id."""

    def __init__(self, rule_id: str) -> None:
        self.rule_id = rule_id
        super().__init__(
            Text(
                fr="Deux règles portent l’identifiant « {rule_id} ».",
                en='Two rules carry the id "{rule_id}".',
            ).filled(rule_id=rule_id),
            where=rule_id,
            why=Text(fr="Un motif doit nommer une seule règle.", en="A reason must name one rule."),
            cure=Text(fr="Donnez des identifiants distincts.", en="Give distinct ids."),
        )


class BadBound(BadInput):
    """The number of a rule is outside what it can be (negative budget, share above 1…)."""

    def __init__(self, rule_id: str, field: str, found: object, allowed: Text) -> None:
        self.rule_id = rule_id
        self.field = field
        self.found = found
        super().__init__(
            Text(
                fr="« {field} » vaut {found} ; il faut {allowed}.",
                en='"{field}" is {found}; it must be {allowed}.',
            ).filled(field=field, found=found, allowed=allowed),
            where=f"{rule_id}, {field}",
            cure=SEE_RULES,
        )


class SizeRuleMissing(BadInput):
    """There is not exactly one rule that says how many are retained."""

    def __init__(self, found: int) -> None:
        self.found = found
        super().__init__(
            Text(
                fr="Il faut une et une seule règle « exactement K » ; il y en a {found}.",
                en='One and only one rule "exactly K" is needed; there are {found}.',
            ).filled(found=found),
            cure=SEE_RULES,
        )


class TooFewCandidates(BadInput):
    """K is larger than the number of candidates that may be retained."""

    def __init__(self, k: int, selectable: int, total: int) -> None:
        self.k = k
        self.selectable = selectable
        self.total = total
        super().__init__(
            Text(
                fr="Il faut en retenir {k}, mais {selectable} candidats seulement peuvent l’être (sur {total}).",
                en="{k} must be retained, but only {selectable} candidates may be (out of {total}).",
            ).filled(k=k, selectable=selectable, total=total),
            where="exactly_k",
            cure=Text(
                fr="Baissez K à {selectable} au plus, ou ajoutez des candidats.",
                en="Lower K to {selectable} at most, or add candidates.",
            ).filled(selectable=selectable),
        )


class DataMissingForRule(BadInput):
    """A rule needs a cost or coordinates that a candidate does not have."""

    def __init__(self, rule_id: str, column: str, candidates: tuple[str, ...]) -> None:
        self.rule_id = rule_id
        self.column = column
        self.candidates = candidates
        listed = ", ".join(candidates[:SHOWN_VALUES])
        listed += " …" if len(candidates) > SHOWN_VALUES else ""
        super().__init__(
            Text(
                fr="La règle a besoin de « {column} », qui manque pour {count} candidats : {listed}.",
                en='The rule needs "{column}", which is missing for {count} candidates: {listed}.',
            ).filled(column=column, count=len(candidates), listed=listed),
            where=rule_id,
            why=Text(
                fr="Une valeur manquante n’est pas zéro ; la règle ne peut pas être vérifiée.",
                en="A missing value is not zero; the rule cannot be checked.",
            ),
            cure=Text(
                fr="Donnez ces valeurs, écartez ces candidats, ou retirez la règle.",
                en="Give these values, set these candidates aside, or remove the rule.",
            ),
        )


class BadTolerance(BadInput):
    """Epsilon is not a share in [0, 1)."""

    def __init__(self, found: object) -> None:
        self.found = found
        super().__init__(
            Text(
                fr="La tolérance ε vaut {found} ; il faut un nombre de [0, 1[.",
                en="The tolerance ε is {found}; it must be a number in [0, 1).",
            ).filled(found=found),
            where="epsilon",
            cure=Text(fr="Par exemple 0,005.", en="For example 0.005."),
        )


class ScoresTooLarge(BadInput):
    """The sum of scores in units would not be an exact double."""

    def __init__(self, largest: int, k: int, scale: int) -> None:
        self.largest = largest
        self.k = k
        self.scale = scale
        super().__init__(
            Text(
                fr="Un score vaut {largest} unités de 1/{scale} ; {k} scores de cette taille ne s’additionnent "
                "plus exactement.",
                en="A score is {largest} units of 1/{scale}; {k} scores of that size no longer add up exactly.",
            ).filled(largest=largest, k=k, scale=scale),
            where="scores",
            cure=Text(
                fr="Ramenez les scores à [0, 1] ou prenez une unité plus grande (`scale`).",
                en="Bring the scores to [0, 1] or take a larger unit (`scale`).",
            ),
        )


class OutcomeContradicts(BadInput):
    """A candidate was set aside and could still be retained, or the reverse."""

    def __init__(self, candidate: str, what: Text) -> None:
        self.candidate = candidate
        super().__init__(
            what,
            where=candidate,
            why=Text(
                fr="Chaque candidat a exactement une issue.",
                en="Each candidate has exactly one outcome.",
            ),
            cure=Text(
                fr="Donnez les mêmes candidats écartés au choix (`selectable`) et aux issues.",
                en="Give the same set-aside candidates to the choice (`selectable`) and to the outcomes.",
            ),
        )


class RulesConflict(BadInput):
    """No portfolio satisfies all rules; a smallest conflicting set is named."""

    def __init__(self, conflict: Conflict) -> None:
        self.conflict = conflict
        super().__init__(conflict.sentence, where=", ".join(conflict.rule_ids), cure=conflict.cure)


class NotProven(RebondError):
    """The time limit came before the proof; the gap is given."""

    def __init__(self, limit_s: float, found: int | None, bound: float | None, scale: int) -> None:
        self.limit_s = limit_s
        self.found = found
        self.bound = bound
        self.gap = None if found is None or bound is None else (bound - found) / scale
        gap = "?" if self.gap is None else f"{self.gap:.6f}"
        super().__init__(
            Text(
                fr="L’optimum n’est pas prouvé après {limit} s ; écart restant entre la meilleure solution et la "
                "borne : {gap}.",
                en="The optimum is not proven after {limit} s; gap left between the best solution and the bound: {gap}.",
            ).filled(limit=f"{limit_s:g}", gap=gap),
            why=Text(
                fr="Une décision publique ne se fonde pas sur « sans doute le meilleur ».",
                en='A public decision does not rest on "probably the best".',
            ),
            cure=Text(
                fr="Accordez plus de temps (`time_limit_s`) ou simplifiez les règles.",
                en="Allow more time (`time_limit_s`) or simplify the rules.",
            ),
        )


class SolverInexact(RebondError):
    """The solver's answer does not pass our check in exact integers."""

    def __init__(self, what: str) -> None:
        super().__init__(
            Text(
                fr="La réponse du solveur ne passe pas la vérification en nombres entiers : {what}.",
                en="The solver's answer does not pass the check in integers: {what}.",
            ).filled(what=what),
            why=Text(
                fr="Les nombres de l’instance dépassent la précision du solveur.",
                en="The numbers of the instance exceed the solver's precision.",
            ),
            cure=Text(
                fr="Exprimez les coûts dans une unité plus grande (en euros ou en milliers d’euros).",
                en="Express the costs in a larger unit (euros or thousands of euros).",
            ),
        )


def _did_you_mean(close: tuple[str, ...]) -> Text:
    if not close:
        return Text("", "")
    listed = ", ".join(close)
    return Text(fr=" Proches : {listed}.", en=" Close: {listed}.").filled(listed=listed)
