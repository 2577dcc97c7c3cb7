"""The atlas on the shipped snapshot: what a person who knows France expects."""

from __future__ import annotations

import datetime as dt
import unicodedata

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rebond.opendata import Snapshot
from rebond.territory import Atlas, PlaceKey, Rank
from rebond.territory.errors import PointTooFar, SwappedCoordinates, UnknownPlace

PACK_DAY = dt.date(2020, 7, 20)
TI = "territoire_industrie"


@pytest.fixture(scope="module")
def former(atlas: Atlas) -> list[str]:
    return sorted(atlas.gazetteer.compositions.codes.former)


def keys(atlas: Atlas, query: str, **options: object) -> list[str]:
    return [str(match.place.key) for match in atlas.find(query, **options).matches]


def codes(atlas: Atlas, key: str, as_of: dt.date | None = None) -> set[str]:
    return set(atlas.communes.code[atlas.communes_of(PlaceKey.parse(key), as_of=as_of)].tolist())


@pytest.mark.parametrize(
    ("query", "key"),
    [
        ("14366", "commune:14366"),
        ("200069532", "epci:200069532"),
        ("lisieux industrie", f"{TI}:1:ti-2805"),
        ("Lisieux-Industrie", f"{TI}:1:ti-2805"),
        ("CA Lisieux", "epci:200069532"),
        ("Lisieux Normandie", "epci:200069532"),
        ("normandie", "region:28"),
        ("calvados", "departement:14"),
        ("2A", "departement:2A"),
        ("ajaccio", "commune:2A004"),
        ("Nouméa", "commune:98818"),
        ("l'île d'yeu", "commune:85113"),
        ("Grand Paris Sud Est Avenir", "ept:200058006"),
    ],
)
def test_a_place_is_found_by_code_and_by_name(atlas: Atlas, query: str, key: str) -> None:
    assert keys(atlas, query)[0] == key


def test_lisieux_is_a_commune_a_town_an_epci_and_two_territoires(atlas: Atlas) -> None:
    found = atlas.find("Lisieux")
    shown = [str(match.place.key) for match in found.matches]
    assert shown[0] == "commune:14366"
    assert {"epci:200069532", f"{TI}:1:ti-2805", f"{TI}:2:ti-2807"} <= set(shown)
    assert found.is_ambiguous
    assert found.best[0].rank == Rank.NAME
    assert f"{TI}:2:ti-2807" not in keys(atlas, "Lisieux", as_of=PACK_DAY)


def test_saint_denis_is_shown_with_its_homonyms(atlas: Atlas) -> None:
    found = atlas.find("st denis", kinds=["commune"])
    labels = [match.place.label for match in found.best]
    assert labels == [
        "Saint-Denis (La Réunion, 97411)",
        "Saint-Denis (Seine-Saint-Denis, 93066)",
        "Saint-Denis (Aude, 11339)",
        "Saint-Denis (Gard, 30247)",
    ]
    assert found.is_ambiguous
    for match in found.best:
        assert atlas.find(match.place.label).only().key == match.place.key
    assert atlas.find("Saint-Denis 93").only().key.code == "93066"


@pytest.mark.parametrize(
    ("label", "key"),
    [
        ("Guadeloupe (01)", "region:01"),
        ("Guadeloupe (971)", "departement:971"),
        ("La Réunion (974)", "departement:974"),
        ("La Réunion (04)", "region:04"),
        ("Paris (75)", "departement:75"),
        ("Paris (Paris, 75056)", "commune:75056"),
    ],
)
def test_a_label_tells_departement_region_and_commune_apart(
    atlas: Atlas, label: str, key: str
) -> None:
    found = atlas.find(label).only()
    assert (str(found.key), found.label) == (key, label)


@pytest.mark.parametrize(
    ("prefix", "first", "last", "commune"),
    [("75", 75101, 75120, "75056"), ("69", 69381, 69389, "69123"), ("13", 13201, 13216, "13055")],
)
def test_arrondissements_resolve_to_their_commune(
    atlas: Atlas, prefix: str, first: int, last: int, commune: str
) -> None:
    for code in range(first, last + 1):
        resolution = atlas.resolve_commune(str(code))
        assert (resolution.code, resolution.via) == (commune, "arrondissement")
        place = atlas.place(PlaceKey("arrondissement", str(code)))
        assert place.parents[0] == PlaceKey("commune", commune)
        assert place.departement_code == prefix
        assert codes(atlas, str(place.key)) == {commune}
    assert atlas.find("75116").only().key == PlaceKey("arrondissement", "75116")


def test_an_unknown_code_proposes_what_was_meant(atlas: Atlas) -> None:
    with pytest.raises(UnknownPlace) as caught:
        atlas.resolve_commune("1001")
    assert caught.value.suggestions[0] == "commune:01001 (L'Abergement-Clémenciat)"
    for code in ("", "Lisieux!", "a" * 300, "\x00"):
        with pytest.raises(UnknownPlace):
            atlas.resolve_commune(code)


def test_island_communes_have_no_epci_and_still_have_a_departement(atlas: Atlas) -> None:
    for code, departement in (("22016", "22"), ("29083", "29"), ("29155", "29"), ("85113", "85")):
        place = atlas.place(PlaceKey("commune", code))
        assert "epci" not in {parent.kind for parent in place.parents}
        assert atlas.departement_of(place.key).key.code == departement


def test_overseas_communes_have_their_region(atlas: Atlas) -> None:
    assert atlas.region_of(PlaceKey("commune", "97411")).name == "La Réunion"
    assert atlas.region_of(PlaceKey("commune", "97302")).key == PlaceKey("region", "03")
    nouvelle_caledonie = atlas.place(PlaceKey("commune", "98818"))
    assert nouvelle_caledonie.region_name == "Nouvelle-Calédonie"
    assert nouvelle_caledonie.lon is None


def test_the_metropole_of_lyon_holds_lyon(atlas: Atlas) -> None:
    metropole = atlas.find("Métropole de Lyon").only()
    assert metropole.kind == "epci"
    assert len(atlas.communes_of(metropole.key)) == 58
    assert "69123" in codes(atlas, str(metropole.key))
    assert atlas.region_of(metropole.key).key.code == "84"


@pytest.mark.parametrize(("phase", "count"), [("1", 149), ("2", 183)])
def test_every_territoire_has_members_communes_and_a_region(
    atlas: Atlas, phase: str, count: int
) -> None:
    places = atlas.places(TI, phase)
    assert len(places) == count
    for place in places:
        assert atlas.members_of(place.key)
        assert len(atlas.communes_of(place.key)) >= 1
        assert len(atlas.communes_of(place.key, as_of=PACK_DAY)) >= 1
        assert atlas.region_of(place.key).key.code == place.region_code
        assert atlas.departement_of(place.key).key.code == place.departement_code
        assert place.population is not None


def test_an_id_of_two_phases_is_two_territoires(atlas: Atlas) -> None:
    assert atlas.place(PlaceKey(TI, "ti-2805", "1")).name == "Lisieux Industrie"
    assert atlas.place(PlaceKey(TI, "ti-2805", "2")).name != "Lisieux Industrie"
    assert atlas.place(PlaceKey(TI, "ti-2807", "2")).name == "Lisieux"
    both = keys(atlas, "ti-2805")
    assert both == [f"{TI}:1:ti-2805", f"{TI}:2:ti-2805"]


def test_a_commune_member_stands_for_that_commune_alone(atlas: Atlas) -> None:
    # ti-2706 of phase 1 holds Cercy-la-Tour (58046) as a commune, not its EPCI
    rows = atlas.communes.rows
    epci = atlas.communes.epci[rows["58046"]]
    neighbours = codes(atlas, f"epci:{epci}") - {"58046"}
    held = codes(atlas, f"{TI}:1:ti-2706")
    assert "58046" in held
    assert neighbours
    assert not neighbours & held


def test_in_2020_the_list_of_2020_is_used_where_there_is_one(atlas: Atlas) -> None:
    sources = [atlas.composition(key, as_of=PACK_DAY).source for key in atlas.keys(TI, phase="1")]
    assert sources.count("dated_list") == 145
    assert sources.count("members") == 4
    composition = atlas.composition(PlaceKey(TI, "ti-2805", "1"), as_of=PACK_DAY)
    assert composition.source == "dated_list"
    assert composition.in_force is None  # its last day is not established
    now = atlas.composition(PlaceKey(TI, "ti-2805", "1"))
    assert now.source == "members"
    assert codes(atlas, "epci:200069532") == set(atlas.communes.code[now.rows].tolist())


def test_the_perimeters_of_a_commune_depend_on_the_day(atlas: Atlas) -> None:
    ever = {str(place.key) for place in atlas.perimeters_of("14366")}
    then = {str(place.key) for place in atlas.perimeters_of("14366", PACK_DAY)}
    assert {f"{TI}:1:ti-2805", f"{TI}:2:ti-2807"} <= ever
    assert f"{TI}:1:ti-2805" in then
    assert f"{TI}:2:ti-2807" not in then


def test_one_territoire_a_commune_and_phase(atlas: Atlas) -> None:
    for phase in ("1", "2"):
        rows = np.concatenate([atlas.communes_of(key) for key in atlas.keys(TI, phase)])
        assert len(rows) == len(np.unique(rows))


@pytest.mark.parametrize("kind", ["region", "departement"])
def test_regions_and_departements_divide_the_communes(atlas: Atlas, kind: str) -> None:
    parts = [atlas.communes_of(key) for key in atlas.keys(kind)]
    together = np.sort(np.concatenate(parts))
    np.testing.assert_array_equal(together, np.arange(len(atlas.communes)))


def test_the_epci_divide_the_communes_that_have_one(atlas: Atlas) -> None:
    together = np.sort(np.concatenate([atlas.communes_of(key) for key in atlas.keys("epci")]))
    np.testing.assert_array_equal(together, np.flatnonzero(atlas.communes.epci != ""))


def test_every_former_code_leads_to_a_commune_of_today(atlas: Atlas, former: list[str]) -> None:
    assert len(former) > 4000
    for code in former:
        resolution = atlas.resolve_commune(code)
        assert resolution.code in atlas.communes.rows
        assert resolution.via == ("current" if resolution.code == code else "former_commune")


@settings(max_examples=40, deadline=None)
@given(st.data())
def test_a_former_code_is_found_as_its_successor(
    atlas: Atlas, former: list[str], data: st.DataObject
) -> None:
    code = data.draw(st.sampled_from(former))
    match = atlas.find(code).matches[0]
    assert match.place.key.code == atlas.resolve_commune(code).code
    assert match.asked == code


def _bare(text: str) -> str:
    plain = unicodedata.normalize("NFD", text)
    return "".join(letter for letter in plain if not unicodedata.combining(letter))


VARIANTS = {
    "as it is": lambda name: name,
    "upper": str.upper,
    "lower": str.lower,
    "decomposed": lambda name: unicodedata.normalize("NFD", name),
    "bare": _bare,
    "shouted bare": lambda name: _bare(name).upper(),
    "spaced": lambda name: f"  {name.replace('-', '  ')} ",
    "joined": lambda name: name.replace(" ", "-"),
    "curly": lambda name: name.replace("'", "’"),
    "no apostrophe": lambda name: name.replace("'", " "),
    "ligature apart": lambda name: name.replace("œ", "oe").replace("Œ", "OE"),
    "short saints": lambda name: name.replace("Sainte-", "Ste-").replace("Saint-", "St "),
}


@settings(max_examples=60, deadline=None)
@given(st.data(), st.sampled_from(sorted(VARIANTS)), st.sampled_from(sorted(VARIANTS)))
def test_any_name_of_a_commune_in_any_writing_finds_it(
    atlas: Atlas, data: st.DataObject, first: str, second: str
) -> None:
    row = data.draw(st.integers(0, len(atlas.communes) - 1))
    written = VARIANTS[second](VARIANTS[first](str(atlas.communes.name[row])))
    found = atlas.find(written, limit=10_000)
    code = str(atlas.communes.code[row])
    (match,) = [match for match in found.matches if match.place.key.code == code]
    assert match.rank == Rank.NAME


@settings(max_examples=60, deadline=None)
@given(st.data())
def test_the_centre_of_a_commune_finds_it(atlas: Atlas, data: st.DataObject) -> None:
    located = np.flatnonzero(~np.isnan(atlas.communes.lon))
    row = data.draw(st.sampled_from(located.tolist()))
    found = atlas.find_point(float(atlas.communes.lon[row]), float(atlas.communes.lat[row]))
    assert found.matches[0].distance_km == 0.0
    distances = [match.distance_km for match in found.matches]
    assert distances == sorted(distances)


def test_a_point_is_swapped_abroad_or_found(atlas: Atlas) -> None:
    assert atlas.find_point(0.2270, 49.1466).matches[0].place.name == "Lisieux"
    assert atlas.find_point(55.45, -20.88).matches[0].place.key.code == "97411"
    with pytest.raises(SwappedCoordinates, match="Lisieux"):
        atlas.find_point(49.1466, 0.2270)
    for lon, lat in ((-0.13, 51.5), (13.4, 52.5), (-30.0, 45.0)):
        with pytest.raises(PointTooFar):
            atlas.find_point(lon, lat)


@pytest.mark.parametrize(
    "kind", ["arrondissement", "epci", "ept", "departement", "region", TI, "action_coeur_de_ville"]
)
def test_every_key_of_a_kind_gives_its_place(atlas: Atlas, kind: str) -> None:
    places = atlas.places(kind)
    assert [place.key for place in places] == list(atlas.keys(kind))
    assert len({place.key for place in places}) == len(places) > 0
    assert all(place.name and place.kind == kind for place in places)


def test_communes_are_listed_with_their_places(atlas: Atlas) -> None:
    assert len(atlas.keys("commune")) == len(atlas.communes) > 34_900
    assert atlas.phases(TI) == ("1", "2")
    assert atlas.phases("commune") == ()
    assert "2026" in atlas.vintage.fr


def test_the_atlas_reads_only_what_it_is_given() -> None:
    """Two atlases of one snapshot answer alike: nothing is kept outside them."""
    snapshot = Snapshot.open()
    first, second = Atlas.from_snapshot(snapshot), Atlas.from_snapshot(snapshot)
    assert first.find("Lisieux") == second.find("Lisieux")
    np.testing.assert_array_equal(first.communes.code, second.communes.code)


def test_one_atlas_is_shared_by_those_who_ask_with_one_snapshot() -> None:
    snapshot = Snapshot.open()
    assert Atlas.shared(snapshot) is Atlas.shared(snapshot)
    assert Atlas.shared(Snapshot.open()) is not Atlas.shared(snapshot)
