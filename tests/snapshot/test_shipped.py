"""What the shipped snapshot holds: counts, known places, and the defects that the catalogue admits."""

from __future__ import annotations

import re
from collections import Counter
from typing import Any

import pytest

from rebond.opendata import Snapshot, snapshot_status
from rebond.opendata.store import packaged_folder


@pytest.fixture(scope="module")
def snapshot() -> Snapshot:
    return Snapshot.open()


@pytest.fixture(scope="module")
def communes(snapshot: Snapshot) -> dict[str, dict[str, Any]]:
    return {row["code"]: row for row in snapshot.table("communes").to_pylist()}


def rows(snapshot: Snapshot, name: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = snapshot.table(name).to_pylist()
    return found


def missing(snapshot: Snapshot, table: str, column: str) -> int:
    return int(snapshot.table(table).column(column).null_count)


def test_every_table_is_intact_and_as_long_as_the_manifest_says(snapshot: Snapshot) -> None:
    assert all(row.is_intact for row in snapshot_status(snapshot))
    for name in snapshot.names:
        table = snapshot.table(name)
        assert table.num_rows == snapshot.entry(name).rows
        assert tuple(table.column_names) == snapshot.entry(name).columns


def test_every_file_of_the_folder_has_its_place(snapshot: Snapshot) -> None:
    known = {dataset.file for dataset in snapshot.catalogue}
    known |= {one.file for one in snapshot.catalogue.documents.values()}
    known |= {"__init__.py", "__pycache__", "catalogue.yaml", "manifest.json", "basemap.json"}
    known |= {"LICENCES.md"}
    assert {path.name for path in packaged_folder().iterdir()} <= known


@pytest.mark.parametrize(
    ("table", "count"),
    [
        ("communes", 34_969),
        ("epci", 1_255),
        ("ept", 11),
        ("departements", 109),
        ("regions", 26),
        ("employment_zones", 306),
        ("arrondissements", 45),
        ("perimeter_lists", 148),
        ("unemployment", 302 * 44),
        ("stations_freight", 1_345),
        ("ports", 82),
        ("road_axis_nodes", 299),
        ("road_axis_edges", 734),
        ("labelled_sites", 67),
        ("clusters", 46),
    ],
)
def test_counts_are_those_of_the_sources(snapshot: Snapshot, table: str, count: int) -> None:
    assert snapshot.table(table).num_rows == count


def test_files_are_utf8_with_line_feeds_and_sorted_by_key(snapshot: Snapshot) -> None:
    for dataset in snapshot.catalogue:
        content = (packaged_folder() / dataset.file).read_bytes()
        assert b"\r" not in content
        assert content.endswith(b"\n")
        columns = [snapshot.table(dataset.id).column(name).to_pylist() for name in dataset.key]
        keys = list(zip(*([str(value) for value in column] for column in columns), strict=True))
        assert keys == sorted(set(keys)), dataset.id


def test_coordinates_lie_where_france_and_its_neighbours_are(
    communes: dict[str, dict[str, Any]],
) -> None:
    for row in communes.values():
        if row["zone"] == "metro" and row["lon"] is not None:
            assert -5.2 < row["lon"] < 9.7
            assert 41.3 < row["lat"] < 51.2


def test_lisieux_is_found_in_every_table(snapshot: Snapshot, communes: dict[str, Any]) -> None:
    lisieux = communes["14366"]
    assert (lisieux["name"], lisieux["population"], lisieux["area_km2"]) == (
        "Lisieux",
        19_645,
        13.056,
    )
    assert lisieux["epci_code"] == "200069532"
    assert lisieux["employment_zone_code"] == "2814"
    rates = {
        row["quarter"]: row["rate_percent"]
        for row in rows(snapshot, "unemployment")
        if row["employment_zone_code"] == "2814"
    }
    assert rates["2025-T4"] == 6.2
    members = {
        (row["phase"], row["id"])
        for row in rows(snapshot, "perimeter_members")
        if row["member_code"] == "200069532"
    }
    assert members == {("1", "ti-2805"), ("2", "ti-2807")}


def test_perimeters_are_149_183_and_230(snapshot: Snapshot) -> None:
    counts = Counter((row["perimeter"], row["phase"]) for row in rows(snapshot, "perimeters"))
    assert counts == {
        ("territoire_industrie", "1"): 149,
        ("territoire_industrie", "2"): 183,
        ("action_coeur_de_ville", "2025"): 230,
    }


def test_identifiers_change_between_phases_and_two_of_them_swap(snapshot: Snapshot) -> None:
    names = {
        (row["phase"], row["id"]): row["name"]
        for row in rows(snapshot, "perimeters")
        if row["perimeter"] == "territoire_industrie"
    }
    assert names["1", "ti-1104"] == names["2", "ti-1105"] == "Grand-Orly Seine Bièvre"
    assert names["1", "ti-1105"].startswith("Grand Roissy")
    assert names["2", "ti-1104"].startswith("Grand Roissy")


def test_every_member_is_known(snapshot: Snapshot, communes: dict[str, Any]) -> None:
    known = {
        "commune": set(communes),
        "epci": {row["code"] for row in rows(snapshot, "epci")},
        "ept": {row["code"] for row in rows(snapshot, "ept")},
    }
    counts: Counter[str] = Counter()
    for row in rows(snapshot, "perimeter_members"):
        assert row["member_code"] in known[row["member_type"]]
        if row["perimeter"] == "territoire_industrie":
            counts[row["member_type"]] += 1
    assert counts == {"epci": 1_173, "commune": 50, "ept": 6}


@pytest.mark.parametrize(
    ("table", "column"),
    [
        ("former_communes", "code"),
        ("former_names", "commune_code"),
        ("arrondissements", "commune_code"),
        ("perimeter_communes", "commune_code"),
        ("ept_communes", "commune_code"),
        ("establishments_2014", "commune_code"),
        ("jobs_2020", "commune_code"),
        ("fibre_2018t1", "commune_code"),
        ("departements", "chef_lieu"),
    ],
)
def test_every_commune_named_elsewhere_is_a_present_one(
    snapshot: Snapshot, communes: dict[str, Any], table: str, column: str
) -> None:
    assert set(snapshot.table(table).column(column).to_pylist()) <= set(communes)


def test_communes_belong_to_units_that_are_there(
    snapshot: Snapshot, communes: dict[str, dict[str, Any]]
) -> None:
    for column, table in (
        ("departement_code", "departements"),
        ("region_code", "regions"),
        ("epci_code", "epci"),
        ("employment_zone_code", "employment_zones"),
    ):
        known = set(snapshot.table(table).column("code").to_pylist())
        assert {row[column] for row in communes.values()} - {None} <= known


def test_no_former_code_is_also_that_of_a_present_commune(
    snapshot: Snapshot, communes: dict[str, Any]
) -> None:
    former = snapshot.table("former_communes").column("former_code").to_pylist()
    assert len(former) == 4_240
    assert not set(former) & set(communes)


def test_former_codes_have_their_name_and_days(snapshot: Snapshot) -> None:
    names: dict[str, list[dict[str, Any]]] = {}
    for row in rows(snapshot, "former_names"):
        names.setdefault(row["code"], []).append(row)
        assert row["since"] is None or row["since"] <= row["until"]
        assert row["until"] < row["gone_on"]
    former = {row["former_code"]: row["code"] for row in rows(snapshot, "former_communes")}
    without = set(former) - set(names)
    assert without == {"44225", "49382", "50649"}
    assert without <= set(re.findall(r"\d{5}", snapshot.dataset("former_names").known_defects.fr))
    assert all(
        row["commune_code"] == former.get(code, code) for code in names for row in names[code]
    )
    assert Counter(own[-1]["gone_on"].year for own in names.values())[1973] > 500
    assert [(row["name"], str(row["gone_on"]), row["ended_by"]) for row in names["01003"]] == [
        ("Amareins", "1974-01-01", "associated")
    ]
    # No list of 2020: what ceased in 2019 or 2020 has no day, and lies between two lists.
    (row,) = names["45287"]
    assert (row["name"], row["until"].year, row["gone_on"].year) == (
        "Saint-Loup-de-Gonois",
        2019,
        2021,
    )
    assert "75101" not in names


def test_national_sums_are_those_of_the_sources(snapshot: Snapshot) -> None:
    establishments = snapshot.table("establishments_2014")
    assert sum(establishments.column("total").to_pylist()) == 4_528_492
    sizes = [name for name in establishments.column_names if name.startswith("size_")]
    assert sum(sum(establishments.column(name).to_pylist()) for name in sizes) == 4_528_492
    jobs = [value for value in snapshot.table("jobs_2020").column("jobs").to_pylist() if value]
    assert sum(jobs) == pytest.approx(27.0e6, rel=5e-3)
    assert sum(snapshot.table("fibre_2018t1").column("connectable").to_pylist()) == 10_965_667


def test_the_defects_that_the_catalogue_admits_are_those_of_the_tables(
    snapshot: Snapshot, communes: dict[str, dict[str, Any]]
) -> None:
    unlocated = [row for row in communes.values() if row["lon"] is None]
    without_premises = missing(snapshot, "fibre_2018t1", "premises")
    seats = 46 - missing(snapshot, "clusters", "seat_commune_code")
    admitted = {
        "communes": f"{len(unlocated)} communes sans centre",
        "jobs_2020": f"{missing(snapshot, 'jobs_2020', 'jobs')} communes sans valeur",
        "fibre_2018t1": f"Les locaux de {without_premises} communes",
        "stations_passenger": f"{missing(snapshot, 'stations_passenger', 'lon')} gares sans coordonnées",
        "clusters": f"{seats} sièges",
        "departements": "109 lignes : 101 départements et 8 collectivités",
    }
    for name, words in admitted.items():
        assert words in snapshot.dataset(name).known_defects.fr, name


@pytest.mark.parametrize("table", ["establishments_2014", "jobs_2020", "fibre_2018t1"])
def test_communes_without_a_row_are_named_in_the_catalogue(
    snapshot: Snapshot, communes: dict[str, dict[str, Any]], table: str
) -> None:
    covered = set(snapshot.table(table).column("commune_code").to_pylist())
    absent = {code for code, row in communes.items() if row["zone"] != "com"} - covered
    for text in (
        snapshot.dataset(table).known_defects.fr,
        snapshot.dataset(table).known_defects.en,
    ):
        assert absent <= set(re.findall(r"\b\d{5}\b", text))


def test_areas_missing_are_those_that_the_catalogue_names(
    snapshot: Snapshot, communes: dict[str, dict[str, Any]]
) -> None:
    empty = {
        code for code, row in communes.items() if row["area_km2"] is None and row["zone"] != "com"
    }
    named = set(re.findall(r"\b\d{5}\b", snapshot.dataset("communes").known_defects.fr))
    assert empty == named


def test_four_islands_have_no_epci(communes: dict[str, dict[str, Any]]) -> None:
    without = {
        row["name"]
        for row in communes.values()
        if row["epci_code"] is None and row["zone"] != "com"
    }
    assert without == {"Île-de-Bréhat", "Île-de-Sein", "Ouessant", "L'Île-d'Yeu"}


def test_plaine_commune_has_no_centre_rather_than_one_in_the_indian_ocean(
    snapshot: Snapshot,
) -> None:
    without = [row["name"] for row in rows(snapshot, "ept") if row["lon"] is None]
    assert without == ["Plaine Commune"]


def test_three_territories_of_2020_are_gone_and_four_came_later(snapshot: Snapshot) -> None:
    listed = {row["id"] for row in rows(snapshot, "perimeter_lists")}
    final = {
        row["id"]
        for row in rows(snapshot, "perimeters")
        if row["perimeter"] == "territoire_industrie" and row["phase"] == "1"
    }
    defects = snapshot.dataset("perimeter_communes").known_defects.en
    assert listed - final == {"ti-5305", "ti-5307", "ti-5308"}
    assert final - listed == {"ti-3214", "ti-5216", "ti-5217", "ti-5313"}
    for identifier in listed ^ final:
        assert identifier in defects


def test_labelled_sites_have_their_own_names(snapshot: Snapshot) -> None:
    sites = {row["id"]: row for row in rows(snapshot, "labelled_sites")}
    assert len(sites) == 67
    assert Counter(row["wave"] for row in sites.values()) == {1: 7, 2: 19, 3: 11, 4: 30}
    assert "v2-la-marliere" in sites
    assert {"v3-les-portes-du-tarn", "v4-les-portes-du-tarn"} <= set(sites)


def test_odbl_tables_say_so(snapshot: Snapshot) -> None:
    licences = {dataset.id: dataset.licence for dataset in snapshot.catalogue}
    assert {name for name, licence in licences.items() if licence == "ODbL-1.0"} == {
        "stations_passenger",
        "stations_freight",
        "airports",
    }
    assert licences["road_axis_edges"] == licences["road_axis_nodes"] == "CC-BY-4.0"
