"""Two people on the same thing: one wins, the other is told who did what and when, and nothing is half-done."""

from __future__ import annotations

from typing import Any

import pytest
from django.conf import settings as configured
from django.test import Client
from django.urls import reverse

from rebond.procedure.examples import shipped_example
from rebond.web.journal.models import Entry
from rebond.web.sites import services
from rebond.web.sites.errors import ConsentMoved, DeliveryStands, RecordMoved, ReportAnswered
from rebond.web.sites.models import Consent, Site, Superseded
from tests.web.sites.given_files import as_csv, deliver, given, site_row
from tests.web.world import NOW, World


def test_applied_once_and_the_second_is_told_since_when(world: World) -> None:
    delivery = deliver(world, "epci_a", as_csv("site-eco", [site_row(1)]))
    stale = type(delivery).objects.get(pk=delivery.pk)
    services.apply(world.actor("epci_a"), delivery, NOW)
    entries = Entry.objects.count()
    for act in (services.apply, services.abandon):
        with pytest.raises(DeliveryStands) as told:
            act(world.actor("epci_a_second"), stale, NOW)
        assert "appliquée" in told.value.message("fr")
    assert Entry.objects.count() == entries
    assert Site.objects.get(identifier="14366_SITE-ECO_00001").number == 1


def test_of_two_who_edit_the_second_keeps_what_was_typed(world: World, settings: Any) -> None:
    settings.CLOCK = lambda: NOW
    site = world.sites["public"]
    seen = site.number
    services.edit(world.actor("epci_a"), site, {"power_mva": "20"}, given(), NOW, seen=seen)
    with pytest.raises(RecordMoved) as told:
        services.edit(
            world.actor("epci_a_second"), site, {"power_mva": "30"}, given(), NOW, seen=seen
        )
    assert "epci-a (fictif)" in told.value.message("fr")
    client = Client()
    client.force_login(world.users["epci_a_second"], backend=configured.AUTHENTICATION_BACKENDS[0])
    answer = client.post(
        reverse("registry-group", args=[site.identifier, "utilities"]),
        {
            "power_mva": "31.5",
            "version": str(seen),
            "provenance_source": "Étude fictive",
            "provenance_date": "2031-05-20",
        },
    )
    assert answer.status_code == 422
    assert 'value="31.5"' in answer.content.decode()
    site.refresh_from_db()
    assert (site.extension["power_mva"], site.number) == (20, seen + 1)
    assert Superseded.objects.count() == 1


def test_of_two_who_consent_the_second_reads_the_first_before_replacing_it(world: World) -> None:
    site = world.sites["public"]
    read = Consent.objects.get(site=site).pk
    first = services.give_consent(world.actor("epci_a"), site, ["identity"], NOW, seen=read)
    entries = Entry.objects.count()
    every = ["identity", "areas", "prices"]
    with pytest.raises(ConsentMoved) as told:
        services.give_consent(world.actor("commune_c"), site, every, NOW, seen=read)
    assert "epci-a (fictif) a donné un autre accord" in told.value.message("fr")
    with pytest.raises(ConsentMoved):
        services.withdraw_consent(world.actor("commune_c"), site, NOW, seen=read)
    in_force = Consent.objects.get(site=site, withdrawn_at=None)
    assert (in_force.pk, in_force.groups, Entry.objects.count()) == (
        first.pk,
        ["identity"],
        entries,
    )

    services.withdraw_consent(world.actor("epci_a"), site, NOW, seen=first.pk)
    with pytest.raises(ConsentMoved) as told:
        services.give_consent(world.actor("commune_c"), site, every, NOW, seen=first.pk)
    assert "withdrew the consent" in told.value.message("en")
    site.refresh_from_db()
    assert site.visibility == "private"
    services.give_consent(world.actor("commune_c"), site, every, NOW, seen=0)


def test_of_two_who_describe_or_answer_one_wins(world: World) -> None:
    site = world.sites["public"]
    content = shipped_example("le_carnet").content.encode()
    services.set_plan(world.actor("epci_a"), site, content, "a.yaml", NOW, seen=site.number)
    with pytest.raises(RecordMoved):
        services.set_plan(world.actor("epci_a_second"), site, b"", "", NOW, seen=site.number)
    site.refresh_from_db()
    assert site.plan is not None

    report = services.report_error(site, "La puissance écrite ici est fausse.", now=NOW)
    answer = "La valeur est corrigée."
    services.answer_report(world.actor("epci_a"), report, answer, NOW, is_accepted=True)
    with pytest.raises(ReportAnswered) as told:
        services.answer_report(world.actor("epci_a_second"), report, answer, NOW, is_accepted=False)
    assert "epci-a (fictif)" in told.value.message("fr")
    report.refresh_from_db()
    assert report.state == "accepted"
