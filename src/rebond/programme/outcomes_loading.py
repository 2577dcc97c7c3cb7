"""Reading ``indicators.yaml`` beside a policy, with every problem told at once."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from pydantic import ValidationError

from rebond.programme.complaints import Complaint, unknown_reference
from rebond.programme.cross_checks import walk_models
from rebond.programme.errors import PolicyInvalid
from rebond.programme.loading import folder_of, load_programme
from rebond.programme.outcomes import OutcomeIndicators, objectives_without_indicator
from rebond.programme.policy_folder import read_policy_file
from rebond.programme.translation import complaint_problem, problems_of
from rebond.programme.yaml_scalars import BROKEN
from rebond.texts import Text

if TYPE_CHECKING:
    from rebond.programme.programmes import Programme

INDICATORS_FILE = "indicators.yaml"
_SOURCE = Text("la source", "the source")
_OBJECTIVE = Text("l’objectif", "the objective")
_FIGURE = Text("le chiffre", "the figure")
_PROGRAMME = Text("le programme", "the programme")


def load_outcomes(
    id_or_path: str | Path, *, programme: Programme | None = None
) -> OutcomeIndicators | None:
    """Read and check the indicators of a policy's objectives.

    Parameters
    ----------
    id_or_path : str or Path
        As `load_programme` takes it.
    programme : Programme, optional
        The policy, when it was read already.

    Returns
    -------
    OutcomeIndicators or None
        None when the policy has no ``indicators.yaml``: the file is optional.

    Raises
    ------
    ProgrammeNotFound
        When no policy stands there.
    PolicyInvalid
        With every problem found.
    """
    folder = folder_of(id_or_path)
    if not (folder / INDICATORS_FILE).exists():
        return None
    policy = programme or load_programme(folder)
    source = read_policy_file(folder, INDICATORS_FILE)
    problems = list(source.problems)
    found: OutcomeIndicators | None = None
    if source.value is not BROKEN:
        try:
            found = OutcomeIndicators.model_validate(source.value)
        except ValidationError as error:
            problems += problems_of(error, OutcomeIndicators, source)
    if found is not None:
        problems += [
            complaint_problem(one, (), source) for one in outcome_complaints(found, policy)
        ]
    if found is None or problems:
        raise PolicyInvalid(str(folder), problems)
    return found


def outcome_complaints(found: OutcomeIndicators, policy: Programme) -> list[Complaint]:
    """Return the references of ``indicators.yaml`` that lead nowhere in its policy."""
    complaints: list[Complaint] = []
    if found.programme != policy.id:
        complaints.append(
            unknown_reference(found.programme, {policy.id}, ("programme",), _PROGRAMME)
        )
    objectives = [one.id for one in policy.objectives]
    figures = {one.id for one in policy.figures}
    sources = {one.id for one in policy.sources}
    for position, one in enumerate(found.indicators):
        at = ("indicators", position)
        complaints += [
            unknown_reference(name, objectives, (*at, "objectives", number), _OBJECTIVE)
            for number, name in enumerate(one.objectives)
            if name not in objectives
        ]
        if one.figure is not None and one.figure not in figures:
            complaints.append(unknown_reference(one.figure, figures, (*at, "figure"), _FIGURE))
    for path, model in walk_models(found):
        complaints += [
            unknown_reference(name, sources, (*path, "sources", number), _SOURCE)
            for number, name in enumerate(getattr(model, "sources", ()))
            if name not in sources
        ]
    return complaints + objectives_without_indicator(objectives, found)
