"""What the datasets hold: the consented part, real things only, small counts kept back."""

from __future__ import annotations

import json
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from rebond.web.calls.models import Call
from rebond.web.journal import triggers
from rebond.web.labels.models import LabelEvent
from rebond.web.ledger.models import Fund, Posting, Reservation, Transaction
from rebond.web.publishing import rows_registry
from rebond.web.publishing.cells import checked
from rebond.web.publishing.dataset import FORMS, Row
from rebond.web.publishing.datasets import datasets
from rebond.web.publishing.errors import RowFailed
from rebond.web.publishing.rows_money import MONEY
from rebond.web.publishing.secrecy import kept_back
from rebond.web.sites.changes import bump
from rebond.web.sites.models import Consent, Lot, Site
from rebond.web.training.models import Laureate, PathStep
from tests.web.world import NOW, World

SMALL = ("sites", "lots", "labels", "label-events", "measures", "calls", "decisions", "evaluation")
SMALL += ("money", "training-laureates", "departements", "regions", "perimeters")


def test_every_row_is_what_its_columns_declare_and_every_key_is_one(world: World) -> None:
    for name in SMALL:
        dataset = datasets()[name]
        keys = [row.id for row, _cells, _shape in checked(dataset, dataset.rows(NOW))]
        assert len(keys) == len(set(keys)), name
        assert {dataset.key, *dataset.filters} <= {one.name for one in dataset.columns}, name


def test_only_what_is_public_and_real_leaves(world: World) -> None:
    sites = {one.id: one for one in rows_registry.site_rows(NOW)}
    public = world.sites["public"]
    assert set(sites) == {public.identifier, world.sites["other"].identifier}
    assert sites[public.identifier].values["power_mva"] == 12
    Consent.objects.filter(site=public).update(groups=["identity"])
    told = next(one for one in rows_registry.site_rows(NOW) if one.id == public.identifier)
    assert "power_mva" not in told.values
    assert told.values["gross_ha"] is None
    assert {one.id for one in rows_registry.lot_rows(NOW)} == {"62498_TERRAIN-ECO_other"}
    Consent.objects.filter(site=public).delete()
    assert public.identifier not in {one.id for one in rows_registry.site_rows(NOW)}
    assert list(rows_registry.label_rows(NOW)) == []
    Site.objects.update(is_fictitious=True)
    assert list(rows_registry.site_rows(NOW)) == []


def test_a_site_of_two_departements_carries_both_and_is_found_by_each(world: World) -> None:
    site = world.sites["public"]
    first, second = "https://a.example/1", "https://b.example/2"
    Consent.objects.filter(site=site).delete()
    pages = {"communes": ["81271", "31094"], "name": "Deux rives", "source_url": [first, second]}
    Site.objects.filter(pk=site.pk).update(public_pages=pages)
    told = next(one for one in rows_registry.site_rows(NOW) if one.id == site.identifier).values
    assert (told["departement_code"], told["departement_codes"]) == ("81", "81|31")
    assert told["commune_codes"] == "81271|31094"
    assert told["source_url"] == f"{first}|{second}"
    found = Client().get("/api/v1/sites?departement_codes=31").json()
    assert site.identifier in json.dumps(found)
    assert site.identifier not in json.dumps(
        Client().get("/api/v1/sites?departement_codes=3").json()
    )


@pytest.mark.parametrize("form", FORMS)
def test_no_file_tells_of_a_private_site_or_of_a_group_without_consent(
    world: World, form: str
) -> None:
    Consent.objects.update(groups=["identity"])
    for name in ("sites", "labels"):
        answer = Client().get(f"/donnees/{name}.{form}")
        assert answer.status_code == 200
        content = b"".join(answer.streaming_content)
        assert b"SITE-ECO_private" not in content
        if form in {"csv", "jsonl", "geojson"}:
            assert b"SITE-ECO_public" in content
            assert b"60.0" not in content


def test_calls_of_demonstrations_stay_and_real_ones_leave(world: World) -> None:
    assert list(datasets()["calls"].rows(NOW)) == []
    Call.objects.update(is_fictitious=False)
    found = {one.id: one.values["stage"] for one in datasets()["calls"].rows(NOW)}
    assert found["essai-open"] == "open"
    assert "essai-draft" not in found


def test_few_reservations_of_a_territory_are_secret_and_not_found_by_subtraction(
    world: World,
) -> None:
    fund = Fund.objects.create(
        reference="essai-2031",
        manager=world.organisations["equipe-nationale"],
        programme_id="p",
        measure_id="m",
        award_id="a",
        year=2031,
        created_at=NOW,
    )
    for code, count in (("14", 2), ("62", 7), ("75", 20)):
        for number in range(count):
            one = Reservation.objects.create(
                fund=fund,
                subject_type="essai",
                subject_reference=f"{code}-{number}",
                amount=100_000,
                state=Reservation.State.RESERVED,
                territory_kind="departement",
                territory_code=code,
                asked_at=NOW,
            )
            moved = Transaction.objects.create(
                number=int(code) * 100 + number,
                kind=Transaction.Kind.RESERVED,
                key=f"{code}-{number}",
                fund=fund,
                reservation=one,
                at=NOW,
            )
            Posting.objects.create(
                transaction=moved,
                fund=fund,
                funder=fund.manager,
                account=Posting.Account.RESERVED,
                amount=100_000,
                territory_kind="departement",
                territory_code=code,
            )
    rows = {one.values["territory"]: one.values for one in MONEY.rows(NOW)}
    assert rows[None]["reservations"] == 29
    assert rows["departement:75"]["reserved"] == 2_000_000
    for code in ("14", "62"):
        hidden = rows[f"departement:{code}"]
        assert hidden["is_secret"] is True
        assert {hidden[name] for name in ("reservations", "reserved", "paid")} == {None}


@given(st.dictionaries(st.integers(0, 99), st.integers(0, 30), max_size=12), st.integers(1, 12))
@hypothesis_settings(max_examples=200, deadline=None, derandomize=True)
def test_what_is_kept_back_is_never_one_cell_nor_a_small_sum(
    counts: dict[int, int], least: int
) -> None:
    hidden = kept_back(counts, least)
    assert {key for key, count in counts.items() if 0 < count < least} <= hidden
    if hidden and hidden != set(counts):
        assert len(hidden) > 1
        assert sum(counts[key] for key in hidden) >= least


def test_the_catalogue_names_each_dataset_licence_and_file(world: World) -> None:
    answer = Client().get("/donnees/catalogue.jsonld")
    assert answer["Content-Type"] == "application/ld+json"
    graph: dict[str, Any] = {one["@id"]: one for one in json.loads(answer.content)["@graph"]}
    catalogue = next(one for one in graph.values() if one["@type"] == "dcat:Catalog")
    described = [graph[one["@id"]] for one in catalogue["dcat:dataset"]]
    assert {one["dcterms:identifier"] for one in described} == set(datasets())
    for one in described:
        licence = graph[one["dcterms:license"]["@id"]]
        assert licence["@id"].startswith("http://publications.europa.eu/resource/authority/licence")
        assert licence["foaf:page"]["@id"] == datasets()[one["dcterms:identifier"]].licence.url
        for file in one["dcat:distribution"]:
            path = graph[file["@id"]]["dcat:downloadURL"]["@id"].partition("//")[2]
            assert path.endswith(tuple(FORMS))
    facts = next(one for one in described if one["dcterms:identifier"] == "facts")
    assert facts["dcterms:license"]["@id"].endswith("/ODC_BL")


def test_the_catalogue_names_who_publishes_and_services_that_answer(
    world: World, settings: Any
) -> None:
    def graph() -> dict[str, Any]:
        said = json.loads(Client().get("/donnees/catalogue.jsonld").content)["@graph"]
        return {one["@id"]: one for one in said}

    settings.OPERATOR = settings.CONTACT = ""
    publisher = next(one for one in graph().values() if one["@type"] == "foaf:Agent")
    assert "non déclaré" in publisher["foaf:name"][0]["@value"]
    settings.OPERATOR, settings.CONTACT = "Agence fictive", "donnees@agence.example"
    told = graph()
    publisher = next(one for one in told.values() if one["@type"] == "foaf:Agent")
    assert publisher["foaf:name"] == "Agence fictive"
    described = [one for one in told.values() if one["@type"] == "dcat:Dataset"]
    for one in described:
        [contact] = one["dcat:contactPoint"]
        assert told[contact["@id"]]["vcard:hasEmail"]["@id"] == "mailto:donnees@agence.example"
    services = [one for one in told.values() if one["@type"] == "dcat:DataService"]
    for one in services:
        path = one["dcat:endpointURL"]["@id"].removeprefix(settings.BASE_URL)
        assert Client().get(path).status_code == 200, path
        assert {each["@id"] for each in one["dcat:servesDataset"]} <= told.keys()
    assert {one["@id"] for one in services[0]["dcat:servesDataset"]} == {
        one["@id"] for one in described
    }
    assert not any("jsonl" in one.get("dcat:mediaType", {}).get("@id", "") for one in told.values())


def test_a_schema_stands_beside_its_data(world: World, own_files: Path) -> None:
    said = Client().get("/donnees/labels.schema.json").json()
    head = b"".join(Client().get("/donnees/labels.csv").streaming_content).decode().splitlines()[0]
    assert [one["name"] for one in said["fields"]] == head.split(",")
    assert Client().get("/donnees/absent.csv").status_code == 404
    assert Client().get("/donnees/calls.gpkg").status_code == 404
    assert Client().get("/donnees/calls.exe").status_code == 404


def test_dates_of_change_count_nothing_of_a_demonstration(world: World) -> None:
    names = ("training-laureates", "labels", "label-events", "sites", "lots")
    triggers.remove(connection)
    later, latest = NOW - timedelta(minutes=2), NOW - timedelta(minutes=1)
    PathStep.objects.update(recorded_at=later)
    Laureate.objects.update(is_fictitious=True)
    Site.objects.update(is_fictitious=True)
    for name in names:
        assert datasets()[name].changed(NOW) is None, name
    tried = world.labels["public"].site
    Site.objects.exclude(pk=tried.pk).update(is_fictitious=False)
    real = {name: datasets()[name].changed(NOW) for name in names}
    Site.objects.filter(pk=tried.pk).update(changed_at=latest)
    Lot.objects.filter(site=tried).update(changed_at=latest)
    bump(latest)
    Consent.objects.filter(site=tried).update(given_at=latest)
    LabelEvent.objects.filter(label__site=tried).update(recorded_at=latest)
    assert {name: datasets()[name].changed(NOW) for name in names} == real
    Site.objects.update(is_fictitious=False)
    assert [datasets()[name].changed(NOW) for name in names[1:]] == [latest] * 4


def test_the_list_of_datasets_asks_once_for_a_date_that_several_share(
    world: World, django_assert_max_num_queries: Any
) -> None:
    client = Client()
    client.get("/donnees/")
    with django_assert_max_num_queries(18):
        client.get("/donnees/")


def test_a_shape_that_cannot_be_read_fails_the_file_and_names_its_row() -> None:
    rows = [Row(f"R{number:03d}", {"code": f"R{number:03d}", "name": "a"}) for number in range(600)]
    rows[401] = Row("R401", {"code": "R401", "name": "a"}, b"no geometry")
    with pytest.raises(RowFailed) as refused:
        list(checked(datasets()["regions"], iter(rows)))
    assert "R401" in str(refused.value)
    assert "402" in str(refused.value)
