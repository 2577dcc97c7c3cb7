"""A label granted from a published decision: by a person, once, to a site chosen or made from the dossier."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.exceptions import PermissionDenied

from rebond.web.deliberations.models import Decision
from rebond.web.journal.models import Entry
from rebond.web.labels import granting
from rebond.web.labels.errors import NotGrantable
from rebond.web.labels.models import Label
from rebond.web.sites import queries
from rebond.web.sites.models import Site
from tests.web.deliberations.scenes import decide, deliberated, published
from tests.web.labels.test_services import WHY
from tests.web.world import DAY, NOW, World

pytestmark = pytest.mark.django_db
TITLES = ("Label fictif", "Fictitious label")


def grant(world: World, decision: Decision, site: Site | None = None, who: str = "national") -> Any:
    return granting.grant_from_decision(
        world.actor(who), decision, site, "9", TITLES, NOW.date(), WHY, NOW
    )


def test_a_decision_that_is_not_published_gives_no_label(world: World) -> None:
    deliberated(world, results_at=NOW + DAY)
    decision = Decision.objects.get(dossier=world.dossiers["a_filed"])
    assert granting.grantable(world.actor("national"), NOW) == []
    with pytest.raises(NotGrantable):
        grant(world, decision)


def test_a_site_is_made_from_the_dossier_and_shows_only_what_results_publish(world: World) -> None:
    published(world)
    decision = Decision.objects.get(dossier=world.dossiers["a_filed"])
    assert [one.pk for one in granting.grantable(world.actor("national"), NOW)] == [decision.pk]
    assert granting.grantable(world.actor("epci_a"), NOW) == []
    with pytest.raises(PermissionDenied):
        grant(world, decision, who="epci_a")
    before = Entry.objects.count()
    label = grant(world, decision)
    assert Entry.objects.count() == before + 1
    site = label.site
    assert (label.programme_id, label.measure_id) == ("pack_rebond_2020", "site_cle_en_main")
    event = label.events.get()
    assert event.decision == decision
    assert event.source_url.endswith("/appels/essai-closed/resultats/")
    assert (site.name, site.commune_code, float(site.gross_ha)) == (
        "Site fictif a_filed",
        "14366",
        60.0,
    )
    assert site.manager == world.organisations["epci-a"]
    assert site.delivery.organisation == site.manager
    assert site.is_fictitious
    assert site.visibility == Site.Visibility.PUBLIC
    assert queries.public_groups(site) == frozenset()
    assert queries.public_values(site)["site_nom"] == "Site fictif a_filed"
    assert granting.grantable(world.actor("national"), NOW) == []
    with pytest.raises(NotGrantable, match=label.reference):
        grant(world, decision, world.sites["public"])


def test_a_site_of_the_registry_can_be_chosen(world: World) -> None:
    published(world)
    decision = Decision.objects.get(dossier=world.dossiers["a_filed"])
    assert world.sites["public"] in granting.sites_of(decision.dossier)
    assert world.sites["other"] not in granting.sites_of(decision.dossier)
    count = Site.objects.count()
    label = grant(world, decision, world.sites["public"])
    assert Site.objects.count() == count
    assert list(world.sites["public"].labels.order_by("reference").values_list("wave", flat=True))
    assert label.site == world.sites["public"]


def test_a_dossier_not_retained_or_decided_again_gives_no_label(world: World) -> None:
    published(world)
    below = Decision.objects.get(dossier=world.dossiers["b_filed"])
    with pytest.raises(NotGrantable):
        grant(world, below)
    first = Decision.objects.get(dossier=world.dossiers["a_filed"])
    decide(
        world,
        world.dossiers["a_filed"],
        "not_retained",
        at=NOW - DAY / 2,
        act="review",
        number=2,
        visible_from=NOW - DAY / 2,
    )
    with pytest.raises(NotGrantable, match="no longer"):
        grant(world, first)
    assert Label.objects.count() == 1
