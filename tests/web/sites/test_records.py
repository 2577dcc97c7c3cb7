"""Values typed by hand: what changes has its source and day, and nothing else moves."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
import shapely

from rebond.web.sites import services
from rebond.web.sites.deriving import derive
from rebond.web.sites.errors import NothingChanges, RecordMoved, ValuesRefused
from rebond.web.sites.models import Brownfield, Site
from tests.web.sites.given_files import given
from tests.web.world import NOW, World


def test_a_value_typed_by_hand_leaves_the_outline_and_the_sources_of_the_others(
    world: World,
) -> None:
    site, actor = world.sites["public"], world.actor("epci_a")
    outline = shapely.box(0.22, 49.14, 0.23, 49.15).wkb
    said = {
        "source": "Ancienne étude",
        "url": "",
        "stated_on": "2030-01-01",
        "vouched_by": "epci-a",
    }
    site.shape, site.provenance = outline, {"power_mva": said}
    # Coordinates stand in the row, as a file of the standard gives them beside the outline.
    site.values = {**site.values, "site_geompoint": "0.225,49.145", "reseau_gaz": "oui"}
    site.extension = {"power_mva": 12, "power_kv": 63}
    site.save()
    typed = {"site_nom": "Autre nom", "power_mva": "12", "power_kv": "90", "reseau_gaz": "oui"}
    held = services.edit(actor, site, typed, given(), NOW)
    assert bytes(held.shape) == outline
    assert (held.west, held.north) == pytest.approx((0.22, 49.15))
    assert set(held.provenance) == {"power_mva", "site_nom", "power_kv"}
    assert held.provenance["power_mva"] == said
    assert held.provenance["power_kv"]["source"] == "Étude fictive"
    with pytest.raises(NothingChanges):
        services.edit(actor, held, {"power_mva": "12"}, given(), NOW)
    # A confirmation alone is worth a version: the value's age starts anew.
    again = services.edit(
        actor, held, {"power_mva": "12", "power_kv": "90"}, given(), NOW, confirmed=["power_mva"]
    )
    assert again.provenance["power_mva"]["stated_on"] == "2031-05-20"
    assert again.provenance["power_kv"] == held.provenance["power_kv"]
    assert again.number == held.number + 1


def test_a_lot_changed_in_one_value_keeps_the_day_of_the_others(world: World) -> None:
    site, actor = world.sites["public"], world.actor("epci_a")
    lot = site.lots.get()
    cells = {"terr_surf_brute": "24", "terr_stade_comm": "en vente", "terr_etat_occup": "occupé"}
    held = services.edit_lot(actor, site, lot.identifier, cells, given(), NOW, seen=1)
    assert (held.delivery, held.stated_on) == (lot.delivery, lot.stated_on)
    assert set(held.provenance) == {"terr_etat_occup"}
    with pytest.raises(NothingChanges):
        services.edit_lot(actor, site, lot.identifier, cells, given(), NOW, seen=2)
    with pytest.raises(RecordMoved) as fault:
        services.edit_lot(actor, site, lot.identifier, cells, given(), NOW, seen=1)
    assert world.organisations["epci-a"].name in fault.value.message("fr")
    with pytest.raises(ValuesRefused):
        services.edit_lot(actor, site, "nouveau", cells, given(), NOW)


def test_a_brownfield_that_moves_leaves_nothing_on_the_site_behind(world: World) -> None:
    actor, first, second = world.actor("epci_a"), world.sites["public"], world.sites["private"]
    one = Brownfield.objects.create(
        identifier="14366_FRICHE", delivery=first.delivery, site=first, changed_at=NOW
    )
    derive(first, NOW)
    assert Site.objects.get(pk=first.pk).is_brownfield
    services.link_brownfield(actor, second, one.identifier, NOW)
    assert Site.objects.get(pk=second.pk).is_brownfield
    assert not Site.objects.get(pk=first.pk).is_brownfield
    # What stands on another manager's site is not taken from it.
    Brownfield.objects.update(site=world.sites["other"])
    with pytest.raises(ValuesRefused):
        services.link_brownfield(actor, second, one.identifier, NOW + timedelta(hours=1))
    assert Brownfield.objects.get().site == world.sites["other"]


def test_a_word_of_the_addresses_names_no_site(world: World) -> None:
    cells = {"site_id": "export", "site_nom": "Parc", "site_comm_insee": "14366"}
    with pytest.raises(ValuesRefused) as fault:
        services.create(
            world.actor("epci_a"), cells, services.Given("Étude", date(2031, 5, 1)), NOW
        )
    assert "site_id" in dict(fault.value.problems)
