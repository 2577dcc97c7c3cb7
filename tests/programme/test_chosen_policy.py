"""Choices applied without touching what the policy states, thawed unchanged."""

from __future__ import annotations

import datetime as dt
import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rebond.canonical import canonical_bytes
from rebond.pipeline import Request, make_plan, run
from rebond.programme import Programme, load_programme, thaw_programme, value_on
from rebond.programme.call_choices import (
    CallChoices,
    ChoicesInvalid,
    read_choices,
    with_choices,
)
from rebond.programme.policy_model import Unknown
from rebond.territory import Atlas
from rebond.web.theme.datasets import snapshot

FICTITIOUS = Path(__file__).parents[1] / "programmes" / "iles_de_brume_2031"
SITE, TRAINING = "site_cle_en_main", "formation"


@pytest.fixture(scope="module")
def policy() -> Programme:
    return load_programme("pack_rebond_2020")


@pytest.fixture(scope="module")
def fictitious() -> Programme:
    return load_programme(FICTITIOUS)


def refused(programme: Programme, measure: str, choices: dict[str, Any]) -> list[str]:
    with pytest.raises(ChoicesInvalid) as caught:
        with_choices(programme, measure, read_choices(choices))
    for lang in ("fr", "en"):
        assert all(len(one.message(lang)) > len(one.key) for one in caught.value.problems)
    return [one.key for one in caught.value.problems]


def test_no_choice_leaves_the_same_policy(policy: Programme) -> None:
    assert with_choices(policy, SITE, CallChoices()).digest == policy.digest
    same = read_choices({"selection": {"k": 78}})
    assert with_choices(policy, SITE, same).digest == policy.digest


def test_each_change_cites_the_call_and_keeps_what_the_policy_looked_for(policy: Programme) -> None:
    choices = read_choices(
        {
            "reference": "site-2031-1",
            "gates": {
                "surface_minimale": {
                    "eliminates": True,
                    "threshold": {"value": 30, "valid_from": "2031-01-01"},
                }
            },
            "selection": {"k": 20, "covered_regions_min": 10},
            "quota": {"count": 20, "valid_from": "2031-01-01", "is_limit": True},
            "calendar": {"opens": "2031-03-01", "closes": "2031-05-31"},
        }
    )
    result = with_choices(policy, SITE, choices)
    measure = result.measure(SITE)
    gate = next(one for one in measure.gates if one.id == "surface_minimale")
    assert gate.eliminates is True
    assert "50\xa0ha" in gate.note.fr
    assert "APPEL" in gate.sources
    assert result.source("APPEL").reference == "site-2031-1"
    assert measure.selection.k == 20
    assert measure.selection.k_basis.kind == "assumption"
    assert "78" in measure.selection.k_basis.why.fr
    assert measure.quota.is_limit is True
    assert value_on(measure.quota.count, dt.date(2031, 1, 1)).value == 20
    assert value_on(measure.quota.count, dt.date(2020, 8, 1)).value == 78
    assert value_on(measure.quota.count, dt.date(2025, 1, 1)).certainty == "unknown"
    assert [one.day for one in measure.calendar][-2:] == [dt.date(2031, 3, 1), dt.date(2031, 5, 31)]
    assert result.digest != policy.digest
    assert thaw_programme(result.canonical()).digest == result.digest
    untouched = next(one for one in measure.gates if one.id == "viabilise")
    assert isinstance(untouched.eliminates, Unknown)


def test_what_the_policy_states_cannot_be_chosen(policy: Programme, fictitious: Programme) -> None:
    assert refused(policy, TRAINING, {"gates": {"territoire_admis": {"eliminates": False}}}) == [
        "gates.territoire_admis.eliminates"
    ]
    assert refused(policy, SITE, {"applicants": {"types": ["region"]}}) == ["applicants.types"]
    assert refused(fictitious, "hangar_partage", {"selection": {"budget_cents": 5}}) == [
        "selection.budget_cents"
    ]
    threshold = {"value": 9, "valid_from": "2031-05-01"}
    assert refused(
        fictitious, "hangar_partage", {"gates": {"surface_minimale": {"threshold": threshold}}}
    ) == ["gates.surface_minimale.threshold"]
    assert refused(
        fictitious, "hangar_partage", {"weights": {"orderings": [["signal", "acces"]]}}
    ) == ["weights"]


@pytest.mark.parametrize(
    ("choices", "key"),
    [
        ({"gates": {"surface": {"eliminates": True}}}, "gates.surface"),
        (
            {"gates": {"viabilise": {"threshold": {"value": 1, "valid_from": "2031-01-01"}}}},
            "gates.viabilise.threshold",
        ),
        ({"selection": {"k": 20}}, "selection.covered_regions_min"),
        ({"selection": {"k": 5, "covered_regions_min": 9}}, "selection.covered_regions_min"),
        ({"weights": {"orderings": [["a", "b"]]}}, "grid.orderings[0].heavier"),
        ({"quota": {"count": 3}}, "quota.valid_from"),
        ({"calendar": {"opens": "2031-05-01", "closes": "2031-04-01"}}, "calendar.closes"),
    ],
)
def test_a_choice_that_does_not_fit_is_refused_with_its_place(
    policy: Programme, choices: dict[str, Any], key: str
) -> None:
    assert any(key.endswith(one) or one == key for one in refused(policy, SITE, choices))


def test_unknown_options_perimeters_and_rules_without_number_are_refused(policy: Programme) -> None:
    values = {"value": ["pme", "geante"], "valid_from": "2031-01-01"}
    assert refused(policy, "vte", {"gates": {"taille": {"values": values}}}) == [
        "gates.taille.values"
    ]
    assert refused(policy, TRAINING, {"selection": {"covered_regions_min": 3}}) == ["selection.k"]
    assert refused(policy, TRAINING, {"weights": {"orderings": [["a", "b"]]}}) == ["weights"]


def test_a_presumed_list_may_be_set_anew(policy: Programme) -> None:
    values = {"value": ["pme"], "valid_from": "2031-01-01"}
    result = with_choices(policy, "vte", read_choices({"gates": {"taille": {"values": values}}}))
    gate = next(one for one in result.measure("vte").gates if one.id == "taille")
    assert value_on(gate.test.values, dt.date(2031, 6, 1)).value == ("pme",)
    assert value_on(gate.test.values, dt.date(2021, 6, 1)).value == ("pme", "eti")


@settings(deadline=None, max_examples=30)
@given(data=st.data())
def test_any_choices_round_trip_and_thaw_to_the_same_digest(
    policy: Programme, data: st.DataObject
) -> None:
    gates = [one.id for one in policy.measure(SITE).gates]
    chosen: dict[str, Any] = {
        "gates": {
            name: {"eliminates": data.draw(st.booleans())}
            for name in data.draw(st.sets(st.sampled_from(gates), min_size=1))
        }
    }
    day = data.draw(st.dates(dt.date(2021, 1, 1), dt.date(2060, 1, 1)))
    value = data.draw(st.floats(0, 1e6))
    chosen["gates"].setdefault("surface_minimale", {})["threshold"] = {
        "value": value,
        "valid_from": day.isoformat(),
    }
    k = data.draw(st.integers(1, 500))
    chosen["selection"] = {"k": k, "covered_regions_min": data.draw(st.integers(0, min(k, 13)))}
    choices = read_choices(chosen)
    assert read_choices(json.loads(json.dumps(choices.as_json()))) == choices
    result = with_choices(policy, SITE, choices)
    thawed = thaw_programme(canonical_bytes(result.as_json()))
    assert thawed.digest == result.digest != policy.digest
    assert with_choices(policy, SITE, choices).digest == result.digest
    gate = next(one for one in thawed.measure(SITE).gates if one.id == "surface_minimale")
    assert value_on(gate.test.threshold, day).value == value
    assert value_on(gate.test.threshold, dt.date(2020, 1, 20)).value == 50


def test_a_chosen_gate_eliminates_in_a_run(policy: Programme) -> None:
    atlas = Atlas.shared(snapshot())
    rows = [
        {"name": "petit", "insee": "14366", "surface_brute_ha": "20"},
        {"name": "grand", "insee": "62498", "surface_brute_ha": "40"},
        {"name": "muet", "insee": "14118", "surface_brute_ha": ""},
    ]
    choices = read_choices(
        {
            "gates": {
                "surface_minimale": {
                    "eliminates": True,
                    "threshold": {"value": 30, "valid_from": "2031-01-01"},
                }
            },
            "selection": {"k": 1, "covered_regions_min": 0},
        }
    )
    request = Request(
        programme=policy.id,
        measure=SITE,
        own_rows=rows,
        draws=50,
        later="all",
        as_of=dt.date(2031, 6, 1),
    )
    called = with_choices(policy, SITE, choices)
    result = run(make_plan(request, atlas, policy=called), snapshot(), atlas)
    plain_request = replace(request, k=1, covered_regions_min=0)
    plain = run(make_plan(plain_request, atlas, policy=policy), snapshot(), atlas)
    answers = {
        candidate.name: one.answer
        for candidate, one in zip(result.candidates, result.eligibility, strict=True)
    }
    assert plain.eligibility[0].answer == "unknown"
    assert answers == {"petit": "no", "grand": "unknown", "muet": "unknown"}
