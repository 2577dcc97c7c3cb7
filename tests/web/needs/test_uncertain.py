"""What is known only between bounds is neither met nor failed; many places and a broken build stop no search."""

from __future__ import annotations

from collections.abc import Callable
from itertools import combinations, islice
from typing import Any

import numpy as np
import pytest
from django.test import Client

from rebond.web.needs import index
from rebond.web.needs.bounds import Bounds, judged
from rebond.web.needs.places import departements
from rebond.web.sites.changes import bump
from rebond.web.sites.deriving import derive
from rebond.web.sites.models import Lot, Site, SitePlace
from tests.web.needs.many import fill
from tests.web.world import NOW, World, make_world

pytestmark = pytest.mark.django_db
Found = dict[str, bool]


@pytest.fixture
def world(settings: Any) -> World:
    settings.CLOCK = lambda: NOW
    return make_world(NOW)


@pytest.fixture
def found(world: World) -> Callable[[str], Found]:
    """Return the sites that a query finds, and whether each is sure."""

    def look(query: str) -> Found:
        rows = Client().get(f"/sites/?{query}").context["found"].hits
        return {one.identifier: one.is_sure for one in rows}

    return look


def test_more_sets_of_places_than_a_class_holds_are_all_found(
    world: World, found: Callable[[str], Found]
) -> None:
    fill(world, 330)
    sites = list(Site.objects.filter(identifier__startswith="S").order_by("identifier"))
    sets = list(islice(combinations(sorted(departements()), 2), 0, 3_000, 9))
    SitePlace.objects.filter(site__in=sites).delete()
    for site, (first, _second) in zip(sites, sets, strict=False):
        site.departement_code = first
    Site.objects.bulk_update(sites, ["departement_code"])
    SitePlace.objects.bulk_create(
        SitePlace(site=site, kind="departement", code=code)
        for site, pair in zip(sites, sets, strict=False)
        for code in pair
    )
    bump(NOW)
    public = [
        (one.identifier, pair)
        for one, pair in zip(sites, sets, strict=False)
        if one.visibility == Site.Visibility.PUBLIC
    ]
    assert len({pair for _name, pair in public}) > 200
    for code in (public[0][1][0], public[-1][1][1]):
        expected = {name for name, pair in public if code in pair}
        shown = found(f"departement={code}")
        assert {name for name in shown if name.startswith("S")} <= expected
        page = Client().get(f"/sites/resultats.csv?departement={code}").content.decode()
        assert {line.split(",")[1] for line in page.splitlines() if ",S0" in line} == expected


def test_counts_by_region_are_of_sites_and_one_over_two_counts_in_each(
    world: World, found: Callable[[str], Found]
) -> None:
    SitePlace.objects.create(site=world.sites["public"], kind="region", code="32")
    bump(NOW)
    answer = Client().get("/sites/").context["found"]
    assert dict(answer.facets["region"]) == {"28": 1, "32": 2}
    both = {world.sites[name].identifier for name in ("public", "other")}
    assert set(found("region=32")) == both
    assert set(found("region=28")) == {world.sites["public"].identifier}
    assert set(found("region=28&region=32")) == both
    assert found("region=93") == {}


def test_a_lot_that_could_be_larger_is_to_be_checked_and_never_dropped(
    world: World, found: Callable[[str], Found]
) -> None:
    site = world.sites["public"]
    site.lots.update(gross_ha="15.00")
    lot = site.lots.get()
    Lot.objects.create(
        identifier="14366_TERRAIN-ECO_30",
        values={"terr_surf_brute": 30},
        delivery=lot.delivery,
        site=site,
        gross_ha="30.00",
        is_free=None,
        changed_at=NOW,
    )
    derive(site, NOW)
    name = site.identifier
    assert Site.objects.get(pk=site.pk).largest_lot_ha is None
    assert found("lot=20")[name] is False
    assert found("lot=15")[name] is True
    assert "au moins 15\u00a0ha" in Client().get("/sites/?lot=20").content.decode()
    line = next(
        one
        for one in Client().get("/sites/resultats.csv?lot=20").content.decode().splitlines()
        if name in one
    )
    assert ",15.0," in line


def test_a_distance_from_the_communes_centre_is_sure_only_beyond_the_communes_reach(
    world: World, found: Callable[[str], Found]
) -> None:
    site = world.sites["public"]
    exact = Client().get("/sites/?rail=100").context["found"].standing
    row = exact.columns.ids.tolist().index(site.identifier)
    km = float(exact.columns.number("rail_km")[row])
    assert found(f"rail={km + 0.2:.1f}")[site.identifier] is True
    assert site.identifier not in found(f"rail={km - 0.2:.1f}")
    site.is_located_by_commune = True
    site.save()
    bump(NOW)
    assert found(f"rail={km + 0.2:.1f}")[site.identifier] is False
    assert found(f"rail={km - 0.2:.1f}")[site.identifier] is False
    assert found(f"rail={km + 15:.1f}")[site.identifier] is True
    assert site.identifier not in found(f"rail={km - 15:.1f}")
    page = Client().get(f"/sites/?rail={km:.1f}").content.decode()
    said = page.split("Parc fictif public")[1].split("</li>")[0]
    assert "depuis le centre de la commune" in said
    assert "km près" in said


def test_a_build_that_fails_leaves_the_searches_what_they_had_and_is_tried_again(
    world: World, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture, settings: Any
) -> None:
    client = Client()
    before = client.get("/sites/?lot=5").context["found"].total
    real = index.build

    def broken(*_given: Any) -> Any:
        raise ZeroDivisionError

    monkeypatch.setattr(index, "build", broken)
    bump(NOW)
    answer = client.get("/sites/?lot=5")
    assert (answer.status_code, answer.context["found"].total) == (200, before)
    assert "ZeroDivisionError" in caplog.text
    monkeypatch.setattr(index, "build", real)
    # Not at once, for each search would pay for it.
    assert index.looked(NOW.date())[1] is False
    monkeypatch.setattr(index._holder, "not_before", 0.0)
    assert index.looked(NOW.date())[1] is True


def test_a_question_between_bounds_is_met_failed_or_open() -> None:
    nan, inf = float("nan"), float("inf")
    low = np.array([5, 2, 0, 15, nan, 9], np.float32)
    high = np.array([5, 8, 3, inf, nan, 12], np.float32)
    bounds = Bounds(low, high)

    def said(asked: float, *, at_least: bool, is_must: bool) -> list[float | None]:
        found = judged(bounds, asked, at_least=at_least, is_must=is_must).tolist()
        return [None if np.isnan(one) else one for one in found]

    assert said(4, at_least=False, is_must=True) == [5, None, 4, 15, None, 9]
    assert said(5, at_least=False, is_must=False) == [5, None, 5, 15, None, None]
    assert said(10, at_least=True, is_must=True) == [5, 8, 3, 10, None, None]
    assert said(10, at_least=True, is_must=False) == [5, None, 3, 10, None, None]
    assert said(20, at_least=True, is_must=True) == [5, 8, 3, None, None, 12]
