"""The search by the API goes to the end, part by part, whatever changes between two parts."""

from __future__ import annotations

import csv
import io
import json
from typing import Any

import pytest
from django.test import Client

from rebond.web.needs import index, query, searching
from rebond.web.publishing import cursors
from rebond.web.sites.changes import bump
from rebond.web.sites.models import Site
from tests.web.needs.many import fill
from tests.web.world import NOW, World

SEARCH = "/api/v1/search"


@pytest.fixture
def many(world: World) -> World:
    fill(world, 70)
    Site.objects.update(is_fictitious=False)
    return world


def parts(address: str) -> list[list[dict[str, Any]]]:
    found, client = [], Client()
    following: str | None = address
    while following is not None:
        answer = client.get(following.removeprefix("http://testserver"))
        assert answer.status_code == 200, answer.content
        told = answer.json()
        found.append(told["items"])
        following = told["next"]
    return found


@pytest.mark.parametrize("asked", ["", "?rail=9&rail_p=2&puissance=20&puissance_p=3", "?lot=20"])
def test_following_gives_every_site_once_in_the_order_of_the_page(many: World, asked: str) -> None:
    found = [one for part in parts(f"{SEARCH}{asked}") for one in part]
    need = query.read(Client().get(f"/sites/{asked}").wsgi_request.GET)
    standing = index.standing(NOW.date())
    expected = searching.every_row(need, standing, len(standing))
    assert len(expected) > searching.ON_A_PAGE
    assert [one["site"] for one in found] == [one.identifier for one in expected]
    assert [one["rank"] for one in found] == list(range(1, len(expected) + 1))
    assert Client().get(f"{SEARCH}{asked}").json()["total"] == len(expected)


def test_a_site_that_goes_between_two_parts_takes_no_other_with_it(many: World) -> None:
    client = Client()
    first = client.get(f"{SEARCH}?lot=5&lot_p=2").json()
    every = [one["site"] for part in parts(f"{SEARCH}?lot=5&lot_p=2") for one in part]
    last = first["items"][-1]["site"]
    Site.objects.filter(identifier__in=(last, first["items"][0]["site"])).update(
        visibility=Site.Visibility.PRIVATE
    )
    bump(NOW)
    rest = [one["site"] for part in parts(first["next"]) for one in part]
    assert rest == every[searching.ON_A_PAGE :]


def test_real_sites_stand_before_fictitious_ones_that_answer_as_well_on_every_page(
    many: World,
) -> None:
    public = Site.objects.filter(visibility=Site.Visibility.PUBLIC)
    first = [one.pk for one in public.order_by("identifier")[:25]]
    Site.objects.filter(pk__in=first).update(is_fictitious=True)
    bump(NOW)
    told = parts(SEARCH)
    flat = [one for part in told for one in part]
    key = [(one["is_fictitious"], one["site"]) for one in flat]
    assert key == sorted(key)
    assert sum(one["is_fictitious"] for one in flat) == len(first)
    client = Client()
    assert client.get(SEARCH).json()["fictitious"] == len(first)
    ids = [one["site"] for one in flat]
    assert json.loads(client.get("/sites/carte/points.json").content)["real"].count("0") > 0
    rows = list(csv.DictReader(io.StringIO(client.get("/sites/resultats.csv").content.decode())))
    assert [one["site_id"] for one in rows] == ids
    assert [one["fictitious"] for one in rows].count("oui") == len(first)
    # A site on which a part ends goes: the next part still begins with the one behind it.
    last = [len(part) for part in told][:-1]
    for at in range(len(last)):
        following = client.get(SEARCH).json()
        for _part in range(at):
            following = client.get(following["next"].removeprefix("http://testserver")).json()
        gone = Site.objects.get(identifier=following["items"][-1]["site"])
        Site.objects.filter(pk=gone.pk).update(visibility=Site.Visibility.PRIVATE)
        bump(NOW)
        rest = [one["site"] for part in parts(following["next"]) for one in part]
        assert rest == ids[(at + 1) * searching.ON_A_PAGE :]
        Site.objects.filter(pk=gone.pk).update(visibility=Site.Visibility.PUBLIC)
        bump(NOW)


def test_a_cursor_is_short_however_long_the_question_and_stands_for_it_alone(many: World) -> None:
    where = "search?" + "x" * 4_000
    cursor = cursors.cursor(
        where, '[20, true, 0.123456789012345, 1.0, "62498_SITE-ECO_public", false]'
    )
    assert len(cursor) < cursors.LONGEST
    assert cursors.after(where, cursor).startswith("[20,")
    given = Client().get(f"{SEARCH}").json()["next"].partition("cursor=")[2]
    assert Client().get(f"{SEARCH}?lot=5&cursor={given}").status_code == 400
