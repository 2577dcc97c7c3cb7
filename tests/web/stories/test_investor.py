"""An investor without an account, in English: a need, its sites, a contact, and what came of it for all to read."""

from __future__ import annotations

import io
import re
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pypdf
import pytest
from django.core import mail
from django.test import Client
from playwright.sync_api import Locator, Page, expect

from rebond.texts import day_text
from rebond.web.demo import registry
from rebond.web.demo.registry import Parcel, Park
from rebond.web.enquiries import mailing
from rebond.web.enquiries.models import Enquiry
from rebond.web.sites import labelled
from rebond.web.sites.models import Site
from tests.web.browsing import CHROMIUM
from tests.web.stories.acts import at, french_left, open_task
from tests.web.stories.scene import Scene, follow, press, said, unfold, write
from tests.web.world import NOW, World

pytestmark = [
    pytest.mark.browser,
    pytest.mark.long(35),
    pytest.mark.skipif(not CHROMIUM.exists(), reason=f"{CHROMIUM} is absent"),
    pytest.mark.django_db(transaction=True),
]

LISIEUX: dict[str, Any] = {
    "person": "epci_a",
    "commune": ("14366", "Lisieux"),
    "epci": "200069532",
}
LENS: dict[str, Any] = {"person": "epci_b", "commune": ("62498", "Lens"), "epci": "246200364"}
FITS = {
    "power_mva": 20,
    "icpe_regimes": "déclaration|enregistrement|autorisation",
    "seveso": "seuil haut",
}
NEAR = {"gare_fret_dist": 4.5, "autoroute_echang_dist": 8}
SOLD = Parcel(30, "vendu, commercialisation achevée", "occupé")
# By identifier, the best would come last but one.
NEXT = Park(
    **LISIEUX,
    number=802,
    name="Parc fictif du Second Rang",
    at=(0.249, 49.162),
    area_ha=46,
    lots=(Parcel(24), Parcel(9)),
    extension=FITS | {"seveso": "seuil bas"},
    values={"gare_fret_dist": 3, "autoroute_echang_dist": 15},
)
BEST = Park(
    **LISIEUX,
    number=803,
    name="Parc fictif du Premier Rang",
    at=(0.205, 49.139),
    area_ha=52,
    lots=(Parcel(21.5), SOLD),
    extension=FITS,
    values=NEAR,
)
UNPLANNED = Park(
    **LENS,
    number=801,
    name="Friche fictive sans plan",
    at=(2.845, 50.436),
    area_ha=60,
    lots=(Parcel(40),),
    extension=FITS,
    values=NEAR,
    is_described=False,
)
WEAK = Park(
    **LISIEUX,
    number=804,
    name="Zone fictive sans puissance",
    at=(0.231, 49.151),
    area_ha=40,
    lots=(Parcel(36),),
    extension=FITS | {"power_mva": 6},
    values=NEAR,
)
SPLIT = Park(
    **LISIEUX,
    number=805,
    name="Zone fictive en deux morceaux",
    at=(0.262, 49.171),
    area_ha=40,
    lots=(Parcel(16), Parcel(16)),
    extension=FITS,
    values=NEAR,
)
INVESTOR = {
    "nom": "Ingrid Fjordsson",
    "courriel": "ingrid.fjordsson@exemple.invalid",
    "societe": "Kvarnbatteri",
    "message": "We would build a kiln here. Is the lot of 21.5 ha free?",
}
TRACES = re.compile(r"fjordsson|kvarnbatteri|would build a kiln", re.IGNORECASE)
TARN = "les-portes-du-tarn"


def address(park: Park, more: str = "") -> str:
    """Return where a site's public page is in English."""
    return f"/en/sites/{registry.identifier(park)}/{more}"


def wanted_day() -> date:
    """Return a day by which the best site is ready with four chances in five, and hardly more."""
    days = Site.objects.get(identifier=registry.identifier(BEST)).ready_on
    return date.fromisoformat(days[15]) + timedelta(days=2)


def check(scene: Scene, page: Page) -> None:
    """Hold a page of the investor to its language and to accessibility."""
    assert french_left(page) == [], page.url
    scene.assert_accessible(page)


def plain(one: Locator) -> str:
    """Return what a reader sees of an element, on one line."""
    return " ".join(one.inner_text().split())


def reasons(row: Locator) -> dict[str, str]:
    """Return what the list says of each thing asked: met or not in words, then the value and who says it."""
    found = {}
    for one in row.locator(".need-reasons > div:not(.is-other)").all():
        sign, _colon, asked = plain(one.locator("dt")).partition(": ")
        found[asked] = f"{sign}, {plain(one.locator('dd'))}"
    return found


def ask(scene: Scene) -> Page:
    """Come from the home page and describe the need: five things that must be, two wishes."""
    page = scene.open("public", "/en/")
    follow(page, page.get_by_role("link", name="Sites", exact=True).first)
    check(scene, page)
    unfold(page)
    need = {"lot": "20", "puissance": "10", "rail": "5", "icpe": "autorisation"}
    need |= {"pret": wanted_day().isoformat(), "chance": "80"}
    wishes = {"seveso": "haut", "seveso_p": "3", "autoroute": "10", "autoroute_p": "2"}
    for name, value in (need | wishes).items():
        write(page, name, value)
    press(page, "Search")
    check(scene, page)
    return page


def read_list(scene: Scene, page: Page) -> None:
    """Hold the order of the list to the need, and each reason to what the site says."""
    day = day_text(wanted_day()).en
    ready = f"ready before {day} with 80% chance"
    said(page, re.compile("2 sites answer this need; [0-9]+ more are to be checked"))
    musts = [
        "20 ha in one piece",
        "10 MVA",
        "rail within 5 km",
        "ICPE authorisation accepted",
        ready,
    ]
    assert plain(page.locator(".lead")).startswith(", ".join(musts) + "; if possible ")
    rows = page.locator(".need-list > li").all()
    names = [plain(one.locator("h3 a")) for one in rows]
    assert names[:3] == [BEST.name, NEXT.name, UNPLANNED.name]
    best, second, unsure = (reasons(one) for one in rows[:3])
    assert best["20 ha in one piece"] == "✓ met, 21.5 ha epci-a (fictif), 4 May 2031"
    assert best["10 MVA"] == "✓ met, 20 MVA epci-a (fictif), 4 May 2031"
    assert best["rail within 5 km"] == "✓ met, 4.5 km epci-a (fictif), 3 May 2031"
    assert best[musts[3]] == "✓ met, up to authorisation epci-a (fictif), 4 May 2031"
    assert re.match(
        "✓ met, 8[0-4]% chance by then; 50% on .+ the site’s plan, 2 June 2031", best[ready]
    )
    assert {one[:5] for one in best.values()} == {"✓ met"}
    assert len(best) == 7

    assert {second[one][:5] for one in musts} == {"✓ met"}
    assert second["Seveso upper tier accepted"].startswith("✗ not met, lower tier")
    assert second["motorway junction within 10 km"].startswith("~ partly met, 15 km")
    expect(rows[0].locator(".need-score")).to_have_text("score 100/100")
    expect(rows[1].locator(".need-score")).to_have_text("score 20/100")  # half of two in five

    assert {unsure[one][:5] for one in musts[:-1]} == {"✓ met"}
    assert unsure[ready].startswith("? to be checked, not established")
    expect(rows[2].locator(".need-check")).to_have_text(f"to be checked: {ready}")

    file = scene.document(
        "public", f"/en/sites/resultats.csv?{page.url.partition('?')[2]}"
    ).decode()
    assert [one.name in file for one in (BEST, NEXT, UNPLANNED)] == [True] * 3
    assert [one.name in file for one in (WEAK, SPLIT)] == [False] * 2


def compare(scene: Scene, page: Page) -> None:
    """Put the first three side by side."""
    for park in (BEST, NEXT, UNPLANNED):
        page.get_by_role("checkbox", name=f"Compare {park.name}").check()
    press(page, "Compare the sites ticked (5 at most)")
    heads = page.locator("thead th a:not(.need-drop)")
    expect(heads).to_have_text([BEST.name, NEXT.name, UNPLANNED.name])
    said(page, "4 of 5 must-haves met, 1 to be checked")
    row = page.get_by_role("row", name=re.compile("^Seveso accepted"))
    signs = row.locator(".need-sign")
    expect(signs).to_have_text(["✓ met", "✗ not met", "✓ met"])
    row = page.get_by_role("row", name=re.compile("^Largest free lot in one piece ≠ different"))
    expect(row.get_by_role("cell")).to_have_text([re.compile(one) for one in ("21.5", "24", "40")])
    check(scene, page)
    follow(page, heads.first)


def read_sheet(scene: Scene, page: Page) -> None:
    """Read the site's page, and its two pages on paper."""
    said(page, "up to 21.5 ha free in one piece")
    check(scene, page)
    text = sheet(scene, BEST)
    for words in (
        BEST.name,
        "52 ha",
        "41.6 ha",
        "21.5 ha",
        "20 MVA",
        "4.5 km",
        "eight times in ten",
    ):
        assert words in text, words
    assert not re.search("[a-zé] (est|sont|une|pas) ", text.replace("Grand Est", ""))


def sheet(scene: Scene, park: Park) -> str:
    """Return the text of a sheet in English, which has two pages."""
    read = pypdf.PdfReader(io.BytesIO(scene.document("public", address(park, "fiche.pdf"))))
    assert len(read.pages) == 2
    assert read.trailer["/Root"]["/Lang"] == "en"
    return " ".join(" ".join(one.extract_text() for one in read.pages).split())


def write_to_manager(scene: Scene, page: Page) -> Enquiry:
    """Write about the site; only the manager shall know who writes; the link of the mail confirms."""
    follow(page, page.get_by_role("link", name="Write about this site").first)
    check(scene, page)
    for name, value in (INVESTOR | {"surface": "20", "niveau": "manager", "pays": "SE"}).items():
        write(page, name, value)
    press(page, "Send the contact")
    said(page, INVESTOR["courriel"])
    check(scene, page)
    assert "Contacts d’investisseurs à répondre" not in scene.words("epci_a", "/bureau/")
    page = by_link(scene)
    press(page, "Confirm and pass on")
    said(page, "An answer is due to you by 9 June 2031")
    check(scene, page)
    return Enquiry.objects.get()


def by_link(scene: Scene) -> Page:
    """Open the link of the investor's last mail."""
    (to,) = mail.outbox[-1].to
    assert to == INVESTOR["courriel"]
    return scene.open(
        "public", mail.outbox[-1].body.partition("http://127.0.0.1:8000")[2].split()[0]
    )


def answer(scene: Scene, reference: str) -> None:
    """The manager answers from his desk; the agency reads neither who writes nor what."""
    read = scene.document("agency", f"/demandes/{reference}/").decode()
    assert "non communiqué" in read
    assert not TRACES.search(read)
    page = open_task(scene, "epci_a", BEST.name)
    said(page, "Ingrid Fjordsson, Kvarnbatteri, Suède")
    scene.assert_accessible(page)
    write(page, "texte", "Yes, it is free. Come and see it.")
    press(page, "Envoyer la réponse")
    assert mailing.send_answers(scene.now) == 1
    page = by_link(scene)
    said(page, "Yes, it is free. Come and see it.")
    said(page, "answered")
    check(scene, page)


def move(scene: Scene, reference: str, state: str, **figures: str) -> None:
    """Record a new state that everybody may read."""
    page = scene.open("epci_a", f"/demandes/{reference}/")
    unfold(page)
    for name, value in ({"etat": state, "public": "1"} | figures).items():
        write(page, name, value)
    press(page, "Enregistrer cet état")


def read_history(scene: Scene) -> None:
    """Read what came of it on the site's page; nothing public tells who."""
    page = scene.open("public", address(BEST))
    history = page.locator("#histoire + div > .timeline > li")
    told = [plain(one) for one in history.all()[:3]]
    assert (
        told[0] == "1 March 2033 Establishment in operation 120 jobs. 45.5 M€ invested. Declared."
    )
    assert told[1:] == [
        "10 September 2031 Offer made Declared.",
        "20 June 2031 Visit of an investor Declared.",
    ]
    check(scene, page)
    site = registry.identifier(BEST)
    for path in (
        f"/sites/{site}/",
        f"/en/sites/{site}/",
        "/en/sites/",
        f"/en/sites/comparer/?site={site}",
        "/sites/resultats.csv",
        "/sites/resultats.geojson",
        "/sites/carte/",
        "/sites/carte/points.json",
        "/sites/labellises/",
    ):
        assert not TRACES.search(scene.document("public", path).decode()), path
    assert not TRACES.search(sheet(scene, BEST))
    for name in ("epci_a", "agency", "national"):
        file = scene.document(name, "/demandes/contacts.csv").decode()
        assert BEST.name in file, name
        assert not TRACES.search(file), name


def read_labelled(scene: Scene) -> None:
    """Find a real labelled site in the search and on the map, and read its labels and what nobody established."""
    query = "?region=76&label=oui"
    page = scene.open("public", f"/en/sites/{query}")
    expect(page.get_by_role("link", name="Les Portes du Tarn")).to_be_visible()
    check(scene, page)
    page = scene.open("public", f"/en/sites/carte/{query}")
    row = page.locator(f"[data-map-items] [data-identifier={TARN}]")
    expect(row).to_contain_text("labelled site · free area not established")
    check(scene, page)
    follow(page, row.get_by_role("link"))
    said(page, "granted Turnkey sites, September 2021, 23 September 2021")
    said(page, "granted France 2030 turnkey sites, April 2024, 16 April 2024")
    granted = page.locator("#histoire + div > .timeline > li").filter(has_text="Label granted")
    expect(granted.get_by_role("link")).to_have_text(
        ["toulouse.latribune.fr", "lesindiscretions.com", "toulouse7.com"]
    )
    areas = page.get_by_role("table", name="Four areas").get_by_role("row")
    expect(areas.nth(1)).to_contain_text("198 ha")
    for number in (2, 3, 4):
        expect(areas.nth(number)).to_contain_text("not established")
    check(scene, page)
    page = scene.open("public", "/en/sites/labellises/")
    check(scene, page)


def test_an_investor_finds_a_site_and_all_read_what_came_of_it(
    scene: Scene, world: World, settings: Any, tmp_path: Path
) -> None:
    settings.FILES_FOLDER = tmp_path / "files"
    actors = {one: world.actor(one) for one in ("epci_a", "epci_b")}
    registry.play(NOW, actors, (NEXT, BEST, UNPLANNED, WEAK, SPLIT))
    labelled.load(NOW)
    Client().get("/sites/")  # the first search of a process compiles its kernel

    page = ask(scene)
    read_list(scene, page)
    compare(scene, page)
    read_sheet(scene, page)
    reference = write_to_manager(scene, page).reference

    scene.now = at("2031-06-04")
    answer(scene, reference)
    scene.now = at("2031-06-20")
    move(scene, reference, "visit")
    scene.now = at("2031-09-10")
    move(scene, reference, "offer")
    scene.now = at("2033-03-01")
    move(scene, reference, "in_operation", emplois="120", investissement="45,5")
    read_history(scene)
    read_labelled(scene)
    assert scene.troubles == []
