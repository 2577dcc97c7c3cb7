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
    is_trouble,
    judged,
    resize,
)
from tests.web.doors import Door
from tests.web.opened import FROM_ABOVE, FROM_BELOW, Clients, path_of, persona_of, readable
from tests.web.world import NOW, VISITOR, World, make_world

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(not CHROMIUM.exists(), reason=f"{CHROMIUM} is absent"),
    pytest.mark.django_db(transaction=True),
]


class Window:
    """One window for one persona after the other, which remembers what went wrong in it.

    Another window is another process, which reads the fonts and compiles axe-core anew.
    """

    def __init__(self, browser: Browser, base: str, world: World, **options: Any) -> None:
        self.base = base
        self.clients = Clients(world)
        self.persona = VISITOR
        self.troubles: list[str] = []
        self.context = browser.new_context(reduced_motion="reduce", **options)
        # The first search of a process compiles its kernel.
        self.context.set_default_navigation_timeout(120_000)
        self.context.add_init_script(axe())
        self.page = self.context.new_page()
        self.page.on("pageerror", lambda error: self.troubles.append(str(error)))
        self.page.on("console", self._console)
        self.page.on("request", lambda request: self._asked(request.url))

    def open(self, persona: str, path: str) -> Page:
        """Open a page as a persona."""
        if persona != self.persona:
            self.persona = persona
            self.context.clear_cookies()
            if persona != VISITOR:
                name = django_settings.SESSION_COOKIE_NAME
                key = self.clients.of(persona).cookies[name].value
                self.context.add_cookies([{"name": name, "value": key, "url": self.base}])
        self.page.goto(self.base + path)
        return self.page

    def _console(self, message: Any) -> None:
        if is_trouble(message):
            self.troubles.append(message.text)

    def _asked(self, url: str) -> None:
        if urlsplit(url).netloc not in {urlsplit(self.base).netloc, ""}:
            self.troubles.append(f"asked another host: {url}")


TRIED = {
    "fr": (FROM_ABOVE, NARROW, "light"),
    "en": (FROM_BELOW, WIDE, "dark"),
}
"""In each language: by whom, on how wide a screen, and in which scheme."""


def is_the_same_for_all(door: Door) -> bool:
    """Say whether a page is one for everybody, or for one of those who open it in either language."""
    return VISITOR in door.allowed or persona_of(door, FROM_ABOVE) == persona_of(door, FROM_BELOW)


UNFOLDED = f"""() => {{
  const root = document.documentElement
  const before = root.scrollWidth
  {UNFOLD}
  return [before, root.scrollWidth, root.lang]
}}"""


def unfolded(page: Page, width: int, language: str) -> list[str]:
    """Return what is wrong with a page as it comes, and unfold all its parts."""
    before, after, spoken = page.evaluate(UNFOLDED)
    found = ["wider than the screen"] if before > width else []
    found += ["unfolded, wider than the screen"] if after > width else []
    return found + ([] if spoken == language else ["another language"])


def beside(page: Page) -> list[str]:
    """Return what is wrong with the same page as the other look shows it, and take the first again."""
    _order, width, scheme = TRIED["en"]
    resize(page, width)
    page.emulate_media(color_scheme=scheme)
    said = judged(page, SHADES, width)
    found = [f"{one} ({width}, {scheme})" for one in said["wide"] + said["violations"]]
    _order, width, scheme = TRIED["fr"]
    resize(page, width)
    page.emulate_media(color_scheme=scheme)
    return found


@pytest.mark.long(180)
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
    look = {"viewport": {"width": width, "height": HEIGHT}, "color_scheme": scheme}
    window = Window(browser, live_server.url, world, locale=language, **look)
    found: dict[str, list[str]] = {}
    for name, door in readable():
        is_same = is_the_same_for_all(door)
        if is_same and language == "en":
            continue
        persona = persona_of(door, order)
        path = path_of(name, door, world, language)
        page = window.open(persona, path)
        mine = unfolded(page, width, language)
        said = judged(page)
        mine += said["violations"] + said["small"]
        mine += beside(page) if is_same else []
        mine += window.troubles
        window.troubles.clear()
        if mine:
            found[f"{path} ({persona})"] = mine
    window.context.close()
    assert not found, "\n".join(f"{path}: {said}" for path, said in found.items())
