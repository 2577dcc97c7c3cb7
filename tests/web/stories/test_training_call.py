"""The whole story of a training call, which has no regional stage and no grid, played on the pages."""

from __future__ import annotations

import json
import re

import pytest
from playwright.sync_api import Locator, Page

from rebond.web.accounts.kinds import Kind
from rebond.web.deliberations.models import Decision
from rebond.web.deliberations.notice_kinds import VISIBLE
from rebond.web.deliberations.publication import announce
from rebond.web.dossiers.models import Dossier
from rebond.web.instruction.models import Instruction, Shortlist
from rebond.web.journal.models import Entry
from rebond.web.notices.models import Notice
from tests.web.browsing import CHROMIUM
from tests.web.stories.acts import (
    add_organisation,
    add_person,
    appoint,
    at,
    close_deliberation,
    command,
    confirm,
    declare,
    fill,
    french_left,
    open_call,
    open_task,
    prepare,
)
from tests.web.stories.scene import Scene, press, said, write
from tests.web.world import World

pytestmark = [
    pytest.mark.browser,
    pytest.mark.long(30),
    pytest.mark.skipif(not CHROMIUM.exists(), reason=f"{CHROMIUM} is absent"),
    pytest.mark.django_db(transaction=True),
]

CODE = "formation-2031"
DATES = {
    "opens": ("2031-06-03", "09:00"),
    "closes": ("2031-07-10", "23:59"),
    "committee": ("2031-09-08", "10:00"),
    "results": ("2031-09-22", "12:00"),
}
INDUSTRY, TOWN, NEITHER = "Ouistreham", "Saint-Lô", "Bayeux"
"""In a Territoire d'industrie and no Action cœur de ville town, the reverse, and neither."""
GATE = "Territoire d’industrie ou ville Action cœur de ville"
APPLICANTS = {
    "epci_ti": ("14488", (-0.2572, 49.275), "Formations fictives de la côte"),
    "epci_acv": ("50502", (-1.0774, 49.1098), "Formations fictives du bocage"),
    "epci_hors": ("14047", (-0.7051, 49.2779), "Formations fictives du plateau"),
}
REFUSAL = "Le comité n’a pas retenu ce dossier : les partenaires fictifs ne sont pas engagés."
DECIDED = re.compile(
    r"Le comité (ne )?(n’a pas )?retien|n’a pas retenu|est (pas )?(retenu|éligible)"
)
SENTENCES = {
    "retained": "Le comité retient ce dossier pour ses partenaires engagés (fictif).",
    "not_retained": REFUSAL,
    "ineligible": "Le dossier n’est pas éligible : {condition} n’est pas remplie.",
}


def add_people(world: World) -> None:
    add_person("cnam_second", world.organisations["cnam"])
    for name, code in (("ti", "200065597"), ("acv", "200066389"), ("hors", "241400555")):
        add_person(f"epci_{name}", add_organisation(f"epci-{name}", Kind.EPCI, ("epci", code)))


def launch(scene: Scene) -> None:
    """The Cnam opens its own call, and no other's."""
    page = scene.open("cnam", "/administration/appels/nouveau/")
    assert page.locator('main input[name="mesure"]').count() == 1
    prepare(
        scene,
        "cnam",
        "pack_rebond_2020/formation",
        CODE,
        ("Rouvrir des formations 2031 (fictif)", "Reopen training 2031 (fictitious)"),
        {"c:applicants.types": ["commune", "epci"], "c:gates.collectivite.eliminates": "oui"},
    )
    page = scene.open("cnam", f"/administration/appels/{CODE}/reglages/")
    said(page, "Critères notés par le comité")
    assert page.locator('main [name="critere-1-fr"]').input_value() == "Appréciation d’ensemble"
    open_call(scene, "cnam", CODE, DATES)


def ask(scene: Scene, commune: str) -> Page:
    """Ask as anybody whether a place is concerned."""
    page = scene.open("public", f"/appels/{CODE}/suis-je-concerne/")
    write(page, "commune", commune)
    write(page, "candidat", "epci")
    press(page, "Répondre")
    return page


def answer_of(page: Page) -> str:
    return page.locator("main .answer").inner_text()


def ask_whether_concerned(scene: Scene) -> None:
    page = ask(scene, INDUSTRY)
    assert answer_of(page).startswith("Oui")
    said(page, "Caen Industrie")
    page = ask(scene, TOWN)
    assert answer_of(page).startswith("Oui")
    said(page, "Villes du programme Action cœur de ville")
    page = ask(scene, NEITHER)
    assert answer_of(page).startswith("Non")
    assert GATE in answer_of(page)
    assert "aucun de ces périmètres" in answer_of(page)
    scene.assert_accessible(page)
    page = scene.open("public", f"/en/appels/{CODE}/suis-je-concerne/?commune=14047&candidat=epci")
    assert answer_of(page).startswith("No")
    assert french_left(page) == []


def file_dossier(scene: Scene, name: str) -> Dossier:
    commune, point, title = APPLICANTS[name]
    given = {"collectivite_nom": title}
    dossier = fill(scene, CODE, name, commune, point, given, is_typed=name == "epci_ti")
    page = scene.open(name, f"/dossiers/{dossier.reference}/deposer/")
    said(page, "Tout est rempli")
    if name == "epci_hors":
        warned(scene, page, dossier)
    press(page, "Déposer")
    dossier.refresh_from_db()
    assert dossier.state == Dossier.State.FILED
    assert dossier.eligibility == ("no" if name == "epci_hors" else "yes")
    return dossier


def warned(scene: Scene, page: Page, dossier: Dossier) -> None:
    """Outside every perimeter, one is told before filing, and files only knowing it."""
    scene.assert_accessible(page)
    gate = page.locator(".gate.is-no")
    assert GATE in gate.inner_text()
    assert "écarte le dossier" in gate.inner_text()
    press(page, "Déposer")
    said(page, "Le dossier n’est pas déposé")
    dossier.refresh_from_db()
    assert dossier.state == Dossier.State.DRAFT
    write(page, "confirme", "oui")


def examine(scene: Scene, dossier: Dossier) -> None:
    """Without a regional stage, the Cnam examines itself: no list to send."""
    assert set(
        Instruction.objects.filter(dossier__call__reference=CODE).values_list(
            "organisation__slug", flat=True
        )
    ) == {"cnam"}
    page = scene.open("cnam", f"/instruction/dossiers/{dossier.reference}/")
    scene.assert_accessible(page)
    assert page.locator('main [name="place"]').count() == 0
    write(page, "note", "Note interne fictive : partenaires à vérifier.")
    press(page, "Enregistrer la note")
    assert scene.answer("prefecture_1", f"/instruction/dossiers/{dossier.reference}/") == 404
    assert not Shortlist.objects.filter(call__reference=CODE).exists()


def sit(scene: Scene, kept: Dossier, refused: Dossier, outside: Dossier) -> None:
    appoint(scene, "cnam", CODE, "cnam", ("member", "recused"))
    every = [one.reference for one in (kept, refused, outside)]
    for name in ("cnam", "member", "recused"):
        answers = dict.fromkeys(every, "")
        if name == "recused":
            answers[kept.reference] = "J’ai conseillé cette intercommunalité fictive."
        declare(scene, name, CODE, answers)
    for one, score, words in (
        (kept, "8,5", "Besoin fictif bien montré."),
        (refused, "3", "Partenaires fictifs absents."),
    ):
        page = scene.open("member", f"/comite/{CODE}/{one.reference}/")
        assert page.locator('main [name^="note_"]').count() == 1
        assert "Note interne fictive" not in page.inner_text("main")
        said(page, "n’a pas de grille mesurée")
        write(page, "note_ensemble", score)
        write(page, "ensemble_mot", words)
        press(page, "Remettre mon appréciation")
        said(page, score)
    scene.assert_accessible(page)
    for path in (f"{kept.reference}/", "comparaison/", ""):
        words = scene.words("recused", f"/comite/{CODE}/{path}")
        assert "8,5" not in words, path
        assert "Besoin fictif" not in words, path
    assert "Mon appréciation" in scene.words("recused", f"/comite/{CODE}/{refused.reference}/")
    page = scene.open("cnam", f"/comite/{CODE}/")
    said(page, "n’a pas de grille mesurée : le calcul n’a rien à évaluer")
    assert page.get_by_role("button", name="évaluation").count() == 0
    assert "le calcul n’a rien à évaluer" in scene.words("cnam", f"/comite/{CODE}/et-si/")


def row_of(page: Page, dossier: Dossier) -> Locator:
    return page.locator("main tbody tr").filter(has_text=dossier.reference)


def deliberate(scene: Scene, kept: Dossier, refused: Dossier) -> None:
    for outcome, dossier in (("ineligible", None), ("retained", kept), ("not_retained", refused)):
        page = scene.open("cnam", f"/deliberations/{CODE}/")
        if dossier is None:
            scene.assert_accessible(page)
            write(page, "group", outcome)
        else:
            row_of(page, dossier).locator('input[name="chosen"]').check()
        write(page, "outcome", outcome)
        write(page, "sentence_fr", SENTENCES[outcome])
        press(page, "Proposer ces décisions")
    assert Decision.objects.filter(call__reference=CODE).count() == len(SENTENCES)
    confirm(scene, "cnam", "cnam_second", CODE, len(SENTENCES))
    close_deliberation(scene, "cnam", CODE)


def assert_nothing_shows(scene: Scene, name: str, dossier: Dossier) -> None:
    """Before their day, results show nowhere: not on the pages, not in what leaves, not in notices."""
    assert announce(scene.now) == 0
    assert not Notice.objects.filter(kind=VISIBLE).exists()
    own = f"/dossiers/{dossier.reference}/"
    for path in (
        "/bureau/",
        "/bureau/avis/",
        "/dossiers/",
        own,
        f"{own}depots/1/",
        f"/appels/{CODE}/",
    ):
        text = scene.words(name, path)
        assert not DECIDED.search(text), path
    for path in (
        f"/deliberations/dossiers/{dossier.reference}/",
        f"/deliberations/dossiers/{dossier.reference}/lettre.pdf",
        f"/appels/{CODE}/resultats/",
        f"/appels/{CODE}/resultats.csv",
        f"/appels/{CODE}/resultats.json",
    ):
        assert scene.answer(name, path) == 404, path


def read_refusal(scene: Scene) -> None:
    """The refused applicant reads why, and the four things said honestly where nothing was calculated."""
    assert announce(scene.now) == len(SENTENCES)
    assert "décision" in scene.words("epci_acv", "/bureau/avis/")
    page = open_task(scene, "epci_acv", "Formations fictives du bocage")
    said(page, "n’est pas retenu, après la lecture du comité")
    said(page, REFUSAL)
    said(page, "1 lecture rendue")
    said(page, "Aucun calcul n’a classé ce dossier")
    for words in (
        "1. Le degré et le mode de contribution du traitement",
        "2. Les données traitées et leurs sources",
        "3. Les paramètres et leur pondération, appliqués à ce cas",
        "4. Les opérations effectuées",
        "Aucune pondération",
        "CADA",
    ):
        said(page, words)
    text = page.inner_text("main")
    assert "tirages" not in text
    assert "Note interne fictive" not in text
    assert "Partenaires fictifs absents" not in text
    assert "member" not in text
    scene.assert_accessible(page)
    page = scene.open("epci_acv", page.url.removeprefix(scene.base).replace("/", "/en/", 1))
    said(page, "No computation ranked this dossier")
    assert french_left(page) == []
    page = open_task(scene, "epci_hors", "Formations fictives du plateau")
    said(page, f"la condition « {GATE} » n’est pas remplie")


def read_results(scene: Scene) -> None:
    """The public reads what the policy publishes: the names and places of the retained, why of the others."""
    page = scene.open("public", f"/appels/{CODE}/resultats/")
    said(page, "1 dossier est retenu sur 3 déposés")
    said(page, "Formations fictives de la côte")
    said(page, INDUSTRY)
    said(page, "lecture du comité")
    said(page, re.compile(f"condition non remplie.*{GATE}"))
    scene.assert_accessible(page)
    public = [page.inner_text("main")]
    for ending in ("json", "csv"):
        public.append(scene.document("public", f"/appels/{CODE}/resultats.{ending}").decode())
    for text in public:
        for hidden in (
            "bocage",
            "plateau",
            TOWN,
            NEITHER,
            "50502",
            "14047",
            "demonstration.invalid",
        ):
            assert hidden not in text, hidden
    page = scene.open("public", f"/en/appels/{CODE}/resultats/")
    said(page, "Reopen training 2031 (fictitious)")
    assert french_left(page) == []


def test_the_whole_story_of_a_training_call(scene: Scene, world: World) -> None:
    add_people(world)
    launch(scene)
    scene.now = at("2031-06-10")
    ask_whether_concerned(scene)
    kept, refused, outside = (file_dossier(scene, name) for name in APPLICANTS)

    scene.now = at("2031-07-20")
    examine(scene, refused)
    scene.now = at("2031-09-01")
    sit(scene, kept, refused, outside)
    deliberate(scene, kept, refused)

    scene.now = at("2031-09-22", "09:59")
    for name, dossier in (("epci_acv", refused), ("epci_hors", outside)):
        assert_nothing_shows(scene, name, dossier)
    scene.now = at("2031-09-22", "10:01")
    read_refusal(scene)
    read_results(scene)

    written = json.dumps(list(Entry.objects.values_list("content", flat=True)), ensure_ascii=False)
    assert "demonstration.invalid" not in written
    assert "exemple.invalid" not in written
    assert command("journal", "verify") == 0
    assert scene.troubles == []
