"""Each area with the source and the day of the very value that is shown."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client

from rebond.web.sites.area_origins import area_origin
from rebond.web.sites.deriving import derive
from rebond.web.sites.models import Lot, RegistryState, Site
from tests.web.world import NOW, World


@pytest.fixture(autouse=True)
def clock(settings: Any) -> None:
    settings.CLOCK = lambda: NOW


def said(source: str, day: str) -> dict[str, str]:
    return {"source": source, "url": "", "stated_on": day, "vouched_by": "epci-a"}


def test_an_area_is_told_with_the_field_or_the_lot_that_it_is_read_from(
    world: World, client: Client
) -> None:
    site = world.sites["public"]
    site.values = {**site.values, "site_surf_brute": 60}
    site.extension = {"area_gross_ha": 99, "area_sellable_ha": 40}
    site.provenance = {
        "area_gross_ha": said("Ancien plan", "2020-01-01"),
        "site_surf_brute": said("Cadastre", "2031-04-01"),
        "area_sellable_ha": said("Géomètre", "2031-03-01"),
    }
    site.save()
    small = site.lots.get()
    small.provenance = {"terr_stade_comm": said("Vente ancienne", "2029-02-01")}
    small.save()
    large = Lot(
        identifier="grand",
        site=site,
        values={**small.values, "terr_surf_brute": 31},
        provenance={"terr_stade_comm": said("Vente récente", "2031-05-30")},
        delivery=small.delivery,
        gross_ha=Decimal("31.00"),
        is_free=True,
        changed_at=NOW,
    )
    large.save()
    derive(site, NOW)
    lots = list(site.lots.all())

    def behind(column: str) -> tuple[str, date | None, bool]:
        found = area_origin(site, column, lots)
        assert found is not None
        return found.provenance.source, found.provenance.stated_on, found.is_from_lots

    assert site.gross_ha == 60
    assert behind("gross_ha") == ("Cadastre", date(2031, 4, 1), False)
    assert behind("sellable_ha") == ("Géomètre", date(2031, 3, 1), False)
    # A sum is as old as the oldest lot in it; the largest lot is as old as itself.
    assert site.free_ha == 55
    assert behind("free_ha") == ("Vente ancienne", date(2029, 2, 1), True)
    assert site.largest_lot_ha == 31
    assert behind("largest_lot_ha") == ("Vente récente", date(2031, 5, 30), True)

    page = client.get(f"/sites/{site.identifier}/").content.decode()
    assert "Ancien plan" not in page
    assert "Cadastre" in page
    Site.objects.filter(pk=site.pk).update(stated_on=date(2020, 1, 1))
    RegistryState.objects.update(number=77)
    found = client.get("/sites/?lot=20").content.decode().replace("\u00a0", " ")
    row = found[found.index(site.identifier) :]
    assert "30 mai 2031" in row
    assert "1 janvier 2020" not in row.split("</article>")[0].split("puissance")[0]
