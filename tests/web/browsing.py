"""A real Chromium, one for all tests of a worker, and what every page shown in it must satisfy."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, CDPSession, Page, Playwright, sync_playwright

from rebond.web.bundle import require_bundle

CHROMIUM = Path("/usr/bin/chromium")
AXE = Path(__file__).resolve().parents[2] / "frontend" / "node_modules" / "axe-core" / "axe.min.js"
ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--no-first-run"]
WIDE, NARROW = WIDTHS = (1440, 390)
HEIGHT = 900
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
SHADES = ["color-contrast", "link-in-text-block", "target-size"]
"""The rules among them that the colours and the width of the same page decide."""
LOOKS = ((NARROW, "light"), (WIDE, "dark"))
"""Every rule at each width, and every colour in each scheme: those of a scheme are the same at any width."""
QUICKLY = {
    "resultTypes": ["violations"],
    "preload": False,
    "selectors": False,
    "elementRef": False,
    "performanceTimer": False,
}
"""What axe-core need not say or do: a fault is told by its rule and its elements."""
UNFOLD = "document.querySelectorAll('details').forEach(one => { one.open = true })"


class Kept:
    """The browsers of this worker, open as long as one test after another drives them."""

    def __init__(self) -> None:
        self.play: Playwright | None = None
        self.browsers: dict[tuple[str, ...], Browser] = {}
        self.windows: dict[tuple[Browser, str], tuple[Page, CDPSession]] = {}
        self.before: str | None = None

    def open(self, arguments: Sequence[str] = ARGUMENTS) -> Browser:
        """Return the browser launched with these arguments."""
        if self.play is None:
            require_bundle()
            # Playwright's own loop runs in this thread; Django would otherwise take us for asynchronous code.
            self.before = os.environ.get("DJANGO_ALLOW_ASYNC_UNSAFE")
            os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"
            self.play = sync_playwright().start()
        wanted = tuple(arguments)
        if wanted not in self.browsers:
            self.browsers[wanted] = self.play.chromium.launch(
                executable_path=str(CHROMIUM), args=list(wanted)
            )
        return self.browsers[wanted]

    def window(self, browser: Browser, base: str, name: str = "", **options: Any) -> Page:
        """Return a window as nobody ever used it; opening another for each test costs several pages."""
        wanted = browser, repr((name, sorted(options.items())))
        if wanted not in self.windows:
            page = browser.new_context(**options).new_page()
            self.windows[wanted] = page, page.context.new_cdp_session(page)
        page, tools = self.windows[wanted]
        page.context.set_offline(offline=False)
        page.unroute_all()
        motion = options.get("reduced_motion", "no-preference")
        page.emulate_media(media="null", color_scheme="light", reduced_motion=motion)
        if "viewport" in options:
            page.set_viewport_size(options["viewport"])
        page.context.clear_cookies()
        tools.send("Network.clearBrowserCache")
        tools.send("Storage.clearDataForOrigin", {"origin": base, "storageTypes": "all"})
        return page

    def close(self) -> None:
        if self.play is None:
            return
        self.windows = {}
        for one in self.browsers.values():
            one.close()
        self.browsers = {}
        self.play.stop()
        self.play = None
        if self.before is None:
            del os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"]
        else:
            os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = self.before


KEPT = Kept()


@pytest.fixture(scope="module")
def browser() -> Browser:
    """The browser; it is closed before the first test that does not drive it."""
    return KEPT.open()


def is_trouble(message: Any) -> bool:
    """Say whether the console tells of a fault of the page; how maps are drawn by software is none."""
    return message.type in {"error", "warning"} and "GL Driver Message" not in message.text


class Watched:
    """A page that remembers what went wrong while it was shown."""

    def __init__(self, page: Page, base: str) -> None:
        self.page, self.base = page, base
        self.troubles: list[str] = []
        self.hosts: set[str] = set()
        self.heard = {"console": self._console, "pageerror": self._error, "request": self._asked}
        for event, hear in self.heard.items():
            self.page.on(event, hear)  # type: ignore[call-overload]

    def _error(self, error: Any) -> None:
        self.troubles.append(str(error))

    def _asked(self, request: Any) -> None:
        self.hosts.add(urlsplit(request.url).netloc)

    def _console(self, message: Any) -> None:
        if is_trouble(message):
            self.troubles.append(message.text)

    def open(self, path: str) -> Page:
        self.page.goto(self.base + path)
        return self.page

    def assert_quiet(self) -> None:
        self.page.wait_for_load_state("networkidle")
        assert self.troubles == []
        assert self.hosts <= {urlsplit(self.base).netloc, ""}

    def leave(self) -> None:
        """Leave the page, which then does nothing more, and hear of it no longer."""
        for event, hear in self.heard.items():
            self.page.remove_listener(event, hear)
        self.page.goto("about:blank")


USUAL: dict[str, Any] = {
    "viewport": {"width": WIDE, "height": HEIGHT},
    "reduced_motion": "reduce",
    "locale": "fr-FR",
}


@pytest.fixture
def watched(browser: Browser, live_server: Any) -> Iterator[Watched]:
    base = live_server.url
    one = Watched(KEPT.window(browser, base, **USUAL), base)
    yield one
    one.leave()


@cache
def axe() -> str:
    return AXE.read_text(encoding="utf-8")


JUDGE = """([width, rules, options]) => {
  if (!('axe' in window)) return null
  const low = e => e.checkVisibility() && e.type !== 'hidden' && e.getBoundingClientRect().height < 24
  const wide = width && document.documentElement.scrollWidth > width ? ['wider than the screen'] : []
  return axe.run(document, {...options, runOnly: rules}).then(all => ({
    violations: all.violations.map(
      one => `${one.id}: ${one.nodes.slice(0, 3).map(node => node.html.slice(0, 160)).join(' ; ')} (${one.nodes.length})`
    ),
    small: [...document.querySelectorAll('button, input, select, summary, .masthead a, .crumbs a, .exports a')]
      .filter(low).map(e => e.outerHTML.slice(0, 80)),
    wide,
  }))
}"""


def judged(page: Page, rules: Sequence[str] = RULES, width: int = 0) -> dict[str, list[str]]:
    """Return what is wrong with the page shown: what axe-core finds, low controls, more width than this.

    All is asked at once, and only that comes out: what axe has to say of all that is well weighs more than
    the page.
    """
    asked = [width, list(rules), QUICKLY]
    found: dict[str, list[str]] | None = page.evaluate(JUDGE, asked)
    if found is None:
        page.evaluate(axe())
        found = page.evaluate(JUDGE, asked)
    assert found is not None
    return found


def violations(page: Page, rules: Sequence[str] = RULES) -> list[str]:
    """Return what axe-core finds, one line a rule with the first elements."""
    return judged(page, rules)["violations"]


def small_targets(page: Page) -> list[str]:
    """Return the controls and menu links lower than 24 px."""
    return judged(page, ["document-title"])["small"]


def resize(page: Page, width: int) -> None:
    if page.viewport_size != {"width": width, "height": HEIGHT}:
        page.set_viewport_size({"width": width, "height": HEIGHT})


def fits(page: Page, width: int) -> bool:
    """Say whether a page of this width needs no scrolling sideways."""
    return bool(page.evaluate("document.documentElement.scrollWidth") <= width)


def faults(page: Page) -> list[str]:
    """Return what is wrong with the page shown: narrow and light, wide and dark."""
    found = []
    for width, scheme in LOOKS:
        resize(page, width)
        page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
        mine = judged(page, width=width).values()
        found += [f"{one} ({width}, {scheme})" for said in mine for one in said]
    resize(page, WIDE)
    page.emulate_media(color_scheme="light", reduced_motion="reduce")
    return found
