"""The demonstration is played through the services, labelled, and refused where real work is done."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest
from django.core.management import call_command
from django.test import Client

from rebond.web.accounts.kinds import Kind
from rebond.web.accounts.models import Organisation, User
from rebond.web.calls.models import Call
from rebond.web.deliberations.models import Decision
from rebond.web.demo.cast import CAST
from rebond.web.demo.errors import DemonstrationRefused
from rebond.web.demo.filling import fill
from rebond.web.dossiers.models import Dossier
from rebond.web.labels.models import Label
from rebond.web.sites.models import Site
from rebond.web.training.models import Laureate

pytestmark = pytest.mark.django_db
NOW = datetime(2031, 6, 2, 9, tzinfo=UTC)


@pytest.fixture
def allowed(settings: Any, tmp_path: Any) -> None:
    call_command("createcachetable", verbosity=0)
    settings.DEMO = True
    settings.CLOCK = lambda: NOW
    settings.FILES_FOLDER = tmp_path / "files"


def test_every_kind_of_role_has_a_person_and_everything_says_it_is_fictitious(
    allowed: None,
) -> None:
    made = fill(NOW)
    kinds = {part.kind for part in CAST}
    assert {Kind.EPCI, Kind.COMMUNE, Kind.REGION, Kind.PREFECTURE_REGION, Kind.DREAL} <= kinds
    assert {Kind.DRAC, Kind.DDT, Kind.NATIONAL_TEAM, Kind.CNAM, Kind.PARLIAMENT} <= kinds
    assert all("fictif" in one.name for one in Organisation.objects.all())
    assert all(one.is_fictitious for one in Organisation.objects.all())
    assert all(one.is_fictitious and "fictif" in one.title_fr for one in Call.objects.all())
    assert all("fictive" in one.title or "fictif" in one.title for one in Dossier.objects.all())
    assert {call.stage(NOW) for call in Call.objects.all()} == {
        Call.Stage.OPEN,
        Call.Stage.CLOSED,
        Call.Stage.PUBLISHED,
    }
    decided = Decision.objects.filter(confirmed_at__isnull=False)
    assert {one.outcome for one in decided} == {"retained", "below_cut", "ineligible"}
    assert all(one.proposed_by_id != one.confirmed_by_id for one in decided)
    sites = {one.name: one for one in Site.objects.all()}
    assert all(one.is_fictitious and "ficti" in one.name for one in sites.values())
    fit = [one.name for one in sites.values() if (one.largest_lot_ha or 0) >= 20]
    assert len(fit) == 3
    assert all(len(sites[name].ready_on) == 19 for name in fit)
    assert {one.visibility for one in sites.values()} == {"public"}
    # A label's life and a laureate's path are there to be tried: fictitious people write nothing of real ones.
    assert [one.site.is_fictitious for one in Label.objects.select_related("site")] == [True]
    laureate = Laureate.objects.get()
    assert (laureate.is_fictitious, laureate.steps.count()) == (True, 1)
    assert "fictif" in laureate.name
    first, password = made.people[0].email, made.password
    assert Client().login(email=first, password=password)
    again = fill(NOW)
    assert not again.is_new
    assert User.objects.count() == len(made.people)
    assert not Client().login(email=first, password=password)
    assert Client().login(email=first, password=again.password)


def test_it_is_refused_unless_asked_for_and_always_over_https(settings: Any) -> None:
    settings.DEMO = False
    with pytest.raises(DemonstrationRefused, match="REBOND_DEMO"):
        fill(NOW)
    settings.DEMO, settings.HTTPS = True, True
    with pytest.raises(DemonstrationRefused, match="REBOND_HTTPS"):
        fill(NOW)
    assert not Organisation.objects.exists()


def test_it_is_refused_where_real_organisations_work(allowed: None) -> None:
    Organisation.objects.create(slug="vraie", kind=Kind.EPCI, name="Vraie", created_at=NOW)
    with pytest.raises(DemonstrationRefused, match="Real organisations"):
        fill(NOW)
    assert Organisation.objects.count() == 1
