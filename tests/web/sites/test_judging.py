"""Whose record a row is: other managers' sites by any table, sites of nobody, and what is told of them."""

from __future__ import annotations

import csv
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied

from rebond.web.accounts.kinds import Kind
from rebond.web.accounts.models import Organisation, Scope
from rebond.web.dossiers import files
from rebond.web.journal.models import Entry
from rebond.web.notices.models import Notice
from rebond.web.sites import services
from rebond.web.sites.errors import NoSuchManager, SiteManaged
from rebond.web.sites.models import Delivery, Site
from tests.web.sites.given_files import applied, as_csv, deliver, lot_row, site_row
from tests.web.world import NOW, World


def codes(delivery: Delivery) -> dict[str, tuple[str, str]]:
    """Return code and words of each refused row."""
    with files.path_of(delivery.report_digest).open(encoding="utf-8") as stream:
        lines = [one for one in csv.DictReader(stream) if one["result"] == "refused"]
    return {one["identifier"]: (one["code"], one["texte"]) for one in lines}


def friche(identifier: str, commune: str = "14366") -> dict[str, Any]:
    return {
        "site_id": identifier,
        "site_nom": "Friche fictive",
        "site_type": "friche industrielle",
        "site_identif_date": "2030-01-10",
        "site_actu_date": "2031-05-10",
        "comm_nom": "Lisieux",
        "comm_insee": commune,
        "source_nom": "Inventaire",
        "urba_zaer": "inconnu",
        "geompoint": "0.2264, 49.1466",
    }


def test_a_site_of_another_is_written_by_no_table_and_a_private_one_is_not_named(
    world: World,
) -> None:
    # A neighbour of the same territory, and a site of its own that epci-a manages in private.
    Scope.objects.create(organisation=world.organisations["epci-b"], kind="epci", code="200069532")
    private, public = world.sites["private"].identifier, world.sites["public"].identifier
    found = codes(deliver(world, "epci_b", as_csv("friches", [friche(private), friche(public)])))
    assert {code for code, _words in found.values()} == {"other_manager"}
    assert set(found) == {private, public}
    lots = [lot_row(1, private), lot_row(2, public)]
    of_lots = codes(deliver(world, "epci_b", as_csv("terrain-eco", lots)))
    manager = world.organisations["epci-a"].name
    told = {one["terr_id"]: of_lots[one["terr_id"]][1] for one in lots}
    # An authority of the same territory sees the private site: it may know who manages it.
    assert all(manager in words for words in told.values())
    Scope.objects.filter(organisation=world.organisations["epci-b"], code="200069532").delete()
    of_lots = codes(deliver(world, "epci_b", as_csv("terrain-eco", lots), "encore.csv"))
    assert of_lots[lots[0]["terr_id"]][0] == "another_manager"
    assert manager not in of_lots[lots[0]["terr_id"]][1]
    assert manager in of_lots[lots[1]["terr_id"]][1]
    assert not Site.objects.get(identifier=private).is_brownfield


def test_a_site_of_nobody_is_taken_by_an_authority_or_whom_the_national_team_names(
    world: World,
) -> None:
    applied(world, "epci_a", "site-eco", [site_row(1), site_row(2)])
    first, second = Site.objects.filter(identifier__contains="_SITE-ECO_0000").order_by("pk")
    Site.objects.filter(pk__in=[first.pk, second.pk]).update(manager=None)
    firm = Organisation.objects.filter(slug="epci-a")
    firm.update(kind=Kind.SEM)
    changed = as_csv("site-eco", [site_row(1, site_nom="Pris"), site_row(2, site_nom="Pris")])
    found = codes(deliver(world, "epci_a", changed))
    assert {code for code, _words in found.values()} == {"not_confirmed"}
    assert len(found) == 2

    sem = world.organisations["epci-a"]
    with pytest.raises(PermissionDenied):
        services.entrust(world.actor("epci_b"), first, sem.slug, NOW)
    with pytest.raises(NoSuchManager):
        services.entrust(world.actor("national"), first, "personne", NOW)
    services.entrust(world.actor("national"), first, sem.slug, NOW)
    with pytest.raises(SiteManaged):
        services.entrust(world.actor("national"), first, sem.slug, NOW)
    assert Notice.objects.filter(kind="sites.taken", user=world.users["epci_a"]).count() == 1
    found = codes(deliver(world, "epci_a", changed, "encore.csv"))
    assert list(found) == [second.identifier]

    # A commune is an authority: it takes the other, and the community and the team are told.
    firm.update(kind=Kind.EPCI)
    Notice.objects.all().delete()
    delivery = deliver(
        world, "commune_c", as_csv("site-eco", [site_row(2, site_nom="Pris")]), "c.csv"
    )
    services.apply(world.actor("commune_c"), delivery, NOW)
    second.refresh_from_db()
    assert second.manager == world.organisations["commune-c"]
    told = set(Notice.objects.filter(kind="sites.taken").values_list("user", flat=True))
    assert {world.users["epci_a"].pk, world.users["national"].pk} <= told
    assert world.users["commune_c"].pk not in told
    entry = Entry.objects.get(act="sites.applied", object_reference=delivery.reference)
    assert entry.content.value["taken"] == [second.identifier]


def test_words_of_the_addresses_are_refused_as_identifiers(world: World) -> None:
    rows = [site_row(1), site_row(2, site_id="export"), site_row(3, site_id="comparer")]
    found = codes(deliver(world, "epci_a", as_csv("site-eco", rows)))
    assert set(found) == {"export", "comparer"}
    applied(world, "epci_a", "site-eco", [site_row(1)], "encore.csv")
    lot = lot_row(1, "14366_SITE-ECO_00001", terr_id="nouveau")
    assert set(codes(deliver(world, "epci_a", as_csv("terrain-eco", [lot])))) == {"nouveau"}
