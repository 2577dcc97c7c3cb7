"""Who is evaluated: a perimeter's places in the order of their keys, and the known labelled sites."""

from __future__ import annotations

from dataclasses import replace

from rebond.evidence import Point
from rebond.opendata import Snapshot
from rebond.pipeline.candidates import (
    Candidate,
    CandidateSet,
    from_perimeter,
    labelled_sites,
)
from rebond.territory import Atlas, PlaceKey


def test_a_perimeter_gives_its_places_once_each_in_the_order_of_their_keys(atlas: Atlas) -> None:
    found = from_perimeter(atlas, "territoire_industrie", "1")
    keys = [one.id for one in found.candidates]
    assert len(keys) == 149
    assert keys == sorted(set(keys))
    assert found.source == "territoire_industrie:1"
    assert {one.role for one in found.candidates} == {"candidate"}


def test_a_kind_of_place_without_phases_is_named_without_a_colon(atlas: Atlas) -> None:
    found = from_perimeter(atlas, "region", "")
    assert found.source == "region"
    assert len(found.candidates) == len(atlas.places("region"))


def test_the_digest_holds_the_order_the_place_and_the_given_values() -> None:
    one = Candidate("own:1", "A", "own", "candidate", Point(0.5, 49.0, "A"))
    two = Candidate("own:2", "B", "own", "candidate", PlaceKey("commune", "14366"))
    first = CandidateSet("x", (one, two)).digest
    assert CandidateSet("x", (two, one)).digest != first
    assert CandidateSet("x", (replace(one, given={"port_km": 3.0}), two)).digest != first
    assert CandidateSet("x", (replace(one, stated={"friche": True}), two)).digest != first
    assert CandidateSet("y", (one, two)).digest == first  # a file name is not a candidate


def test_labelled_sites_stand_at_a_commune_of_today_with_their_source(
    snapshot: Snapshot, atlas: Atlas
) -> None:
    sites = labelled_sites(snapshot, atlas)
    located = [row for row in snapshot.table("labelled_sites").to_pylist() if row["commune_codes"]]
    assert len(sites) == len(located) > 0
    current = set(atlas.communes.code.tolist())
    for site in sites:
        assert isinstance(site.place, PlaceKey)
        assert site.place.code in current
        assert site.label is not None
        assert set(site.label["commune_codes"]) <= current  # type: ignore[call-overload]
        assert site.role == "reference"
        assert site.name


def test_a_row_that_names_no_commune_is_left_out_and_never_placed_by_guess(
    snapshot: Snapshot, atlas: Atlas
) -> None:
    nowhere = {
        f"site:{row['id']}"
        for row in snapshot.table("labelled_sites").to_pylist()
        if not row["commune_codes"]
    }
    assert nowhere
    assert nowhere.isdisjoint(site.id for site in labelled_sites(snapshot, atlas))
