"""A policy with the choices of a call applied: every change says that the call made it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from rebond.programme.applicants import APPLICANT_TITLES
from rebond.programme.call_choice_errors import ChoiceProblem, ChoicesInvalid
from rebond.programme.chosen_rules import chosen_selection, chosen_weights
from rebond.programme.complaints import guess, listed, quoted
from rebond.programme.cross_checks import KnownNames, measure_complaints
from rebond.programme.dated_choices import StatedThatDay, with_value_from
from rebond.programme.errors import PolicyInvalid
from rebond.programme.gates import AtLeastTest, AtMostTest, OneOfTest
from rebond.programme.loading import thaw_programme
from rebond.programme.policy_model import Unknown
from rebond.programme.sources import Milestone, Source
from rebond.programme.yaml_values import path_text
from rebond.texts import Text

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from rebond.programme.call_choices import CallChoices, GateChoice
    from rebond.programme.dated import Period
    from rebond.programme.gates import Gate
    from rebond.programme.measures import Measure
    from rebond.programme.programmes import Programme

SOURCE_ID = "APPEL"
CHOICE = Text("Choix de l’appel.", "Choice of the call.")
MILESTONES: dict[str, Text] = {
    "opens": Text("Ouverture de l’appel", "Opening of the call"),
    "closes": Text("Clôture de l’appel", "Closing of the call"),
    "announced": Text(
        "Annonce des résultats de l’appel", "Announcement of the results of the call"
    ),
}


def with_choices(programme: Programme, measure_id: str, choices: CallChoices) -> Programme:
    """Return the policy as a call completes it.

    Parameters
    ----------
    programme : Programme
        The policy as published; it is not changed.
    measure_id : str
        The measure that is called.
    choices : CallChoices

    Returns
    -------
    Programme
        Valid again and read back from its canonical form, so that it thaws to the same digest. What the
        call decided cites the source ``APPEL``; what it did not decide is as before, unknown included.
        Without any choice, the same policy.

    Raises
    ------
    MeasureNotFound
    ChoicesInvalid
        With every problem: a name that the measure does not have, a rule that the result breaks, or a
        value that the policy itself states. A call that departs from a stated value is another policy:
        it is refused here, so that nobody reads an official value where a call put its own. Saying
        again what the policy states changes nothing.
    """
    measure = programme.measure(measure_id)
    work = _Application(programme, measure, choices)
    changed = work.measure()
    if work.problems:
        raise ChoicesInvalid(work.problems)
    if changed == measure:
        return programme
    return _valid(programme, changed, work)


def _valid(programme: Programme, changed: Measure, work: _Application) -> Programme:
    measures = tuple(changed if one.id == changed.id else one for one in programme.measures)
    draft = programme.model_copy(
        update={"measures": measures, "sources": (*programme.sources, work.source)}
    )
    position = [one.id for one in measures].index(changed.id)
    try:
        result = thaw_programme(draft.canonical(), origin="choices")
    except PolicyInvalid as invalid:
        prefix = f"measures[{position}]."
        raise ChoicesInvalid(
            [
                ChoiceProblem(one.key.removeprefix(prefix), one.what, one.cure)
                for one in invalid.problems
            ]
        ) from None
    complaints = measure_complaints(result.measure(changed.id), result, KnownNames())
    if complaints:
        raise ChoicesInvalid(
            [ChoiceProblem(path_text(one.at), one.what, one.cure) for one in complaints]
        )
    return result


class _Application:
    """One reading of the choices against a measure: what changes, and every problem met."""

    def __init__(self, programme: Programme, measure: Measure, choices: CallChoices) -> None:
        self.programme = programme
        self.base = measure
        self.choices = choices
        self.problems: list[ChoiceProblem] = []
        self.source = _source(programme, choices.reference)

    @property
    def cited(self) -> tuple[str, ...]:
        """Return the source that a choice cites."""
        return (self.source.id,)

    def measure(self) -> Measure:
        """Return the measure with every choice that can be taken."""
        changes: dict[str, object] = {}
        if self.choices.gates:
            changes["gates"] = self._gates()
        if self.choices.applicants is not None:
            changes["applicants"] = self._applicants()
        if self.choices.selection is not None:
            changes["selection"] = chosen_selection(
                self.base.selection, self.choices.selection, self.cited, self.problems
            )
        if self.choices.weights is not None:
            changes["grid"] = chosen_weights(
                self.base.grid, self.choices.weights, self.cited, self.problems
            )
        if self.choices.quota is not None:
            changes["quota"] = self._quota()
        if self.choices.calendar is not None:
            changes["calendar"] = self._calendar()
        changed = self.base.model_copy(update=changes)
        if changed == self.base:
            return self.base
        return changed.model_copy(update={"sources": (*changed.sources, *self.cited)})

    def _refuse(self, key: str, what: Text, cure: Text) -> None:
        self.problems.append(ChoiceProblem(key, what, cure))

    def _gates(self) -> tuple[Gate, ...]:
        known = [gate.id for gate in self.base.gates]
        for name in self.choices.gates:
            if name not in known:
                self._unknown_name(f"gates.{name}", name, known, Text("la condition", "the gate"))
        return tuple(
            self._gate(gate, self.choices.gates[gate.id]) if gate.id in self.choices.gates else gate
            for gate in self.base.gates
        )

    def _unknown_name(self, key: str, name: str, known: Iterable[str], noun: Text) -> None:
        known = tuple(known)
        self._refuse(
            key,
            Text(
                "{noun} {name} n’existe pas dans cette mesure",
                "{noun} {name} is not in this measure",
            ).filled(noun=noun, name=quoted(name)),
            Text("Noms connus : {known}. {guess}", "Known names: {known}. {guess}").filled(
                known=listed(known), guess=guess(name, known)
            ),
        )

    def _gate(self, gate: Gate, choice: GateChoice) -> Gate:
        key = f"gates.{gate.id}"
        changes: dict[str, object] = {}
        if choice.eliminates is not None and isinstance(gate.eliminates, Unknown):
            changes["eliminates"] = choice.eliminates
            changes["note"] = _joined(gate.note, _said(choice.eliminates), gate.eliminates)
        elif choice.eliminates is not None and choice.eliminates != gate.eliminates:
            self.problems.append(stated(f"{key}.eliminates", _yes_no(gate.eliminates is True)))
        test = self._test(gate, choice, key)
        if test is not gate.test:
            changes["test"] = test
        if not changes:
            return gate
        changes["sources"] = (*gate.sources, *self.cited)
        return gate.model_copy(update=changes)

    def _test(self, gate: Gate, choice: GateChoice, key: str) -> Any:
        test: Any = gate.test
        if choice.threshold is not None:
            if isinstance(test, (AtLeastTest, AtMostTest)):
                day, value = choice.threshold.valid_from, choice.threshold.value
                periods = self._dated(f"{key}.threshold", test.threshold, day, value)
                test = test.model_copy(update={"threshold": periods})
            else:
                self._refuse(f"{key}.threshold", *_NO_THRESHOLD)
        if choice.values is not None:
            if isinstance(test, OneOfTest):
                self._known_values(test.fact, choice.values.value, f"{key}.values")
                day, accepted = choice.values.valid_from, choice.values.value
                periods = self._dated(f"{key}.values", test.values, day, accepted)
                test = test.model_copy(update={"values": periods})
            else:
                self._refuse(f"{key}.values", *_NO_VALUES)
        return gate.test if test == gate.test else test

    def _known_values(self, fact: str, values: Sequence[str], key: str) -> None:
        field = self.base.form.field(fact) if self.base.form else None
        options = [one.id for one in getattr(field, "options", ())]
        for value in values:
            if options and value not in options:
                self._unknown_name(key, value, options, Text("le choix", "the option"))

    def _dated(
        self, key: str, periods: tuple[Period[Any], ...], day: Any, value: Any
    ) -> tuple[Period[Any], ...]:
        try:
            return with_value_from(periods, day, value, why=CHOICE, sources=self.cited)
        except StatedThatDay as error:
            if error.held.value != value:
                self.problems.append(stated(key, _held_text(error.held), day=str(day)))
            return periods

    def _applicants(self) -> Any:
        who, choice = self.base.applicants, self.choices.applicants
        changes: dict[str, Any] = {}
        note = who.note
        for name in ("types", "perimeters"):
            chosen, held = getattr(choice, name), getattr(who, name)
            if chosen is None or chosen == held:
                continue
            if isinstance(held, Unknown):
                changes[name] = chosen
                note = _joined(note, CHOICE, held)
            else:
                self.problems.append(stated(f"applicants.{name}", _names(held)))
        if not changes:
            return who
        return who.model_copy(
            update={**changes, "note": note, "sources": (*who.sources, *self.cited)}
        )

    def _quota(self) -> Any:
        quota, choice = self.base.quota, self.choices.quota
        if choice is None or quota is None:
            self._refuse("quota", *_NO_QUOTA)
            return quota
        changes: dict[str, Any] = {}
        if choice.count is not None and choice.valid_from is None:
            self._refuse("quota.valid_from", *_NO_DAY)
        elif choice.count is not None:
            changes["count"] = self._dated(
                "quota.count", quota.count, choice.valid_from, choice.count
            )
        if choice.is_limit is not None and isinstance(quota.is_limit, Unknown):
            changes["is_limit"] = choice.is_limit
            changes["note"] = _joined(quota.note, CHOICE, quota.is_limit)
        elif choice.is_limit is not None and choice.is_limit != quota.is_limit:
            self.problems.append(stated("quota.is_limit", _yes_no(quota.is_limit is True)))
        changed = quota.model_copy(update=changes)
        if changed == quota:
            return quota
        return changed.model_copy(update={"sources": (*quota.sources, *self.cited)})

    def _calendar(self) -> tuple[Milestone, ...]:
        days = self.choices.calendar
        opens, closes = getattr(days, "opens", None), getattr(days, "closes", None)
        if opens is not None and closes is not None and closes < opens:
            self._refuse("calendar.closes", *_CLOSES_FIRST)
        taken = {one.id for one in self.base.calendar}
        added = []
        for name, title in MILESTONES.items():
            day = getattr(days, name)
            if day is not None:
                ident = _free(f"appel_{name}", lambda tried: tried in taken, "_{}")
                added.append(
                    Milestone(id=ident, title=title, kind=name, day=day, sources=self.cited)  # type: ignore[arg-type]
                )
        return (*self.base.calendar, *added)


def _source(programme: Programme, reference: str | None) -> Source:
    taken = {source.id for source in programme.sources}
    ident = _free(SOURCE_ID, lambda tried: tried in taken, "{}")
    name = reference or "—"
    return Source(
        id=ident,
        title=Text("Choix de l’appel {name}", "Choices of the call {name}").filled(name=name),
        kind="other",
        reference=name,
    )


def _free(name: str, is_taken: Callable[[str], bool], ending: str) -> str:
    """Return the name, or the first numbered one that is free."""
    number, tried = 1, name
    while is_taken(tried):
        number += 1
        tried = name + ending.format(number)
    return tried


def stated(key: str, value: Text, *, day: str | None = None) -> ChoiceProblem:
    """Return the problem that the policy itself states this value."""
    when = Text("", "") if day is None else Text(f" au {day}", f" on {day}")
    return ChoiceProblem(
        key,
        Text(
            "la politique établit déjà cette valeur{when} : {value}",
            "the policy already states this value{when}: {value}",
        ).filled(value=value, when=when),
        Text(
            "Un appel ne change pas ce que la politique établit : retirez ce choix, ou publiez une autre politique.",
            "A call does not change what the policy states: remove this choice, or publish another policy.",
        ),
    )


def _said(eliminates: bool) -> Text:  # noqa: FBT001 - the choice itself
    if eliminates:
        return Text(
            "Choix de l’appel : une réponse négative élimine.",
            "Choice of the call: a no eliminates.",
        )
    return Text(
        "Choix de l’appel : une réponse négative n’élimine pas.",
        "Choice of the call: a no does not eliminate.",
    )


def _joined(note: Text | None, said: Text, unknown: Unknown) -> Text:
    """Return the note with the choice, and with what the policy says that it looked for."""
    before = Text("", "") if note is None else Text(f"{note.fr} ", f"{note.en} ")
    return Text(
        "{before}{said} Non établi par la politique : {looked_for}.",
        "{before}{said} Not established by the policy: {looked_for}.",
    ).filled(before=before, said=said, looked_for=unknown.looked_for)


def _yes_no(value: bool) -> Text:  # noqa: FBT001 - the value itself
    return Text("oui", "yes") if value else Text("non", "no")


def _held_text(held: Any) -> Text:
    if held.certainty == "not_applicable":
        why: Text = held.period.value.why
        return why
    return _names(held.value) if isinstance(held.value, tuple) else quoted(f"{held.value:g}")


def _names(values: Iterable[Any]) -> Text:
    titles = [APPLICANT_TITLES.get(one, Text(str(one), str(one))) for one in values]
    if not titles:
        return Text("tout lieu", "anywhere")
    return Text(", ".join(one.fr for one in titles), ", ".join(one.en for one in titles))


_NO_THRESHOLD = (
    Text("cette condition n’a pas de seuil", "this gate has no threshold"),
    Text("Retirez ce seuil.", "Remove this threshold."),
)
_NO_VALUES = (
    Text("cette condition n’a pas de liste de choix", "this gate has no list of choices"),
    Text("Retirez cette liste.", "Remove this list."),
)
_NO_QUOTA = (
    Text("la mesure n’a pas de nombre à attribuer", "the measure has no number to give"),
    Text("Retirez ce choix.", "Remove this choice."),
)
_NO_DAY = (
    Text("le nombre n’a pas de premier jour", "the number has no first day"),
    Text("Donnez valid_from.", "Give valid_from."),
)
_CLOSES_FIRST = (
    Text("la clôture précède l’ouverture", "the closing comes before the opening"),
    Text("Corrigez l’un des deux jours.", "Correct one of the two days."),
)
