"""A stage for whole stories: real pages in a real browser, one window a person, one clock for all."""

from __future__ import annotations

import re
from datetime import datetime
from typing import Any

from django.conf import settings
from django.test import Client
from django.utils import translation
from playwright.sync_api import Browser, Locator, Page, expect

from rebond.programme.forms import Form
from rebond.web.accounts.models import User
from rebond.web.demo.answers import fictitious_answers
from tests.web.browsing import USUAL, violations
from tests.web.test_urls import Words


class Scene:
    """Several people on one running platform, who take turns at one window, each with a session of their own."""

    def __init__(self, browser: Browser, base: str, now: datetime) -> None:
        self.browser, self.base, self.now = browser, base, now
        self.clients: dict[str, Client] = {"public": Client()}
        self.scriptless: set[str] = set()
        self.windows: dict[bool, Page] = {}
        self.turn: dict[Page, str] = {}
        self.troubles: list[str] = []

    def client(self, name: str) -> Client:
        """Return what a persona asks with where no page needs to be shown; « public » is not signed in."""
        if name not in self.clients:
            user = User.objects.get(email=f"{name}@exemple.invalid")
            self.clients[name] = Client()
            self.clients[name].force_login(user, backend=settings.AUTHENTICATION_BACKENDS[0])
        return self.clients[name]

    def person(self, name: str, *, scripts: bool | None = None) -> Page:
        """Return the window with a persona at it; a persona said to be without scripts stays so."""
        if scripts is False:
            self.scriptless.add(name)
        has_scripts = name not in self.scriptless if scripts is None else scripts
        if has_scripts not in self.windows:
            self.windows[has_scripts] = self._window(has_scripts=has_scripts)
        page = self.windows[has_scripts]
        if self.turn.get(page) != name:
            self.turn[page] = name
            page.context.clear_cookies()
            if name != "public":
                key = self.client(name).cookies["sessionid"].value
                cookie = {"name": "sessionid", "value": key, "url": self.base}
                page.context.add_cookies([cookie])
        return page

    def _window(self, *, has_scripts: bool) -> Page:
        context = self.browser.new_context(**USUAL, java_script_enabled=has_scripts)
        context.set_default_timeout(15_000)
        page = context.new_page()
        page.on("pageerror", lambda error: self.troubles.append(str(error)))
        page.on("console", self._console)
        return page

    def _console(self, message: Any) -> None:
        # A refused address is told on the console too; what a page itself does wrong is what counts.
        if message.type == "error" and "status of 4" not in message.text:
            self.troubles.append(message.text)

    def open(self, name: str, path: str) -> Page:
        """Open a page as a persona."""
        page = self.person(name)
        page.goto(self.base + path)
        # On the page that asks to sign in, whatever must not show does not: it proves nothing.
        assert name == "public" or "/compte/connexion/" not in page.url
        return page

    def asked(self, name: str, path: str) -> Any:
        """Return the answer to a persona at an address; this thread keeps its language."""
        with translation.override("fr"):
            response = self.client(name).get(path)
        assert response.status_code != 302, (path, response.url)
        return response

    def answer(self, name: str, path: str) -> int:
        """Return the status of a page as a persona."""
        return int(self.asked(name, path).status_code)

    def document(self, name: str, path: str) -> bytes:
        """Return a file that a persona downloads."""
        response = self.asked(name, path)
        assert response.status_code == 200, (path, response.status_code)
        return bytes(response.getvalue())

    def words(self, name: str, path: str) -> str:
        """Return all that the main part of a page says to a persona, folded or not."""
        main = self.document(name, path).decode().partition("<main")[2].partition("</main>")[0]
        assert main, path
        return Words(f"<main{main}").joined()

    def close(self) -> None:
        for page in self.windows.values():
            page.context.close()

    def assert_accessible(self, page: Page) -> None:
        """Check the page that is open against the rules of WCAG that a program can check.

        The program is a script itself: a page without scripts is opened beside with them.
        """
        if page is self.windows.get(False):
            beside = self.person(self.turn[page], scripts=True)
            beside.goto(page.url)
            page = beside
        assert violations(page) == [], page.url


def press(page: Page, words: str) -> None:
    """Press the button that says this."""
    send(page, page.locator("main").get_by_role("button", name=words).first)


def unfold(page: Page) -> None:
    """Open what is folded on the page, as somebody who looks for a form does."""
    page.evaluate("document.querySelectorAll('main details').forEach(one => { one.open = true; })")


def send(page: Page, button: Locator) -> None:
    """Press a button that sends its form, and wait for the page that answers."""
    with page.expect_navigation():
        button.click()


def follow(page: Page, link: Locator) -> None:
    """Follow a link to the page that it opens."""
    with page.expect_navigation():
        link.click()


def said(page: Page, words: str | re.Pattern[str]) -> None:
    """Expect the page to say this somewhere a reader sees."""
    expect(page.locator("main")).to_contain_text(words)


def write(page: Page, name: str, value: Any) -> None:
    """Give a value to the field of that name, whatever its kind."""
    field = page.locator(f'main [name="{name}"]')
    kind = field.first.evaluate("one => one.type || one.tagName.toLowerCase()")
    if kind in {"radio", "checkbox"}:
        values = value if isinstance(value, list) else [value]
        for one in values:
            wanted = str(one).lower() if isinstance(one, bool) else str(one)
            page.locator(f'main [name="{name}"][value="{wanted}"]').check()
    elif kind == "hidden":  # communes, found by name or code and kept as chips
        for code in value:
            page.locator(f"#f-{name}").fill(code)
            page.locator("main [role=option]").first.click()
    elif kind.startswith("select"):
        field.first.select_option(str(value))
    else:
        field.first.fill(written(value))


def written(value: Any) -> str:
    """Write a value as a person types it."""
    if isinstance(value, dict):
        longitude, latitude = value["coordinates"]
        return f"{latitude}, {longitude}"
    if isinstance(value, list):
        return " ".join(str(one) for one in value)
    return str(value)


class Applicant:
    """Somebody who fills a dossier section by section, as the pages ask for it."""

    def __init__(self, scene: Scene, name: str, form: Form, reference: str) -> None:
        self.scene, self.name, self.form, self.reference = scene, name, form, reference

    def fill(self, commune: str, point: tuple[float, float], given: dict[str, Any]) -> None:
        """Answer every question that must be answered."""
        answers = fictitious_answers(self.form, commune, point, given)
        for group in self.form.fields:
            page = self.scene.open(self.name, f"/dossiers/{self.reference}/remplir/{group.id}/")
            mine = ids(group)
            for listed in sorted({path.split(".")[0] for path in answers if "." in path}):
                if listed in mine and not page.locator(f'main [name^="{listed}."]').count():
                    send(page, page.locator(f'main button[value="add:{listed}"]'))
            for path, value in answers.items():
                if path.split(".")[0] in mine:
                    write(page, self._name(page, path), value)
            send(page, page.locator('main button[value="save"]'))

    def _name(self, page: Page, path: str) -> str:
        """Return the name of a field; an item of a list has an id that the platform made."""
        if "." not in path:
            return path
        listed, _item, field = path.split(".")
        found: Locator = page.locator(f'main [name^="{listed}."][name$=".{field}"]').first
        name = found.get_attribute("name")
        assert name is not None
        return name


def ids(group: Any) -> set[str]:
    """Return the ids of the fields that stand directly in a section."""
    found: set[str] = set()
    for one in getattr(group, "fields", (group,)):
        found |= ids(one) if one.type == "group" else {one.id}
    return found
