"""The pages in a real Chromium: accessible, self-contained, usable by keyboard, wide and narrow."""

from __future__ import annotations

import re
from typing import Any
from uuid import uuid4

import pytest
from django.utils import timezone
from playwright.sync_api import Browser, Page, expect

from rebond.web.decisions.rows import Decision
from rebond.web.jobs.models import Job
from tests.web.addresses import PAGES, address
from tests.web.browsing import CHROMIUM, NARROW, UNFOLD, Watched, faults, fits, resize

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(not CHROMIUM.exists(), reason=f"{CHROMIUM} is absent"),
    pytest.mark.django_db(transaction=True),
]
# The others of procedures are shown unfolded in tests/web/procedures.
SHOWN = tuple(
    name for name in PAGES if name not in {"procedures", "procedure", "sites", "site-plan"}
)
ERRORS = ("/nulle-part/", "/decisions/000000000000/")


@pytest.fixture
def job(decision: Decision) -> Job:
    return Job.objects.create(
        question_digest=str(uuid4()),
        kind="decisions.recalculate",
        parameters={"decision": decision.code, "parameters": {}},
        created_at=timezone.now(),
    )


def test_each_page_is_accessible_quiet_and_fits_the_screen(
    watched: Watched, decision: Decision, job: Job
) -> None:
    found = {}
    for name in (*SHOWN, *ERRORS):
        resize(watched.page, NARROW)
        page = watched.open(name if name in ERRORS else address(name, decision, job=job.id))
        mine = [] if fits(page, NARROW) else ["wider than the screen as it comes"]
        page.evaluate(UNFOLD)
        mine += faults(page)
        if name in ERRORS:
            watched.troubles = [one for one in watched.troubles if "404" not in one]
        if mine or watched.troubles:
            found[name] = mine + watched.troubles
            watched.troubles = []
    assert found == {}
    watched.assert_quiet()


def test_a_mayor_finds_the_reason_with_the_keyboard_alone(
    watched: Watched, decision: Decision
) -> None:
    page = watched.open("/")
    page.keyboard.press("Tab")
    expect(page.locator(".skip-link")).to_be_focused()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    field = page.get_by_role("combobox")
    expect(field).to_be_focused()
    wanted = decision.candidates[9]
    page.keyboard.type(wanted.name[-10:], delay=10)
    option = page.get_by_role("option").first
    expect(option).to_contain_text(wanted.name)
    expect(field).to_have_attribute("aria-expanded", "true")
    page.keyboard.press("ArrowDown")
    expect(option).to_have_attribute("aria-selected", "true")
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile(re.escape(wanted.id)))
    expect(page.locator(".answer")).to_contain_text(wanted.name)
    expect(page.locator(".lead").first).to_have_text(wanted.reason.fr)
    watched.assert_quiet()


def test_escape_closes_the_suggestions_and_enter_then_searches(watched: Watched) -> None:
    page = watched.open("/")
    field = page.get_by_role("combobox")
    field.fill("exemple")
    expect(page.get_by_role("option").first).to_be_visible()
    field.press("Escape")
    expect(field).to_have_attribute("aria-expanded", "false")
    field.press("Enter")
    page.wait_for_url(re.compile(r"/recherche/\?q=exemple"))
    expect(page.locator(".answer")).to_contain_text("lieux peuvent répondre")
    watched.assert_quiet()


def rows_of(page: Page) -> list[list[str]]:
    found: list[list[str]] = page.evaluate(
        """() => [...document.querySelectorAll('#candidats tbody tr[data-id]')]
          .filter(r => !r.hidden)
          .map(r => [r.dataset.id, r.querySelector('[data-rank]').textContent, r.querySelector('[data-score]').textContent])"""
    )
    return found


def test_sliders_rerank_at_once_to_the_same_list_as_the_server(
    watched: Watched, decision: Decision
) -> None:
    page = watched.open(address("evaluation", decision))
    before = rows_of(page)
    slider = page.get_by_role("slider").first
    slider.focus()
    for _ in range(30):
        page.keyboard.press("ArrowRight")
    page.get_by_role("slider").nth(3).fill("5")
    # The rows that the page did not come with arrive, and are ranked with the others.
    expect(page.locator("#candidats tr[data-id]")).to_have_count(len(decision.candidates))
    in_browser = rows_of(page)
    assert in_browser[: len(before)] != before
    assert [int(rank) for _id, rank, _score in in_browser] == list(range(1, len(in_browser) + 1))
    expect(page.locator("output").first).to_have_text("44\u202f%")
    expect(page.locator("[data-announce]")).to_contain_text("Liste reclassée")
    raws = page.evaluate(
        "[...document.querySelectorAll('input[data-criterion]')].map(e => `${e.name}=${e.value}`)"
    )
    page.goto(f"{watched.base}{address('evaluation', decision)}?{'&'.join(raws)}")
    assert rows_of(page) == in_browser[: len(before)]
    page.get_by_role("link", name="Revenir aux poids égaux").click()
    expect(page.locator("#candidats tr[data-id]")).to_have_count(len(decision.candidates))
    assert rows_of(page)[: len(before)] == before
    page.get_by_role("link", name="50 candidats suivants").click()
    expect(page.locator("#candidats tr[data-id]").nth(10).get_by_role("link")).to_be_focused()
    expect(page.locator("#candidats tr[data-id]").last).to_be_visible()
    watched.assert_quiet()


def test_titles_sort_and_say_so(watched: Watched, decision: Decision) -> None:
    page = watched.open(address("evaluation", decision))
    header = page.locator("th[data-key='chance']")
    button = header.get_by_role("button")
    button.focus()
    page.keyboard.press("Enter")
    expect(header).to_have_attribute("aria-sort", "descending")
    chances = [
        float(c)
        for c in page.eval_on_selector_all(
            "#candidats tr[data-id]", "rows => rows.map(r => r.dataset.chance)"
        )
    ]
    assert chances == sorted(chances, reverse=True)
    page.keyboard.press("Enter")
    expect(header).to_have_attribute("aria-sort", "ascending")
    expect(button).to_be_focused()
    expect(page.locator("th[data-key='rang']")).to_have_attribute("aria-sort", "none")
    watched.assert_quiet()


def test_filters_narrow_the_list_and_say_how_many_are_left(
    watched: Watched, decision: Decision
) -> None:
    page = watched.open(address("evaluation", decision))
    page.get_by_label("Statut").select_option("kept_out")
    expect(page.locator("[data-count]")).to_contain_text("1 candidat sur 60")
    assert [row[0] for row in rows_of(page)] == [decision.candidates[7].id]
    page.get_by_label("Nom").fill("rien de tel")
    expect(page.locator("[data-count]")).to_contain_text("Aucun candidat")
    watched.assert_quiet()


def test_without_a_script_the_same_form_does_the_same(
    browser: Browser, live_server: Any, decision: Decision
) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(live_server.url + address("evaluation", decision))
    page.get_by_role("slider").first.fill("90")
    page.get_by_role("button", name="Reclasser").click()
    assert "poids_tissu=90" in page.url
    expect(page.locator("output").first).to_have_text("53\u202f%")
    page.locator("th[data-key='chance'] button").click()
    expect(page.locator("th[data-key='chance']")).to_have_attribute("aria-sort", "descending")
    assert "poids_tissu=90" in page.url
    page.goto(live_server.url)
    page.get_by_role("searchbox").fill(decision.candidates[9].name)
    page.get_by_role("button", name="Trouver").click()
    page.get_by_role("link", name=decision.candidates[9].name).click()
    expect(page.locator(".answer")).to_contain_text(decision.candidates[9].name)
    context.close()


def test_a_page_of_progress_leads_to_the_result_by_itself(
    watched: Watched, decision: Decision, job: Job
) -> None:
    page = watched.open(address("job", decision, job=job.id))
    Job.objects.filter(pk=job.pk).update(state=Job.State.RUNNING, done=40, total=100)
    expect(page.locator("progress")).to_have_attribute("value", "40")
    expect(page.locator("[data-word]")).to_have_text("Le calcul est en cours.")
    Job.objects.filter(pk=job.pk).update(state=Job.State.DONE, result={"code": decision.code})
    page.wait_for_url(re.compile(f"/decisions/{decision.code}/"))
    watched.assert_quiet()


def test_every_area_of_the_map_leads_to_its_territory(watched: Watched, decision: Decision) -> None:
    page = watched.open(address("evaluation", decision))
    links = page.eval_on_selector_all(".map a", "all => all.map(a => a.getAttribute('href'))")
    listed = page.eval_on_selector_all(
        "#candidats th a", "all => all.map(a => a.getAttribute('href'))"
    )
    assert set(listed) <= set(links)
    page.locator(".map a").nth(4).click(force=True)
    page.wait_for_url(re.compile(r"/decisions/.+/.+/$"))
    watched.assert_quiet()


def test_printing_shows_folded_parts_and_hides_controls(
    watched: Watched, decision: Decision
) -> None:
    page = watched.open(address("candidate", decision))
    page.emulate_media(media="print")
    assert page.locator(".masthead nav").first.is_hidden()
    expect(page.locator("details dl.facts").first).to_be_visible()


def test_motion_is_short_and_absent_for_those_who_ask(watched: Watched, decision: Decision) -> None:
    page = watched.open(address("evaluation", decision))
    page.get_by_role("slider").first.fill("100")
    expect(page.locator("#candidats tr[data-id]")).to_have_count(len(decision.candidates))
    assert page.evaluate("document.getAnimations().length") == 0
    page.emulate_media(reduced_motion="no-preference")
    page.get_by_role("slider").first.fill("0")
    lengths = page.evaluate("document.getAnimations().map(a => a.effect.getTiming().duration)")
    assert lengths
    assert max(lengths) < 200
