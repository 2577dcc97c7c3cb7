"""Loading the real labelled sites: what is established, and nothing more."""

from __future__ import annotations

from datetime import date

import pytest

from rebond.web.journal.models import Entry
from rebond.web.labels.models import Label, LabelEvent
from rebond.web.sites import labelled, queries
from rebond.web.sites.models import Delivery, Site, Superseded
from rebond.web.theme.datasets import snapshot
from tests.web.world import NOW, make_world

pytestmark = pytest.mark.django_db


def test_the_labelled_sites_are_loaded_once_with_what_pages_say_and_no_more():
    loaded = labelled.load(NOW)
    assert (loaded.sites, loaded.labels) == (66, 67)
    assert (loaded.new_sites, loaded.new_labels) == (66, 67)

    tarn = Site.objects.get(identifier="les-portes-du-tarn")
    assert sorted(tarn.labels.values_list("wave", flat=True)) == ["3", "4"]
    assert float(tarn.gross_ha) == 198
    assert (tarn.sellable_ha, tarn.free_ha, tarn.largest_lot_ha) == (None, None, None)
    places = set(tarn.places.values_list("kind", "code"))
    assert {("commune", "81271"), ("commune", "31094"), ("departement", "31")} <= places
    assert tarn.is_located_by_commune
    assert tarn.public_pages["plan"]["id"] == "portes-du-tarn"

    carnet = Site.objects.get(identifier="v1-le-carnet")
    assert carnet.gross_ha is None
    assert (carnet.public_pages["area_ha"], carnet.public_pages["area_kind"]) == (
        110,
        "unspecified",
    )
    assert "site_surf_brute" not in carnet.values
    assert carnet.public_pages["plan"]["id"] == "le-carnet"

    nowhere = Site.objects.get(identifier="v1-pole-d-activite-haute-picardie")
    assert (nowhere.longitude, nowhere.commune_code, nowhere.region_code) == (None, "", "32")
    unnamed = Site.objects.get(identifier="v3-cahors")
    assert (unnamed.name, unnamed.commune_code) == ("", "46042")

    assert not Site.objects.exclude(visibility="public").exists()
    assert not Site.objects.filter(is_fictitious=True).exists()
    assert Delivery.objects.get().organisation is None
    granted = LabelEvent.objects.filter(kind="granted", number=1)
    assert granted.count() == 67
    assert not granted.filter(source_url="").exists()
    assert set(Label.objects.filter(wave="2").values_list("programme_id", flat=True)) == {
        "pack_rebond_2020"
    }

    again = labelled.load(NOW)
    assert (again.new_sites, again.new_labels, again.changed_sites) == (0, 0, 0)
    assert not Superseded.objects.exists()


def test_what_public_pages_say_is_public_without_consent_and_a_manager_is_never_written_over():
    labelled.load(NOW)
    site = Site.objects.get(identifier="les-portes-du-tarn")
    assert queries.public_values(site)["site_surf_brute"] == 198
    assert float(queries.public_derived(site)["gross_ha"]) == 198

    site.values = {**site.values, "site_surf_utile": 111, "site_surf_brute": 199}
    said = {"source": "", "url": "", "stated_on": "2031-01-01", "vouched_by": "epci-a"}
    site.provenance = {"site_surf_utile": said, "site_surf_brute": said}
    site.save()
    labelled.load(NOW)
    site.refresh_from_db()
    assert site.values["site_surf_brute"] == 199
    # What the manager said since needs consent.
    public = queries.public_values(site)
    assert "site_surf_brute" not in public
    assert "site_surf_utile" not in public
    assert public["site_nom"] == "Les Portes du Tarn"


def test_another_site_of_the_same_identifier_is_not_adopted_and_references_do_not_collide():
    world = make_world(NOW)
    mine = world.sites["private"]
    for name in ("v1-le-carnet", "v1-axioparc"):
        mine.pk = None
        mine.identifier = name
        mine.save(force_insert=True)
    loaded = labelled.load(NOW)
    assert loaded.sites == 66
    for name in ("v1-le-carnet", "v1-axioparc"):
        kept, named = (
            Site.objects.get(identifier=name),
            Site.objects.get(identifier=f"{name}-pages"),
        )
        assert (kept.public_pages, kept.visibility, kept.labels.count()) == ({}, "private", 0)
        assert (named.visibility, named.labels.count()) == ("public", 1)
    assert labelled.load(NOW).new_sites == 0

    rows = snapshot().table("labelled_sites").to_pylist()
    one = next(row for row in rows if row["id"] == "v1-le-carnet")
    long = "v1-un-nom-qui-est-trop-long-pour-"
    twins = [{**one, "id": long + end} for end in ("un", "deux")]
    assert labelled.load_rows(twins, NOW).new_labels == 2
    references = Label.objects.filter(site__identifier__startswith=long).values_list("reference")
    assert len(set(references)) == 2
    assert all(len(name) <= 24 for (name,) in references)


def changed(row_id: str, **cells: object) -> list[dict[str, object]]:
    rows = snapshot().table("labelled_sites").to_pylist()
    assert row_id in {row["id"] for row in rows}
    return [{**row, **(cells if row["id"] == row_id else {})} for row in rows]


def test_a_changed_page_moves_what_no_manager_said_and_the_past_is_kept():
    labelled.load(NOW)
    identifier = "v4-zae-quai-du-rivage"
    site = Site.objects.get(identifier=identifier)
    before, name = dict(site.values), site.name
    done = labelled.load_rows(
        changed(identifier, name="Quai nouveau", area_ha=31.5, area_kind="gross"), NOW
    )
    assert (done.new_sites, done.new_labels, done.changed_sites) == (0, 0, 1)
    site.refresh_from_db()
    assert (site.name, site.values["site_surf_brute"], site.number) == ("Quai nouveau", 31.5, 2)
    assert float(site.gross_ha) == 31.5
    past = Superseded.objects.get()
    assert (past.identifier, past.number, past.values, past.public_pages["name"]) == (
        identifier,
        1,
        before,
        name,
    )
    assert Entry.objects.filter(act="sites.labelled_loaded").count() == 2

    # A manager confirms the name and takes the area away: pages write over neither.
    said = {"source": "", "url": "", "stated_on": "2031-01-01", "vouched_by": "epci-a"}
    del site.values["site_surf_brute"]
    site.provenance = {"site_nom": said}
    site.save()
    more = changed(identifier, name="Autre nom", area_ha=40.0, area_kind="gross")
    assert labelled.load_rows(more, NOW).changed_sites == 1
    site.refresh_from_db()
    assert (site.values["site_nom"], site.public_pages["name"]) == ("Quai nouveau", "Autre nom")
    assert "site_surf_brute" not in site.values
    assert site.public_pages["area_ha"] == 40
    assert labelled.load_rows(more, NOW).changed_sites == 0


def test_a_site_that_a_second_wave_names_keeps_its_identifier():
    labelled.load(NOW)
    rows = snapshot().table("labelled_sites").to_pylist()
    one = next(row for row in rows if row["id"] == "v1-le-carnet")
    again = {**one, "id": "v4-le-carnet", "wave": 4, "announced_on": date(2024, 4, 16)}
    done = labelled.load_rows([*rows, again], NOW)
    assert (done.new_sites, done.new_labels) == (0, 1)
    site = Site.objects.get(identifier="v1-le-carnet")
    assert sorted(site.labels.values_list("wave", flat=True)) == ["1", "4"]
    assert not Site.objects.filter(identifier="le-carnet").exists()
