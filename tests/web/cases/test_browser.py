"""A project's pages in a real Chromium: accessible wide and narrow, two people on one line by keyboard."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings as django_settings
from django.test import Client
from django.urls import reverse
from playwright.sync_api import Browser

from rebond.web.cases import services
from rebond.web.cases.services import Line
from tests.web.browsing import CHROMIUM, Watched, browser, faults, watched
from tests.web.cases.lines import line_of
from tests.web.world import NOW, make_world

__all__ = ["browser", "watched"]

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(not CHROMIUM.exists(), reason=f"{CHROMIUM} is absent"),
    pytest.mark.django_db(transaction=True),
]
TODAY = date(2031, 6, 2)


def test_a_project_is_followed_by_keyboard_and_no_page_is_closed_to_anyone(
    watched: Watched, browser: Browser, live_server: Any, settings: Any, tmp_path: Path
) -> None:
    settings.CLOCK, settings.FILES_FOLDER = (lambda: NOW), tmp_path
    world = make_world(NOW)
    lead, case = world.actor("sous_prefet"), world.cases["public"]
    permit = Line("Permis", state="under_way", started_on=TODAY - timedelta(days=100))
    item = services.add(lead, case, "procedure", permit, NOW, procedure_id="permis_de_construire")
    task = line_of(world, "task", "Relevé", promised_on=TODAY - timedelta(days=3))
    client = Client()
    client.force_login(
        world.users["sous_prefet"], backend=django_settings.AUTHENTICATION_BACKENDS[0]
    )
    name = django_settings.SESSION_COOKIE_NAME
    cookie = {"name": name, "value": client.cookies[name].value, "url": live_server.url}
    addresses = [
        reverse("cases"),
        reverse("case", args=[case.reference]),
        reverse("case-conduct", args=[case.reference]) + "?q=agence",
        reverse("case-line", args=[case.reference, item.reference]),
        reverse("case-line-new", args=[case.reference]) + "?nature=document",
    ]
    watched.page.context.add_cookies([cookie])
    for address in addresses:
        assert faults(watched.open(address)) == [], address
    assert watched.troubles == []

    context = browser.new_context(java_script_enabled=False, locale="fr-FR")
    context.add_cookies([cookie])
    page = context.new_page()
    address = live_server.url + reverse("case-line", args=[case.reference, task.reference])
    page.goto(address)
    services.edit(lead, task, Line("Relevé", "Le premier texte."), 1, NOW)
    page.locator("#texte").focus()
    page.keyboard.type("Le second texte.")
    page.get_by_role("button", name="Enregistrer la ligne").focus()
    page.keyboard.press("Enter")
    conflict = page.locator(".conflict")
    assert "Le premier texte." in conflict.inner_text()
    assert page.locator("#texte").input_value() == "Le second texte."
    page.get_by_role("button", name="Mettre ma version à la place").focus()
    page.keyboard.press("Enter")
    page.get_by_text("La ligne est enregistrée.").wait_for()
    task.refresh_from_db()
    assert (task.text, task.version) == ("Le second texte.", 3)
    context.close()
