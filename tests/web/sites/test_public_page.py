"""The public page of a site: answer first, unknown as unknown, and nothing that nobody consented to."""

from __future__ import annotations

import re
from datetime import date
from html import unescape
from typing import Any

import numpy as np
import pytest
from django.core.cache import cache
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext

from rebond.procedure.examples import shipped_example
from rebond.web.labels import services as labels
from rebond.web.needs.standing import build
from rebond.web.sites import exporting, labelled, services
from rebond.web.sites.groups import GROUPS
from rebond.web.sites.models import Consent, ErrorReport, Site, SiteEvent
from rebond.web.sites.services import Given
from rebond.web.sites.views_public import RATES
from tests.web.labels.test_services import WHY
from tests.web.world import NOW, World, make_world

pytestmark = pytest.mark.django_db
TODAY = NOW.date()


@pytest.fixture(scope="module")
def made(django_db_setup: None, django_db_blocker: Any) -> Any:
    with django_db_blocker.unblock(), transaction.atomic():
        world = make_world(NOW)
        labelled.load(NOW)
        yield world
        transaction.set_rollback(True)


@pytest.fixture
def world(made: World, db: None, settings: Any) -> World:
    settings.CLOCK = lambda: NOW
    return made


def page(client: Client, identifier: str, prefix: str = "") -> str:
    response = client.get(f"{prefix}/sites/{identifier}/")
    assert response.status_code == 200
    return response.content.decode().replace("\u00a0", " ").replace("\u202f", " ")


def test_a_real_site_says_what_is_known_and_what_is_not(world: World, client: Client) -> None:
    carnet = page(client, "v1-le-carnet")
    assert "Zone portuaire de 110 ha (superficie de nature non précisée)" in carnet
    assert "surface libre d’un seul tenant non établie" in carnet
    assert "aucune date n’est établie par un gestionnaire" in carnet
    assert "Frossay et Saint-Viaud, Loire-Atlantique (44), Pays de la Loire" in carnet
    assert "D’après des pages publiques, non confirmé par le gestionnaire du site." in carnet
    assert "le point est au centre de la commune" in carnet
    assert "lejournaldesentreprises.com" in carnet
    assert carnet.count("non établi") > 6
    assert "noindex" not in carnet
    where = "Saint-Sulpice-la-Pointe et Buzet-sur-Tarn, Tarn (81) et Haute-Garonne (31), Occitanie"
    assert where in page(client, "les-portes-du-tarn")
    tarn = page(client, "les-portes-du-tarn", "/en")
    assert "Turnkey sites, September 2021" in tarn
    assert "France 2030 turnkey sites, April 2024" in tarn
    area = tarn.split('<span class="value">198 ha')[1].split("</tr>")[0]
    assert "latribune.fr" in area
    assert "toulouse7" not in area
    nowhere = page(client, "v1-axioparc")
    assert "data-map" not in nowhere
    assert "commune non établie" in nowhere
    assert "Site sans nom connu à Cahors" in page(client, "v3-cahors")


def test_dates_that_nobody_vouches_for_stay_low_on_the_page_and_out_of_everything_else(
    world: World, client: Client
) -> None:
    site = Site.objects.get(identifier="les-portes-du-tarn")
    shown = page(client, site.identifier)
    opening, low = shown.split('id="superficies"')
    assert not re.search(r"20[2-9]\d", opening.split('<p class="answer">')[1].split("</p>")[0])
    meta = re.search(r'<meta name="description"\s+content="(.*?)"', shown)
    assert meta
    assert not re.search(r"20[2-9]\d", meta[1])
    assert low.index("Aucune date n’est établie") < low.index("Estimation sous nos hypothèses")
    assert re.search(r"une usine serait en service en 20\d\d une fois sur deux", low)
    ready = low.split('id="pret"')[-1].split("</section>")[0]
    assert "Palier" not in ready
    assert not re.search(r"\d (janvier|mars|mai|juin|juillet|septembre|octobre) 20\d\d", ready)
    assert (site.plan, site.tier, site.ready_on) == (None, None, [])

    def searched() -> Any:
        found = build(0, 0, TODAY)
        return found.ready[:, found.position[found.keys == site.pk]]

    assert searched().shape == (19, 1)
    assert np.isnan(searched()).all()

    # Even when the commune opens everything, what is ours does not become the manager's.
    with transaction.atomic():
        every = {"organisation": world.organisations["epci-a"], "groups": list(GROUPS)}
        by = {"given_by": world.memberships["epci_a"], "given_at": NOW}
        Consent.objects.create(site=site, **every, **by)
        assert "aucune date n’est établie par un gestionnaire" in page(client, site.identifier)
        assert np.isnan(searched()).all()
        rows = exporting.rows_of("rebond-extension", exporting.public_sites(), is_public=True)
        assert not [one for one in rows if one.identifier == site.identifier]
        # A manager who takes it up without describing its procedures has no date at all.
        Site.objects.filter(pk=site.pk).update(manager=world.organisations["epci-a"])
        shown = page(client, site.identifier)
        assert "date de mise en service possible non établie" in shown
        assert "Estimation sous nos hypothèses" not in shown
        transaction.set_rollback(True)


def test_a_fictitious_site_is_marked_and_not_indexed(world: World, client: Client) -> None:
    site = world.sites["public"]
    response = client.get(f"/sites/{site.identifier}/")
    assert response["X-Robots-Tag"] == "noindex"
    shown = page(client, site.identifier)
    assert "site fictif, pour la démonstration" in shown
    assert "jusqu’à 24 ha libres d’un seul tenant" in shown
    assert "12 MVA" in shown
    assert "Source des données : epci-a (fictif)" in shown
    assert "date de mise en service possible non établie" in shown


def test_each_group_is_shown_only_with_its_consent(world: World, client: Client) -> None:
    site = world.sites["public"]
    plan = shipped_example("friche_fictive")
    assert plan is not None
    Site.objects.filter(pk=site.pk).update(
        plan=plan.read.site.as_json(),
        values={
            **site.values,
            "site_moa_nom": "Gestionnaire secret",
            "site_voca_industrielle": "oui",
            "site_url": "https://exemple.invalid/secret",
            "autoroute_nom": "A999 fictive",
        },
        extension={
            **site.extension,
            "zoning_zone": "Zone UXsecrète",
            "icpe_regimes": "autorisation",
        },
    )
    signs = {
        "identity": "Parc fictif public",
        "areas": "60 ha",
        "utilities": "12 MVA",
        "access": "A999 fictive",
        "activities": "autorisation",
        "constraints": "Zone UXsecrète",
        "procedures": "huit fois sur dix",
        "lots": "14366_TERRAIN-ECO_public",
        "contact": "Gestionnaire secret",
    }
    hidden_on_page = {"contact"}
    consent = Consent.objects.filter(site=site)
    for group in GROUPS:
        consent.update(groups=[group])
        shown = page(client, site.identifier)
        text = sheet_text(client, site.identifier)
        for other, sign in signs.items():
            if other != group:
                assert sign not in shown, (group, other)
                assert sign not in text, (group, other)
        if group in signs and group not in hidden_on_page:
            assert signs[group] in shown, group
        assert ("exemple.invalid/secret" in shown) == (group == "contact")
    consent.update(withdrawn_at=NOW)
    shown = page(client, site.identifier)
    assert not [sign for sign in signs.values() if sign in shown]


def sheet_text(client: Client, identifier: str) -> str:
    from tests.web.sites.test_public_sheet import text_of

    return text_of(client.get(f"/sites/{identifier}/fiche.pdf").content)


def test_a_private_site_has_no_page_no_sheet_and_no_report_for_anyone(
    world: World, settings: Any
) -> None:
    identifier = world.sites["private"].identifier
    for persona in ("epci_a", "national", None):
        client = Client()
        if persona:
            client.force_login(world.users[persona], backend=settings.AUTHENTICATION_BACKENDS[0])
        for address in ("", "fiche.pdf", "signaler/"):
            assert client.get(f"/sites/{identifier}/{address}").status_code == 404
        refused = client.post(
            f"/sites/{identifier}/signaler/", {"sentence": "Rien n’est juste ici."}
        )
        assert refused.status_code == 404
    assert Client().get("/sites/nulle-part/").status_code == 404


def test_history_tells_labels_events_and_changed_public_values(
    world: World, client: Client
) -> None:
    site, actor = world.sites["public"], world.actor("epci_a")
    labels.suspend(world.actor("national"), world.labels["public"], TODAY, WHY, NOW)
    wrong = services.record_event(actor, site, "in_operation", date(2031, 1, 2), now=NOW)
    services.record_event(
        actor,
        site,
        "in_operation",
        date(2031, 1, 3),
        now=NOW,
        figures={"jobs": 42},
        sentence="Une usine fictive a ouvert.",
        corrects=wrong,
    )
    SiteEvent.objects.create(
        site=site,
        kind="visit",
        on=TODAY,
        basis="declared",
        sentence="Visite tenue secrète",
        is_public=False,
        recorded_at=NOW,
    )
    services.edit(
        actor,
        site,
        {"power_mva": "15", "zoning_zone": "Zone UXsecrète"},
        Given("Courrier fictif", TODAY),
        NOW,
    )
    shown = page(client, site.identifier)
    assert "Label suspendu : Label fictif" in shown
    header = shown.split("site-labels")[1].split("</ul>")[0]
    assert "suspendu" in header
    assert "2 juin 2031" in header
    assert "2030" not in header
    assert WHY in shown
    assert "42 emplois." in shown
    assert "Une usine fictive a ouvert." in shown
    assert "corrigé depuis" in shown
    assert "puissance électrique disponible : 12 MVA → 15 MVA" in shown
    assert "Visite tenue secrète" not in shown
    assert "UXsecrète" not in shown
    assert "Courrier fictif" in shown
    assert "contact@exemple.invalid" not in shown


def test_an_old_value_carries_a_flag_and_stays(world: World, client: Client, settings: Any) -> None:
    site = world.sites["public"]
    assert ">ancien<" not in page(client, site.identifier)
    Site.objects.filter(pk=site.pk).update(stated_on=date(2029, 1, 1))
    shown = page(client, site.identifier)
    assert ">ancien<" in shown
    assert "12 MVA" in shown


def test_anyone_reports_an_error_ten_times_an_hour_at_most(world: World, client: Client) -> None:
    cache.clear()
    site = world.sites["public"]
    address = f"/sites/{site.identifier}/signaler/"
    short = client.post(address, {"sentence": "faux"})
    assert short.status_code == 422
    assert "faux</textarea>" in short.content.decode()
    sent = client.post(
        address,
        {
            "sentence": "La puissance est de 8 MVA.",
            "field": "power_mva",
            "email": "a@exemple.invalid",
        },
    )
    assert sent.url == f"/sites/{site.identifier}/"
    report = ErrorReport.objects.get()
    assert (report.site, report.field, report.language) == (site, "power_mva", "fr")
    most = int(RATES["report"].split("/")[0])
    for _n in range(most - 2):
        client.post(address, {"sentence": "La puissance est de 8 MVA."})
    late = client.post(address, {"sentence": "La puissance est de 8 MVA."})
    assert late.status_code == 429
    assert "8 MVA.</textarea>" in late.content.decode()
    assert ErrorReport.objects.count() == most - 1
    cache.clear()


def test_the_page_asks_the_same_queries_of_one_and_of_thirty_lots(
    world: World, client: Client
) -> None:
    site = world.sites["public"]
    page(client, site.identifier)
    with CaptureQueriesContext(connection) as few:
        page(client, site.identifier)
    lot = site.lots.get()
    for n in range(30):
        lot.pk, lot.identifier = None, f"lot-{n:02d}"
        lot.save(force_insert=True)
    with CaptureQueriesContext(connection) as many:
        shown = page(client, site.identifier)
    assert "lot-29" in shown
    assert len(many) == len(few) <= 12


def test_what_two_tables_ask_is_unknown_only_when_neither_says_it(
    world: World, client: Client
) -> None:
    site = world.sites["public"]
    assert "réseau de gaz" in page(client, site.identifier)
    values = {**site.values, "reseau_fibre_optique": "oui"}
    Site.objects.filter(pk=site.pk).update(values=values)
    assert page(client, site.identifier).count("fibre optique") == 1


def test_the_need_of_a_search_goes_along_to_the_form_of_contact(
    world: World, client: Client
) -> None:
    identifier = world.sites["public"].identifier
    found = client.get("/sites/?lot=20&region=28").content.decode()
    link = re.search(rf'href="(/sites/{identifier}/[^"]*)"', found)
    assert link is not None
    shown = client.get(unescape(link[1])).content.decode()
    address = re.search(rf'href="(/sites/{identifier}/contact/[^"]*)"', shown)
    assert address is not None
    form = unescape(client.get(unescape(address[1])).content.decode())
    assert 'name="besoin" value="lot=20&region=28"' in form
    assert f'href="/sites/{identifier}/contact/"' in page(client, identifier)
