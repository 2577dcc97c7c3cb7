"""Every page behind a door in a real Chromium: accessible, self-contained, wide and narrow, light and dark."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit

import pytest
from django.conf import settings as django_settings
from playwright.sync_api import Browser, Page

from tests.web.browsing import (
    CHROMIUM,
    HEIGHT,
    NARROW,
    SHADES,
    UNFOLD,
    WIDE,
    axe,
    fits,
    is_trouble,
    resize,
    small_targets,
    violations,
)
from tests.web.doors import Door
from tests.web.opened import FROM_ABOVE, FROM_BELOW, Clients, path_of, persona_of, readable
from tests.web.world import NOW, VISITOR, World, make_world

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(not CHROMIUM.exists(), reason=f"{CHROMIUM} is absent"),
    pytest.mark.django_db(transaction=True),
]


class Windows:
    """One window a persona, each remembering what went wrong in it."""

    def __init__(
        self, browser: Browser, base: str, world: World, scheme: str, **options: Any
    ) -> None:
        self.browser, self.base, self.options = browser, base, options
        self.scheme = scheme
        self.clients = Clients(world)
        self.opened: dict[str, Page] = {}
        self.troubles: list[str] = []

    def of(self, persona: str) -> Page:
        if persona not in self.opened:
            context = self.browser.new_context(
                reduced_motion="reduce", color_scheme=self.scheme, **self.options
            )
            # The first search of a process compiles its kernel.
            context.set_default_navigation_timeout(120_000)
            context.add_init_script(axe())
            if persona != VISITOR:
                name = django_settings.SESSION_COOKIE_NAME
                key = self.clients.of(persona).cookies[name].value
                context.add_cookies([{"name": name, "value": key, "url": self.base}])
            page = self.opened[persona] = context.new_page()
            page.on("pageerror", lambda error: self.troubles.append(str(error)))
            page.on("console", self._console)
            page.on("request", lambda request: self._asked(request.url))
        return self.opened[persona]

    def _console(self, message: Any) -> None:
        if is_trouble(message):
            self.troubles.append(message.text)

    def _asked(self, url: str) -> None:
        if urlsplit(url).netloc not in {urlsplit(self.base).netloc, ""}:
            self.troubles.append(f"asked another host: {url}")

    def close(self) -> None:
        for page in self.opened.values():
            page.context.close()


TRIED = {
    "fr": (FROM_ABOVE, NARROW, "light"),
    "en": (FROM_BELOW, WIDE, "dark"),
}
"""In each language: by whom, on how wide a screen, and in which scheme."""


def is_the_same_for_all(door: Door) -> bool:
    """Say whether a page is one for everybody, or for one of those who open it in either language."""
    return VISITOR in door.allowed or persona_of(door, FROM_ABOVE) == persona_of(door, FROM_BELOW)


def beside(page: Page) -> list[str]:
    """Return what is wrong with the same page as the other look shows it, and take the first again."""
    _order, width, scheme = TRIED["en"]
    resize(page, width)
    page.emulate_media(color_scheme=scheme)
    found = [] if fits(page, width) else ["wider than the screen"]
    found = [f"{one} ({width}, {scheme})" for one in found + violations(page, SHADES)]
    _order, width, scheme = TRIED["fr"]
    resize(page, width)
    page.emulate_media(color_scheme=scheme)
    return found


@pytest.mark.long(60)
@pytest.mark.parametrize("language", TRIED)
def test_each_page_is_accessible_quiet_and_fits_the_screen(
    language: str, browser: Browser, live_server: Any, settings: Any
) -> None:
    """All its parts unfolded, and no wider than the screen as it comes either.

    What is the same for all is opened once, in French, and there seen both narrow and wide, light and dark.
    """
    settings.CLOCK = lambda: NOW
    world = make_world(NOW)
    order, width, scheme = TRIED[language]
    size = {"width": width, "height": HEIGHT}
    windows = Windows(browser, live_server.url, world, scheme, viewport=size, locale=language)
    found: dict[str, list[str]] = {}
    for name, door in readable():
        is_same = is_the_same_for_all(door)
        if is_same and language == "en":
            continue
        persona = persona_of(door, order)
        page = windows.of(persona)
        path = path_of(name, door, world, language)
        page.goto(live_server.url + path)
        mine = [] if fits(page, width) else ["wider than the screen"]
        page.evaluate(UNFOLD)
        mine += [] if fits(page, width) else ["unfolded, wider than the screen"]
        mine += [*violations(page), *small_targets(page)]
        mine += beside(page) if is_same else []
        if page.evaluate("document.documentElement.lang") != language:
            mine.append("another language")
        mine += windows.troubles
        windows.troubles.clear()
        if mine:
            found[f"{path} ({persona})"] = mine
    windows.close()
    assert not found, "\n".join(f"{path}: {said}" for path, said in found.items())
