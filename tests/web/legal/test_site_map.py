"""The site map forgets no page that anyone may open."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import NoReverseMatch, reverse

from rebond.web.legal import site_map
from tests.web.addresses import PAGES
from tests.web.doors import all_doors
from tests.web.world import VISITOR

pytestmark = pytest.mark.django_db

ELSEWHERE = {
    "components",
    "recalculate",
    "site-plan",
    "site-compare",
    "registry-export",
    "need-watch",
    "enquiries-new",
}
"""An internal page; pages that a choice made on another page leads to; a file."""


def public_pages() -> set[str]:
    found = set(PAGES) - ELSEWHERE
    for name, doors in all_doors().items():
        first = doors[0]
        is_account = name.startswith(("account_", "socialaccount_"))
        if first.method == "GET" and first.is_page and VISITOR in first.allowed and not is_account:
            found.add(name)
    reachable = set()
    for name in found - ELSEWHERE:
        try:
            reverse(name)
        except NoReverseMatch:
            continue
        reachable.add(name)
    return reachable


def test_every_page_that_anyone_may_open_without_a_choice_is_listed() -> None:
    listed = {page for _title, pages in site_map.PARTS for page, _words in pages}
    assert public_pages() - listed == set()


def test_no_page_is_listed_twice() -> None:
    listed = [page for _title, pages in site_map.PARTS for page, _words in pages]
    assert len(listed) == len(set(listed))


def test_every_page_of_the_map_answers(client: Client) -> None:
    for part in site_map.parts():
        for entry in part.entries:
            assert client.get(entry.address).status_code == 200, entry.address
