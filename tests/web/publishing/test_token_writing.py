"""What a token writes: within bounds, as often as anyone, under a name, and without telling of what is private."""

from __future__ import annotations

import json
from typing import Any

import pytest
from django.test import Client

from rebond.web.journal.models import Entry
from rebond.web.publishing.models import Token
from rebond.web.publishing.services import make_token
from rebond.web.sites.models import ErrorReport, Site
from tests.web.publishing.test_api import V1, put, refused
from tests.web.world import NOW, World, be_real


@pytest.fixture
def secret(world: World) -> str:
    be_real()
    actor = world.actor("epci_a_admin")
    return make_token(actor, "Essai", ["sites:write", "reports:write"], 90, NOW)[1]


def report(secret: str, identifier: str) -> Any:
    return Client().post(
        f"{V1}sites/{identifier}/reports",
        json.dumps({"sentence": "La surface annoncée n’est pas la bonne."}),
        content_type="application/json",
        headers={"Authorization": f"Bearer {secret}"},
    )


def test_a_number_that_no_site_has_is_refused_and_never_breaks_us(
    world: World, secret: str
) -> None:
    mine = world.sites["public"].identifier
    before = Site.objects.get(identifier=mine)
    for name in ("site_surf_brute", "site_surf_comm_dispo", "area_free_ha", "power_mva"):
        for value in (1e308, 1e13, 10**15):
            said = refused(put(secret, mine, values={name: value}), 422)
            assert name in json.dumps(said, ensure_ascii=False), said
    refused(put(secret, mine, values={"area_free_ha": 1e8}), 422)
    assert Site.objects.get(identifier=mine).number == before.number
    new = {"site_nom": "X", "site_comm_insee": "14366", "site_surf_brute": 1e9}
    refused(put(secret, "14366_GRAND", values=new), 422)
    assert put(secret, mine, values={"area_free_ha": 99_999_998.996}).status_code == 200


def test_each_write_is_in_the_journal_with_who_and_the_token(world: World, secret: str) -> None:
    values = {"site_nom": "Parc fictif neuf", "site_comm_insee": "14366"}
    assert put(secret, "14366_NEUF", values=values).status_code == 201
    assert put(secret, "14366_NEUF", values={"power_mva": 8}).status_code == 200
    assert report(secret, world.sites["public"].identifier).status_code == 201
    made = Token.objects.get().reference
    admin = world.actor("epci_a_admin")
    for act in ("sites.created", "sites.edited", "sites.error_reported"):
        entry = Entry.objects.get(act=act)
        assert entry.content.value["token"] == made, act
        assert (entry.actor, entry.organisation) == (admin.reference, admin.organisation), act


def test_an_organisation_reports_no_more_often_than_the_form_lets_anyone(
    world: World, secret: str
) -> None:
    site = world.sites["public"].identifier
    answers = [report(secret, site).status_code for _ in range(10)]
    assert answers == [201] * 10
    other = make_token(world.actor("epci_a_admin"), "Second", ["reports:write"], 30, NOW)[1]
    for one in (secret, other):
        answer = report(one, site)
        refused(answer, 429)
        assert int(answer["Retry-After"]) > 60
    assert ErrorReport.objects.count() == 10


def test_the_identifier_of_a_private_site_of_others_is_refused_like_one_that_is_free(
    world: World, secret: str
) -> None:
    other = world.sites["other"]
    Site.objects.filter(pk=other.pk).update(visibility="private")
    free = other.identifier + "_libre"
    here = {"site_nom": "X", "site_comm_insee": "14366"}
    there = {"site_nom": "X", "site_comm_insee": "62498"}
    for values in (here, there, {}):
        seen = [put(secret, name, values=values) for name in (other.identifier, free)]
        told = [refused(one, 422) for one in seen]
        for one in told:
            del one["instance"]
        assert told[0] == told[1]
    assert not Site.objects.filter(identifier=free).exists()
