"""Public files of the registry: what names a person stays inside, whatever is consented to."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from rebond.web.jobs.models import Job
from rebond.web.jobs.worker import work_once
from rebond.web.sites import changes, exporting
from rebond.web.sites.groups import ESTABLISHMENTS, GROUPS
from rebond.web.sites.models import Consent, Establishment, Pole, RegistryState, Site
from tests.web.world import NOW, World


def rows(table: str) -> list[dict[str, Any]]:
    found = exporting.rows_of(table, exporting.public_sites(), is_public=True)
    return [dict(one.values) for one in found]


def test_a_public_file_is_of_its_own_state_and_a_large_one_is_made_by_a_job(
    world: World, own_files: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    Site.objects.update(is_fictitious=False)
    first = exporting.public_file("rebond-extension", "csv", NOW)
    assert first is not None
    assert first == exporting.public_file("rebond-extension", "csv", NOW)
    assert "12" in first.read_text()
    # The database is put back to an earlier day, and comes to the same number by another way.
    Site.objects.update(extension={"power_mva": 99})
    RegistryState.objects.update(changed_at=NOW + timedelta(hours=1))
    second = exporting.public_file("rebond-extension", "csv", NOW)
    assert second is not None
    assert "99" in second.read_text()
    assert {one.name for one in (own_files / "exports").iterdir()} == {second.name}

    monkeypatch.setattr(exporting, "AT_ONCE", 1)
    Site.objects.update(extension={"power_mva": 77})
    changes.bump(NOW + timedelta(hours=2))
    address = reverse("registry-export-file", args=["rebond-extension", "csv"])
    answer = Client().get(address)
    assert (answer.status_code, answer["Retry-After"]) == (503, "60")
    Client().get(address)
    assert Job.objects.filter(kind=exporting.EXPORT).count() == 1
    while work_once("essai", lambda: NOW):
        pass
    assert b"77" in Client().get(address).getvalue()


def test_establishments_buyers_and_poles_need_more_than_the_identity_of_a_site(
    world: World,
) -> None:
    site, other = world.sites["public"], world.sites["other"]
    Site.objects.update(is_fictitious=False)
    lot = site.lots.get()
    lot.values = {**lot.values, "terr_acquereur": "Jeanne Secrète"}
    lot.save()
    Establishment.objects.create(
        identifier="00000000000000",
        values={
            "SIRET": "00000000000000",
            "etab_raison_sociale": "Jeanne Secrète",
            "etab_contact_tel": "0",
        },
        delivery=site.delivery,
        site=site,
        changed_at=NOW,
    )
    pole = Pole.objects.create(
        identifier="14366_POLE-ECO_1",
        values={"pole_id": "14366_POLE-ECO_1", "pole_nom": "Pôle fictif", "pole_surface": 80},
        delivery=other.delivery,
        changed_at=NOW,
    )
    Site.objects.filter(pk=site.pk).update(pole=pole)
    usual = [group for group in GROUPS if group != ESTABLISHMENTS]
    consent = Consent.objects.filter(site=site)
    consent.update(groups=usual)

    (shown,) = (one for one in rows("terrain-eco") if one["site_id"] == site.identifier)
    assert "terr_surf_brute" in shown
    assert "Secrète" not in str(shown)
    assert all(set(one) <= {"site_id"} for one in rows("etablissement"))
    # The pole is of another organisation, which consented to nothing of its sites.
    assert rows("pole-eco") == []

    consent.update(groups=list(GROUPS))
    (one,) = rows("etablissement")
    assert one == {"SIRET": "00000000000000", "etab_raison_sociale": "Jeanne Secrète"}
    assert "Secrète" not in str(rows("terrain-eco"))
    Pole.objects.update(delivery=site.delivery)
    consent.update(groups=["identity"])
    assert rows("pole-eco") == [{"pole_id": "14366_POLE-ECO_1", "pole_nom": "Pôle fictif"}]
    consent.update(withdrawn_at=NOW)
    assert rows("pole-eco") == []
