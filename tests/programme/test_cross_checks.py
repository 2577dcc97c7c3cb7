"""References between a measure and its programme."""

from __future__ import annotations

from pathlib import Path

import pytest

from rebond.programme import KnownNames, load_programme
from rebond.programme.cross_checks import walk_models
from rebond.programme.grids import IndicatorUse
from rebond.programme.policy_model import Basis

from .policies import FICTITIOUS, HEAD, MEASURE, Edit, copy_with, problems_of


def test_every_model_is_walked_with_its_path() -> None:
    measure = load_programme(FICTITIOUS).measure("hangar_partage")
    walked = dict(walk_models(measure))
    assert walked[()] is measure
    uses = [path for path, model in walked.items() if isinstance(model, IndicatorUse)]
    assert uses[0] == ("grid", "criteria", 0, "indicators", 0)
    assert len(uses) == 4
    assert sum(isinstance(model, Basis) for model in walked.values()) > 10


@pytest.mark.parametrize(
    ("edit", "key"),
    [
        ((HEAD, "    sources: [BRUME1]\nmeasures", "    sources: [BRUME2]\nmeasures"), "objectives[0].sources[0]"),
        ((MEASURE, "actors: [conseil_des_brumes]", "actors: [x]"), "stages[0].actors[0]"),
        ((MEASURE, "{actor: conseil_des_brumes, share: 1}", "{actor: x, share: 1}"), "awards[1].funders[0].actor"),
        ((MEASURE, "provider: conseil_des_brumes", "provider: x"), "awards[1].provider"),
        ((MEASURE, "  perimeters: [archipel]\n", "  perimeters: [x]\n"), "applicants.perimeters[0]"),
        ((MEASURE, "      type: money\n", "      type: money\n      documents: [x]\n"), "form.fields[1].documents[0]"),
        ((MEASURE, "  covered_regions_min: 2\n", '  covered_regions_min: 2\n  covered_regions: ["1", "2"]\n'), "selection.covered_regions[0]"),
    ],
)  # fmt: skip
def test_a_reference_that_leads_nowhere_is_told(tmp_path: Path, edit: Edit, key: str) -> None:
    assert key in [problem.key for problem in problems_of(copy_with(tmp_path, [edit]))]


def test_more_regions_than_the_programme_declares_are_told(tmp_path: Path) -> None:
    folder = copy_with(
        tmp_path, [(HEAD, "calendar:", 'regions:\n  - {code: "B1", name: Brume}\ncalendar:')]
    )
    (problem,) = problems_of(folder)
    assert problem.key == "selection.covered_regions_min"
    assert "1 declared" in problem.what.en


def test_names_of_other_rooms_are_not_checked_unless_given() -> None:
    known = KnownNames(
        indicators=("freight_station_km", "port_km", "jobs_30km", "fibre_rate"),
        perimeters=("territoire_industrie",),
    )
    assert load_programme(FICTITIOUS, known=known) == load_programme(FICTITIOUS)
