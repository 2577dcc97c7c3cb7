"""Files delivered: what each row becomes, and that nothing is half-imported."""

from __future__ import annotations

import csv
from datetime import timedelta
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied

from rebond.errors import RebondError
from rebond.web.accounts.models import Organisation
from rebond.web.dossiers import files
from rebond.web.journal.models import Entry
from rebond.web.sites import changes, labelled, services
from rebond.web.sites.errors import DeliveryStands, MovedSinceCheck
from rebond.web.sites.models import Brownfield, Delivery, Establishment, Lot, Site, Superseded
from tests.web.sites.given_files import (
    LENS,
    applied,
    as_csv,
    deliver,
    lot_row,
    site_row,
)
from tests.web.world import NOW, World, be_real

LATER = NOW + timedelta(hours=1)


def report_of(delivery: Delivery) -> list[dict[str, str]]:
    with files.path_of(delivery.report_digest).open(encoding="utf-8") as stream:
        return list(csv.DictReader(stream))


def refused(delivery: Delivery) -> set[tuple[str, str, str]]:
    """Return row, field and code of what is refused."""
    lines = [line for line in report_of(delivery) if line["result"] == "refused"]
    return {(line["row"], line["field"], line["code"]) for line in lines}


def test_sites_and_lots_come_in_row_by_row_and_again_changed_or_not(world: World) -> None:
    before = changes.number()
    first = applied(world, "epci_a", "site-eco", [site_row(n) for n in (1, 2, 3)])
    assert first.state == Delivery.State.APPLIED
    assert first.summary["applied"] == {"created": 3, "changed": 0, "unchanged": 0}
    assert changes.number() > before
    site = Site.objects.get(identifier="14366_SITE-ECO_00001")
    assert (site.manager.slug, site.visibility) == ("epci-a", "private")
    assert (site.name, site.commune_code, site.region_code) == ("Parc fictif 1", "14366", "28")
    assert (float(site.gross_ha), float(site.sellable_ha)) == (20, 15)
    assert site.largest_lot_ha is None
    assert site.longitude == pytest.approx(0.229, abs=0.002)
    assert not site.is_located_by_commune
    assert ("epci", "200069532") in set(site.places.values_list("kind", "code"))
    assert site.stated_on.isoformat() == "2031-05-10"

    lots = [
        lot_row(1, site.identifier),
        lot_row(2, site.identifier, terr_surf_brute="12"),
        lot_row(3, site.identifier, terr_surf_brute="30", terr_etat_occup="occupé"),
    ]
    applied(world, "epci_a", "terrain-eco", lots)
    site.refresh_from_db()
    assert (float(site.largest_lot_ha), float(site.free_ha)) == (12, 20.5)

    again = applied(
        world, "epci_a", "site-eco", [site_row(1, site_nom="Autre nom"), site_row(2), site_row(4)]
    )
    assert again.summary["applied"] == {"created": 1, "changed": 1, "unchanged": 1}
    site.refresh_from_db()
    assert (site.name, site.number, float(site.largest_lot_ha)) == ("Autre nom", 2, 12)
    past = Superseded.objects.get()
    assert (past.identifier, past.number, past.values["site_nom"]) == (
        site.identifier,
        1,
        "Parc fictif 1",
    )
    acts = Entry.objects.filter(object_reference=again.reference).values_list("act", flat=True)
    assert sorted(acts) == ["sites.applied", "sites.delivered"]


def test_links_owners_and_territories_are_checked_and_the_rest_is_accepted(world: World) -> None:
    delivery = deliver(
        world,
        "epci_a",
        as_csv(
            "site-eco",
            [
                site_row(1),
                site_row(2, LENS),
                site_row(3, pole_id="14366_POLE-ECO_00009"),
                site_row(4, pole_id=""),
                {**site_row(5, LENS), "site_id": world.sites["other"].identifier},
            ],
        ),
    )
    assert delivery.state == Delivery.State.CHECKED
    found = refused(delivery)
    assert ("3", "site_comm_insee", "other_territory") in found
    assert ("4", "pole_id", "unknown_pole") in found
    assert ("6", "site_id", "other_manager") in found
    assert not {row for row, _field, _code in found} & {"2", "5"}
    services.apply(world.actor("epci_a"), delivery, NOW)
    assert Site.objects.filter(identifier__contains="_SITE-ECO_0000").count() == 2

    lots = deliver(
        world,
        "epci_a",
        as_csv(
            "terrain-eco",
            [
                lot_row(1, "14366_SITE-ECO_00001"),
                lot_row(2, "14366_SITE-ECO_99999"),
                lot_row(3, world.sites["other"].identifier),
            ],
        ),
    )
    assert {(row, code) for row, _field, code in refused(lots)} == {
        ("3", "unknown_site"),
        ("4", "other_manager"),
    }
    national = deliver(world, "national", as_csv("site-eco", [site_row(6, LENS)]))
    assert not refused(national)


def test_a_site_of_public_pages_is_taken_up_only_by_who_stands_there(world: World) -> None:
    labelled.load(NOW)
    row = {**site_row(1), "site_id": "v4-zae-quai-du-rivage"}
    of_nobody = refused(deliver(world, "epci_a", as_csv("site-eco", [row])))
    assert ("2", "site_id", "real_site") in of_nobody
    be_real()
    assert ("2", "site_id", "other_territory") in refused(
        deliver(world, "epci_a", as_csv("site-eco", [row]))
    )
    assert Site.objects.get(identifier="v4-zae-quai-du-rivage").manager is None


def test_what_changed_since_the_check_stops_everything(world: World) -> None:
    applied(world, "epci_a", "site-eco", [site_row(1), site_row(2)])
    rows = [lot_row(1, "14366_SITE-ECO_00001"), lot_row(2, "14366_SITE-ECO_00002")]
    delivery = deliver(world, "epci_a", as_csv("terrain-eco", rows))
    Site.objects.filter(identifier="14366_SITE-ECO_00002").update(
        manager=world.organisations["commune-c"]
    )
    entries = Entry.objects.count()
    with pytest.raises(MovedSinceCheck) as fault:
        services.apply(world.actor("epci_a"), delivery, LATER)
    assert "3" in (fault.value.where or "")
    assert not Lot.objects.filter(identifier__contains="_TERRAIN-ECO_0000").exists()
    assert Entry.objects.count() == entries
    delivery.refresh_from_db()
    assert delivery.state == Delivery.State.CHECKED


def test_a_delivery_is_applied_once_and_by_its_own_organisation(world: World) -> None:
    delivery = deliver(world, "epci_a", as_csv("site-eco", [site_row(1)]))
    for persona in ("epci_b", "epci_a_reader", "national", "sous_prefet"):
        with pytest.raises(PermissionDenied):
            services.apply(world.actor(persona), delivery, NOW)
        with pytest.raises(PermissionDenied):
            services.abandon(world.actor(persona), delivery, NOW)
    for persona in ("epci_a_reader", "investor", "firm", "parliament"):
        with pytest.raises(PermissionDenied):
            deliver(world, persona, b"x", "sites.csv")
    services.apply(world.actor("epci_a_second"), delivery, NOW)
    with pytest.raises(DeliveryStands):
        services.apply(world.actor("epci_a"), delivery, NOW)
    with pytest.raises(DeliveryStands):
        services.abandon(world.actor("epci_a"), delivery, NOW)


def test_an_extension_keeps_its_sources_and_establishments_keep_links_that_nobody_knows(
    world: World,
) -> None:
    applied(world, "epci_a", "site-eco", [site_row(1)])
    name = "14366_SITE-ECO_00001"
    applied(
        world,
        "epci_a",
        "rebond-extension",
        [
            {
                "site_id": name,
                "power_mva": "12.5",
                "power_mva_source": "Enedis",
                "rail_siding": "oui",
            }
        ],
    )
    site = Site.objects.get(identifier=name)
    assert site.extension == {"power_mva": 12.5, "rail_siding": "oui"}
    assert site.provenance["power_mva"]["source"] == "Enedis"
    assert site.provenance["rail_siding"]["vouched_by"] == "epci-a"
    assert site.values["site_nom"] == "Parc fictif 1"
    applied(world, "epci_a", "site-eco", [site_row(1, site_nom="Renommé")])
    site.refresh_from_db()
    assert site.extension["power_mva"] == 12.5
    assert site.provenance["power_mva"]["source"] == "Enedis"
    assert Superseded.objects.filter(identifier=name).count() == 2


BAD: dict[str, Any] = {
    "unknown commune": ({"site_comm_insee": "99999"}, "site_comm_insee"),
    "not a number": ({"site_surf_brute": "beaucoup"}, "site_surf_brute"),
    "no name": ({"site_nom": ""}, "site_nom"),
    "a day that is none": ({"site_actu_date": "2031-02-31"}, "site_actu_date"),
    "a shape that is none": ({"site_geomsurf": "POLYGON((0 0"}, "site_geomsurf"),
}


def test_bad_rows_are_refused_with_row_and_field_and_the_others_come_in(world: World) -> None:
    rows = [site_row(1)] + [
        site_row(place, **cells) for place, (cells, _field) in enumerate(BAD.values(), start=2)
    ]
    rows.append(site_row(1, site_nom="Doublon"))
    delivery = deliver(world, "epci_a", as_csv("site-eco", rows))
    found = refused(delivery)
    by_row = {(row, field) for row, field, _code in found}
    for place, (_cells, field) in enumerate(BAD.values(), start=3):
        assert (str(place), field) in by_row, field
    assert str(len(rows) + 1) in {row for row, _field in by_row}
    counts = delivery.summary["counts"]
    assert (counts["accepted"], counts["refused"]) == (1, len(BAD) + 1)
    services.apply(world.actor("epci_a"), delivery, NOW)
    assert Site.objects.filter(manager=world.organisations["epci-a"]).count() == 3


def test_repairs_are_said_and_formulas_stay_text(world: World) -> None:
    row = site_row(1, site_surf_brute="20,5", site_description="=HYPERLINK(1)")
    content = as_csv("site-eco", [row], separator=";").decode().encode("cp1252")
    delivery = deliver(world, "epci_a", content)
    assert delivery.state == Delivery.State.CHECKED, report_of(delivery)
    assert delivery.summary["separator"] == ";"
    services.apply(world.actor("epci_a"), delivery, NOW)
    site = Site.objects.get(identifier="14366_SITE-ECO_00001")
    assert float(site.gross_ha) == 20.5
    assert site.values["site_type"] == "zone d'activité économique"
    with files.path_of(delivery.report_digest).open(encoding="utf-8") as stream:
        cells = [cell for line in csv.reader(stream) for cell in line]
    assert not [cell for cell in cells if cell.startswith(("=", "+", "@"))]


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("vide.csv", b"\n"),
        ("autre.csv", b"a,b\n1,2\n"),
        ("faux.gpkg", b"SQLite format 3\x00 not really"),
        ("faux.geojson", b'{"type": "FeatureCollection", "features": ['),
        ("bombe.gpkg", b"PK\x03\x04" + b"\x00" * 400),
    ],
)
def test_a_file_that_cannot_be_read_is_refused_whole(
    world: World, name: str, content: bytes
) -> None:
    number, sites = changes.number(), Site.objects.count()
    delivery = deliver(world, "epci_a", content, name)
    assert delivery.state == Delivery.State.REFUSED
    assert delivery.summary["fault"]["fr"]
    assert delivery.summary["fault"]["en"]
    assert (changes.number(), Site.objects.count()) == (number, sites)
    with pytest.raises(DeliveryStands):
        services.apply(world.actor("epci_a"), delivery, NOW)


def test_limits_of_bytes_rows_and_names(world: World, settings: Any) -> None:
    with pytest.raises(RebondError):
        deliver(world, "epci_a", b"x", "sites.exe")
    with pytest.raises(RebondError):
        deliver(world, "epci_a", b"", "sites.csv")
    settings.REGISTRY_ROWS = 1
    many = deliver(world, "epci_a", as_csv("site-eco", [site_row(1), site_row(2)]))
    assert many.state == Delivery.State.REFUSED
    settings.REGISTRY_FILE_MEGABYTES = 0
    with pytest.raises(RebondError):
        deliver(world, "epci_a", as_csv("site-eco", [site_row(1)]))
    assert Establishment.objects.count() == Brownfield.objects.count() == 0
    assert Organisation.objects.get(slug="epci-a").deliveries.filter(origin="file").count() == 1
