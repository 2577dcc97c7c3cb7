"""What a call has to decide: every point that the policy leaves unknown, or lets a call adjust."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

from rebond.programme.applicants import APPLICANT_TITLES
from rebond.programme.chosen_rules import may_set, may_set_budget
from rebond.programme.gates import AtLeastTest, AtMostTest, OneOfTest
from rebond.programme.policy_model import Unknown
from rebond.texts import Text

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rebond.programme.applicants import Perimeter
    from rebond.programme.gates import Gate
    from rebond.programme.measures import Measure

QuestionKind = Literal[
    "yes_no",
    "number_from",
    "options_from",
    "applicant_types",
    "perimeters",
    "count",
    "count_from",
    "distance",
    "money",
    "intervals",
    "orderings",
]
"""What sort of answer is expected; ``…_from`` wants the first day too."""

Option = tuple[str, Text]


@dataclass(frozen=True, slots=True)
class OpenQuestion:
    """One point that a call may decide.

    Parameters
    ----------
    key : str
        Its place in the choices, such as ``gates.surface_minimale.threshold``.
    kind : str
    title : Text
        What it is about.
    asks : Text
        The question, in one sentence.
    if_left : Text
        What follows when the call does not decide it.
    not_established : Text or None
        What the policy says that it looked for in vain; None when the policy holds a value that it
        lets a call adjust.
    stated : object
        What the policy holds, when it holds something; None otherwise.
    options : tuple of (str, Text)
        What may be chosen, when it is a list.
    unit : Text or None
    is_needed : bool
        Whether applicants cannot know where they stand without it.
    sources : tuple of str
        Sources that the policy read.
    """

    key: str
    kind: QuestionKind
    title: Text
    asks: Text
    if_left: Text
    not_established: Text | None = None
    stated: Any = None
    options: tuple[Option, ...] = ()
    unit: Text | None = None
    is_needed: bool = False
    sources: tuple[str, ...] = ()


_STAYS_UNKNOWN = Text(
    "La réponse reste « non établi » : la condition ne peut ni exclure ni rassurer.",
    "The answer stays “not established”: the gate can neither exclude nor reassure.",
)
_NO_ELIMINATION = Text(
    "Une réponse négative est dite au candidat et n’élimine pas.",
    "A no is told to the applicant and does not eliminate.",
)
_AS_POLICY = Text("La règle de la politique s’applique.", "The policy's rule applies.")
_NOBODY_KNOWS = Text(
    "Personne ne peut savoir s’il a le droit de candidater.",
    "Nobody can know whether he may apply.",
)
_ALL_WEIGHTS = Text(
    "Toute pondération reste admissible : l’évaluation donne des chances, pas un seul classement.",
    "Every weighting stays admissible: the evaluation gives chances, not one ranking.",
)
_NO_NUMBER = Text("Aucun nombre n’est annoncé.", "No number is announced.")
_NO_RULE = Text("Aucune règle de ce genre.", "No such rule.")


def open_questions(
    measure: Measure, perimeters: Sequence[Perimeter] = ()
) -> tuple[OpenQuestion, ...]:
    """Return what a call of this measure may decide, in the order in which to think of it.

    Parameters
    ----------
    measure : Measure
        As the policy states it, without choices.
    perimeters : sequence of Perimeter
        Perimeters of the programme, offered when the policy does not say where the measure applies.

    Returns
    -------
    tuple of OpenQuestion
    """
    questions = [*_applicants(measure, perimeters)]
    for gate in measure.gates:
        questions += _gate(measure, gate)
    return (*questions, *_quota(measure), *_selection(measure), *_weights(measure))


def _applicants(measure: Measure, perimeters: Sequence[Perimeter]) -> list[OpenQuestion]:
    who = measure.applicants
    found = []
    if isinstance(who.types, Unknown):
        found.append(
            OpenQuestion(
                "applicants.types",
                "applicant_types",
                Text("Qui peut candidater", "Who may apply"),
                Text(
                    "Quelles formes de candidat sont admises ?",
                    "Which kinds of applicant are admitted?",
                ),
                _NOBODY_KNOWS,
                who.types.looked_for,
                options=tuple((kind.value, title) for kind, title in APPLICANT_TITLES.items()),
                is_needed=True,
                sources=who.types.sources,
            )
        )
    if isinstance(who.perimeters, Unknown):
        found.append(
            OpenQuestion(
                "applicants.perimeters",
                "perimeters",
                Text("Où", "Where"),
                Text("Quels périmètres sont admis ?", "Which perimeters are admitted?"),
                _NOBODY_KNOWS,
                who.perimeters.looked_for,
                options=tuple((one.id, one.title) for one in perimeters),
                is_needed=True,
                sources=who.perimeters.sources,
            )
        )
    return found


def _gate(measure: Measure, gate: Gate) -> list[OpenQuestion]:
    found = []
    if isinstance(gate.eliminates, Unknown):
        found.append(
            OpenQuestion(
                f"gates.{gate.id}.eliminates",
                "yes_no",
                gate.title,
                Text(
                    "{requirement} Une réponse négative élimine-t-elle ?",
                    "{requirement} Does a no eliminate?",
                ).filled(requirement=gate.requirement),
                _NO_ELIMINATION,
                gate.eliminates.looked_for,
                sources=gate.eliminates.sources,
            )
        )
    test: Any = gate.test
    if isinstance(test, (AtLeastTest, AtMostTest)):
        found += _dated(measure, gate, test.threshold, "threshold")
    if isinstance(test, OneOfTest):
        found += _dated(measure, gate, test.values, "values")
    return found


def _dated(measure: Measure, gate: Gate, periods: Any, name: str) -> list[OpenQuestion]:
    """Return the question on a dated value, unless the last one holds without end."""
    last = periods[-1]
    if last.valid_to is None and not isinstance(last.value, Unknown):
        return []
    unknown = last.value if isinstance(last.value, Unknown) else last.valid_to
    looked_for = unknown.looked_for if isinstance(unknown, Unknown) else None
    held = next(
        (one.value for one in reversed(periods) if not isinstance(one.value, Unknown)), None
    )
    least = isinstance(gate.test, AtLeastTest)
    if name == "values":
        asks = Text("Quels choix sont acceptés ?", "Which choices are accepted?")
    elif least:
        asks = Text("Quel est le minimum ?", "What is the least value?")
    else:
        asks = Text("Quel est le maximum ?", "What is the greatest value?")
    field = measure.form.field(gate.test.fact) if measure.form else None  # type: ignore[union-attr]
    return [
        OpenQuestion(
            f"gates.{gate.id}.{name}",
            "number_from" if name == "threshold" else "options_from",
            gate.title,
            asks,
            _STAYS_UNKNOWN,
            looked_for,
            stated=held,
            options=tuple((one.id, one.label) for one in getattr(field, "options", ())),
            unit=getattr(gate.test, "unit", None),
            sources=getattr(unknown, "sources", ()),
        )
    ]


def _quota(measure: Measure) -> list[OpenQuestion]:
    quota = measure.quota
    if quota is None:
        return []
    found = []
    last = quota.count[-1]
    if last.valid_to is not None or isinstance(last.value, Unknown):
        unknown = last.value if isinstance(last.value, Unknown) else None
        found.append(
            OpenQuestion(
                "quota.count",
                "count_from",
                Text("Nombre à attribuer", "Number to give"),
                Text("Combien cet appel en attribue-t-il ?", "How many does this call give?"),
                _NO_NUMBER,
                unknown.looked_for if unknown else None,
                stated=None if unknown else last.value,
                unit=quota.unit,
                sources=unknown.sources if unknown else (),
            )
        )
    if isinstance(quota.is_limit, Unknown):
        found.append(
            OpenQuestion(
                "quota.is_limit",
                "yes_no",
                Text("Nombre à attribuer", "Number to give"),
                Text("Ce nombre est-il une limite ?", "Is this number a limit?"),
                Text(
                    "Le nombre est dit sans valeur de limite.",
                    "The number is told, not as a limit.",
                ),
                quota.is_limit.looked_for,
                sources=quota.is_limit.sources,
            )
        )
    return found


def _selection(measure: Measure) -> list[OpenQuestion]:
    rules = measure.selection
    title = Text("Sélection", "Selection")
    how_many = Text("Combien de dossiers sont retenus ?", "How many dossiers are retained?")
    if rules is None:
        left = Text(
            "Le comité retient autant de dossiers qu’il veut.",
            "The committee retains as many dossiers as it wishes.",
        )
        return [OpenQuestion("selection.k", "count", title, how_many, left)]
    unknown = rules.other_rules
    rows: tuple[tuple[str, QuestionKind, Text, Any], ...] = (
        ("k", "count", how_many, rules.k),
        (
            "covered_regions_min",
            "count",
            Text(
                "Combien de régions doivent compter au moins un retenu ? 0 lève la règle.",
                "How many régions must hold at least one of those retained? 0 lifts the rule.",
            ),
            rules.covered_regions_min,
        ),
        (
            "minimum_distance_km",
            "distance",
            Text(
                "Quelle distance au moins entre deux retenus ? 0 lève la règle.",
                "Which distance at least between two of those retained? 0 lifts the rule.",
            ),
            rules.minimum_distance_km,
        ),
    )
    found = [
        OpenQuestion(
            f"selection.{name}",
            kind,
            title,
            asks,
            _NO_RULE if held is None else _AS_POLICY,
            unknown.looked_for if held is None and unknown is not None else None,
            stated=held,
            unit=Text("km", "km") if kind == "distance" else None,
            sources=unknown.sources if held is None and unknown is not None else (),
        )
        for name, kind, asks, held in rows
        if may_set(rules, name)
    ]
    if may_set_budget(rules) and rules.budget is not None:
        limit = rules.budget.limit_cents
        is_unknown = isinstance(limit, Unknown)
        found.append(
            OpenQuestion(
                "selection.budget_cents",
                "money",
                rules.budget.title,
                Text(
                    "Quel est le plafond de la somme des coûts ?",
                    "What is the ceiling of the sum of costs?",
                ),
                _NO_RULE if is_unknown else _AS_POLICY,
                limit.looked_for if isinstance(limit, Unknown) else None,
                stated=None if is_unknown else limit,
                unit=Text("€", "€"),
            )
        )
    return found


def _weights(measure: Measure) -> list[OpenQuestion]:
    grid = measure.grid
    if grid is None or not isinstance(grid.weights, Unknown):
        return []
    options = tuple((one.id, one.title) for one in grid.criteria)
    title = Text("Poids des critères", "Weights of the criteria")
    return [
        OpenQuestion(
            "weights.intervals",
            "intervals",
            title,
            Text(
                "Entre quelles parts le poids de chaque critère se tient-il ?",
                "Between which shares does the weight of each criterion stand?",
            ),
            _ALL_WEIGHTS,
            grid.weights.looked_for,
            options=options,
            sources=grid.weights.sources,
        ),
        OpenQuestion(
            "weights.orderings",
            "orderings",
            title,
            Text(
                "Quel critère pèse au moins autant que quel autre ?",
                "Which criterion weighs at least as much as which other?",
            ),
            _ALL_WEIGHTS,
            grid.weights.looked_for,
            options=options,
            sources=grid.weights.sources,
        ),
    ]
