"""An investor searches in English by keyboard alone, compares, and finds pages that are accessible."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

import pytest
from playwright.sync_api import expect

from tests.web.browsing import CHROMIUM, Watched, browser, fits, resize, violations, watched
from tests.web.world import NOW, make_world

__all__ = ["browser", "watched"]

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(not CHROMIUM.exists(), reason=f"{CHROMIUM} is absent"),
    pytest.mark.django_db(transaction=True),
]


def test_a_need_is_written_searched_and_compared_by_keyboard(
    watched: Watched, settings: Any
) -> None:
    settings.CLOCK = lambda: NOW + timedelta(minutes=1)
    make_world(NOW)
    page = watched.open("/en/sites/")
    # The first field of the form is the largest lot; Enter sends the form from any field.
    page.locator("input[name=lot]").focus()
    page.keyboard.type("20")
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile(r"/en/sites/\?lot=20$"))
    expect(page.locator(".need-list > li")).to_have_count(2)
    for box in (0, 1):
        page.locator("input[name=site]").nth(box).focus()
        page.keyboard.press("Space")
    page.locator(".need-found button[type=submit]").focus()
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile(r"/en/sites/comparer/\?lot=20&site=.+&site=.+"))
    expect(page.locator("table.compared thead th")).to_have_count(3)
    for width in (1440, 390):
        resize(page, width)
        assert fits(page, width)
        assert violations(page) == []
    watched.open("/sites/?lot=abc&seveso=haut")
    assert violations(page) == []
    watched.assert_quiet()
