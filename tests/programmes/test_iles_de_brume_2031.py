"""The fictitious programme holds what the shipped one does not, and nothing real."""

from __future__ import annotations

import datetime
from fractions import Fraction
from pathlib import Path

import pytest

from rebond.programme import Case, KnownNames, Programme, judge, load_programme
from rebond.programme.applicants import ApplicantType

FOLDER = Path(__file__).parent / "iles_de_brume_2031"


@pytest.fixture(scope="module")
def programme() -> Programme:
    """Return the fictitious programme."""
    return load_programme(FOLDER)


def test_it_says_that_it_is_fictitious(programme: Programme) -> None:
    assert programme.is_fictitious
    assert "fictif" in programme.title.fr
    assert "Fictitious" in programme.title.en


def test_it_holds_known_weights_orderings_a_gate_a_budget_shares_and_a_distance(
    programme: Programme,
) -> None:
    measure = programme.measure("hangar_partage")
    assert measure.grid is not None
    assert measure.selection is not None
    assert not measure.grid.weights_are_unknown
    assert measure.grid.weight_bounds()[2] == (Fraction(1, 5), Fraction(1, 5))
    assert [(one.heavier, one.lighter) for one in measure.grid.orderings] == [("acces", "equipage")]
    assert measure.selection.k == 3
    assert measure.selection.covered_regions_min == 2
    assert measure.selection.budget is not None
    assert measure.selection.shares[0].at_least == Fraction(1, 3)
    assert measure.selection.minimum_distance_km == 10.0
    assert [one.code for one in measure.selection.ceilings] == ["each"]


@pytest.mark.parametrize(
    ("area", "filed", "answer"),
    [
        (2.5, datetime.date(2031, 3, 20), "yes"),
        (2.5, datetime.date(2031, 4, 2), "no"),
        (None, datetime.date(2031, 4, 2), "unknown"),
    ],
)
def test_its_gate_follows_the_day_of_filing(
    programme: Programme, area: float | None, filed: datetime.date, answer: str
) -> None:
    case = Case(ApplicantType.EPCI, frozenset({"archipel"}), {"surface_ha": area})
    assert judge(programme.measure("hangar_partage").gates, case, on=filed).answer == answer


def test_its_indicators_are_declared_by_the_evidence() -> None:
    evidence = pytest.importorskip("rebond.evidence")
    known = KnownNames(indicators={one.id for one in evidence.load_indicators()})
    assert load_programme(FOLDER, known=known).is_fictitious
