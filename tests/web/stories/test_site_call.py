"""The whole story of a turnkey-site call, from its opening to its published results, played on the pages."""

from __future__ import annotations

import re

import pytest
from django.db import connection
from playwright.sync_api import expect

from rebond.web.accounts import actors
from rebond.web.accounts.kinds import Kind
from rebond.web.accounts.models import Membership, Organisation
from rebond.web.committee.models import Evaluation
from rebond.web.deliberations.models import Decision
from rebond.web.dossiers.models import Dossier
from rebond.web.instruction.models import OpinionRequest
from rebond.web.instruction.services import give_opinion
from rebond.web.journal import triggers
from rebond.web.journal.models import Entry
from tests.web.browsing import CHROMIUM
from tests.web.stories.acts import (
    add_organisation,
    add_person,
    appoint,
    at,
    await_calculation,
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
from tests.web.stories.scene import Scene, follow, press, said, send, unfold, write
from tests.web.world import World

pytestmark = [
    pytest.mark.browser,
    pytest.mark.long(40),
    pytest.mark.skipif(not CHROMIUM.exists(), reason=f"{CHROMIUM} is absent"),
    pytest.mark.django_db(transaction=True),
]

CODE = "site-2031"
DATES = {
    "opens": ("2031-06-03", "09:00"),
    "closes": ("2031-07-31", "23:59"),
    "opinions": ("2031-09-15", "18:00"),
    "shortlists": ("2031-09-30", "18:00"),
    "committee": ("2031-10-15", "10:00"),
    "results": ("2031-11-03", "12:00"),
}


def launch(scene: Scene) -> None:
    """Open the call as the national team."""
    prepare(
        scene,
        "national",
        "pack_rebond_2020/site_cle_en_main",
        CODE,
        ("Sites clés en main 2031 (fictif)", "Turnkey sites 2031 (fictitious)"),
        {
            "c:gates.maitrise_fonciere.eliminates": "oui",
            "c:selection.k": "1",
            "c:selection.covered_regions_min": "0",
        },
    )
    open_call(scene, "national", CODE, DATES)


def file_dossier(scene: Scene, name: str, title: str, *, held: bool) -> str:
    dossier = fill(
        scene,
        CODE,
        name,
        "14366",
        (0.2327, 49.1446),
        {"site_nom": title, "surface_brute_ha": "60", "foncier_maitrise": held},
        is_typed=False,
    )
    page = scene.open(name, f"/dossiers/{dossier.reference}/deposer/")
    scene.assert_accessible(page)
    if not held:
        said(page, "Foncier maîtrisé")
        page.locator('main input[type="checkbox"]').first.check()
    press(page, "Déposer")
    dossier.refresh_from_db()
    assert dossier.state == Dossier.State.FILED
    assert dossier.eligibility == ("yes" if held else "no")
    return str(dossier.reference)


def examine(scene: Scene, reference: str, ineligible: str) -> None:
    page = scene.open("prefecture_1", f"/instruction/dossiers/{reference}/")
    scene.assert_accessible(page)
    unfold(page)
    for service in ("dreal-1", "drac-1"):
        key = Organisation.objects.get(slug=service).pk
        page.locator(f'main input[name="service"][value="{key}"]').check()
    write(page, "question", "Le site est-il raccordable, et que dit la carte archéologique ?")
    write(page, "echeance", "2031-09-10")
    press(page, "Demander ces avis")
    page = open_task(scene, "dreal_1", "Parc fictif")
    write(page, "sens", "favourable")
    write(page, "texte", "Avis fictif, favorable.")
    press(page, "Rendre")
    membership = Membership.objects.get(user__email="drac_1@exemple.invalid")
    second = OpinionRequest.objects.get(service=membership.organisation)
    give_opinion(actors.of_membership(membership), second, "reserved", "Avis fictif.", scene.now)
    page = scene.open("prefecture_1", f"/instruction/appels/{CODE}/liste/")
    unfold(page)
    press(page, "Écarter tous les dossiers non éligibles")
    unfold(page)
    form = page.locator("main form").filter(has=page.locator(f'input[value="{reference}"]'))
    form.locator('[name="place"]').last.fill("1")
    form.locator('[name="phrase"]').last.fill("Le plus prêt des sites de la région fictive.")
    send(page, form.get_by_role("button", name="Enregistrer").last)
    scene.assert_accessible(page)
    for box in page.locator('main form input[type="checkbox"]').all():
        box.check()
    press(page, "Transmettre la liste au comité")


def sit(scene: Scene, reference: str) -> None:
    """Appoint, declare and review; who stands aside reads nothing of it."""
    appoint(scene, "national", CODE, "national", ("member", "recused"))
    for name in ("national", "member"):
        declare(scene, name, CODE, {reference: ""})
    declare(scene, "recused", CODE, {reference: "J’ai conseillé cette intercommunalité fictive."})
    page = scene.open("member", f"/comite/{CODE}/{reference}/")
    scene.assert_accessible(page)
    write(page, "note_subcontractors", "7,5")
    write(page, "note_transport", "8")
    write(page, "mot_transport", "Voie ferrée à vérifier.")
    write(page, "ensemble_mot", "Dossier fictif solide.")
    press(page, "Remettre mon appréciation")
    said(page, "7,5")
    said(page, "laissé vide")
    for path in (f"{reference}/", "comparaison/", ""):
        words = scene.words("recused", f"/comite/{CODE}/{path}")
        assert "7,5" not in words, path
        assert "Dossier fictif solide" not in words, path


def evaluate(scene: Scene) -> None:
    """Calculate what decisions cite, and read it whole: ranking, régions, rules."""
    page = scene.open("national", f"/comite/{CODE}/")
    press(page, "Verser une nouvelle évaluation à la délibération")
    await_calculation(scene, page)
    page = scene.open("national", f"/comite/{CODE}/")
    follow(page, page.get_by_role("link", name=re.compile("dernière évaluation")))
    said(page, "Parc fictif du Val")
    region = page.get_by_role("table", name="Par région").get_by_role("row", name="Normandie")
    expect(region.get_by_role("cell")).to_have_text(["1", "1", re.compile("."), re.compile(".")])
    expect(page.get_by_role("table", name="Par règle")).to_be_visible()
    scene.assert_accessible(page)


def try_other_weights(scene: Scene) -> None:
    """A member tries « what if »: read by him, and no trace of it anywhere that counts."""
    official = Evaluation.objects.get(call__reference=CODE)
    before = traces()
    page = scene.open("member", f"/comite/{CODE}/et-si/")
    scene.assert_accessible(page)
    write(page, "min_subcontractors", "30")
    write(page, "note", "Et si la sous-traitance pesait plus (fictif)")
    press(page, "Calculer cet essai")
    await_calculation(scene, page)
    said(page, "C’est un essai")
    said(page, "Parc fictif du Val")
    assert traces() == before
    trial = Evaluation.objects.get(call__reference=CODE, purpose=Evaluation.Purpose.TRIAL)
    assert trial.record_digest != official.record_digest
    page = scene.open("national", f"/comite/{CODE}/")
    href = page.get_by_role("link", name=re.compile("dernière évaluation")).get_attribute("href")
    assert href is not None
    assert str(official.pk) in href


def traces() -> tuple[object, ...]:
    """Return what a trial must leave as it was: decisions, journal, dossiers."""
    return (
        Decision.objects.count(),
        Entry.objects.count(),
        list(Dossier.objects.order_by("pk").values()),
        list(Evaluation.objects.exclude(purpose=Evaluation.Purpose.TRIAL).values_list("pk")),
    )


def deliberate(scene: Scene) -> None:
    """Propose by one person, confirm by another, close."""
    page = scene.open("national", f"/deliberations/{CODE}/")
    scene.assert_accessible(page)
    for outcome, words in (
        ("retained", "Le site {titre} est retenu au rang {rang} sur {candidats}."),
        ("ineligible", "Le dossier n’est pas éligible : {condition} n’est pas remplie."),
    ):
        page = scene.open("national", f"/deliberations/{CODE}/")
        write(page, "group", outcome)
        write(page, "outcome", outcome)
        write(page, "sentence_fr", words)
        press(page, "Proposer ces décisions")
    confirm(scene, "national", "national_second", CODE, 2)
    close_deliberation(scene, "national", CODE)


def assert_nothing_shows(scene: Scene, bad: str) -> None:
    """Before their day, results show neither to the applicant nor to the public."""
    own = scene.words("epci_c", f"/dossiers/{bad}/")
    assert "Friche fictive" in own
    assert "n’est pas éligible" not in own
    assert scene.answer("epci_c", f"/deliberations/dossiers/{bad}/") == 404
    assert scene.answer("epci_c", f"/deliberations/dossiers/{bad}/lettre.pdf") == 404
    assert "Résultats" not in scene.words("epci_c", "/bureau/")
    assert re.search("délibéré|résultats", scene.words("public", f"/appels/{CODE}/"))
    assert scene.answer("public", f"/appels/{CODE}/resultats/") == 404


def read_results(scene: Scene, bad: str) -> None:
    """The refused applicant reads why, the public what the policy publishes, both in English too."""
    page = open_task(scene, "epci_c", "Friche fictive")
    said(page, "Foncier maîtrisé")
    said(page, "CADA")
    scene.assert_accessible(page)
    page = scene.open("epci_c", f"/en/deliberations/dossiers/{bad}/")
    said(page, "is not eligible")
    said(page, "CADA")
    assert french_left(page) == []
    page = scene.open("public", f"/appels/{CODE}/resultats/")
    said(page, "Parc fictif du Val")
    assert "Friche fictive" not in page.inner_text("main")
    scene.assert_accessible(page)
    page = scene.open("public", f"/en/appels/{CODE}/resultats/")
    said(page, "Turnkey sites 2031 (fictitious)")
    said(page, "Parc fictif du Val")
    assert "Friche fictive" not in page.inner_text("main")
    assert french_left(page) == []
    scene.assert_accessible(page)


def test_the_whole_story_of_a_turnkey_site_call(
    scene: Scene, world: World, capsys: pytest.CaptureFixture[str]
) -> None:
    add_person("drac_1", add_organisation("drac-1", Kind.DRAC, ("region", "28")))
    add_person("epci_c", add_organisation("epci-c", Kind.EPCI, ("commune", "14366")))
    launch(scene)
    scene.now = at("2031-06-10")
    good = file_dossier(scene, "epci_a", "Parc fictif du Val", held=True)
    scene.person("epci_c", scripts=False)  # the whole way of an applicant without any script
    bad = file_dossier(scene, "epci_c", "Friche fictive", held=False)
    assert scene.answer("epci_b", f"/dossiers/{good}/") == 404
    assert scene.answer("prefecture_2", f"/instruction/dossiers/{good}/") == 404

    scene.now = at("2031-08-05")
    examine(scene, good, bad)
    scene.now = at("2031-10-05")
    sit(scene, good)
    evaluate(scene)
    try_other_weights(scene)
    deliberate(scene)

    scene.now = at("2031-11-03", "10:59")
    assert_nothing_shows(scene, bad)
    scene.now = at("2031-11-03", "11:01")
    read_results(scene, bad)
    for name, path in (
        ("epci_a", f"/dossiers/{good}/depots/1/recepisse.pdf"),
        ("epci_c", f"/dossiers/{bad}/dossier.pdf"),
        ("epci_c", f"/deliberations/dossiers/{bad}/lettre.pdf"),
        ("epci_a", f"/en/deliberations/dossiers/{good}/lettre.pdf"),
    ):
        assert scene.document(name, path).startswith(b"%PDF-"), path

    assert command("journal", "verify") == 0
    altered = Entry.objects.filter(act="dossiers.filed").order_by("number").first()
    triggers.remove(connection)
    Entry.objects.filter(pk=altered.pk).update(object_reference="D-AUTRE")
    assert command("journal", "verify") == 3
    assert str(altered.number) in capsys.readouterr().err
    assert scene.troubles == []
