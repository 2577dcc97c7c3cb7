"""From what was filed to the engine's rows: places, facts, and what is left out."""

from __future__ import annotations

from typing import Any

import pytest

from rebond.pipeline.own_candidates import policy_facts
from rebond.programme import load_programme, shipped_programmes
from rebond.web.committee.candidates import Field, named, rows
from rebond.web.dossiers.models import Dossier, Filing
from rebond.web.territories.places import atlas

LISIEUX, LENS = "14366", "62498"
MEASURE = load_programme(shipped_programmes()[0]).measure("site_cle_en_main")


def point(lon: float, lat: float) -> dict[str, Any]:
    return {"type": "Point", "coordinates": [lon, lat]}


def read(answers: dict[str, Any], commune: str = LISIEUX, **more: Any) -> Field:
    one = Dossier(pk=1, reference="D-1", title="Un site", commune_code=commune, **more)
    filing = Filing(dossier=one, number=3, answers=answers)
    return rows([one], {1: filing}, MEASURE, atlas())


def test_a_point_near_its_commune_is_used_and_a_far_one_gives_way() -> None:
    near = read({"site_emprise": point(0.2253, 49.1466)}).entered[0]
    assert (near.place, near.row["insee"], near.row["lon"]) == ("point", LISIEUX, "0.22530")
    far = read({"site_emprise": point(5.37, 43.29)}).entered[0]
    assert (far.place, far.row["insee"]) == ("commune_far", LISIEUX)
    assert "lon" not in far.row


def test_a_point_in_the_second_commune_is_read_there() -> None:
    answers = {"site_communes": [LISIEUX, LENS], "site_emprise": point(2.83, 50.43)}
    one = read(answers).entered[0]
    assert (one.place, one.row["insee"]) == ("point", LENS)


def test_a_drawing_stands_at_its_centroid() -> None:
    square = [[[0.22, 49.14], [0.23, 49.14], [0.23, 49.15], [0.22, 49.15], [0.22, 49.14]]]
    one = read({"site_emprise": {"type": "Polygon", "coordinates": square}}).entered[0]
    assert (one.row["lon"], one.row["lat"]) == ("0.22500", "49.14500")


@pytest.mark.parametrize(
    "drawn",
    [
        {},
        {"type": "Point"},
        {"type": "Point", "coordinates": []},
        {"type": "Nothing", "coordinates": [1, 2]},
        {"type": "Point", "coordinates": ["a", "b"]},
        {"type": "Point", "coordinates": [999, 999]},
        "Point",
        [1, 2],
        None,
    ],
)
def test_a_drawing_that_cannot_be_read_leaves_the_commune(drawn: Any) -> None:
    assert read({"site_emprise": drawn}).entered[0].row["insee"] == LISIEUX


def test_a_dossier_without_a_usable_place_is_left_out() -> None:
    for code in ("", "99999", "00000"):
        found = read({}, code)
        assert found.entered == ()
        assert found.left_out[0].why == "no_place"


def test_facts_are_those_that_gates_and_rules_look_at_and_a_blank_is_none() -> None:
    row = (
        read(
            {
                "surface_brute_ha": "55.50",
                "foncier_maitrise": False,
                "terrain_viabilise": True,
                "urbanisme_anticipe": None,
                "porteur_courriel": "x@exemple.invalid",
            }
        )
        .entered[0]
        .row
    )
    assert row["surface_brute_ha"] == "55.50"
    assert (row["foncier_maitrise"], row["terrain_viabilise"]) == ("non", "oui")
    assert "urbanisme_anticipe" not in row
    assert "exemple.invalid" not in str(row)
    assert set(row) - {"name", "insee"} <= set(policy_facts(MEASURE))


@pytest.mark.parametrize("value", ["NaN", "1e999", "abc", True, [1], {}, "Infinity"])
def test_a_number_that_is_none_is_left_out(value: Any) -> None:
    assert "surface_brute_ha" not in read({"surface_brute_ha": value}).entered[0].row


def test_names_are_clean_and_never_alike() -> None:
    assert named("  Un\nsite\x00\u202e  ", "D-1") == "Un site [D-1]"
    assert named("", "D-1") == "[D-1]"
    assert len(named("a" * 500, "D-1")) < 200
    assert named("X [D-2]", "D-1") == "X [D-2] [D-1]"


def test_eligibility_of_the_filing_day_holds_unless_other_gates_judge() -> None:
    one = Dossier(
        pk=1, reference="D-1", commune_code=LISIEUX, eligibility="no", failed_gates=[{"gate": "g"}]
    )
    filing = {1: Filing(dossier=one, number=1, answers={})}
    kept = rows([one], filing, MEASURE, atlas())
    assert kept.left_out[0].gates == ("g",)
    assert len(rows([one], filing, MEASURE, atlas(), judged=False).entered) == 1


def test_candidates_are_in_the_order_of_references() -> None:
    ones = [Dossier(pk=n, reference=f"D-{5 - n}", commune_code=LISIEUX) for n in range(1, 4)]
    filings = {one.pk: Filing(dossier=one, number=1, answers={}) for one in ones}
    found = rows(ones, filings, MEASURE, atlas())
    assert found.references() == {"own:1": "D-2", "own:2": "D-3", "own:3": "D-4"}
