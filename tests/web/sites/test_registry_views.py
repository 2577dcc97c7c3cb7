"""Pages of the registry, and that nothing private leaves by any of them."""

from __future__ import annotations

import csv
import io
from typing import Any

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from rebond.web.jobs.worker import work_once
from rebond.web.sites import labelled, queries, services
from rebond.web.sites.models import Delivery, Lot, Site, SiteEvent, Superseded
from tests.web.sites.given_files import applied, as_csv, given, lot_row, site_row
from tests.web.world import NOW, World, be_real

PROVENANCE = {"provenance_source": "Étude fictive", "provenance_date": "2031-05-20"}


@pytest.fixture(autouse=True)
def clock(settings: Any) -> None:
    settings.CLOCK = lambda: NOW


def signed(world: World, persona: str) -> Client:
    client = Client()
    client.force_login(world.users[persona], backend=settings.AUTHENTICATION_BACKENDS[0])
    return client


def downloaded(response: Any) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(response.getvalue().decode("utf-8-sig"))))


def test_a_manager_sends_reads_applies_edits_and_opens_to_the_public(world: World) -> None:
    client = signed(world, "epci_a")
    rows = [site_row(1), site_row(2, site_comm_insee="99999")]
    sent = SimpleUploadedFile("sites.csv", as_csv("site-eco", rows))
    answer = client.post(reverse("registry-deposit"), {"fichier": sent, "source": "Inventaire"})
    delivery = Delivery.objects.get(file_name="sites.csv")
    page = reverse("delivery", args=[delivery.reference])
    assert answer["Location"] == page
    assert "en cours de contrôle" in client.get(page).content.decode()
    while work_once("essai", lambda: NOW):
        pass
    text = client.get(page).content.decode()
    assert "1 ligne acceptée sur 2" in text
    assert "site_comm_insee" in text
    report = client.get(reverse("delivery-report", args=[delivery.reference]))
    assert {line["result"] for line in downloaded(report)} == {"accepted", "refused"}
    client.post(page, {"acte": "appliquer"})
    site = Site.objects.get(identifier="14366_SITE-ECO_00001")
    assert site.manager.slug == "epci-a"


def test_values_and_lots_are_typed_with_their_source_and_opened_group_by_group(
    world: World,
) -> None:
    client = signed(world, "epci_a")
    applied(world, "epci_a", "site-eco", [site_row(1)])
    site = Site.objects.get(identifier="14366_SITE-ECO_00001")
    address = reverse("registry-site", args=[site.identifier])
    group = reverse("registry-group", args=[site.identifier, "utilities"])
    typed = {**PROVENANCE, "power_mva": "12,5", "power_kv": "63", "reseau_gaz": "oui"}
    assert client.post(group, {**typed, "version": "1"}).status_code == 302
    site.refresh_from_db()
    assert site.extension == {"power_mva": 12.5, "power_kv": 63}
    assert site.provenance["power_mva"] == {
        "source": "Étude fictive",
        "url": "",
        "stated_on": "2031-05-20",
        "vouched_by": "epci-a",
    }
    stale = client.post(group, {**typed, "power_mva": "99", "version": "1"})
    assert stale.status_code == 422
    assert "99" in stale.content.decode()
    wrong = client.post(group, {**typed, "power_mva": "beaucoup", "version": "2"})
    assert wrong.status_code == 422
    assert 'value="beaucoup"' in wrong.content.decode()
    unsourced = client.post(group, {"power_mva": "13", "version": "2"})
    assert unsourced.status_code == 422
    site.refresh_from_db()
    assert (site.number, site.extension["power_mva"]) == (2, 12.5)
    assert Superseded.objects.get(identifier=site.identifier).extension == {}

    lot = reverse("registry-lot", args=[site.identifier, "nouveau"])
    cells = {
        "terr_id": "14366_TERRAIN-ECO_00009",
        "terr_surf_brute": "21",
        "terr_stade_comm": "en vente",
        "terr_etat_occup": "inoccupé",
    }
    assert client.post(lot, {**PROVENANCE, **cells}).status_code == 302
    site.refresh_from_db()
    assert float(site.largest_lot_ha) == 21
    text = client.get(address).content.decode()
    assert "21 ha" in text
    assert "12,5" in text
    assert "Privé" in text
    versions = client.get(reverse("registry-versions", args=[site.identifier])).content.decode()
    assert "2 versions" in versions

    client.post(address, {"acte": "accord", "groupe": ["identity", "areas"]})
    assert site.identifier in {one.identifier for one in queries.visible(None)}
    site.refresh_from_db()
    assert "power_mva" not in queries.public_values(site)
    client.post(address, {"acte": "accord", "retirer": "oui"})
    assert not queries.visible(None).filter(identifier=site.identifier).exists()


def test_nothing_private_leaves_by_page_or_export(world: World) -> None:
    be_real()
    applied(world, "epci_a", "site-eco", [site_row(1), site_row(2), site_row(3)])
    for number in (1, 2):
        name = f"14366_SITE-ECO_0000{number}"
        applied(world, "epci_a", "terrain-eco", [lot_row(number, name, terr_m2_prix="41")])
    names = [f"14366_SITE-ECO_0000{number}" for number in (1, 2, 3)]
    first, second = Site.objects.filter(identifier__in=names[:2])
    actor = world.actor("epci_a")
    services.edit(actor, first, {"power_mva": "12", "zoning_document": "PLUi fictif"}, given(), NOW)
    services.give_consent(actor, first, ["identity", "areas", "contact", "activities", "lots"], NOW)
    services.give_consent(actor, second, ["identity"], NOW)

    anyone = Client()
    export = anyone.get(reverse("registry-export-file", args=["site-eco", "csv"]))
    lines = {line["site_id"]: line for line in downloaded(export)}
    assert names[2] not in lines
    # The second consents to no area, which the standard requires: it is left out, and that is said.
    assert set(lines) == {names[0]}
    left = anyone.get(reverse("registry-export-file", args=["site-eco", "ecartes.csv"]))
    said = {line["identifier"]: line["missing"] for line in downloaded(left)}
    assert "site_surf_brute" in said[names[1]]
    assert names[2] not in said
    lots = downloaded(anyone.get(reverse("registry-export-file", args=["terrain-eco", "csv"])))
    assert [line["site_id"] for line in lots] == [names[0]]
    assert {line["terr_m2_prix"] for line in lots} == {""}
    extension = downloaded(
        anyone.get(reverse("registry-export-file", args=["rebond-extension", "csv"]))
    )
    assert not [line for line in extension if line.get("power_mva") or line.get("zoning_document")]

    whole = reverse("registry-export-whole", args=["site-eco", "csv"])
    own = {line["site_id"] for line in downloaded(signed(world, "epci_a_reader").get(whole))}
    assert set(names) <= own
    other = {line["site_id"] for line in downloaded(signed(world, "epci_b").get(whole))}
    assert not other & set(names)

    page = reverse("registry-site", args=[names[2]])
    assert signed(world, "epci_b").get(page).status_code == 404
    assert signed(world, "investor").get(page).status_code == 403
    answer = signed(world, "epci_b").post(page, {"acte": "accord", "groupe": ["identity"]})
    assert answer.status_code == 404
    assert Site.objects.get(identifier=names[2]).visibility == "private"

    services.withdraw_consent(actor, Site.objects.get(identifier=names[0]), NOW)
    export = anyone.get(reverse("registry-export-file", args=["site-eco", "csv"]))
    assert names[0] not in {line["site_id"] for line in downloaded(export)}


def test_export_import_export_is_the_same_file(world: World) -> None:
    applied(world, "epci_a", "site-eco", [site_row(1), site_row(2)])
    client = signed(world, "epci_a")
    for form in ("csv", "geojson"):
        address = reverse("registry-export-whole", args=["site-eco", form])
        first = client.get(address).getvalue()
        Site.objects.filter(identifier__contains="SITE-ECO_0000").delete()
        sent = SimpleUploadedFile(f"sites.{form}", first)
        client.post(reverse("registry-deposit"), {"fichier": sent})
        while work_once("essai", lambda: NOW):
            pass
        delivery = Delivery.objects.filter(file_name=f"sites.{form}").first()
        assert delivery is not None
        assert not delivery.summary["counts"].get("refused"), delivery.summary
        services.apply(world.actor("epci_a"), delivery, NOW)
        assert client.get(address).getvalue() == first


def test_reports_events_and_brownfields_are_handled_on_the_page(world: World) -> None:
    site = world.sites["public"]
    report = services.report_error(
        site, "La surface est fausse.", now=NOW, field="site_surf_brute", email="a@b.invalid"
    )
    client = signed(world, "epci_a")
    address = reverse("registry-site", args=[site.identifier])
    assert "La surface est fausse." in client.get(address).content.decode()
    desk = client.get(reverse("desk")).content.decode()
    assert site.name in desk
    answer = {"acte": "signalement", "signalement": report.reference, "suite": "corrige"}
    assert client.post(address, {**answer, "reponse": "court"}).status_code == 422
    assert client.post(address, {**answer, "reponse": "Nous avons corrigé."}).status_code == 302
    again = client.post(address, {**answer, "reponse": "Une autre réponse."})
    assert again.status_code == 422
    assert "déjà répondu" in again.content.decode()

    event = {
        "acte": "fait",
        "sorte": "in_operation",
        "jour": "2031-05-01",
        "etablissement": "checked",
        "emplois": "120",
        "montant": "1 500,50",
        "public": "oui",
    }
    assert client.post(address, event).status_code == 302
    one = SiteEvent.objects.get()
    assert one.figures == {"jobs": 120, "investment_cents": 150050}
    assert client.post(address, {**event, "emplois": "100", "corrige": str(one.pk)})
    assert SiteEvent.objects.filter(corrects=one).count() == 1
    assert client.post(address, {**event, "corrige": str(one.pk)}).status_code == 422
    assert client.post(address, {**event, "jour": "2031-07-01"}).status_code == 422
    assert SiteEvent.objects.count() == 2
    assert client.post(address, {"acte": "friche", "friche": "inconnue"}).status_code == 422
    assert signed(world, "commune_c").post(address, event).status_code == 403
    assert signed(world, "commune_c").get(address).status_code == 200


def test_a_description_gives_a_tier_and_dates_that_are_made_again_each_week(world: World) -> None:
    from datetime import timedelta

    from rebond.procedure.examples import shipped_examples
    from rebond.web.sites import jobs

    site = world.sites["public"]
    address = reverse("registry-site", args=[site.identifier])
    client = signed(world, "epci_a")
    content = next(one for one in shipped_examples() if one.read.site.is_fictitious).content
    sent = SimpleUploadedFile("plan.yaml", content.encode())
    assert client.post(address, {"acte": "procedures", "fichier": sent}).status_code == 302
    while work_once("essai", lambda: NOW):
        pass
    site.refresh_from_db()
    assert len(site.ready_on) == 19
    assert site.ready_on == sorted(site.ready_on)
    assert site.tier is not None
    before = site.ready_on
    jobs.refresh_plans(NOW + timedelta(days=3))
    site.refresh_from_db()
    assert site.ready_on == before
    jobs.refresh_plans(NOW + timedelta(days=30))
    site.refresh_from_db()
    assert site.ready_on[0] > before[0]
    wrong = SimpleUploadedFile("plan.yaml", b"format: rebond-site/1\nname: x\n")
    answer = client.post(address, {"acte": "procedures", "fichier": wrong})
    assert answer.status_code == 422
    assert "plan.yaml" in answer.content.decode()
    past = Superseded.objects.filter(identifier=site.identifier)
    client.post(address, {"acte": "procedures", "retirer": "oui"})
    site.refresh_from_db()
    assert (site.plan, site.tier, site.ready_on) == (None, None, [])
    assert past.filter(plan__id="friche-fictive").count() == 1


def test_the_list_asks_as_many_questions_for_three_sites_as_for_thirty(
    world: World, django_assert_num_queries: Any
) -> None:
    client = signed(world, "national")
    address = reverse("registry")
    client.get(address)
    with_few: list[int] = []
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    with CaptureQueriesContext(connection) as asked:
        client.get(address)
    with_few.append(len(asked))
    labelled.load(NOW)
    with django_assert_num_queries(with_few[0]):
        assert client.get(address).status_code == 200
    assert Lot.objects.count() == 3
