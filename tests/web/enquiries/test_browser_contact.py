"""A contact in a real Chromium, without a script of ours: written, confirmed, answered, given a name."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from django.conf import settings as django_settings
from django.core import mail
from django.test import Client
from playwright.sync_api import Page, expect

from rebond.web.enquiries import mailing
from rebond.web.enquiries.models import Enquiry
from tests.web.browsing import CHROMIUM, Watched, browser, violations, watched
from tests.web.world import NOW, make_world

__all__ = ["browser", "watched"]

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(not CHROMIUM.exists(), reason=f"{CHROMIUM} is absent"),
    pytest.mark.django_db(transaction=True),
]


@pytest.fixture
def narrow(browser: Any, live_server: Any) -> Iterator[Watched]:
    context = browser.new_context(
        viewport={"width": 390, "height": 844}, locale="en-GB", java_script_enabled=False
    )
    yield Watched(context.new_page(), live_server.url)
    context.close()


@pytest.fixture
def wide(watched: Watched) -> Watched:
    return watched


def follow(watched: Watched) -> Page:
    """Open the link of the last mail."""
    path = mail.outbox[-1].body.partition("http://127.0.0.1:8000")[2].split()[0]
    return watched.open(path)


def test_an_investor_writes_confirms_reads_the_answer_and_gives_a_name(
    narrow: Watched, wide: Watched, settings: Any
) -> None:
    settings.CLOCK = lambda: NOW
    world = make_world(NOW)
    page = narrow.open("/en/sites/14366_SITE-ECO_public/contact/")
    page.locator("#message").fill("Is the northern lot free?")
    page.locator("#surface").fill("20")
    page.locator("#niveau-anonymous").check()
    page.locator("#nom").fill("Anna Lindqvist")
    page.locator("#courriel").fill("anna@exemple.invalid")
    page.locator("#societe").fill("Nordwind")
    page.locator("#pays").select_option("SE")
    page.locator("main button[type=submit]").click()
    expect(page.locator(".answer")).to_contain_text("anna@exemple.invalid")
    # A form of the secret page keeps its origin, though the page tells nobody its path.
    follow(narrow).locator("button[value=confirmer]").click()
    one = Enquiry.objects.latest("pk")
    expect(page.locator("blockquote")).to_have_text("Is the northern lot free?")
    assert one.confirmed_at == NOW

    client = Client()
    client.force_login(world.users["epci_a"], backend=settings.AUTHENTICATION_BACKENDS[0])
    name = django_settings.SESSION_COOKIE_NAME
    cookie = {"name": name, "value": client.cookies[name].value, "url": wide.base}
    wide.page.context.add_cookies([cookie])
    desk = wide.open(f"/demandes/{one.reference}/")
    assert violations(desk) == []
    expect(desk.locator("main")).not_to_contain_text("Nordwind")
    desk.locator("#texte").fill("Yes, and served by rail.")
    desk.locator("button[value=repondre]").click()
    expect(desk.locator(".timeline")).to_contain_text("Yes, and served by rail.")

    assert mailing.send_answers(NOW) == 1
    follow(narrow)
    expect(page.locator(".timeline")).to_contain_text("Yes, and served by rail.")
    assert violations(wide.open(mail.outbox[-1].body.partition(":8000")[2].split()[0])) == []
    page.locator("button[value=reveler]").click()
    expect(page.locator("button[value=reveler]")).to_have_count(0)
    expect(wide.open(f"/demandes/{one.reference}/").locator("main")).to_contain_text("Nordwind")
    wide.assert_quiet()
