"""Response times and outcomes: what the team reads, and what others may not deduce."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client

from rebond.web.enquiries import queries, services, statistics
from rebond.web.enquiries.models import Enquiry
from rebond.web.enquiries.statistics import followed, hidden
from tests.web.enquiries.conftest import DAY, received
from tests.web.world import NOW, World

SignIn = Callable[[str], Client]
MONTH_AGO = NOW - 30 * DAY


def answered(world: World, days: float | None, site: str = "public") -> Enquiry:
    """Return a contact of a month ago, answered after some days or never."""
    one = received(world, "open", site=site, now=MONTH_AGO)
    if days is not None:
        persona = "epci_a" if site == "public" else "epci_b"
        moment = MONTH_AGO + timedelta(days=days)
        services.answer(world.actor(persona), one, "Oui.", now=moment)
    return one


@pytest.fixture
def year(world: World) -> World:
    """Six contacts of one manager, two of another, one withdrawn in time."""
    Enquiry.objects.filter(reference="C-FICTIF").delete()
    for days in (1, 2, 3, 4, 20, None):
        answered(world, days)
    for days in (None, None):
        answered(world, days, site="other")
    services.withdraw(answered(world, None), now=MONTH_AGO + DAY)
    return world


def test_the_team_reads_every_figure(year: World) -> None:
    found = followed(year.actor("national"), NOW)
    assert (found.total.received, found.total.due, found.total.late) == (9, 8, 4)
    # Half of the eight due had their answer within four days: those without one are the slowest.
    assert found.total.median_days == 4.0
    assert found.total.late_share == 0.5
    managers = {row.organisation.slug: row.times for row in found.managers if row.organisation}
    assert (managers["epci-a"].received, managers["epci-a"].late) == (7, 2)
    assert managers["epci-a"].median_days == 3.0
    assert (managers["epci-b"].received, managers["epci-b"].median_days) == (2, None)
    assert dict(found.outcomes) == {
        "received": 3,
        "answered": 5,
        "visit": 0,
        "offer": 0,
        "permit_filed": 0,
        "in_operation": 0,
        "lost": 0,
        "withdrawn": 1,
    }


def test_others_read_no_small_count_but_their_own(year: World, sign_in: SignIn) -> None:
    agency = followed(year.actor("agency"), NOW)
    assert dict(agency.outcomes)["received"] is None
    assert dict(agency.outcomes)["withdrawn"] is None
    assert (agency.total.received, agency.total.due, agency.total.late) == (9, None, None)
    assert {row.organisation.slug for row in agency.managers if row.organisation} == {"epci-a"}
    assert agency.managers[0].times.late is None
    own = followed(year.actor("epci_b"), NOW)
    assert [(row.times.received, row.times.late) for row in own.managers] == [(2, 2)]
    assert own.total.late is None
    for persona in ("agency", "epci_a", "epci_b", "commune_c", "national"):
        page = sign_in(persona).get("/demandes/suivi/")
        assert page.status_code == 200
    assert "non dit" in sign_in("agency").get("/demandes/suivi/").content.decode()


def test_a_year_without_contacts_is_said_so(world: World, sign_in: SignIn) -> None:
    Enquiry.objects.all().delete()
    assert "Aucun contact reçu" in sign_in("national").get("/demandes/suivi/").content.decode()
    page = sign_in("commune_c").get("/demandes/suivi/").content.decode()
    assert "Moins de 5 contacts" in page


def test_a_single_small_count_goes_with_another_or_the_total_would_tell_it() -> None:
    assert hidden([("a", 40), ("b", 3), ("c", 9), ("d", 0)]) == [
        ("a", 40),
        ("b", None),
        ("c", None),
        ("d", 0),
    ]
    assert hidden([("a", 4), ("b", 1), ("c", 9)]) == [("a", None), ("b", None), ("c", 9)]
    assert hidden([("a", 5), ("b", 0)]) == [("a", 5), ("b", 0)]
    assert statistics.LEAST == 5


def test_a_sites_page_tells_five_contacts_and_not_four(world: World) -> None:
    site = world.sites["other"]
    for count in range(1, 6):
        received(world, "anonymous", site="other")
        assert queries.public_count(site) == (count if count == 5 else None)
