"""Where labelled sites stood at the end of each year."""

from __future__ import annotations

from datetime import date
from typing import Any

from rebond.web.labels.models import LabelEvent
from rebond.web.monitoring.over_time import over_time
from rebond.web.sites.models import Site, SiteEvent
from tests.web.world import NOW, World


def test_fictitious_sites_are_not_drawn(world: World) -> None:
    assert over_time(NOW.date()).years == ()


def test_each_year_tells_what_was_established_by_its_end(
    world: World, django_assert_num_queries: Any
) -> None:
    site = world.sites["public"]
    Site.objects.filter(pk=site.pk).update(is_fictitious=False)
    for kind, on in (("permit_filed", date(2030, 5, 1)), ("in_operation", date(2031, 2, 1))):
        SiteEvent.objects.create(site=site, kind=kind, on=on, basis="checked", recorded_at=NOW)
    with django_assert_num_queries(3):
        found = over_time(NOW.date())
    assert [(one.year, one.counts) for one in found.years] == [
        (2030, {"permit_filed": 1}),
        (2031, {"in_operation": 1}),
    ]
    assert [words.en for words, _shade, _counts in found.rows] == ["in operation", "permit filed"]
    LabelEvent.objects.create(
        label=world.labels["public"],
        number=2,
        kind=LabelEvent.Kind.WITHDRAWN,
        on=date(2031, 3, 1),
        reason="Une raison fictive.",
        recorded_at=NOW,
    )
    assert over_time(NOW.date()).years[-1].counts == {"ended": 1}
