"""The simulator in a real Chromium, on a telephone, by keyboard alone."""

from __future__ import annotations

from typing import Any

import pytest

from tests.web.browsing import CHROMIUM, NARROW, Watched, faults, fits, resize
from tests.web.world import NOW

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(not CHROMIUM.exists(), reason=f"{CHROMIUM} is absent"),
    pytest.mark.django_db(transaction=True),
]


def test_two_minutes_by_keyboard_on_a_telephone(watched: Watched, settings: Any) -> None:
    settings.CLOCK = lambda: NOW
    page = watched.open("/aides/simulateur/")
    resize(page, NARROW)
    page.focus("#commune")
    page.keyboard.type("Lisi")
    page.wait_for_selector("#commune-suggestions li")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    page.fill("#jour", "2020-09-01")
    page.fill("#salaire", "-5")
    page.focus("#siren")
    page.keyboard.type("200069533")
    page.keyboard.press("Enter")
    page.wait_for_selector(".aid-result")
    assert page.input_value("#commune") == "Lisieux (Calvados, 14366)"
    assert page.input_value("#siren") == "200069533"
    assert page.locator("[aria-invalid]").count() == 2
    # Its address gives the answer again, without the number and without what was not understood.
    assert "?" in page.url
    assert "siren" not in page.url
    assert "salaire" not in page.url
    assert fits(page, NARROW)
    assert faults(page) == []
    resize(page, NARROW)
    page.fill("#salaire", "2000")
    page.fill("#siren", "")
    page.check("#vte-1")
    page.check("#prive-1")
    page.check("#autre_dossier-2")
    page.select_option("#contrat", "cdi")
    page.fill("#loyer", "60")
    page.fill("#mois", "10")
    page.keyboard.press("Enter")
    page.wait_for_selector(".aid-result.is-yes")
    assert "600" in page.inner_text("[aria-labelledby=aide-aide_logement_vte] .aid-verdict")
    watched.open("/aides/")
    page.go_back()
    page.wait_for_selector(".aid-result.is-yes")
    page.click(".aid-link a")
    assert "siren" not in page.url
    assert "salaire=3078.84" in page.url
    assert "600" in page.inner_text("[aria-labelledby=aide-aide_logement_vte] .aid-verdict")
    watched.assert_quiet()
