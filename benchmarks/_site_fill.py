"""Fill an empty platform with public, fictitious sites, to be searched over HTTP."""

from __future__ import annotations

import argparse
import os
from datetime import UTC, datetime, timedelta

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "rebond.web.settings")

import django
import numpy as np
from django.core.management import call_command

NOW = datetime(2031, 6, 2, 9, tzinfo=UTC)
GROUPS = [
    "identity", "areas", "utilities", "access", "activities", "constraints", "procedures", "lots",
]  # fmt: skip
BATCH = 5_000


def fill(count: int) -> None:
    """Add sites on real communes, each with a dozen values, a plan for a third of them."""
    from django.db import transaction

    from rebond.web.accounts.models import Membership, Organisation, User
    from rebond.web.sites.changes import bump
    from rebond.web.sites.models import Consent, Delivery, Site, SitePlace
    from rebond.web.territories.places import atlas

    draw = np.random.default_rng(8)
    communes = atlas().communes
    known = np.flatnonzero(
        np.isfinite(np.asarray(communes.lon)) & (np.asarray(communes.zone) == "metro")
    )
    chosen = draw.choice(known, count)
    organisation = Organisation.objects.create(
        slug="banc", name="Gestionnaire fictif", kind="epci", created_at=NOW
    )
    user = User.objects.create(email="banc@exemple.invalid")
    member = Membership.objects.create(
        user=user, organisation=organisation, role="agent", started_at=NOW
    )
    delivery = Delivery.objects.create(
        reference="L-BANC",
        origin="file",
        organisation=organisation,
        state="applied",
        received_at=NOW,
    )
    regimes = ["aucun", "déclaration", "déclaration|enregistrement", "déclaration|autorisation"]
    for start in range(0, count, BATCH):
        sites = []
        for number in range(start, min(count, start + BATCH)):
            row = int(chosen[number])
            code = str(communes.code[row])
            values = {
                "site_id": f"{code}_SITE-ECO_{number:06d}",
                "site_nom": f"Parc fictif {number}",
                "site_comm_insee": code,
                "site_surf_brute": round(float(draw.gamma(2, 20)), 1),
                "site_etat": "existant et actif",
                "site_vocadomi": "industrielle",
            }
            extension = {}
            if draw.random() < 0.6:
                values["gare_fret_dist"] = round(float(draw.gamma(1.5, 8)), 1)
            if draw.random() < 0.7:
                values["autoroute_echang_dist"] = round(float(draw.gamma(1.5, 7)), 1)
            if draw.random() < 0.7:
                extension["power_mva"] = round(float(draw.gamma(1.1, 8)), 1)
            if draw.random() < 0.7:
                extension["icpe_regimes"] = regimes[int(draw.integers(0, 4))]
            if draw.random() < 0.7:
                extension["naf_sections"] = ["C", "C|H", "H"][int(draw.integers(0, 3))]
            ready = []
            if number % 3 == 0:
                first = NOW.date() + timedelta(days=int(draw.integers(100, 1200)))
                ready = [(first + timedelta(days=25 * step)).isoformat() for step in range(19)]
            sites.append(
                Site(
                    identifier=values["site_id"],
                    values=values,
                    extension=extension,
                    delivery=delivery,
                    stated_on=NOW.date() - timedelta(days=60),
                    manager=organisation,
                    visibility="public",
                    is_fictitious=True,
                    name=values["site_nom"],
                    commune_code=code,
                    departement_code=str(communes.departement[row]),
                    region_code=str(communes.region[row]),
                    longitude=float(communes.lon[row]),
                    latitude=float(communes.lat[row]),
                    is_located_by_commune=number % 4 == 0,
                    largest_lot_ha=f"{draw.gamma(1.2, 9):.2f}" if draw.random() < 0.8 else None,
                    is_brownfield=[None, True, False][number % 3],
                    ready_on=ready,
                    changed_at=NOW,
                )
            )
        with transaction.atomic():
            made = Site.objects.bulk_create(sites)
            Consent.objects.bulk_create(
                Consent(
                    site=one,
                    organisation=organisation,
                    groups=GROUPS,
                    given_by=member,
                    given_at=NOW,
                )
                for one in made
            )
            SitePlace.objects.bulk_create(
                SitePlace(site=one, kind=kind, code=code)
                for one in made
                for kind, code in (
                    ("departement", one.departement_code),
                    ("region", one.region_code),
                )
            )
    bump(NOW)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sites", type=int, default=100_000)
    options = parser.parse_args()
    django.setup()
    call_command("migrate", verbosity=0)
    call_command("createcachetable")
    fill(options.sites)


if __name__ == "__main__":
    main()
