"""A request is resolved and checked before anything is computed, and read back from its own record."""

from __future__ import annotations

import contextlib
import datetime as dt
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rebond.canonical import canonical_bytes
from rebond.errors import BadInput
from rebond.evaluation.method_errors import ContradictoryWeights
from rebond.pipeline.errors import (
    BadParameter,
    BadWeightOption,
    BodyUnusable,
    MeasureWithoutGrid,
    PerimeterNotInForce,
    RepeatedWeight,
    TooManyCandidates,
    UnknownPhase,
    UnreadableCandidatesFile,
)
from rebond.pipeline.plan import (
    Request,
    WeightOptions,
    make_plan,
    plan_again,
    read_weight_options,
)
from rebond.programme import MeasureNotFound, ProgrammeNotFound, load_programme
from rebond.territory import Atlas
from rebond.territory.errors import UnknownKind
from tests.pipeline.conftest import FICTITIOUS, HANGARS

SHIPPED = Request("pack_rebond_2020")


def body_of(plan: Any) -> dict[str, Any]:
    """Return what a record keeps of a plan, once through JSON."""
    return {
        "programme": {
            "id": plan.programme.id,
            "version": plan.programme.version,
            "digest": plan.programme.digest,
            "measure": plan.measure.id,
            "as_of": plan.as_of.isoformat(),
        },
        "policy": plan.programme.as_json(),
        "parameters": plan.parameters(),
        "snapshot": {"digest": "sha256:0", "tables": {}, "sources": {}},
    }


def test_what_is_not_asked_is_what_the_policy_says(atlas: Atlas) -> None:
    plan = make_plan(SHIPPED, atlas)
    assert (plan.k, plan.covered_regions_min, plan.draws) == (78, 13, 10_000)
    assert plan.seed == 20200720  # the day of the decision: nobody chooses it
    assert plan.as_of == dt.date(2020, 7, 20)
    assert plan.weight_set.is_full
    assert len(plan.candidates.candidates) == 149


def test_another_k_leaves_out_the_number_of_regions_that_was_set_for_the_policys(
    atlas: Atlas,
) -> None:
    assert make_plan(replace(SHIPPED, k=10), atlas).covered_regions_min is None
    assert make_plan(replace(SHIPPED, k=10, covered_regions_min=4), atlas).covered_regions_min == 4


def test_the_weights_of_the_policy_hold_unless_others_are_stated(atlas: Atlas) -> None:
    plan = make_plan(Request(FICTITIOUS, own_rows=HANGARS), atlas)
    assert dict(zip(plan.weight_set.names, plan.weight_set.lower, strict=True)) == {
        "acces": 0.3,
        "equipage": 0.1,
        "signal": 0.2,
    }
    stated = Request(FICTITIOUS, own_rows=HANGARS, weights=WeightOptions({"signal": (0.5, 0.5)}))
    other = make_plan(stated, atlas).weight_set
    assert other.lower == (0.0, 0.0, 0.5)
    assert other.orderings == ()


@pytest.mark.parametrize(("later", "admitted"), [("none", 0), ("as_policy", 1), ("all", 4)])
def test_later_data_are_admitted_as_asked(atlas: Atlas, later: str, admitted: int) -> None:
    plan = make_plan(Request(FICTITIOUS, own_rows=HANGARS, later=later), atlas)
    assert len(plan.allow_later) == admitted
    assert set(plan.allow_later) <= set(plan.grid.indicators)


@pytest.mark.parametrize(
    ("changed", "name"),
    [
        ({"k": 0}, "k"),
        ({"k": 150}, "k"),
        ({"k": True}, "k"),
        ({"draws": 0}, "draws"),
        ({"draws": 10**9}, "draws"),
        ({"seed": -1}, "seed"),
        ({"seed": 2**32}, "seed"),
        ({"covered_regions_min": -1}, "covered_regions_min"),
        ({"later": "never"}, "later"),
    ],
)
def test_a_parameter_out_of_range_is_named_with_what_is_allowed(
    atlas: Atlas, changed: dict[str, Any], name: str
) -> None:
    with pytest.raises(BadParameter) as caught:
        make_plan(replace(SHIPPED, **changed), atlas)
    assert caught.value.name == name
    assert str(changed[name]) in caught.value.message("fr")
    assert caught.value.exit_code == 2


def test_own_candidates_fewer_than_the_policys_k_are_told_how_to_give_theirs(
    atlas: Atlas,
) -> None:
    rows = [{"name": "A", "insee": "14366"}, {"name": "B", "insee": "76351"}]
    with pytest.raises(BadParameter, match="--k"):
        make_plan(Request("pack_rebond_2020", own_rows=rows), atlas)
    assert make_plan(Request("pack_rebond_2020", own_rows=rows, k=1), atlas).k == 1


def test_more_regions_than_k_is_left_to_the_rules_to_refuse_in_words(atlas: Atlas) -> None:
    assert make_plan(replace(SHIPPED, k=3, covered_regions_min=5), atlas).covered_regions_min == 5


@pytest.mark.parametrize("asked", ["territoire_industrie", "territoire_industrie:9", "epci:1"])
def test_a_perimeter_is_named_with_a_phase_that_it_has(atlas: Atlas, asked: str) -> None:
    with pytest.raises(UnknownPhase) as caught:
        make_plan(replace(SHIPPED, perimeter=asked), atlas)
    assert caught.value.known


def test_another_perimeter_replaces_that_of_the_policy(atlas: Atlas) -> None:
    plan = make_plan(
        replace(SHIPPED, perimeter="territoire_industrie:2", as_of=dt.date(2024, 1, 1)), atlas
    )
    assert len(plan.candidates.candidates) == 183
    assert plan.candidates.source == "territoire_industrie:2"


def test_a_perimeter_of_which_nothing_is_in_force_on_the_day_is_refused(atlas: Atlas) -> None:
    with pytest.raises(PerimeterNotInForce) as caught:
        make_plan(replace(SHIPPED, perimeter="territoire_industrie:2"), atlas)
    assert caught.value.first == dt.date(2023, 11, 9)
    assert "--as-of 2023-11-09" in caught.value.message("fr")


def test_an_unknown_kind_of_place_and_too_many_candidates_are_refused(atlas: Atlas) -> None:
    with pytest.raises(UnknownKind):
        make_plan(replace(SHIPPED, perimeter="nowhere"), atlas)
    with pytest.raises(TooManyCandidates) as caught:
        make_plan(replace(SHIPPED, perimeter="commune"), atlas)
    assert caught.value.found == len(atlas.communes.code)


def test_what_is_not_there_is_named(atlas: Atlas, tmp_path: Path) -> None:
    with pytest.raises(ProgrammeNotFound):
        make_plan(Request("nowhere"), atlas)
    with pytest.raises(MeasureNotFound):
        make_plan(replace(SHIPPED, measure="nowhere"), atlas)
    with pytest.raises(MeasureWithoutGrid) as caught:
        make_plan(replace(SHIPPED, measure="vte"), atlas)
    assert "site_cle_en_main" in caught.value.message("fr")
    for path in (tmp_path / "absent.csv", tmp_path):
        with pytest.raises(UnreadableCandidatesFile) as unreadable:
            make_plan(replace(SHIPPED, candidates_file=path), atlas)
        assert str(path) in unreadable.value.message("en")


def test_weights_that_no_weighting_meets_are_refused_before_any_draw(atlas: Atlas) -> None:
    weights = WeightOptions({"clusters": (0.9, 0.9), "transport": (0.5, 0.5)})
    with pytest.raises(ContradictoryWeights) as caught:
        make_plan(replace(SHIPPED, weights=weights), atlas)
    assert "clusters" in caught.value.message("en")
    assert "transport" in caught.value.message("en")


def test_a_plan_is_read_back_from_what_its_record_keeps(atlas: Atlas) -> None:
    asked = Request(
        FICTITIOUS,
        own_rows=HANGARS,
        k=2,
        covered_regions_min=1,
        draws=123,
        seed=7,
        later="all",
        as_of=dt.date(2030, 1, 2),
        weights=WeightOptions({"acces": (0.25, 0.5)}, (("acces", "signal"),)),
    )
    plan = make_plan(asked, atlas)
    again = plan_again(body_of(plan), load_programme(FICTITIOUS), atlas)
    assert canonical_bytes(again.parameters()) == canonical_bytes(plan.parameters())
    assert again == plan


def test_the_place_of_what_a_body_does_not_say_is_named(atlas: Atlas) -> None:
    plan = make_plan(SHIPPED, atlas)
    body = body_of(plan)
    body["parameters"]["weights"]["orderings"] = [["clusters"]]
    with pytest.raises(BodyUnusable) as caught:
        plan_again(body, plan.programme, atlas)
    assert caught.value.path == "/body/parameters/weights/orderings/0"


@pytest.mark.parametrize(
    ("weights", "orderings", "intervals", "pairs"),
    [
        (["a=0.2"], [], {"a": (0.2, 0.2)}, ()),
        ([" a = 0.1:0.4 "], [], {"a": (0.1, 0.4)}, ()),
        (["a=0", "b=1"], ["a >= b"], {"a": (0.0, 0.0), "b": (1.0, 1.0)}, (("a", "b"),)),
        ([], ["a>=b", "b>=c"], {}, (("a", "b"), ("b", "c"))),
    ],
)
def test_weights_are_read_as_written(
    weights: list[str],
    orderings: list[str],
    intervals: dict[str, tuple[float, float]],
    pairs: tuple[tuple[str, str], ...],
) -> None:
    assert read_weight_options(weights, orderings) == WeightOptions(intervals, pairs)


@pytest.mark.parametrize(
    "written", ["a", "a=", "=0.2", " =0.2", "a=0.4:0.1", "a=1.1", "a=-0.1", "a=nan", "a=0:0.5:1"]
)
def test_what_is_no_weight_is_said_with_the_form_to_write(written: str) -> None:
    with pytest.raises(BadWeightOption) as caught:
        read_weight_options([written], [])
    assert written in caught.value.message("fr")
    assert "0.1:0.4" in caught.value.message("fr")


@pytest.mark.parametrize("written", ["a", "a>b", ">=b", "a>=", "a=b"])
def test_what_is_no_ordering_is_refused(written: str) -> None:
    with pytest.raises(BadWeightOption):
        read_weight_options([], [written])


def test_two_weights_for_one_criterion_exclude_each_other() -> None:
    with pytest.raises(RepeatedWeight, match="“a”"):
        read_weight_options(["a=0.1", "a=0.5"], [])


@given(st.lists(st.text(max_size=12), max_size=3), st.lists(st.text(max_size=12), max_size=3))
def test_any_writing_is_read_or_refused_in_words(weights: list[str], orderings: list[str]) -> None:
    with contextlib.suppress(BadInput):
        read = read_weight_options(weights, orderings)
        assert all(0 <= low <= high <= 1 for low, high in read.intervals.values())
        assert read.are_stated == bool(weights or orderings)
