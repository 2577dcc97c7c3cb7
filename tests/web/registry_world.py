"""The registry's part of the test world: sites of two communities, a label, an enquiry and a case, all fictitious."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

from rebond.canonical import digest
from rebond.web.cases.models import Case, Party
from rebond.web.enquiries.models import Enquiry, Message, Recipient
from rebond.web.labels.models import Label, LabelEvent
from rebond.web.sites.models import Consent, Delivery, Lot, RegistryState, Site, SitePlace

if TYPE_CHECKING:
    from tests.web.world import World

DAY = timedelta(days=1)
TOKEN = "jeton-fictif-du-contact"  # noqa: S105 - of a fictitious enquiry
LISIEUX = ("14366", "200069532", "14", "28", 0.2264, 49.1466)
LENS = ("62498", "246200364", "62", "32", 2.8319, 50.4291)


def fill(world: World, now: datetime) -> None:
    """Add what stands on sites."""
    _sites(world, now)
    _label(world, now)
    _enquiry(world, now)
    _case(world, now)


def _sites(world: World, now: datetime) -> None:
    RegistryState.objects.create(number=1, changed_at=now)
    for name, slug, persona, place, is_public in (
        ("public", "epci-a", "epci_a", LISIEUX, True),
        ("private", "epci-a", "epci_a", LISIEUX, False),
        ("other", "epci-b", "epci_b", LENS, True),
    ):
        commune, epci, departement, region, longitude, latitude = place
        delivery = Delivery.objects.create(
            reference=f"L-{name.upper()}",
            origin=Delivery.Origin.HAND,
            organisation=world.organisations[slug],
            received_by=world.memberships[persona],
            state=Delivery.State.APPLIED,
            received_at=now - 40 * DAY,
            applied_at=now - 40 * DAY,
        )
        site = Site.objects.create(
            identifier=f"{commune}_SITE-ECO_{name}",
            values={
                "site_id": f"{commune}_SITE-ECO_{name}",
                "site_nom": f"Parc fictif {name}",
                "site_comm_insee": commune,
                "site_surf_brute": 60,
                "site_actu_date": (now - 40 * DAY).date().isoformat(),
                "autoroute_echang_dist": 4,
            },
            extension={"power_mva": 12},
            delivery=delivery,
            stated_on=(now - 40 * DAY).date(),
            manager=world.organisations[slug],
            visibility=Site.Visibility.PUBLIC if is_public else Site.Visibility.PRIVATE,
            is_fictitious=True,
            name=f"Parc fictif {name}",
            commune_code=commune,
            departement_code=departement,
            region_code=region,
            longitude=longitude,
            latitude=latitude,
            gross_ha="60.00",
            free_ha="24.00",
            largest_lot_ha="24.00",
            changed_at=now - 40 * DAY,
        )
        for kind, code in (
            ("commune", commune),
            ("epci", epci),
            ("departement", departement),
            ("region", region),
        ):
            SitePlace.objects.create(site=site, kind=kind, code=code)
        Lot.objects.create(
            identifier=f"{commune}_TERRAIN-ECO_{name}",
            values={
                "terr_id": f"{commune}_TERRAIN-ECO_{name}",
                "site_id": site.identifier,
                "terr_surf_brute": 24,
                "terr_stade_comm": "en vente",
                "terr_etat_occup": "inoccupé",
            },
            delivery=delivery,
            stated_on=site.stated_on,
            site=site,
            gross_ha="24.00",
            is_free=True,
            changed_at=site.changed_at,
        )
        if is_public:
            Consent.objects.create(
                site=site,
                organisation=world.organisations[slug],
                groups=["identity", "areas", "utilities", "access", "procedures", "lots"],
                given_by=world.memberships[persona],
                given_at=now - 39 * DAY,
            )
        world.sites[name] = site


def _label(world: World, now: datetime) -> None:
    label = Label.objects.create(
        reference="E-FICTIF",
        site=world.sites["public"],
        programme_id="pack_rebond_2020",
        measure_id="site_cle_en_main",
        wave="essai",
        title_fr="Label fictif",
        title_en="Fictitious label",
    )
    LabelEvent.objects.create(
        label=label,
        number=1,
        kind=LabelEvent.Kind.GRANTED,
        on=date(2030, 1, 20),
        review_on=(now + 10 * DAY).date(),
        reason="Décision fictive.",
        recorded_by=world.memberships["national"],
        recorded_at=now - 400 * DAY,
    )
    world.labels["public"] = label


def _enquiry(world: World, now: datetime) -> None:
    enquiry = Enquiry.objects.create(
        reference="C-FICTIF",
        token_digest=digest(TOKEN),
        site=world.sites["public"],
        confidentiality=Enquiry.Confidentiality.OPEN,
        language="en",
        contact_name="Personne fictive",
        contact_email="contact@exemple.invalid",
        company="Société fictive",
        country="DE",
        message="A fictitious enquiry.",
        created_at=now - 3 * DAY,
        confirmed_at=now - 3 * DAY,
        answer_due_at=now + 4 * DAY,
    )
    for slug, rule in (
        ("epci-a", Recipient.Rule.MANAGER),
        ("agence", Recipient.Rule.AGENCY),
        ("equipe-nationale", Recipient.Rule.NATIONAL),
    ):
        Recipient.objects.create(
            enquiry=enquiry,
            organisation=world.organisations[slug],
            rule=rule,
            sent_at=now - 3 * DAY,
        )
    Message.objects.create(enquiry=enquiry, number=1, text=enquiry.message, at=enquiry.created_at)
    world.enquiries["public"] = enquiry


def _case(world: World, now: datetime) -> None:
    case = Case.objects.create(
        reference="P-FICTIF",
        site=world.sites["public"],
        title="Usine fictive",
        lead=world.organisations["prefecture-14"],
        leader=world.memberships["sous_prefet"],
        is_fictitious=True,
        promised_on=date(2033, 1, 1),
        opened_at=now - 20 * DAY,
    )
    for slug, part in (
        ("prefecture-14", Party.Part.LEAD),
        ("entreprise", Party.Part.FIRM),
        ("epci-a", Party.Part.LOCAL_AUTHORITY),
        ("dreal-1", Party.Part.SERVICE),
    ):
        Party.objects.create(
            case=case,
            organisation=world.organisations[slug],
            part=part,
            joined_at=now - 20 * DAY,
        )
    world.cases["public"] = case
