"""The map of sites in a real Chromium: self-contained, by keyboard, with the sites of its list, and never a blank."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from django.http import QueryDict
from playwright.sync_api import Browser, Page, expect

from rebond.web.needs import mapping, services
from rebond.web.needs.query import read
from tests.web.browsing import (
    ARGUMENTS,
    CHROMIUM,
    KEPT,
    USUAL,
    Watched,
    small_targets,
    violations,
)
from tests.web.world import NOW, World, make_world

# WebGL by software, which the other browser tests leave out.
WITH_WEBGL = [
    *(one for one in ARGUMENTS if one != "--disable-gpu"),
    "--use-gl=angle",
    "--use-angle=swiftshader",
    "--enable-unsafe-swiftshader",
]

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(not CHROMIUM.exists(), reason=f"{CHROMIUM} is absent"),
    pytest.mark.django_db(transaction=True),
]


@pytest.fixture(scope="module")
def browser() -> Browser:
    return KEPT.open(WITH_WEBGL)


@pytest.fixture
def world(settings: Any) -> World:
    settings.CLOCK = lambda: NOW
    mapping._drawn.cache_clear()
    mapping.sent.cache_clear()
    return make_world(NOW)


@pytest.fixture
def watched(browser: Browser, live_server: Any) -> Iterator[Watched]:
    one = Watched(KEPT.window(browser, live_server.url, **USUAL), live_server.url)
    yield one
    one.leave()


def drawn(watched: Watched, path: str) -> Page:
    page = watched.page
    # The first search of a process compiles its kernel.
    page.goto(watched.base + path, timeout=120_000)
    page.wait_for_selector("[data-map][data-drawn]", timeout=60_000)
    return page


def identifiers(page: Page) -> list[str]:
    found: list[str] = page.eval_on_selector_all(
        "[data-map-items] [data-identifier]", "rows => rows.map(row => row.dataset.identifier)"
    )
    return found


def test_the_map_and_its_list_hold_the_same_sites_by_keyboard_too(
    watched: Watched, world: World
) -> None:
    page = drawn(watched, "/sites/carte/")
    both = sorted(world.sites[name].identifier for name in ("public", "other"))
    assert sorted(identifiers(page)) == both
    expect(page.locator("[data-map-count]")).to_have_text("2 sites dans cette vue.")
    expect(page.locator("[data-map-still]")).to_be_hidden()

    # From the way past the map, by the zones, to the map itself, its zoom, and on to the list.
    page.locator(".map-skip").focus()
    assert page.locator(".map-skip").get_attribute("href") == "#liste"
    page.keyboard.press("Tab")
    expect(page.locator("[data-zone]").first).to_be_focused()
    canvas = page.get_by_role("region", name="Carte des sites")
    canvas.focus()
    for key in ("+", "+", "+", "+"):
        page.keyboard.press(key)
    page.keyboard.press("ArrowUp")
    expect(page.locator("[data-map-count]")).not_to_have_text("2 sites dans cette vue.")
    page.keyboard.press("Tab")
    expect(page.get_by_role("button", name="Rapprocher")).to_be_focused()
    page.get_by_role("button", name="La Réunion").press("Enter")
    expect(page.locator("[data-map-count]")).to_have_text("Aucun site dans cette vue.")
    page.get_by_role("button", name="France entière").press("Enter")
    expect(page.locator("[data-map-count]")).to_have_text("2 sites dans cette vue.")
    expect(page.locator("[data-map-said]")).to_have_text("2 sites dans cette vue.")

    # What is switched on comes from here as well.
    page.get_by_text("Légende, calques et clavier").click()
    for name in ("Territoires d’industrie, phase 1", "Gares ouvertes au fret"):
        with page.expect_response("**/fonds-de-carte/*.json*") as answer:
            page.get_by_label(name).check()
        assert answer.value.ok
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
        assert violations(page) == [], scheme
    assert small_targets(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= 1440
    watched.assert_quiet()


def test_a_point_tells_its_site_as_text_and_leads_to_its_page(
    watched: Watched, world: World
) -> None:
    site = world.sites["public"]
    site.name = "Parc <b>fictif</b> & Cie"
    site.save()
    lon, lat = site.longitude, site.latitude
    around = f"{lon - 0.2:.4f},{lat - 0.1:.4f},{lon + 0.2:.4f},{lat + 0.1:.4f}"
    page = drawn(watched, f"/en/sites/carte/?cadre={around}")
    box = page.locator(".maplibregl-canvas").bounding_box()
    assert box is not None
    # The frame is around the site, which stands in the middle of the map.
    page.mouse.click(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    link = page.locator(".maplibregl-popup a")
    expect(link).to_have_text("Parc <b>fictif</b> & Cie")
    expect(link).to_have_attribute("href", f"/en/sites/{site.identifier}/")
    expect(link).to_be_focused()
    assert violations(page) == []
    page.keyboard.press("Escape")
    expect(page.locator(".maplibregl-popup")).to_have_count(0)
    expect(page.locator(".maplibregl-canvas")).to_be_focused()
    watched.assert_quiet()
    page.locator("[data-map-items] a").first.press("Enter")
    page.wait_for_url(f"**/en/sites/{site.identifier}/")


def test_without_webgl_the_picture_and_the_list_stay(
    browser: Browser, live_server: Any, world: World
) -> None:
    plain = browser.browser_type.launch(
        executable_path=str(CHROMIUM), args=[*ARGUMENTS, "--disable-3d-apis"]
    )
    narrow = {"width": 390, "height": 900}
    watched = Watched(plain.new_context(viewport=narrow).new_page(), live_server.url)
    page = watched.open("/sites/carte/")
    expect(page.locator("[data-map-still] svg")).to_be_visible()
    expect(page.locator("[data-map-live]")).to_be_hidden()
    expect(page.get_by_text("demande JavaScript et WebGL")).to_be_visible()
    assert sorted(identifiers(page)) == sorted(
        world.sites[name].identifier for name in ("public", "other")
    )
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    assert violations(page) == []
    # The same list, watched: the link of the mail tells nobody its path, and its form is still taken.
    saved = services.ask("a@exemple.invalid", read(QueryDict("lot=20")), "fr", now=NOW)
    watched.open(f"/sites/suivre/{services.token_of(saved.reference)}/")
    page.get_by_role("button", name="Confirmer le suivi").click()
    expect(page.locator(".answer")).to_contain_text("Ce besoin est suivi")
    plain.close()
