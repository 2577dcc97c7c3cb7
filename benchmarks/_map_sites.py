"""Fill an empty database with fictitious public sites around the centres of communes, some labelled."""

from __future__ import annotations

import argparse

import django


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sites", type=int, required=True)
    options = parser.parse_args()
    django.setup()
    from django.core.management import call_command

    call_command("migrate", verbosity=0)
    fill(options.sites)


def fill(count: int) -> None:
    """Draw sites where people live, with a place of their own, areas and consents."""
    import numpy as np

    from rebond.web import clock
    from rebond.web.accounts.kinds import Kind, Role
    from rebond.web.accounts.models import Membership, Organisation, User
    from rebond.web.labels.models import Label, LabelEvent
    from rebond.web.sites.changes import bump
    from rebond.web.sites.models import Consent, Delivery, Site
    from rebond.web.territories.places import atlas

    now = clock.now()
    communes = atlas().communes
    placed = np.flatnonzero(~np.isnan(communes.lon) & (communes.population > 0))
    draw = np.random.default_rng(7)
    share = communes.population[placed] ** 0.6
    rows = draw.choice(placed, count, p=share / share.sum())
    user = User.objects.create(email="mesure@exemple.invalid")
    community = Organisation.objects.create(
        slug="mesure",
        name="Communauté fictive",
        kind=Kind.EPCI,
        is_fictitious=True,
        created_at=now,
    )
    member = Membership.objects.create(
        user=user, organisation=community, role=Role.ADMINISTRATOR, started_at=now
    )
    delivery = Delivery.objects.create(
        reference="L-MESURE", organisation=community, received_at=now, applied_at=now
    )
    Site.objects.bulk_create(
        (
            Site(
                identifier=f"{communes.code[row]}_SITE-ECO_{number:05d}",
                name=f"Parc fictif de {communes.name[row]} {number}",
                delivery=delivery,
                visibility=Site.Visibility.PUBLIC,
                is_fictitious=True,
                commune_code=str(communes.code[row]),
                departement_code=str(communes.departement[row]),
                region_code=str(communes.region[row]),
                longitude=float(communes.lon[row] + draw.normal(0, 0.03)),
                latitude=float(communes.lat[row] + draw.normal(0, 0.02)),
                free_ha=round(float(draw.gamma(1.2, 14)), 2),
                changed_at=now,
            )
            for number, row in enumerate(rows)
        ),
        batch_size=500,
    )
    sites = list(Site.objects.order_by("pk"))
    Consent.objects.bulk_create(
        (
            Consent(
                site=site,
                organisation=community,
                groups=["identity", "areas"],
                given_by=member,
                given_at=now,
            )
            for site in sites
        ),
        batch_size=500,
    )
    for number, site in enumerate(sites[:: max(1, count // 200)]):
        label = Label.objects.create(
            reference=f"E-{number:05d}",
            site=site,
            measure_id="mesure",
            wave="1",
            title_fr="Label fictif",
            title_en="Fictitious label",
        )
        LabelEvent.objects.create(
            label=label,
            number=1,
            kind=LabelEvent.Kind.GRANTED,
            on=clock.today(now),
            reason="Fictif",
            recorded_by=member,
            recorded_at=now,
        )
    bump(now)


if __name__ == "__main__":
    main()
