"""What everyone may read of a site that public pages name, before, during and after a consent."""

from __future__ import annotations

from typing import Any

import pytest
import shapely
from django.http import QueryDict
from django.test import Client

from rebond.web.accounts.models import Membership
from rebond.web.labels.exports import csv_of
from rebond.web.labels.outcomes import outcomes
from rebond.web.needs import exports, mapping, presenting, standing
from rebond.web.needs.query import read
from rebond.web.sites import exporting, labelled, queries
from rebond.web.sites.deriving import derive
from rebond.web.sites.models import Consent, Delivery, Site
from rebond.web.sites.views_map import document
from tests.web.sites.given_files import LENS
from tests.web.world import NOW, World

IDENTIFIER = "v4-zae-quai-du-rivage"
HIDDEN = "TERRAIN CONFIDENTIEL"


@pytest.fixture(autouse=True)
def clock(settings: Any) -> None:
    settings.CLOCK = lambda: NOW


def taken_up(world: World) -> Site:
    """Return a labelled site whose manager delivered other words, another commune and an outline."""
    labelled.load(NOW)
    site = Site.objects.get(identifier=IDENTIFIER)
    site.delivery = Delivery.objects.create(
        reference="L-SECRET",
        organisation=world.organisations["epci-a"],
        received_by=world.memberships["epci_a"],
        file_name="secret.csv",
        state=Delivery.State.APPLIED,
        received_at=NOW,
    )
    site.values = {
        "site_id": IDENTIFIER,
        "site_nom": f"{HIDDEN} nom",
        "site_description": f"{HIDDEN}, projet",
        "site_comm_insee": LENS["code"],
        "site_comm_nom": LENS["name"],
    }
    site.extension = {"other_communes": "14366"}
    site.shape = shapely.box(2.83, 50.42, 2.84, 50.43).wkb
    site.manager = world.organisations["epci-a"]
    site.save()
    derive(site, NOW)
    return site


def exported(found: standing.Standing, form: str) -> str:
    """Return a file of a search for everything."""
    need = read(QueryDict(""))
    made = exports.export(need, found, form, address="", now=NOW, lang="fr")
    return made.content.decode()


def said(site: Site) -> str:
    """Return everything that leaves to the public of one site."""
    day = NOW.date()
    one = queries.with_public(Site.objects.filter(pk=site.pk)).get()
    found = standing.build(0, 0, day)
    row = found.columns.ids.tolist().index(IDENTIFIER)
    told: list[Any] = [
        queries.public_values(one),
        queries.public_identity(one),
        document(one),
        presenting.name_of(one),
        presenting.where(found, row, one),
        (float(found.columns.lon[row]), float(found.columns.lat[row])),
        *(
            line
            for form in ("csv", "geojson")
            for line in exported(found, form).split(
                "\n" if form == "csv" else '{"type": "Feature", '
            )
            if IDENTIFIER in line
        ),
        next(
            (name, lon, lat)
            for key, name, lon, lat in zip(
                *(
                    getattr(mapping.points([(site.pk, True)], day), name)
                    for name in ("keys", "names", "lon", "lat")
                ),
                strict=True,
            )
            if key == site.pk
        ),
        csv_of(outcomes(day), day),
        [
            (one.values, one.shape)
            for one in exporting.rows_of("site-eco", exporting.public_sites(), is_public=True)
            if one.identifier == IDENTIFIER
        ],
    ]
    client = Client()
    for address in ("", "carte.json"):
        told.append(client.get(f"/sites/{IDENTIFIER}/{address}").content.decode())
    told.append(client.get("/sites/labellises/").content.decode())
    return "\n".join(str(each) for each in told)


def test_a_labelled_site_is_named_as_pages_name_it_until_its_identity_is_consented_to(
    world: World,
) -> None:
    site = taken_up(world)
    name = site.public_pages["name"]
    before = said(site)
    for sign in (HIDDEN, LENS["name"], "2.83", "50.42", "Calvados"):
        assert sign not in before, sign
    assert name in before
    given = {"organisation": world.organisations["epci-a"], "given_at": NOW}
    by = Membership.objects.get(pk=world.memberships["epci_a"].pk)
    consent = Consent.objects.create(site=site, groups=["identity"], given_by=by, **given)
    opened = said(site)
    assert f"{HIDDEN} nom" in opened
    assert "2.835" in opened
    assert "Calvados" in opened
    consent.withdrawn_at = NOW
    consent.save()
    assert said(site) == before
