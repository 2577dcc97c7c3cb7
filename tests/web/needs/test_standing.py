"""The columns of the index hold, for each site, what its public values say: no more, no less."""

from __future__ import annotations

import math
from datetime import date, timedelta
from typing import Any

import numpy as np
import pytest
from django.http import QueryDict
from hypothesis import given, settings
from hypothesis import strategies as st

from rebond.matching import UNKNOWN_CODE, search
from rebond.web.needs import index, query, reading
from rebond.web.needs.searching import columns_counted, every_row
from rebond.web.needs.searching import search as search_needs
from rebond.web.needs.standing import EPOCH, OWN, Standing, chances
from rebond.web.needs.translating import question
from rebond.web.sites.changes import bump
from rebond.web.sites.groups import GROUPS
from rebond.web.sites.models import Consent, Site
from rebond.web.sites.queries import public_derived, public_values, with_public
from tests.web.needs.many import fill
from tests.web.world import NOW, World, make_world

TODAY = date(2031, 6, 2)


@pytest.fixture
def world(db: None) -> World:
    return make_world(NOW)


def row_of(standing: Standing, identifier: str) -> int:
    return standing.columns.ids.tolist().index(identifier)


def test_private_sites_and_groups_without_consent_are_not_in_the_index(world: World) -> None:
    fill(world, 60)
    for number, consent in enumerate(Consent.objects.order_by("pk")):
        consent.groups = [name for at, name in enumerate(GROUPS) if (number >> (at % 6)) % 2]
        consent.save()
    standing = index.standing(TODAY)
    public = with_public(Site.objects.filter(visibility=Site.Visibility.PUBLIC))
    assert set(standing.columns.ids.tolist()) == {one.identifier for one in public}
    for site in public:
        row, values, derived = (
            row_of(standing, site.identifier),
            public_values(site),
            public_derived(site),
        )
        for name, read in reading.NUMBERS.items():
            found, own = float(standing.columns.number(name)[row]), read(values)[0]
            if own is not None:
                assert found == pytest.approx(own)
            elif name in standing.origins:
                assert math.isnan(found) or standing.origins[name][row] != OWN
            else:
                assert math.isnan(found)
        for name, code in reading.CODES.items():
            own = code(values)[0]
            expected = UNKNOWN_CODE if own is None else own
            assert standing.columns.code(name)[row] == expected
        lot = standing.columns.number("lot_ha")[row]
        assert math.isnan(lot) == (derived["largest_lot_ha"] is None)
        assert math.isnan(standing.columns.lon[row]) == (derived["longitude"] is None)
        ready = standing.ready[0, standing.position[row]]
        assert math.isnan(ready) == (not derived["ready_on"])


QUERIES = st.lists(
    st.sampled_from(
        (
            "lot=20",
            "lot=5&lot_p=3",
            "puissance=10",
            "puissance=30&puissance_p=1",
            "rail=5",
            "rail=site",
            "eau=40",
            "eau=30&eau_p=2",
            "autoroute=8",
            "icpe=autorisation",
            "activite=24",
            "seveso=haut",
            "friche=oui",
            "pret=2033-06-01&chance=83",
            "pret=2033-01-01&chance=50&pret_p=2",
            "region=28",
            "label=oui&label_p=1",
            "inconnus=non",
            "cadre=0,49,3,51",
        )
    ),
    max_size=6,
    unique_by=lambda one: one[:4],
)


def test_the_index_answers_as_the_slow_search_and_a_stricter_need_finds_less(world: World) -> None:
    fill(world, 200)
    standing = index.standing(TODAY)

    @given(
        QUERIES, st.sampled_from(("lot=30", "icpe=autorisation", "departement=14", "friche=oui"))
    )
    @settings(deadline=None, max_examples=60)
    def held(parts: list[str], more: str) -> None:
        need = query.read(QueryDict("&".join(parts)))
        asked = question(need, standing)
        found = search_needs(need, standing)
        hits = every_row(need, standing, len(standing))
        numbers = {**standing.columns.numbers}
        for name, column in asked.asked.items():
            plain = np.empty_like(column)
            plain[standing.index.order] = column
            numbers[name] = plain
        columns = standing.columns
        slow = search(
            type(columns)(
                columns.ids, columns.lon, columns.lat, numbers, columns.codes, columns.code_names
            ),
            asked.need,
            first=len(standing),
            facets=columns_counted(standing),
        )
        assert [one.row for one in hits] == slow.rows.tolist()
        assert [one.row for one in found.hits] == slow.rows[:20].tolist()
        assert (found.sure, found.unsure) == (slow.sure, slow.unsure)
        assert [one.low for one in hits] == slow.low.tolist()
        if more.split("=", maxsplit=1)[0] not in {one.key for one in need.wanted}:
            stricter = query.read(QueryDict("&".join([*parts, more])))
            sure = {one.row for one in hits if one.is_sure}
            after = every_row(stricter, standing, len(standing))
            assert {one.row for one in after if one.is_sure} <= sure
            assert {one.row for one in after} <= {one.row for one in hits}

    held()


def test_the_index_follows_the_registry_and_the_day(world: World) -> None:
    first = index.standing(TODAY)
    assert index.standing(TODAY) is first
    world.sites["private"].visibility = Site.Visibility.PUBLIC
    world.sites["private"].save()
    assert index.standing(TODAY) is first
    bump(NOW)
    second = index.standing(TODAY)
    assert (len(first), len(second)) == (2, 3)
    assert second.number == first.number + 1
    assert index.standing(TODAY + timedelta(days=1)) is not second
    assert index.current()[1] == second.number


def test_chances_between_quantiles_are_in_proportion_and_nothing_is_said_without_a_plan() -> None:
    start = date(2032, 1, 1)
    days = [(start + timedelta(days=10 * step) - EPOCH).days for step in range(19)]
    blank: list[Any] = [math.nan] * 19
    steady = [days[0]] * 19
    ready = np.array([days, blank, steady], np.float32).T
    first = (start - EPOCH).days

    def said(day: int) -> list[float]:
        return [float(one) for one in chances(np.ascontiguousarray(ready), first + day)]

    assert said(0)[0] == 5
    assert said(5)[0] == 7.5
    assert said(30)[0] == 20
    assert said(-1)[0] == 0
    assert said(5000)[0] == 95
    assert math.isnan(said(0)[1])
    assert said(0)[2] == 95
    assert said(-1)[2] == 0
