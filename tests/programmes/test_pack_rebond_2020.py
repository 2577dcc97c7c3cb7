"""The shipped policy says what the founding documents say, and no more."""

from __future__ import annotations

import datetime
import math
import re
from collections.abc import Iterator
from itertools import pairwise
from typing import Any

import pytest

from rebond.programme import (
    Case,
    Grid,
    KnownNames,
    Programme,
    Unknown,
    judge,
    load_programme,
    value_on,
)
from rebond.programme.applicants import ApplicantType
from rebond.programme.cross_checks import walk_models
from rebond.programme.policy_model import Basis
from rebond.texts import Text

ANNOUNCED = datetime.date(2020, 7, 20)

GRID = {
    "subcontractors": [
        "establishments_30km",
        "large_establishments_30km",
        "industrial_establishments",
    ],
    "suppliers": ["establishments_15km", "service_establishments"],
    "transport": [
        "freight_station_km",
        "passenger_station_km",
        "port_km",
        "airport_km",
        "road_axis_km",
        "fibre_rate",
    ],
    "workforce": ["jobs_30km", "unemployment_rate", "higher_education_50km", "vocational_schools"],
    "clusters": ["cluster_seat_km", "cluster_membership"],
}


@pytest.fixture(scope="module")
def pack() -> Programme:
    """Return the shipped policy."""
    return load_programme("pack_rebond_2020")


@pytest.fixture(scope="module")
def grid(pack: Programme) -> Grid:
    """Return the grid of the turnkey sites."""
    found = pack.measure("site_cle_en_main").grid
    assert found is not None
    return found


def texts_of(value: Any) -> Iterator[Text]:
    """Yield every text of a policy."""
    for _, model in walk_models(value):
        for name in type(model).model_fields:
            held = getattr(model, name)
            for one in held if isinstance(held, tuple) else (held,):
                if isinstance(one, Text):
                    yield one


def test_it_has_four_objectives_and_five_measures(pack: Programme) -> None:
    assert len(pack.objectives) == 4
    assert [measure.id for measure in pack.measures] == [
        "site_cle_en_main",
        "formation",
        "vte",
        "sites_pilotes",
        "ingenierie_relocalisation",
    ]
    assert {objective for measure in pack.measures for objective in measure.objectives} == {
        one.id for one in pack.objectives
    }
    assert (pack.announced_on, pack.decision_on) == (ANNOUNCED, ANNOUNCED)


def test_every_measure_says_who_may_apply_what_is_asked_what_is_given_and_when(
    pack: Programme,
) -> None:
    for measure in pack.measures:
        assert measure.gates, measure.id
        assert measure.form is not None, measure.id
        assert measure.awards, measure.id
        assert measure.quota is not None, measure.id
        assert measure.calendar, measure.id
        assert measure.not_established, measure.id


def test_every_source_is_cited_and_has_an_address_or_a_reference(pack: Programme) -> None:
    cited = {
        source
        for _, model in walk_models(pack)
        for source in getattr(model, "sources", ())
        if isinstance(source, str)
    }
    assert cited == {source.id for source in pack.sources}
    for source in pack.sources:
        assert source.urls or source.reference, source.id


def test_every_official_rule_cites_a_source(pack: Programme) -> None:
    bases = [model for _, model in walk_models(pack) if isinstance(model, Basis)]
    assert any(basis.kind == "assumption" for basis in bases)
    assert all(basis.sources for basis in bases if basis.kind == "official")


def test_french_texts_follow_french_typography(pack: Programme) -> None:
    for text in texts_of(pack):
        assert "'" not in text.fr, text.fr
        assert not re.search(r"[^\s\u202f][;!?»]", text.fr), text.fr
        assert not re.search(r" [:;!?»%]|« ", text.fr), text.fr
        assert not re.search(r"\d \d{3}", text.fr), text.fr


def test_the_five_criteria_are_those_of_the_ministerial_answer(grid: Grid) -> None:
    assert {
        criterion.id: [use.indicator for use in criterion.indicators] for criterion in grid.criteria
    } == GRID
    for criterion in grid.criteria:
        assert criterion.sources == ("Q",)
        assert criterion.shares_basis.kind == "assumption"
        assert set(criterion.shares) == {criterion.shares[0]}
        assert sum(criterion.shares) == 1


def test_the_weights_were_never_published(grid: Grid) -> None:
    assert isinstance(grid.weights, Unknown)
    assert set(grid.weight_bounds()) == {(0, 1)}
    assert grid.orderings == ()


def test_every_value_function_is_an_assumption_that_runs_from_zero_to_one(grid: Grid) -> None:
    for criterion in grid.criteria:
        for use in criterion.indicators:
            assert use.value.kind in ("linear", "piecewise")
            assert use.value.basis.kind == "assumption"
            assert {use.value.points[0][1], use.value.points[-1][1]} == {0.0, 1.0}


def test_only_slow_indicators_without_an_earlier_vintage_may_use_a_later_one(grid: Grid) -> None:
    allowed = {
        use.indicator
        for one in grid.criteria
        for use in one.indicators
        if use.later_vintage and use.later_vintage.allowed
    }
    assert allowed == {
        "freight_station_km",
        "passenger_station_km",
        "port_km",
        "jobs_30km",
        "higher_education_50km",
        "cluster_seat_km",
    }


def test_78_are_retained_in_13_regions_which_nobody_named(pack: Programme) -> None:
    rules = pack.measure("site_cle_en_main").selection
    assert rules is not None
    assert (rules.k, rules.covered_regions_min) == (78, 13)
    assert isinstance(rules.covered_regions, Unknown)
    assert set(rules.adjustable) == {"k", "covered_regions_min"}
    assert (
        rules.floors,
        rules.ceilings,
        rules.budget,
        rules.shares,
        rules.minimum_distance_km,
    ) == ((), (), None, (), None)
    assert isinstance(rules.other_rules, Unknown)


@pytest.mark.parametrize(
    ("day", "sites"),
    [("2020-01-20", 12), ("2020-07-19", 12), ("2020-07-20", 78), ("2021-09-22", 78)],
)
def test_the_count_of_labelled_sites_is_dated(pack: Programme, day: str, sites: int) -> None:
    quota = pack.measure("site_cle_en_main").quota
    assert quota is not None
    assert value_on(quota.count, datetime.date.fromisoformat(day)).value == sites


def test_a_territory_of_which_nothing_is_known_is_never_made_ineligible(pack: Programme) -> None:
    for measure in pack.measures:
        found = judge(measure.gates, Case(), on=ANNOUNCED)
        assert found.answer == "unknown", measure.id


def test_no_condition_of_2020_is_known_to_eliminate_a_site(pack: Programme) -> None:
    measure = pack.measure("site_cle_en_main")
    worst = Case(
        applicant=ApplicantType.PERSONNE,
        perimeters=frozenset(),
        facts={gate.test.fact: False for gate in measure.gates if hasattr(gate.test, "fact")},
    )
    found = judge(measure.gates, worst, on=ANNOUNCED)
    assert found.failed == ()
    assert found.answer == "unknown"


def test_the_50_hectares_of_the_first_wave_say_nothing_of_the_second(pack: Programme) -> None:
    (gate,) = [
        one for one in pack.measure("site_cle_en_main").gates if one.id == "surface_minimale"
    ]
    case = Case(facts={"surface_brute_ha": 20})
    assert judge([gate], case, on=datetime.date(2020, 1, 20)).gates[0].answer == "no"
    assert judge([gate], case, on=ANNOUNCED).gates[0].answer == "unknown"


@pytest.mark.parametrize(
    ("perimeters", "answer"),
    [({"ti_2020"}, "yes"), ({"acv"}, "yes"), ({"ti_2020", "acv"}, "yes"), (set(), "no")],
)
def test_the_training_call_is_open_to_both_lists_and_closed_to_a_town_in_neither(
    pack: Programme, perimeters: set[str], answer: str
) -> None:
    case = Case(ApplicantType.EPCI, frozenset(perimeters))
    assert judge(pack.measure("formation").gates, case, on=ANNOUNCED).answer == answer


def vte_case(**facts: Any) -> Case:
    """Return a firm in a Territoire d'industrie with a young person, some facts changed."""
    known = {
        "taille_entreprise": "pme",
        "siege_en_france": True,
        "situation_jeune": "alternance",
        "niveau_jeune": "bac3",
        "mission_de_transformation": True,
        "contrat": "cdi",
        "charte_signee": True,
    }
    return Case(ApplicantType.ENTREPRISE, frozenset({"ti_2020"}), {**known, **facts})


@pytest.mark.parametrize(
    ("facts", "day", "gate", "answer"),
    [
        ({}, "2021-12-31", "taille", "yes"),
        ({"taille_entreprise": "grande"}, "2020-09-01", "taille", "no"),
        ({"niveau_jeune": "bac2"}, "2021-12-31", "niveau_de_diplome", "yes"),
        ({"niveau_jeune": "bac2"}, "2023-12-31", "niveau_de_diplome", "no"),
        ({"niveau_jeune": "bac2"}, "2022-06-30", "niveau_de_diplome", "unknown"),
        ({"niveau_jeune": "bac2"}, "2020-09-01", "niveau_de_diplome", "unknown"),
        ({"contrat": "autre"}, "2023-12-31", "contrat", "no"),
        ({"contrat": "autre"}, "2020-09-01", "contrat", "unknown"),
    ],
)
def test_the_rules_of_the_vte_hold_only_where_a_document_shows_them(
    pack: Programme, facts: dict[str, Any], day: str, gate: str, answer: str
) -> None:
    found = judge(pack.measure("vte").gates, vte_case(**facts), on=datetime.date.fromisoformat(day))
    assert {one.gate: one.answer for one in found.gates}[gate] == answer


def test_the_firm_receives_4000_euros_and_the_1200_euros_are_a_ceiling(pack: Programme) -> None:
    firm, young = pack.measure("vte").awards
    assert firm.amount is not None
    assert young.amount is not None
    paid = value_on(firm.amount, ANNOUNCED).value
    housing = value_on(young.amount, ANNOUNCED).value
    assert paid is not None
    assert housing is not None
    assert (paid.kind, paid.cents) == ("fixed", 400_000)
    assert [isinstance(funder.share, Unknown) for funder in firm.funders] == [True, True]
    assert (firm.provider, young.provider) == ("bpifrance", "action_logement")
    assert housing.kind == "monthly"
    assert (housing.least_cents, housing.greatest_cents, housing.most_months) == (1_000, 10_000, 12)
    assert (housing.ceiling_cents, housing.paid) == (120_000, "at_once")
    assert value_on(firm.amount, datetime.date(2022, 1, 1)).certainty == "presumed"
    assert value_on(firm.amount, datetime.date(2020, 7, 19)).certainty == "outside"


def test_a_thousand_vte_were_announced_without_saying_goal_or_limit(pack: Programme) -> None:
    quota = pack.measure("vte").quota
    assert quota is not None
    assert value_on(quota.count, ANNOUNCED).value == 1000
    assert isinstance(quota.is_limit, Unknown)


@pytest.mark.parametrize("name", ["sites_pilotes", "ingenierie_relocalisation"])
def test_measures_whose_rules_are_not_established_are_unknown_and_still_there(
    pack: Programme, name: str
) -> None:
    measure = pack.measure(name)
    assert isinstance(measure.applicants.types, Unknown)
    assert measure.quota is not None
    assert value_on(measure.quota.count, ANNOUNCED).certainty == "unknown"
    assert measure.awards[0].amount is not None
    assert value_on(measure.awards[0].amount, ANNOUNCED).certainty == "unknown"
    assert measure.form is not None


def test_sources_that_disagree_are_both_kept(pack: Programme) -> None:
    (envelope,) = [figure for figure in pack.figures if figure.id == "enveloppe_meur"]
    assert isinstance(envelope.said, tuple)
    assert {one.value: one.sources for one in envelope.said} == {490.0: ("S98",), 500.0: ("S14",)}


def test_indicators_and_perimeters_are_those_of_the_other_rooms() -> None:
    evidence = pytest.importorskip("rebond.evidence")
    known = KnownNames(
        indicators={one.id for one in evidence.load_indicators()},
        perimeters={"territoire_industrie", "action_coeur_de_ville"},
    )
    assert load_programme("pack_rebond_2020", known=known).id == "pack_rebond_2020"


def test_a_larger_value_counts_in_the_sense_that_the_evidence_says(grid: Grid) -> None:
    evidence = pytest.importorskip("rebond.evidence")
    better = {"higher_is_better": "increasing", "lower_is_better": "decreasing"}
    declared = {one.id: better[one.direction] for one in evidence.load_indicators()}
    for criterion in grid.criteria:
        for use in criterion.indicators:
            assert use.value.direction == declared[use.indicator], use.indicator


def near(anchor: float, percentile: float) -> bool:
    """Return whether an anchor is a rounding of a percentile: two digits, or the nearest unit of distance."""
    return abs(anchor - percentile) <= max(
        0.06 * abs(percentile), 0.5 if percentile > 0.6 else 0.05
    )


def test_the_ends_of_value_functions_are_percentiles_of_metropolitan_communes_and_nothing_else(
    grid: Grid, pack: Programme
) -> None:
    evidence = pytest.importorskip("rebond.evidence")
    percentiles = pytest.importorskip("rebond.evidence.percentiles")
    opendata = pytest.importorskip("rebond.opendata")
    territory = pytest.importorskip("rebond.territory")
    snapshot = opendata.Snapshot.shared()
    engine = evidence.EvidenceEngine.shared(snapshot, territory.Atlas.shared(snapshot))
    uses = {use.indicator: use for one in grid.criteria for use in one.indicators}
    later = [name for name, use in uses.items() if use.later_vintage and use.later_vintage.allowed]
    found = percentiles.national_percentiles(
        engine, list(uses), (0.05, 0.5, 0.95), as_of=pack.decision_on, allow_later=later
    )
    checked = 0
    for column, (name, use) in enumerate(uses.items()):
        low, middle, high = found[:, column]
        if math.isnan(low):  # missing everywhere
            continue
        anchors = [point[0] for point in use.value.points]
        expected = [low, high] if len(anchors) == 2 else [low, middle, high]
        assert all(near(anchor, value) for anchor, value in zip(anchors, expected, strict=True)), (
            name,
            anchors,
            expected,
        )
        assert len(anchors) == 3 or low == middle, name
        checked += 1
    assert checked == 13


def test_steps_of_points_are_the_same_for_every_indicator(grid: Grid) -> None:
    for criterion in grid.criteria:
        for use in criterion.indicators:
            steps = {abs(after[1] - before[1]) for before, after in pairwise(use.value.points)}
            assert steps in ({0.5}, {1.0})
