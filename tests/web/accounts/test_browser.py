"""Accounts in a real Chromium: by keyboard, accessible, under the strict policy, with a passkey."""

from __future__ import annotations

import time
from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from rebond.web.accounts import services
from rebond.web.accounts.models import User
from tests.web.accounts.test_signing import code_of
from tests.web.browsing import CHROMIUM, KEPT, USUAL, Watched, faults
from tests.web.world import NOW, PASSWORD, World, make_world

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(not CHROMIUM.exists(), reason=f"{CHROMIUM} is absent"),
    pytest.mark.django_db(transaction=True),
]
EMAIL = "camille@exemple.invalid"


@pytest.fixture
def person(db: None) -> User:
    return services.create_person(EMAIL, name="Camille", password=PASSWORD)


@pytest.fixture
def watched(browser: Any, live_server: Any) -> Iterator[Watched]:
    """A browser at `localhost`, where passkeys work without HTTPS."""
    base = live_server.url.replace("127.0.0.1", "localhost")
    one = Watched(KEPT.window(browser, base, **USUAL), base)
    yield one
    one.leave()


def fits(watched: Watched) -> None:
    """Require of the page shown: accessible in both schemes, narrow and wide, and quiet."""
    assert faults(watched.page) == [], watched.page.url
    watched.assert_quiet()


def enter(watched: Watched, email: str = EMAIL) -> Page:
    page = watched.open("/compte/connexion/")
    page.get_by_label("Adresse électronique").fill(email)
    page.get_by_label("Mot de passe").fill(PASSWORD)
    page.get_by_role("button", name="Se connecter", exact=True).click()
    page.wait_for_url("**/compte/")
    return page


def prove(page: Page) -> None:
    page.get_by_label("Mot de passe").fill(PASSWORD)
    page.get_by_role("button", name="Confirmer").click()


def test_signing_in_and_out_by_keyboard(watched: Watched, person: User) -> None:
    page = watched.open("/compte/connexion/")
    fits(watched)
    for _ in range(40):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.name") == "login":
            break
    page.keyboard.type(EMAIL)
    page.keyboard.press("Tab")
    page.keyboard.type("faux mot de passe")
    page.keyboard.press("Enter")
    expect(page.get_by_role("alert").first).to_contain_text("ne convient pas")
    fits(watched)
    page.get_by_label("Mot de passe").focus()
    page.keyboard.type(PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_url("**/compte/")
    expect(page.locator("h1")).to_have_text("Mon compte")
    fits(watched)
    page.locator(".entrance button").focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**/compte/connexion/")
    expect(page.get_by_role("status").first).to_contain_text("Vous êtes déconnecté")


def test_a_code_app_is_activated_and_asked_for(watched: Watched, person: User) -> None:
    page = enter(watched)
    page.goto(f"{watched.base}/compte/deux-etapes/application/activer/")
    prove(page)
    page.wait_for_url("**/application/activer/")
    drawn = page.locator(".qr-code").bounding_box()
    assert drawn is not None
    assert drawn["width"] > 150
    assert abs(drawn["width"] - drawn["height"]) < 2
    fits(watched)
    secret = page.locator("code.digest").inner_text()
    page.get_by_label("Code de l’application").fill(code_of(secret))
    page.get_by_role("button", name="Activer").click()
    page.wait_for_url("**/codes/")
    expect(page.locator("li > code")).to_have_count(10)
    fits(watched)
    page.goto(f"{watched.base}/compte/deux-etapes/")
    fits(watched)
    page.locator(".entrance button").click()
    page.get_by_label("Adresse électronique").fill(EMAIL)
    page.get_by_label("Mot de passe").fill(PASSWORD)
    page.get_by_role("button", name="Se connecter", exact=True).click()
    page.wait_for_url("**/verifier/")
    fits(watched)
    page.get_by_label("Code de l’application").fill(code_of(secret, time.time() + 30))
    page.get_by_role("button", name="Se connecter", exact=True).click()
    page.wait_for_url("**/compte/")


def test_a_passkey_is_made_and_enters_without_password(watched: Watched, person: User) -> None:
    page = enter(watched)
    devtools = page.context.new_cdp_session(page)
    devtools.send("WebAuthn.enable")
    devtools.send(
        "WebAuthn.addVirtualAuthenticator",
        {
            "options": {
                "protocol": "ctap2",
                "transport": "internal",
                "hasResidentKey": True,
                "hasUserVerification": True,
                "isUserVerified": True,
                "automaticPresenceSimulation": True,
            }
        },
    )
    page.goto(f"{watched.base}/compte/deux-etapes/cles/ajouter/")
    prove(page)
    page.wait_for_url("**/cles/ajouter/")
    fits(watched)
    page.get_by_label("Nom de la clé").fill("Portable fictif")
    page.get_by_label("Entrer sans mot de passe avec cette clé").check()
    page.get_by_role("button", name="Ajouter une clé").click()
    page.wait_for_url("**/codes/")
    page.goto(f"{watched.base}/compte/deux-etapes/cles/")
    expect(page.get_by_text("Portable fictif")).to_be_visible()
    fits(watched)
    page.locator(".entrance button").click()
    page.wait_for_url("**/compte/connexion/")
    page.get_by_role("button", name="Se connecter avec une clé d’accès").click()
    page.wait_for_url("**/compte/")
    expect(page.locator("h1")).to_have_text("Mon compte")
    watched.assert_quiet()
    devtools.detach()


def test_a_passkey_that_does_not_answer_is_said(watched: Watched, person: User) -> None:
    page = watched.open("/compte/connexion/")
    devtools = page.context.new_cdp_session(page)
    devtools.send("WebAuthn.enable")
    page.evaluate("() => { navigator.credentials.get = async () => { throw new Error() } }")
    page.get_by_role("button", name="Se connecter avec une clé d’accès").click()
    expect(page.get_by_text("La clé d’accès n’a pas répondu")).to_be_visible()
    devtools.detach()


@pytest.fixture
def world(settings: Any, transactional_db: None) -> World:
    settings.CLOCK = lambda: NOW
    return make_world(NOW)


def signed(watched: Watched, user: User) -> None:
    """Give the browser the session of a persona."""
    from django.conf import settings
    from django.test import Client

    client = Client()
    client.force_login(user, backend=settings.AUTHENTICATION_BACKENDS[0])
    watched.page.context.add_cookies(
        [{"name": "sessionid", "value": client.cookies["sessionid"].value, "url": watched.base}]
    )


def test_a_place_chosen_from_the_list_becomes_the_territory(watched: Watched, world: World) -> None:
    signed(watched, world.users["national_admin"])
    page = watched.open("/administration/organisations/nouvelle/")
    page.get_by_label("Genre").select_option("dreal")
    page.get_by_label("Nom", exact=True).fill("DREAL fictive")
    field = page.get_by_role("combobox", name="Ajouter un lieu")
    field.press_sequentially("normandie")
    page.locator(".suggestions [role=option]").first.wait_for()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    assert "[region:28]" in field.input_value()
    page.get_by_role("button", name="Créer l’organisation").click()
    page.wait_for_url("**/compte/organisations/dreal-fictive/")
    expect(page.get_by_text("Normandie")).to_be_visible()
    watched.assert_quiet()
