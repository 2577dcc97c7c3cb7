"""Measures: one instrument of the programme, from who may apply to what they receive."""

from typing import Literal

from pydantic import Field, model_validator

from rebond.programme.applicants import Applicants, Task
from rebond.programme.awards import Award, Quota
from rebond.programme.complaints import Complaint, refuse, repeated_ids, unknown_reference
from rebond.programme.form_checks import form_complaints
from rebond.programme.forms import Form, walk_fields
from rebond.programme.gates import AtLeastTest, AtMostTest, Gate, OneOfTest, StatedTest
from rebond.programme.grids import Grid
from rebond.programme.policy_model import Basis, Bilingual, PolicyModel, Slug, SourceId, Unknown
from rebond.programme.selection_rules import SelectionRules
from rebond.programme.sources import Figure, Milestone
from rebond.texts import Text

FIELD_NOUN = Text("le champ du formulaire", "the form field")


class Stage(PolicyModel):
    """A step of the way from a dossier to a decision."""

    id: Slug
    """Id."""
    title: Bilingual
    """Short name."""
    actors: tuple[Slug, ...] = ()
    """Who acts."""
    does: Bilingual
    """What they do."""
    sources: tuple[SourceId, ...] = ()
    """Sources; none when the step is written for this policy."""


PublicItem = Literal[
    "name", "place", "applicant", "outcome", "reason", "score", "facts", "area", "amount"
]
"""What the public may see of a dossier."""


class Publication(PolicyModel):
    """What the public sees of the dossiers once the result is announced."""

    retained: tuple[PublicItem, ...]
    """Of those retained."""
    others: tuple[PublicItem, ...]
    """Of the others."""
    basis: Basis
    """Where the rule comes from."""


class Measure(PolicyModel):
    """One instrument of the programme."""

    id: Slug
    """Id, also the name of the file."""
    kind: Literal["label", "call", "aid", "accompaniment", "experiment"]
    """What sort of instrument it is."""
    title: Bilingual
    """Name."""
    summary: Bilingual
    """What it is, in a few sentences."""
    objectives: tuple[Slug, ...] = Field(min_length=1)
    """Objectives of the programme that it serves."""
    objectives_basis: Basis | None = None
    """Where the link to the objectives comes from."""
    applicants: Applicants
    """Who may apply."""
    operators: tuple[Task, ...] = ()
    """Who does what."""
    stages: tuple[Stage, ...] = ()
    """The way from a dossier to a decision."""
    gates: tuple[Gate, ...] = ()
    """Conditions."""
    form: Form | None = None
    """What is asked."""
    grid: Grid | None = None
    """What is weighed."""
    selection: SelectionRules | None = None
    """How those retained are chosen."""
    awards: tuple[Award, ...] = ()
    """What they receive."""
    quota: Quota | None = None
    """How many there are to give."""
    calendar: tuple[Milestone, ...] = ()
    """Dates."""
    publication: Publication | None = None
    """What is published."""
    figures: tuple[Figure, ...] = ()
    """Figures announced or observed."""
    not_established: tuple[Unknown, ...] = ()
    """What else was looked for without being found."""
    note: Bilingual | None = None
    """What the reader should know."""
    sources: tuple[SourceId, ...] = Field(min_length=1)
    """Sources of the measure."""

    @model_validator(mode="after")
    def _check_inside(self) -> "Measure":
        refuse([*self._repeated(), *self._form(), *self._gates(), *self._selection()])
        return self

    def _repeated(self) -> list[Complaint]:
        return [
            complaint
            for key in ("gates", "awards", "stages", "calendar", "figures")
            for complaint in repeated_ids([one.id for one in getattr(self, key)], (key,))
        ]

    def _fields(self) -> list[str]:
        return [one.id for one in walk_fields(self.form.fields)] if self.form else []

    def _form(self) -> list[Complaint]:
        if self.form is None:
            return []
        return form_complaints(self.form, ("form",))

    def _gates(self) -> list[Complaint]:
        asked = self._fields()
        return [
            unknown_reference(
                gate.test.fact, asked, ("gates", position, "test", "fact"), FIELD_NOUN
            )
            for position, gate in enumerate(self.gates)
            if isinstance(gate.test, (AtLeastTest, AtMostTest, OneOfTest, StatedTest))
            and gate.test.fact not in asked
        ]

    def _selection(self) -> list[Complaint]:
        if self.selection is None:
            return []
        asked = self._fields()
        complaints = [
            unknown_reference(
                rule.fact, asked, ("selection", "shares", position, "fact"), FIELD_NOUN
            )
            for position, rule in enumerate(self.selection.shares)
            if rule.fact not in asked
        ]
        budget = self.selection.budget
        if budget is not None and budget.cost not in asked:
            complaints.append(
                unknown_reference(budget.cost, asked, ("selection", "budget", "cost"), FIELD_NOUN)
            )
        return complaints
