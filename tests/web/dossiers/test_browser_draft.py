"""A draft in a real Chromium: saved as typed, two people on one answer, without a script, by keyboard, accessible."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings as django_settings
from django.test import Client
from playwright.sync_api import Browser, Page, expect

from rebond.web.accounts import actors
from rebond.web.accounts.models import Membership
from rebond.web.dossiers import services
from rebond.web.dossiers.models import Answer, Attachment, Dossier, SetAside
from tests.web.browsing import CHROMIUM, KEPT, UNFOLD, USUAL, Watched, faults, violations
from tests.web.dossiers.drafts import filled, pdf
from tests.web.world import NOW, World, make_world

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(not CHROMIUM.exists(), reason=f"{CHROMIUM} is absent"),
    pytest.mark.django_db(transaction=True),
]


@pytest.fixture
def world(transactional_db: None, settings: Any) -> World:
    settings.CLOCK = lambda: NOW
    return make_world(NOW)


@pytest.fixture
def people(browser: Browser, live_server: Any, world: World) -> Iterator[Any]:
    opened: list[Watched] = []

    def person(persona: str, **options: Any) -> Watched:
        client = Client()
        client.force_login(world.users[persona], backend=django_settings.AUTHENTICATION_BACKENDS[0])
        page = KEPT.window(browser, live_server.url, persona, **USUAL, **options)
        session = client.cookies[django_settings.SESSION_COOKIE_NAME].value
        page.context.add_cookies(
            [
                {
                    "name": django_settings.SESSION_COOKIE_NAME,
                    "value": session,
                    "url": live_server.url,
                }
            ]
        )
        opened.append(Watched(page, live_server.url))
        return opened[-1]

    yield person
    for one in opened:
        one.leave()


def address(part: str = "site") -> str:
    return f"/dossiers/D-ADRAFT/remplir/{part}/"


def kept(path: str, reference: str = "D-ADRAFT") -> Any:
    row = Answer.objects.filter(dossier__reference=reference, path=path).first()
    return row.value if row else None


def state(page: Page, path: str) -> Any:
    return page.locator(f"[data-question='{path}'] > [data-state]")


def test_an_answer_is_saved_as_typed_says_so_and_survives_a_reload(people: Any) -> None:
    watched = people("epci_a")
    page = watched.open(address())
    page.get_by_label("Nom du site").fill("Plaine fictive")
    page.get_by_label("Nom du site").press("Tab")
    expect(state(page, "site_nom")).to_have_text("Enregistré à 11\u00a0h")
    page.get_by_label("Surface brute").press("End")
    page.get_by_label("Surface brute").press_sequentially("9", delay=20)
    expect(state(page, "surface_brute_ha")).to_contain_text("Enregistré")
    page.reload()
    expect(page.get_by_label("Nom du site")).to_have_value("Plaine fictive")
    assert kept("surface_brute_ha") == "609.00"
    watched.assert_quiet()


def test_a_wrong_answer_is_told_beside_its_field_and_goes_when_repaired(people: Any) -> None:
    watched = people("epci_a")
    page = watched.open(address())
    field = page.get_by_label("Surface brute")
    field.fill("beaucoup")
    field.press("Tab")
    fault = page.locator("#f-surface_brute_ha-faute")
    expect(fault).to_contain_text("nombre")
    expect(field).to_have_attribute("aria-invalid", "true")
    assert violations(page) == []
    field.fill("61,5")
    field.press("Tab")
    expect(fault).to_have_count(0)
    assert kept("surface_brute_ha") == "61.50"


def test_two_people_on_one_answer_lose_nothing(people: Any) -> None:
    first, second = people("epci_a"), people("epci_a_second")
    one, two = first.open(address()), second.open(address())
    one.get_by_label("Nom du site").fill("Nom de la première")
    one.get_by_label("Nom du site").press("Tab")
    expect(state(one, "site_nom")).to_contain_text("Enregistré")
    two.get_by_label("Nom du site").fill("Nom du second")
    two.get_by_label("Nom du site").press("Tab")
    panel = two.locator("[data-question='site_nom'] [data-conflict]")
    expect(panel).to_contain_text("epci_a (fictif) a changé cette réponse")
    expect(panel).to_contain_text("Nom de la première")
    expect(panel).to_contain_text("Nom du second")
    expect(two.get_by_label("Nom du site")).to_have_value("Nom du second")
    assert violations(two) == []
    assert kept("site_nom") == "Nom de la première"
    two.get_by_label("Nom du site").press("End")
    two.get_by_label("Nom du site").press_sequentially(", suite")
    two.get_by_label("Nom du site").press("Tab")
    expect(panel).to_contain_text("Nom du second, suite")
    assert kept("site_nom") == "Nom de la première"
    panel.get_by_role("button", name="Remettre la mienne").click()
    expect(two.get_by_label("Nom du site")).to_have_value("Nom du second, suite")
    expect(two.locator(".conflict")).to_have_count(0)
    assert kept("site_nom") == "Nom du second, suite"
    assert not SetAside.objects.filter(settled_at=None).exists()


def test_offline_what_is_typed_stays_says_so_and_leaves_when_the_line_is_back(people: Any) -> None:
    watched = people("epci_a")
    page = watched.open(address())
    page.context.set_offline(True)
    field = page.get_by_label("Nom du site")
    field.fill("Écrit sans réseau")
    field.press("Tab")
    expect(state(page, "site_nom")).to_contain_text("Non enregistré")
    expect(page.locator("[data-draft-state]")).to_contain_text("ne sont pas enregistrées")
    expect(field).to_have_value("Écrit sans réseau")
    page.context.set_offline(False)
    expect(state(page, "site_nom")).to_contain_text("Enregistré", timeout=15_000)
    assert kept("site_nom") == "Écrit sans réseau"


def test_a_question_appears_when_its_condition_is_met(people: Any) -> None:
    watched = people("epci_a")
    page = watched.open(address())
    hidden = page.get_by_label("Précisions sur l’usage")
    expect(hidden).to_be_hidden()
    page.get_by_label("Friche").check()
    expect(hidden).to_be_visible()
    expect(state(page, "usage_actuel")).to_contain_text("Enregistré")
    watched.assert_quiet()


def test_communes_are_found_by_name_and_removed_by_keyboard(people: Any) -> None:
    watched = people("epci_a")
    page = watched.open(address())
    search = page.get_by_role("combobox", name="Communes du site")
    search.press_sequentially("Orbec", delay=10)
    expect(page.get_by_role("option").first).to_contain_text("Orbec")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(page.locator(".chips")).to_contain_text("Orbec")
    expect(state(page, "site_communes")).to_contain_text("Enregistré")
    assert kept("site_communes") == ["14366", "14478"]
    page.get_by_role("button", name=re.compile("Retirer Lisieux")).focus()
    page.keyboard.press("Enter")
    expect(page.locator(".chips")).not_to_contain_text("Lisieux")
    expect(search).to_be_focused()
    expect(state(page, "site_communes")).to_contain_text("Enregistré")
    page.reload()
    expect(page.locator(".chips")).not_to_contain_text("Lisieux")
    watched.assert_quiet()


def test_an_outline_is_drawn_by_mouse_and_by_keyboard_and_its_text_follows(people: Any) -> None:
    watched = people("epci_a")
    page = watched.open(address())
    page.get_by_role("button", name="Contour").click()
    ground = page.locator("svg.ground")
    ground.scroll_into_view_if_needed()
    for x, y in ((300, 200), (420, 200), (420, 300)):
        ground.click(position={"x": x, "y": y})
    text = page.locator("#f-site_emprise")
    expect(text).to_have_value(re.compile(r"^contour(\n[\d.]+, [\d.]+){3}$"))
    expect(page.locator("[data-area]")).to_contain_text("Surface du contour")
    assert kept("site_emprise")["type"] == "Polygon"
    ground.focus()
    for _ in range(4):
        page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(text).to_have_value(re.compile(r"^contour(\n[\d.]+, [\d.]+){4}$"))
    page.get_by_role("button", name="Annuler").click()
    expect(text).to_have_value(re.compile(r"^contour(\n[\d.]+, [\d.]+){3}$"))
    page.get_by_label("Ajouter une position").fill("49.15, 0.23")
    page.get_by_label("Ajouter une position").press("Enter")
    expect(text).to_have_value(re.compile(r"49\.150000, 0\.230000$"))
    # The answer to an earlier vertex may come in between: what counts is that the point is saved.
    with page.expect_response(lambda one: "49.1458" in (one.request.post_data or "")):
        text.fill("49.1458, 0.2256")
        text.press("Tab")
    expect(page.locator(".vertex")).to_have_count(1)
    page.reload()
    expect(text).to_have_value(re.compile(r"^point"))
    assert violations(page) == []
    watched.assert_quiet()


def test_a_file_is_sent_from_the_form(people: Any, settings: Any, tmp_path: Path) -> None:
    settings.FILES_FOLDER = tmp_path / "files"
    watched = people("epci_a")
    page = watched.open(address("pieces"))
    page.locator("input[type=file]").set_input_files(
        {"name": "plan.pdf", "mimeType": "application/pdf", "buffer": pdf()}
    )
    expect(page.locator(".file-list")).to_contain_text("plan.pdf")
    assert Attachment.objects.get().name == "plan.pdf"
    page.locator("input[type=file]").set_input_files(
        {"name": "page.pdf", "mimeType": "application/pdf", "buffer": b"<html></html>"}
    )
    expect(page.locator(".files .form-error")).to_be_visible()
    page.get_by_role("button", name="Retirer plan.pdf").click()
    expect(page.locator(".file-list li")).to_have_count(0)


def test_without_a_script_a_draft_is_filled_and_filed(
    people: Any, world: World, settings: Any, tmp_path: Path
) -> None:
    settings.FILES_FOLDER = tmp_path / "files"
    draft = filled(world)
    Answer.objects.filter(dossier=draft, path__in=["fournisseurs", "terrain_viabilise"]).delete()
    Answer.objects.filter(dossier=draft, path__startswith="acces.").delete()
    root = f"/dossiers/{draft.reference}"
    watched = people("epci_a", java_script_enabled=False)
    page = watched.open(f"{root}/manque/")
    page.get_by_role("link", name="Le terrain est-il viabilisé").click()
    page.locator("#f-terrain_viabilise").check()
    page.get_by_role("button", name="Enregistrer et passer à « Procédures").click()
    expect(page.locator(".notice-line")).to_contain_text("1 réponse enregistrée")
    watched.open(f"{root}/remplir/atouts/")
    page.get_by_label("Fournisseurs de services").fill("Des fournisseurs fictifs.")
    page.get_by_role("button", name="Ajouter accès").click()
    item = page.locator(".list-item").first
    item.get_by_label("Nom").fill("A13")
    item.get_by_label("Distance par la route").fill("2,5")
    choice = item.locator("select")
    if choice.count():
        choice.select_option(index=1)
    else:
        item.get_by_role("radio").first.check()
    page.get_by_role("button", name="Enregistrer", exact=True).click()
    watched.open(f"{root}/deposer/")
    box = page.locator("#confirme")
    if box.count():
        box.check()
    page.locator("form.questions button[type=submit]").click()
    expect(page.locator(".answer")).to_contain_text("Déposé le")
    draft.refresh_from_db()
    assert draft.state == Dossier.State.FILED


PAGES = {
    "site": "/dossiers/D-ADRAFT/remplir/site/?verifier=1",
    "foncier": "/dossiers/D-ADRAFT/remplir/foncier/",
    "english": "/en/dossiers/D-ADRAFT/remplir/atouts/",
    "missing": "/dossiers/D-ADRAFT/manque/",
    "filing": "/dossiers/D-ADRAFT/deposer/",
    "asides": "/dossiers/D-ADRAFT/mis-de-cote/",
}
"""Pages of a draft that look otherwise once a list has an item and an answer waits aside."""


@pytest.mark.long(15)
def test_each_page_is_accessible_quiet_and_fits_unfolded(people: Any) -> None:
    watched = people("epci_a")
    draft = Dossier.objects.get(reference="D-ADRAFT")
    claire = actors.of_membership(Membership.objects.get(user__email="epci_a@exemple.invalid"))
    malik = actors.of_membership(
        Membership.objects.get(user__email="epci_a_second@exemple.invalid")
    )
    services.add_item(claire, draft, "proprietaires", NOW)
    services.save_answer(malik, draft, "site_nom", "Nom du second", 0, NOW)
    found = {}
    for name, path in PAGES.items():
        page = watched.open(path)
        page.evaluate(UNFOLD)
        if mine := faults(page):
            found[name] = mine
    assert found == {}
    watched.assert_quiet()
