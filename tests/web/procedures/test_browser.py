"""Procedures and plans in a real Chromium: accessible in both schemes, by keyboard, self-contained, quick."""

from __future__ import annotations

import re
import time
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from rebond.procedure.examples import shipped_example
from tests.web.browsing import CHROMIUM, UNFOLD, Watched, faults, violations

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(not CHROMIUM.exists(), reason=f"{CHROMIUM} is absent"),
    pytest.mark.django_db(transaction=True),
]

BROWNFIELD = "/sites/plan/?exemple=friche_fictive&au=2026-11-21"
GREENFIELD = "/en/sites/plan/?exemple=le_carnet&au=2026-11-21"
ANSWERED = "/procedures/permis_de_construire/?complete=2020-03-01&cas=abf&au=2020-05-01"
UNSETTLED = "/en/procedures/archeologie_diagnostic/?complete=2020-03-01&au=2020-05-01"
PAGES = (BROWNFIELD, GREENFIELD, ANSWERED, UNSETTLED, "/en/procedures/", "/en/sites/plans/")
SOON_MS = 1000


def unfold(page: Page) -> None:
    page.evaluate(UNFOLD)


def answer_of(page: Page) -> str:
    return str(page.locator("[data-part='answer'] .answer").text_content())


@pytest.mark.long(15)
def test_each_page_is_accessible_quiet_and_fits_unfolded(watched: Watched) -> None:
    found = {}
    for path in PAGES:
        page = watched.open(path)
        unfold(page)
        if mine := faults(page) + watched.troubles:
            found[path] = mine
            watched.troubles = []
    assert found == {}
    watched.assert_quiet()


def test_a_ticked_study_updates_the_page_at_once_and_says_so(watched: Watched) -> None:
    page = watched.open(BROWNFIELD)
    before = answer_of(page)
    box = page.get_by_label("Étude faune-flore sur quatre saisons")
    started = time.monotonic()
    box.check()
    expect(page.locator("[data-said]")).to_contain_text("plus tôt")
    waited = 1000 * (time.monotonic() - started)
    assert waited < 2 * SOON_MS
    assert answer_of(page) != before
    expect(page.locator("[data-part='answer']")).to_contain_text("Supposé fait")
    expect(page.locator("[data-part='left']")).to_contain_text("supposé")
    assert "fait=etude_faune_flore" in page.url
    box.uncheck()
    expect(page.locator("[data-part='answer'] .answer")).to_have_text(before)
    watched.assert_quiet()


def test_the_address_of_a_plan_gives_the_same_plan_again(watched: Watched) -> None:
    page = watched.open(BROWNFIELD)
    page.get_by_label("Étude d’impact").check()
    expect(page.locator("[data-said]")).to_contain_text("plus tôt")
    told = answer_of(page)
    page.goto(page.url)
    assert answer_of(page) == told
    expect(page.get_by_label("Étude d’impact")).to_be_checked()
    page.get_by_role("link", name="English").click()
    expect(page.get_by_label("Impact study")).to_be_checked()
    watched.assert_quiet()


def test_the_keyboard_alone_supposes_a_study_done(watched: Watched) -> None:
    page = watched.open(BROWNFIELD)
    box = page.locator("#fait-etude_impact")
    box.focus()
    page.keyboard.press("Space")
    expect(page.locator("[data-said]")).to_contain_text("plus tôt")
    expect(box).to_be_focused()
    page.keyboard.press("Shift+Tab")
    expect(page.locator("#fait-etude_faune_flore")).to_be_focused()
    watched.assert_quiet()


def test_a_slider_moves_the_dates_and_its_number(watched: Watched) -> None:
    page = watched.open(BROWNFIELD)
    before = page.locator("[data-part='compare']").text_content()
    slider = page.get_by_role("slider").first
    slider.focus()
    page.keyboard.press("End")
    expect(page.locator(f"output[for='{slider.get_attribute('id')}']")).to_have_text("100\u202f%")
    expect(page.locator("[data-part='compare']")).not_to_have_text(str(before))
    expect(slider).to_be_focused()
    assert "h.contested.chance=100" in page.url
    watched.assert_quiet()


def test_a_number_of_days_is_read_when_it_is_left(watched: Watched) -> None:
    page = watched.open(BROWNFIELD)
    unfold(page)
    before = answer_of(page)
    page.locator("#h-works-high").fill("900")
    page.locator("#h-works-high").press("Tab")
    expect(page.locator("[data-part='answer'] .answer")).not_to_have_text(before)
    assert "h.works.low=240" in page.url
    assert "h.works.high=900" in page.url
    watched.assert_quiet()


def test_a_day_hoped_for_joins_the_chances(watched: Watched) -> None:
    page = watched.open(GREENFIELD)
    page.locator("#souhaite").fill("2033-01-31")
    page.locator("#souhaite").press("Tab")
    expect(page.locator("[data-part='chances']")).to_contain_text("In operation by 31")
    watched.assert_quiet()


def test_a_pasted_description_is_planned_supposed_and_downloaded(
    watched: Watched, tmp_path: Path
) -> None:
    page = watched.open("/sites/plans/")
    page.locator("#description").fill(shipped_example("friche_fictive").content)
    page.get_by_role("button", name="Planifier ce site").click()
    expect(page.locator("h1")).to_contain_text("Friche des Fonderies")
    page.get_by_label("Étude d’impact").check()
    expect(page.locator("[data-part='answer']")).to_contain_text("Supposé fait")
    with page.expect_download() as download:
        page.get_by_role("button", name="Télécharger le plan (PDF)").click()
    target = tmp_path / "plan.pdf"
    download.value.save_as(target)
    assert target.read_bytes().startswith(b"%PDF-")
    watched.assert_quiet()


def test_a_file_is_sent_and_a_wrong_one_says_where(watched: Watched, tmp_path: Path) -> None:
    wrong = tmp_path / "site.yaml"
    content = shipped_example("friche_fictive").content
    wrong.write_text(content.replace("zoning: fits", "zoning: parfait"), encoding="utf-8")
    page = watched.open("/sites/plans/")
    page.locator("#fichier").set_input_files(wrong)
    page.get_by_role("button", name="Planifier ce site").click()
    expect(page.get_by_role("alert")).to_contain_text("site.yaml:")
    expect(page.get_by_role("alert")).to_contain_text("facts.zoning")
    assert violations(page) == []
    wrong.write_text(content, encoding="utf-8")
    page.locator("#fichier").set_input_files(wrong)
    page.get_by_role("button", name="Planifier ce site").click()
    expect(page.locator("h1")).to_contain_text("Friche des Fonderies")
    watched.troubles = [one for one in watched.troubles if "400" not in one]
    watched.assert_quiet()


def test_when_the_server_is_away_the_page_says_so_and_keeps_the_choices(watched: Watched) -> None:
    page = watched.open(BROWNFIELD)
    page.route(re.compile("/sites/plan/reponse/"), lambda route: route.abort())
    page.get_by_label("Étude d’impact").check()
    expect(page.locator("[data-failed]")).to_be_visible()
    expect(page.get_by_label("Étude d’impact")).to_be_checked()
    expect(page.get_by_role("button", name="Recalculer", exact=True)).to_be_visible()


def test_without_a_script_the_same_form_does_the_same(browser: Browser, live_server: Any) -> None:
    context = browser.new_context(java_script_enabled=False, locale="fr-FR")
    page = context.new_page()
    page.goto(live_server.url + BROWNFIELD)
    before = answer_of(page)
    page.get_by_label("Étude d’impact").check()
    page.get_by_role("button", name="Recalculer", exact=True).click()
    assert answer_of(page) != before
    expect(page.get_by_label("Étude d’impact")).to_be_checked()
    expect(page.locator("[data-part='answer']")).to_contain_text("Supposé fait")
    page.goto(live_server.url + "/procedures/permis_de_construire/")
    page.locator("#jour-complete").fill("2020-03-01")
    page.get_by_role("button", name="Calculer l’échéance").click()
    expect(page.locator(".deadline-date")).to_contain_text("juin 2020")
    context.close()
