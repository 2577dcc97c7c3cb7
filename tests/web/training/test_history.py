"""The past calls: counts of domain pages, a page for each name, a place of the register for each settled one."""

from __future__ import annotations

from datetime import date
from urllib.parse import urlsplit

import pytest

from rebond.programme import shipped_programmes
from rebond.territory import PlaceKey
from rebond.texts import Text
from rebond.web.journal.models import Entry
from rebond.web.territories.places import atlas
from rebond.web.training import history
from rebond.web.training.models import Laureate, PathStep
from tests.web.world import NOW


def test_what_pages_establish_of_each_call() -> None:
    first, second, either = history.history().calls
    assert (first.announced, len(first.laureates), first.missing) == (55, 19, 36)
    assert first.retained_on == date(2019, 9, 26)
    assert (second.announced, len(second.laureates), second.missing) == (20, 12, 8)
    assert (either.announced, either.missing, either.retained_on) == (None, None, None)
    assert (first.programme, second.programme, either.programme) == ("", "pack_rebond_2020", None)
    assert history.history().calls_of("pack_rebond_2020") == (second,)
    assert {one.programme for one in (first, second)} - {""} <= set(shipped_programmes())
    unknown = [one.name for one in second.laureates if one.retained_on is None]
    assert unknown == ["Loire Forez Agglomération"]


def test_each_name_has_its_page_and_a_place_of_the_register_or_none() -> None:
    named = [one for call in history.history().calls for one in call.laureates]
    assert len({one.reference for one in named}) == len(named)
    assert all(len(one.reference) <= 40 for one in named)
    pages = [one.source.url for one in named]
    pages += [
        page.url for call in history.history().calls for said in call.said for page in said.sources
    ]
    assert all(urlsplit(page).scheme in {"http", "https"} for page in pages)
    for one in named:
        if one.place[1]:
            assert atlas().place(PlaceKey(*one.place)).name
    # Two communes of Grand Est are called so, and the page does not say which.
    assert [one.name for one in named if not one.place[1]] == ["Saint-Louis"]


def test_a_page_says_its_day_or_month_in_both_languages() -> None:
    said = [page for call in history.history().calls for one in call.said for page in one.sources]
    days = {page.title: page.when for page in said}
    assert days["Régions Magazine"] == Text("27 septembre 2019", "27 September 2019")
    assert days["Corse Net Infos"] == Text("septembre 2019", "September 2019")
    # No title holds a day any more: it would be French on the English page.
    assert not [page.title for page in said if any(char.isdigit() for char in page.title)]


@pytest.mark.django_db
def test_loading_twice_adds_nothing_and_a_page_read_again_corrects() -> None:
    done = history.load(NOW)
    assert (done.laureates, done.new_laureates, done.new_steps) == (32, 32, 2)
    assert history.load(NOW) == history.Loaded(32, 0, 0, 0)
    Laureate.objects.filter(reference="ami-2-dole").update(place_code="39001")
    assert history.load(NOW).changed_laureates == 1
    assert Laureate.objects.get(reference="ami-2-dole").place_code == "39198"
    opened = PathStep.objects.get(laureate__reference="ami-cognac")
    assert (opened.kind, opened.on, opened.recorded_by) == ("opening", date(2021, 5, 3), None)
    assert list(Entry.objects.values_list("act", flat=True)) == ["training.load"] * 2
