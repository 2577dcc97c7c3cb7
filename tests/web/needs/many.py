"""Many public sites of every sort, some of which say little; drawn, so the same each time."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import numpy as np

from rebond.web.sites.changes import bump
from rebond.web.sites.models import Consent, Site, SitePlace
from tests.web.registry_world import LENS, LISIEUX
from tests.web.world import NOW, World

ALL = [
    "identity", "areas", "utilities", "access", "activities", "constraints", "procedures", "lots",
]  # fmt: skip


def fill(world: World, count: int, seed: int = 3) -> None:
    """Add sites in two places, one of them now and then over two départements."""
    draw = np.random.default_rng(seed)

    def some(value: Any, share: float = 0.7) -> dict[str, Any]:
        return value if draw.random() < share else {}

    sites = []
    for number in range(count):
        commune, _epci, departement, region, lon, lat = LISIEUX if number % 3 else LENS
        values = some({"gare_fret_dist": round(float(draw.uniform(0, 20)), 1)})
        values |= some({"port_dist": round(float(draw.uniform(0, 80)), 1)}, 0.4)
        values |= some({"autoroute_echang_dist": round(float(draw.uniform(0, 20)), 1)})
        values |= some({"reseau_fret_ferroviaire": str(draw.choice(["oui", "non"]))}, 0.5)
        extension = some({"power_mva": round(float(draw.uniform(0, 60)), 1)})
        regimes = ["déclaration", "enregistrement", "autorisation"][: 1 + number % 3]
        extension |= some({"icpe_regimes": "|".join(regimes) if number % 4 else "aucun"})
        extension |= some({"naf_sections": str(draw.choice(["C", "C|H", "H", "A|G"]))})
        extension |= some(
            {"seveso": str(draw.choice(["non", "seuil bas", "seuil haut", "inconnu"]))}
        )
        start = date(2032, 1, 1) + timedelta(days=int(draw.integers(0, 900)))
        ready = [(start + timedelta(days=20 * step)).isoformat() for step in range(19)]
        lot = f"{draw.uniform(0, 60):.2f}"
        sites.append(
            Site(
                identifier=f"S{number:05d}",
                values=values,
                extension=extension,
                delivery=world.sites["public"].delivery,
                stated_on=date(2031, 1, 1),
                manager=world.organisations["epci-a"],
                visibility=Site.Visibility.PUBLIC if number % 10 else Site.Visibility.PRIVATE,
                name=f"Site {'public' if number % 10 else 'secret'} {number}",
                commune_code=commune,
                departement_code=departement,
                region_code=region,
                longitude=lon + float(draw.uniform(-0.5, 0.5)) if number % 7 else None,
                latitude=lat + float(draw.uniform(-0.5, 0.5)) if number % 7 else None,
                largest_lot_ha=some({"": lot}).get(""),
                is_brownfield=[None, True, False][number % 3],
                ready_on=ready if number % 2 else [],
                planned_as_of=date(2031, 5, 1) if number % 2 else None,
                changed_at=NOW,
            )
        )
    Site.objects.bulk_create(sites)
    made = list(Site.objects.filter(identifier__startswith="S").order_by("identifier"))
    Consent.objects.bulk_create(
        Consent(
            site=site,
            organisation=world.organisations["epci-a"],
            groups=ALL,
            given_by=world.memberships["epci_a"],
            given_at=NOW,
        )
        for site in made
    )
    SitePlace.objects.bulk_create(
        SitePlace(site=site, kind=kind, code=code)
        for number, site in enumerate(made)
        for kind, code in (("departement", site.departement_code), ("region", site.region_code),
                           *((("departement", "76"),) if number % 5 == 1 else ()))
    )  # fmt: skip
    bump(NOW)
