"""Every page that people sign in for: in both languages, accessible, self-contained, closed to forgery."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from typing import Any

import pytest
from django.conf import settings as django_settings
from django.db import transaction
from django.test import override_settings

from rebond.programme import load_programme, shipped_programmes
from tests.web.deliberations.scenes import SENTENCE
from tests.web.doors import Door
from tests.web.ledger.funds import WHY
from tests.web.opened import (
    FROM_ABOVE,
    FROM_BELOW,
    Clients,
    Opened,
    open_all,
    path_of,
    persona_of,
    readable,
    written,
)
from tests.web.test_urls import HOSTILE, Words
from tests.web.world import NOW, make_world

pytestmark = [pytest.mark.long(35), pytest.mark.django_db]

FRENCH = (
    " le ",
    " la ",
    " les ",
    " des ",
    " du ",
    " une ",
    " est ",
    " sont ",
    " pour ",
    " dans ",
    " avec ",
    " aucun ",
    " aucune ",
    " dossier est ",
    "établi",
    "Évaluation",
    "éligible",
    "Déposer",
    "Enregistrer",
)
"""Words that English does not have; they betray a text left in French."""
QUERIES = ("page", "apres", "q", "tri", "genre", "etat", "de", "a", "le", "avant", "enregistre")
HARD = ("%00", "%FF%FE", "-1", "٣", "1e999", "'; DROP TABLE x; --<script>alert(1)</script>")


VOID = frozenset({"br", "col", "hr", "img", "input", "link", "meta", "path", "source", "wbr"})
PROPER = (
    "Banque des Territoires",
    "Pays de la Loire",
    "La Réunion",
    "Défenseur des droits",
    "Assemblée des communautés de France",
    "Texte de la question",
    "Texte de la réponse",
)
WRITTEN = (
    "Le réseau suffit-il ?",
    "Premier de la liste fictive.",
    "Question\u202f: ",
    SENTENCE,
    WHY,
    "Préparer, auprès du dirigeant, le passage d’un atelier fictif à la commande numérique.",
    "Je cherche une première mission près d’un dirigeant.",
    "Formations fictives du pays d’Auge",
    "Friches industrielles de la vallée de Brume",
    "sur les sites « clés en main ». Elle regrette que le territoire « Lisieux Industrie » n'ait pas",
)
"""What people of the test world wrote, in their own French."""


class Ours(Words):
    """The words of a page without the parts that say they are in French."""

    def __init__(self, text: str) -> None:
        self.french: list[str] = []
        super().__init__(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        super().handle_starttag(tag, attrs)
        if tag not in VOID and (self.french or ("lang", "fr") in attrs):
            self.french.append(tag)

    def handle_endtag(self, tag: str) -> None:
        super().handle_endtag(tag)
        if self.french and tag in self.french:
            while self.french.pop() != tag:
                pass

    def handle_data(self, data: str) -> None:
        if not self.french:
            super().handle_data(data)


def policy_words() -> list[str]:
    """Return every text that the policy itself says, the longest first."""

    def walk(value: Any) -> Iterator[str]:
        if isinstance(value, str):
            yield value
        elif isinstance(value, dict | list):
            for one in value.values() if isinstance(value, dict) else value:
                yield from walk(one)

    content = load_programme(shipped_programmes()[0]).canonical().decode()
    found = {re.sub(r"[ \t\n]+", " ", one).strip() for one in walk(json.loads(content))}
    return sorted((one for one in found if " " in one), key=len, reverse=True)


def without(visible: str, said: Sequence[str]) -> str:
    """Return a page without what others said on it."""
    for one in said:
        visible = visible.replace(one, "")
    return visible


@pytest.fixture(scope="module")
def pages(
    django_db_setup: None, django_db_blocker: Any, tmp_path_factory: pytest.TempPathFactory
) -> list[Opened]:
    """Open everything once; what it wrote is taken back."""
    folder = tmp_path_factory.mktemp("pages")
    storages = {
        **django_settings.STORAGES,
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
    }
    clock = override_settings(
        CLOCK=lambda: NOW, STORAGES=storages, STATIC_ROOT=folder, DECISIONS_FOLDER=folder
    )
    with django_db_blocker.unblock(), clock, transaction.atomic():
        opened = open_all(make_world(NOW))
        transaction.set_rollback(True)
    return opened


def faults(pages: list[Opened], find: Any) -> dict[str, Any]:
    """Return what a check finds, page by page; nothing where a page is as it should be."""
    return {str(one): found for one in pages if (found := find(one))}


def test_each_page_opens(pages: list[Opened]) -> None:
    assert len({one.door for one in pages}) > 60
    assert faults(pages, lambda one: one.status != 200 and one.status) == {}


def test_each_page_says_its_language_and_leads_to_the_other(pages: list[Opened]) -> None:
    def find(one: Opened) -> list[str]:
        french = one.path.removeprefix("/en").split("?")[0]
        here = re.escape(french)
        wanted = (
            f'<html lang="{one.language}">',
            f'hreflang="fr" href="http://testserver{here}[?"]',
            f'hreflang="en" href="http://testserver/en{here}[?"]',
        )
        return [part for part in wanted if not re.search(part, one.text)]

    assert faults(pages, find) == {}


def test_each_page_has_one_title_of_its_own_and_one_first_heading(pages: list[Opened]) -> None:
    def find(one: Opened) -> list[str]:
        titles = re.findall(r"<title>\s*(.*?)\s*</title>", one.text.split("</head>")[0], re.DOTALL)
        headings = re.findall(r"<h1\b", one.text)
        is_named = len(titles) == 1 and re.match(r"\S.* – Rebond$", titles[0], re.DOTALL)
        return [] if is_named and len(headings) == 1 else [*titles, *headings]

    assert faults(pages, find) == {}


def test_two_addresses_never_carry_the_same_title(pages: list[Opened]) -> None:
    of = {}
    for one in pages:
        if one.language == "fr":
            title = re.search(r"<title>\s*(.*?)\s*</title>", one.text, re.DOTALL)
            of.setdefault(title and title[1], set()).add(one.path)
    assert {title: paths for title, paths in of.items() if len(paths) > 1} == {}


def test_each_answer_carries_a_strict_policy(pages: list[Opened]) -> None:
    def find(one: Opened) -> list[str]:
        policy = one.headers["Content-Security-Policy"]
        wanted = (
            "default-src 'none'",
            "script-src 'self'",
            "style-src 'self'",
            "form-action 'self'",
        )
        return [part for part in wanted if part not in policy] + [
            part for part in ("unsafe", "http") if part in policy
        ]

    assert faults(pages, find) == {}
    for name, value in (
        ("X-Content-Type-Options", "nosniff"),
        ("X-Frame-Options", "DENY"),
    ):
        assert faults(pages, lambda one: one.headers.get(name) != value) == {}, name  # noqa: B023
    # An address that holds a token is told to nobody, not even to ourselves.
    # Never ``no-referrer``: browsers would post the page's form without its origin, which is refused.
    referrers = {"same-origin", "strict-origin"}
    assert faults(pages, lambda one: one.headers["Referrer-Policy"] not in referrers) == {}


def test_no_page_holds_inline_style_or_script_or_a_foreign_resource(pages: list[Opened]) -> None:
    def find(one: Opened) -> list[str]:
        scripts = re.findall(r"<script[^>]*>", one.text)
        return [
            *re.findall(r"<[^>]* style=[^>]*>|<style", one.text),
            *re.findall(r"<[^>]*\son\w+=[^>]*>", one.text),
            *[tag for tag in scripts if "src=" not in tag and "application/json" not in tag],
            *re.findall(r'(?:src|srcset)="(?:https?:)?//', one.text),
        ]

    assert faults(pages, find) == {}


def test_french_punctuation_never_starts_a_line(pages: list[Opened]) -> None:
    kept = [*WRITTEN, *policy_words()]

    def find(one: Opened) -> list[str]:
        visible = without(one.visible, kept)
        return re.findall(r".{0,30}\w [;:!?»].{0,10}", visible) + re.findall(r"« .{0,20}", visible)

    assert faults([one for one in pages if one.language == "fr"], find) == {}


def test_no_french_text_of_ours_is_left_on_an_english_page(pages: list[Opened]) -> None:
    kept = [*WRITTEN, *policy_words(), *PROPER]

    def find(one: Opened) -> list[str]:
        visible = without(f" {Ours(one.text).joined()} ", kept)
        return [
            re.sub(r"\s+", " ", found)
            for word in FRENCH
            for found in re.findall(f".{{0,40}}{word}.{{0,40}}", visible)
        ]

    assert faults([one for one in pages if one.language == "en"], find) == {}


def test_no_page_shows_a_code_word_or_a_raw_date(pages: list[Opened]) -> None:
    def find(one: Opened) -> list[str]:
        return re.findall(
            r".{0,40}(?:(?<!-)\bNone\b(?!\.| so far| is ever)|\bText\(|\bTrue\b|\bFalse\b|\{\{|\{%|\d{4}-\d\d-\d\dT|\b[01] (?:places|dossiers|days|jours)\b).{0,20}",
            one.visible,
        )

    assert faults(pages, find) == {}


def test_a_form_without_its_token_is_refused_and_changes_nothing(db: None, settings: Any) -> None:
    settings.CLOCK = lambda: NOW
    world = make_world(NOW)
    clients = Clients(world, enforce_csrf_checks=True)
    found = {}
    for name, door in written():
        persona = persona_of(door, FROM_BELOW)
        client = clients.of(persona)
        with transaction.atomic():  # each door finds the world as it was made
            answer = client.post(path_of(name, door, world), dict(door.data(world)))
            transaction.set_rollback(True)
        if answer.status_code != 403:
            found[f"{name} ({persona})"] = answer.status_code
    assert found == {}


@pytest.mark.parametrize("turn", range(2))
def test_hostile_queries_never_break_a_page(turn: int, db: None, settings: Any) -> None:
    """Each parameter of a page with one hard value or another: over the pages, each with every one."""
    assert all(value in HOSTILE or "<script>" in value for value in HARD)
    settings.CLOCK = lambda: NOW
    world = make_world(NOW)
    clients = Clients(world)
    views: dict[str, Door] = {}
    for name, door in readable():
        views.setdefault(name, door)
    for place, (name, door) in enumerate(views.items()):
        path = path_of(name, door, world).split("?")[0]
        values = [HARD[(place + 3 * turn + one) % len(HARD)] for one in range(len(QUERIES))]
        asked = "&".join(map("=".join, zip(QUERIES, values, strict=True)))
        answer = clients.of(persona_of(door, FROM_ABOVE)).get(f"{path}?{asked}")
        assert answer.status_code < 500, (name, asked)
        assert b"<script>alert(1)" not in answer.content, name
